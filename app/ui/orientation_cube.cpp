// A small cube that lies in the picture as the patient does, with the letters of its sides: R L A P S I.
#include <algorithm>
#include <array>
#include <cmath>

#include "ui/pane_geometry.h"

namespace ui {
namespace {

constexpr double kSideDp = 96;  // of what a finger may hit
constexpr double kHalfDp = 25;  // of the cube's edge

struct Face {
  const char* letter;
  glm::dvec3 side;  // LPS
};
constexpr std::array<Face, 6> kFaces{
    {{"L", {1, 0, 0}}, {"R", {-1, 0, 0}}, {"P", {0, 1, 0}}, {"A", {0, -1, 0}}, {"S", {0, 0, 1}}, {"I", {0, 0, -1}}}};

// A face as it is seen: its corners around, in dp.
struct SeenFace {
  const Face* face;
  double toward;  // the eye: 1 straight, 0 edge on
  glm::dvec2 middle;
  std::array<glm::dvec2, 4> corners;
};

std::vector<SeenFace> seenFaces(const core::Camera& camera, glm::dvec2 middle) {
  const interaction::CameraAxes axes = interaction::axesOf(camera);
  const auto seen = [&](glm::dvec3 at) {
    return middle + kHalfDp * glm::dvec2(glm::dot(at, axes.right), -glm::dot(at, axes.up));
  };
  std::vector<SeenFace> faces;
  for (const Face& face : kFaces) {
    const double toward = -glm::dot(face.side, axes.forward);
    if (toward < 0.02) {
      continue;
    }
    const glm::dvec3 u(face.side.y, face.side.z, face.side.x);
    const glm::dvec3 v = glm::cross(face.side, u);
    faces.push_back(
        {&face,
         toward,
         seen(face.side),
         {seen(face.side + u + v), seen(face.side + u - v), seen(face.side - u - v), seen(face.side - u + v)}});
  }
  return faces;
}

bool holds(const SeenFace& face, glm::dvec2 at) {
  int left = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const glm::dvec2 along = face.corners[(i + 1) % 4] - face.corners[i];
    const glm::dvec2 away = at - face.corners[i];
    left += along.x * away.y - along.y * away.x > 0 ? 1 : 0;
  }
  return left == 0 || left == 4;
}

// The face under a finger, or the nearest to it: narrow ones are hard to hit.
const SeenFace& faceAt(const std::vector<SeenFace>& faces, glm::dvec2 at) {
  const auto inside = std::find_if(faces.begin(), faces.end(), [&](const SeenFace& face) { return holds(face, at); });
  return inside != faces.end()
             ? *inside
             : *std::min_element(faces.begin(), faces.end(), [&](const SeenFace& a, const SeenFace& b) {
                 return glm::distance(a.middle, at) < glm::distance(b.middle, at);
               });
}

}  // namespace

void drawOrientationCube(PanelFrame& frame, const interaction::Pane& pane) {
  if (std::min(pane.sizeDp.x, pane.sizeDp.y) < 220) {
    return;
  }
  Widgets& w = frame.widgets;
  core::Camera& camera = *frame.toolbox.state().view.camera;
  const Rect box{{pane.originDp.x + 8, pane.originDp.y + pane.sizeDp.y - 32 - kSideDp}, {kSideDp, kSideDp}};
  const std::vector<SeenFace> faces = seenFaces(camera, box.origin + box.size * 0.5);
  w.beginPanel("orientation cube", box, 0, 0, true);
  const bool tapped = w.tap("orientation cube", box);
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const SeenFace& pointed = faceAt(faces, {mouse.x, mouse.y});
  const bool hovered = w.isHovered();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  for (const SeenFace& face : faces) {
    const float light = float(0.35 + 0.65 * face.toward);
    const glm::vec3 ground =
        hovered && &face == &pointed ? glm::vec3(0.12f, 0.56f, 0.66f) : glm::vec3(0.24f, 0.28f, 0.33f);
    const std::array corners = {vec(face.corners[0]), vec(face.corners[1]), vec(face.corners[2]), vec(face.corners[3])};
    list.AddQuadFilled(corners[0], corners[1], corners[2], corners[3], colorOf(ground * light, 0.88f));
    list.AddQuad(corners[0], corners[1], corners[2], corners[3], IM_COL32(0xE8, 0xEC, 0xEF, 110), 1);
    if (face.toward > 0.25) {
      w.text(w.fonts.strong, colorOf({0.91f, 0.93f, 0.94f}, std::min(1.f, float(face.toward) * 1.6f)),
             {face.middle - glm::dvec2(14, 12), {28, 24}}, face.face->letter, Align::Center);
    }
  }
  if (tapped) {
    camera = interaction::facing(camera, pointed.face->side);
  }
  w.endPanel();
}

}  // namespace ui
