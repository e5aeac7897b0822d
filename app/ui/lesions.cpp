// The lesions of the track: which is painted, how large each is, which are shown or locked; the way to a new one, and
// to all that can be changed about one.
#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>
#include <vector>

#include "ui/review_words.h"
#include "ui/ui.h"

namespace ui {
namespace {

// Whether more than one class is about, so that each lesion's is said.
bool saysClasses(const Model& model) {
  return model.classes.size() > 1 || std::any_of(model.lesions.begin(), model.lesions.end(), [&](const auto& lesion) {
           return !lesion.gone && lesion.className != model.lesions.front().className;
         });
}

std::string sizeText(const LesionItem& lesion) {
  if (lesion.volumeMl <= 0) {
    return "nothing painted yet";
  }
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), lesion.volumeMl < 10 ? "%.2f ml" : "%.0f ml", lesion.volumeMl);
  std::string size = text.data();
  if (lesion.inSliceDiameterMm > 0) {
    std::snprintf(text.data(), text.size(), " \u00B7 %.1f mm", lesion.inSliceDiameterMm);
    size += text.data();
  }
  return size;
}

// What stands in the place of its size; null: the size does, for nothing is to be done.
const char* decidedText(ReviewMark mark) {
  switch (mark) {
    case ReviewMark::SentBack:
      return "to be changed";
    case ReviewMark::Rejected:
      return "rejected";
    case ReviewMark::HandedOn:
      return "handed on";
    case ReviewMark::SecondLook:
      return "second look";
    case ReviewMark::Accepted:
    case ReviewMark::None:
      break;
  }
  return nullptr;
}

void drawRow(PanelFrame& frame, std::size_t index, const Rect& row) {
  Widgets& w = frame.widgets;
  const Theme& theme = w.theme;
  const LesionItem& lesion = frame.model.lesions[index];
  const bool active = frame.model.activeLesion == index;
  const Rect eye{{row.end().x - kTouchDp, row.origin.y + 2}, {kTouchDp, kTouchDp}};
  // What was chosen offers what can be changed about it; a second tap on it goes there once more.
  const Rect more{{eye.origin.x - kTouchDp, eye.origin.y}, eye.size};
  const Rect body{row.origin, {row.size.x - (active ? 2 : 1) * kTouchDp, row.size.y}};
  if (w.tap("lesion " + lesion.name, body)) {
    frame.requests.emplace_back(SelectLesion{index});
  }
  if (active || w.isHeld()) {
    w.fill(row, theme.selected, theme.rowCorner);
  }
  w.badge({row.origin.x + 22, row.origin.y + row.size.y / 2}, lesion.color, std::to_string(index + 1), lesion.hidden);
  const double left = row.origin.x + 44;
  const double width = body.end().x - left - 4;
  const double named = double(w.text(active ? w.fonts.strong : w.fonts.body, lesion.hidden ? theme.muted : theme.text,
                                     {{left, row.origin.y + 6}, {width, 22}}, lesion.name)) +
                       8;
  if (saysClasses(frame.model) && named < width) {
    w.text(w.fonts.small, theme.muted, {{left + named, row.origin.y + 7}, {width - named, 22}}, lesion.className);
  }
  double signs = 0;
  if (lesion.locked) {
    w.smallIcon(theme.caution, {{left - 2, row.origin.y + 28}, {18, 18}}, icon::kProtected);
    signs += 20;
  }
  if (lesion.isContested()) {
    w.hatch(theme.caution, {{left + signs, row.origin.y + 31}, {14, 12}});
    signs += 20;
  }
  if (!lesion.isContested() && lesion.mark != ReviewMark::None) {
    drawReviewMark(w, lesion.mark, {left + signs + 7, row.origin.y + 37});
    signs += 20;
  }
  const Rect under{{left + signs, row.origin.y + 28}, {width - signs, 18}};
  if (lesion.isContested()) {
    w.text(w.fonts.small, theme.caution, under, "contested");
  } else if (const char* decided = decidedText(lesion.mark)) {
    w.text(w.fonts.small, lesion.mark == ReviewMark::SentBack ? theme.caution : theme.muted, under, decided);
  } else {
    w.text(w.fonts.small, theme.muted, under, sizeText(lesion));
  }
  if (active) {
    if (w.tap("more " + lesion.name, more)) {
      frame.run(CommandId::ShowLesion);
    }
    w.icon(theme.muted, more, icon::kTune);
  }
  if (w.tap("eye " + lesion.name, eye)) {
    frame.requests.emplace_back(ToggleLesion{index});
  }
  w.icon(lesion.hidden ? theme.faint : theme.muted, eye, lesion.hidden ? icon::kHidden : icon::kVisible);
}

}  // namespace

void drawLesions(PanelFrame& frame) {
  if (!frame.layout.lesions) {
    return;
  }
  std::vector<std::size_t> shown;
  for (std::size_t i = 0; i < frame.model.lesions.size(); ++i) {
    if (!frame.model.lesions[i].gone) {
      shown.push_back(i);
    }
  }
  Widgets& w = frame.widgets;
  const Rect& card = *frame.layout.lesions;
  const Theme& theme = w.theme;
  w.beginPanel("lesions", card, theme.card, theme.cardCorner, frame.layout.lesionsCover);
  const double left = card.origin.x + 20;
  const double width = card.size.x - 40;
  w.text(w.fonts.strong, theme.text, {{left, card.origin.y + 8}, {width, 44}}, "Lesions");
  w.text(w.fonts.body, theme.muted, {{left, card.origin.y + 8}, {width, 44}}, std::to_string(shown.size()),
         Align::Right);

  constexpr double kRow = 56;
  const double newTop = card.end().y - kTouchDp - 8;
  const Rect list{{card.origin.x, card.origin.y + 52}, {card.size.x, newTop - card.origin.y - 56}};
  const double top = w.beginScroll("lesions", list, double(shown.size()) * kRow);
  if (shown.empty()) {
    w.text(w.fonts.body, theme.muted, {{left, top + 8}, {width, 24}}, "None yet.");
    w.text(w.fonts.body, theme.muted, {{left, top + 32}, {width, 24}},
           frame.model.looksOnly ? "Here you only look." : "The brush makes the first one.");
  }
  if (std::exchange(frame.state.listedLesion, frame.model.activeLesion) != frame.model.activeLesion) {
    const auto row = std::find(shown.begin(), shown.end(), frame.model.activeLesion);
    if (row != shown.end()) {
      const double y = top + double(row - shown.begin()) * kRow;
      w.reveal(y, y + kRow);
    }
  }
  // Only the rows in sight: with hundreds of lesions as fluent as with three.
  const std::size_t first = std::size_t(std::max(0.0, (list.origin.y - top) / kRow));
  for (std::size_t place = first; place < shown.size(); ++place) {
    const double y = top + double(place) * kRow;
    if (y >= list.end().y) {
      break;
    }
    drawRow(frame, shown[place], {{card.origin.x + 8, y}, {card.size.x - 16, kRow - 4}});
  }
  w.endScroll();

  if (frame.model.looksOnly) {
    w.endPanel();
    return;
  }
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
