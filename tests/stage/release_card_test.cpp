// Releases as the page shows them; obstacles and changes are made by hand.
#include "stage/release_card.h"

#include <gmock/gmock.h>

#include "workflow/samples.h"

namespace stage {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;
using State = ui::ReleaseCard::Check::State;

const ui::ReleaseCard::Check& named(const std::vector<ui::ReleaseCard::Check>& checks, const std::string& part) {
  for (const ui::ReleaseCard::Check& each : checks) {
    if (each.title.find(part) != std::string::npos) {
      return each;
    }
  }
  throw std::out_of_range(part);
}

TEST(ReleaseCard, SaysOfEachCheckWhetherItHoldsAndWhatIsInTheWay) {
  const core::CaseId kidney = workflow::hashOf("Kidney");
  const std::vector<workflow::Obstacle> obstacles{
      {"guideline", "project", "it has no guideline", {}, {}, {}},
      {"undecided", "\"L1\" of Kidney", "it is undecided", kidney, "shared", workflow::hashOf("L1")}};
  std::vector<std::vector<std::size_t>> places;
  const auto checks = checksOf(obstacles, true, places);
  EXPECT_EQ(named(checks, "overdue").state, State::Passed);
  const ui::ReleaseCard::Check& decision = named(checks, "asks for a decision");
  EXPECT_EQ(decision.state, State::Blocked);
  ASSERT_THAT(decision.obstacles, SizeIs(1));
  EXPECT_EQ(decision.obstacles[0].what, "It is undecided");
  EXPECT_TRUE(decision.obstacles[0].opens);
  EXPECT_THAT(places[std::size_t(&decision - checks.data())], ElementsAre(1u));
  EXPECT_FALSE(named(checks, "guideline, and").obstacles[0].opens) << "it is in no one place";
}

TEST(ReleaseCard, KnowsNothingOfFilesBeforeTheyAreMade) {
  std::vector<std::vector<std::size_t>> places;
  EXPECT_EQ(named(checksOf({}, true, places), "read back").state, State::Unknown);
  EXPECT_EQ(named(checksOf({}, false, places), "overdue").state, State::Unknown);
  const auto found = checksOf({{"identity", "CHANGES", "it holds a name", {}, {}, {}}}, true, places);
  EXPECT_EQ(named(found, "who the patient is").state, State::Blocked);
}

TEST(ReleaseCard, NamesTheFirstCasesThatWereRenamed) {
  std::vector<release::RenamedCase> renamed{{{}, "C1", "Liver 7"}};
  EXPECT_EQ(renamedWords({}), "");
  EXPECT_EQ(renamedWords(renamed), "Renamed: C1 is Liver 7.");
  for (int i = 2; i <= 6; ++i) {
    renamed.push_back({{}, "C" + std::to_string(i), "Liver"});
  }
  EXPECT_EQ(renamedWords(renamed), "Renamed: C1 is Liver 7, C2 is Liver, C3 is Liver, C4 is Liver, and 2 more.");
}

TEST(ReleaseCard, TellsWhatChangedInMlAndMm) {
  release::Change change{.caseName = "Kidney", .name = "L1", .className = "cyst", .mlBefore = 1.2, .mlAfter = 1.45};
  change.movedMm = 2.14;
  change.classBefore = "tumour";
  const ui::ReleaseCard::Change shown = changeOf(change);
  EXPECT_EQ(shown.lesion, "L1, cyst");
  EXPECT_EQ(shown.words, "1.20 to 1.45 ml, its surface moved by 2.1 mm (95th percentile), was of class tumour");
  change.mlAfter.reset();
  EXPECT_EQ(changeOf(change).kind, ui::ReleaseCard::Change::Kind::Removed);
  EXPECT_THAT(changeOf(change).words, HasSubstr("removed, 1.20 ml"));
}

TEST(ReleaseCard, ProposesTheNextName) {
  EXPECT_EQ(nameAfter("1"), "2");
  EXPECT_EQ(nameAfter("9"), "10");
  EXPECT_EQ(nameAfter("2026-03"), "2026-04");
  EXPECT_EQ(nameAfter("pilot"), "");
  EXPECT_EQ(nameAfter("99999999999999999999"), "") << "no number";
  EXPECT_EQ(nameAfter(""), "");
}

TEST(ReleaseCard, SaysWhichTracksGoIn) {
  workflow::Record record;
  const auto idOf = [](const std::string& name) { return core::Sha256().update(name).finish(); };
  record.cases = {{.id = idOf("A"), .name = "A"}, {.id = idOf("B"), .name = "B"}};
  for (const auto& [in, track] : std::vector<std::pair<std::string, std::string>>{
           {"A", "Ada"}, {"A", "Emmy"}, {"A", "consensus-majority"}, {"B", "Ada"}}) {
    record.lesions.emplace_back().lesion = {.id = idOf(in + track), .caseId = idOf(in), .track = track};
  }
  record.consensus = {{idOf("A"), "consensus-majority"}};
  record.lesions.emplace_back().lesion = {.id = idOf("no lesion"), .caseId = idOf("B"), .track = "Ada"};
  const core::Decided rejected{.lesion = idOf("no lesion"), .verdict = core::Verdict::Reject, .comment = "a vessel"};
  record.edits.push_back({idOf("edit"), {.kind = core::EditKind::Decided, .person = "Rita"}, rejected});
  const std::vector<ui::ReleaseCard::Holding> holdings = holdingsOf(record);
  ASSERT_EQ(holdings.size(), 2u);
  EXPECT_EQ(holdings[0].goesIn, "consensus-majority, 1 lesion");
  EXPECT_THAT(holdings[0].staysOut, testing::HasSubstr("Ada, Emmy"));
  EXPECT_EQ(holdings[1].goesIn, "Ada, 1 lesion (1 rejected)");
  EXPECT_EQ(holdings[1].staysOut, "");
}

}  // namespace
}  // namespace stage
