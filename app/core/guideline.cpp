#include "core/guideline.h"

#include <algorithm>

namespace core {

const GuidelineClass* Guideline::find(const std::string& className) const {
  const auto found =
      std::find_if(classes.begin(), classes.end(), [&](const GuidelineClass& each) { return each.name == className; });
  return found == classes.end() ? nullptr : &*found;
}

}  // namespace core
