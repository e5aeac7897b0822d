// The list of cases, and of the tracks that each was read in; and what a case is called.
#include <algorithm>
#include <utility>

#include "core/name.h"
#include "core/text.h"
#include "ui/dialog.h"

namespace ui {
namespace {

constexpr double kCaseRow = kTouchDp;
constexpr double kTrackRow = 48;

// Why the case may not be called as it is typed; empty: it may.
std::string againstName(const CaseNaming& naming, const CasesCard& card, bool may) {
  if (!may) {
    return "Whoever may bring images in renames cases.";
  }
  if (naming.typed.empty()) {
    return "A case has a name.";
  }
  if (std::ranges::any_of(card.cases, [&](const CasesCard::Case& each) {
        return each.id != naming.caseId && each.name == naming.typed;
      })) {
    return "Another case has this name.";
  }
  const auto fault = core::faultOfName(naming.typed);
  return fault ? "It " + *fault + "." : "";
}

// What becomes of the names that it had.
std::string keptWords(const CaseNaming& naming, const CasesCard& card) {
  const auto found = std::ranges::find(card.cases, naming.caseId, &CasesCard::Case::id);
  std::string words = "The history keeps \"" + naming.before + "\", by which the case is still found.";
  if (found != card.cases.end() && !found->formerNames.empty()) {
    words += " Before, it was called " + core::joined(found->formerNames) + ".";
  }
  return words;
}

void drawCaseNaming(PanelFrame& frame, const CasesCard* card) {
  Widgets& w = frame.widgets;
  CaseNaming& naming = *frame.state.caseNaming;
  bool done = veil(frame, "case naming veil", 0.5f);
  const std::string against = card == nullptr ? "" : againstName(naming, *card, frame.model.mayImport);
  const std::string kept = keptWords(naming, card == nullptr ? CasesCard{} : *card);
  const double width = std::min(440.0, frame.sizeDp.x - 32) - 48;
  const double keptHeight = w.paragraph(w.fonts.small, 0, {{0, 0}, {width, 0}}, kept);
  const Rect sheet = centered(frame, 440, 128 + 28 + keptHeight + 16 + kTouchDp + 16);
  beginCard(frame, "case naming card", sheet);
  const double left = sheet.origin.x + 24;
  w.text(w.fonts.strong, w.theme.text, {{left, sheet.origin.y + 16}, {width, 32}}, "Name of the case");
  const Rect box{{left, sheet.origin.y + 60}, {width, kTouchDp}};
  const bool entered = w.field("case naming name", box, naming.typed, "", std::exchange(frame.state.fresh, false));
  w.text(w.fonts.small, w.theme.caution, {{left, box.end().y + 4}, {width, 24}}, against);
  w.paragraph(w.fonts.small, w.theme.muted, {{left, box.end().y + 32}, {width, 0}}, kept);
  const bool good = card != nullptr && against.empty();
  const double y = sheet.end().y - 16 - kTouchDp;
  if (w.button("case naming cancel", {{sheet.end().x - 24 - 2 * 120 - 8, y}, {120, kTouchDp}}, "Cancel", false)) {
    done = true;
  }
  if ((w.button("case naming now", {{sheet.end().x - 24 - 120, y}, {120, kTouchDp}}, "Rename", good, good) ||
       entered) &&
      good) {
    if (naming.typed != naming.before) {
      frame.requests.emplace_back(RenameCase{naming.caseId, naming.typed});
    }
    done = true;
  }
  w.endPanel();
  if (done) {
    frame.state.caseNaming.reset();
  }
}

}  // namespace

void drawCases(PanelFrame& frame) {
  if (!frame.state.cases) {
    return;
  }
  if (frame.state.caseNaming) {
    drawCaseNaming(frame, frame.model.listed ? &*frame.model.listed : nullptr);
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
  const double foot = frame.model.mayImport ? kTouchDp + kGrid : 0;
  const Rect sheet = centered(frame, 560, 72 + std::max(contents, kCaseRow) + foot + kGrid);
  beginCard(frame, "cases card", sheet);
  const double left = sheet.origin.x + 24;
  w.text(w.fonts.strong, w.theme.text, {{left, sheet.origin.y + 16}, {sheet.size.x - 48, 32}}, "Cases");
  w.text(w.fonts.small, w.theme.muted, {{left, sheet.origin.y + 16}, {sheet.size.x - 48, 32}},
         "and what was marked in each, reading by reading", Align::Right);
  const Rect list{{sheet.origin.x, sheet.origin.y + 60}, {sheet.size.x, sheet.size.y - 60 - foot - kGrid}};
  double y = w.beginScroll("cases", list, contents);
  for (std::size_t i = 0; i < card.cases.size(); ++i) {
    const CasesCard::Case& each = card.cases[i];
    const Rect line{{left, y}, {sheet.size.x - 48 - (frame.model.mayImport ? kTouchDp : 0), kCaseRow}};
    w.text(w.fonts.strong, w.theme.text, line, each.name);
    w.text(w.fonts.small, w.theme.muted, line, each.words, Align::Right);
    if (frame.model.mayImport &&
        w.iconButton("rename case " + std::to_string(i), {{sheet.end().x - 16 - kTouchDp, y}, {kTouchDp, kTouchDp}},
                     icon::kRename)) {
      frame.state.caseNaming = {each.id, each.name, each.name};
      frame.state.fresh = true;
    }
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
  if (frame.model.mayImport) {
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
  }
  w.endPanel();
  frame.state.cases = !done;
}

}  // namespace ui
