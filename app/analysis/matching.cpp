#include "analysis/matching.h"

#include <algorithm>
#include <map>

#include "analysis/assignment.h"
#include "core/error.h"

namespace analysis {
namespace {

using Pair = SharedVoxels::Pair;

// Which lesions have a brick.
using BrickIndex = std::map<core::BrickKey, std::vector<std::pair<std::size_t, const core::Brick*>>>;

BrickIndex indexOf(std::span<const core::Mask* const> masks) {
  BrickIndex index;
  for (std::size_t n = 0; n < masks.size(); ++n) {
    for (const auto& [key, brick] : masks[n]->bricks()) {
      index[key].emplace_back(n, &brick);
    }
  }
  return index;
}

std::vector<std::int64_t> countsOf(std::span<const core::Mask* const> masks) {
  std::vector<std::int64_t> counts;
  for (const core::Mask* mask : masks) {
    counts.push_back(mask->count());
  }
  return counts;
}

// Pairs that compete with each other for a lesion, directly or by way of others. The best pairing of all is made of the
// best of each group, and groups are small where lesions lie apart.
std::vector<std::vector<Pair>> groupsOf(const std::vector<Pair>& pairs) {
  std::map<std::size_t, std::size_t> groupOfA, groupOfB;
  std::vector<std::vector<Pair>> groups;
  for (const Pair& pair : pairs) {
    const auto a = groupOfA.find(pair.a), b = groupOfB.find(pair.b);
    std::size_t group = groups.size();
    if (a != groupOfA.end()) {
      group = a->second;
    } else if (b != groupOfB.end()) {
      group = b->second;
    } else {
      groups.emplace_back();
    }
    if (a != groupOfA.end() && b != groupOfB.end() && a->second != b->second) {
      const std::size_t other = b->second;
      for (const Pair& moved : groups[other]) {
        groupOfA[moved.a] = groupOfB[moved.b] = group;
      }
      groups[group].insert(groups[group].end(), groups[other].begin(), groups[other].end());
      groups[other].clear();
    }
    groupOfA[pair.a] = groupOfB[pair.b] = group;
    groups[group].push_back(pair);
  }
  return groups;
}

std::vector<Pair> bestPairing(const std::vector<Pair>& group) {
  std::vector<std::size_t> ofA, ofB;
  for (const Pair& pair : group) {
    ofA.push_back(pair.a);
    ofB.push_back(pair.b);
  }
  for (auto* list : {&ofA, &ofB}) {
    std::sort(list->begin(), list->end());
    list->erase(std::unique(list->begin(), list->end()), list->end());
  }
  const auto place = [](const std::vector<std::size_t>& list, std::size_t value) {
    return std::size_t(std::lower_bound(list.begin(), list.end(), value) - list.begin());
  };
  std::vector<double> gains(ofA.size() * ofB.size());
  for (const Pair& pair : group) {
    gains[place(ofA, pair.a) * ofB.size() + place(ofB, pair.b)] = *pair.overlap.iou();
  }
  const std::vector<std::optional<std::size_t>> partner = bestAssignment(gains, ofA.size(), ofB.size());
  std::vector<Pair> chosen;
  for (const Pair& pair : group) {
    if (partner[place(ofA, pair.a)] == place(ofB, pair.b)) {
      chosen.push_back(pair);
    }
  }
  return chosen;
}

std::vector<Pair> greedyPairing(std::vector<Pair> pairs) {
  std::stable_sort(pairs.begin(), pairs.end(),
                   [](const Pair& a, const Pair& b) { return *a.overlap.iou() > *b.overlap.iou(); });
  std::vector<Pair> chosen;
  for (const Pair& pair : pairs) {
    if (std::none_of(chosen.begin(), chosen.end(),
                     [&](const Pair& other) { return other.a == pair.a || other.b == pair.b; })) {
      chosen.push_back(pair);
    }
  }
  return chosen;
}

std::optional<double> quotient(double above, double below) {
  return below == 0 ? std::nullopt : std::optional(above / below);
}

}  // namespace

SharedVoxels sharedVoxels(std::span<const core::Mask* const> a, std::span<const core::Mask* const> b) {
  const BrickIndex ofA = indexOf(a), ofB = indexOf(b);
  std::map<std::pair<std::size_t, std::size_t>, std::int64_t> both;
  for (const auto& [key, here] : ofA) {
    const auto there = ofB.find(key);
    if (there == ofB.end()) {
      continue;
    }
    for (const auto& [lesionA, brickA] : here) {
      for (const auto& [lesionB, brickB] : there->second) {
        core::Brick common = *brickA;
        common &= *brickB;
        if (const std::int64_t voxels = common.count(); voxels > 0) {
          both[{lesionA, lesionB}] += voxels;
        }
      }
    }
  }
  const std::vector<std::int64_t> countA = countsOf(a), countB = countsOf(b);
  SharedVoxels shared;
  for (const auto& [lesions, voxels] : both) {
    shared.pairs.push_back({lesions.first, lesions.second, {countA[lesions.first], countB[lesions.second], voxels}});
  }
  return shared;
}

Matching matchLesions(std::span<const core::Mask* const> a, std::span<const core::Mask* const> b, double iouThreshold,
                      Pairing pairing) {
  core::check(iouThreshold > 0 && iouThreshold <= 1, "an IoU threshold lies above 0 and is at most 1");
  std::vector<Pair> allowed = sharedVoxels(a, b).pairs;
  std::erase_if(allowed, [&](const Pair& pair) { return *pair.overlap.iou() < iouThreshold; });
  Matching matching;
  if (pairing == Pairing::Greedy) {
    matching.pairs = greedyPairing(std::move(allowed));
  } else {
    for (const std::vector<Pair>& group : groupsOf(allowed)) {
      const std::vector<Pair> chosen = bestPairing(group);
      matching.pairs.insert(matching.pairs.end(), chosen.begin(), chosen.end());
    }
  }
  std::sort(matching.pairs.begin(), matching.pairs.end(), [](const Pair& x, const Pair& y) { return x.a < y.a; });

  std::vector<bool> pairedA(a.size()), pairedB(b.size());
  for (const Pair& pair : matching.pairs) {
    pairedA[pair.a] = pairedB[pair.b] = true;
  }
  for (std::size_t n = 0; n < a.size(); ++n) {
    if (!pairedA[n]) {
      matching.onlyA.push_back(n);
    }
  }
  for (std::size_t n = 0; n < b.size(); ++n) {
    if (!pairedB[n]) {
      matching.onlyB.push_back(n);
    }
  }
  return matching;
}

std::optional<double> Detection::precision() const {
  return quotient(double(truePositives), double(truePositives + falsePositives));
}

std::optional<double> Detection::recall() const {
  return quotient(double(truePositives), double(truePositives + falseNegatives));
}

std::optional<double> Detection::f1() const {
  return quotient(2.0 * double(truePositives), double(2 * truePositives + falsePositives + falseNegatives));
}

std::optional<double> Detection::meanDice() const {
  return quotient(diceSum, double(truePositives));
}

std::optional<double> Detection::segmentationQuality() const {
  return quotient(iouSum, double(truePositives));
}

std::optional<double> Detection::panopticQuality() const {
  const std::optional<double> recognition = f1();
  return recognition ? std::optional(segmentationQuality().value_or(0) * *recognition) : std::nullopt;
}

Detection& Detection::operator+=(const Detection& other) {
  truePositives += other.truePositives;
  falsePositives += other.falsePositives;
  falseNegatives += other.falseNegatives;
  iouSum += other.iouSum;
  diceSum += other.diceSum;
  return *this;
}

Detection detectionOf(const Matching& matching) {
  Detection detection{.truePositives = std::int64_t(matching.pairs.size()),
                      .falsePositives = std::int64_t(matching.onlyA.size()),
                      .falseNegatives = std::int64_t(matching.onlyB.size())};
  for (const Pair& pair : matching.pairs) {
    detection.iouSum += *pair.overlap.iou();
    detection.diceSum += *pair.overlap.dice();
  }
  return detection;
}

}  // namespace analysis
