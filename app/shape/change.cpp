#include "shape/change.h"

namespace shape {

core::MaskChange difference(const core::Mask& before, const core::Mask& after) {
  core::MaskChange change{.lesion = {}, .set = after, .cleared = before};
  change.set -= before;
  change.cleared -= after;
  return change;
}

}  // namespace shape
