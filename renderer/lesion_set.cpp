#include "renderer/lesion_set.h"

#include <algorithm>

#include "core/error.h"

namespace renderer {
namespace {

// Tells different bits apart as surely as 64 bits can.
std::uint64_t digestOf(const core::Brick& brick) {
  std::uint64_t digest = 0;
  for (std::size_t i = 0; i < brick.rows.size(); i += 2) {
    digest = (digest ^ (std::uint64_t(brick.rows[i]) << 32 | brick.rows[i + 1])) * 0x9E3779B97F4A7C15u;
    digest ^= digest >> 29;
  }
  return digest;
}

void include(std::optional<core::VoxelBox>& box, core::BrickKey key) {
  const glm::ivec3 low = key.brick() * core::Brick::kSide;
  const glm::ivec3 high = low + (core::Brick::kSide - 1);
  box = box ? core::VoxelBox{glm::min(box->min, low), glm::max(box->max, high)} : core::VoxelBox{low, high};
}

}  // namespace

LesionSet::LesionSet(gpu::Device& device, const core::Grid& grid)
    : device_(device), bricks_(core::bricksOf(grid)), pool_(device) {
  flush();
}

void LesionSet::assign(std::span<const Lesion> lesions) {
  pool_.clear();
  free_.clear();
  slots_.clear();
  looks_.assign(1, {});
  unsent_.clear();
  tablesChanged_ = true;
  changes_.anywhere = true;
  for (const Lesion& lesion : lesions) {
    update(lesion);
  }
}

void LesionSet::hide(const std::vector<std::uint32_t>& numbers) {
  if (numbers == hidden_) {
    return;
  }
  note(changes_.gained, hidden_, numbers);
  note(changes_.lost, numbers, hidden_);
  hidden_ = numbers;
  tablesChanged_ = true;
}

void LesionSet::note(std::optional<core::VoxelBox>& box, const std::vector<std::uint32_t>& numbers,
                     const std::vector<std::uint32_t>& others) {
  for (const std::uint32_t number : numbers) {
    const auto held = slots_.find(number);
    if (held != slots_.end() && std::find(others.begin(), others.end(), number) == others.end()) {
      for (const auto& [key, slot] : held->second.own) {
        include(box, key);
      }
    }
  }
}

void LesionSet::lock(const std::vector<std::uint32_t>& numbers) {
  if (numbers != locked_) {
    locked_ = numbers;
    tablesChanged_ = true;
  }
}

void LesionSet::flush() {
  if (!tablesChanged_) {
    return;
  }
  device_.waitIdle();
  sendBricks();
  sendTables();
  tablesChanged_ = false;
  ++revision_;
}

std::uint32_t LesionSet::takeSlot() {
  if (free_.empty()) {
    return pool_.take(1);
  }
  const std::uint32_t slot = free_.back();
  free_.pop_back();
  return slot;
}

void LesionSet::update(const Lesion& lesion) {
  core::check(lesion.number >= 1 && lesion.number <= Lesion::kMaxNumber, "lesions are numbered from 1 to 65535");
  if (looks_.size() <= lesion.number) {
    looks_.resize(lesion.number + 1);
  }
  looks_[lesion.number] = {.color = lesion.color, .visible = 1, .locked = 0, .outline = lesion.outline ? 1u : 0u};
  tablesChanged_ = true;
  Held& held = slots_[lesion.number];
  static const core::Mask::Bricks kNone;
  const core::Mask::Bricks& contested = lesion.contested != nullptr ? lesion.contested->bricks() : kNone;
  const core::Mask::Bricks& own = lesion.mask != nullptr ? lesion.mask->bricks() : kNone;
  if (contested.empty()) {
    replace(held.own, own);  // as nearly always: bits are not copied for nothing after every stroke
  } else {
    core::Mask::Bricks both = own;
    for (const auto& [key, brick] : contested) {
      both.try_emplace(key);
    }
    replace(held.own, both);
  }
  replace(held.contested, contested);
}

void LesionSet::replace(Slots& slots, const core::Mask::Bricks& bricks) {
  std::erase_if(slots, [&](const auto& each) {
    const bool goes = !bricks.contains(each.first);
    if (goes) {
      free_.push_back(each.second.slot);
      include(changes_.lost, each.first);
    }
    return goes;
  });
  for (const auto& [key, brick] : bricks) {
    const glm::ivec3 at = key.brick();
    core::check(at.x < bricks_.x && at.y < bricks_.y && at.z < bricks_.z, "a lesion lies within its volume");
    const std::uint64_t digest = digestOf(brick);
    const auto [place, fresh] = slots.try_emplace(key);
    if (!fresh && place->second.digest == digest) {
      continue;
    }
    if (fresh) {
      place->second.slot = takeSlot();
    }
    place->second.digest = digest;
    unsent_.push_back({brick, place->second.slot});
    include(changes_.gained, key);
  }
}

void LesionSet::sendBricks() {
  constexpr std::size_t kBatch = 4096;  // bricks: 16 MiB of staging
  for (std::size_t first = 0; first < unsent_.size(); first += kBatch) {
    const std::span<const Upload> batch = std::span(unsent_).subspan(first, std::min(kBatch, unsent_.size() - first));
    const gpu::Buffer staging(device_, batch.size() * BitPool::kBytesPerBrick, gpu::BufferUse::Upload);
    device_.run([&](gpu::Commands& commands) {
      // A slot may be in here twice, given back and taken again; the later bits are the right ones.
      std::set<std::uint32_t> sent;
      for (std::size_t i = batch.size(); i-- > 0;) {
        if (sent.insert(batch[i].slot).second) {
          const std::size_t byte = i * BitPool::kBytesPerBrick;
          std::memcpy(staging.mapped() + byte, batch[i].brick.rows.data(), BitPool::kBytesPerBrick);
          commands.copy(staging, pool_.chunkOf(batch[i].slot), byte, BitPool::byteOf(batch[i].slot),
                        BitPool::kBytesPerBrick);
        }
      }
      commands.barrier(gpu::Access::Transfer, gpu::Access::Shader);
      commands.barrier(gpu::Access::Transfer, gpu::Access::Transfer);
    });
  }
  unsent_.clear();
}

void LesionSet::sendTables() {
  const std::size_t bricks = std::size_t(bricks_.x) * std::size_t(bricks_.y) * std::size_t(bricks_.z);
  const auto index = [&](core::BrickKey key) {
    const glm::ivec3 at = key.brick();
    return (std::size_t(at.z) * std::size_t(bricks_.y) + std::size_t(at.y)) * std::size_t(bricks_.x) +
           std::size_t(at.x);
  };
  // A counting sort of (brick, lesion, slot) by brick; lesions stay in rising order within each, what is contested of
  // one before its own.
  std::vector<glm::uvec2> pages(bricks, glm::uvec2(0));
  std::size_t total = 0;
  const auto forEach = [&](const auto& take) {
    for (const auto& [number, held] : slots_) {
      for (const auto& [key, slot] : held.contested) {
        take(index(key), number + gpu_types::kContestedEntry, slot.slot);
      }
      for (const auto& [key, slot] : held.own) {
        take(index(key), number, slot.slot);
      }
    }
  };
  forEach([&](std::size_t brick, std::uint32_t, std::uint32_t) {
    ++pages[brick].y;
    ++total;
  });
  std::uint32_t first = 0;
  marked_.clear();
  for (std::size_t i = 0; i < pages.size(); ++i) {
    glm::uvec2& page = pages[i];
    if (page.y > 0) {
      marked_.push_back(
          core::BrickKey::of({int(i) % bricks_.x, int(i) / bricks_.x % bricks_.y, int(i) / (bricks_.x * bricks_.y)}));
    }
    page.x = first;
    first += page.y;
    page.y = 0;
  }
  std::vector<glm::uvec2> entries(total);
  forEach([&](std::size_t brick, std::uint32_t number, std::uint32_t slot) {
    glm::uvec2& page = pages[brick];
    entries[page.x + page.y++] = {number, slot};
  });
  for (gpu_types::LesionLook& look : looks_) {
    look.visible = 1;
    look.locked = 0;
  }
  for (const std::uint32_t number : locked_) {
    if (number < looks_.size()) {
      looks_[number].locked = 1;
    }
  }
  for (const std::uint32_t number : hidden_) {
    if (number < looks_.size()) {
      looks_[number].visible = 0;
    }
  }
  pageBuffer_ = gpu::upload<glm::uvec2>(device_, pages);
  entryBuffer_ = gpu::upload<glm::uvec2>(device_, entries);
  lookBuffer_ = gpu::upload<gpu_types::LesionLook>(device_, looks_);
}

}  // namespace renderer
