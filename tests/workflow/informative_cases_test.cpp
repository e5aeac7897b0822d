// Which cases are proposed for reading, and why.
#include "workflow/informative_cases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "workflow/samples.h"

namespace workflow {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ProposedForReading : public testing::Test {
 protected:
  Story story_;

  void propose(const std::string& name, const core::CaseId& caseId, std::optional<double> confidence) {
    core::Lesion& lesion = story_.addLesion(name, caseId).lesion;
    lesion.provenance = core::Provenance::Candidate;
    lesion.confidence = confidence;
  }
  std::vector<InformativeCase> found() const { return informativeCases(story_.record, reviewQueue(story_.record)); }
  std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const InformativeCase& each : found()) {
      names.push_back(story_.record.findCase(each.caseId)->name);
    }
    return names;
  }
};

TEST_F(ProposedForReading, AreCasesOnWhichPeopleDifferOrAModelIsUnsure) {
  const core::CaseId calm = story_.addCase("Calm"), split = story_.addCase("Split"), sure = story_.addCase("Sure"),
                     unsure = story_.addCase("Unsure");
  story_.addLesion("L1", calm);
  story_.addLesion("L2", split).disputed = true;
  story_.addLesion("L3", split);
  propose("K1", sure, 0.99);
  propose("K2", unsure, 0.5);
  propose("K3", unsure, 0.6);
  EXPECT_THAT(names(), ElementsAre("Unsure", "Split"));
  EXPECT_THAT(found()[0].why, ElementsAre("its model is unsure of 2 of 2"));
  EXPECT_NEAR(found()[0].score, (1 + 0.971) / 2, 1e-3);
  EXPECT_THAT(found()[1].why, ElementsAre("people differ on 1 of 2"));
  EXPECT_DOUBLE_EQ(found()[1].score, 0.5);
}

TEST_F(ProposedForReading, AreCasesInWhichAModelWasPutRight) {
  const core::CaseId lung = story_.addCase("Lung");
  propose("K1", lung, std::nullopt);
  EXPECT_THAT(names(), IsEmpty()) << "nothing is known against it";
  story_.decide("K1", "Grace", core::Verdict::Reject);
  EXPECT_THAT(names(), ElementsAre("Lung"));
  EXPECT_THAT(found()[0].why, ElementsAre("its model was put right on 1 of 1"));
}

TEST_F(ProposedForReading, AreNoneOfTheTestSet) {
  const core::CaseId kept = story_.addCase("Kept");
  story_.addLesion("L1", kept).disputed = true;
  EXPECT_THAT(names(), ElementsAre("Kept"));
  story_.add(core::CaseSequestered{}, "Lea", 0, kept);
  EXPECT_THAT(names(), IsEmpty());
}

}  // namespace
}  // namespace workflow
