// What panels of a review write in the window and in the headset alike. Lives for one frame; same thread as the panels.
#pragma once

#include <string>
#include <string_view>

#include "ui/flow.h"
#include "ui/model.h"

namespace ui {

// Whether something holds, fails, or is open.
void drawCriterionMark(Widgets& widgets, CriterionItem::State state, glm::dvec2 middle);
// What was decided about a lesion, as small as its row's second line; nothing where nothing was.
void drawReviewMark(Widgets& widgets, ReviewMark mark, glm::dvec2 middle);
void writeStanding(Flow& flow, const Theme& theme, const LesionStanding& standing);
// The guideline's words for the class, without its acceptance criteria.
// What each reader marked of a finding, in a line: "Ben \u00B7 liver metastasis"; and the sign of its outline.
std::string readingWords(const ReviewCard::Reading& reading);
void drawOutlineMark(Widgets& w, const ReviewCard::Reading& reading, glm::dvec2 middle);
void writeRule(Flow& flow, const Theme& theme, const GuidelineCard& guideline);
void writeSaid(Flow& flow, const Theme& theme, const SaidItem& item);
void writeSentBack(Flow& flow, const Theme& theme, const SentBackItem& item);

// Before a decision that is easily made by mistake, or that nobody could make anything of later: whether it takes a
// reason, what is asked, what there is to be known, and what the button says that means it.
bool needsReason(ReviewAct act);
std::string askedTitle(const ReviewCard& finding, ReviewAct act);
// ticks: what nobody has ticked is ticked right there, so it is not listed.
void writeAsked(Flow& flow, const Theme& theme, const ReviewCard& finding, ReviewAct act, bool ticks = false);
std::string_view askedLabel(ReviewAct act);

}  // namespace ui
