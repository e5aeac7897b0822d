#include "shape/threshold.h"

#include <variant>

#include "shape/window.h"

namespace shape {
namespace {

// Adds the voxels in range of a run of the image's voxels.
template <typename T>
void addInRange(const std::vector<T>& voxels, const core::Grid& grid, const core::StoredRange& range, glm::ivec3 first,
                int length, core::Mask& result) {
  const T* values = voxels.data() + grid.indexOf(first);
  for (int x = 0; x < length;) {
    int end = x;
    while (end < length && double(values[end]) >= range.min && double(values[end]) <= range.max) {
      ++end;
    }
    if (end > x) {
      result.setRun(first + glm::ivec3(x, 0, 0), end - x);
    }
    x = end + 1;
  }
}

}  // namespace

core::Mask inRange(const core::Volume& volume, const core::Mask& region, const core::IntensityRange& range) {
  const core::StoredRange stored = core::storedRange(range, volume.rescale, volume.type());
  core::Mask result;
  std::visit(
      [&](const auto& voxels) {
        region.forEachRun(
            [&](glm::ivec3 first, int length) { addInRange(voxels, volume.grid, stored, first, length, result); });
      },
      volume.voxels);
  return result;
}

core::Mask inRange(const core::Volume& volume, const core::VoxelBox& box, const core::IntensityRange& range) {
  const core::StoredRange stored = core::storedRange(range, volume.rescale, volume.type());
  const core::VoxelBox inside = common(box, boxOf(volume.grid));
  core::Mask result;
  if (isEmpty(inside)) {
    return result;
  }
  std::visit(
      [&](const auto& voxels) {
        for (int z = inside.min.z; z <= inside.max.z; ++z) {
          for (int y = inside.min.y; y <= inside.max.y; ++y) {
            addInRange(voxels, volume.grid, stored, {inside.min.x, y, z}, inside.max.x - inside.min.x + 1, result);
          }
        }
      },
      volume.voxels);
  return result;
}

}  // namespace shape
