// The guideline in force, as it stands beside the hand that draws.
#include "stage/guideline_card.h"

#include <gmock/gmock.h>

namespace stage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class GuidelineCard : public testing::Test {
 protected:
  workflow::Record record_;

  void publish(core::Guideline guideline) {
    record_.guidelines.push_back({core::Sha256().update(guideline.title).finish(), std::move(guideline), "Lea", 0});
  }
  std::vector<std::string> classes(const std::vector<ui::LesionItem>& lesions) const {
    std::vector<std::string> names;
    for (const ui::ClassItem& each : classesOf(record_, lesions)) {
      names.push_back(each.name + (each.defined ? "!" : ""));
    }
    return names;
  }
};

TEST_F(GuidelineCard, OffersItsClassesInItsOrderThenThoseInUse) {
  EXPECT_THAT(classes({}), ElementsAre("lesion"));
  publish({.title = "v1", .classes = {{.name = "tumour"}, {.name = "cyst"}}});
  EXPECT_THAT(classes({{.className = "stone"},
                       {.className = "cyst"},
                       {.className = "abscess"},
                       {.className = "stone"},
                       {.className = "deleted", .gone = true}}),
              ElementsAre("tumour!", "cyst!", "abscess", "stone"));
}

TEST_F(GuidelineCard, SaysWhatTheLatestVersionSaysOfTheClass) {
  EXPECT_FALSE(guidelineCard(record_, "cyst"));
  publish({.title = "v1"});
  publish({.title = "Kidney",
           .objective = "all masses",
           .classes = {{.name = "cyst",
                        .definition = "as dark as water",
                        .includes = {"its wall"},
                        .excludes = {"the collecting system"},
                        .smallestMm3 = 30,
                        .mayOverlap = false}},
           .edgeCases = {{.title = "Wall", .decision = "leave it out", .classes = {"cyst"}},
                         {.title = "Clot", .decision = "is tumour", .classes = {"tumour"}},
                         {.title = "Artefact", .decision = "mark what is seen"}},
           .readingAcceptance = {"all slices are seen"},
           .acceptance = {"all are marked"}});
  const auto card = guidelineCard(record_, "cyst");
  ASSERT_TRUE(card);
  EXPECT_EQ(card->version, 2u);
  EXPECT_TRUE(card->defined);
  EXPECT_EQ(card->definition, "as dark as water");
  EXPECT_THAT(card->includes, ElementsAre("its wall"));
  EXPECT_THAT(card->excludes, ElementsAre("the collecting system"));
  EXPECT_THAT(card->limits, ElementsAre("from 30 mm\u00B3 (a ball 3.9 mm across) on", "never overlaps another lesion"));
  ASSERT_EQ(card->edgeCases.size(), 2u);
  EXPECT_EQ(card->edgeCases[1].title, "Artefact") << "it is about all classes";
  EXPECT_THAT(card->acceptance, ElementsAre("all are marked"));
  EXPECT_THAT(card->readingAcceptance, ElementsAre("all slices are seen"));
}

TEST_F(GuidelineCard, SaysSoWhereTheClassIsNotInIt) {
  publish({.title = "Kidney", .objective = "all masses", .classes = {{.name = "cyst"}}});
  const auto card = guidelineCard(record_, "stone");
  EXPECT_FALSE(card->defined);
  EXPECT_EQ(card->definition, "all masses");
  EXPECT_THAT(card->limits, IsEmpty());
}

}  // namespace
}  // namespace stage
