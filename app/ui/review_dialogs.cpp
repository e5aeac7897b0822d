// What lies over the review for a moment: what to say about the finding, and the passphrase that a decision is signed
// with.
#include <algorithm>
#include <utility>

#include "ui/dialog.h"
#include "ui/review_words.h"
#include "ui/ui.h"

namespace ui {
namespace {

double drawReasons(PanelFrame& frame, const Rect& box, bool draws) {
  Widgets& w = frame.widgets;
  std::string& text = frame.state.review.comment;
  glm::dvec2 at = box.origin;
  for (const std::string_view reason : reviewReasons()) {
    const double width = double(w.widthOf(w.fonts.body, reason)) + 24;
    if (at.x + width > box.end().x) {
      at = {box.origin.x, at.y + kTouchDp};
    }
    if (draws && w.chip("reason " + std::string(reason), {at, {width, kTouchDp}}, reason, text == reason)) {
      text += (text.empty() ? "" : ". ") + std::string(reason);
    }
    at.x += width + kGrid;
  }
  return at.y + kTouchDp - box.origin.y;
}

}  // namespace

void drawComment(PanelFrame& frame) {
  ReviewState& state = frame.state.review;
  if (!state.commenting) {
    return;
  }
  Widgets& w = frame.widgets;
  bool done = veil(frame, "comment veil", 0.5f);
  const double width = std::min(520.0, frame.sizeDp.x - 32) - 48;
  const double reasons = drawReasons(frame, {{0, 0}, {width, 0}}, false);
  const Rect card = centered(frame, 520, 216 + reasons);
  beginCard(frame, "comment card", card);
  const double left = card.origin.x + 24;
  w.text(w.fonts.strong, w.theme.text, {{left, card.origin.y + 16}, {width, 32}}, "Comment");
  w.text(w.fonts.small, w.theme.muted, {{left, card.origin.y + 44}, {width, 20}},
         "Pinned to the crosshair and to what you see now.");
  const bool entered = w.field("comment", {{left, card.origin.y + 76}, {width, kTouchDp}}, state.comment,
                               "What is to be seen here", std::exchange(frame.state.fresh, false));
  drawReasons(frame, {{left, card.origin.y + 132}, {width, 0}}, true);
  const double y = card.end().y - 16 - kTouchDp;
  if (w.button("comment cancel", {{card.end().x - 24 - 2 * 120 - 8, y}, {120, kTouchDp}}, "Cancel", false)) {
    done = true;
  }
  const bool good = !state.comment.empty();
  if ((w.button("comment pin", {{card.end().x - 24 - 120, y}, {120, kTouchDp}}, "Pin it", good, good) || entered) &&
      good) {
    frame.requests.emplace_back(PinComment{state.comment});
    done = true;
  }
  w.endPanel();
  state.commenting = !done;
}

// Before a decision that is easily made by mistake, or that nobody could make anything of later.
void drawDeciding(PanelFrame& frame) {
  ReviewState& state = frame.state.review;
  if (!state.asking || !frame.model.review || frame.model.review->state != ReviewCard::State::Finding) {
    state.asking.reset();
    return;
  }
  const ReviewCard& finding = *frame.model.review;
  const ReviewAct act = *state.asking;
  Widgets& w = frame.widgets;
  bool done = veil(frame, "deciding veil", 0.5f);
  std::optional<std::string> reason;
  const double width = std::min(520.0, frame.sizeDp.x - 32) - 48;
  const auto words = [&](const Rect& box, bool draws) {
    Flow flow(w, box, draws);
    writeAsked(flow, w.theme, finding, act, true);
    if (needsReason(act)) {
      flow.small("It is pinned to the crosshair and to what you see now.", w.theme.muted);
    }
    if (act == ReviewAct::Accept) {
      for (std::size_t i = 0; i < finding.criteria.size(); ++i) {
        const CriterionItem& each = finding.criteria[i];
        if (each.byMachine) {
          continue;
        }
        if (draws && checkRow(w, "deciding tick " + std::to_string(i),
                              {{flow.left() - kGrid, flow.y()}, {flow.width() + 2 * kGrid, kTouchDp}},
                              each.state == CriterionItem::State::Holds, each.text)) {
          frame.requests.emplace_back(TickCriterion{each.text});
        }
        flow.gap(kTouchDp);
      }
    }
    return flow.height();
  };
  std::vector<std::string> reasons;
  if (needsReason(act)) {
    reasons.assign(reviewReasons().begin(), reviewReasons().end());
  }
  const auto chooses = [&](std::size_t i) { state.why += (state.why.empty() ? "" : ". ") + reasons[i]; };
  const double said = words({{0, 0}, {width, 0}}, false);
  const double chosen = needsReason(act) ? chips(w, {{0, 0}, {width, 0}}, "", reasons, "", false, chooses) + kGrid : 0;
  const bool typed = act != ReviewAct::Accept;
  const Rect card = centered(frame, 520, 56 + said + chosen + (typed ? kTouchDp + 16 : 8) + kTouchDp + 24);
  beginCard(frame, "deciding card", card);
  const double left = card.origin.x + 24;
  w.text(w.fonts.strong, w.theme.text, {{left, card.origin.y + 16}, {width, 32}}, askedTitle(finding, act));
  double y = card.origin.y + 52;
  words({{left, y}, {width, 0}}, true);
  y += said + kGrid;
  if (needsReason(act)) {
    chips(w, {{left, y}, {width, 0}}, "deciding reason ", reasons, "", true, chooses);
    y += chosen;
  }
  bool entered = false;
  if (typed) {
    entered =
        w.field("deciding why", {{left, y}, {width, kTouchDp}}, state.why,
                needsReason(act) ? "in your words, or by a tap above" : "What they are to look at", frame.state.fresh);
  } else {
    entered = !frame.state.fresh && ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Enter), false);
  }
  frame.state.fresh = false;
  y = card.end().y - 16 - kTouchDp;
  const bool holds = act == ReviewAct::Accept && finding.unmet.empty() && finding.unticked.empty();  // by now
  const std::string_view label = holds ? "Accept" : askedLabel(act);
  const double wide = double(w.widthOf(w.fonts.strong, label)) + 40;
  if (w.button("deciding cancel", {{card.end().x - 24 - wide - kGrid - 120, y}, {120, kTouchDp}}, "Cancel", false)) {
    done = true;
  }
  const bool good = !needsReason(act) || !state.why.empty();
  if ((w.button("deciding now", {{card.end().x - 24 - wide, y}, {wide, kTouchDp}}, label, good, good) || entered) &&
      good) {
    reason = state.why;
  }
  w.endPanel();
  if (reason) {
    if (holds) {
      frame.requests.emplace_back(DoInReview{act});
    } else {
      frame.requests.emplace_back(DecideWith{act, *reason});
    }
    done = true;
  }
  if (done) {
    state.asking.reset();
  }
}

void drawPassphrase(PanelFrame& frame) {
  if (!frame.model.passphrase) {
    return;
  }
  const PassphraseCard& asked = *frame.model.passphrase;
  std::string& typed = frame.state.review.passphrase;
  Widgets& w = frame.widgets;
  const bool away = veil(frame, "passphrase veil", 0.6f);
  const Rect card = centered(frame, 440, 252);
  beginCard(frame, "passphrase card", card);
  const Rect column{{card.origin.x + 24, card.origin.y + 16}, {card.size.x - 48, 0}};
  w.text(w.fonts.strong, w.theme.text, {column.origin, {column.size.x, 32}}, "Sign as " + asked.person);
  Flow flow(w, {column.origin + glm::dvec2(0, 36), column.size}, true);
  flow.small("Your passphrase unlocks your key on this device. It is good for ten minutes, and kept nowhere.",
             w.theme.muted);
  const double fieldY = card.origin.y + 100;
  const bool entered = w.field("passphrase", {{column.origin.x, fieldY}, {column.size.x, kTouchDp}}, typed,
                               "Passphrase", std::exchange(frame.state.fresh, false), true);
  if (!asked.fault.empty()) {
    w.text(w.fonts.small, w.theme.caution, {{column.origin.x, fieldY + 52}, {column.size.x, 20}}, asked.fault);
  }
  const double y = card.end().y - 16 - kTouchDp;
  const bool cancelled =
      w.button("passphrase cancel", {{card.end().x - 24 - 2 * 120 - 8, y}, {120, kTouchDp}}, "Not now", false) || away;
  const bool good = !typed.empty() && !asked.working;
  if ((w.button("passphrase sign", {{card.end().x - 24 - 120, y}, {120, kTouchDp}},
                asked.working ? "One moment" : "Sign", good, good) ||
       entered) &&
      good) {
    frame.requests.emplace_back(GivePassphrase{std::exchange(typed, {})});
    frame.state.fresh = true;  // should it be the wrong one, the next is typed at once
  } else if (cancelled) {
    typed.clear();
    frame.requests.emplace_back(GivePassphrase{});
  }
  w.endPanel();
}

}  // namespace ui
