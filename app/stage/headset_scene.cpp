#include "stage/headset_scene.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <glm/geometric.hpp>
#include <glm/gtc/quaternion.hpp>
#include <optional>

#include "ui/headset_panel.h"

namespace stage {
namespace {

using gpu_types::EyeVertex;
using interaction::HandTool;
using interaction::Pose;
using interaction::Side;

constexpr glm::vec3 kAccent = glm::vec3(0x1E, 0x8F, 0xA8) / 255.f;
constexpr glm::vec3 kLight = glm::vec3(0xE8, 0xEC, 0xEF) / 255.f;
constexpr glm::vec3 kBody = glm::vec3(0x6B, 0x75, 0x80) / 255.f;
constexpr glm::vec3 kFloor = glm::vec3(0x3A, 0x43, 0x4C) / 255.f;
constexpr float kSeenInTissue = 0.55f;  // of what shows where the brush is
constexpr glm::vec3 kErase = glm::vec3(0xFF, 0x9A, 0xA2) / 255.f;

std::uint32_t packed(glm::vec3 color, float alpha) {
  const glm::uvec4 bytes(glm::clamp(glm::vec4(color, alpha), 0.f, 1.f) * 255.f + 0.5f);
  return bytes.r | bytes.g << 8 | bytes.b << 16 | bytes.a << 24;
}

// Gathers triangles for one eye.
class Drawing {
 public:
  Drawing(std::vector<EyeVertex>& out, glm::dvec3 eyeM) : out_(out), eyeM_(eyeM) {}

  void triangle(glm::dvec3 a, glm::dvec3 b, glm::dvec3 c, std::uint32_t color) {
    for (const glm::dvec3 corner : {a, b, c}) {
      out_.push_back({glm::vec3(corner), {0, 0}, color, gpu_types::kSurfacePlain});
    }
  }
  // From the upper left corner around; low and high are the texture's there and opposite.
  void quad(const std::array<glm::dvec3, 4>& corners, std::uint32_t color, std::uint32_t surface,
            glm::vec2 low = glm::vec2(0), glm::vec2 high = glm::vec2(1)) {
    const std::array<glm::vec2, 4> uv = {low, {high.x, low.y}, high, {low.x, high.y}};
    for (const std::size_t i : {0, 1, 2, 0, 2, 3}) {
      out_.push_back({glm::vec3(corners[i]), uv[i], color, surface});
    }
  }
  // Turned to the eye, of a width in metres. seenBehind: how much of it tissue leaves, at least.
  void line(glm::dvec3 from, glm::dvec3 to, double widthM, std::uint32_t fromColor, std::uint32_t toColor,
            float seenBehind = 0) {
    const glm::dvec3 across = glm::cross(to - from, (from + to) * 0.5 - eyeM_);
    if (glm::length(across) < 1e-12) {
      return;
    }
    const glm::dvec3 half = glm::normalize(across) * (widthM / 2);
    const auto corner = [&](glm::dvec3 at, float side, std::uint32_t color) {
      out_.push_back({glm::vec3(at + half * double(side)), {side, seenBehind}, color, gpu_types::kSurfaceLine});
    };
    corner(from, -1, fromColor), corner(from, 1, fromColor), corner(to, 1, toColor);
    corner(from, -1, fromColor), corner(to, 1, toColor), corner(to, -1, toColor);
  }
  void line(glm::dvec3 from, glm::dvec3 to, double widthM, std::uint32_t color) {
    line(from, to, widthM, color, color);
  }

  // A sphere as the eye sees it: faint within a firm outline, and told apart where it is in tissue. Nothing where the
  // eye is inside it.
  void sphere(glm::dvec3 middle, double radiusM, glm::vec3 color, double outlineM) {
    const std::optional<Outline> outline = outlineOf(middle, radiusM);
    if (!outline) {
      return;
    }
    const auto push = [&](glm::dvec3 corner, glm::vec2 uv) {
      out_.push_back({glm::vec3(corner), uv, packed(color, 0.24f), gpu_types::kSurfaceBall});
    };
    const auto around = [](std::size_t i) {
      const double angle = double(i) * 2 * std::acos(-1.0) / double(kParts);
      return glm::vec2(glm::dvec2(std::cos(angle), std::sin(angle)));
    };
    for (std::size_t i = 0; i < kParts; ++i) {
      push(outline->middle, {0, 0});
      push(outline->corners[i], around(i));
      push(outline->corners[i + 1], around(i + 1));
    }
    const std::uint32_t firm = packed(kLight, 0.95f);
    for (std::size_t i = 0; i < kParts; ++i) {
      line(outline->corners[i], outline->corners[i + 1], outlineM, firm, firm, kSeenInTissue);
    }
  }

  // A round picture with a rim.
  void roundPicture(const Pose& pose, double radiusM, std::uint32_t surface, double rimM, std::uint32_t rim) {
    const auto at = [&](std::size_t i) {
      const double angle = double(i % kParts) * 2 * std::acos(-1.0) / double(kParts);
      return glm::dvec2(std::cos(angle), std::sin(angle));
    };
    const auto corner = [&](glm::dvec2 unit) {
      return pose.positionM + (pose.right() * unit.x + pose.up() * unit.y) * radiusM;
    };
    const auto push = [&](glm::dvec2 unit) {
      out_.push_back(
          {glm::vec3(corner(unit)), glm::vec2(0.5 + unit.x / 2, 0.5 - unit.y / 2), packed(glm::vec3(1), 1), surface});
    };
    for (std::size_t i = 0; i < kParts; ++i) {
      push({0, 0}), push(at(i)), push(at(i + 1));
    }
    ring(pose, radiusM, rimM, rim);
  }
  void ring(const Pose& pose, double radiusM, double widthM, std::uint32_t color) {
    const auto at = [&](std::size_t i) {
      const double angle = double(i) * 2 * std::acos(-1.0) / double(kParts);
      return pose.positionM + (pose.right() * std::cos(angle) + pose.up() * std::sin(angle)) * radiusM;
    };
    for (std::size_t i = 0; i < kParts; ++i) {
      line(at(i), at(i + 1), widthM, color);
    }
  }

  // A solid one, lit from above.
  void ball(glm::dvec3 middle, double radiusM, glm::vec3 color) {
    const std::optional<Outline> outline = outlineOf(middle, radiusM);
    if (!outline) {
      return;
    }
    const auto push = [&](glm::dvec3 corner, double up) {
      out_.push_back({glm::vec3(corner), {0, 0}, packed(color * float(0.62 + 0.38 * up), 1), gpu_types::kSurfacePlain});
    };
    for (std::size_t i = 0; i < kParts; ++i) {
      push(outline->middle, outline->axis.y);
      for (const glm::dvec3 corner : {outline->corners[i], outline->corners[i + 1]}) {
        push(corner, (corner - middle).y / radiusM);
      }
    }
  }

  // A solid thing, lit from above and a little from where the eye is.
  void body(const Pose& pose, const HandModel& model, glm::vec3 toolColor) {
    const glm::mat3 turn(glm::mat3_cast(glm::quat(pose.turn)));
    const glm::vec3 middle(pose.positionM), eye(eyeM_);
    for (const HandModel::Vertex& vertex : model.vertices) {
      const glm::vec3 at = middle + turn * vertex.atM;
      const glm::vec3 normal = turn * vertex.normal;
      const float facing = std::max(glm::dot(normal, glm::normalize(eye - at)), 0.f);
      const glm::vec3 color = vertex.isTool ? toolColor : vertex.color;
      out_.push_back(
          {at, {0, 0}, packed(color * (0.45f + 0.25f * normal.y + 0.35f * facing), 1), gpu_types::kSurfacePlain});
    }
  }

  // A box that tapers from one end to the other, lit from above; only the faces toward the eye.
  void wedge(const Pose& pose, glm::dvec2 near, glm::dvec2 far, double fromZ, double toZ, glm::vec3 color) {
    std::array<glm::dvec3, 8> corners;
    for (std::size_t i = 0; i < 8; ++i) {
      const glm::dvec2 half = (i < 4 ? near : far) * 0.5;
      const glm::dvec3 local((i & 1) != 0 ? half.x : -half.x, (i & 2) != 0 ? half.y : -half.y, i < 4 ? fromZ : toZ);
      corners[i] = pose.positionM + pose.turn * local;
    }
    constexpr std::array<std::array<std::size_t, 4>, 6> kFaces = {
        {{0, 1, 3, 2}, {5, 4, 6, 7}, {4, 0, 2, 6}, {1, 5, 7, 3}, {2, 3, 7, 6}, {4, 5, 1, 0}}};
    glm::dvec3 middle(0);
    for (const glm::dvec3& corner : corners) {
      middle += corner / 8.0;
    }
    for (const auto& face : kFaces) {
      const glm::dvec3 center = (corners[face[0]] + corners[face[2]]) * 0.5;
      glm::dvec3 normal = glm::cross(corners[face[1]] - corners[face[0]], corners[face[3]] - corners[face[0]]);
      normal *= glm::dot(normal, center - middle) < 0 ? -1.0 : 1.0;
      if (glm::dot(normal, eyeM_ - center) <= 0) {
        continue;
      }
      const float lit = float(0.55 + 0.45 * glm::normalize(normal).y);
      quad({corners[face[0]], corners[face[1]], corners[face[2]], corners[face[3]]}, packed(color * lit, 1),
           gpu_types::kSurfacePlain);
    }
  }

 private:
  static constexpr std::size_t kParts = 40;

  // The circle in which rays from the eye touch a sphere.
  struct Outline {
    glm::dvec3 middle;
    glm::dvec3 axis;                               // to the eye
    std::array<glm::dvec3, kParts + 1> corners{};  // the last is the first
  };

  std::optional<Outline> outlineOf(glm::dvec3 middle, double radiusM) const {
    const glm::dvec3 toEye = eyeM_ - middle;
    const double distance = glm::length(toEye);
    if (distance <= radiusM * 1.01) {
      return std::nullopt;
    }
    const glm::dvec3 axis = toEye / distance;
    const glm::dvec3 aside = std::abs(axis.y) < 0.9 ? glm::dvec3(0, 1, 0) : glm::dvec3(1, 0, 0);
    const glm::dvec3 u = glm::normalize(glm::cross(aside, axis));
    const glm::dvec3 v = glm::cross(axis, u);
    const double sine = radiusM / distance;
    Outline outline{middle + axis * (radiusM * sine), axis, {}};
    const double circle = radiusM * std::sqrt(1 - sine * sine);
    for (std::size_t i = 0; i <= kParts; ++i) {
      const double angle = double(i) * 2 * std::acos(-1.0) / double(kParts);
      outline.corners[i] = outline.middle + (u * std::cos(angle) + v * std::sin(angle)) * circle;
    }
    return outline;
  }

  std::vector<EyeVertex>& out_;
  glm::dvec3 eyeM_;
};

// A part of the panel's picture, upright in the room.
void drawCard(Drawing& drawing, const Pose& pose, glm::dvec2 sizeM, const ui::Rect& box, float opacity) {
  const glm::dvec3 right = pose.right() * (sizeM.x / 2);
  const glm::dvec3 up = pose.up() * (sizeM.y / 2);
  const glm::dvec3 middle = pose.positionM;
  drawing.quad({middle - right + up, middle + right + up, middle + right - up, middle - right - up},
               packed(glm::vec3(1), opacity), gpu_types::kSurfacePanel, box.origin / ui::HeadsetPanel::kPictureDp,
               box.end() / ui::HeadsetPanel::kPictureDp);
}

// Lines every half metre, going out in the distance: something that never moves.
void drawFloor(Drawing& drawing, glm::dvec3 headM, double floorM) {
  constexpr double kStep = 0.5;
  constexpr int kHalf = 8;
  const glm::dvec3 middle(std::round(headM.x / kStep) * kStep, floorM, std::round(headM.z / kStep) * kStep);
  const auto faded = [&](glm::dvec3 at) {
    const double away = glm::length((at - headM) * glm::dvec3(1, 0, 1));
    return packed(kFloor, float(0.8 * std::clamp(1 - away / (kHalf * kStep), 0.0, 1.0)));
  };
  for (int i = -kHalf; i <= kHalf; ++i) {
    for (int j = -kHalf; j < kHalf; ++j) {
      for (const bool turned : {false, true}) {
        const auto at = [&](int along) {
          return middle + (turned ? glm::dvec3(along, 0, i) : glm::dvec3(i, 0, along)) * kStep;
        };
        drawing.line(at(j), at(j + 1), 0.006, faded(at(j)), faded(at(j + 1)));
      }
    }
  }
}

// Where eyes that sit look level, far away: what is upright stays known when the volume fills the view.
void drawHorizon(Drawing& drawing, glm::dvec3 headM, double floorM) {
  constexpr double kFarM = 60;
  const Pose level{{headM.x, floorM + kSeatedEyesM, headM.z}, glm::angleAxis(glm::radians(90.0), glm::dvec3(1, 0, 0))};
  drawing.ring(level, kFarM, 0.1, packed(kFloor, 0.7f));
}

// From its rim to the brush a line says of what it is the picture.
void drawLens(Drawing& drawing, const interaction::Lens& lens, glm::dvec3 tipM, glm::vec3 brush) {
  const std::uint32_t rim = packed(kAccent, 1);
  const glm::dvec3 toTip = glm::normalize(tipM - lens.pose.positionM);
  const glm::dvec3 along =
      toTip - lens.pose.turn * glm::dvec3(0, 0, 1) * glm::dot(toTip, lens.pose.turn * glm::dvec3(0, 0, 1));
  if (glm::length(along) > 1e-3) {
    drawing.line(lens.pose.positionM + glm::normalize(along) * lens.radiusM, tipM, 0.0015, rim, packed(kAccent, 0.1f));
  }
  drawing.roundPicture(lens.pose, lens.radiusM, gpu_types::kSurfaceLens, 0.0025, rim);
  const Pose before{lens.pose.positionM + lens.pose.turn * glm::dvec3(0, 0, 0.0005), lens.pose.turn};
  if (lens.brushM < lens.radiusM) {
    drawing.ring(before, lens.brushM, 0.001, packed(brush, 0.9f));
  }
  for (const glm::dvec3 axis : {before.right(), before.up()}) {
    drawing.line(before.positionM - axis * 0.0025, before.positionM + axis * 0.0025, 0.0006, packed(kLight, 0.9f));
  }
}

void drawBox(Drawing& drawing, const RoomState& state) {
  const glm::dvec3 size(state.grid.size());
  const auto corner = [&](int i) {
    const glm::dvec3 voxel = glm::dvec3(i & 1, i >> 1 & 1, i >> 2 & 1) * size - 0.5;
    return state.tools.placement().room(state.grid.worldOf(voxel));
  };
  for (int i = 0; i < 8; ++i) {
    for (const int axis : {1, 2, 4}) {
      if ((i & axis) == 0) {
        drawing.line(corner(i), corner(i | axis), 0.0015, packed(kAccent, 0.9f));
      }
    }
  }
}

void drawSlice(Drawing& drawing, const RoomState& state) {
  const core::SlicePlane& slice = *state.tools.slice();
  const glm::dvec3 right = glm::normalize(slice.right) * (state.sliceSideMm / 2);
  const glm::dvec3 down = glm::normalize(slice.down) * (state.sliceSideMm / 2);
  std::array<glm::dvec3, 4> corners = {slice.centerMm - right - down, slice.centerMm + right - down,
                                       slice.centerMm + right + down, slice.centerMm - right + down};
  for (glm::dvec3& corner : corners) {
    corner = state.tools.placement().room(corner);
  }
  drawing.quad(corners, packed(glm::vec3(1), 1), gpu_types::kSurfacePicture);
  for (std::size_t i = 0; i < 4; ++i) {
    drawing.line(corners[i], corners[(i + 1) % 4], 0.002, packed(kAccent, 1));
  }
}

// What tells how deep the brush is: where it cuts the slice, or how far before or behind that it is; and a line to
// where tissue ends, nearest to it.
void drawDepth(Drawing& drawing, const RoomState& state, double radiusM, glm::vec3 color) {
  constexpr double kFarM = 0.12, kFootM = 0.003, kWidthM = 0.0012;
  const glm::dvec3 tip = *state.tools.tipM();
  const interaction::Placement& placement = state.tools.placement();
  if (const auto& slice = state.tools.slice()) {
    const glm::dvec3 right = glm::normalize(placement.roomDirection(slice->right));
    const glm::dvec3 up = -glm::normalize(placement.roomDirection(slice->down));
    const glm::dvec3 normal = glm::cross(right, up);
    const double away = glm::dot(tip - placement.room(slice->centerMm), normal);
    const glm::dvec3 foot = tip - normal * away;
    const glm::dvec3 fromMiddle = foot - placement.room(slice->centerMm);
    const double reachM = state.sliceSideMm * placement.metresPerMm / 2;
    const bool beside = std::max(std::abs(glm::dot(fromMiddle, right)), std::abs(glm::dot(fromMiddle, up))) > reachM;
    const Pose lying{foot, glm::normalize(glm::quat_cast(glm::dmat3(right, up, normal)))};
    if (!beside && std::abs(away) < radiusM) {
      drawing.ring(lying, std::sqrt(radiusM * radiusM - away * away), 0.002, packed(color, 1));
    } else if (!beside && std::abs(away) < kFarM) {
      drawing.line(tip, foot, kWidthM, packed(color, 0.2f), packed(color, 0.9f));
      drawing.ring(lying, kFootM, kWidthM, packed(color, 0.9f));
    }
  }
  if (state.depth) {
    const glm::dvec3 end = placement.room(state.depth->surfaceMm);
    const glm::dvec3 along = glm::normalize(end - tip);
    const glm::dvec3 aside = std::abs(along.y) < 0.9 ? glm::dvec3(0, 1, 0) : glm::dvec3(1, 0, 0);
    const glm::dvec3 right = glm::normalize(glm::cross(aside, along));
    const Pose lying{end, glm::normalize(glm::quat_cast(glm::dmat3(right, glm::cross(along, right), along)))};
    drawing.line(tip, end, kWidthM, packed(kLight, 0.5f), packed(kLight, 1));
    drawing.ring(lying, 2 * kFootM, kWidthM, packed(kLight, 1));
  }
}

// The colour of what the working hand does just now.
glm::vec3 toolColor(const RoomState& state) {
  switch (state.tools.settings().tool) {
    case HandTool::Paint:
      return state.lesionColor;
    case HandTool::Erase:
      return kErase;
    case HandTool::Move:
    case HandTool::Slice:
      break;
  }
  return kAccent;
}

// The controller, and where it points.
void drawBody(Drawing& drawing, const RoomState& state, Side side) {
  const interaction::HandInput& hand = state.hands.at(side);
  const glm::vec3 tool = side == state.tools.settings().working() ? toolColor(state) : kAccent;
  if (const HandModel* model = state.models[std::size_t(side)]) {
    drawing.body(hand.grip, *model, tool);
  }
  drawing.wedge(hand.aim, {0.014, 0.014}, {0.006, 0.006}, 0.0, -0.045, tool);
}

// The rod from there to the brush, or to the panel that it is about to touch.
void drawRod(Drawing& drawing, const RoomState& state, Side side) {
  const interaction::HandInput& hand = state.hands.at(side);
  const bool touches =
      side == state.tools.pointingSide() && state.tools.tipToPanelM().value_or(1) < interaction::HandTools::kTouchNearM;
  if ((side == state.tools.settings().working() && state.tools.tipM()) || touches) {
    const double reachM = touches ? std::min(interaction::HandTools::kTipM, state.tools.pointing()->distanceM)
                                  : interaction::HandTools::kTipM;
    const Pose& from = touches ? state.tools.pointingFrom() : hand.aim;
    const glm::dvec3 ahead = from.forward();
    drawing.line(from.positionM + ahead * 0.045, from.positionM + ahead * reachM, 0.004, packed(kLight, 1));
  }
}

// Another's head, in their colour and with a headset before the eyes, and their line of sight; whose colour that is,
// the panel says.
void drawHead(Drawing& drawing, const interaction::Placement& placement, const ui::PersonItem& person,
              glm::dvec3 eyeM) {
  constexpr double kHeadM = 0.09, kSightM = 0.3;
  const glm::dvec3 middle = placement.room(person.head->positionMm);
  const glm::dvec3 forward = glm::normalize(placement.room(person.head->positionMm + person.head->forward) - middle);
  const glm::dvec3 up = std::abs(forward.y) < 0.99 ? glm::dvec3(0, 1, 0) : glm::dvec3(0, 0, 1);
  const Pose pose{.positionM = middle, .turn = glm::quatLookAt(forward, up)};
  const auto headset = [&] { drawing.wedge(pose, {0.16, 0.08}, {0.13, 0.065}, -0.055, -0.115, kBody); };
  const bool facing = glm::dot(forward, eyeM - middle) > 0;
  if (!facing) {
    headset();
  }
  drawing.ball(middle, kHeadM, person.color);
  if (facing) {
    headset();
  }
  drawing.line(middle + forward * 0.12, middle + forward * kSightM, 0.004, packed(person.color, 0.8f),
               packed(person.color, 0));
}

// Their hands and pointer. Like one's own they show faintly behind tissue: they point at what lies in it.
void drawHandsAndPointer(Drawing& drawing, const interaction::Placement& placement, const ui::PersonItem& person) {
  constexpr double kHandM = 0.03, kPointM = 0.006, kArmM = 0.02;
  for (const glm::dvec3& hand : person.handsMm) {
    drawing.ball(placement.room(hand), kHandM, person.color);
  }
  if (person.cursorMm) {
    const glm::dvec3 tip = placement.room(*person.cursorMm);
    drawing.ball(tip, kPointM, person.color);
    for (const glm::dvec3 axis : {glm::dvec3(1, 0, 0), glm::dvec3(0, 1, 0), glm::dvec3(0, 0, 1)}) {
      drawing.line(tip - axis * kArmM, tip + axis * kArmM, 0.003, packed(person.color, 1));
    }
  }
}

}  // namespace

HeadsetScene sceneFor(const RoomState& state, glm::dvec3 eyeM) {
  HeadsetScene scene;
  Drawing around(scene.around, eyeM);
  if (!state.seesRoom) {
    drawFloor(around, state.hands.head.positionM, state.floorM);
    drawHorizon(around, state.hands.head.positionM, state.floorM);
  }
  if (state.tools.isHolding()) {
    drawBox(around, state);
  }
  if (state.tools.slice()) {
    drawSlice(around, state);
  }
  for (const ui::PersonItem& person : state.others) {
    if (person.head) {
      drawHead(around, state.tools.placement(), person, eyeM);
    }
  }
  if (state.showsPanel) {
    const interaction::PanelInRoom& panel = state.tools.panel();
    Drawing board(scene.board, eyeM);
    drawCard(board, panel.pose, panel.sizeM, {{0, 0}, ui::HeadsetPanel::kSizeDp}, 1);
  }
  Drawing solid(scene.solid, eyeM);
  Drawing hands(scene.hands, eyeM);
  for (const ui::PersonItem& person : state.others) {
    drawHandsAndPointer(hands, state.tools.placement(), person);
  }
  for (const Side side : {Side::Left, Side::Right}) {
    if (state.hands.focused && state.hands.at(side).tracked) {
      drawBody(solid, state, side);
      drawRod(hands, state, side);
    }
  }
  if (const auto& pointing = state.tools.pointing()) {
    const Pose& from = state.tools.pointingFrom();
    hands.line(from.positionM, from.positionM + from.forward() * pointing->distanceM, 0.003, packed(kAccent, 0.2f),
               packed(kAccent, 1));
  }
  Drawing over(scene.over, eyeM);
  const HandTool tool = state.tools.settings().tool;
  if (state.tools.tipM() && (tool == HandTool::Paint || tool == HandTool::Erase)) {
    const double radiusM = state.tools.settings().brush.radiusMm * state.tools.placement().metresPerMm;
    const glm::vec3 color = toolColor(state);
    hands.sphere(*state.tools.tipM(), radiusM, color, 0.0015);
    hands.sphere(*state.tools.tipM(), 0.001, kLight, 0.001);  // the middle
    drawDepth(over, state, radiusM, color);
    if (state.lens) {
      drawLens(over, *state.lens, *state.tools.tipM(), color);
    }
  }
  for (const Side side : {Side::Left, Side::Right}) {
    if (const auto& card = state.cards[std::size_t(side)]) {
      drawCard(over, card->pose, card->sizeM, ui::HeadsetPanel::cardBox(side), card->opacity);
    }
  }
  return scene;
}

glm::mat4 clipFromRoom(const interaction::Eye& eye) {
  constexpr float kNearM = gpu_types::kEyeNearM;
  const core::Frustum& f = eye.frustum;
  glm::mat4 clip(0);  // columns; the eye looks along -z, w = -z
  clip[0][0] = float(2 / (f.right - f.left));
  clip[2][0] = float((f.right + f.left) / (f.right - f.left));
  clip[1][1] = float(-2 / (f.up - f.down));
  clip[2][1] = float(-(f.up + f.down) / (f.up - f.down));
  clip[2][2] = -1;
  clip[3][2] = -kNearM;
  clip[2][3] = -1;
  const Pose back = inverse(eye.pose);
  glm::mat4 eyeFromRoom(glm::mat3_cast(glm::quat(back.turn)));
  eyeFromRoom[3] = glm::vec4(glm::vec3(back.positionM), 1);
  return clip * eyeFromRoom;
}

}  // namespace stage
