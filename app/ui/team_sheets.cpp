// What is asked before the review policy is changed, and before readings are assigned.
#include <algorithm>
#include <cmath>
#include <utility>

#include "core/text.h"
#include "ui/dialog.h"
#include "ui/form_sheet.h"

namespace ui {
namespace {

constexpr int kMostHours = 24 * 3660;

// As it is filled in; what is typed in numbers that are none stays as it was.
core::PolicySet policyIn(const TeamState& state) {
  core::PolicySet policy = state.policy;
  policy.criticalClasses = namesIn(state.critical);
  std::sort(policy.criticalClasses.begin(), policy.criticalClasses.end());
  policy.criticalClasses.erase(std::unique(policy.criticalClasses.begin(), policy.criticalClasses.end()),
                               policy.criticalClasses.end());
  policy.resolvers = namesIn(state.resolvers);
  policy.limitHours = std::uint64_t(numberIn(state.limitHours, 1, kMostHours).value_or(int(policy.limitHours)));
  if (const auto percent = numberIn(state.part, 0, 100); percent && *percent != std::lround(policy.sampledPart * 100)) {
    policy.sampledPart = *percent / 100.0;
  }
  return policy;
}

std::string againstPolicy(const TeamState& state, const TeamCard& card, const std::vector<std::string>& less) {
  if (!numberIn(state.limitHours, 1, kMostHours)) {
    return "Hours are a whole number.";
  }
  if (!numberIn(state.part, 0, 100)) {
    return "The part is a whole number of percent.";
  }
  if (const auto unknown = core::unknownAmong(namesIn(state.resolvers), card.known)) {
    return core::inWords(*unknown);
  }
  return less.empty() || !state.policy.reason.empty() ? "" : "It asks for less: say why.";
}

std::string againstReadings(const AssignReadings& asked, const TeamState& state, const TeamCard& card) {
  if (const auto unknown = core::unknownAmong(asked.readers, card.known)) {
    return core::inWords(*unknown);
  }
  return asked.readers.size() < std::size_t(asked.perCase)
             ? (asked.readers.empty() ? "Name the readers." : "Name more readers.")
         : !numberIn(state.repeat, 0, 100) ? "The part is a whole number of percent."
         : asked.cases.empty()             ? "Choose the cases."
                                           : "";
}

}  // namespace

void drawPolicySheet(PanelFrame& frame) {
  TeamState& state = frame.state.team;
  const TeamCard& card = *frame.model.team;
  const std::vector<std::string> less =
      card.wasSet ? core::asksForLess(card.policy, policyIn(state)) : std::vector<std::string>();
  const FormSheet sheet{.name = "policy",
                        .title = "How findings are decided",
                        .against = againstPolicy(state, card, less),
                        .action = "Set"};
  const SheetEnd end = drawFormSheet(frame, sheet, [&](Form& form) {
    form.label("Who decides");
    for (std::size_t i = 0; i < reviewRules().size(); ++i) {
      if (form.option("policy rule " + std::to_string(i), std::size_t(state.policy.rule) == i,
                      reviewRules()[i].title)) {
        state.policy.rule = core::ReviewRule(i);
      }
      form.words(reviewRules()[i].meaning, frame.widgets.theme.muted);
    }
    if (state.policy.rule == core::ReviewRule::Sampled) {
      form.area("policy part", "How much is drawn, in percent of all findings; what is risky counts among them",
                state.part, "20", 0);
      form.area("policy seed", "Seed of the random draw: another one draws others", state.policy.seed, "nothing", 0);
    }
    form.area("policy critical", "Critical classes, separated by commas", state.critical,
              "those that the guideline says", 0);
    namesArea(form, "policy resolvers", "Who decides what is escalated, one after the other", state.resolvers,
              "an adjudicator", card.deciders);
    form.area("policy hours", "Hours for each: who has not decided by then hands on to the next", state.limitHours,
              "72", 0);
    if (!less.empty()) {
      form.words("It asks for less than the policy in force: " + core::joined(less, "; ") + ".",
                 frame.widgets.theme.caution);
      form.area("policy reason", "Why, for those who read the log and the release", state.policy.reason, "", 0);
    }
  });
  if (end == SheetEnd::Done) {
    core::PolicySet policy = policyIn(state);
    if (less.empty()) {
      policy.reason.clear();  // typed while it asked for less
    }
    frame.requests.emplace_back(SetPolicy{std::move(policy)});
  }
  state.changing = end == SheetEnd::Open;
}

void drawAssigningSheet(PanelFrame& frame) {
  TeamState& state = frame.state.team;
  const TeamCard& card = *frame.model.team;
  state.cases.resize(frame.model.cases.size());
  if (std::exchange(frame.state.fresh, false)) {
    frame.widgets.focusArea("assigning readers");
  }
  AssignReadings asked{.readers = namesIn(state.readers),
                       .cases = {},
                       .perCase = state.perCase,
                       .blind = state.blind,
                       .due = state.due,
                       .repeatPercent = numberIn(state.repeat, 0, 100).value_or(0),
                       .seed = state.seed};
  for (std::size_t i = 0; i < state.cases.size(); ++i) {
    if (state.cases[i]) {
      asked.cases.push_back(i);
    }
  }
  const FormSheet sheet{.name = "assigning",
                        .title = "Assign readings",
                        .against = againstReadings(asked, state, card),
                        .action = "Assign"};
  const SheetEnd end = drawFormSheet(frame, sheet, [&](Form& form) {
    namesArea(form, "assigning readers", "Among whom, separated by commas; everyone gets as many as anyone else",
              state.readers, "Ada, Emmy, Grace", card.annotators);
    form.label("Each case is read by");
    std::vector<Form::Chip> counts{{"one reader"}, {"two readers"}, {"three readers"}};
    counts[std::size_t(state.perCase - 1)].active = true;
    if (const auto count = form.chips("assigning count ", counts)) {
      state.perCase = int(*count) + 1;
    }
    if (state.perCase < card.readersAsked) {
      form.words("The policy asks for two readers of each case: no release is made of what fewer have read.",
                 frame.widgets.theme.caution);
    }
    if (form.check("assigning blind", state.blind, "Blind: readers do not see each other\u2019s work")) {
      state.blind = !state.blind;
    }
    form.label("Which cases");
    const auto isProposed = [&](std::size_t i) { return i < card.proposed.size() && !card.proposed[i].empty(); };
    if (std::any_of(card.proposed.begin(), card.proposed.end(), [](const auto& why) { return !why.empty(); })) {
      const std::vector<Form::Chip> picks{{"all"}, {"those that would teach most"}};
      if (const auto pick = form.chips("assigning pick ", picks)) {
        for (std::size_t i = 0; i < state.cases.size(); ++i) {
          state.cases[i] = *pick == 0 || isProposed(i);
        }
      }
    }
    for (std::size_t i = 0; i < state.cases.size(); ++i) {
      const std::string why = isProposed(i) ? ": " + card.proposed[i] : "";
      if (form.check("assigning case " + std::to_string(i), state.cases[i], frame.model.cases[i] + why)) {
        state.cases[i] = !state.cases[i];
      }
    }
    form.gap(kGrid);
    form.area("assigning due", "Until when", state.due, "2026-12-31, or nothing", 0);
    if (form.check("assigning more", state.more, "Some are read twice, or shared out otherwise")) {
      state.more = !state.more;
    }
    if (state.more) {
      form.area("assigning repeat", "How many of them a reader reads twice, in percent", state.repeat, "0", 0);
      form.area("assigning seed", "Seed of the random draw: another one shares them out otherwise", state.seed, "1", 0);
    }
  });
  if (end == SheetEnd::Done) {
    frame.requests.emplace_back(std::move(asked));
  }
  state.assigning = end == SheetEnd::Open;
}

}  // namespace ui
