#include "renderer/transfer_table.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <glm/common.hpp>

namespace renderer {
namespace {

std::uint32_t packed(glm::vec3 color) {
  const glm::uvec3 bytes(glm::round(glm::clamp(color, 0.f, 1.f) * 255.f));
  return bytes.x | bytes.y << 8 | bytes.z << 16 | 0xFF000000u;
}

gpu::Image uploaded(gpu::Device& device, const std::vector<glm::uvec2>& entries) {
  return gpu::uploadImage(device, VK_FORMAT_R32G32_UINT, {int(entries.size()), 1}, std::as_bytes(std::span(entries)));
}

}  // namespace

TransferTable::TransferTable(gpu::Device& device, const VolumeTexture& volume, const core::TransferFunction& function,
                             double stepMm) {
  const double low = function.points.front().value;
  const double high = function.points.back().value;
  std::vector<glm::uvec2> entries(kEntries);
  visibleCounts_.resize(kEntries + 1);
  for (std::size_t i = 0; i < kEntries; ++i) {
    const core::TransferPoint point = core::at(function, low + (high - low) * double(i) / double(kEntries - 1));
    // Light that passes 1 mm, to the power of the step (Beer and Lambert).
    const double opacity = 1 - std::pow(1 - double(point.opacity), stepMm);
    entries[i] = {std::bit_cast<std::uint32_t>(float(opacity)), packed(point.color)};
    visibleCounts_[i + 1] = visibleCounts_[i] + (opacity > 0 ? 1 : 0);
  }
  entries_ = uploaded(device, entries);
  visibleBefore_ = gpu::upload<std::uint32_t>(device, visibleCounts_);
  place(volume, low, high);
}

TransferTable::TransferTable(gpu::Device& device, const VolumeTexture& volume, const core::Window& window,
                             glm::vec3 background) {
  std::vector<glm::uvec2> entries(kEntries);
  for (std::size_t i = 0; i < kEntries; ++i) {
    entries[i] = {0, packed(glm::mix(background, glm::vec3(1), float(i) / float(kEntries - 1)))};
  }
  entries_ = uploaded(device, entries);
  visibleCounts_.resize(kEntries + 1);
  visibleBefore_ = gpu::upload<std::uint32_t>(device, visibleCounts_);
  place(volume, window.center - window.width / 2, window.center + window.width / 2);
}

bool TransferTable::shows(double least, double largest) const {
  const auto index = [&](double value) {
    return std::size_t(std::clamp(value * double(scale_) + double(offset_) + 0.5, 0.0, double(kEntries - 1)));
  };
  // One entry more on both sides, as shaders count with fewer digits.
  const std::size_t from = index(least);
  const std::size_t to = std::min(index(largest) + 2, kEntries);
  return visibleCounts_[to] != visibleCounts_[from - (from > 0 ? 1 : 0)];
}

void TransferTable::place(const VolumeTexture& volume, double low, double high) {
  const double perValue = double(kEntries - 1) / (high - low);
  scale_ = float(volume.valueScale() * perValue);
  offset_ = float((volume.valueOffset() - low) * perValue);
}

}  // namespace renderer
