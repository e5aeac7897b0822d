// The list of cases, and of the tracks that each was read in.
#include <algorithm>

#include "ui/dialog.h"

namespace ui {
namespace {

constexpr double kCaseRow = 40;
constexpr double kTrackRow = 48;

}  // namespace

void drawCases(PanelFrame& frame) {
  if (!frame.state.cases) {
    return;
  }
  Widgets& w = frame.widgets;
  bool done = veil(frame, "cases veil", 0.5f);
  const CasesCard none;
  const CasesCard& card = frame.model.listed ? *frame.model.listed : none;
  double contents = 0;
  for (const CasesCard::Case& each : card.cases) {
    contents += kCaseRow + kTrackRow * double(each.tracks.size());
  }
  constexpr double kFoot = kTouchDp + kGrid;
  const Rect sheet = centered(frame, 560, 72 + std::max(contents, kCaseRow) + kFoot + kGrid);
  beginCard(frame, "cases card", sheet);
  const double left = sheet.origin.x + 24;
  w.text(w.fonts.strong, w.theme.text, {{left, sheet.origin.y + 16}, {sheet.size.x - 48, 32}}, "Cases");
  w.text(w.fonts.small, w.theme.muted, {{left, sheet.origin.y + 16}, {sheet.size.x - 48, 32}},
         "each with what was marked in it, by track", Align::Right);
  const Rect list{{sheet.origin.x, sheet.origin.y + 60}, {sheet.size.x, sheet.size.y - 60 - kFoot - kGrid}};
  double y = w.beginScroll("cases", list, contents);
  for (std::size_t i = 0; i < card.cases.size(); ++i) {
    const CasesCard::Case& each = card.cases[i];
    w.text(w.fonts.strong, w.theme.text, {{left, y}, {sheet.size.x - 48, kCaseRow}}, each.name);
    w.text(w.fonts.small, w.theme.muted, {{left, y}, {sheet.size.x - 48, kCaseRow}}, each.words, Align::Right);
    y += kCaseRow;
    for (std::size_t j = 0; j < each.tracks.size(); ++j, y += kTrackRow) {
      const CasesCard::Track& track = each.tracks[j];
      const Rect row{{sheet.origin.x + 16, y}, {sheet.size.x - 32, kTrackRow}};
      if (w.tap("open " + std::to_string(i) + " " + track.name, row) && !track.open) {
        frame.requests.emplace_back(OpenTrack{i, j});
        done = true;
      }
      if (w.isHovered() || w.isHeld()) {
        w.fill(row, w.theme.raised, w.theme.rowCorner);
      }
      w.icon(track.open ? w.theme.accentText : w.theme.muted, {row.origin, {48, kTrackRow}},
             track.open ? icon::kCheck : icon::kCase);
      const double name = double(w.text(w.fonts.body, track.open ? w.theme.accentText : w.theme.text,
                                        {row.origin + glm::dvec2(52, 0), {row.size.x * 0.45, kTrackRow}}, track.name));
      w.text(w.fonts.small, w.theme.muted,
             {row.origin + glm::dvec2(52 + name + 2 * kGrid, 0), {row.size.x - 68 - name - 2 * kGrid, kTrackRow}},
             track.words);
    }
  }
  w.endScroll();
  const Rect add{{sheet.origin.x + 16, sheet.end().y - kTouchDp - kGrid}, {sheet.size.x - 32, kTouchDp}};
  if (w.tap("cases add", add)) {
    frame.run(CommandId::AddImages);
    done = true;
  }
  if (w.isHovered() || w.isHeld()) {
    w.fill(add, w.theme.raised, w.theme.rowCorner);
  }
  w.icon(w.theme.accentText, {add.origin, {48, kTouchDp}}, icon::kAdd);
  w.text(w.fonts.body, w.theme.accentText, {add.origin + glm::dvec2(52, 0), add.size - glm::dvec2(52, 0)},
         "Bring in images\u2026");
  w.endPanel();
  frame.state.cases = !done;
}

}  // namespace ui
