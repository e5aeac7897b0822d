#include "renderer/programs.h"

#include <algorithm>

namespace renderer {
namespace {

using enum gpu::Binding;

// One line per program: what stands at its bindings 0, 1, 2, ..., in the order of the shader.
constexpr gpu::Binding kMarch[] = {Uniform,      Uniform,      Sampled,      Sampled, Sampled, Storage,
                                   Storage,      Storage,      Storage,      Storage, Storage, Storage,
                                   StorageImage, StorageImage, StorageImage, Storage};
constexpr gpu::Binding kSlice[] = {Uniform, Uniform, Sampled,      Storage,      Storage,      Storage, Storage,
                                   Storage, Storage, StorageImage, StorageImage, StorageImage, Storage};
constexpr gpu::Binding kOccupancy[] = {Uniform, Storage, Storage, Storage, Storage,
                                       Storage, Storage, Storage, Storage, StorageImage};
constexpr gpu::Binding kDistance[] = {Uniform, StorageImage, StorageImage};
constexpr gpu::Binding kLowerDistance[] = {StorageImage};
constexpr gpu::Binding kGradients[] = {Uniform, Sampled, StorageImage};
constexpr gpu::Binding kPaint[] = {Uniform, Sampled, Storage, Storage, Storage,
                                   Storage, Storage, Storage, Storage, Storage};

constexpr std::uint32_t kMarchCode[] =
#include "march.comp.spv.h"
    ;
constexpr std::uint32_t kSliceCode[] =
#include "slice.comp.spv.h"
    ;
constexpr std::uint32_t kOccupancyCode[] =
#include "occupancy.comp.spv.h"
    ;
constexpr std::uint32_t kDistanceCode[] =
#include "distance.comp.spv.h"
    ;
constexpr std::uint32_t kLowerDistanceCode[] =
#include "lower_distance.comp.spv.h"
    ;
constexpr std::uint32_t kGradientsCode[] =
#include "gradients.comp.spv.h"
    ;
constexpr std::uint32_t kPaintCode[] =
#include "paint.comp.spv.h"
    ;

}  // namespace

Programs::Programs(const gpu::Device& device)
    : march(device, {"march", kMarchCode, kMarch, 20}),
      slice(device, {"slice", kSliceCode, kSlice, 16}),
      occupancy(device, {"occupancy", kOccupancyCode, kOccupancy, 24}),
      distance(device, {"distance", kDistanceCode, kDistance, 8}),
      lowerDistance(device, {"lower_distance", kLowerDistanceCode, kLowerDistance, 52}),
      gradients(device, {"gradients", kGradientsCode, kGradients}),
      paint(device, {"paint", kPaintCode, kPaint}) {}

glm::uvec3 linearGroups(std::size_t count) {
  constexpr std::size_t kMost = 65535;  // groups along one axis, everywhere
  const std::size_t groups = (count + 63) / 64;
  const std::size_t across = std::min(groups, kMost);
  return {std::uint32_t(across), std::uint32_t(across == 0 ? 0 : (groups + across - 1) / across), 1};
}

}  // namespace renderer
