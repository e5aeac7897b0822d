// Notes at the foot of the pictures: what went wrong, in words, until it is tapped away.
#include <algorithm>

#include "ui/ui.h"

namespace ui {

void drawNotes(PanelFrame& frame) {
  Widgets& w = frame.widgets;
  const Theme& theme = w.theme;
  double bottom = frame.layout.settings.origin.y - 16;
  for (const Note& note : frame.model.notes) {
    const double width = std::min(frame.sizeDp.x - 32, 560.0);
    const double actionWidth = note.command ? double(w.widthOf(w.fonts.body, note.commandTitle)) + 32 : 0;
    const double wrap = width - 24 - kTouchDp - (note.command ? actionWidth + kGrid : 0);
    ImFont* font = w.fonts.body;
    const float size = font->FontSize * ImGui::GetIO().FontGlobalScale;
    const ImVec2 text = font->CalcTextSizeA(size, FLT_MAX, float(wrap), note.text.c_str());
    const double height = std::max(kTouchDp, double(text.y) + 24);
    const Rect card{{(frame.sizeDp.x - width) / 2, bottom - height}, {width, height}};
    const bool bad = note.kind == Note::Kind::Failure;
    const bool caution = note.kind == Note::Kind::Caution;
    w.beginPanel(("note " + std::to_string(note.id)).c_str(), card,
                 bad       ? theme.badGround
                 : caution ? theme.cautionGround
                           : theme.raised,
                 theme.cardCorner, true);
    ImGui::GetWindowDrawList()->AddText(
        font, size, {float(card.origin.x + 16), float(card.origin.y + (height - double(text.y)) / 2)},
        bad       ? theme.bad
        : caution ? theme.caution
                  : theme.text,
        note.text.c_str(), nullptr, float(wrap));
    if (note.command &&
        w.button(note.commandTitle,
                 {{card.end().x - kTouchDp - actionWidth - kGrid, card.origin.y + (height - kTouchDp) / 2},
                  {actionWidth, kTouchDp}},
                 note.commandTitle, false)) {
      frame.run(*note.command);
    }
    if (w.iconButton("dismiss " + std::to_string(note.id),
                     {{card.end().x - kTouchDp, card.origin.y + (height - kTouchDp) / 2}, {kTouchDp, kTouchDp}},
                     icon::kClose)) {
      frame.requests.emplace_back(DismissNote{note.id});
    }
    w.endPanel();
    bottom -= height + 8;
  }
}

}  // namespace ui
