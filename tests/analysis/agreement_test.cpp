// Agreement held against published tables and the output of SAS, R and statsmodels.
#include "analysis/agreement.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <string>

#include "analysis/cusum.h"
#include "imaging/test_data.h"

namespace analysis {
namespace {

// Rows of ratings, one item each; a dot stands for none.
std::vector<RatedItem> itemsOf(const std::vector<std::string>& byReader) {
  std::vector<RatedItem> items(byReader.front().size());
  for (const std::string& ratings : byReader) {
    for (std::size_t n = 0; n < items.size(); ++n) {
      items[n].ratings.push_back(ratings[n] == '.' ? std::nullopt : std::optional(double(ratings[n] - '0')));
    }
  }
  return items;
}

TEST(Cohen, TwoByTwo) {
  EXPECT_NEAR(cohenKappa(std::array{20.0, 5.0, 10.0, 15.0}, 2)->value, 0.4, 1e-12);
}

// The example of the SAS manual, as printed.
TEST(Cohen, Sas) {
  const std::array table{0.0, 4.0, 1.0, 0.0, 8.0, 0.0, 0.0, 1.0, 5.0};
  const Kappa simple = *cohenKappa(table, 3);
  EXPECT_NEAR(simple.value, 0.4842, 5e-5);
  EXPECT_NEAR(simple.standardError, 0.1380, 5e-5);
  EXPECT_NEAR(simple.interval.low, 0.2137, 5e-5);
  EXPECT_NEAR(simple.interval.high, 0.7547, 5e-5);
  const Kappa weighted = *cohenKappa(table, 3, KappaWeights::Linear);
  EXPECT_NEAR(weighted.value, 0.4701, 5e-5);
  EXPECT_NEAR(weighted.standardError, 0.1457, 5e-5);
  EXPECT_NEAR(weighted.interval.low, 0.1845, 5e-5);
  EXPECT_NEAR(weighted.interval.high, 0.7558, 5e-5);
}

// R's irr package on its "anxiety" data, raters 2 and 3; category 4 occurs with neither.
TEST(Cohen, RIrr) {
  const std::vector<RatedItem> anxiety =
      itemsOf({"33345523522615221243", "36462424332333221334", "21443216111233113322"});
  EXPECT_NEAR(cohenKappa(anxiety, 1, 2)->value, -0.006289308, 1e-8);
  EXPECT_NEAR(cohenKappa(anxiety, 1, 2, KappaWeights::Linear)->value, 0.1459075, 1e-6);
  EXPECT_NEAR(cohenKappa(anxiety, 1, 2, KappaWeights::Quadratic)->value, 0.2520325, 1e-6);
}

TEST(Cohen, IsSymmetricAndBounded) {
  EXPECT_EQ(cohenKappa(itemsOf({"1122", "1122"}), 0, 1)->value, 1);
  EXPECT_NEAR(cohenKappa(itemsOf({"1122", "2211"}), 0, 1)->value, -1, 1e-12);
  EXPECT_FALSE(cohenKappa(itemsOf({"1111", "1111"}), 0, 1));  // one category: nothing to agree about
  EXPECT_FALSE(cohenKappa(itemsOf({"1.1.", ".2.2"}), 0, 1));  // no item of both
  const auto items = itemsOf({"11232213123.", "12131213323."});
  EXPECT_DOUBLE_EQ(cohenKappa(items, 0, 1)->value, cohenKappa(items, 1, 0)->value);
}

// The worked example of ten subjects, fourteen raters and five categories.
TEST(Fleiss, TenByFourteen) {
  const std::vector<std::array<int, 5>> counts{{0, 0, 0, 0, 14}, {0, 2, 6, 4, 2}, {0, 0, 3, 5, 6}, {0, 3, 9, 2, 0},
                                               {2, 2, 8, 1, 1},  {7, 7, 0, 0, 0}, {3, 2, 6, 3, 0}, {2, 5, 3, 2, 2},
                                               {6, 5, 2, 1, 0},  {0, 2, 2, 3, 7}};
  std::vector<RatedItem> items;
  for (const auto& row : counts) {
    items.emplace_back();
    for (std::size_t category = 0; category < row.size(); ++category) {
      items.back().ratings.insert(items.back().ratings.end(), std::size_t(row[category]), double(category));
    }
  }
  EXPECT_NEAR(*fleissKappa(items), 0.20993, 5e-6);
  // An item given twice, and one item that counts twice, are the same.
  std::vector<RatedItem> doubled = items;
  doubled.push_back(items[3]);
  items[3].count = 2;
  EXPECT_NEAR(*fleissKappa(items), *fleissKappa(doubled), 1e-12);
}

TEST(Fleiss, PublishedTables) {
  REQUIRE_TEST_DATA("metric-oracles/oracles.json");
  const auto oracles = testing_data::json(testing_data::root() / "metric-oracles/oracles.json");
  for (const auto& published : oracles["fleiss_kappa"]) {
    std::vector<RatedItem> items;
    if (published.contains("ratings")) {
      for (const auto& row : published["ratings"]) {
        items.emplace_back();
        for (const double rating : row) {
          items.back().ratings.emplace_back(rating);
        }
      }
    } else {
      for (const auto& row : published["table"]) {
        items.emplace_back();
        for (std::size_t category = 0; category < row.size(); ++category) {
          items.back().ratings.insert(items.back().ratings.end(), row[category].get<std::size_t>(), double(category));
        }
      }
    }
    EXPECT_NEAR(*fleissKappa(items), published["kappa"], 5e-7) << published.dump();
  }
}

TEST(Fleiss, NeedsTheSameNumberOfRatings) {
  EXPECT_FALSE(fleissKappa(itemsOf({"112", "12.", "122"})));
  EXPECT_FALSE(fleissKappa(itemsOf({"111", "111"})));
  EXPECT_FALSE(fleissKappa({}));
}

// Krippendorff's data "C", four observers and twelve units, some missing.
TEST(Krippendorff, DataC) {
  const auto items = itemsOf({"123321412...", "1233224125..", ".33323422513", "12332441251."});
  EXPECT_NEAR(*krippendorffAlpha(items, Measurement::Nominal), 0.7434, 5e-5);
  EXPECT_NEAR(*krippendorffAlpha(items, Measurement::Ordinal), 0.8154, 5e-5);
  EXPECT_NEAR(*krippendorffAlpha(items, Measurement::Interval), 0.8491, 5e-5);
  EXPECT_NEAR(*krippendorffAlpha(items, Measurement::Ratio), 0.7974, 5e-5);
}

TEST(Krippendorff, DoesNotDependOnTheOrderOfReadersAndItems) {
  const auto items = itemsOf({"123321412...", "123322412.13", ".33323422515"});
  auto turned = itemsOf({".33323422515", "123321412...", "123322412.13"});
  std::reverse(turned.begin(), turned.end());
  EXPECT_NEAR(*krippendorffAlpha(items), *krippendorffAlpha(turned), 1e-12);
  EXPECT_EQ(krippendorffAlpha(itemsOf({"1122", "1122"})), 1);
  EXPECT_FALSE(krippendorffAlpha(itemsOf({"1111", "1111"})));
  EXPECT_FALSE(krippendorffAlpha(itemsOf({"12..", "..12"})));
}

TEST(Wilson, IsThatOfStatsmodels) {
  const Interval interval = *wilsonInterval(45, 50);
  EXPECT_NEAR(interval.low, 0.7864, 5e-5);
  EXPECT_NEAR(interval.high, 0.9565, 5e-5);
  EXPECT_EQ(wilsonInterval(0, 10)->low, 0);
  EXPECT_NEAR(wilsonInterval(0, 10)->high, 0.2775, 5e-5);
  EXPECT_DOUBLE_EQ(wilsonInterval(10, 10)->high, 1);
  EXPECT_FALSE(wilsonInterval(0, 0));
}

// Of a mean, the interval is known: 1.96 standard errors either way.
TEST(Bootstrap, CoversAMeanAsTheoryHasIt) {
  std::vector<double> values(400);
  for (std::size_t n = 0; n < values.size(); ++n) {
    values[n] = n % 4 == 0 ? 1 : 0;
  }
  const auto mean = [&](std::span<const std::size_t> drawn) -> std::optional<double> {
    double sum = 0;
    for (const std::size_t each : drawn) {
      sum += values[each];
    }
    return sum / double(drawn.size());
  };
  const Interval interval = *bootstrapInterval(values.size(), mean);
  const double reach = kNormal95 * std::sqrt(0.25 * 0.75 / 400);
  EXPECT_NEAR(interval.low, 0.25 - reach, 0.005);
  EXPECT_NEAR(interval.high, 0.25 + reach, 0.005);
  const Interval again = *bootstrapInterval(values.size(), mean);
  EXPECT_EQ(interval.low, again.low);
  EXPECT_NE(interval.low, bootstrapInterval(values.size(), mean, {.seed = 99})->low + 1);
  EXPECT_FALSE(bootstrapInterval(1, mean));
  EXPECT_FALSE(bootstrapInterval(5, [](auto) { return std::nullopt; }));
}

TEST(Bootstrap, DrawsGroupsWhole) {
  // Two groups that agree within and differ between: drawn whole, every value is 1 or undefined.
  const ItemGroups groups{itemsOf({"111", "111"}), itemsOf({"222", "222"}), itemsOf({"121", "121"})};
  const Estimate alpha = *estimate(groups, [](auto items) { return krippendorffAlpha(items); });
  EXPECT_EQ(alpha.value, 1);
  EXPECT_EQ(alpha.interval->low, 1);
}

TEST(Cusum, StepsAreThoseOfTheLikelihood) {
  const BernoulliCusum watch;
  EXPECT_NEAR(watch.acceptedStep(), -0.1178, 5e-5);
  EXPECT_NEAR(watch.rejectedStep(), 0.6931, 5e-5);
}

// How many candidates pass on average until it pauses.
double meanRun(double accepted, int runs) {
  std::mt19937_64 engine(7);
  const std::uint64_t limit = std::uint64_t(accepted * 0x1p64);
  std::int64_t all = 0;
  for (int run = 0; run < runs; ++run) {
    BernoulliCusum watch;
    do {
      ++all;
    } while (watch.add(engine() < limit) != CusumState::Paused);
  }
  return double(all) / double(runs);
}

// The lengths that were published come from 20,000 simulated streams; a mean of n runs is known to about 1 in sqrt n.
TEST(Cusum, PausesAsOftenAsPublished) {
  EXPECT_NEAR(meanRun(0.90, 1000), 5211, 500);
  EXPECT_NEAR(meanRun(0.80, 4000), 97, 5);
  EXPECT_NEAR(meanRun(0.70, 4000), 39, 2);
}

TEST(Cusum, WarnsThenPausesUntilReleased) {
  BernoulliCusum watch;
  std::vector<CusumState> states;
  for (int n = 0; n < 9; ++n) {
    states.push_back(watch.add(false));
  }
  // 0.693 a rejection: 3.5 is passed with the sixth, 5 with the eighth.
  EXPECT_EQ(states[4], CusumState::Calm);
  EXPECT_EQ(states[5], CusumState::Warning);
  EXPECT_EQ(states[6], CusumState::Warning);
  EXPECT_EQ(states[7], CusumState::Paused);
  for (int n = 0; n < 100; ++n) {
    EXPECT_EQ(watch.add(true), CusumState::Paused);
  }
  watch.release();
  EXPECT_EQ(watch.state(), CusumState::Calm);
  EXPECT_EQ(watch.sum(), 0);
}

}  // namespace
}  // namespace analysis
