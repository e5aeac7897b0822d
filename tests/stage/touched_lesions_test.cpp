// Which lesions a new version of the guideline touches, and what is to be done about each.
#include "stage/touched_lesions.h"

#include <gmock/gmock.h>

namespace stage {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using Touched = ui::GuidelinePageCard::Touched;

class TouchedByANewVersion : public testing::Test {
 protected:
  ReviewNews news_;
  core::CaseId lung_ = core::Sha256().update("Lung").finish();

  TouchedByANewVersion() {
    news_.record.cases.push_back({.id = lung_, .name = "Lung", .grid = core::Grid({64, 64, 64}, glm::dmat4(1))});
    publish(30, 1);
  }

  void publish(double smallestMm3, int version) {
    core::Guideline guideline{.title = "v" + std::to_string(version),
                              .classes = {{.name = "nodule", .smallestMm3 = smallestMm3}, {.name = "cyst"}}};
    news_.record.guidelines.push_back({core::Sha256().update(guideline.title).finish(), guideline, "Lea", 0});
  }
  void mark(const std::string& name, const std::string& className, double mm3, const std::string& track = "shared") {
    workflow::LesionFacts facts{.voxels = 100, .volumeMl = mm3 / 1000};
    facts.lesion = {.id = core::Sha256().update(name).finish(),
                    .name = name,
                    .className = className,
                    .caseId = lung_,
                    .track = track,
                    .author = track};
    news_.record.lesions.push_back(facts);
  }
};

TEST_F(TouchedByANewVersion, AreListedWithWhatIsToBeDoneFirst) {
  mark("L1", "nodule", 900);
  mark("L2", "cyst", 10);
  mark("L3", "nodule", 200);
  mark("L4", "nodule", 500);
  EXPECT_THAT(touchedByLatest(news_, "Lea").items, IsEmpty()) << "the first version is no change of another";
  publish(300, 2);
  news_.queue.push_back({.lesion = 3, .state = workflow::LesionState::Stale});
  const TouchedLesions found = touchedByLatest(news_, "Lea");
  EXPECT_THAT(found.items, ElementsAre(Field(&Touched::lesion, "L4, nodule \u00B7 Lung"),
                                       Field(&Touched::lesion, "L3, nodule \u00B7 Lung"),
                                       Field(&Touched::lesion, "L1, nodule \u00B7 Lung")));
  EXPECT_TRUE(found.items[0].again);
  EXPECT_TRUE(found.items[1].breaks);
  EXPECT_THAT(found.items[1].words, HasSubstr("200 mm\u00B3"));
  EXPECT_THAT(found.items[1].words, HasSubstr("too small: it asks for 300 mm\u00B3"));
  EXPECT_FALSE(found.items[2].again || found.items[2].breaks);
  EXPECT_EQ(found.places[1].lesion, news_.record.lesions[2].lesion.id);
  news_.queue.push_back({.lesion = 2, .state = workflow::LesionState::Rejected});
  const Touched last = touchedByLatest(news_, "Lea").items.back();
  EXPECT_EQ(last.words, "200 mm\u00B3 \u00B7 rejected") << "however small it is";
  EXPECT_FALSE(last.breaks);
}

TEST_F(TouchedByANewVersion, AreNotShownToWhoIsStillToReadBlind) {
  for (const char* reader : {"Ben", "Cleo"}) {
    core::Edit asked;
    asked.header.caseId = lung_;
    asked.header.track = reader;
    asked.header.person = "Lea";
    asked.body = core::Assigned{.reader = reader, .blind = true};
    news_.record.edits.push_back(asked);
  }
  mark("L1", "nodule", 900, "Ben");
  mark("L2", "nodule", 900, "Cleo");
  publish(300, 2);
  EXPECT_THAT(touchedByLatest(news_, "Ben").items,
              ElementsAre(Field(&Touched::lesion, "L1, nodule \u00B7 Lung \u00B7 Ben")));
  EXPECT_EQ(touchedByLatest(news_, "Lea").items.size(), 2u);
}

}  // namespace
}  // namespace stage
