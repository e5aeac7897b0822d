#include "shape/region_grow.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <glm/geometric.hpp>
#include <limits>
#include <queue>
#include <string>
#include <variant>
#include <vector>

#include "core/error.h"
#include "shape/window.h"

namespace shape {
namespace {

constexpr std::size_t kStepsPerReport = 1u << 16;

// ---- Within a range: a flood of runs ----

template <typename T>
class RangeFlood {
 public:
  RangeFlood(const std::vector<T>& voxels, const core::Grid& grid, const core::VoxelBox& box,
             const core::StoredRange& range)
      : voxels_(voxels), grid_(grid), box_(box), range_(range), visited_(std::size_t(voxelCount(box))) {}

  core::Mask from(std::span<const glm::ivec3> seeds, Neighbours neighbours, const core::ProgressSink& progress) {
    for (const glm::ivec3& seed : seeds) {
      if (common({seed, seed}, box_) == core::VoxelBox{seed, seed}) {
        visitRow(seed.y, seed.z, seed.x, seed.x);
      }
    }
    std::size_t steps = 0;
    while (!open_.empty()) {
      const Stretch run = open_.back();
      open_.pop_back();
      for (const std::array<int, 3>& row : rowsAround(neighbours)) {
        visitRow(run.j + row[0], run.k + row[1], run.first - row[2], run.last + row[2]);
      }
      if (++steps % kStepsPerReport == 0) {
        core::report(progress, "Growing", found_, voxelCount(box_));
      }
    }
    return std::move(result_);
  }

 private:
  struct Stretch {
    int first, last, j, k;
  };

  // Rows beside a run: steps in j and k, and how far along i neighbours may be off.
  static std::vector<std::array<int, 3>> rowsAround(Neighbours neighbours) {
    std::vector<std::array<int, 3>> rows = {{-1, 0, 0}, {1, 0, 0}};
    if (neighbours == Neighbours::InSlice4) {
      return rows;
    }
    rows.insert(rows.end(), {{0, -1, 0}, {0, 1, 0}});
    if (neighbours == Neighbours::Faces6) {
      return rows;
    }
    const int corners = neighbours == Neighbours::All26 ? 1 : 0;
    for (std::array<int, 3>& row : rows) {
      row[2] = 1;
    }
    rows.insert(rows.end(), {{-1, -1, corners}, {-1, 1, corners}, {1, -1, corners}, {1, 1, corners}});
    return rows;
  }

  // Takes in every run in range, not yet taken, that has a voxel among first .. last of the row.
  void visitRow(int j, int k, int first, int last) {
    if (j < box_.min.y || j > box_.max.y || k < box_.min.z || k > box_.max.z) {
      return;
    }
    const T* values = voxels_.data() + grid_.indexOf({0, j, k});
    const std::size_t row =
        (std::size_t(k - box_.min.z) * std::size_t(box_.max.y - box_.min.y + 1) + std::size_t(j - box_.min.y)) *
        std::size_t(box_.max.x - box_.min.x + 1);
    const auto passable = [&](int x) { return double(values[x]) >= range_.min && double(values[x]) <= range_.max; };
    for (int x = std::max(first, box_.min.x); x <= std::min(last, box_.max.x); ++x) {
      if (visited_[row + std::size_t(x - box_.min.x)] || !passable(x)) {
        continue;
      }
      int begin = x;
      while (begin > box_.min.x && passable(begin - 1)) {
        --begin;
      }
      int end = x;
      while (end < box_.max.x && passable(end + 1)) {
        ++end;
      }
      std::fill(visited_.begin() + std::ptrdiff_t(row) + (begin - box_.min.x),
                visited_.begin() + std::ptrdiff_t(row) + (end - box_.min.x) + 1, true);
      result_.setRun({begin, j, k}, end - begin + 1);
      found_ += end - begin + 1;
      open_.push_back({begin, end, j, k});
      x = end;
    }
  }

  const std::vector<T>& voxels_;
  const core::Grid& grid_;
  core::VoxelBox box_;
  core::StoredRange range_;
  std::vector<bool> visited_;
  std::vector<Stretch> open_;
  core::Mask result_;
  std::int64_t found_ = 0;
};

// ---- From seeds: a forest of shortest paths ----

enum class Owner : std::uint8_t { Rivals = 0, Seeds = 1 };  // the lower one wins ties

struct Reached {
  float cost = std::numeric_limits<float>::infinity();
  std::uint32_t voxel = 0;  // index in the box
  Owner owner = Owner::Rivals;
};

bool isCheaper(float cost, Owner owner, float thanCost, Owner thanOwner) {
  return cost != thanCost ? cost < thanCost : owner < thanOwner;
}

// A step to a neighbour: how far on in the volume and in the box, and what its length costs.
struct Step {
  glm::ivec3 offset;
  std::ptrdiff_t inVolume;
  std::ptrdiff_t inBox;
  double cost;
};

std::vector<Step> stepsOf(const core::Grid& grid, glm::ivec3 boxSides, double costPerMm) {
  const auto strideOf = [](glm::ivec3 sides, glm::ivec3 offset) {
    return (std::ptrdiff_t(offset.z) * sides.y + offset.y) * sides.x + offset.x;
  };
  std::vector<Step> steps;
  for (int z = -1; z <= 1; ++z) {
    for (int y = -1; y <= 1; ++y) {
      for (int x = -1; x <= 1; ++x) {
        const glm::ivec3 offset(x, y, z);
        if (offset != glm::ivec3(0)) {
          steps.push_back({offset, strideOf(grid.size(), offset), strideOf(boxSides, offset),
                           costPerMm * glm::length(glm::dvec3(offset) * grid.spacingMm())});
        }
      }
    }
  }
  return steps;
}

template <typename T>
class SeedForest {
 public:
  SeedForest(const std::vector<T>& voxels, const core::Grid& grid, const core::Rescale& rescale,
             const core::VoxelBox& box, double costPerMm)
      : voxels_(voxels),
        grid_(grid),
        scale_(std::abs(rescale.slope)),
        steps_(stepsOf(grid, box.max - box.min + 1, costPerMm)),
        costs_(std::size_t(voxelCount(box)), std::numeric_limits<float>::infinity()),
        owners_(box) {}

  core::Mask from(const Window& seeds, const Window& rivals, const core::ProgressSink& progress) {
    for (std::size_t i = 0; i < costs_.size(); ++i) {
      if (seeds.voxels[i] != 0 || rivals.voxels[i] != 0) {
        reach(i, 0, seeds.voxels[i] != 0 ? Owner::Seeds : Owner::Rivals);
      }
    }
    std::size_t settled = 0;
    while (!open_.empty()) {
      const Reached here = open_.top();
      open_.pop();
      if (here.cost != costs_[here.voxel] || std::uint8_t(here.owner) != owners_.voxels[here.voxel]) {
        continue;  // a cheaper way was found after this one was noted
      }
      if (++settled % kStepsPerReport == 0) {
        core::report(progress, "Growing from seeds", std::int64_t(settled), std::int64_t(costs_.size()));
      }
      spread(here);
    }
    return maskOf(owners_, grid_);
  }

 private:
  void spread(const Reached& here) {
    const core::VoxelBox& box = owners_.box;
    const glm::ivec3 sides = owners_.size();
    const int index = int(here.voxel);
    const glm::ivec3 voxel =
        box.min + glm::ivec3(index % sides.x, index / sides.x % sides.y, index / sides.x / sides.y);
    const std::size_t inVolume = grid_.indexOf(voxel);
    const double value = double(voxels_[inVolume]);
    for (const Step& step : steps_) {
      const glm::ivec3 next = voxel + step.offset;
      if (common({next, next}, box) != core::VoxelBox{next, next}) {
        continue;
      }
      const double other = double(voxels_[std::size_t(std::ptrdiff_t(inVolume) + step.inVolume)]);
      // Where a voxel has no value (NaN) the cost is none, and no comparison holds: nobody passes.
      const float cost = here.cost + float(scale_ * std::abs(other - value) + step.cost);
      const std::size_t there = std::size_t(std::ptrdiff_t(here.voxel) + step.inBox);
      if (!std::isnan(cost) && isCheaper(cost, here.owner, costs_[there], Owner(owners_.voxels[there]))) {
        reach(there, cost, here.owner);
      }
    }
  }

  void reach(std::size_t voxel, float cost, Owner owner) {
    costs_[voxel] = cost;
    owners_.voxels[voxel] = std::uint8_t(owner);
    open_.push({cost, std::uint32_t(voxel), owner});
  }

  struct Later {
    bool operator()(const Reached& a, const Reached& b) const { return isCheaper(b.cost, b.owner, a.cost, a.owner); }
  };

  const std::vector<T>& voxels_;
  const core::Grid& grid_;
  double scale_;
  std::vector<Step> steps_;
  std::vector<float> costs_;
  Window owners_;  // 1: the seeds'
  std::priority_queue<Reached, std::vector<Reached>, Later> open_;
};

void addSides(Window& window) {
  const glm::ivec3 last = window.size() - 1;
  for (int z = 0; z <= last.z; ++z) {
    for (int y = 0; y <= last.y; ++y) {
      const bool wholeRow = y == 0 || y == last.y || z == 0 || z == last.z;
      for (int x = 0; x <= last.x; x += wholeRow || last.x == 0 ? 1 : last.x) {
        window[window.box.min + glm::ivec3(x, y, z)] = 1;
      }
    }
  }
}

}  // namespace

core::Mask growInRange(const core::Volume& volume, std::span<const glm::ivec3> seeds, const core::VoxelBox& box,
                       const core::IntensityRange& range, Neighbours neighbours, const core::ProgressSink& progress) {
  const core::StoredRange stored = core::storedRange(range, volume.rescale, volume.type());
  const core::VoxelBox inside = common(box, boxOf(volume.grid));
  if (isEmpty(inside)) {
    return {};
  }
  return std::visit(
      [&](const auto& voxels) {
        return RangeFlood(voxels, volume.grid, inside, stored).from(seeds, neighbours, progress);
      },
      volume.voxels);
}

core::Mask growFromSeeds(const core::Volume& volume, const core::Mask& seeds, const core::Mask& rivals,
                         const core::VoxelBox& box, const SeedGrowth& growth, const core::ProgressSink& progress) {
  core::check(growth.costPerMm >= 0 && std::isfinite(growth.costPerMm), "a way's cost is not negative");
  const core::VoxelBox inside = common(box, boxOf(volume.grid));
  if (isEmpty(inside)) {
    return {};
  }
  if (voxelCount(inside) > SeedGrowth::kMaxVoxels) {
    throw core::Error("grow from seeds", "the box has more than 2^26 voxels", "Draw a smaller box around the lesion");
  }
  const Window seedsThere = windowOf(seeds, inside);
  Window rivalsThere = windowOf(rivals, inside);
  if (growth.sidesAreRivals) {
    addSides(rivalsThere);
  }
  if (std::count(rivalsThere.voxels.begin(), rivalsThere.voxels.end(), 1) == 0) {
    throw core::Error("grow from seeds", "there is nothing in the box to grow against",
                      "Choose another lesion as the rival, or let the box's sides be one");
  }

  return std::visit(
      [&](const auto& voxels) {
        return SeedForest(voxels, volume.grid, volume.rescale, inside, growth.costPerMm)
            .from(seedsThere, rivalsThere, progress);
      },
      volume.voxels);
}

}  // namespace shape
