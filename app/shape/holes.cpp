#include "shape/holes.h"

#include <vector>

#include "core/error.h"
#include "shape/runs.h"
#include "shape/transpose.h"

namespace shape {
namespace {

// The runs of the box that are not in the mask, for a box that holds the mask; sorted as runsOf() does.
std::vector<Run> gapsOf(const std::vector<Run>& runs, const core::VoxelBox& box) {
  std::vector<Run> gaps;
  auto run = runs.begin();
  for (int z = box.min.z; z <= box.max.z; ++z) {
    for (int y = box.min.y; y <= box.max.y; ++y) {
      int x = box.min.x;
      for (; run != runs.end() && run->first.z == z && run->first.y == y; ++run) {
        if (run->first.x > x) {
          gaps.push_back({{x, y, z}, run->first.x - x});
        }
        x = run->first.x + run->length;
      }
      if (x <= box.max.x) {
        gaps.push_back({{x, y, z}, box.max.x + 1 - x});
      }
    }
  }
  return gaps;
}

core::Mask filled(const core::Mask& mask, Neighbours background) {
  const std::optional<core::VoxelBox> box = mask.bounds();
  if (!box) {
    return mask;
  }
  // Holes lie within the mask's own bounds, and what reaches their sides is open to the outside.
  const bool sliceBySlice = background == Neighbours::InSlice4;
  const std::vector<Run> gaps = gapsOf(runsOf(mask), *box);
  const std::vector<std::uint32_t> pieces = piecesOf(gaps, background);
  std::vector<bool> open(gaps.size());
  for (std::size_t i = 0; i < gaps.size(); ++i) {
    const glm::ivec3 first = gaps[i].first;
    const bool onSide = first.x == box->min.x || first.x + gaps[i].length - 1 == box->max.x || first.y == box->min.y ||
                        first.y == box->max.y || (!sliceBySlice && (first.z == box->min.z || first.z == box->max.z));
    if (onSide) {
      open[pieces[i]] = true;
    }
  }
  core::Mask result = mask;
  for (std::size_t i = 0; i < gaps.size(); ++i) {
    if (!open[pieces[i]]) {
      result.setRun(gaps[i].first, gaps[i].length);
    }
  }
  return result;
}

}  // namespace

core::Mask withoutHoles(const core::Mask& mask) {
  return filled(mask, Neighbours::Faces6);
}

core::Mask withoutHolesInSlices(const core::Mask& mask, int axis) {
  return swapAxes(filled(swapAxes(mask, axis, 2), Neighbours::InSlice4), axis, 2);
}

}  // namespace shape
