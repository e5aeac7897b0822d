// The lesions of the track: which is painted, how large each is, which are shown; and the way to a new one.
#include <algorithm>
#include <array>
#include <cstdio>

#include "ui/ui.h"

namespace ui {
namespace {

std::string sizeText(const LesionItem& lesion) {
  if (lesion.volumeMl <= 0) {
    return "nothing painted yet";
  }
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), lesion.volumeMl < 10 ? "%.2f ml \u00B7 %.0f mm" : "%.0f ml \u00B7 %.0f mm",
                lesion.volumeMl, lesion.extentMm);
  return text.data();
}

}  // namespace

void drawLesions(PanelFrame& frame) {
  if (!frame.layout.lesions) {
    return;
  }
  const auto shown = std::count_if(frame.model.lesions.begin(), frame.model.lesions.end(),
                                   [](const LesionItem& lesion) { return !lesion.gone; });
  Widgets& w = frame.widgets;
  const Rect& card = *frame.layout.lesions;
  const Theme& theme = w.theme;
  w.beginPanel("lesions", card, theme.card, theme.cardCorner, frame.layout.lesionsCover);
  const double left = card.origin.x + 20;
  const double width = card.size.x - 40;
  w.text(w.fonts.strong, theme.text, {{left, card.origin.y + 8}, {width, 44}}, "Lesions");
  w.text(w.fonts.body, theme.muted, {{left, card.origin.y + 8}, {width, 44}}, std::to_string(shown), Align::Right);

  constexpr double kRow = 56;
  const double listTop = card.origin.y + 52;
  const double newTop = card.end().y - kTouchDp - 8;
  ImGui::SetCursorScreenPos({float(card.origin.x), float(listTop)});
  ImGui::PushStyleVar(ImGuiStyleVar_ScrollbarSize, 6);
  ImGui::BeginChild("lesion rows", {float(card.size.x), float(newTop - listTop - 4)}, false,
                    ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoScrollbar);
  const double scroll = double(ImGui::GetScrollY());
  if (shown == 0) {
    w.text(w.fonts.body, theme.muted, {{left, listTop + 8}, {width, 24}}, "None yet.");
    w.text(w.fonts.body, theme.muted, {{left, listTop + 32}, {width, 24}}, "The brush makes the first one.");
  }
  std::size_t place = 0;
  for (std::size_t i = 0; i < frame.model.lesions.size(); ++i) {
    const LesionItem& lesion = frame.model.lesions[i];
    if (lesion.gone) {
      continue;
    }
    const double y = listTop + double(place++) * kRow - scroll;
    if (y + kRow < listTop || y > newTop) {
      continue;
    }
    const Rect row{{card.origin.x + 8, y}, {card.size.x - 16, kRow - 4}};
    const Rect eye{{row.end().x - kTouchDp, y + 2}, {kTouchDp, kTouchDp}};
    const Rect body{row.origin, {row.size.x - kTouchDp, row.size.y}};
    if (w.tap("lesion " + lesion.name, body)) {
      frame.requests.emplace_back(SelectLesion{i});
    }
    const bool active = frame.model.activeLesion == i;
    if (active || w.isHeld()) {
      w.fill(row, theme.selected, theme.rowCorner);
    }
    const ImVec2 dot{float(row.origin.x + 22), float(y + row.size.y / 2)};
    ImGui::GetWindowDrawList()->AddCircleFilled(dot, 11, colorOf(lesion.color, lesion.hidden ? 0.3f : 1.f), 32);
    // The number says what the colour says, for whoever cannot tell colours apart.
    w.text(w.fonts.small, theme.ground, {{dot.x - 11.0, dot.y - 11.0}, {22, 22}}, std::to_string(i + 1), Align::Center);
    const double textLeft = row.origin.x + 44;
    const double textWidth = eye.origin.x - textLeft - 4;
    w.text(active ? w.fonts.strong : w.fonts.body, lesion.hidden ? theme.muted : theme.text,
           {{textLeft, y + 6}, {textWidth, 22}}, lesion.name);
    w.text(w.fonts.small, theme.muted, {{textLeft, y + 28}, {textWidth, 18}}, sizeText(lesion));
    if (w.tap("eye " + lesion.name, eye)) {
      frame.requests.emplace_back(ToggleLesion{i});
    }
    w.icon(lesion.hidden ? theme.faint : theme.muted, eye, lesion.hidden ? icon::kHidden : icon::kVisible);
  }
  ImGui::SetCursorScreenPos({float(card.origin.x), float(listTop + double(shown) * kRow - scroll)});
  ImGui::Dummy({1, 1});
  ImGui::EndChild();
  ImGui::PopStyleVar();

  const Rect fresh{{card.origin.x + 8, newTop}, {card.size.x - 16, kTouchDp}};
  if (w.tap("new lesion", fresh)) {
    frame.run(CommandId::NewLesion);
  }
  if (w.isHovered()) {
    w.fill(fresh, theme.raised, theme.rowCorner);
  }
  w.icon(theme.accentText, {{fresh.origin.x + 2, fresh.origin.y}, {40, kTouchDp}}, icon::kAdd);
  w.text(w.fonts.body, theme.accentText, {{fresh.origin.x + 44, fresh.origin.y}, {160, kTouchDp}}, "New lesion");
  w.endPanel();
}

}  // namespace ui
