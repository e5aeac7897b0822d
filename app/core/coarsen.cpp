#include "core/coarsen.h"

#include <cmath>
#include <glm/common.hpp>
#include <limits>

#include "core/error.h"
#include "core/parallel.h"

namespace core {
namespace {

template <typename T>
std::vector<T> meansOf(const std::vector<T>& voxels, const Grid& fine, const Grid& coarse, int factor) {
  std::vector<T> result(coarse.voxelCount());
  parallelFor(std::size_t(coarse.size().z), [&](std::size_t k) {
    for (int j = 0; j < coarse.size().y; ++j) {
      for (int i = 0; i < coarse.size().x; ++i) {
        const glm::ivec3 first = glm::ivec3(i, j, int(k)) * factor;
        const glm::ivec3 end = glm::min(first + factor, fine.size());
        double sum = 0;
        int count = 0;
        for (int z = first.z; z < end.z; ++z) {
          for (int y = first.y; y < end.y; ++y) {
            const T* row = voxels.data() + fine.indexOf({first.x, y, z});
            for (int x = 0; x < end.x - first.x; ++x) {
              const bool number = row[x] == row[x];
              sum += number ? double(row[x]) : 0;
              count += number ? 1 : 0;
            }
          }
        }
        T& mean = result[coarse.indexOf({i, j, int(k)})];
        if constexpr (std::is_integral_v<T>) {
          mean = T(std::lround(sum / count));
        } else {
          mean = count > 0 ? T(sum / count) : std::numeric_limits<T>::quiet_NaN();
        }
      }
    }
  });
  return result;
}

}  // namespace

Volume coarsened(const Volume& volume, int factor) {
  check(factor >= 1, "a volume gets coarser");
  const Grid& fine = volume.grid;
  glm::dmat4 world = fine.worldFromVoxel();
  for (int a = 0; a < 3; ++a) {
    world[a] *= double(factor);
  }
  world[3] = glm::dvec4(fine.worldOf(glm::dvec3((factor - 1) * 0.5)), 1);
  const Grid coarse((fine.size() + (factor - 1)) / factor, world);
  return {coarse, volume.rescale,
          std::visit([&](const auto& voxels) -> Volume::Voxels { return meansOf(voxels, fine, coarse, factor); },
                     volume.voxels)};
}

}  // namespace core
