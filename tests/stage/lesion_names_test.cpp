// Names that are offered where there is no keyboard.
#include "stage/lesion_names.h"

#include <gmock/gmock.h>

namespace {

using testing::ElementsAre;

// 200 mm each way about the world's origin.
core::Grid around() {
  glm::dmat4 world(1);
  world[3] = glm::dvec4(-99.5, -99.5, -99.5, 1);
  return core::Grid({200, 200, 200}, world);
}

TEST(LesionNamesTest, PlacesAreThePatientsSides) {
  EXPECT_EQ(stage::placeInWords(around(), {60, 0, 60}), "upper left");  // LPS: x to the left, z to the head
  EXPECT_EQ(stage::placeInWords(around(), {-60, 0, 0}), "right");
  EXPECT_EQ(stage::placeInWords(around(), {0, 50, -70}), "lower");
  EXPECT_EQ(stage::placeInWords(around(), {2, 90, 2}), "middle");
}

TEST(LesionNamesTest, ItsClassComesFirstAndNoNameIsTaken) {
  ui::Model model;
  model.classes = {{.name = "cyst"}, {.name = "metastasis"}};
  model.lesions = {{.name = "L1", .className = "metastasis"},
                   {.name = "Metastasis 1", .className = "metastasis"},
                   {.name = "Metastasis right", .className = "metastasis"},
                   {.name = "Cyst 1", .className = "cyst", .gone = true}};
  EXPECT_THAT(stage::namesFor(model, 0, around(), glm::dvec3(-60, 0, 0), 6),
              ElementsAre("Metastasis 2", "Metastasis right 2", "Cyst 1", "Cyst right"));
  EXPECT_THAT(stage::namesFor(model, 0, around(), std::nullopt, 1), ElementsAre("Metastasis 2"));
}

}  // namespace
