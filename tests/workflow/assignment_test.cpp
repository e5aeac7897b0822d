#include "workflow/assignment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "workflow/samples.h"

namespace workflow {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const std::vector<std::string> kReaders{"Ada", "Emmy", "Grace"};

std::vector<core::CaseId> cases(Story& story, int count) {
  std::vector<core::CaseId> ids;
  for (int i = 0; i < count; ++i) {
    ids.push_back(story.addCase("C" + std::to_string(i)));
  }
  return ids;
}

std::map<std::string, int> loads(const std::vector<PlannedReading>& plan) {
  std::map<std::string, int> loads;
  for (const PlannedReading& each : plan) {
    ++loads[each.reader];
  }
  return loads;
}

TEST(APlan, GivesEverybodyAsMuchAndEveryCaseItsReaders) {
  Story story;
  const auto ids = cases(story, 31);
  const auto plan = planReadings(story.record, ids, kReaders, {.readersPerCase = 2, .seed = "s"});
  ASSERT_THAT(plan, SizeIs(62));
  for (const auto& [reader, load] : loads(plan)) {
    EXPECT_NEAR(load, 62 / 3.0, 1) << reader;
  }
  std::set<std::pair<core::CaseId, std::string>> distinct;
  for (const PlannedReading& each : plan) {
    EXPECT_TRUE(distinct.insert({each.caseId, each.reader}).second) << "nobody reads a case twice unless asked to";
    EXPECT_EQ(each.track, each.reader);
  }
}

TEST(APlan, IsTheSameForTheSameSeedInWhateverOrderCasesAreNamed) {
  Story story;
  auto ids = cases(story, 12);
  const auto tracks = [&](const std::string& seed) {
    std::set<TrackOf> all;
    for (const PlannedReading& each : planReadings(story.record, ids, kReaders, {.seed = seed})) {
      all.insert({each.caseId, each.track});
    }
    return all;
  };
  const auto first = tracks("s");
  std::reverse(ids.begin(), ids.end());
  EXPECT_EQ(tracks("s"), first);
  EXPECT_NE(tracks("t"), first);
}

TEST(APlan, HasSomeCasesReadAgainByTheSamePerson) {
  Story story;
  const auto plan = planReadings(story.record, cases(story, 10), kReaders, {.repeatedPart = 0.3, .seed = "s"});
  ASSERT_THAT(plan, SizeIs(13));
  int repeated = 0;
  for (const PlannedReading& each : plan) {
    if (!each.repeats.empty()) {
      ++repeated;
      EXPECT_EQ(each.track, each.reader + " again");
      EXPECT_TRUE(std::any_of(plan.begin(), plan.end(), [&](const PlannedReading& other) {
        return other.caseId == each.caseId && other.track == each.repeats && other.reader == each.reader;
      }));
    }
  }
  EXPECT_EQ(repeated, 3);
}

TEST(APlan, CountsWhatReadersHaveAlready) {
  Story story;
  const auto ids = cases(story, 8);
  for (int i = 0; i < 4; ++i) {
    story.add(core::Assigned{.reader = "Ada"}, "Lea", 0, ids[std::size_t(i)], "Ada");
  }
  const std::vector<core::CaseId> rest(ids.begin() + 4, ids.end());
  const std::vector<std::string> two{"Ada", "Emmy"};
  EXPECT_THAT(loads(planReadings(story.record, rest, two, {.seed = "s"})), ElementsAre(std::pair("Emmy", 4)));
}

TEST(Readings, AreLateUntilTheirReaderHandsThemIn) {
  Story story;
  const core::CaseId id = story.addCase("C");
  const std::int64_t yesterday = story.record.nowMs - 24 * Story::kHourMs;
  story.add(core::Assigned{.reader = "Ada", .dueMs = yesterday}, "Lea", 48, id, "ada");
  ASSERT_THAT(readingsOf(story.record), SizeIs(1));
  EXPECT_TRUE(readingsOf(story.record)[0].overdue);
  story.add(core::ReadingSubmitted{}, "Emmy", 0, id, "ada");
  EXPECT_TRUE(readingsOf(story.record)[0].overdue) << "somebody else's word";
  story.add(core::ReadingSubmitted{}, "Ada", 0, id, "ada");
  EXPECT_FALSE(readingsOf(story.record)[0].overdue);
  EXPECT_EQ(readingsOf(story.record)[0].submittedMs, story.record.nowMs);
}

TEST(Readings, GoToTheLatestReaderAndMayBeTakenBack) {
  Story story;
  const core::CaseId id = story.addCase("C");
  story.add(core::Assigned{.reader = "Ada"}, "Lea", 0, id, "one");
  story.add(core::Assigned{.reader = "Emmy"}, "Lea", 0, id, "one");
  ASSERT_THAT(readingsOf(story.record), SizeIs(1));
  EXPECT_EQ(readingsOf(story.record)[0].assigned.reader, "Emmy");
  EXPECT_EQ(readerOf(story.record, id, "one"), "Emmy");
  EXPECT_EQ(readerOf(story.record, id, "shared"), "");
  story.add(core::Assigned{}, "Lea", 0, id, "one");
  EXPECT_THAT(readingsOf(story.record), IsEmpty());
}

}  // namespace
}  // namespace workflow
