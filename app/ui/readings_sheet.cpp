// What is asked before readings are brought together: how, and whose; and what would come of it.
#include <array>

#include "ui/dialog.h"
#include "ui/flow.h"

namespace ui {
namespace {

constexpr double kConsensusReader = 40;

double trialWords(Widgets& w, const Rect& box, const ReadingsCard::Trial& trial, bool draws) {
  Flow flow(w, box, draws);
  if (trial.working) {
    flow.paragraph("Working out what would come of it\u2026", w.theme.muted);
  }
  for (const std::string& each : trial.words) {
    flow.paragraph(each, w.theme.text);
  }
  for (const std::string& each : trial.cautions) {
    flow.paragraph(each, w.theme.caution);
  }
  return flow.height();
}

}  // namespace

std::span<const ConsensusWords> consensusMethods() {
  static constexpr std::array kMethods = {
      ConsensusWords{"Majority",
                     "What more than half of them marked. Where they are split evenly, an adjudicator decides."},
      ConsensusWords{"Anybody", "What at least one of them marked (union)."},
      ConsensusWords{"Everybody", "What all of them marked (intersection)."},
      ConsensusWords{"Weighted", "What is more likely inside than not, by how well each seems to see (STAPLE)."},
  };
  return kMethods;
}

void drawConsensusSheet(PanelFrame& frame) {
  const ReadingsCard& card = *frame.model.readings;
  ReadingsState& state = frame.state.readings;
  Widgets& w = frame.widgets;
  bool done = veil(frame, "consensus veil", 0.6f);
  const ReadingsCard::Trial nothing;
  const ReadingsCard::Trial& trial = card.trial ? *card.trial : nothing;
  std::vector<std::string> methods;
  for (const ConsensusWords& each : consensusMethods()) {
    methods.emplace_back(each.title);
  }
  constexpr double kWide = 600;
  const double width = std::min(kWide, frame.sizeDp.x - 32) - 48;
  const double rows = chips(w, {{0, 0}, {width, 0}}, "", methods, "", false, [](std::size_t) {});
  const double readers = std::min(double(state.readers.size()), 5.0) * kConsensusReader;
  const double said = std::clamp(trialWords(w, {{0, 0}, {width, 0}}, trial, false), 96.0, 220.0);
  const Rect sheet = centered(frame, kWide, 56 + 22 + rows + 52 + 22 + readers + 16 + said + 24 + kTouchDp + 16);
  beginCard(frame, "consensus card", sheet);
  const double left = sheet.origin.x + 24;
  double y = sheet.origin.y + 16;
  const std::string of = state.place && *state.place < card.cases.size()
                             ? "Make a consensus of " + card.cases[*state.place].name
                             : "Make a consensus of " + std::to_string(card.lacking) +
                                   (card.lacking == 1 ? " case" : " cases") + " without one that is up to date";
  w.text(w.fonts.strong, w.theme.text, {{left, y}, {width, 32}}, of);
  y += 40;
  const auto label = [&](const char* what) {
    w.text(w.fonts.small, w.theme.accentText, {{left, y}, {width, 20}}, what);
    y += 22;
  };
  bool changed = false;
  label("What belongs to a lesion");
  y += chips(w, {{left, y}, {width, 0}}, "consensus method ", methods, methods[state.method], true, [&](std::size_t i) {
    changed = changed || i != state.method;
    state.method = i;
  });
  w.paragraph(w.fonts.small, w.theme.muted, {{left, y + 4}, {width, 0}}, consensusMethods()[state.method].meaning);
  y += 52;
  label("Whose readings count");
  double at = w.beginScroll("consensus readers", {{sheet.origin.x, y}, {sheet.size.x, readers}},
                            double(state.readers.size()) * kConsensusReader);
  for (std::size_t i = 0; i < state.readers.size(); ++i, at += kConsensusReader) {
    if (checkRow(w, "consensus reader " + std::to_string(i),
                 {{left - kGrid, at}, {width + 2 * kGrid, kConsensusReader}}, state.counts[i], state.readers[i])) {
      state.counts[i] = !state.counts[i];
      changed = true;
    }
  }
  w.endScroll();
  y += readers + 16;
  if (changed) {
    TryConsensus asked{state.place, state.method, {}};
    for (std::size_t i = 0; i < state.readers.size(); ++i) {
      if (state.counts[i]) {
        asked.readers.push_back(state.readers[i]);
      }
    }
    frame.requests.emplace_back(std::move(asked));
  }
  const Rect saidBox{{sheet.origin.x, y}, {sheet.size.x, sheet.end().y - 24 - kTouchDp - y}};
  const double top = w.beginScroll("consensus said", saidBox, trialWords(w, {{0, 0}, {width, 0}}, trial, false));
  trialWords(w, {{left, top}, {width, 0}}, trial, true);
  w.endScroll();
  y = sheet.end().y - 16 - kTouchDp;
  if (w.button("consensus cancel", {{sheet.end().x - 24 - 2 * 120 - 8, y}, {120, kTouchDp}}, "Cancel", false)) {
    done = true;
  }
  const bool good = trial.ready && !trial.working && !changed;
  if (w.button("consensus now", {{sheet.end().x - 24 - 120, y}, {120, kTouchDp}}, "Make it", good, good) && good) {
    frame.requests.emplace_back(MakeConsensus{});
    state.making = false;
  } else if (done) {
    frame.requests.emplace_back(DropConsensus{});
    state.making = false;
  }
  w.endPanel();
}

}  // namespace ui
