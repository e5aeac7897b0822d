#include "core/guideline.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/text.h"

namespace core {

double ballDiameterMm(double mm3) {
  return std::cbrt(mm3 * 6 / std::numbers::pi);
}

double ballVolumeMm3(double diameterMm) {
  return diameterMm * diameterMm * diameterMm * std::numbers::pi / 6;
}

std::string volumeInWords(double mm3) {
  const bool isSmall = mm3 < 1000;
  return printed(isSmall ? "%.6g mm\u00B3 (a ball %.2g mm across)" : "%.4g ml (a ball %.2g mm across)",
                 isSmall ? mm3 : mm3 / 1000, ballDiameterMm(mm3));
}

const GuidelineClass* Guideline::find(const std::string& className) const {
  const auto found =
      std::find_if(classes.begin(), classes.end(), [&](const GuidelineClass& each) { return each.name == className; });
  return found == classes.end() ? nullptr : &*found;
}

}  // namespace core
