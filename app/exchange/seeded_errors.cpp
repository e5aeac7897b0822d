#include "exchange/seeded_errors.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/hash.h"
#include "shape/morphology.h"

namespace exchange {
namespace {

constexpr double kPartOfSize = 0.25;  // by which a border is moved, of the radius of a ball as large
constexpr int kPlaces = 64;           // that are tried for a false candidate
constexpr int kGap = 2;               // voxels between it and what is there

// Numbers drawn from a text, the same everywhere.
class Draw {
 public:
  explicit Draw(const std::string& text) : text_(text) {}

  double part() {  // in [0, 1)
    const core::Hash hash = core::Sha256().update(text_).update(std::to_string(number_++)).finish();
    std::uint64_t bits = 0;
    for (int i = 0; i < 6; ++i) {
      bits = bits << 8 | hash.bytes[std::size_t(i)];
    }
    return double(bits) / double(std::uint64_t(1) << 48);
  }
  int below(int end) { return std::min(int(part() * end), end - 1); }

 private:
  const std::string text_;
  int number_ = 0;
};

double marginMm(const core::Mask& mask, const core::Grid& grid) {
  const glm::dvec3 spacing = grid.spacingMm();
  const double volume = double(mask.count()) * spacing.x * spacing.y * spacing.z;
  const double smallest = std::min({spacing.x, spacing.y, spacing.z});
  return std::max(kPartOfSize * std::cbrt(3 * volume / (4 * M_PI)), smallest);
}

core::Mask moved(const core::Mask& mask, glm::ivec3 by) {
  core::Mask result;
  mask.forEachRun([&](glm::ivec3 first, int length) { result.setRun(first + by, length); });
  return result;
}

// Whether anything of `other` lies in a box.
bool holdsAny(const core::Mask& other, const core::VoxelBox& box) {
  core::Mask inside;
  inside.setBox(box);
  inside &= other;
  return !inside.isEmpty();
}

// Its shape where nothing is; empty where no room was found.
core::Mask falseOne(const core::Mask& mask, const core::Mask& taken, const core::Grid& grid, Draw& draw) {
  const core::VoxelBox box = *mask.bounds();
  const glm::ivec3 size = box.max - box.min + 1;
  const glm::ivec3 room = grid.size() - size - 2 * kGap;
  if (room.x <= 0 || room.y <= 0 || room.z < 0) {
    return {};
  }
  for (int i = 0; i < kPlaces; ++i) {
    const glm::ivec3 first = glm::ivec3(draw.below(room.x), draw.below(room.y), draw.below(room.z + 1)) + kGap;
    if (!holdsAny(taken, {first - kGap, first + size - 1 + kGap})) {
      return moved(mask, first - box.min);
    }
  }
  return {};
}

}  // namespace

std::vector<SeededCandidate> seedErrors(const std::vector<core::Mask>& candidates, const std::vector<std::string>& keys,
                                        const core::Mask& taken, const core::Grid& grid, const SeedSettings& settings) {
  core::check(candidates.size() == keys.size(), "every candidate has a key");
  using Error = SeededCandidate::Error;
  core::Mask occupied = taken;
  for (const core::Mask& candidate : candidates) {
    occupied |= candidate;
  }
  std::vector<SeededCandidate> shown;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    Draw draw(settings.seed + "\n" + keys[i] + "\n");
    const core::Mask& mask = candidates[i];
    const int kind = draw.part() < settings.part && !mask.isEmpty() ? draw.below(4) : -1;
    if (kind == 0) {
      continue;  // left out
    }
    SeededCandidate& as = shown.emplace_back(SeededCandidate{.mask = mask, .from = i});
    if (kind == 1) {
      as.mask = shape::grow(mask, grid, marginMm(mask, grid));
      as.error = Error::TooLarge;
    } else if (kind == 2) {
      core::Mask smaller = shape::shrink(mask, grid, marginMm(mask, grid));
      if (!smaller.isEmpty()) {
        as.mask = std::move(smaller);
        as.error = Error::TooSmall;
      }
    } else if (kind == 3) {
      core::Mask extra = falseOne(mask, occupied, grid, draw);
      if (!extra.isEmpty()) {
        occupied |= extra;
        shown.push_back({.mask = std::move(extra), .from = i, .error = Error::False});
      }
    }
  }
  return shown;
}

}  // namespace exchange
