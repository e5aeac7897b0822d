// What is asked before a calibration session is opened, and before it is revealed.
#include <algorithm>
#include <utility>

#include "ui/dialog.h"
#include "ui/flow.h"
#include "ui/form_sheet.h"

namespace ui {
namespace {

constexpr const char* kEachOther = "each other";

// How often each case of a session is read, and with which candidates the second time.
struct Way {
  std::string words;
  std::string candidates;
};

// Candidates are held against the truth, so there has to be one.
std::vector<Way> waysOf(const CalibrationCard& card, const std::string& reference) {
  std::vector<Way> ways{{"once", ""}, {"by masks and by boxes", ""}};
  for (const std::string& each : card.candidates) {
    if (!reference.empty() && each != reference) {
      ways.push_back({"again with candidates of " + each, each});
    }
  }
  return ways;
}

std::string againstOpening(const OpenSession& asked, const CalibrationCard& card) {
  const bool taken = std::any_of(card.sessions.begin(), card.sessions.end(),
                                 [&](const auto& each) { return each.name == asked.name; });
  if (asked.name.empty() || taken) {
    return taken ? "There is a session of that name." : "It needs a name.";
  }
  if (const auto unknown = core::unknownAmong(asked.readers, card.known)) {
    return core::inWords(*unknown);
  }
  return asked.readers.size() < (asked.reference.empty() ? 2 : 1) ? "One reader alone agrees with nobody."
         : asked.cases.empty()                                    ? "Choose the cases."
                                                                  : "";
}

}  // namespace

void drawOpeningSheet(PanelFrame& frame) {
  const CalibrationCard& card = *frame.model.calibration;
  CalibrationState& state = frame.state.calibration;
  state.cases.resize(frame.model.cases.size());
  if (std::exchange(frame.state.fresh, false)) {
    frame.widgets.focusArea("opening name");
  }
  if (state.candidates == state.reference || state.reference.empty()) {
    state.candidates.clear();
  }
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
  const FormSheet sheet{.name = "opening",
                        .title = "Open a calibration session",
                        .width = 600,
                        .against = againstOpening(asked, card),
                        .action = "Open"};
  const SheetEnd end = drawFormSheet(frame, sheet, [&](Form& form) {
    form.area("opening name", "What it is called", state.name, "such as May, or Skull base 2", 0);
    namesArea(form, "opening readers", "Who reads, separated by commas", state.readers, "Ada, Emmy, Grace", card.known);
    form.label("Held against");
    std::vector<Form::Chip> against{{kEachOther, state.reference.empty()}};
    for (const std::string& each : card.references) {
      against.push_back({each, each == state.reference});
    }
    if (const auto chosen = form.chips("opening against ", against)) {
      state.reference = *chosen == 0 ? "" : against[*chosen].label;
    }
    form.label("How often each case is read");
    const std::vector<Way> ways = waysOf(card, state.reference);
    std::vector<Form::Chip> chips;
    for (std::size_t i = 0; i < ways.size(); ++i) {
      const bool boxes = i == 1;
      chips.push_back({ways[i].words, boxes == state.boxes && (boxes || ways[i].candidates == state.candidates)});
    }
    if (const auto chosen = form.chips("opening way ", chips)) {
      state.boxes = *chosen == 1;
      state.candidates = ways[*chosen].candidates;
    }
    form.label("Which cases");
    for (std::size_t i = 0; i < state.cases.size(); ++i) {
      if (form.check("opening case " + std::to_string(i), state.cases[i], frame.model.cases[i])) {
        state.cases[i] = !state.cases[i];
      }
    }
  });
  if (end == SheetEnd::Done) {
    state.session = asked.name;
    frame.requests.emplace_back(std::move(asked));
  }
  state.opening = end == SheetEnd::Open;
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
