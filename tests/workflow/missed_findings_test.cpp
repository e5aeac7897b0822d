#include "workflow/missed_findings.h"

#include <gtest/gtest.h>

#include <map>

#include "workflow/samples.h"

namespace workflow {
namespace {

using core::Verdict;

// Lesions of one first letter lie in one place.
class WhatAModelMissed : public testing::Test {
 protected:
  Story story;
  core::CaseId kidney = story.addCase("Kidney");
  std::map<core::LesionId, char> places;

  void propose(const std::string& name, const core::CaseId& caseId, const std::string& version = "1") {
    core::Lesion& lesion = story.addLesion(name, caseId, "import", "cyst").lesion;
    lesion.provenance = core::Provenance::Candidate;
    lesion.model = "net";
    lesion.modelVersion = version;
    places[lesion.id] = name.front();
  }
  void find(const std::string& name, const core::CaseId& caseId, Verdict verdict = Verdict::Accept,
            const std::string& className = "cyst") {
    places[story.addLesion(name, caseId, "Ada", className).lesion.id] = name.front();
    story.decide(name, "Grace", verdict);
  }
  std::int64_t missed(std::size_t watch = 0) const {
    std::vector<ClassWatch> watches =
        watchesOf(story.record, [](const auto&) { return analysis::CorrectionSize::Untouched; });
    countMissed(
        story.record, reviewQueue(story.record),
        [&](const core::LesionId& one, const core::LesionId& other) { return places.at(one) == places.at(other); },
        watches);
    return watches.at(watch).missed;
  }
};

TEST_F(WhatAModelMissed, IsWhatPeopleAcceptedWhereItProposedNothing) {
  propose("a", kidney);
  find("a again", kidney);
  EXPECT_EQ(missed(), 0) << "drawn anew where it had proposed something";
  find("b", kidney, Verdict::Reject);
  EXPECT_EQ(missed(), 0) << "nobody accepted it";
  find("c", kidney);
  EXPECT_EQ(missed(), 1);
  find("d", kidney, Verdict::Accept, "tumour");
  EXPECT_EQ(missed(), 1) << "it does not propose tumours";
}

TEST_F(WhatAModelMissed, IsOneFindingHoweverManyReadersMarkedIt) {
  propose("a", kidney);
  find("c of Ada", kidney);
  find("c of Ben", kidney);
  EXPECT_EQ(missed(), 1);
}

TEST_F(WhatAModelMissed, IsAskedOfCasesThatItWasRunOn) {
  const core::CaseId liver = story.addCase("Liver");
  propose("a", kidney);
  find("c", liver);
  EXPECT_EQ(missed(), 0);
  propose("b", liver);
  EXPECT_EQ(missed(), 1);
}

TEST_F(WhatAModelMissed, IsToldVersionByVersion) {
  propose("a", kidney, "1");
  propose("b", kidney, "2");
  find("b drawn", kidney);
  EXPECT_EQ(missed(0), 1);
  EXPECT_EQ(missed(1), 0);
}

}  // namespace
}  // namespace workflow
