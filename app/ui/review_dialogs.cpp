// What lies over the review for a moment: what to say about the finding, and the passphrase that a decision is signed
// with.
#include <algorithm>
#include <array>
#include <utility>

#include "ui/dialog.h"
#include "ui/flow.h"
#include "ui/ui.h"

namespace ui {
namespace {

// What is said most often, for whoever has no keyboard at hand.
constexpr std::array kReasons = {"Too large",   "Too small",      "Not a lesion",
                                 "Wrong class", "Several in one", "Part is missing"};

double drawReasons(PanelFrame& frame, const Rect& box, bool draws) {
  Widgets& w = frame.widgets;
  std::string& text = frame.state.review.comment;
  glm::dvec2 at = box.origin;
  for (const char* reason : kReasons) {
    const double width = double(w.widthOf(w.fonts.body, reason)) + 24;
    if (at.x + width > box.end().x) {
      at = {box.origin.x, at.y + kTouchDp};
    }
    if (draws && w.chip(std::string("reason ") + reason, {at, {width, kTouchDp}}, reason, text == reason)) {
      text = text.empty() ? reason : text + ". " + reason;
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
  const bool rejects = act == ReviewAct::Reject;
  const auto words = [&](const Rect& box, bool draws) {
    Flow flow(w, box, draws);
    if (act == ReviewAct::Accept) {
      flow.paragraph("Not all of what it is to be accepted for holds:", w.theme.muted);
      flow.points(finding.unmet, icon::kClose, w.theme.caution);
      flow.small(
          "Tick on the card what you have looked at. Accepted all the same, your decision says what does not hold, and "
          "a "
          "release stops at what the guideline does not allow.",
          w.theme.muted);
    } else if (act == ReviewAct::Escalate) {
      flow.paragraph(finding.escalatesTo, w.theme.text);
    } else {
      flow.small(rejects ? "Why? It is pinned to the crosshair and to what you see now. A tap on a reason rejects."
                         : "What is to be changed? It is pinned to the crosshair and to what you see now, and goes to "
                           "whoever is to change it. A tap on a reason sends it.",
                 w.theme.muted);
    }
    return flow.height();
  };
  std::vector<std::string> reasons;
  const bool needsWhy = rejects || act == ReviewAct::Changes;
  if (needsWhy) {
    reasons.assign(kReasons.begin(), kReasons.end());
  }
  const auto chooses = [&](std::size_t i) { reason = reasons[i]; };
  const double said = words({{0, 0}, {width, 0}}, false);
  const double chosen = needsWhy ? chips(w, {{0, 0}, {width, 0}}, "", reasons, "", false, chooses) + kGrid : 0;
  const bool typed = act != ReviewAct::Accept;
  const Rect card = centered(frame, 520, 56 + said + chosen + (typed ? kTouchDp + 16 : 8) + kTouchDp + 24);
  beginCard(frame, "deciding card", card);
  const double left = card.origin.x + 24;
  const std::string title = (rejects                     ? "Reject "
                             : act == ReviewAct::Accept  ? "Accept "
                             : act == ReviewAct::Changes ? "Ask for changes of "
                                                         : "Let somebody else decide on ") +
                            finding.name + "?";
  w.text(w.fonts.strong, w.theme.text, {{left, card.origin.y + 16}, {width, 32}}, title);
  double y = card.origin.y + 52;
  words({{left, y}, {width, 0}}, true);
  y += said + kGrid;
  if (needsWhy) {
    chips(w, {{left, y}, {width, 0}}, "deciding reason ", reasons, "", true, chooses);
    y += chosen;
  }
  bool entered = false;
  if (typed) {
    entered = w.field("deciding why", {{left, y}, {width, kTouchDp}}, state.why,
                      needsWhy ? "or in your words" : "What they are to look at", frame.state.fresh);
  } else {
    entered = !frame.state.fresh && ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Enter), false);
  }
  frame.state.fresh = false;
  y = card.end().y - 16 - kTouchDp;
  const std::string label = rejects                     ? "Reject"
                            : act == ReviewAct::Accept  ? "Accept all the same"
                            : act == ReviewAct::Changes ? "Ask for it"
                                                        : "Let them decide";
  const double wide = double(w.widthOf(w.fonts.strong, label)) + 40;
  if (w.button("deciding cancel", {{card.end().x - 24 - wide - kGrid - 120, y}, {120, kTouchDp}}, "Cancel", false)) {
    done = true;
  }
  const bool good = !needsWhy || !state.why.empty();
  if ((w.button("deciding now", {{card.end().x - 24 - wide, y}, {wide, kTouchDp}}, label, good, good) || entered) &&
      good) {
    reason = state.why;
  }
  w.endPanel();
  if (reason) {
    frame.requests.emplace_back(DecideWith{act, *reason});
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
