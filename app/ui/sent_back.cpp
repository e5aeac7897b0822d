// What reviewers sent back to this reader: a tap opens it where they looked.
#include "ui/review_words.h"
#include "ui/ui.h"

namespace ui {
namespace {

double write(Widgets& w, const SentBackItem& item, const Rect& box, bool draws) {
  Flow flow(w, box, draws);
  writeSentBack(flow, w.theme, item);
  return flow.height();
}

}  // namespace

void drawSentBack(PanelFrame& frame, const Rect& body) {
  Widgets& w = frame.widgets;
  const double width = body.size.x - 40;
  double height = 0;
  for (const SentBackItem& item : frame.model.sentBack) {
    height += write(w, item, {{0, 0}, {width, 0}}, false);
  }
  double y = w.beginScroll("sent back", body, height);
  for (std::size_t i = 0; i < frame.model.sentBack.size(); ++i) {
    const SentBackItem& item = frame.model.sentBack[i];
    const double each = write(w, item, {{0, 0}, {width, 0}}, false);
    const Rect row{{body.origin.x + 8, y}, {body.size.x - 16, each}};
    if (w.tap("sent back " + std::to_string(i), row)) {
      frame.requests.emplace_back(ShowSentBack{i});
    }
    if (w.isHovered() || w.isHeld()) {
      w.fill(row, w.theme.raised, w.theme.rowCorner);
    }
    write(w, item, {{body.origin.x + 20, y}, {width, 0}}, true);
    y += each;
  }
  w.endScroll();
}

}  // namespace ui
