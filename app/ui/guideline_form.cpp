#include "ui/guideline_form.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "ui/page.h"

namespace ui {
namespace {

using Draft = core::GuidelineDraft;
using Section = GuidelineState::Section;

constexpr std::array kIntents = {"triage support", "localization", "treatment planning aid", "quality flagging"};
constexpr std::array kGranularities = {std::pair{core::Granularity::Instance, "each lesion by itself"},
                                       std::pair{core::Granularity::SemanticRegion, "one region, not single lesions"},
                                       std::pair{core::Granularity::Box, "a box around each"}};

std::string sizeWords(const std::string& typed) {
  const std::optional<double> mm3 = core::typedVolume(typed);
  return typed.empty()     ? "A ball of 5 mm has 65 mm\u00B3, one of 10 mm 524, one of 20 mm 4189."
         : mm3 && *mm3 > 0 ? "From " + core::volumeInWords(*mm3) + " on."
                           : "";
}

}  // namespace

void GuidelineForm::choose(Section section, std::size_t place) {
  state_.section = section;
  state_.place = place;
  w_.leaveArea();
}

void GuidelineForm::addClass() {
  draft_.classes.emplace_back();
  choose(Section::Class, draft_.classes.size() - 1);
  w_.focusArea("class name");
}

void GuidelineForm::addEdgeCase() {
  draft_.edgeCases.emplace_back();
  choose(Section::EdgeCase, draft_.edgeCases.size() - 1);
  w_.focusArea("edge title");
}

void GuidelineForm::draw(const Rect& box) {
  const Rect column{{box.origin.x + kPagePad, box.origin.y}, {box.size.x - 2 * kPagePad, 0}};
  Form measure(w_, column, false);
  part(measure);
  // What one section was scrolled to means nothing in another.
  const std::string name = "guideline form " + std::to_string(int(state_.section)) + " " + std::to_string(state_.place);
  const double top = w_.beginScroll(name, box, measure.height() + kGrid);
  Form form(w_, {{column.origin.x, top}, column.size}, true);
  part(form);
  w_.endScroll();
}

void GuidelineForm::part(Form& form) {
  if (state_.section == Section::Class && state_.place < draft_.classes.size()) {
    oneClass(form, draft_.classes[state_.place]);
  } else if (state_.section == Section::EdgeCase && state_.place < draft_.edgeCases.size()) {
    edgeCase(form, draft_.edgeCases[state_.place]);
  } else if (state_.section == Section::Acceptance) {
    acceptance(form);
  } else if (state_.section == Section::Changes) {
    changes(form);
  } else {
    about(form);
  }
}

void GuidelineForm::about(Form& form) {
  form.title("About the guideline");
  form.area("guideline title", "Title", draft_.title, "such as Lesions of the liver", 0);
  form.area("guideline objective", "Objective: what is marked, and for whom", draft_.objective,
            "Every lesion of the liver from 5 mm on, so that \u2026", 3);
  form.area("guideline intent", "Clinical intent: what the result is for", draft_.intent,
            "in your words, or one of these", 0);
  std::vector<Form::Chip> intents;
  for (const char* each : kIntents) {
    intents.push_back({each, draft_.intent == each});
  }
  if (const auto tapped = form.chips("guideline intent ", intents)) {
    draft_.intent = kIntents[*tapped];
  }
  form.label("Granularity: how lesions are marked, unless a class says otherwise");
  granularity(form, draft_.granularity, false);
  form.area("guideline reason", "Why that granularity", draft_.granularityReason,
            "What the result needs, and what readers can agree on", 2);
}

void GuidelineForm::granularity(Form& form, std::optional<core::Granularity>& chosen, bool inherits) {
  std::vector<Form::Chip> all;
  if (inherits) {
    all.push_back({"as the guideline says", !chosen});
  }
  for (const auto& [each, words] : kGranularities) {
    const bool usual = !inherits && !chosen && each == core::Granularity::Instance;
    all.push_back({words, chosen == each || usual});
  }
  if (const auto tapped = form.chips("granularity ", all); tapped && !all[*tapped].active) {
    const std::size_t first = inherits ? 1 : 0;
    chosen = *tapped < first ? std::nullopt : std::optional(kGranularities[*tapped - first].first);
  }
}

void GuidelineForm::oneClass(Form& form, Draft::Class& each) {
  form.title(each.name.empty() ? "New class" : "Class " + each.name);
  std::string name = each.name;
  if (form.area("class name", "Name", name, "such as metastasis", 0)) {
    core::renameClass(draft_, state_.place, name);
  }
  form.area("class definition", "Definition", each.definition, "What it is, as all readers are to understand it", 3);
  form.area("class includes", "What belongs to it, though one might doubt it; one a line", each.includes,
            "necrosis within the tumour", 2);
  form.area("class excludes", "What does not, though one might think so; one a line", each.excludes,
            "vessels that run through", 2);
  form.label("How it is marked");
  granularity(form, each.granularity, true);
  form.area("class smallest", "Smallest size in mm\u00B3, or how wide it is; smaller ones are not marked",
            each.smallestMm3, "no limit; 65, or 5 mm", 0);
  if (const std::string size = sizeWords(each.smallestMm3); !size.empty()) {
    form.words(size, w_.theme.muted);
  }
  form.area("class tolerance", "Surface tolerance in mm: how far two readers\u2019 borders may lie apart",
            each.toleranceMm, "1 mm, unless a number is given", 0);
  if (form.check("class overlaps", each.mayOverlap, "It may overlap other lesions: one spot may belong to both")) {
    each.mayOverlap = !each.mayOverlap;
  }
  if (form.check("class critical", each.critical,
                 "It is critical: its findings come first, and the policy may ask more reviewers")) {
    each.critical = !each.critical;
  }
  form.gap(kGrid);
  place(form, "class", "Remove this class", draft_.classes);
}

// Where it stands among its like: earlier, later, or not at all.
template <typename Part>
void GuidelineForm::place(Form& form, const std::string& name, const std::string& what, std::vector<Part>& parts) {
  const std::size_t at = state_.place;
  const std::array<Form::Button, 3> all = {Form::Button{name + " earlier", "Move up", at > 0},
                                           Form::Button{name + " later", "Move down", at + 1 < parts.size()},
                                           Form::Button{name + " remove", what, true}};
  const auto tapped = form.buttons(all);
  if (!tapped) {
    return;
  }
  if (*tapped == 2) {
    parts.erase(parts.begin() + std::ptrdiff_t(at));
    if (parts.empty()) {
      choose(Section::About, 0);
    } else {
      choose(state_.section, std::min(at, parts.size() - 1));
    }
  } else {
    const std::size_t to = *tapped == 0 ? at - 1 : at + 1;
    std::swap(parts[at], parts[to]);
    choose(state_.section, to);
  }
}

void GuidelineForm::classChips(Form& form, std::string_view label, const std::string& name,
                               std::vector<std::string>& classes) {
  std::vector<std::string> names;
  for (const Draft::Class& each : draft_.classes) {
    names.push_back(each.name);
  }
  for (const std::string& each : classes) {  // also such as are not defined any more, to be taken away
    if (std::find(names.begin(), names.end(), each) == names.end()) {
      names.push_back(each);
    }
  }
  std::erase(names, "");
  if (names.empty()) {
    return;
  }
  form.label(label);
  std::vector<Form::Chip> all;
  for (const std::string& each : names) {
    all.push_back({each, std::find(classes.begin(), classes.end(), each) != classes.end()});
  }
  if (const auto tapped = form.chips(name, all)) {
    if (all[*tapped].active) {
      std::erase(classes, names[*tapped]);
    } else {
      classes.push_back(names[*tapped]);
    }
  }
}

void GuidelineForm::edgeCase(Form& form, Draft::Example& example) {
  core::EdgeCase& edge = example.edge;
  form.title(edge.title.empty() ? "New edge case" : edge.title);
  form.area("edge title", "What is hard about it", edge.title, "A few words", 0);
  form.area("edge decision", "What is decided", edge.decision, "How such a lesion is to be marked", 3);
  classChips(form, "About which classes; none: about all", "edge class ", edge.classes);
  std::string shows = edge.caseName.empty() ? "It shows no lesion yet."
                      : edge.lesion.empty() ? "It shows " + edge.caseName
                                            : "It shows " + edge.lesion + " of " + edge.caseName;
  if (!edge.caseName.empty()) {
    shows += edge.track.empty() ? "" : " (" + edge.track + ")";
    shows += edge.picture && !edge.view.empty() ? ", with a picture and the view."
             : edge.picture                     ? ", with a picture."
             : edge.view.empty()                ? "."
                                                : ", with the view.";
  }
  form.label("Where it is to be seen");
  form.words(shows, w_.theme.text);
  std::vector<Form::Button> all;
  if (!card_.shown.empty()) {
    all.push_back({"edge show open", "Show the pictures as they are now: " + card_.shown, true});
  }
  const bool shown = !edge.caseName.empty() || edge.picture || !edge.view.empty();
  all.push_back({"edge show nothing", "Show nothing", shown});
  if (const auto tapped = form.buttons(all)) {
    if (*tapped + 1 < all.size()) {
      frame_.requests.emplace_back(ShowOpenInEdgeCase{state_.place});
    } else {
      edge.caseName.clear();
      edge.track.clear();
      edge.lesion.clear();
      edge.view.clear();
      edge.picture.reset();
    }
  }
  place(form, "edge", "Remove it", draft_.edgeCases);
}

void GuidelineForm::acceptance(Form& form) {
  form.title("Accepted when");
  form.area("guideline acceptance", "What has to hold of each finding; one a line", draft_.acceptance,
            "No vessel is taken along", 4);
  form.words("Ticked by whoever hands in a reading, and again by whoever accepts a finding of it.", w_.theme.muted);
  form.gap(kGrid);
  form.area("guideline reading acceptance", "What has to hold of a reading as a whole; one a line",
            draft_.readingAcceptance, "Every slice was looked at", 4);
  form.words("Ticked by whoever hands in a reading. Reviewers are not asked for it at each finding.", w_.theme.muted);
}

void GuidelineForm::changes(Form& form) {
  form.title("What this version changes, and why");
  form.words(
      "Notes for those who read and review. The classes that a note names are looked at again, beside those whose own "
      "words changed.",
      w_.theme.muted);
  for (std::size_t i = 0; i < draft_.changes.size(); ++i) {
    core::GuidelineChange& change = draft_.changes[i].change;
    const std::string name = "change " + std::to_string(i);
    form.area(name + " what", i == 0 ? "Note" : "Another note", change.what, "What is different now, and why", 2);
    classChips(form, "Classes to be looked at again because of it", name + " class ", change.classes);
    const std::array<Form::Button, 1> remove = {Form::Button{name + " remove", "Remove this note", true}};
    if (form.buttons(remove)) {
      draft_.changes.erase(draft_.changes.begin() + std::ptrdiff_t(i));
      w_.leaveArea();
      break;
    }
    form.gap(kGrid);
  }
  const std::array<Form::Button, 1> add = {Form::Button{"change add", "Add a note", true}};
  if (form.buttons(add)) {
    draft_.changes.emplace_back();
    w_.focusArea("change " + std::to_string(draft_.changes.size() - 1) + " what");
  }
}

}  // namespace ui
