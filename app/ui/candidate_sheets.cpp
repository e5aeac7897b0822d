// What is asked before a file of a model's candidates comes in: whose they are, of which case, and which class of the
// guideline each of its values is.
#include <algorithm>
#include <utility>

#include "core/text.h"
#include "ui/form_sheet.h"

namespace ui {
namespace {

// The case that the name of a file speaks of, of several the one with the longest name.
std::optional<std::size_t> caseOf(const std::string& file, const std::vector<std::string>& cases) {
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const bool spoken = core::lowered(file).find(core::lowered(cases[i])) != std::string::npos;
    if (spoken && (!found || cases[i].size() > cases[*found].size())) {
      found = i;
    }
  }
  return found;
}

void begin(PanelFrame& frame) {
  const CandidateCard& card = *frame.model.candidates;
  CandidateState& state = frame.state.candidates;
  state.file = card.file;
  state.caseIndex = caseOf(card.file, frame.model.cases).value_or(frame.model.openCase);
  state.model = card.model;
  state.modelVersion = card.modelVersion;
  state.track = card.track;
  state.choosing.reset();
  state.chosen.clear();
  for (const CandidateCard::Value& each : card.values) {
    state.chosen.push_back(each.guessed);
  }
  frame.widgets.focusArea("bringing model");
}

std::string against(const CandidateCard& card, const CandidateState& state) {
  if (!card.against.empty()) {
    return "It does not fit the case.";
  }
  if (state.model.empty() || state.modelVersion.empty()) {
    return "Say which model and version.";
  }
  if (state.track.empty()) {
    return "Name a track.";
  }
  const auto open = std::count(state.chosen.begin(), state.chosen.end(), std::nullopt);
  if (open > 0) {
    return open == 1 ? "One value has no class yet." : std::to_string(open) + " values have no class yet.";
  }
  const auto left = std::count(state.chosen.begin(), state.chosen.end(), card.classNames.size());
  return left > 0 && left == std::ptrdiff_t(state.chosen.size()) ? "Nothing of it is left." : "";
}

std::string nameOf(const CandidateCard::Value& value) {
  const std::string number = std::to_string(value.value);
  return value.name.empty() || value.name == "label " + number ? "label " + number : number + "  " + value.name;
}

// The classes of the guideline as chips; what was tapped. leaving: and one that leaves the value out.
std::optional<std::size_t> classChips(Form& form, const std::string& name, const CandidateCard& card,
                                      std::optional<std::size_t> chosen, bool leaving) {
  std::vector<Form::Chip> chips;
  for (std::size_t i = 0; i < card.classNames.size(); ++i) {
    chips.push_back({card.classNames[i], chosen == i});
  }
  if (leaving) {
    chips.push_back({"Leave out", chosen == card.classNames.size()});
  }
  return form.chips(name, chips);
}

void values(Form& form, const CandidateCard& card, CandidateState& state, const Theme& theme) {
  if (card.values.empty()) {
    return;
  }
  if (card.values.size() > 1) {
    form.label("All that it marks is");
    const bool same =
        std::count(state.chosen.begin(), state.chosen.end(), state.chosen[0]) == std::ptrdiff_t(state.chosen.size());
    if (const auto tapped = classChips(form, "bringing all ", card, same ? state.chosen[0] : std::nullopt, false)) {
      state.chosen.assign(state.chosen.size(), tapped);
      state.choosing.reset();
    }
  }
  form.label(card.values.size() > 1 ? "or each of its values" : "What it marks");
  for (std::size_t i = 0; i < card.values.size(); ++i) {
    const std::string name = "bringing value " + std::to_string(i);
    std::optional<std::size_t>& chosen = state.chosen[i];
    const bool left = chosen == card.classNames.size();
    const Form::Choice row{.what = nameOf(card.values[i]),
                           .chosen = !chosen ? "choose its class"
                                     : left  ? "left out"
                                             : card.classNames[*chosen],
                           .color = !chosen ? theme.caution
                                    : left  ? theme.muted
                                            : theme.text,
                           .open = state.choosing == i,
                           .more = card.values[i].where,
                           .picture = card.values[i].picture.get()};
    const double top = form.y();
    if (form.choice(name, row)) {
      state.choosing = row.open ? std::nullopt : std::optional(i);
      state.revealing = true;
    }
    if (!row.open) {
      continue;
    }
    form.gap(kGrid);
    if (const auto tapped = classChips(form, name + " as ", card, chosen, true)) {
      chosen = tapped;
      state.choosing.reset();
    }
    if (state.revealing && form.draws()) {
      form.reveal(top);
      state.revealing = false;
    }
  }
  form.gap(kGrid);
}

}  // namespace

void drawBringingSheet(PanelFrame& frame) {
  const CandidateCard& card = *frame.model.candidates;
  CandidateState& state = frame.state.candidates;
  if (state.file != card.file || state.chosen.size() != card.values.size()) {
    begin(frame);
  }
  const FormSheet sheet{.name = "bringing",
                        .title = "Bring in " + card.file,
                        .width = 600,
                        .against = against(card, state),
                        .action = "Bring in"};
  const SheetEnd end = drawFormSheet(frame, sheet, [&](Form& form) {
    form.area("bringing model", "Which model marked it", state.model, "such as liver-seg", 0);
    form.area("bringing version", "Which version of it", state.modelVersion, "such as 3.1", 0);
    form.label("Of which case it is");
    std::vector<Form::Chip> cases;
    for (std::size_t i = 0; i < frame.model.cases.size(); ++i) {
      cases.push_back({frame.model.cases[i], i == state.caseIndex});
    }
    if (const auto chosen = form.chips("bringing case ", cases)) {
      state.caseIndex = *chosen;
    }
    if (!card.against.empty()) {
      form.words("It does not fit there: " + card.against, frame.widgets.theme.caution);
    }
    values(form, card, state, frame.widgets.theme);
    form.area("bringing track", "The track that it goes into, beside those of the readers", state.track, "model", 0);
  });
  if (end == SheetEnd::Done) {
    BringCandidates asked{state.caseIndex, state.model, state.modelVersion, state.track, {}};
    for (const std::optional<std::size_t>& each : state.chosen) {
      asked.classes.push_back(*each < card.classNames.size() ? card.classNames[*each] : "");
    }
    frame.requests.emplace_back(std::move(asked));
  } else if (end == SheetEnd::Cancelled) {
    frame.requests.emplace_back(DropCandidates{});
  }
}

}  // namespace ui
