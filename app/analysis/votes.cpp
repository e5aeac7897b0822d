#include "analysis/votes.h"

#include <algorithm>
#include <array>
#include <bit>
#include <mutex>
#include <unordered_map>

#include "core/error.h"
#include "core/parallel.h"

namespace analysis {
namespace {

constexpr std::size_t kBricksPerTask = 16;
constexpr std::size_t kWords = core::Brick::kRows / 2;  // two rows at a time
constexpr int kTableReaders = 8;                        // up to which a table by pattern is small enough for a task

VotePattern everybody(std::size_t readers) {
  return readers == kMaxReaders ? ~VotePattern{0} : (VotePattern{1} << readers) - 1;
}

int votesOf(VotePattern pattern) {
  return std::popcount(pattern);
}

// A brick's place with what each reader has there.
struct Place {
  core::BrickKey key;
  std::vector<const core::Brick*> bricks;  // by reader; null where it has none
};

std::vector<Place> placesOf(Readings readings) {
  core::check(!readings.empty() && readings.size() <= kMaxReaders, "there are 1 to 64 readings");
  std::vector<core::BrickKey> keys;
  for (const core::Mask* reading : readings) {
    for (const auto& [key, brick] : reading->bricks()) {
      keys.push_back(key);
    }
  }
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  std::vector<Place> places;
  places.reserve(keys.size());
  for (const core::BrickKey key : keys) {
    Place place{key, {}};
    for (const core::Mask* reading : readings) {
      place.bricks.push_back(reading->find(key));
    }
    places.push_back(std::move(place));
  }
  return places;
}

std::uint64_t wordOf(const core::Brick* brick, std::size_t word) {
  return brick == nullptr ? 0 : brick->rows[2 * word] | std::uint64_t(brick->rows[2 * word + 1]) << 32;
}

// Sorts the voxels `bits` by the votes of readers first, first + 1, ...: calls visit(pattern, its voxels) for each
// pattern that occurs.
template <typename Visit>
void sortBits(std::span<const std::uint64_t> votes, std::size_t reader, std::uint64_t bits, VotePattern pattern,
              const Visit& visit) {
  for (; reader < votes.size(); ++reader) {
    const std::uint64_t yes = bits & votes[reader], no = bits & ~votes[reader];
    if (yes != 0 && no != 0) {
      sortBits(votes, reader + 1, yes, pattern | VotePattern{1} << reader, visit);
      bits = no;
    } else if (yes != 0) {
      pattern |= VotePattern{1} << reader;
    }
  }
  visit(pattern, bits);
}

// Calls visit(word, pattern, voxels) for every pattern but nobody's in every word of a brick.
template <typename Visit>
void sortBrick(const Place& place, const Visit& visit) {
  std::array<std::uint64_t, kMaxReaders> votes{};
  const std::size_t readers = place.bricks.size();
  for (std::size_t word = 0; word < kWords; ++word) {
    std::uint64_t any = 0, all = ~std::uint64_t{0};
    for (std::size_t reader = 0; reader < readers; ++reader) {
      votes[reader] = wordOf(place.bricks[reader], word);
      any |= votes[reader];
      all &= votes[reader];
    }
    if (all != 0) {
      visit(word, everybody(readers), all);
    }
    if (any != all) {
      sortBits(std::span(votes).first(readers), 0, any & ~all, 0,
               [&](VotePattern pattern, std::uint64_t bits) { visit(word, pattern, bits); });
    }
  }
}

// Counts patterns: in a table where there are few readers, else by hash.
class Tally {
 public:
  explicit Tally(std::size_t readers) {
    if (readers <= kTableReaders) {
      table_.resize(std::size_t{1} << readers);
    }
  }

  void add(VotePattern pattern, std::int64_t voxels) {
    if (table_.empty()) {
      counts_[pattern] += voxels;
    } else {
      table_[pattern] += voxels;
    }
  }

  void add(const Tally& other) {
    other.forEach([this](VotePattern pattern, std::int64_t voxels) { add(pattern, voxels); });
  }

  template <typename Visit>
  void forEach(const Visit& visit) const {
    for (std::size_t pattern = 0; pattern < table_.size(); ++pattern) {
      if (table_[pattern] != 0) {
        visit(VotePattern(pattern), table_[pattern]);
      }
    }
    for (const auto& [pattern, voxels] : counts_) {
      visit(pattern, voxels);
    }
  }

 private:
  std::vector<std::int64_t> table_;
  std::unordered_map<VotePattern, std::int64_t> counts_;
};

// Calls work(place, its number) for all places, several at a time.
void forEachPlace(const std::vector<Place>& places, const std::function<void(std::size_t, std::size_t)>& work) {
  core::parallelFor((places.size() + kBricksPerTask - 1) / kBricksPerTask, [&](std::size_t task) {
    work(task * kBricksPerTask, std::min(places.size(), (task + 1) * kBricksPerTask));
  });
}

}  // namespace

int PatternCount::votes() const {
  return votesOf(pattern);
}

std::vector<PatternCount> patternsOf(Readings readings) {
  const std::vector<Place> places = placesOf(readings);
  Tally total(readings.size());
  std::mutex mutex;
  forEachPlace(places, [&](std::size_t first, std::size_t end) {
    Tally tally(readings.size());
    for (std::size_t n = first; n < end; ++n) {
      sortBrick(places[n],
                [&](std::size_t, VotePattern pattern, std::uint64_t bits) { tally.add(pattern, std::popcount(bits)); });
    }
    const std::lock_guard lock(mutex);
    total.add(tally);
  });
  std::vector<PatternCount> counts;
  total.forEach([&](VotePattern pattern, std::int64_t voxels) { counts.push_back({pattern, voxels}); });
  std::sort(counts.begin(), counts.end(),
            [](const PatternCount& a, const PatternCount& b) { return a.pattern < b.pattern; });
  return counts;
}

Overlap overlapOf(std::span<const PatternCount> patterns, std::size_t a, std::size_t b) {
  Overlap overlap;
  for (const PatternCount& each : patterns) {
    const bool byA = (each.pattern >> a & 1) != 0, byB = (each.pattern >> b & 1) != 0;
    overlap.a += byA ? each.voxels : 0;
    overlap.b += byB ? each.voxels : 0;
    overlap.both += byA && byB ? each.voxels : 0;
  }
  return overlap;
}

std::vector<PatternCount> patternsWithin(Readings readings, const core::VoxelBox& fieldOfView) {
  std::vector<PatternCount> counts = patternsOf(readings);
  const glm::ivec3 size = fieldOfView.max - fieldOfView.min + 1;
  std::int64_t unmarked = std::int64_t{size.x} * size.y * size.z;
  for (const PatternCount& count : counts) {
    unmarked -= count.voxels;
  }
  core::check(unmarked >= 0, "a field of view holds everything that is marked");
  if (unmarked > 0) {
    counts.insert(counts.begin(), {0, unmarked});
  }
  return counts;
}

core::Mask voxelsWhere(Readings readings, const std::function<bool(VotePattern)>& wanted) {
  const std::vector<Place> places = placesOf(readings);
  std::vector<core::Brick> bricks(places.size());
  // Few patterns occur in a task, one after the other often the same.
  forEachPlace(places, [&](std::size_t first, std::size_t end) {
    std::vector<std::int8_t> table(readings.size() <= kTableReaders ? std::size_t{1} << readings.size() : 0, -1);
    std::unordered_map<VotePattern, bool> known;
    const auto isWanted = [&](VotePattern pattern) {
      if (table.empty()) {
        const auto [entry, isNew] = known.try_emplace(pattern, false);
        if (isNew) {
          entry->second = wanted(pattern);
        }
        return entry->second;
      }
      if (table[pattern] < 0) {
        table[pattern] = wanted(pattern) ? 1 : 0;
      }
      return table[pattern] == 1;
    };
    for (std::size_t n = first; n < end; ++n) {
      sortBrick(places[n], [&](std::size_t word, VotePattern pattern, std::uint64_t bits) {
        if (isWanted(pattern)) {
          bricks[n].rows[2 * word] |= std::uint32_t(bits);
          bricks[n].rows[2 * word + 1] |= std::uint32_t(bits >> 32);
        }
      });
    }
  });
  core::Mask mask;
  for (std::size_t n = 0; n < places.size(); ++n) {
    mask.assign(places[n].key, bricks[n]);
  }
  return mask;
}

std::vector<core::Mask> voxelsByVotes(Readings readings) {
  std::vector<core::Mask> masks(readings.size());
  for (const Place& place : placesOf(readings)) {
    std::vector<core::Brick> bricks(readings.size());
    sortBrick(place, [&](std::size_t word, VotePattern pattern, std::uint64_t bits) {
      core::Brick& brick = bricks[std::size_t(votesOf(pattern)) - 1];
      brick.rows[2 * word] |= std::uint32_t(bits);
      brick.rows[2 * word + 1] |= std::uint32_t(bits >> 32);
    });
    for (std::size_t n = 0; n < masks.size(); ++n) {
      masks[n].assign(place.key, bricks[n]);
    }
  }
  return masks;
}

std::optional<core::VoxelBox> boundsOf(Readings readings) {
  std::optional<core::VoxelBox> all;
  for (const core::Mask* reading : readings) {
    if (const std::optional<core::VoxelBox> box = reading->bounds()) {
      for (int axis = 0; axis < 3; ++axis) {
        all = all ? all : box;
        all->min[axis] = std::min(all->min[axis], box->min[axis]);
        all->max[axis] = std::max(all->max[axis], box->max[axis]);
      }
    }
  }
  return all;
}

}  // namespace analysis
