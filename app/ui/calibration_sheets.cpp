// What is asked before a calibration session is opened, and before it is revealed.
#include <algorithm>
#include <utility>

#include "ui/dialog.h"
#include "ui/flow.h"
#include "ui/ui.h"

namespace ui {
namespace {

constexpr double kCaseRow = 40;

}  // namespace

void drawOpeningSheet(PanelFrame& frame) {
  const CalibrationCard& card = *frame.model.calibration;
  CalibrationState& state = frame.state.calibration;
  Widgets& w = frame.widgets;
  bool done = veil(frame, "opening veil", 0.6f);
  state.cases.resize(frame.model.cases.size());
  const double width = std::min(600.0, frame.sizeDp.x - 32) - 48;
  constexpr const char* kEachOther = "each other";
  std::vector<std::string> against{kEachOther};
  against.insert(against.end(), card.references.begin(), card.references.end());
  const std::string chosen = state.reference.empty() ? kEachOther : state.reference;
  // Candidates are held against the truth, which they are not themselves.
  std::vector<std::string> ways{"once", "by masks and by boxes"};
  std::vector<std::string> candidates{"", ""};
  for (const std::string& each : card.references) {
    if (!state.reference.empty() && each != state.reference) {
      ways.push_back("again with candidates of " + each);
      candidates.push_back(each);
    }
  }
  if (state.candidates == state.reference || state.reference.empty()) {
    state.candidates.clear();
  }
  const std::string way = state.boxes                ? ways[1]
                          : state.candidates.empty() ? ways[0]
                                                     : "again with candidates of " + state.candidates;
  const double waysHeight = chips(w, {{0, 0}, {width, 0}}, "", ways, way, false, [](std::size_t) {});
  const double chipsHeight =
      28 + waysHeight + chips(w, {{0, 0}, {width, 0}}, "", against, chosen, false, [](std::size_t) {});
  const double most = std::max(2 * kCaseRow, frame.sizeDp.y - 32 - 392 - chipsHeight);
  const double cases = std::min(double(state.cases.size()) * kCaseRow, std::min(most, 6 * kCaseRow));
  const Rect sheet = centered(frame, 600, 372 + chipsHeight + cases);
  beginCard(frame, "opening card", sheet);
  const double left = sheet.origin.x + 24;
  double y = sheet.origin.y + 16;
  w.text(w.fonts.strong, w.theme.text, {{left, y}, {width, 32}}, "Open a calibration session");
  y += 40;
  const auto label = [&](const char* what) {
    w.text(w.fonts.small, w.theme.accentText, {{left, y}, {width, 20}}, what);
    y += 22;
  };
  label("What it is called");
  w.field("opening name", {{left, y}, {width, kTouchDp}}, state.name, "such as May, or Skull base 2",
          std::exchange(frame.state.fresh, false));
  y += kTouchDp + 10;
  label("Who reads, separated by commas");
  w.field("opening readers", {{left, y}, {width, kTouchDp}}, state.readers, "Ada, Emmy, Grace", false);
  y += kTouchDp + 10;
  label("Held against");
  y += chips(w, {{left, y}, {width, 0}}, "opening against ", against, chosen, true,
             [&](std::size_t i) { state.reference = i == 0 ? "" : against[i]; }) +
       6;
  label("How often each case is read");
  y += chips(w, {{left, y}, {width, 0}}, "opening way ", ways, way, true,
             [&](std::size_t i) {
               state.boxes = i == 1;
               state.candidates = candidates[i];
             }) +
       6;
  label("Which cases");
  const Rect list{{sheet.origin.x, y}, {sheet.size.x, cases}};
  double at = w.beginScroll("opening cases", list, double(state.cases.size()) * kCaseRow);
  for (std::size_t i = 0; i < state.cases.size(); ++i, at += kCaseRow) {
    if (checkRow(w, "opening case " + std::to_string(i), {{left - kGrid, at}, {width + 2 * kGrid, kCaseRow}},
                 state.cases[i], frame.model.cases[i])) {
      state.cases[i] = !state.cases[i];
    }
  }
  w.endScroll();
  OpenSession asked{.name = state.name,
                    .readers = namesIn(state.readers),
                    .cases = {},
                    .reference = state.reference,
                    .candidates = state.candidates,
                    .boxes = state.boxes};
  for (std::size_t i = 0; i < state.cases.size(); ++i) {
    if (state.cases[i]) {
      asked.cases.push_back(i);
    }
  }
  const bool taken = std::any_of(card.sessions.begin(), card.sessions.end(),
                                 [&](const auto& each) { return each.name == asked.name; });
  const bool enough = asked.readers.size() >= (asked.reference.empty() ? 2 : 1);
  y = sheet.end().y - 16 - kTouchDp;
  w.text(w.fonts.small, taken ? w.theme.caution : w.theme.muted, {{left, y}, {width - 264, kTouchDp}},
         asked.name.empty()    ? "It needs a name."
         : taken               ? "There is a session of that name."
         : !enough             ? "One reader alone agrees with nobody."
         : asked.cases.empty() ? "Choose the cases."
                               : "");
  if (w.button("opening cancel", {{sheet.end().x - 24 - 2 * 120 - 8, y}, {120, kTouchDp}}, "Cancel", false)) {
    done = true;
  }
  const bool good = !asked.name.empty() && !taken && enough && !asked.cases.empty();
  if (w.button("opening now", {{sheet.end().x - 24 - 120, y}, {120, kTouchDp}}, "Open", good, good) && good) {
    state.session = asked.name;
    frame.requests.emplace_back(std::move(asked));
    done = true;
  }
  w.endPanel();
  state.opening = !done;
}

void drawRevealSheet(PanelFrame& frame) {
  CalibrationState& state = frame.state.calibration;
  const CalibrationCard& card = *frame.model.calibration;
  Widgets& w = frame.widgets;
  bool done = veil(frame, "reveal veil", 0.6f);
  std::string missing;
  for (const CalibrationCard::Session& session : card.sessions) {
    for (const CalibrationCard::Reader& each : session.readers) {
      if (session.name == state.revealing && each.handedIn < session.readings) {
        missing += (missing.empty() ? "" : ", ") + each.agreement.name + " (" + std::to_string(each.handedIn) + " of " +
                   std::to_string(session.readings) + ")";
      }
    }
  }
  const double width = std::min(520.0, frame.sizeDp.x - 32) - 48;
  const auto words = [&](const Rect& box, bool draws) {
    Flow flow(w, box, draws);
    if (!missing.empty()) {
      flow.paragraph("Not everything is handed in: " + missing + ".", w.theme.caution);
    }
    flow.paragraph(
        "From then on everybody sees what everybody marked. Readings are compared as they are now, and it cannot be "
        "taken back.",
        w.theme.text);
    return flow.height();
  };
  const double height = words({{0, 0}, {width, 0}}, false);
  const Rect sheet = centered(frame, 520, 148 + height);
  beginCard(frame, "reveal card", sheet);
  const double left = sheet.origin.x + 24;
  w.text(w.fonts.strong, w.theme.text, {{left, sheet.origin.y + 16}, {width, 32}}, "Reveal " + state.revealing);
  words({{left, sheet.origin.y + 56}, {width, 0}}, true);
  const double y = sheet.end().y - 16 - kTouchDp;
  if (w.button("reveal cancel", {{sheet.end().x - 24 - 2 * 120 - 8, y}, {120, kTouchDp}}, "Not yet", false)) {
    done = true;
  }
  if (w.button("reveal now", {{sheet.end().x - 24 - 120, y}, {120, kTouchDp}}, "Reveal", true)) {
    frame.requests.emplace_back(RevealSession{state.revealing});
    done = true;
  }
  w.endPanel();
  if (done) {
    state.revealing.clear();
  }
}

}  // namespace ui
