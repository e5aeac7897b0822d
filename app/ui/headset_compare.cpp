// Readings held against each other, on the headset's panel: who stands how, which lesions differ, what colours mean.
#include <algorithm>
#include <array>

#include "ui/compare_words.h"
#include "ui/flow.h"
#include "ui/headset_panel.h"

namespace ui {
namespace {

constexpr double kComparePad = 16;
constexpr double kLegendRow = 32;
constexpr double kCompareRow = HeadsetPanel::kHandDp;
constexpr double kDiceDp = 92, kCountDp = 64;

}  // namespace

void HeadsetPanel::drawCompare(Drawing& drawing) {
  Widgets& w = *widgets_;
  const CompareCard& card = *drawing.model.compare;
  double x = kComparePad;
  x += double(w.text(fonts_.strong, theme_.text, {{x, 6}, {260, 30}}, card.session)) + 12;
  w.text(fonts_.small, theme_.muted, {{x, 6}, {kSizeDp.x - kComparePad - x, 30}}, card.place);
  constexpr std::array<std::pair<ComparePage, const char*>, 3> kPages{
      {{ComparePage::Readers, "Readers"}, {ComparePage::Lesions, "Lesions"}, {ComparePage::View, "View"}}};
  for (std::size_t i = 0; i < kPages.size(); ++i) {
    const auto& [page, name] = kPages[i];
    if (w.button(std::string("compare page ") + name, cell(-1, int(i), 4), name, comparePage_ == page)) {
      comparePage_ = page;
    }
  }
  if (w.button("compare leave", cell(-1, 3, 4), "Leave", false)) {
    drawing.asked.requests.emplace_back(DoInCompare{CompareAct::Leave});
  }
  if (comparePage_ == ComparePage::View) {
    drawView(drawing);
    return;
  }
  if (card.state != CompareCard::State::Shown) {
    const bool failed = card.state == CompareCard::State::Failed;
    w.paragraph(fonts_.body, failed ? theme_.caution : theme_.text,
                {cell(0, 0, 1).origin + glm::dvec2(0, 8), cell(0, 0, 1).size},
                failed ? card.fault : "Holding the readings against each other\u2026");
    return;
  }
  const Rect list{cell(0, 0, 1).origin,
                  {cell(0, 0, 1).size.x, cell(3, 0, 1).origin.y - cell(0, 0, 1).origin.y - kLegendRow - 4}};
  if (comparePage_ == ComparePage::Readers) {
    drawReaders(drawing, list);
  } else {
    drawDifferences(drawing, list);
  }
  drawCompareLegend(w, card, {{kComparePad, list.end().y + 2}, {list.size.x, kLegendRow}}, fonts_.small, 36);
  drawCompareSteps(drawing);
}

void HeadsetPanel::drawReaders(Drawing& drawing, const Rect& list) {
  Widgets& w = *widgets_;
  const CompareCard& card = *drawing.model.compare;
  const double width = list.size.x - 12;
  const auto words = [&](double y, bool draws) {
    Flow flow(w, {{list.origin.x, y}, {width, 0}}, draws);
    flow.gap(4);
    flow.small(card.agreement, theme_.muted);
    for (const std::string& each : card.remarks) {
      flow.small(each, theme_.caution);
    }
    return flow.height();
  };
  const double tall = kCompareRow + 4;
  double y = w.beginScroll("compare readers", list, double(card.readers.size()) * tall + words(0, false));
  for (std::size_t i = 0; i < card.readers.size(); ++i, y += tall) {
    const CompareCard::Reader& each = card.readers[i];
    const Rect row{{list.origin.x, y}, {width, kCompareRow}};
    if (w.tap("compare reader " + std::to_string(i + 1), row)) {
      drawing.asked.requests.emplace_back(HoldAgainstPanel{i});
    }
    const bool held = card.held == i;
    w.fill(row, held ? theme_.accent : w.isHeld() ? theme_.selected : theme_.raised, theme_.cardCorner);
    const ImU32 text = held ? IM_COL32_WHITE : theme_.text, muted = held ? IM_COL32_WHITE : theme_.muted;
    const double right = row.end().x - 12;
    const double counts = right - 2 * kCountDp;
    w.text(each.you ? fonts_.strong : fonts_.body, text,
           {{row.origin.x + 12, y}, {counts - kDiceDp - row.origin.x - 20, kCompareRow}}, each.you ? "You" : each.name);
    const auto column = [&](double from, double wide, const std::string& value, const std::string& under, ImU32 color) {
      w.text(fonts_.strong, color, {{from, y + 8}, {wide, 22}}, value, Align::Right);
      w.text(fonts_.small, muted, {{from, y + 31}, {wide, 18}}, under, Align::Right);
    };
    const auto found = [&](std::int64_t count) { return count > 0 && !held ? theme_.caution : text; };
    column(counts - kDiceDp, kDiceDp, each.dice, each.interval.empty() ? "Dice" : each.interval, text);
    column(counts, kCountDp, std::to_string(each.missed), "missed", found(each.missed));
    column(counts + kCountDp, kCountDp, std::to_string(each.added), "added", found(each.added));
  }
  words(y, true);
  w.endScroll();
}

void HeadsetPanel::drawDifferences(Drawing& drawing, const Rect& list) {
  Widgets& w = *widgets_;
  const CompareCard& card = *drawing.model.compare;
  if (card.lesions.empty()) {
    w.paragraph(fonts_.body, theme_.muted, list, "Nobody marked anything in this case.");
    return;
  }
  const double width = list.size.x - 12;
  const double tall = kCompareRow + 4;
  const double each = std::clamp(150.0 / double(std::max<std::size_t>(card.columns.size(), 1)), 14.0, 30.0);
  double y = w.beginScroll("compare lesions", list, double(card.lesions.size()) * tall);
  for (std::size_t i = 0; i < card.lesions.size(); ++i, y += tall) {
    const CompareCard::Lesion& lesion = card.lesions[i];
    const Rect row{{list.origin.x, y}, {width, kCompareRow}};
    if (w.tap("compare lesion " + std::to_string(i + 1), row)) {
      drawing.asked.requests.emplace_back(LookAtDifference{i});
    }
    w.fill(row, card.lesion == i || w.isHeld() ? theme_.selected : theme_.raised, theme_.cardCorner);
    const double dice = row.end().x - 12 - 40;
    const double dots = dice - each * double(card.columns.size());
    const double room = dots - row.origin.x - 20;
    w.text(fonts_.strong, theme_.text, {{row.origin.x + 12, y + 8}, {room, 22}}, lesion.className);
    w.text(fonts_.small, theme_.muted, {{row.origin.x + 12, y + 31}, {room, 18}}, lesion.words);
    for (std::size_t reader = 0; reader < lesion.marked.size(); ++reader) {
      const double middle = dots + each * (double(reader) + 0.5);
      w.text(fonts_.small, theme_.muted, {{middle - each / 2, y + 8}, {each, 18}}, card.columns[reader], Align::Center);
      drawFound(w, {middle, y + 40}, lesion.marked[reader]);
    }
    w.text(fonts_.strong, theme_.text, {{dice, y}, {40, kCompareRow}}, lesion.agreement, Align::Right);
  }
  w.endScroll();
}

void HeadsetPanel::drawCompareSteps(Drawing& drawing) {
  Widgets& w = *widgets_;
  const CompareCard& card = *drawing.model.compare;
  const auto act = [&](CompareAct what) { drawing.asked.requests.emplace_back(DoInCompare{what}); };
  if (w.button("compare previous", cell(3, 0, 5), "Back", false, !card.isFirst) && !card.isFirst) {
    act(CompareAct::Previous);
  }
  const bool more = !card.next.empty();
  if (more ? longButton("compare next", cell(3, 1, 5, 2), "Next difference", true)
           : w.button("compare next", cell(3, 1, 5, 2), "Nothing else differs", false, false)) {
    act(CompareAct::Next);
  }
  if (longButton("compare everybody", cell(3, 3, 5), "All readers", !card.held) && card.held) {
    act(CompareAct::Everybody);
  }
  const bool surface = card.held && card.surface;
  if (longButton("compare surface", cell(3, 4, 5), "Surface in mm", surface)) {
    act(CompareAct::Surface);
  }
  w.text(fonts_.small, theme_.muted, {{kComparePad, cell(4, 0, 1).origin.y - 4}, {kSizeDp.x - 2 * kComparePad, 24}},
         more ? card.next : "");
}

}  // namespace ui
