#include "renderer/lesion_set.h"

#include <algorithm>

#include "core/error.h"

namespace renderer {

LesionSet::LesionSet(gpu::Device& device, const core::Grid& grid)
    : device_(device), bricks_(core::bricksOf(grid)), pool_(device) {
  rebuildTables();
}

void LesionSet::assign(std::span<const Lesion> lesions) {
  device_.waitIdle();
  pool_.clear();
  free_.clear();
  slots_.clear();
  looks_.assign(1, {});
  std::vector<Upload> uploads;
  for (const Lesion& lesion : lesions) {
    place(lesion, uploads);
  }
  send(uploads);
  rebuildTables();
}

void LesionSet::update(const Lesion& lesion) {
  device_.waitIdle();
  std::vector<Upload> uploads;
  place(lesion, uploads);
  send(uploads);
  rebuildTables();
}

void LesionSet::hide(const std::vector<std::uint32_t>& numbers) {
  if (numbers != hidden_) {
    hidden_ = numbers;
    rebuildTables();
  }
}

std::uint32_t LesionSet::takeSlot() {
  if (free_.empty()) {
    return pool_.take(1);
  }
  const std::uint32_t slot = free_.back();
  free_.pop_back();
  return slot;
}

void LesionSet::place(const Lesion& lesion, std::vector<Upload>& uploads) {
  core::check(lesion.number >= 1 && lesion.number <= Lesion::kMaxNumber, "lesions are numbered from 1 to 65535");
  if (looks_.size() <= lesion.number) {
    looks_.resize(lesion.number + 1);
  }
  looks_[lesion.number] = {lesion.color, 1};
  Slots& slots = slots_[lesion.number];
  for (const auto& [key, slot] : slots) {
    free_.push_back(slot);
  }
  slots.clear();
  if (lesion.mask == nullptr) {
    return;
  }
  for (const auto& [key, brick] : lesion.mask->bricks()) {
    const glm::ivec3 at = key.brick();
    core::check(at.x < bricks_.x && at.y < bricks_.y && at.z < bricks_.z, "a lesion lies within its volume");
    uploads.push_back({&brick, slots[key] = takeSlot()});
  }
}

void LesionSet::send(std::span<const Upload> uploads) {
  constexpr std::size_t kBatch = 4096;  // bricks: 16 MiB of staging
  for (std::size_t first = 0; first < uploads.size(); first += kBatch) {
    const std::span<const Upload> batch = uploads.subspan(first, std::min(kBatch, uploads.size() - first));
    const gpu::Buffer staging(device_, batch.size() * BitPool::kBytesPerBrick, gpu::BufferUse::Upload);
    device_.run([&](gpu::Commands& commands) {
      std::size_t byte = 0;
      for (const Upload& upload : batch) {
        std::memcpy(staging.mapped() + byte, upload.brick->rows.data(), BitPool::kBytesPerBrick);
        commands.copy(staging, pool_.chunkOf(upload.slot), byte, BitPool::byteOf(upload.slot), BitPool::kBytesPerBrick);
        byte += BitPool::kBytesPerBrick;
      }
      commands.barrier(gpu::Access::Transfer, gpu::Access::Shader);
    });
  }
}

void LesionSet::rebuildTables() {
  const std::size_t bricks = std::size_t(bricks_.x) * std::size_t(bricks_.y) * std::size_t(bricks_.z);
  const auto index = [&](core::BrickKey key) {
    const glm::ivec3 at = key.brick();
    return (std::size_t(at.z) * std::size_t(bricks_.y) + std::size_t(at.y)) * std::size_t(bricks_.x) + std::size_t(at.x);
  };
  // A counting sort of (brick, lesion, slot) by brick; lesions stay in rising order within each.
  std::vector<glm::uvec2> pages(bricks, glm::uvec2(0));
  std::size_t total = 0;
  for (const auto& [number, slots] : slots_) {
    for (const auto& [key, slot] : slots) {
      ++pages[index(key)].y;
      ++total;
    }
  }
  std::uint32_t first = 0;
  for (glm::uvec2& page : pages) {
    page.x = first;
    first += page.y;
    page.y = 0;
  }
  std::vector<glm::uvec2> entries(total);
  for (const auto& [number, slots] : slots_) {
    for (const auto& [key, slot] : slots) {
      glm::uvec2& page = pages[index(key)];
      entries[page.x + page.y++] = {number, slot};
    }
  }
  for (gpu_types::LesionLook& look : looks_) {
    look.visible = 1;
  }
  for (const std::uint32_t number : hidden_) {
    if (number < looks_.size()) {
      looks_[number].visible = 0;
    }
  }
  device_.waitIdle();
  pageBuffer_ = gpu::upload<glm::uvec2>(device_, pages);
  entryBuffer_ = gpu::upload<glm::uvec2>(device_, entries);
  lookBuffer_ = gpu::upload<gpu_types::LesionLook>(device_, looks_);
  ++revision_;
}

}  // namespace renderer
