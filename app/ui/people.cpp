// The others who are in the project just now: who is where, whom to follow, and where they point, on every picture.
#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>

#include "ui/pane_geometry.h"

namespace ui {
namespace {

constexpr double kPersonRow = 56;
constexpr ImU32 kRim = IM_COL32(0, 0, 0, 190);

// A name beside its mark, in its colour: colours alone tell too few people apart.
void drawName(Widgets& w, glm::dvec2 at, const PersonItem& person, float alpha) {
  const double width = double(w.widthOf(w.fonts.small, person.name)) + 12;
  const Rect box{at + glm::dvec2(0, -10), {width, 20}};
  w.fill(box, colorOf(person.color, alpha), 6);
  w.text(w.fonts.small, IM_COL32(0x0E, 0x10, 0x13, int(255 * alpha)), box, person.name, Align::Center);
}

// The arrow that a pointer is everywhere.
void drawArrow(glm::dvec2 tip, ImU32 color, ImU32 rim) {
  const std::array<ImVec2, 3> corners = {vec(tip), vec(tip + glm::dvec2(4, 17)), vec(tip + glm::dvec2(14, 10))};
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddTriangleFilled(corners[0], corners[1], corners[2], color);
  list.AddTriangle(corners[0], corners[1], corners[2], rim, 1.5f);
}

// How far a point is from what a picture shows: 1 where it lies in the slice (or in 3D), less the farther away.
float nearness(const PaneGeometry& geometry, glm::dvec3 pointMm) {
  if (!geometry.plane) {
    return 1;
  }
  constexpr double kFaintMm = 30;
  const glm::dvec3 spacing = geometry.frame.model.grid->spacingMm();
  const double offMm = std::abs(glm::dot(pointMm - geometry.plane->centerMm, core::normalOf(*geometry.plane)));
  const double within = std::max({spacing.x, spacing.y, spacing.z});
  return offMm <= within ? 1.f : float(0.45 * std::max(0.0, 1 - (offMm - within) / kFaintMm));
}

void drawCursor(Widgets& w, const PaneGeometry& geometry, const PersonItem& person) {
  const float near = nearness(geometry, *person.cursorMm);
  const auto at = geometry.seen(*person.cursorMm);
  if (!at || near < 0.05f) {
    return;
  }
  drawArrow(*at, colorOf(person.color, near), IM_COL32(0, 0, 0, int(190 * near)));
  drawName(w, *at + glm::dvec2(16, 18), person, near);
}

// A head with its line of sight, and hands; in 3D only, where they are in the room.
void drawBody(Widgets& w, const PaneGeometry& geometry, const PersonItem& person) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImU32 color = colorOf(person.color);
  for (const glm::dvec3& hand : person.handsMm) {
    if (const auto at = geometry.seen(hand)) {
      list.AddCircleFilled(vec(*at), 6, color, 20);
      list.AddCircle(vec(*at), 6, kRim, 20, 1.5f);
    }
  }
  if (!person.head) {
    return;
  }
  constexpr double kSightMm = 60;
  const auto at = geometry.seen(person.head->positionMm);
  const auto ahead = geometry.seen(person.head->positionMm + person.head->forward * kSightMm);
  if (at && ahead) {
    list.AddLine(vec(*at), vec(*ahead), kRim, 4);
    list.AddLine(vec(*at), vec(*ahead), color, 2);
  }
  if (at) {
    list.AddCircleFilled(vec(*at), 11, color, 28);
    list.AddCircle(vec(*at), 11, kRim, 28, 1.5f);
    list.AddRectFilled(vec(*at + glm::dvec2(-7, -3)), vec(*at + glm::dvec2(7, 3)), kRim, 2);  // the headset
    drawName(w, *at + glm::dvec2(16, 0), person, 1);
  }
}

}  // namespace

void drawOthers(PanelFrame& frame, const PaneGeometry& geometry) {
  for (const PersonItem& person : frame.model.people) {
    if (!geometry.plane) {
      drawBody(frame.widgets, geometry, person);
    }
    if (person.cursorMm) {
      drawCursor(frame.widgets, geometry, person);
    }
  }
}

bool drawPeopleButton(PanelFrame& frame, const Rect& box) {
  Widgets& w = frame.widgets;
  const bool tapped = w.iconButton("people", box, icon::kPeople, frame.state.people);
  const glm::dvec2 corner(box.end().x - 14, box.origin.y + 14);
  w.fill({corner - 9.0, {18, 18}}, w.theme.accent, 9);
  w.text(w.fonts.small, IM_COL32_WHITE, {corner - 9.0, {18, 18}}, std::to_string(frame.model.people.size()),
         Align::Center);
  return tapped;
}

void drawPeople(PanelFrame& frame) {
  const std::vector<PersonItem>& people = frame.model.people;
  frame.state.people = frame.state.people && !people.empty();
  if (!frame.state.people) {
    return;
  }
  Widgets& w = frame.widgets;
  const Theme& theme = w.theme;
  const double room = frame.sizeDp.y - frame.layout.topBar.end().y - 24;
  const glm::dvec2 size(std::min(360.0, frame.sizeDp.x - 16),
                        std::min(room, 52 + double(people.size()) * kPersonRow + 8));
  const Rect card{{frame.sizeDp.x - size.x - 8, frame.layout.topBar.end().y + 4}, size};
  w.beginPanel("people card", card, theme.card, theme.cardCorner, true);
  w.text(w.fonts.strong, theme.text, {{card.origin.x + 20, card.origin.y + 4}, {size.x - 80, 44}}, "Here just now");
  if (w.iconButton("people close", {{card.end().x - kTouchDp - 4, card.origin.y + 4}, {kTouchDp, kTouchDp}},
                   icon::kClose)) {
    frame.state.people = false;
  }
  const Rect list{{card.origin.x, card.origin.y + 52}, {size.x, size.y - 60}};
  double y = w.beginScroll("people", list, double(people.size()) * kPersonRow);
  ImDrawList& drawn = *ImGui::GetWindowDrawList();
  for (const PersonItem& person : people) {
    const double left = card.origin.x + 20;
    drawn.AddCircleFilled(vec({left + 8, y + kPersonRow / 2}), 8, colorOf(person.color), 24);
    constexpr double kFollow = 104;
    const double width = size.x - 60 - (person.canFollow ? kFollow + 8 : 0);
    w.text(w.fonts.body, theme.text, {{left + 28, y + 6}, {width, 22}}, person.name);
    w.text(w.fonts.small, theme.muted, {{left + 28, y + 28}, {width, 18}}, person.where);
    const Rect follow{{card.end().x - kFollow - 12, y + 4}, {kFollow, kTouchDp}};
    if (person.canFollow &&
        w.button("follow " + person.session, follow, person.followed ? "Following" : "Follow", person.followed)) {
      frame.requests.emplace_back(FollowPerson{person.followed ? std::string() : person.session});
    }
    y += kPersonRow;
  }
  w.endScroll();
  w.endPanel();
}

}  // namespace ui
