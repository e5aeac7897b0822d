#include "ui/review_words.h"

namespace ui {

void drawCriterionMark(Widgets& w, CriterionItem::State state, glm::dvec2 middle) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 at = vec(middle);
  using State = CriterionItem::State;
  if (state == State::Open) {
    list.AddCircle(at, 9, w.theme.muted, 32, 1.5f);
    return;
  }
  const bool holds = state == State::Holds;
  list.AddCircleFilled(at, 10, holds ? w.theme.good : w.theme.badGround, 32);
  w.smallIcon(holds ? w.theme.ground : w.theme.bad, {middle - 9.0, {18, 18}}, holds ? icon::kCheck : icon::kClose);
}

void drawReviewMark(Widgets& w, ReviewMark mark, glm::dvec2 middle) {
  struct Look {
    const char* sign;
    ImU32 color;
  };
  const auto look = [&]() -> Look {
    switch (mark) {
      case ReviewMark::Accepted:
        return {icon::kCheck, w.theme.good};
      case ReviewMark::Rejected:
        return {icon::kClose, w.theme.bad};
      case ReviewMark::SentBack:
        return {icon::kBack, w.theme.caution};
      case ReviewMark::HandedOn:
        return {icon::kHandIn, w.theme.muted};
      case ReviewMark::SecondLook:
        return {icon::kReview, w.theme.muted};
      case ReviewMark::None:
        break;
    }
    return {nullptr, 0};
  }();
  if (look.sign != nullptr) {
    w.smallIcon(look.color, {middle - 9.0, {18, 18}}, look.sign);
  }
}

void writeStanding(Flow& flow, const Theme& theme, const LesionStanding& standing) {
  if (standing.words.empty()) {
    return;
  }
  const ReviewMark mark = standing.mark;
  flow.paragraph(standing.words, mark == ReviewMark::SentBack   ? theme.caution
                                 : mark == ReviewMark::Rejected ? theme.bad
                                 : mark == ReviewMark::Accepted ? theme.good
                                                                : theme.muted);
  for (const SaidItem& item : standing.said) {
    writeSaid(flow, theme, item);
  }
  flow.gap(8);
}

std::string readingWords(const ReviewCard::Reading& reading) {
  return reading.marked.empty() ? reading.reader : reading.reader + " \u00B7 " + reading.marked;
}

void drawOutlineMark(Widgets& w, const ReviewCard::Reading& reading, glm::dvec2 middle) {
  const ImU32 color = reading.shown ? colorOf(reading.color) : w.theme.faint;
  ImGui::GetWindowDrawList()->AddRect(vec(middle - 6.0), vec(middle + 6.0), color, 3, 0, 2);
}

void writeRule(Flow& flow, const Theme& theme, const GuidelineCard& guideline) {
  flow.heading(guideline.className);
  if (!guideline.definition.empty()) {
    flow.paragraph(guideline.definition, theme.text);
  }
  flow.points(guideline.includes, icon::kAdd, theme.good);
  flow.points(guideline.excludes, icon::kClose, theme.bad);
  for (const std::string& each : guideline.limits) {
    flow.small(each, theme.muted);
  }
  for (const GuidelineCard::EdgeCase& each : guideline.edgeCases) {
    flow.small(each.title + ": " + each.decision, theme.muted);
  }
}

void writeSaid(Flow& flow, const Theme& theme, const SaidItem& item) {
  flow.small(item.who + "  " + item.what + "  " + item.when, item.counts ? theme.accentText : theme.muted);
  if (!item.text.empty()) {
    flow.paragraph(item.text, theme.text);
  }
}

void writeSentBack(Flow& flow, const Theme& theme, const SentBackItem& item) {
  flow.gap(8);
  flow.paragraph(item.lesion, theme.text);
  flow.small(item.what + ", " + item.when, item.settled ? theme.muted : theme.caution);
  if (!item.text.empty()) {
    flow.paragraph(item.text, theme.text);
  }
  flow.small(item.caseName, theme.muted);
  flow.gap(4);
}

bool needsReason(ReviewAct act) {
  return act == ReviewAct::Reject || act == ReviewAct::Changes;
}

std::string askedTitle(const ReviewCard& finding, ReviewAct act) {
  return (act == ReviewAct::Reject    ? "Reject "
          : act == ReviewAct::Accept  ? "Accept "
          : act == ReviewAct::Changes ? "Ask for changes of "
                                      : "Let somebody else decide on ") +
         finding.name + "?";
}

void writeAsked(Flow& flow, const Theme& theme, const ReviewCard& finding, ReviewAct act, bool ticks) {
  if (act == ReviewAct::Accept) {
    if (!finding.unmet.empty()) {
      flow.paragraph("The guideline does not allow it as it is:", theme.text);
      flow.points(finding.unmet, icon::kClose, theme.caution);
      flow.gap(4);
      flow.paragraph(
          "If you accept it, the next release will stop at it. To get it into a release: correct it (Edit), ask for "
          "changes, or have a lead change the guideline.",
          theme.text);
      flow.gap(8);
    }
    if (ticks) {
      flow.small("Not confirmed yet: tick what holds, or accept without.", theme.muted);
      return;
    }
    if (!finding.unticked.empty()) {
      flow.paragraph("You have not ticked that you checked:", theme.text);
      flow.points(finding.unticked, icon::kClose, theme.caution);
    }
    flow.gap(4);
    flow.small((finding.unticked.empty() ? "" : "Cancel to tick it on the card. ") +
                   std::string("Your decision will say what is listed here."),
               theme.muted);
  } else if (act == ReviewAct::Escalate) {
    flow.paragraph(finding.escalatesTo, theme.text);
  } else if (act == ReviewAct::Changes) {
    flow.small("What is to be changed? It goes to " +
                   (finding.changesBy.empty() ? "whoever is to change it" : finding.changesBy) + ".",
               theme.muted);
  } else {
    flow.small("Why?", theme.muted);
  }
}

std::string_view askedLabel(ReviewAct act) {
  switch (act) {
    case ReviewAct::Reject:
      return "Reject";
    case ReviewAct::Accept:
      return "Accept all the same";
    case ReviewAct::Changes:
      return "Ask for it";
    default:
      return "Let them decide";
  }
}

}  // namespace ui
