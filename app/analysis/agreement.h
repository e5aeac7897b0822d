// How far readers agree beyond what chance would give: kappa and alpha. Pure functions; any thread. An item is what is
// rated (a lesion, a voxel), a rating is a category, or a number where the level of measurement says so.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "analysis/interval.h"
#include "analysis/votes.h"

namespace analysis {

// An item with what each reader said, or nothing where a reader did not rate it. Items alike are given once; `count`
// says how many there are, 0 that it does not count.
struct RatedItem {
  std::vector<std::optional<double>> ratings;
  double count = 1;
};

// ---- Two readers ----

enum class KappaWeights : std::uint8_t { None, Linear, Quadratic };  // how a disagreement counts by its size

struct Kappa {
  double value = 0;
  double standardError = 0;  // for intervals, not for tests against 0
  Interval interval;         // at 95 %, normal; within -1 and 1
};

// Cohen's kappa of a square table: counts[i * categories + j] items that one reader put into category i and the other
// into j; with weights, categories are in order (Cohen 1960, 1968). Standard error: Fleiss, Cohen, Everitt,
// Psychological Bulletin 72 (1969). Nothing where there are no items, or where both readers used one and the same
// category only.
std::optional<Kappa> cohenKappa(std::span<const double> counts, std::size_t categories,
                                KappaWeights weights = KappaWeights::None);

// The same of two of several readers; items that one of them did not rate are left out. Categories: those that occur,
// in the order of their numbers.
std::optional<Kappa> cohenKappa(std::span<const RatedItem> items, std::size_t a, std::size_t b,
                                KappaWeights weights = KappaWeights::None);

// ---- Any number of readers ----

// Fleiss' kappa (Psychological Bulletin 76 (1971)): every item has the same number of ratings, at least two. Nothing
// where it has not, where there are no items, or where only one category occurs.
std::optional<double> fleissKappa(std::span<const RatedItem> items);

enum class Measurement : std::uint8_t { Nominal, Ordinal, Interval, Ratio };

// Krippendorff's alpha (Content Analysis, 4th ed., chapter 12): readers may be missing; items with fewer than two
// ratings do not count. Nothing where no item has two, or where all ratings are the same.
std::optional<double> krippendorffAlpha(std::span<const RatedItem> items, Measurement level = Measurement::Nominal);

// A statistic over items with its bootstrap interval, which draws whole items: `groups` of rated items that belong
// together (the voxels of one lesion) are drawn as one.
struct Estimate {
  double value = 0;
  std::optional<Interval> interval;
};
using ItemGroups = std::vector<std::vector<RatedItem>>;
using ItemStatistic = std::function<std::optional<double>(std::span<const RatedItem>)>;
std::optional<Estimate> estimate(const ItemGroups& groups, const ItemStatistic& statistic,
                                 const Bootstrap& settings = {});

// Voxels as items: each pattern is one kind of item, rated 1 by the readers who marked it and 0 by the others.
std::vector<RatedItem> ratedVoxels(std::span<const PatternCount> patterns, std::size_t readers);

}  // namespace analysis
