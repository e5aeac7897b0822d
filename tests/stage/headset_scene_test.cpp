// What stands in the wearer's room: that it is seen where it is.
#include "stage/headset_scene.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include <glm/geometric.hpp>

namespace {

using interaction::Eye;
using interaction::HandTools;
using interaction::Side;

Eye lopsidedEye() {
  const glm::dquat turn = glm::angleAxis(0.7, glm::normalize(glm::dvec3(1, 2, -0.5)));
  return {{{0.3, 1.1, -0.2}, turn}, {-1.3, 0.9, -1.2, 1.0}};
}

TEST(HeadsetSceneTest, CornersOfTheEyesFrustumAreCornersOfThePicture) {
  const Eye eye = lopsidedEye();
  const glm::mat4 clip = stage::clipFromRoom(eye);
  for (const auto& [x, tangentX] : {std::pair(-1.0, -1.3), std::pair(1.0, 0.9)}) {
    for (const auto& [y, tangentY] : {std::pair(-1.0, 1.0), std::pair(1.0, -1.2)}) {  // Vulkan's y goes down
      const glm::dvec3 direction = eye.pose.forward() + eye.pose.right() * tangentX + eye.pose.up() * tangentY;
      const glm::vec4 seen = clip * glm::vec4(glm::vec3(eye.pose.positionM + direction * 0.8), 1);
      EXPECT_NEAR(seen.x / seen.w, x, 1e-5);
      EXPECT_NEAR(seen.y / seen.w, y, 1e-5);
      EXPECT_GT(seen.z, 0);
      EXPECT_LT(seen.z, seen.w);
    }
  }
  const glm::vec4 behind = clip * glm::vec4(glm::vec3(eye.pose.positionM - eye.pose.forward()), 1);
  EXPECT_LT(behind.w, 0);
  const glm::vec4 tooNear = clip * glm::vec4(glm::vec3(eye.pose.positionM + eye.pose.forward() * 0.01), 1);
  EXPECT_LT(tooNear.z, 0);
}

TEST(HeadsetSceneTest, TheBrushHasItsTrueSize) {
  glm::dmat4 world(1);
  const core::Grid grid({100, 100, 100}, world);
  interaction::HandsInput input;
  input.focused = true;
  input.head.positionM = {0, 1.2, 0};
  HandTools tools;
  tools.takeSeat(grid, input.head);
  input.hands[std::size_t(Side::Right)].tracked = true;
  input.hands[std::size_t(Side::Right)].aim.positionM = {0.1, 1.1, -0.4};
  tools.step(input, 0.01, 10, {grid, {}, {}});
  ASSERT_TRUE(tools.tipM());
  const glm::dvec3 eyeM{0, 1.2, 0};
  const stage::HeadsetScene scene = stage::sceneFor({.grid = grid, .tools = tools, .hands = input}, eyeM);
  // The widest angle at which anything of the brush is seen is that of a sphere of 5 mm.
  const double away = glm::distance(eyeM, *tools.tipM());
  const double expected = 0.005 / away;  // its sine
  double widest = 0;
  for (const gpu_types::EyeVertex& vertex : scene.hands) {
    const glm::dvec3 to = glm::dvec3(vertex.at) - eyeM;
    const glm::dvec3 axis = (*tools.tipM() - eyeM) / away;
    const bool brush =
        vertex.surface == gpu_types::kSurfaceBall && glm::distance(glm::dvec3(vertex.at), *tools.tipM()) < 0.006;
    widest = brush ? std::max(widest, glm::length(glm::cross(to, axis)) / glm::length(to)) : widest;
  }
  EXPECT_NEAR(widest, expected, expected * 0.01);
}

TEST(HeadsetSceneTest, HandsThatAreNotSeenAreNotDrawn) {
  const core::Grid grid({100, 100, 100}, glm::dmat4(1));
  interaction::HandsInput input;
  input.head.positionM = {0, 1.2, 0};
  HandTools tools;
  tools.takeSeat(grid, input.head);
  const stage::HeadsetScene scene = stage::sceneFor({.grid = grid, .tools = tools, .hands = input}, {0, 1.2, 0});
  EXPECT_TRUE(scene.hands.empty());
  EXPECT_FALSE(scene.around.empty()) << "the floor never goes";
}

// However the head is held, and not where the true room is seen.
TEST(HeadsetSceneTest, TheHorizonIsLevelAroundTheWearerAtTheHeightOfEyesThatSit) {
  const core::Grid grid({100, 100, 100}, glm::dmat4(1));
  interaction::HandsInput input;
  input.head = {{0.4, 1.5, -0.3}, glm::angleAxis(0.6, glm::normalize(glm::dvec3(1, 0.3, 0.8)))};
  HandTools tools;
  tools.takeSeat(grid, input.head);
  const double floorM = 0.1;
  for (const bool seesRoom : {false, true}) {
    const stage::HeadsetScene scene = stage::sceneFor(
        {.grid = grid, .tools = tools, .hands = input, .floorM = floorM, .seesRoom = seesRoom}, input.head.positionM);
    std::array<int, 8> around{};  // by direction
    for (const gpu_types::EyeVertex& vertex : scene.around) {
      const glm::dvec3 from = glm::dvec3(vertex.at) - input.head.positionM;
      if (std::hypot(from.x, from.z) > 20) {
        EXPECT_NEAR(vertex.at.y, floorM + stage::kSeatedEyesM, 0.1);
        around[std::size_t((std::atan2(from.z, from.x) / std::acos(-1.0) + 1) * 3.999)] += 1;
      }
    }
    EXPECT_EQ(std::all_of(around.begin(), around.end(), [](int count) { return count > 0; }), !seesRoom);
    EXPECT_EQ(scene.around.empty(), seesRoom);
  }
}

TEST(HeadsetSceneTest, ThePanelAndTheCardsStandThereOnceTheyAreDrawn) {
  const core::Grid grid({100, 100, 100}, glm::dmat4(1));
  interaction::HandsInput input;
  input.focused = true;
  HandTools tools;
  tools.takeSeat(grid, input.head);
  stage::RoomState state{.grid = grid, .tools = tools, .hands = input};
  EXPECT_TRUE(stage::sceneFor(state, {}).board.empty());
  state.showsPanel = true;
  state.cards[1] = stage::CardInRoom{.sizeM = {0.1, 0.05}, .opacity = 0.5f};
  const stage::HeadsetScene scene = stage::sceneFor(state, {});
  ASSERT_EQ(scene.board.size(), 6u);
  const glm::dvec2 halfM = tools.panel().sizeM / 2.0;
  for (const gpu_types::EyeVertex& vertex : scene.board) {
    EXPECT_EQ(vertex.surface, gpu_types::kSurfacePanel);
    const glm::dvec3 local =
        (inverse(tools.panel().pose) * interaction::Pose{glm::dvec3(vertex.at), {1, 0, 0, 0}}).positionM;
    EXPECT_NEAR(std::abs(local.x), halfM.x, 1e-6);
    EXPECT_NEAR(std::abs(local.y), halfM.y, 1e-6);
  }
  ASSERT_EQ(scene.over.size(), 6u) << "nothing hides a card";
  EXPECT_NEAR(double(scene.over[0].color >> 24) / 255, 0.5, 0.01);
}

}  // namespace
