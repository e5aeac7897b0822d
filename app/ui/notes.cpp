// What stands at the foot of the pictures: notes, until they are tapped away, and above them what the brush is at.
#include <algorithm>

#include "core/text.h"
#include "ui/ui.h"

namespace ui {

namespace {

// Which lesion the brush adds to or takes from, and as what it counts, wherever the list of lesions is; a tap leads to
// where that is changed.
void drawPainted(PanelFrame& frame, double bottom) {
  constexpr double kHeight = 36, kLeast = 420;
  const bool pages = frame.state.isPageShown() || frame.layout.isDeck();
  if (pages || frame.model.looksOnly || frame.layout.settings.size.x < kLeast ||
      !interaction::infoOf(frame.toolbox.active()).paints) {
    return;
  }
  Widgets& w = frame.widgets;
  const LesionItem* lesion = frame.model.activeLesion ? &frame.model.lesions[*frame.model.activeLesion] : nullptr;
  const std::string words =
      lesion == nullptr ? "The first stroke marks: " +
                              (frame.model.classes.empty() ? std::string("lesion") : frame.model.classes.front().name)
                        : lesion->name + "  \u00B7  " + lesion->className +
                              (lesion->volumeMl > 0 ? core::printed("  \u00B7  %.2f ml", lesion->volumeMl) : "");
  const double sign = lesion == nullptr ? 0 : 30;
  const bool adds = lesion != nullptr && (!frame.layout.lesions || frame.layout.lesionsCover);  // no list offers it
  const double width = std::min(double(w.widthOf(w.fonts.body, words)) + sign + 48, frame.layout.settings.size.x - 160);
  const Rect& strip = frame.layout.settings;
  const Rect touched{{strip.origin.x + (strip.size.x - width) / 2, bottom - kTouchDp}, {width, kTouchDp}};
  // One panel for both: one that comes and goes with the list would take the keys from whatever is typed in.
  const double more = adds ? kGrid / 2 + kTouchDp : 0;
  w.beginPanel("painted", {touched.origin, touched.size + glm::dvec2(more, 0)}, 0, 0, true);
  if (w.tap("painted", touched)) {
    frame.run(lesion == nullptr ? CommandId::NewLesion : CommandId::ShowLesion);
  }
  const Rect chip{touched.origin + glm::dvec2(0, kTouchDp - kHeight), {width, kHeight}};
  w.fill(chip, w.theme.raised, kHeight / 2);
  if (lesion != nullptr) {
    w.badge(chip.origin + glm::dvec2(22, kHeight / 2), lesion->color, std::to_string(*frame.model.activeLesion + 1),
            false);
  }
  w.text(w.fonts.body, w.theme.text, {{chip.origin.x + sign + 12, chip.origin.y}, {width - sign - 40, kHeight}}, words);
  w.smallIcon(w.theme.muted, {{chip.end().x - 28, chip.origin.y + 9}, {18, 18}}, icon::kOpens);
  if (adds) {
    const Rect add{{touched.end().x + kGrid / 2, touched.origin.y}, {kTouchDp, kTouchDp}};
    if (w.tap("another lesion", add)) {
      frame.run(CommandId::NewLesion);
    }
    w.fill({add.origin + glm::dvec2(6, kTouchDp - kHeight), {kHeight, kHeight}}, w.theme.raised, kHeight / 2);
    w.icon(w.theme.accentText, {add.origin + glm::dvec2(6, kTouchDp - kHeight), {kHeight, kHeight}}, icon::kAdd);
  }
  w.endPanel();
}

}  // namespace

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
  drawPainted(frame, bottom);
}

}  // namespace ui
