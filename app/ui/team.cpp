// Who reads and who decides, on a page of its own: the policy in words, and how far each reader is.
#include <algorithm>
#include <array>

#include "core/text.h"
#include "ui/flow.h"
#include "ui/halves.h"
#include "ui/page.h"

namespace ui {
namespace {

constexpr double kTeamHeader = 56;

class TeamPage : Page {
 public:
  TeamPage(PanelFrame& frame, const TeamCard& card) : Page(frame), card_(card), state_(frame.state.team) {}

  void draw() {
    w_.beginPanel("team page", {{0, 0}, frame_.sizeDp}, w_.theme.ground, 0, true);
    if (header("team", {{0, 0}, {frame_.sizeDp.x, kTeamHeader}}, "Team and policy", "who reads, and who decides") ==
        Header::Leave) {
      state_.shown = false;
    }
    const Rect room{{kMargin, kTeamHeader}, {frame_.sizeDp.x - 2 * kMargin, frame_.sizeDp.y - kTeamHeader - kMargin}};
    const auto [left, right] = room.size.y > room.size.x ? stacked(room, 0.42) : sideBySide(room, 0.42);
    policy(left);
    readers(right);
    w_.endPanel();
  }

 private:
  static Rect foot(const Rect& box) {
    return {{box.origin.x + kPagePad, box.end().y - kTouchDp - kGrid}, {box.size.x - 2 * kPagePad, kTouchDp}};
  }

  void policy(const Rect& box) {
    titledCard(box, "How findings are decided");
    const core::PolicySet& now = card_.policy;
    Flow flow(w_, {box.origin + glm::dvec2(kPagePad, kCardTitle), {box.size.x - 2 * kPagePad, 0}}, true);
    const ReviewRuleWords& rule = reviewRules()[std::size_t(now.rule)];
    flow.paragraph(rule.title, w_.theme.text);
    flow.small(rule.meaning, w_.theme.muted);
    const auto fact = [&](std::string_view label, const std::string& value) {
      flow.heading(label);
      flow.paragraph(value, w_.theme.text);
    };
    fact("Critical classes",
         now.criticalClasses.empty() ? "those that the guideline says" : core::joined(now.criticalClasses));
    fact("Who decides what is escalated",
         now.resolvers.empty() ? "nobody in particular"
                               : core::joined(now.resolvers) + ", " + std::to_string(now.limitHours) + " hours each");
    if (now.rule == core::ReviewRule::Sampled) {
      fact("How much is drawn", core::printed("%.0f %%", now.sampledPart * 100));
    }
    if (!now.reason.empty()) {
      fact("Why it asks for less than before", now.reason);
    }
    if (!card_.fault.empty()) {
      flow.gap(8);
      flow.paragraph(card_.fault, w_.theme.caution);
    }
    if (w_.button("team policy", foot(box), "Change it\u2026", false, card_.mayManage) && card_.mayManage) {
      state_.changing = true;
      state_.policy = now;
      state_.policy.reason.clear();
      state_.critical = core::joined(now.criticalClasses);
      state_.resolvers = core::joined(now.resolvers);
      state_.limitHours = std::to_string(now.limitHours);
      state_.part = core::printed("%.0f", now.sampledPart * 100);
    }
  }

  void readers(const Rect& box) {
    titledCard(box, "Who reads", card_.readers.empty() ? "" : "handed in");
    if (card_.readers.empty()) {
      Flow flow(w_, {box.origin + glm::dvec2(kPagePad, kCardTitle), {box.size.x - 2 * kPagePad, 0}}, true);
      flow.paragraph("Nobody was asked to read anything yet.", w_.theme.muted);
    }
    double y =
        beginList("team readers", box, kCardTitle, double(card_.readers.size()) * kTwoLines, kTouchDp + 2 * kGrid);
    for (const TeamCard::Reader& each : card_.readers) {
      progress(rowIn(box, y, kTwoLines), each);
      y += kTwoLines;
    }
    w_.endScroll();
    if (w_.button("team assign", foot(box), "Assign readings\u2026", card_.mayAssign, card_.mayAssign) &&
        card_.mayAssign) {
      state_.assigning = frame_.state.fresh = true;
      state_.readers = core::joined(card_.proposedReaders);
      state_.cases.assign(frame_.model.cases.size(), true);
      state_.perCase = card_.readersAsked;
      state_.blind = true;
      state_.due.clear();
      state_.repeat = "0";
      state_.seed.clear();
    }
  }

  void progress(const Rect& row, const TeamCard::Reader& each) {
    const double left = row.origin.x + kPagePad - kGrid;
    const double width = row.size.x - 2 * (kPagePad - kGrid);
    const bool done = each.handedIn == each.readings;
    const double name =
        double(w_.text(w_.fonts.body, w_.theme.text, {{left, row.origin.y + 8}, {width, 22}}, each.name));
    w_.text(w_.fonts.small, w_.theme.muted, {{left + name + 12, row.origin.y + 8}, {width - name - 100, 22}},
            each.cases);
    const std::string late = each.overdue > 0 ? ", " + std::to_string(each.overdue) + " overdue" : "";
    w_.text(w_.fonts.small,
            each.overdue > 0 ? w_.theme.caution
            : done           ? w_.theme.accept
                             : w_.theme.muted,
            {{left, row.origin.y + 8}, {width, 22}},
            std::to_string(each.handedIn) + " of " + std::to_string(each.readings) + late, Align::Right);
    w_.fill({{left, row.origin.y + 38}, {width, 6}}, w_.theme.raised, 3);
    if (each.handedIn > 0) {
      w_.fill({{left, row.origin.y + 38}, {width * double(each.handedIn) / double(each.readings), 6}},
              done ? w_.theme.good : w_.theme.accent, 3);
    }
  }

  const TeamCard& card_;
  TeamState& state_;
};

}  // namespace

std::span<const ReviewRuleWords> reviewRules() {
  static constexpr std::array kRules = {
      ReviewRuleWords{"One other person", "A second person decides on every finding."},
      ReviewRuleWords{"Two readings", "Two people read each case; an adjudicator decides where they differ."},
      ReviewRuleWords{"What is risky, and a sample",
                      "What is critical or risky is decided on, and a drawn part of the rest."},
      ReviewRuleWords{"Two for critical classes", "Critical classes need two who accept, the others one."},
  };
  return kRules;
}

void drawTeam(PanelFrame& frame) {
  TeamState& state = frame.state.team;
  if (!state.shown || !frame.model.team) {
    return;
  }
  TeamPage(frame, *frame.model.team).draw();
  if (state.changing) {
    drawPolicySheet(frame);
  } else if (state.assigning) {
    drawAssigningSheet(frame);
  } else if (ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape), false)) {
    state.shown = false;
  }
}

}  // namespace ui
