// The guideline on a page of its own: to be read as a whole, and to be written, with what publishing would do beside
// it.
#include <algorithm>
#include <array>
#include <utility>

#include "ui/dialog.h"
#include "ui/flow.h"
#include "ui/guideline.h"
#include "ui/guideline_form.h"
#include "ui/halves.h"
#include "ui/page.h"

namespace ui {
namespace {

using RulesSection = GuidelineState::Section;

constexpr double kRulesHeader = 56;
constexpr double kPartRow = kTouchDp;
constexpr std::size_t kMostTouched = 100;  // lesions that are listed

std::string limitsIn(const core::GuidelineClass& each) {
  std::string limits = each.granularity == core::Granularity::Box              ? "marked by a box"
                       : each.granularity == core::Granularity::SemanticRegion ? "one region, not single lesions"
                                                                               : "each lesion by itself";
  const auto number = [](double value) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.4g", value);
    return std::string(text.data());
  };
  limits += each.smallestMm3 > 0 ? ", from " + core::volumeInWords(each.smallestMm3) + " on" : "";
  limits += each.toleranceMm ? ", borders may differ by " + number(*each.toleranceMm) + " mm" : "";
  limits += each.mayOverlap ? "" : ", never overlaps another lesion";
  limits += each.critical ? ", critical" : "";
  return limits;
}

class GuidelinePage : Page {
 public:
  GuidelinePage(PanelFrame& frame, const GuidelinePageCard& card)
      : Page(frame), card_(card), state_(frame.state.guideline) {}

  void draw() {
    w_.beginPanel("guideline page", {{0, 0}, frame_.sizeDp}, w_.theme.ground, 0, true);
    const Rect room{{kMargin, kRulesHeader}, {frame_.sizeDp.x - 2 * kMargin, frame_.sizeDp.y - kRulesHeader - kMargin}};
    if (state_.editing && card_.draft != nullptr) {
      write(room);
    } else {
      read(room);
    }
    w_.endPanel();
  }

 private:
  // ---- To be read ----

  void read(const Rect& room) {
    const std::string about =
        card_.version == 0 ? "" : "version " + std::to_string(card_.version) + ", " + card_.published;
    const std::string act = card_.hasDraft ? "Go on with your draft" : card_.version == 0 ? "Write it" : "Edit";
    switch (header("guideline", {{0, 0}, {frame_.sizeDp.x, kRulesHeader}}, "Guideline", about, act, card_.mayPublish)) {
      case Header::Leave:
        state_.shown = false;
        break;
      case Header::Act:
        frame_.requests.emplace_back(EditGuideline{});
        state_.editing = true;
        state_.section = RulesSection::About;
        break;
      case Header::None:
        break;
    }
    titledCard(room, card_.version == 0 ? "No guideline yet" : card_.inForce->title);
    const Rect list{room.origin + glm::dvec2(0, kCardTitle), room.size - glm::dvec2(0, kCardTitle + kGrid)};
    const double width = std::min(room.size.x - 2 * kPagePad, 760.0);  // longer lines are hard to read
    const double left = room.origin.x + kPagePad;
    Flow measure(w_, {{left, 0}, {width, 0}}, false);
    words(measure, false);
    const double top = w_.beginScroll("guideline whole", list, measure.height());
    Flow flow(w_, {{left, top}, {width, 0}}, true);
    words(flow, true);
    w_.endScroll();
  }

  void words(Flow& flow, bool draws) {
    if (!card_.fault.empty()) {
      flow.paragraph(card_.fault, w_.theme.caution);
    }
    if (!card_.mayPublish) {
      flow.paragraph(card_.blocked, w_.theme.caution);
    }
    if (card_.version == 0) {
      flow.paragraph(
          "A guideline says what is to be marked, and how: the classes, what belongs to them, and what was "
          "decided where it is hard to say. It stands beside whoever paints and reviews.",
          w_.theme.muted);
      return;
    }
    const core::Guideline& rules = *card_.inForce;
    const auto said = [&](const char* label, const std::string& text) {
      if (!text.empty()) {
        flow.heading(label);
        flow.paragraph(text, w_.theme.text);
      }
    };
    whatChanged(flow, draws);
    said("Objective", rules.objective);
    said("Clinical intent", rules.intent);
    said("Why this granularity", rules.granularityReason);
    for (const core::GuidelineClass& each : rules.classes) {
      flow.gap(12);
      flow.paragraph(each.name, w_.theme.accentText);
      if (!each.definition.empty()) {
        flow.paragraph(each.definition, w_.theme.text);
      }
      flow.small(limitsIn(each), w_.theme.muted);
      flow.points(each.includes, icon::kAdd, w_.theme.good);
      flow.points(each.excludes, icon::kClose, w_.theme.bad);
    }
    if (!rules.edgeCases.empty()) {
      flow.gap(8);
      flow.heading("Edge cases");
    }
    for (std::size_t i = 0; i < rules.edgeCases.size(); ++i) {
      example(flow, rules.edgeCases[i], i, draws);
    }
    writeAcceptance(flow, w_.theme, rules.acceptance, rules.readingAcceptance);
    changeLog(flow);
    flow.gap(12);
  }

  void changeLog(Flow& flow) {
    if (card_.versions.size() < 2) {
      return;
    }
    flow.heading("All versions, and what each changed");
    for (const GuidelinePageCard::Version& each : card_.versions) {
      flow.paragraph(each.title, w_.theme.text);
      for (const std::string& change : each.changes) {
        flow.small(change, w_.theme.muted);
      }
      flow.gap(kGrid);
    }
  }

  // Of the version in force: what it changed, and the lesions that this is about, each a tap away.
  void whatChanged(Flow& flow, bool draws) {
    const core::Guideline& rules = *card_.inForce;
    const bool isFirst = card_.versions.size() < 2;
    if (!isFirst || !rules.changes.empty()) {
      flow.heading(isFirst ? "Notes" : "What this version changed");
    }
    for (const core::GuidelineChange& each : isFirst ? rules.changes : std::vector<core::GuidelineChange>()) {
      flow.paragraph(each.what, w_.theme.text);
    }
    for (const std::string& each : isFirst ? std::vector<std::string>() : card_.versions.front().changes) {
      flow.paragraph(each, w_.theme.text);
    }
    if (!card_.touched.empty()) {
      flow.heading("Lesions of the classes that it touches");
      touched(flow, card_.touched, [&](std::size_t place, const Rect& box) {
        if (draws && w_.tap("touched " + std::to_string(place), box)) {
          frame_.requests.emplace_back(LookAtTouched{place});
          state_.shown = false;
        }
        if (draws && (w_.isHovered() || w_.isHeld())) {
          w_.fill(box, w_.theme.selected, w_.theme.rowCorner);
        }
        if (draws) {
          w_.text(w_.fonts.small, w_.theme.accentText, {box.origin, {box.size.x - 12, box.size.y}}, "Open",
                  Align::Right);
        }
      });
    }
  }

  // Lesions, each in two lines; under(place, box): what lies under those.
  template <typename Under>
  void touched(Flow& flow, const std::vector<GuidelinePageCard::Touched>& lesions, const Under& under) {
    const auto write = [&](Flow& to, const GuidelinePageCard::Touched& each) {
      to.gap(4);
      to.paragraph(each.lesion, w_.theme.text);
      to.small(each.words, each.breaks ? w_.theme.bad : each.again ? w_.theme.caution : w_.theme.muted);
      to.gap(4);
    };
    const std::size_t shown = std::min(lesions.size(), kMostTouched);
    for (std::size_t i = 0; i < shown; ++i) {
      Flow measure(w_, {{0, 0}, {flow.width(), 0}}, false);
      write(measure, lesions[i]);
      under(i, Rect{{flow.left() - 8, flow.y()}, {flow.width() + 16, measure.height()}});
      write(flow, lesions[i]);
    }
    if (shown < lesions.size()) {
      flow.small("and " + std::to_string(lesions.size() - shown) + " more", w_.theme.muted);
    }
  }

  void example(Flow& flow, const core::EdgeCase& edge, std::size_t place, bool draws) {
    const double top = flow.y();
    flow.paragraph(edge.title, w_.theme.accentText);
    flow.paragraph(edge.decision, w_.theme.text);
    if (place < card_.opens.size() && card_.opens[place]) {
      flow.small("Tap to see it", w_.theme.muted);
      const Rect box{{kMargin + 8, top - 4}, {frame_.sizeDp.x - 2 * kMargin - 16, flow.y() - top + 8}};
      if (draws && w_.tap("guideline example " + std::to_string(place), box)) {
        frame_.requests.emplace_back(ShowEdgeCase{place});
        state_.shown = false;
      }
    }
    flow.gap(8);
  }

  // ---- To be written ----

  void write(const Rect& room) {
    const std::string next = "version " + std::to_string(card_.version + 1);
    switch (header("guideline", {{0, 0}, {frame_.sizeDp.x, kRulesHeader}}, "Guideline",
                   "your draft of " + next + ", kept on this computer", "Publish " + next, card_.isPublishable())) {
      case Header::Leave:
        state_.editing = false;
        w_.leaveArea();
        break;
      case Header::Act:
        state_.publishing = true;
        break;
      case Header::None:
        break;
    }
    core::GuidelineDraft draft = *card_.draft;
    GuidelineForm form(frame_, card_, draft);
    Rect upper = room;
    Rect effects;
    if (room.size.x >= 1000) {
      std::tie(upper, effects) = sideBySide(room, 1 - 360 / room.size.x);
    } else {
      std::tie(upper, effects) = stacked(room, 0.64);
    }
    const auto [parts, fields] = sideBySide(upper, std::clamp(248 / upper.size.x, 0.2, 0.34));
    contents(parts, draft, form);
    w_.fill(fields, w_.theme.card, w_.theme.cardCorner);
    form.draw({fields.origin + glm::dvec2(0, kGrid), fields.size - glm::dvec2(0, 2 * kGrid)});
    effect(effects);
    if (draft != *card_.draft) {
      frame_.requests.emplace_back(ChangeGuideline{std::move(draft)});
    }
  }

  const GuidelinePageCard::Fault* faultAt(GuidelinePageCard::Fault::Part part, std::size_t place) const {
    const auto found = std::find_if(card_.faults.begin(), card_.faults.end(),
                                    [&](const auto& each) { return each.part == part && each.place == place; });
    return found == card_.faults.end() ? nullptr : &*found;
  }

  void contents(const Rect& card, core::GuidelineDraft& draft, GuidelineForm& form) {
    using Part = GuidelinePageCard::Fault::Part;
    w_.fill(card, w_.theme.card, w_.theme.cardCorner);
    const Rect list{card.origin + glm::dvec2(0, kGrid), card.size - glm::dvec2(0, 2 * kGrid)};
    const std::size_t adds = card_.shown.empty() ? 2 : 3;
    const std::size_t rows = 3 + draft.classes.size() + draft.edgeCases.size() + adds;
    double y = w_.beginScroll("guideline parts", list, double(rows) * kPartRow + 2 * 28);
    const auto row = [&](const std::string& name, std::string_view label, RulesSection section, std::size_t place,
                         const GuidelinePageCard::Fault* fault = nullptr) {
      const Rect box = rowIn(card, y, kPartRow);
      y += kPartRow;
      const bool chosen = state_.section == section && state_.place == place;
      if (w_.tap(name, box)) {
        w_.leaveArea();
        state_.section = section;
        state_.place = place;
      }
      if (chosen || w_.isHeld() || w_.isHovered()) {
        w_.fill(box, w_.theme.selected, w_.theme.rowCorner);
      }
      const double dot = fault != nullptr ? 20 : 0;
      w_.text(w_.fonts.body, w_.theme.text, {box.origin + glm::dvec2(12, 0), box.size - glm::dvec2(24 + dot, 0)},
              label);
      if (fault != nullptr) {
        w_.fill({{box.end().x - 22, box.origin.y + kPartRow / 2 - 4}, {8, 8}},
                fault->blocks ? w_.theme.bad : w_.theme.caution, 4);
      }
    };
    const auto heading = [&](const char* text) {
      w_.text(w_.fonts.small, w_.theme.muted, {{card.origin.x + 20, y + 4}, {card.size.x - 40, 24}}, text);
      y += 28;
    };
    const auto add = [&](const std::string& name, std::string_view label) {
      const Rect box = rowIn(card, y, kPartRow);
      y += kPartRow;
      const bool tapped = w_.tap(name, box);
      if (w_.isHeld() || w_.isHovered()) {
        w_.fill(box, w_.theme.selected, w_.theme.rowCorner);
      }
      w_.smallIcon(w_.theme.accentText, {box.origin + glm::dvec2(8, 0), {18, kPartRow}}, icon::kAdd);
      w_.text(w_.fonts.body, w_.theme.accentText, {box.origin + glm::dvec2(34, 0), box.size - glm::dvec2(42, 0)},
              label);
      return tapped;
    };
    row("part about", "About the guideline", RulesSection::About, 0);
    heading("Classes");
    for (std::size_t i = 0; i < draft.classes.size(); ++i) {
      const std::string& name = draft.classes[i].name;
      row("part class " + std::to_string(i), name.empty() ? std::string_view("Without a name") : name,
          RulesSection::Class, i, faultAt(Part::Class, i));
    }
    if (add("add class", "Add a class")) {
      form.addClass();
    }
    heading("Edge cases");
    for (std::size_t i = 0; i < draft.edgeCases.size(); ++i) {
      const std::string& title = draft.edgeCases[i].edge.title;
      row("part edge " + std::to_string(i), title.empty() ? std::string_view("Without words") : title,
          RulesSection::EdgeCase, i, faultAt(Part::EdgeCase, i));
    }
    if (add("add edge", "Add an edge case")) {
      form.addEdgeCase();
    }
    if (!card_.shown.empty() && add("add open", "Add one from what is shown")) {
      frame_.requests.emplace_back(ShowOpenInEdgeCase{});
      w_.leaveArea();
      state_.section = RulesSection::EdgeCase;
      state_.place = draft.edgeCases.size();  // where it will stand
      w_.focusArea("edge title");
    }
    row("part acceptance", "Accepted when", RulesSection::Acceptance, 0);
    row("part changes", "What changes, and why", RulesSection::Changes, 0, faultAt(Part::Change, 0));
    w_.endScroll();
  }

  // ---- What publishing would do ----

  void effect(const Rect& card) {
    titledCard(card, "If you publish it");
    const double foot = kTouchDp + 2 * kGrid;
    const Rect list{card.origin + glm::dvec2(0, kCardTitle), card.size - glm::dvec2(0, kCardTitle + foot)};
    const Rect column{{card.origin.x + kPagePad, 0}, {card.size.x - 2 * kPagePad, 0}};
    Flow measure(w_, column, false);
    effects(measure, false);
    const double top = w_.beginScroll("guideline effect", list, measure.height());
    Flow flow(w_, {{column.origin.x, top}, column.size}, true);
    effects(flow, true);
    w_.endScroll();
    const double y = card.end().y - kTouchDp - kGrid;
    const double width = card_.outdated ? (column.size.x - kGrid) / 2 : column.size.x;
    if (w_.button("guideline discard", {{column.origin.x, y}, {width, kTouchDp}}, "Discard the draft\u2026", false)) {
      state_.discarding = true;
    }
    if (card_.outdated && w_.button("guideline carry over", {{column.origin.x + width + kGrid, y}, {width, kTouchDp}},
                                    "Take it over", true)) {
      w_.leaveArea();
      frame_.requests.emplace_back(CarryGuidelineOver{});
    }
  }

  void effects(Flow& flow, bool draws) {
    for (const std::string* each : {&card_.fault, &card_.blocked}) {
      if (!each->empty()) {
        flow.paragraph(*each, w_.theme.caution);
        flow.gap(8);
      }
    }
    if (card_.others) {
      others(flow, draws);
    }
    if (card_.outdated) {
      flow.paragraph("Version " + std::to_string(card_.version) + " was published by " + card_.published +
                         " since you began. Take over what it changed; what you wrote stays.",
                     w_.theme.caution);
      flow.gap(8);
    }
    for (std::size_t i = 0; i < card_.faults.size(); ++i) {
      fault(flow, card_.faults[i], i, draws);
    }
    if (card_.same) {
      flow.paragraph("It says what version " + std::to_string(card_.version) + " says: there is nothing to publish.",
                     w_.theme.muted);
      return;
    }
    const GuidelinePageCard::Effect& does = card_.effect;
    flow.heading(card_.version == 0 ? "What it says" : "What changes");
    if (does.changes.empty()) {
      flow.paragraph(card_.version == 0 ? "Nothing yet." : "Only the order, or what the program does not read.",
                     w_.theme.muted);
    }
    for (const std::string& each : does.changes) {
      flow.paragraph(each, w_.theme.text);
      flow.gap(2);
    }
    flow.heading("What it means for what is there");
    if (!does.counted) {
      flow.paragraph("Counting\u2026", w_.theme.muted);
      return;
    }
    const std::size_t again = does.again();
    flow.paragraph(
        again == 0 ? "No finding that was decided is asked to be looked at again."
                   : counted(again, "decided finding") + (again == 1 ? " waits" : " wait") + " for a second look then.",
        again == 0 ? w_.theme.text : w_.theme.caution);
    flow.paragraph(does.touched.empty()
                       ? "No lesion is of a class that it touches."
                       : counted(does.touched.size(), "lesion") + (does.touched.size() == 1 ? " is" : " are") +
                             " of classes that it touches:",
                   w_.theme.text);
    touched(flow, does.touched, [](std::size_t, const Rect&) {});
    flow.small("What was read and released before stays under the version that it was made under.", w_.theme.muted);
  }

  // The same person has it open twice.
  void others(Flow& flow, bool draws) {
    flow.paragraph(
        "Another window has changed or discarded this draft meanwhile. What you write here is kept in this "
        "window only, until you say which of the two is meant.",
        w_.theme.caution);
    flow.gap(kGrid);
    const double half = (flow.width() - kGrid) / 2;
    const auto choice = [&](const char* name, double left, const char* label, bool mine) {
      if (draws && w_.button(name, {{left, flow.y()}, {half, kTouchDp}}, label, mine)) {
        w_.leaveArea();
        frame_.requests.emplace_back(SettleGuidelineDraft{mine});
      }
    };
    choice("guideline draft theirs", flow.left(), "Take theirs", false);
    choice("guideline draft mine", flow.left() + half + kGrid, "Keep mine", true);
    flow.gap(kTouchDp + kGrid);
  }

  void fault(Flow& flow, const GuidelinePageCard::Fault& each, std::size_t place, bool draws) {
    using Part = GuidelinePageCard::Fault::Part;
    const double top = flow.y();
    flow.paragraph(each.what + ".", each.blocks ? w_.theme.bad : w_.theme.caution);
    flow.small(each.remedy + ".", w_.theme.muted);
    if (draws &&
        w_.tap("guideline fault " + std::to_string(place), {{flow.left(), top}, {flow.width(), flow.y() - top}})) {
      w_.leaveArea();
      state_.section = each.part == Part::Class      ? RulesSection::Class
                       : each.part == Part::EdgeCase ? RulesSection::EdgeCase
                       : each.part == Part::Change   ? RulesSection::Changes
                                                     : RulesSection::About;
      state_.place = each.part == Part::Class || each.part == Part::EdgeCase ? each.place : 0;
    }
    flow.gap(8);
  }

  const GuidelinePageCard& card_;
  GuidelineState& state_;
};

void drawDiscarding(PanelFrame& frame) {
  const Confirmed said = confirm(frame, "discard", "Discard the draft?",
                                 "All that you wrote since the last version is gone then.", "Keep it", "Discard it");
  if (said.meant) {
    frame.requests.emplace_back(DiscardGuideline{});
    frame.state.guideline.editing = false;
    frame.widgets.leaveArea();
  }
  frame.state.guideline.discarding = said.open;
}

void drawPublishing(PanelFrame& frame) {
  const std::string version = std::to_string(frame.model.rules->version + 1);
  const Confirmed said = confirm(frame, "publish", "Publish version " + version + "?",
                                 "It is in force at once, for everybody, and stays in the log under your name. A later "
                                 "version can say something else.",
                                 "Not yet", "Publish it");
  if (said.meant) {
    frame.requests.emplace_back(PublishGuideline{});
  }
  frame.state.guideline.publishing = said.open;
}

}  // namespace

std::size_t GuidelinePageCard::Effect::again() const {
  return std::size_t(std::count_if(touched.begin(), touched.end(), [](const Touched& each) { return each.again; }));
}

bool GuidelinePageCard::isPublishable() const {
  return mayPublish && draft != nullptr && !same && !others && !outdated && !publishing &&
         std::none_of(faults.begin(), faults.end(), [](const Fault& each) { return each.blocks; });
}

void drawGuidelinePage(PanelFrame& frame) {
  GuidelineState& state = frame.state.guideline;
  if (!state.shown || !frame.model.rules) {
    return;
  }
  state.editing = state.editing && frame.model.rules->draft != nullptr;
  GuidelinePage(frame, *frame.model.rules).draw();
  if (state.discarding) {
    drawDiscarding(frame);
  } else if (state.publishing) {
    drawPublishing(frame);
  } else if (ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape), false) && !frame.widgets.isTyping()) {
    state.shown = state.editing;
    state.editing = false;
  }
}

}  // namespace ui
