#include "analysis/agreement.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/error.h"

namespace analysis {
namespace {

// The categories that occur, in order, and the place of each.
class Categories {
 public:
  void add(double value) { places_.emplace(value, 0); }

  void close() {
    std::size_t place = 0;
    for (auto& [value, at] : places_) {
      at = place++;
      values_.push_back(value);
    }
  }

  std::size_t of(double value) const { return places_.at(value); }
  std::size_t size() const { return values_.size(); }
  double valueAt(std::size_t place) const { return values_[place]; }

 private:
  std::map<double, std::size_t> places_;
  std::vector<double> values_;
};

Categories categoriesOf(std::span<const RatedItem> items) {
  Categories categories;
  for (const RatedItem& item : items) {
    for (const std::optional<double>& rating : item.ratings) {
      if (rating && item.count > 0) {
        categories.add(*rating);
      }
    }
  }
  categories.close();
  return categories;
}

// 1 for agreement, less the further apart.
double agreementWeight(std::size_t i, std::size_t j, std::size_t categories, KappaWeights weights) {
  const double apart = std::abs(double(i) - double(j)) / double(categories - 1);
  switch (weights) {
    case KappaWeights::None:
      return i == j ? 1 : 0;
    case KappaWeights::Linear:
      return 1 - apart;
    case KappaWeights::Quadratic:
      return 1 - apart * apart;
  }
  core::invariantBroken("every weight is handled", std::source_location::current());
}

// The square of how far two categories lie apart. `frequency`: how often each occurs, which says how far on an ordinal
// scale.
double squaredDifference(std::size_t a, std::size_t b, const Categories& categories,
                         const std::vector<double>& frequency, Measurement level) {
  if (a == b) {
    return 0;
  }
  const double x = categories.valueAt(a), y = categories.valueAt(b);
  double apart = 1;
  switch (level) {
    case Measurement::Nominal:
      break;
    case Measurement::Ordinal:
      apart = -(frequency[a] + frequency[b]) / 2;
      for (std::size_t each = std::min(a, b); each <= std::max(a, b); ++each) {
        apart += frequency[each];
      }
      break;
    case Measurement::Interval:
      apart = x - y;
      break;
    case Measurement::Ratio:
      apart = (x - y) / (x + y);
      break;
  }
  return apart * apart;
}

}  // namespace

std::optional<Kappa> cohenKappa(std::span<const double> counts, std::size_t categories, KappaWeights weights) {
  core::check(counts.size() == categories * categories, "a kappa's table is square");
  double all = 0;
  for (const double count : counts) {
    all += count;
  }
  if (all == 0 || categories < 2) {
    return std::nullopt;
  }
  std::vector<double> row(categories), column(categories);
  for (std::size_t i = 0; i < categories; ++i) {
    for (std::size_t j = 0; j < categories; ++j) {
      row[i] += counts[i * categories + j] / all;
      column[j] += counts[i * categories + j] / all;
    }
  }
  double observed = 0, expected = 0;
  std::vector<double> rowWeight(categories), columnWeight(categories);  // mean weights, as the standard error needs
  for (std::size_t i = 0; i < categories; ++i) {
    for (std::size_t j = 0; j < categories; ++j) {
      const double weight = agreementWeight(i, j, categories, weights);
      observed += weight * counts[i * categories + j] / all;
      expected += weight * row[i] * column[j];
      rowWeight[i] += weight * column[j];
      columnWeight[j] += weight * row[i];
    }
  }
  if (expected >= 1) {
    return std::nullopt;
  }
  Kappa kappa{.value = (observed - expected) / (1 - expected)};
  double sum = 0;
  for (std::size_t i = 0; i < categories; ++i) {
    for (std::size_t j = 0; j < categories; ++j) {
      const double weight = agreementWeight(i, j, categories, weights);
      const double term = weight - (rowWeight[i] + columnWeight[j]) * (1 - kappa.value);
      sum += counts[i * categories + j] / all * term * term;
    }
  }
  const double offset = kappa.value - expected * (1 - kappa.value);
  kappa.standardError = std::sqrt(std::max(0.0, sum - offset * offset) / all) / (1 - expected);
  kappa.interval = {std::max(-1.0, kappa.value - kNormal95 * kappa.standardError),
                    std::min(1.0, kappa.value + kNormal95 * kappa.standardError)};
  return kappa;
}

std::optional<Kappa> cohenKappa(std::span<const RatedItem> items, std::size_t a, std::size_t b, KappaWeights weights) {
  std::vector<RatedItem> pairs;
  for (const RatedItem& item : items) {
    if (item.ratings[a] && item.ratings[b] && item.count > 0) {
      pairs.push_back({{item.ratings[a], item.ratings[b]}, item.count});
    }
  }
  const Categories categories = categoriesOf(pairs);
  std::vector<double> counts(categories.size() * categories.size());
  for (const RatedItem& pair : pairs) {
    counts[categories.of(*pair.ratings[0]) * categories.size() + categories.of(*pair.ratings[1])] += pair.count;
  }
  return cohenKappa(counts, categories.size(), weights);
}

std::optional<double> fleissKappa(std::span<const RatedItem> items) {
  const Categories categories = categoriesOf(items);
  std::vector<double> used(categories.size());
  double all = 0, agreeing = 0;
  std::optional<std::size_t> ratingsPerItem;
  for (const RatedItem& item : items) {
    if (item.count == 0) {
      continue;
    }
    std::vector<double> here(categories.size());
    std::size_t ratings = 0;
    for (const std::optional<double>& rating : item.ratings) {
      if (rating) {
        here[categories.of(*rating)] += 1;
        ++ratings;
      }
    }
    if (ratings < 2 || ratings != ratingsPerItem.value_or(ratings)) {
      return std::nullopt;
    }
    ratingsPerItem = ratings;
    double pairs = 0;
    for (std::size_t category = 0; category < here.size(); ++category) {
      used[category] += here[category] * item.count;
      pairs += here[category] * (here[category] - 1);
    }
    agreeing += item.count * pairs / double(ratings * (ratings - 1));
    all += item.count;
  }
  double expected = 0;
  for (const double category : used) {
    const double part = category / (all * double(ratingsPerItem.value_or(1)));
    expected += part * part;
  }
  if (all == 0 || categories.size() < 2) {
    return std::nullopt;
  }
  return (agreeing / all - expected) / (1 - expected);
}

std::optional<double> krippendorffAlpha(std::span<const RatedItem> items, Measurement level) {
  const Categories categories = categoriesOf(items);
  // Coincidences: every pair of ratings of one item, each item weighing as much as it has ratings.
  std::vector<double> coincidences(categories.size() * categories.size());
  std::vector<double> frequency(categories.size());
  double all = 0;
  for (const RatedItem& item : items) {
    if (item.count == 0) {
      continue;
    }
    std::vector<double> here(categories.size());
    double ratings = 0;
    for (const std::optional<double>& rating : item.ratings) {
      if (rating) {
        here[categories.of(*rating)] += 1;
        ratings += 1;
      }
    }
    if (ratings < 2) {
      continue;
    }
    all += ratings * item.count;
    for (std::size_t a = 0; a < here.size(); ++a) {
      frequency[a] += here[a] * item.count;
      for (std::size_t b = 0; b < here.size() && here[a] > 0; ++b) {
        coincidences[a * here.size() + b] += here[a] * (here[b] - (a == b ? 1 : 0)) / (ratings - 1) * item.count;
      }
    }
  }
  double observed = 0, expected = 0;
  for (std::size_t a = 0; a < frequency.size(); ++a) {
    for (std::size_t b = 0; b < frequency.size(); ++b) {
      const double apart = squaredDifference(a, b, categories, frequency, level);
      observed += coincidences[a * frequency.size() + b] * apart;
      expected += frequency[a] * frequency[b] * apart;
    }
  }
  if (expected == 0) {
    return std::nullopt;
  }
  return 1 - (all - 1) * observed / expected;
}

std::optional<Estimate> estimate(const ItemGroups& groups, const ItemStatistic& statistic, const Bootstrap& settings) {
  // Items of groups that are drawn twice count twice, of those not drawn not at all: nothing is copied.
  std::vector<RatedItem> items;
  std::vector<double> counts;
  std::vector<std::size_t> each(groups.size()), groupOf;
  for (std::size_t group = 0; group < groups.size(); ++group) {
    each[group] = group;
    for (const RatedItem& item : groups[group]) {
      items.push_back(item);
      counts.push_back(item.count);
      groupOf.push_back(group);
    }
  }
  const auto valueOf = [&](std::span<const std::size_t> drawn) {
    std::vector<double> times(groups.size());
    for (const std::size_t group : drawn) {
      times[group] += 1;
    }
    for (std::size_t n = 0; n < items.size(); ++n) {
      items[n].count = counts[n] * times[groupOf[n]];
    }
    return statistic(items);
  };
  const std::optional<double> value = valueOf(each);
  if (!value) {
    return std::nullopt;
  }
  return Estimate{*value, bootstrapInterval(groups.size(), valueOf, settings)};
}

std::vector<RatedItem> ratedVoxels(std::span<const PatternCount> patterns, std::size_t readers) {
  std::vector<RatedItem> items;
  for (const PatternCount& each : patterns) {
    RatedItem item{.count = double(each.voxels)};
    for (std::size_t reader = 0; reader < readers; ++reader) {
      item.ratings.emplace_back((each.pattern >> reader & 1) != 0 ? 1.0 : 0.0);
    }
    items.push_back(std::move(item));
  }
  return items;
}

}  // namespace analysis
