#include "stage/tip_depth.h"

#include <glm/geometric.hpp>

namespace stage {
namespace {

constexpr double kLeastToEye = -0.25, kMostToEye = 0.85;  // cosines
constexpr double kHoleMm = 3;                             // less air than this is a hole in tissue, not its end

std::optional<double> endOfTissue(glm::dvec3 from, glm::dvec3 direction, double stepMm, double mostMm,
                                  const std::function<bool(glm::dvec3)>& isTissue) {
  double left = 0;
  bool outside = false;
  for (double mm = stepMm; mm <= mostMm + kHoleMm; mm += stepMm) {
    const bool tissue = isTissue(from + direction * mm);
    if (tissue) {
      outside = false;
    } else if (!outside) {
      outside = true;
      left = mm;
    }
    if (outside && mm - left >= kHoleMm) {
      return left <= mostMm ? std::optional(left) : std::nullopt;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<TipDepth> tipDepth(glm::dvec3 tipMm, glm::dvec3 toEye, double stepMm,
                                 const std::function<bool(glm::dvec3)>& isTissue) {
  if (!isTissue(tipMm)) {
    return std::nullopt;
  }
  std::optional<TipDepth> nearest;
  for (int i = 0; i < 27; ++i) {
    const glm::dvec3 toward(i % 3 - 1, i / 3 % 3 - 1, i / 9 - 1);
    if (i == 13) {
      continue;
    }
    const glm::dvec3 direction = glm::normalize(toward);
    const double cosine = glm::dot(direction, toEye);
    if (cosine < kLeastToEye || cosine > kMostToEye) {
      continue;
    }
    const double mostMm = nearest ? nearest->mm : kDeepestMm;
    if (const auto mm = endOfTissue(tipMm, direction, stepMm, mostMm, isTissue)) {
      nearest = TipDepth{tipMm + direction * *mm, *mm};
    }
  }
  return nearest;
}

}  // namespace stage
