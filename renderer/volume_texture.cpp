#include "renderer/volume_texture.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/coarsen.h"
#include "core/error.h"
#include "core/parallel.h"

namespace renderer {
namespace {

using gpu_types::kBlockShift;

constexpr int kBlock = 1 << kBlockShift;
constexpr std::size_t kStagingBytes = std::size_t{64} << 20;
constexpr std::uint64_t kBlockShare = 16;  // of a volume's bytes, what skipping it takes at most

constexpr VkFormatFeatureFlags2 kFiltered =
    VK_FORMAT_FEATURE_2_SAMPLED_IMAGE_BIT | VK_FORMAT_FEATURE_2_SAMPLED_IMAGE_FILTER_LINEAR_BIT;

// How voxels of one kind become texels: 16 bits as they are, shifted to be unsigned and mirrored where the rescale
// falls; or floats, likewise mirrored.
struct Encoding {
  bool normalized;  // R16_UNORM, else R32_SFLOAT
  double storedScale;
  double storedOffset;
};

Encoding encodingFor(const gpu::Device& device, core::VoxelType type, double slope) {
  const bool rising = slope > 0;
  const bool normalized = type != core::VoxelType::Float32 && device.supports(VK_FORMAT_R16_UNORM, kFiltered);
  if (!normalized) {
    if (!device.supports(VK_FORMAT_R32_SFLOAT, kFiltered)) {
      throw core::Error(device.info().name, "it filters neither 16-bit nor 32-bit volumes",
                        "Choose another device with --device");
    }
    return {false, rising ? 1.0 : -1.0, 0};
  }
  const double least = type == core::VoxelType::Int16 ? -32768 : 0;
  return rising ? Encoding{true, 65535, least} : Encoding{true, -65535, least + 65535};
}

template <typename T>
void encode(const T* voxels, std::size_t count, const Encoding& encoding, std::byte* target) {
  if (encoding.normalized) {
    auto* texels = reinterpret_cast<std::uint16_t*>(target);
    const std::uint16_t bias = std::is_signed_v<T> ? 0x8000 : 0;
    const std::uint16_t mirror = encoding.storedScale < 0 ? 0xFFFF : 0;
    for (std::size_t i = 0; i < count; ++i) {
      texels[i] = std::uint16_t((std::uint16_t(voxels[i]) ^ bias) ^ mirror);
    }
  } else {
    auto* texels = reinterpret_cast<float*>(target);
    for (std::size_t i = 0; i < count; ++i) {
      texels[i] = float(voxels[i]) * float(encoding.storedScale);
    }
  }
}

double texture(double stored, const Encoding& encoding) {
  return (stored - encoding.storedOffset) / encoding.storedScale;
}

// Least and largest texture value of each block of cells, the far faces included (and `before` voxels in front of it),
// in 16 bits each, rounded outwards; NaN counts for nothing.
template <typename T>
std::vector<std::uint32_t> blockRangesOf(const std::vector<T>& voxels, const core::Grid& grid, glm::ivec3 blocks,
                                         int before, const Encoding& encoding, double rangeScale, double rangeOffset) {
  std::vector<std::uint32_t> ranges(std::size_t(blocks.x) * std::size_t(blocks.y) * std::size_t(blocks.z));
  core::parallelFor(std::size_t(blocks.z), [&](std::size_t slab) {
    const int z0 = std::max(int(slab) * kBlock - before, 0);
    const int z1 = std::min((int(slab) + 1) * kBlock, grid.size().z - 1);
    for (int by = 0; by < blocks.y; ++by) {
      const int y0 = std::max(by * kBlock - before, 0);
      const int y1 = std::min((by + 1) * kBlock, grid.size().y - 1);
      for (int bx = 0; bx < blocks.x; ++bx) {
        const int x0 = std::max(bx * kBlock - before, 0);
        const int x1 = std::min((bx + 1) * kBlock, grid.size().x - 1);
        T low = std::numeric_limits<T>::max();
        T high = std::numeric_limits<T>::lowest();
        for (int z = z0; z <= z1; ++z) {
          for (int y = y0; y <= y1; ++y) {
            const T* row = voxels.data() + grid.indexOf({x0, y, z});
            for (int x = 0; x <= x1 - x0; ++x) {
              low = row[x] < low ? row[x] : low;
              high = row[x] > high ? row[x] : high;
            }
          }
        }
        if (low > high) {  // nothing but NaN
          low = high = std::numeric_limits<T>::lowest();
        }
        // Infinities of float volumes end at the largest finite values.
        const auto bits = [&](double stored) {
          return std::clamp((texture(stored, encoding) - rangeOffset) / rangeScale, 0.0, 65535.0);
        };
        const double a = bits(double(low));
        const double b = bits(double(high));
        // Integers are whole already but for the division's rounding.
        const double slack = encoding.normalized ? 5e-4 : 0;
        const std::uint32_t least = std::uint32_t(std::floor(std::min(a, b) + slack));
        const std::uint32_t most = std::uint32_t(std::ceil(std::max(a, b) - slack));
        ranges[(slab * std::size_t(blocks.y) + std::size_t(by)) * std::size_t(blocks.x) + std::size_t(bx)] =
            least | most << 16;
      }
    }
  });
  return ranges;
}

std::array<std::vector<std::uint32_t>, 3> layerRangesOf(const std::vector<std::uint32_t>& ranges, glm::ivec3 blocks) {
  std::array<std::vector<std::uint32_t>, 3> layers;
  for (int axis = 0; axis < 3; ++axis) {
    layers[std::size_t(axis)].assign(std::size_t(blocks[axis]), 0x0000FFFFu);
  }
  std::size_t index = 0;
  for (int z = 0; z < blocks.z; ++z) {
    for (int y = 0; y < blocks.y; ++y) {
      for (int x = 0; x < blocks.x; ++x, ++index) {
        for (std::uint32_t* layer :
             {&layers[0][std::size_t(x)], &layers[1][std::size_t(y)], &layers[2][std::size_t(z)]}) {
          *layer = std::min(*layer & 0xFFFFu, ranges[index] & 0xFFFFu) | std::max(*layer >> 16, ranges[index] >> 16)
                                                                             << 16;
        }
      }
    }
  }
  return layers;
}

}  // namespace

VolumeTexture::VolumeTexture(gpu::Device& device, const core::Volume& volume, const core::ProgressSink& progress)
    : device_(device),
      volume_(&volume),
      grid_(volume.grid),
      type_(volume.type()),
      rescale_(volume.rescale),
      intensity_(core::intensityRange(volume)) {
  constexpr int kCoarsest = 64;
  const Encoding encoding = encodingFor(device, type_, rescale_.slope);
  storedScale_ = encoding.storedScale;
  storedOffset_ = encoding.storedOffset;
  const std::size_t texelBytes = encoding.normalized ? 2 : 4;
  for (factor_ = 1;; factor_ *= 2) {
    const glm::ivec3 size = (grid_.size() + (factor_ - 1)) / factor_;
    const std::uint64_t bytes = std::uint64_t(size.x) * std::uint64_t(size.y) * std::uint64_t(size.z) * texelBytes;
    const bool fits = std::max({size.x, size.y, size.z}) <= int(device.limits().maxImageSide3d) &&
                      bytes <= device.limits().maxAllocationBytes &&
                      bytes / kBlockShare + bytes <= device.info().memoryBytes;
    if (!fits && factor_ < kCoarsest) {
      continue;
    }
    try {
      if (factor_ == 1) {
        send(volume, progress);
      } else {
        send(core::coarsened(volume, factor_), progress);
      }
      return;
    } catch (const gpu::DeviceLost&) {
      throw;
    } catch (const core::Error&) {  // memory that others hold is told of only when it is asked for
      if (factor_ >= kCoarsest) {
        throw;
      }
      image_ = {};
      blockRanges_ = {};
    }
  }
}

void VolumeTexture::send(const core::Volume& shown, const core::ProgressSink& progress) {
  const glm::ivec3 size = shown.grid.size();
  blocks_ = (size + (kBlock - 1)) / kBlock;
  const Encoding encoding = encodingFor(device_, type_, rescale_.slope);
  image_ =
      gpu::Image(device_, gpu::Image::Shape::Solid, encoding.normalized ? VK_FORMAT_R16_UNORM : VK_FORMAT_R32_SFLOAT,
                 size, gpu::Image::WrittenBy::Copies);
  const std::size_t sliceVoxels = std::size_t(size.x) * std::size_t(size.y);
  const std::size_t sliceBytes = sliceVoxels * (encoding.normalized ? 2 : 4);
  const int slices = int(std::clamp<std::size_t>(kStagingBytes / sliceBytes, 1, std::size_t(size.z)));
  const gpu::Buffer staging(device_, sliceBytes * std::size_t(slices), gpu::BufferUse::Upload);
  device_.run([&](gpu::Commands& commands) { commands.prepare(image_); });
  for (int z = 0; z < size.z; z += slices) {
    core::report(progress, "Loading the volume", z, size.z);
    const int count = std::min(slices, size.z - z);
    std::visit(
        [&](const auto& voxels) {
          core::parallelFor(std::size_t(count), [&](std::size_t k) {
            encode(voxels.data() + (std::size_t(z) + k) * sliceVoxels, sliceVoxels, encoding,
                   staging.mapped() + k * sliceBytes);
          });
        },
        shown.voxels);
    device_.run([&](gpu::Commands& commands) {
      commands.barrier(gpu::Access::Transfer, gpu::Access::Transfer);
      commands.copy(staging, image_, {0, 0, z}, {size.x, size.y, count});
      commands.barrier(gpu::Access::Transfer, gpu::Access::Shader);
    });
  }
  if (encoding.normalized) {
    rangeScale_ = 1.0 / 65535;
  } else {
    const double a = (intensity_.min - valueOffset()) / valueScale();
    const double b = (intensity_.max - valueOffset()) / valueScale();
    rangeOffset_ = std::min(a, b);
    rangeScale_ = std::max(std::abs(b - a), 1e-30) / 65535;
  }
  const std::vector<std::uint32_t> ranges = std::visit(
      [&](const auto& voxels) {
        // Coarser voxels begin before the first of theirs: a block's samples reach one farther to the front.
        return blockRangesOf(voxels, shown.grid, blocks_, factor_ > 1 ? 1 : 0, encoding, rangeScale_, rangeOffset_);
      },
      shown.voxels);
  if (ranges.size() * sizeof ranges[0] > device_.limits().maxStorageRange) {
    throw core::Error(device_.info().name, "the volume has more blocks than it can address at once",
                      "Crop or resample the volume, or choose another device with --device");
  }
  layerRanges_ = layerRangesOf(ranges, blocks_);
  blockRanges_ = gpu::upload<std::uint32_t>(device_, ranges);
  core::report(progress, "Loading the volume", size.z, size.z);
}

std::vector<float> VolumeTexture::valuesOf(const gpu_types::SliceInfo& slice) const {
  std::vector<float> values(std::size_t(slice.paneSize.x) * std::size_t(slice.paneSize.y));
  core::parallelFor(std::size_t(slice.paneSize.y), [&](std::size_t y) {
    for (int x = 0; x < slice.paneSize.x; ++x) {
      // The shader's own arithmetic, so that lesions and values part at the same voxels.
      const glm::vec2 pixel(float(x) + 0.5f, float(y) + 0.5f);
      const glm::ivec3 voxel(
          glm::floor(slice.originVoxel + pixel.x * slice.rightVoxel + pixel.y * slice.downVoxel + 0.5f));
      if (grid_.contains(voxel)) {
        values[y * std::size_t(slice.paneSize.x) + std::size_t(x)] =
            float((volume_->stored(grid_.indexOf(voxel)) - storedOffset_) / storedScale_);
      }
    }
  });
  return values;
}

core::Brick VolumeTexture::inRange(glm::ivec3 brick, const core::StoredRange& range) const {
  constexpr int kSide = core::Brick::kSide;
  core::Brick rows{};
  const glm::ivec3 first = brick * kSide;
  const glm::ivec3 count = glm::min(grid_.size() - first, glm::ivec3(kSide));
  std::visit(
      [&](const auto& voxels) {
        for (int z = 0; z < count.z; ++z) {
          for (int y = 0; y < count.y; ++y) {
            const auto* row = voxels.data() + grid_.indexOf(first + glm::ivec3(0, y, z));
            std::uint32_t bits = 0;
            for (int x = 0; x < count.x; ++x) {
              bits |= double(row[x]) >= range.min && double(row[x]) <= range.max ? 1u << x : 0u;
            }
            rows.rows[std::size_t(z * kSide + y)] = bits;
          }
        }
      },
      volume_->voxels);
  return rows;
}

const gpu::Image* VolumeTexture::gradients(Programs& programs, const gpu::Buffer& scene, const gpu::Sampler& nearest) {
  if (gradients_) {
    return &gradients_;
  }
  constexpr VkFormat kFormat = VK_FORMAT_R16G16B16A16_SNORM;
  const glm::ivec3 size = image_.size();
  const std::uint64_t bytes = 8 * std::uint64_t(size.x) * std::uint64_t(size.y) * std::uint64_t(size.z);
  const bool worthIt = device_.info().kind == gpu::DeviceKind::Cpu && image_.format() == VK_FORMAT_R16_UNORM &&
                       device_.supports(kFormat, kFiltered | VK_FORMAT_FEATURE_2_STORAGE_IMAGE_BIT) &&
                       bytes <= std::min(device_.limits().maxAllocationBytes, device_.info().memoryBytes / 4 * 3);
  if (gradientsRefused_ || !worthIt) {
    return nullptr;
  }
  try {
    gradients_ = gpu::Image(device_, gpu::Image::Shape::Solid, kFormat, size, gpu::Image::WrittenBy::Shaders);
  } catch (const core::Error&) {
    gradientsRefused_ = true;  // shading then takes its differences as it goes: slower, the same picture
    return nullptr;
  }
  device_.run([&](gpu::Commands& commands) {
    commands.prepare(gradients_);
    commands.dispatch(programs.gradients, {scene, {image_, nearest}, gradients_},
                      {std::uint32_t(size.x + 63) / 64, std::uint32_t(size.y), std::uint32_t(size.z)});
    commands.barrier(gpu::Access::Shader, gpu::Access::Shader);
  });
  return &gradients_;
}

}  // namespace renderer
