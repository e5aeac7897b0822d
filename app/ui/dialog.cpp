#include "ui/dialog.h"

#include <algorithm>

namespace ui {

bool veil(PanelFrame& frame, const char* name, float darkness) {
  Widgets& w = frame.widgets;
  const Rect all{{0, 0}, frame.sizeDp};
  w.beginPanel(name, all, IM_COL32(0, 0, 0, int(darkness * 255)), 0, true);
  const bool tapped = w.tap(name, all);
  w.endPanel();
  return tapped || ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape), false);
}

Rect centered(const PanelFrame& frame, double width, double height) {
  const glm::dvec2 size(std::min(width, frame.sizeDp.x - 32), std::min(height, frame.sizeDp.y - 32));
  return {glm::floor((frame.sizeDp - size) / 2.0), size};
}

void beginCard(PanelFrame& frame, const char* name, const Rect& card) {
  frame.widgets.beginPanel(name, card, frame.widgets.theme.card, frame.widgets.theme.largeCorner, true);
}

namespace {

glm::dvec2 markOfRow(const Rect& row) {
  return {row.origin.x + kGrid + 10, row.origin.y + row.size.y / 2};
}

// All of a row but its mark.
bool markedRow(Widgets& w, const std::string& name, const Rect& row, std::string_view label) {
  const bool tapped = w.tap(name, row);
  if (w.isHovered()) {
    w.fill(row, w.theme.raised, w.theme.rowCorner);
  }
  w.text(w.fonts.body, w.theme.text, {{row.origin.x + 40, row.origin.y}, {row.size.x - 40, row.size.y}}, label);
  return tapped;
}

}  // namespace

bool checkRow(Widgets& w, const std::string& name, const Rect& row, bool chosen, std::string_view label) {
  const bool tapped = markedRow(w, name, row, label);
  w.checkBox(chosen, markOfRow(row));
  return tapped;
}

bool optionRow(Widgets& w, const std::string& name, const Rect& row, bool chosen, std::string_view label) {
  const bool tapped = markedRow(w, name, row, label);
  w.radioButton(chosen, markOfRow(row));
  return tapped;
}

std::vector<std::string> namesIn(const std::string& text) {
  std::vector<std::string> names;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t comma = std::min(text.find(',', at), text.size());
    const std::size_t first = text.find_first_not_of(' ', at);
    if (first < comma) {
      names.push_back(text.substr(first, text.find_last_not_of(' ', comma - 1) + 1 - first));
    }
    at = comma + 1;
  }
  return names;
}

Confirmed confirm(PanelFrame& frame, const std::string& name, std::string_view title, std::string_view words,
                  std::string_view keep, std::string_view act) {
  Widgets& w = frame.widgets;
  Confirmed said{.open = !veil(frame, (name + " veil").c_str(), 0.6f)};
  constexpr double kSheet = 440, kButton = 136;
  const double lines = w.paragraph(w.fonts.body, 0, {{0, 0}, {kSheet - 48, 0}}, words);
  const Rect sheet = centered(frame, kSheet, 52 + lines + 24 + kTouchDp + 16);
  beginCard(frame, (name + " card").c_str(), sheet);
  const double left = sheet.origin.x + 24;
  w.text(w.fonts.strong, w.theme.text, {{left, sheet.origin.y + 16}, {sheet.size.x - 48, 32}}, title);
  w.paragraph(w.fonts.body, w.theme.muted, {{left, sheet.origin.y + 52}, {sheet.size.x - 48, 0}}, words);
  const double y = sheet.end().y - 16 - kTouchDp;
  if (w.button(name + " keep", {{sheet.end().x - 24 - 2 * kButton - 8, y}, {kButton, kTouchDp}}, keep, false)) {
    said.open = false;
  }
  if (w.button(name + " now", {{sheet.end().x - 24 - kButton, y}, {kButton, kTouchDp}}, act, true)) {
    said = {.open = false, .meant = true};
  }
  w.endPanel();
  return said;
}

}  // namespace ui
