// The card below the lesions: the guideline of the class that is painted, or what was done here.
#include <utility>
#include <vector>

#include "ui/ui.h"

namespace ui {

Aside shownAside(const UiState& state, const Model& model) {
  const Aside usual = model.guideline ? Aside::Guideline : Aside::History;
  const bool gone =
      (state.aside == Aside::SentBack && model.sentBack.empty()) || (state.aside == Aside::Ties && !model.ties);
  return gone ? usual : state.aside.value_or(usual);
}

void drawAside(PanelFrame& frame) {
  if (!frame.layout.history || frame.layout.history->size.y < 120) {
    return;
  }
  std::vector<std::pair<Aside, std::string>> tabs{{Aside::Guideline, "Guideline"}, {Aside::History, "History"}};
  if (!frame.model.sentBack.empty()) {
    const std::size_t open = toMend(frame.model.sentBack);
    tabs.emplace_back(Aside::SentBack, open > 0 ? "Sent back " + std::to_string(open) : "Sent back");
  }
  if (frame.model.ties) {
    tabs.emplace_back(Aside::Ties, "Tied " + std::to_string(frame.model.ties->places.size()));
  }
  Widgets& w = frame.widgets;
  const Rect& card = *frame.layout.history;
  double wanted = 12;
  for (const auto& [aside, title] : tabs) {
    wanted += double(w.widthOf(w.fonts.strong, title)) + 20;
  }
  const bool tight = wanted > card.size.x;
  const auto signOf = [](Aside aside) {  // where it is tight: what is always there is known by it
    return aside == Aside::Guideline ? icon::kGuideline : aside == Aside::History ? icon::kReplay : nullptr;
  };
  w.beginPanel("aside", card, w.theme.card, w.theme.cardCorner, frame.layout.lesionsCover);
  const Aside shown = shownAside(frame.state, frame.model);
  double x = card.origin.x + 12;
  for (const auto& [aside, title] : tabs) {
    const char* sign = tight ? signOf(aside) : nullptr;
    const double width = sign != nullptr ? 40 : double(w.widthOf(w.fonts.strong, title)) + 16;
    const Rect tab{{x, card.origin.y + 4}, {width, kTouchDp}};
    if (w.tap("aside " + title, tab)) {
      frame.state.aside = aside;
    }
    const ImU32 color = aside == shown ? w.theme.text : w.theme.muted;
    if (sign != nullptr) {
      w.icon(color, tab, sign);
    } else {
      w.text(w.fonts.strong, color, tab, title, Align::Center);
    }
    if (aside == shown) {
      w.fill({{x + 8, tab.end().y - 8}, {width - 16, 2}}, w.theme.accent, 1);
    }
    x += width + (tight ? 0 : 4);
  }
  const Rect body{{card.origin.x, card.origin.y + 56}, {card.size.x, card.size.y - 64}};
  if (shown == Aside::Guideline) {
    drawGuideline(frame, body);
  } else if (shown == Aside::SentBack) {
    drawSentBack(frame, body);
  } else if (shown == Aside::Ties) {
    drawTies(frame, body);
  } else {
    drawHistory(frame, body);
  }
  w.endPanel();
}

}  // namespace ui
