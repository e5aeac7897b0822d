// What is asked before the review policy is changed, and before readings are assigned.
#include <charconv>
#include <utility>

#include "ui/dialog.h"
#include "ui/ui.h"

namespace ui {
namespace {

constexpr double kTeamCaseRow = 40;

std::optional<int> numberIn(const std::string& text) {
  int number = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && stopped == end && number > 0 ? std::optional(number) : std::nullopt;
}

}  // namespace

void drawPolicySheet(PanelFrame& frame) {
  TeamState& state = frame.state.team;
  Widgets& w = frame.widgets;
  bool done = veil(frame, "policy veil", 0.6f);
  std::vector<std::string> rules;
  for (const ReviewRuleWords& each : reviewRules()) {
    rules.emplace_back(each.title);
  }
  const double width = std::min(560.0, frame.sizeDp.x - 32) - 48;
  const double rows = chips(w, {{0, 0}, {width, 0}}, "", rules, "", false, [](std::size_t) {});
  constexpr double kMeaning = 40;
  const Rect sheet = centered(frame, 560, 388 + rows + kMeaning);
  beginCard(frame, "policy card", sheet);
  const double left = sheet.origin.x + 24;
  double y = sheet.origin.y + 16;
  w.text(w.fonts.strong, w.theme.text, {{left, y}, {width, 32}}, "How findings are decided");
  y += 40;
  const auto label = [&](const char* what) {
    w.text(w.fonts.small, w.theme.accentText, {{left, y}, {width, 20}}, what);
    y += 22;
  };
  const auto field = [&](const char* name, const char* what, std::string& text, const char* hint) {
    label(what);
    w.field(name, {{left, y}, {width, kTouchDp}}, text, hint, false);
    y += kTouchDp + kGrid;
  };
  label("Who decides");
  y += chips(w, {{left, y}, {width, 0}}, "policy rule ", rules, rules[state.policy.rule], true,
             [&](std::size_t i) { state.policy.rule = i; });
  w.paragraph(w.fonts.small, w.theme.muted, {{left, y}, {width, 0}}, reviewRules()[state.policy.rule].meaning);
  y += kMeaning;
  field("policy critical", "Critical classes, separated by commas", state.critical, "those that the guideline says");
  field("policy resolvers", "Who decides what is escalated, one after the other", state.resolvers,
        "Dr. Judge, Dr. Chief");
  field("policy hours", "Hours that each of them has", state.limitHours, "72");
  y = sheet.end().y - 16 - kTouchDp;
  const std::optional<int> hours = numberIn(state.limitHours);
  w.text(w.fonts.small, w.theme.caution, {{left, y}, {width - 264, kTouchDp}},
         hours ? "" : "Hours are a whole number.");
  if (w.button("policy cancel", {{sheet.end().x - 24 - 2 * 120 - 8, y}, {120, kTouchDp}}, "Cancel", false)) {
    done = true;
  }
  if (w.button("policy now", {{sheet.end().x - 24 - 120, y}, {120, kTouchDp}}, "Set", hours.has_value(),
               hours.has_value()) &&
      hours) {
    state.policy.critical = namesIn(state.critical);
    state.policy.resolvers = namesIn(state.resolvers);
    state.policy.limitHours = *hours;
    frame.requests.emplace_back(SetPolicy{state.policy});
    done = true;
  }
  w.endPanel();
  state.changing = !done;
}

void drawAssigningSheet(PanelFrame& frame) {
  TeamState& state = frame.state.team;
  Widgets& w = frame.widgets;
  bool done = veil(frame, "assigning veil", 0.6f);
  state.cases.resize(frame.model.cases.size());
  const std::vector<std::string> counts{"one reader", "two readers", "three readers"};
  const double cases = std::min(double(state.cases.size()), 4.0) * kTeamCaseRow;
  const Rect sheet = centered(frame, 560, 456 + cases);
  beginCard(frame, "assigning card", sheet);
  const double left = sheet.origin.x + 24;
  const double width = sheet.size.x - 48;
  double y = sheet.origin.y + 16;
  w.text(w.fonts.strong, w.theme.text, {{left, y}, {width, 32}}, "Assign readings");
  y += 40;
  const auto label = [&](const char* what) {
    w.text(w.fonts.small, w.theme.accentText, {{left, y}, {width, 20}}, what);
    y += 22;
  };
  label("Among whom, separated by commas; everyone gets as many as anyone else");
  w.field("assigning readers", {{left, y}, {width, kTouchDp}}, state.readers, "Ada, Emmy, Grace",
          std::exchange(frame.state.fresh, false));
  y += kTouchDp + kGrid;
  label("Each case is read by");
  y += chips(w, {{left, y}, {width, 0}}, "assigning count ", counts, counts[std::size_t(state.perCase - 1)], true,
             [&](std::size_t i) { state.perCase = int(i) + 1; });
  if (checkRow(w, "assigning blind", {{left - kGrid, y}, {width + 2 * kGrid, kTouchDp}}, state.blind,
               "Blind: readers do not see each other\u2019s work")) {
    state.blind = !state.blind;
  }
  y += kTouchDp + kGrid;
  label("Until when");
  w.field("assigning due", {{left, y}, {width, kTouchDp}}, state.due, "2026-12-31, or nothing", false);
  y += kTouchDp + kGrid;
  label("Which cases");
  double at = w.beginScroll("assigning cases", {{sheet.origin.x, y}, {sheet.size.x, cases}},
                            double(state.cases.size()) * kTeamCaseRow);
  for (std::size_t i = 0; i < state.cases.size(); ++i, at += kTeamCaseRow) {
    if (checkRow(w, "assigning case " + std::to_string(i), {{left - kGrid, at}, {width + 2 * kGrid, kTeamCaseRow}},
                 state.cases[i], frame.model.cases[i])) {
      state.cases[i] = !state.cases[i];
    }
  }
  w.endScroll();
  AssignReadings asked{
      .readers = namesIn(state.readers), .perCase = state.perCase, .blind = state.blind, .due = state.due};
  for (std::size_t i = 0; i < state.cases.size(); ++i) {
    if (state.cases[i]) {
      asked.cases.push_back(i);
    }
  }
  const bool enough = asked.readers.size() >= std::size_t(asked.perCase);
  const bool good = enough && !asked.cases.empty();
  y = sheet.end().y - 16 - kTouchDp;
  w.text(w.fonts.small, w.theme.caution, {{left, y}, {width - 264, kTouchDp}},
         !enough               ? "That takes more readers."
         : asked.cases.empty() ? "Choose the cases."
                               : "");
  if (w.button("assigning cancel", {{sheet.end().x - 24 - 2 * 120 - 8, y}, {120, kTouchDp}}, "Cancel", false)) {
    done = true;
  }
  if (w.button("assigning now", {{sheet.end().x - 24 - 120, y}, {120, kTouchDp}}, "Assign", good, good) && good) {
    frame.requests.emplace_back(std::move(asked));
    done = true;
  }
  w.endPanel();
  state.assigning = !done;
}

}  // namespace ui
