// How deep in tissue a tip is: eyes judge that badly where there is nothing to hold it against. Pure; any thread.
#pragma once

#include <functional>
#include <glm/vec3.hpp>
#include <optional>

namespace stage {

struct TipDepth {
  glm::dvec3 surfaceMm{0};  // where tissue ends, nearest to the tip
  double mm = 0;            // from there to the tip
};

// isTissue: whether what is seen as tissue is at a point. Looks in some directions from the tip: none away from the eye
// (toEye: unit), where nobody sees the surface, nor straight to it, where a line would be a point. stepMm: about a
// voxel. Nothing where the tip is not in tissue, or deeper in than kDeepestMm.
constexpr double kDeepestMm = 80;
std::optional<TipDepth> tipDepth(glm::dvec3 tipMm, glm::dvec3 toEye, double stepMm,
                                 const std::function<bool(glm::dvec3)>& isTissue);

}  // namespace stage
