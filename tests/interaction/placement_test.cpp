// Where the volume stands in the room, held against what hands would feel: what they hold stays in them.
#include "interaction/placement.h"

#include <gtest/gtest.h>

#include <glm/geometric.hpp>
#include <random>

namespace {

using interaction::Placement;
using interaction::Pose;

void expectNear(glm::dvec3 a, glm::dvec3 b, double tolerance = 1e-9) {
  EXPECT_NEAR(glm::distance(a, b), 0, tolerance)
      << a.x << ", " << a.y << ", " << a.z << " and " << b.x << ", " << b.y << ", " << b.z;
}

class BothHands {
 public:
  Pose pose() {
    std::uniform_real_distribution<double> number(-1, 1);
    const glm::dvec3 axis = glm::normalize(glm::dvec3(number(random_), number(random_), number(random_)));
    return {{number(random_), number(random_), number(random_)}, glm::angleAxis(1.5 * number(random_), axis)};
  }

 private:
  std::mt19937 random_{11};
};

core::Grid head(glm::ivec3 size = {200, 200, 150}) {
  glm::dmat4 world(1);
  world[2][2] = 1.5;
  world[3] = glm::dvec4(-120, 40, -900, 1);
  return core::Grid(size, world);
}

TEST(PlacementTest, TheCaseStandsUprightBeforeTheWearerFacingThem) {
  const core::Grid grid = head();
  const Pose wearer{{0.3, 1.2, -0.4},
                    glm::angleAxis(0.5, glm::dvec3(0, 1, 0)) * glm::angleAxis(-0.6, glm::dvec3(1, 0, 0))};
  const Placement placement = interaction::seated(grid, wearer);
  const glm::dvec3 middle = placement.room(grid.worldOf(glm::dvec3(grid.size() - 1) * 0.5));
  glm::dvec3 ahead = wearer.forward();
  ahead.y = 0;
  ahead = glm::normalize(ahead);
  expectNear(glm::normalize((middle - wearer.positionM) * glm::dvec3(1, 0, 1)), ahead);
  expectNear(placement.roomDirection({0, 0, 1}), {0, 1, 0});                     // head up
  expectNear(placement.roomDirection({0, -1, 0}), -ahead);                       // front toward the wearer
  expectNear(placement.roomDirection({1, 0, 0}), glm::cross(ahead, {0, 1, 0}));  // patient left at the right
  EXPECT_DOUBLE_EQ(placement.metresPerMm, 0.001);
  EXPECT_LT(interaction::seated(head({512, 512, 1000}), wearer).metresPerMm, 0.0004);
}

TEST(PlacementTest, EachSideCanBeTurnedTowardTheWearerInPlace) {
  using interaction::PatientSide;
  const core::Grid grid = head();
  BothHands hands;
  const Pose pose = hands.pose();
  const Placement before{0.0023, pose.turn, pose.positionM};
  const Pose wearer{{0.3, 1.2, -0.4},
                    glm::angleAxis(0.5, glm::dvec3(0, 1, 0)) * glm::angleAxis(-0.6, glm::dvec3(1, 0, 0))};
  const glm::dvec3 toward = glm::normalize(wearer.turn * glm::dvec3(0, 0, 1) * glm::dvec3(1, 0, 1));
  struct Expected {
    PatientSide side;
    glm::dvec3 toward, up;  // LPS
  };
  for (const Expected& each :
       {Expected{PatientSide::Front, {0, -1, 0}, {0, 0, 1}}, Expected{PatientSide::Back, {0, 1, 0}, {0, 0, 1}},
        Expected{PatientSide::Left, {1, 0, 0}, {0, 0, 1}}, Expected{PatientSide::Right, {-1, 0, 0}, {0, 0, 1}},
        Expected{PatientSide::Above, {0, 0, 1}, {0, -1, 0}}, Expected{PatientSide::Below, {0, 0, -1}, {0, -1, 0}}}) {
    const Placement turned = interaction::facing(before, grid, each.side, wearer);
    expectNear(turned.roomDirection(each.toward), toward);
    expectNear(turned.roomDirection(each.up), {0, 1, 0});
    const glm::dvec3 middleMm = grid.worldOf(glm::dvec3(grid.size() - 1) * 0.5);
    expectNear(turned.room(middleMm), before.room(middleMm));
    EXPECT_DOUBLE_EQ(turned.metresPerMm, before.metresPerMm);
    EXPECT_DOUBLE_EQ(interaction::trueSize(turned, grid).metresPerMm, 0.001);
    expectNear(interaction::trueSize(turned, grid).room(middleMm), before.room(middleMm));
  }
}

TEST(PlacementTest, RoomAndWorldAreInverse) {
  BothHands hands;
  const Pose pose = hands.pose();
  const Placement placement{0.0023, pose.turn, pose.positionM};
  expectNear(placement.world(placement.room({12, -45, 800})), {12, -45, 800});
}

TEST(PlacementTest, OneHandKeepsWhatItHolds) {
  BothHands hands;
  for (int i = 0; i < 50; ++i) {
    const Pose start = hands.pose();
    const Placement before{0.0017, start.turn, start.positionM};
    const Pose from = hands.pose();
    const Pose to = hands.pose();
    const Placement after = interaction::carried(before, from, to);
    // Any point keeps its place as seen from the hand.
    const glm::dvec3 point(30, -70, 110);
    expectNear((interaction::inverse(from) * Pose{before.room(point), {}}).positionM,
               (interaction::inverse(to) * Pose{after.room(point), {}}).positionM);
    EXPECT_DOUBLE_EQ(after.metresPerMm, before.metresPerMm);
  }
}

TEST(PlacementTest, TwoHandsKeepBothPointsThatTheyHold) {
  BothHands hands;
  for (int i = 0; i < 50; ++i) {
    const Pose start = hands.pose();
    const Placement before{0.001, start.turn, start.positionM};
    const std::array<Pose, 2> from{hands.pose(), hands.pose()};
    const std::array<Pose, 2> to{hands.pose(), hands.pose()};
    const Placement after = interaction::carried(before, from, to);
    if (after.metresPerMm > 0.049 || after.metresPerMm < 0.000021) {
      continue;  // at the limit the hands slip
    }
    for (std::size_t hand = 0; hand < 2; ++hand) {
      expectNear(after.room(before.world(from[hand].positionM)), to[hand].positionM, 1e-8);
    }
  }
}

TEST(PlacementTest, HandsThatTwistTogetherTurnTheVolumeAboutTheirLine) {
  const Placement before;
  const std::array<Pose, 2> from{Pose{{-0.2, 1, 0}}, Pose{{0.2, 1, 0}}};
  std::array<Pose, 2> to = from;
  for (Pose& hand : to) {
    hand.turn = glm::angleAxis(0.4, glm::dvec3(1, 0, 0));
  }
  expectNear(interaction::carried(before, from, to).roomDirection({0, 0, 1}),
             glm::angleAxis(0.4, glm::dvec3(1, 0, 0)) * glm::dvec3(0, 0, 1));
}

TEST(PlacementTest, ALowGainMovesAPartOfTheWay) {
  const Placement before;
  const Placement after = interaction::carried(before, Pose{}, Pose{{0.4, 0, 0}}, 0.25);
  expectNear(after.originM, {0.1, 0, 0});
}

TEST(PlacementTest, APointIsBroughtToWhereHandsMeetAndTurnedAsAsked) {
  BothHands hands;
  const Pose start = hands.pose();
  const Placement before{0.001, start.turn, start.positionM};
  const Pose head{{0.2, 1.3, -0.1},
                  glm::angleAxis(0.8, glm::dvec3(0, 1, 0)) * glm::angleAxis(-0.4, glm::dvec3(1, 0, 0))};
  const glm::dvec3 point(10, -20, 300);
  const Placement brought = interaction::broughtBefore(before, point, 0.004, head);
  EXPECT_DOUBLE_EQ(brought.metresPerMm, 0.004);
  const glm::dvec3 direction(0.6, 0, 0.8);
  expectNear(brought.roomDirection(direction), before.roomDirection(direction));
  const glm::dvec3 seen = (interaction::inverse(head) * Pose{brought.room(point), {}}).positionM;
  EXPECT_NEAR(seen.x, 0, 1e-9);
  EXPECT_LT(glm::length(seen), 0.7);
  EXPECT_EQ(interaction::broughtBefore(before, point, 1e9, head).metresPerMm, 0.05) << "no more than 50 times";

  const glm::dvec3 forward(0.3, 2, -0.5), up(0, 0.1, 1);
  const Placement turned = interaction::seenAlong(brought, point, forward, up, head);
  expectNear(turned.room(point), brought.room(point));
  glm::dvec3 ahead = head.forward();
  ahead = glm::normalize(glm::dvec3(ahead.x, 0, ahead.z));
  expectNear(turned.roomDirection(glm::normalize(forward)), ahead);
  EXPECT_NEAR(glm::dot(turned.roomDirection(up), glm::cross(ahead, glm::dvec3(0, 1, 0))), 0, 1e-9) << "not leaning";
  EXPECT_GT(turned.roomDirection(up).y, 0);
}

TEST(PlacementTest, RecentringMovesNothingThatIsSeen) {
  BothHands hands;
  const Pose start = hands.pose();
  const Placement before{0.001, start.turn, start.positionM};
  const Pose newFromOld = hands.pose();
  const glm::dvec3 point(1, 20, 300);
  expectNear(interaction::recentred(before, newFromOld).room(point),
             (newFromOld * Pose{before.room(point), {}}).positionM);
}

}  // namespace
