// What stands in the wearer's room beside the volume, as triangles: floor and horizon, hands with what they hold,
// brush, ray, slice, lens. From values, for one eye at a time (lines face the eye). Pure; any thread.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "core/grid.h"
#include "interaction/lens.h"
#include "shaders/gpu_types.h"
#include "stage/hand_cards.h"
#include "stage/hand_model.h"
#include "stage/tip_depth.h"
#include "ui/model.h"

namespace stage {

constexpr double kSeatedEyesM = 1.2;  // above the floor

struct HeadsetScene {
  std::vector<gpu_types::EyeVertex> around;  // as renderer::EyeScene has them
  std::vector<gpu_types::EyeVertex> board;
  std::vector<gpu_types::EyeVertex> solid;
  std::vector<gpu_types::EyeVertex> hands;
  std::vector<gpu_types::EyeVertex> over;
};

struct RoomState {
  const core::Grid& grid;
  const interaction::HandTools& tools;
  const interaction::HandsInput& hands;
  double floorM = -1.2;      // the floor's height
  glm::vec3 lesionColor{1};  // of what is painted
  double sliceSideMm = 200;  // of the slice's picture, a square around its centre
  std::span<const ui::PersonItem> others = {};
  std::optional<interaction::Lens> lens = {};
  std::optional<TipDepth> depth = {};                   // of the brush, while it is in tissue
  bool seesRoom = false;                                // the true one, which has a floor
  bool showsPanel = false;                              // its picture is there
  std::array<std::optional<CardInRoom>, 2> cards = {};  // by Side; of that picture too
  std::array<const HandModel*, 2> models = {};          // by Side; null: nothing is seen of the controller
};

HeadsetScene sceneFor(const RoomState& state, glm::dvec3 eyeM);

// Clip space of Vulkan from the room, for an eye; nothing nearer than 3 cm.
glm::mat4 clipFromRoom(const interaction::Eye& eye);

}  // namespace stage
