// Masks and boxes of the same cases, counted by hand.
#include "workflow/granularity_pilot.h"

#include <gtest/gtest.h>

namespace workflow {
namespace {

core::Mask cuboid(glm::ivec3 first, glm::ivec3 size) {
  core::Mask mask;
  mask.setBox({first, first + size - 1});
  return mask;
}

TEST(WorkedSeconds, LeaveOutPausesAndAreInNoOrder) {
  EXPECT_EQ(workedSeconds({}), 0);
  EXPECT_EQ(workedSeconds({5000}), 0);
  EXPECT_EQ(workedSeconds({31'000, 1'000, 11'000}), 30);
  EXPECT_EQ(workedSeconds({0, 10'000, 10'000 + 121'000, 10'000 + 121'000 + 5'000}), 15) << "two minutes are a pause";
}

TEST(TheGranularityPilot, HoldsMasksAsBoxesOnTheFootingOfBoxes) {
  const core::Grid grid({64, 64, 64}, glm::dmat4(1));
  // Two halves of a cube that share its edge voxels' box: as masks they overlap by half, as boxes wholly.
  const core::Mask cube = cuboid({10, 10, 10}, {8, 8, 8});
  core::Mask hollow = cube;
  hollow -= cuboid({11, 11, 11}, {6, 6, 6});
  const auto of = [&](const core::Mask& mask, const core::Mask& box, double seconds) {
    return PilotCase{.caseId = core::Sha256().update("A").finish(),
                     .grid = grid,
                     .masks = {{&mask, "cyst"}},
                     .boxes = {{&box, "cyst"}},
                     .secondsByMasks = seconds,
                     .secondsByBoxes = seconds / 5};
  };
  const std::vector<std::vector<PilotCase>> readers{{of(cube, cube, 40)}, {of(hollow, cube, 60)}};
  const GranularityPilot pilot = granularityPilotOf(readers);
  EXPECT_EQ(pilot.cases, 1);
  EXPECT_DOUBLE_EQ(pilot.masks.meanDice.value(), 2.0 * 296 / (512 + 296));
  EXPECT_DOUBLE_EQ(pilot.asBoxes.meanDice.value(), 1);
  EXPECT_DOUBLE_EQ(pilot.boxes.meanDice.value(), 1);
  EXPECT_DOUBLE_EQ(pilot.masks.medianSecondsPerCase.value(), 50);
  EXPECT_DOUBLE_EQ(pilot.boxes.secondsPerLesion.value(), 10);
  EXPECT_EQ(pilot.masks.lesions, 2);
  EXPECT_FALSE(pilot.masks.diceInterval) << "of one case there is none";
}

TEST(TheGranularityPilot, TakesCasesThatTwoReadersReadBothWays) {
  const core::Grid grid({64, 64, 64}, glm::dmat4(1));
  const core::Mask cube = cuboid({10, 10, 10}, {8, 8, 8});
  const std::vector<std::vector<PilotCase>> alone{{{.caseId = {}, .grid = grid, .masks = {{&cube, "cyst"}}}}};
  const GranularityPilot pilot = granularityPilotOf(alone);
  EXPECT_EQ(pilot.cases, 0);
  EXPECT_FALSE(pilot.masks.meanDice);
  EXPECT_FALSE(pilot.masks.medianSecondsPerCase);
}

}  // namespace
}  // namespace workflow
