// Cases that several people read, as panels show them: which comes first, who counts, and what a consensus is said to
// make before it is made. Its masks are cubes that are counted by hand.
#include "stage/readings_card.h"

#include <gmock/gmock.h>

namespace stage {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

core::Mask cube(glm::ivec3 first, int side) {
  core::Mask mask;
  mask.setBox({first, first + side - 1});
  return mask;
}

ReadCase readCase(const std::string& name, std::optional<double> dice, bool blind = false) {
  ReadCase read{.image = {.id = core::Sha256().update(name).finish(), .name = name},
                .blind = blind,
                .tracks = {{"ada", "Ada", workflow::TrackKind::Reading, 2},
                           {"emmy", "Emmy", workflow::TrackKind::Reading, 0},
                           {"grace", "Grace", workflow::TrackKind::Underway, 1}},
                .agreement = {},
                .consensus = {},
                .fault = ""};
  read.image.grid = core::Grid({64, 64, 64}, glm::dmat4(1));
  if (dice) {
    read.agreement = workflow::CaseAgreement{.tracks = {"ada", "emmy"}, .findings = 2, .dice = dice};
    read.agreement->leastLesion = "L2";
  }
  return read;
}

TEST(ReadingsCard, ListsThoseFirstThatReadersAgreeOnLeast) {
  const ReadingsOverview overview{
      .cases = {readCase("blind", 0.1, true), readCase("good", 0.9), readCase("new", {}), readCase("bad", 0.2)}};
  EXPECT_THAT(orderOf(overview), ElementsAre(3, 1, 2, 0));
}

TEST(ReadingsCard, CountsReadersAndSaysWhoDoesNotCount) {
  const ui::ReadingsCard::Case shown = caseOf(readCase("A", 0.5));
  EXPECT_THAT(shown.readers, ElementsAre("Ada", "Emmy"));
  ASSERT_THAT(shown.tracks, SizeIs(3));
  EXPECT_EQ(shown.tracks[1].words, "handed in without a lesion");
  EXPECT_FALSE(shown.tracks[2].counts);
  EXPECT_THAT(shown.tracks[2].words, HasSubstr("not handed in"));
  EXPECT_TRUE(lacksConsensus(readCase("A", 0.5)));
}

TEST(ReadingsCard, SaysNothingOfACaseThatIsStillToBeReadBlind) {
  const ui::ReadingsCard::Case shown = caseOf(readCase("A", 0.5, true));
  EXPECT_FALSE(shown.dice);
  EXPECT_THAT(shown.tracks, IsEmpty());
  EXPECT_THAT(shown.facts, IsEmpty());
  EXPECT_FALSE(lacksConsensus(readCase("A", 0.5, true)));
}

TEST(ReadingsCard, SaysWhetherAConsensusIsBehindOrTied) {
  ReadCase read = readCase("A", 0.5);
  read.consensus.push_back({.made = {.track = "consensus-majority",
                                     .record = {{"method", "majority"}, {"tracks", {"ada", "emmy"}}},
                                     .made = {},
                                     .spoken = {}},
                            .changed = {"ada"},
                            .ties = {}});
  ui::ReadingsCard::Case shown = caseOf(read);
  EXPECT_EQ(shown.consensus, ui::ReadingsCard::Case::Consensus::Stale);
  EXPECT_THAT(shown.consensusWords, ElementsAre(AllOf(HasSubstr("ada"), HasSubstr("again"))));
  EXPECT_TRUE(lacksConsensus(read));
  read.consensus[0].changed.clear();
  core::Mask two = cube({4, 4, 4}, 2);
  two |= cube({20, 20, 20}, 3);
  read.consensus[0].ties.push_back({"L1", "cyst", {}, two, 1, 2});
  shown = caseOf(read);
  EXPECT_EQ(shown.consensus, ui::ReadingsCard::Case::Consensus::Tied);
  EXPECT_EQ(shown.ties, 2u) << "two islands are two places";
  EXPECT_FALSE(lacksConsensus(read));
  read.consensus[0].ties.clear();
  EXPECT_EQ(caseOf(read).consensus, ui::ReadingsCard::Case::Consensus::Current);
}

TEST(AConsensusTried, IsSaidInWordsBeforeItIsMade) {
  workflow::CaseReading ada{"ada", {}, {}}, emmy{"emmy", {}, {}};
  const auto mark = [](workflow::CaseReading& in, const std::string& name, const std::string& kind, core::Mask mask) {
    in.lesions.push_back({.lesion = {.name = name, .className = kind}});
    in.masks.push_back(std::move(mask));
  };
  mark(ada, "L1", "cyst", cube({4, 4, 4}, 10));
  mark(emmy, "L1", "node", cube({4, 4, 4}, 9));
  mark(ada, "L2", "cyst", cube({40, 40, 40}, 3));
  const core::Grid grid({64, 64, 64}, glm::dmat4(1));
  const std::vector<workflow::CaseReading> readings{ada, emmy};
  ConsensusTrial trial;
  CaseTrial& one = trial.cases.emplace_back();
  one.image = readCase("A", 0.5).image;
  one.track = "consensus-majority";
  one.consensus = workflow::consensusOf(readings, grid, analysis::ConsensusMethod::Majority);
  one.drafts.emplace_back();
  const ui::ReadingsCard::Trial shown = trialOf(trial, false);
  EXPECT_TRUE(shown.ready);
  EXPECT_THAT(shown.words, Contains(AllOf(HasSubstr("1 lesion, 0.73 ml"), HasSubstr("consensus-majority"))));
  EXPECT_THAT(shown.words, Contains(HasSubstr("298 voxels"))) << "a shell of 271, and a lesion of 27";
  EXPECT_THAT(shown.words, Contains(AllOf(HasSubstr("half"), HasSubstr("L2"))));
  EXPECT_THAT(shown.words, Contains(AllOf(HasSubstr("class"), HasSubstr("L1"))));
  one.others = {"consensus-union"};
  EXPECT_THAT(trialOf(trial, false).cautions, ElementsAre(HasSubstr("consensus-union")));
  one.drafts.clear();
  EXPECT_FALSE(trialOf(trial, false).ready) << "it is there already";
}

}  // namespace
}  // namespace stage
