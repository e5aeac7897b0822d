// What was measured can be corrected, removed and taken back, in the order in which it was done among edits.
#include "interaction/measurements.h"

#include <gmock/gmock.h>

namespace {

using interaction::Measurement;
using interaction::Measurements;

Measurement distance(double mm) {
  return {{{0, 0, 0}, {mm, 0, 0}}, core::Layout::Axial};
}

TEST(Measurements, AreTakenBackAndPutBackStepByStep) {
  Measurements measurements;
  measurements.add(distance(10), 0);
  measurements.add(distance(20), 0);
  measurements.hold(0, 1);
  measurements.moveTo({12, 0, 0});
  measurements.release(0);
  measurements.remove(1, 0);
  EXPECT_THAT(measurements.all(), testing::ElementsAre(distance(12)));
  EXPECT_EQ(measurements.undo(0), "removal of the distance of 20.0 mm");
  EXPECT_THAT(measurements.all(), testing::ElementsAre(distance(12), distance(20)));
  EXPECT_EQ(measurements.undo(0), "correction of the distance of 10.0 mm");
  EXPECT_THAT(measurements.all(), testing::ElementsAre(distance(10), distance(20)));
  EXPECT_EQ(measurements.undo(0), "distance of 20.0 mm");
  EXPECT_THAT(measurements.all(), testing::ElementsAre(distance(10)));
  EXPECT_EQ(measurements.redo(0), "distance of 20.0 mm");
  EXPECT_EQ(measurements.redo(0), "correction of the distance of 10.0 mm");
  EXPECT_THAT(measurements.all(), testing::ElementsAre(distance(12), distance(20)));
  measurements.clear(0);
  EXPECT_TRUE(measurements.all().empty());
  EXPECT_EQ(measurements.redo(0), std::nullopt) << "something else was done since";
  EXPECT_EQ(measurements.undo(0), "removal of all measurements");
  EXPECT_EQ(measurements.all().size(), 2u);
}

TEST(Measurements, GiveWayToEditsThatCameAfterThem) {
  Measurements measurements;
  measurements.add(distance(10), 1);  // an edit, a distance, an edit
  EXPECT_EQ(measurements.undo(2), std::nullopt) << "the edit came last";
  EXPECT_EQ(measurements.undo(1), "distance of 10.0 mm");
  EXPECT_EQ(measurements.undo(1), std::nullopt) << "now the first edit";
  EXPECT_EQ(measurements.redo(0), std::nullopt) << "which is redone before";
  EXPECT_EQ(measurements.redo(1), "distance of 10.0 mm");
  EXPECT_EQ(measurements.redo(1), std::nullopt);
}

TEST(Measurements, OutlastSeveralEditsThatAreTakenBackAtOnce) {
  Measurements measurements;
  measurements.add(distance(10), 5);
  EXPECT_TRUE(measurements.undo(2)) << "by the history";
  EXPECT_TRUE(measurements.redo(2));
}

TEST(Measurements, APointThatIsLetGoIsBackWhereItWas) {
  Measurements measurements;
  measurements.add(distance(10), 0);
  measurements.hold(0, 1);
  measurements.moveTo({50, 0, 0});
  measurements.letGo();
  EXPECT_THAT(measurements.all(), testing::ElementsAre(distance(10)));
  measurements.hold(0, 1);
  measurements.release(0);
  EXPECT_EQ(measurements.chosen(), 0u);
  EXPECT_EQ(measurements.undo(0), "distance of 10.0 mm") << "a tap is no step";
}

TEST(Measurements, AreSeenOnTheSliceThatTheyWereMadeOn) {
  const core::Grid grid{{10, 10, 10}, glm::dmat4(1)};
  const core::SlicePlane here{.centerMm = {5, 5, 0}, .right = {1, 0, 0}, .down = {0, 1, 0}};
  core::SlicePlane away = here;
  away.centerMm.z = 3;
  EXPECT_TRUE(interaction::isSeenOn(distance(5), core::Layout::Axial, here, grid));
  EXPECT_FALSE(interaction::isSeenOn(distance(5), core::Layout::Axial, away, grid));
  EXPECT_FALSE(interaction::isSeenOn(distance(5), core::Layout::ThreeD, std::nullopt, grid));
}

}  // namespace
