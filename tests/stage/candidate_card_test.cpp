// A model's candidates as the page shows them.
#include "stage/candidate_card.h"

#include <gmock/gmock.h>

#include "shape/box.h"

namespace stage {
namespace {

using testing::ElementsAre;

TEST(CandidateCard, SaysHowThoseOfAClassFared) {
  workflow::ClassWatch watch{
      .className = "cyst", .candidates = 14, .untouched = 8, .small = 1, .large = 1, .rejected = 0};
  watch.model = "net";
  watch.modelVersion = "3.1";
  ui::CandidateCard::Class shown = classOf(watch);
  EXPECT_EQ(shown.model, "net 3.1");
  EXPECT_EQ(shown.words, "9 of 10 were good, 4 wait");
  EXPECT_EQ(shown.corrections, "8 as proposed, 1 small correction, 1 large one, 0 rejected");
  ASSERT_TRUE(shown.part);
  EXPECT_DOUBLE_EQ(*shown.part, 0.9);
  // Wilson's interval of 9 of 10 at 95 %, worked out by hand.
  EXPECT_NEAR(shown.low, 0.596, 1e-3);
  EXPECT_NEAR(shown.high, 0.982, 1e-3);
  watch.classChanged = 2;
  shown = classOf(watch);
  EXPECT_EQ(shown.words, "9 of 12 were good, 2 wait");
  EXPECT_EQ(shown.corrections, "8 as proposed, 1 small correction, 1 large one, 0 rejected, class changed: 2");
  shown = classOf({.className = "cyst", .candidates = 1});
  EXPECT_EQ(shown.words, "none decided on yet, 1 waits");
  EXPECT_EQ(shown.corrections, "");
  EXPECT_FALSE(shown.part);
}

TEST(CandidateCard, SaysWhatAFileBroughtByClass) {
  const auto lesion = [](const char* className) {
    return core::EditDraft{.body = core::LesionCreated{.name = "L", .className = className}};
  };
  const std::vector<core::EditDraft> lesions{lesion("tumour"), lesion("cyst"), lesion("tumour")};
  EXPECT_THAT(broughtWords("a.nrrd", "Kidney", lesions, {"It was resampled."}),
              ElementsAre("a.nrrd brought 3 candidates into Kidney: 1 of cyst, 2 of tumour.", "It was resampled."));
}

TEST(CandidateCard, ShowsWhatIsKnownOfTheImage) {
  std::vector<ui::CandidateCard::Value> values{{1, "", "0.10 ml, axial 3", {}}, {2, "", "nothing", {}}};
  const auto picture = std::make_shared<const ui::Thumbnail>(ui::Thumbnail{1, {0}});
  show({{1, {picture, "mean 45 HU, 0.10 ml, axial 3"}}}, values);
  EXPECT_EQ(values[0].where, "mean 45 HU, 0.10 ml, axial 3");
  EXPECT_EQ(values[0].picture, picture);
  EXPECT_EQ(values[1].where, "nothing");
  EXPECT_EQ(values[1].picture, nullptr);
}

TEST(CandidateCard, GuessesTheClassesOfAFile) {
  core::Guideline guideline;
  guideline.classes = {{.name = "lung nodule"}, {.name = "cyst"}};
  exchange::ImportedLabels labels;
  labels.segments.resize(2);
  labels.segments[0] = {.value = 4, .name = "Cyst"};
  labels.segments[1] = {.value = 7, .name = "label 7"};
  labels.segments[1].mask = shape::boxBetween({3, 3, 4}, {4, 4, 5}, core::Grid({10, 10, 10}, glm::dmat4(1)));
  labels.grid = core::Grid({10, 10, 10}, glm::dmat4(1));
  const auto values = valuesOf(labels.segments, placesOf(labels), guideline);
  ASSERT_EQ(values.size(), 2u);
  EXPECT_EQ(values[0].value, 4);
  EXPECT_EQ(values[0].guessed, 1u);
  EXPECT_FALSE(values[1].guessed);
  EXPECT_EQ(values[0].where, "nothing");
  ASSERT_NE(values[0].picture, nullptr) << "its place is kept";
  EXPECT_EQ(values[0].picture->across, 0);
  EXPECT_EQ(values[1].where, "0.01 ml, axial 5");
  EXPECT_TRUE(valuesOf(labels.segments, {}, {}).empty()) << "nobody asks where there are no classes";
}

}  // namespace
}  // namespace stage
