// The review deck: one finding, everything that its decision needs, and the decision under the thumbs. A swipe on the
// cards or the buttons decides as well: right to accept, left to reject.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <utility>

#include "core/text.h"
#include "ui/flow.h"
#include "ui/review_words.h"
#include "ui/ui.h"

namespace ui {
namespace {

constexpr double kSwipeBeginsDp = 32;  // of a drag across that is none yet
constexpr double kSwipeDp = 140;       // from here on it decides

// A drag across the cards and buttons: how far it is, and what it decided when the finger left.
struct Swipe {
  double dp = 0;  // 0: there is none
  std::optional<ReviewAct> decided;
};

Swipe swipeOn(const PanelFrame& frame, const Rect& region) {
  const ImGuiIO& io = ImGui::GetIO();
  const ImVec2 from = io.MouseClickedPos[0];
  const bool released = ImGui::IsMouseReleased(0);
  if (frame.state.review.commenting || frame.state.review.asking || (!io.MouseDown[0] && !released) ||
      !region.contains({double(from.x), double(from.y)})) {
    return {};
  }
  const double across = double(io.MousePos.x - from.x);
  const double along = double(io.MousePos.y - from.y);
  if (std::abs(across) < kSwipeBeginsDp || std::abs(across) < 2 * std::abs(along)) {
    return {};
  }
  Swipe swipe{.dp = across};
  if (released && std::abs(across) >= kSwipeDp) {
    swipe.decided = across > 0 ? ReviewAct::Accept : ReviewAct::Reject;
  }
  return swipe;
}

class Deck {
 public:
  Deck(PanelFrame& frame, const ReviewCard& card, const ReviewLayout& layout)
      : frame_(frame), w_(frame.widgets), card_(card), layout_(layout) {}

  void draw() {
    header();
    if (card_.state == ReviewCard::State::Finding) {
      criteria();
      said();
    } else {
      message();
    }
    decisions();
  }

 private:
  void act(ReviewAct what) { frame_.requests.emplace_back(DoInReview{what}); }

  void header() {
    const Rect& bar = layout_.header;
    w_.beginPanel("review header", bar, w_.theme.ground, 0);
    const double y = bar.origin.y + (bar.size.y - kTouchDp) / 2;
    if (w_.iconButton("review leave", {{kGrid, y}, {kTouchDp, kTouchDp}}, icon::kClose)) {
      act(ReviewAct::Leave);
    }
    double x = kGrid + kTouchDp + kGrid;
    x += double(w_.text(w_.fonts.strong, w_.theme.text, {{x, y}, {80, kTouchDp}}, "Review")) + 2 * kGrid;
    double right = bar.end().x - kGrid - kTouchDp;
    if (w_.iconButton("review take back", {{right, y}, {kTouchDp, kTouchDp}}, icon::kUndo, false, card_.canTakeBack)) {
      act(ReviewAct::TakeBack);
    }
    if (!card_.decided.empty()) {  // beside what takes it back
      const double width = std::min(double(w_.widthOf(w_.fonts.body, card_.decided)), bar.size.x * 0.3);
      right -= width + kGrid;
      w_.text(w_.fonts.body, w_.theme.accept, {{right, y}, {width, kTouchDp}}, card_.decided);
    }
    right = drawSyncSign(frame_, bar, right - kGrid, bar.size.x * 0.6) - kGrid;
    if (!card_.risk.empty() && right - x > 320) {
      const double width = double(w_.widthOf(w_.fonts.strong, card_.risk)) + 24;
      right -= width;
      const Rect tag{{right, y + 8}, {width, 32}};
      w_.fill(tag, w_.theme.cautionGround, 16);
      w_.text(w_.fonts.strong, w_.theme.caution, tag, card_.risk, Align::Center);
      right -= 2 * kGrid;
    }
    if (card_.of > 0) {
      const bool finished = card_.state == ReviewCard::State::Finished;
      const std::string place = finished ? std::to_string(card_.of) + " decided"
                                         : std::to_string(card_.place) + " of " + std::to_string(card_.of);
      x += double(w_.text(w_.fonts.body, w_.theme.muted, {{x, y}, {120, kTouchDp}}, place)) + 2 * kGrid;
      const Rect line{{x, y + kTouchDp / 2 - 2}, {std::max(right - x, 0.0), 4}};
      w_.fill(line, w_.theme.selected, 2);
      const double done = double(card_.place > 0 ? card_.place - 1 : 0) / double(card_.of);
      if (done > 0) {
        w_.fill({line.origin, {line.size.x * done, 4}}, w_.theme.accent, 2);
      }
    }
    w_.endPanel();
  }

  // In the place of both cards, where there is nothing to decide.
  void message() {
    const Rect room{layout_.criteria.origin, layout_.said.end() - layout_.criteria.origin};
    w_.beginPanel("review message", room, w_.theme.card, w_.theme.cardCorner);
    const bool finished = card_.state == ReviewCard::State::Finished;
    Flow flow(w_, {room.origin + glm::dvec2(20, 16), {room.size.x - 40, 0}}, true);
    flow.paragraph(finished ? "Nothing is left for you to decide." : "One moment\u2026", w_.theme.text);
    if (finished) {
      if (!card_.others.empty()) {
        flow.paragraph(card_.others, w_.theme.muted);
      }
      flow.small("What changes, and what others add, comes here by itself.", w_.theme.muted);
      if (w_.button("review done", {{room.origin.x + 20, flow.y() + 16}, {140, kTouchDp}}, "Close", true)) {
        act(ReviewAct::Leave);
      }
    }
    w_.endPanel();
  }

  void criteria() {
    constexpr double kTitle = 44;
    const Rect& card = layout_.criteria;
    w_.beginPanel("review criteria", card, w_.theme.card, w_.theme.cardCorner);
    const double left = card.origin.x + 20;
    const double width = card.size.x - 40;
    w_.text(w_.fonts.strong, w_.theme.text, {{left, card.origin.y + 4}, {width, kTitle}}, "Accept when");
    const auto& guideline = frame_.model.guideline;
    w_.text(w_.fonts.small, w_.theme.muted, {{left, card.origin.y + 4}, {width, kTitle}},
            guideline ? "Guideline v" + std::to_string(guideline->version) : "no guideline", Align::Right);
    const Rect list{{card.origin.x, card.origin.y + kTitle + 4}, {card.size.x, card.size.y - kTitle - 12}};
    double height = rule({{left, 0}, {width, 0}}, false) + 8;
    for (std::size_t i = 0; i < card_.criteria.size(); ++i) {
      height += criterion(i, {{0, 0}, {card.size.x - 16, 0}}, false);
    }
    double y = w_.beginScroll("review criteria", list, height);
    for (std::size_t i = 0; i < card_.criteria.size(); ++i) {
      y += criterion(i, {{card.origin.x + 8, y}, {card.size.x - 16, 0}}, true);
    }
    rule({{left, y + 4}, {width, 0}}, true);
    w_.endScroll();
    w_.endPanel();
  }

  // In as many lines as it takes. Its height.
  double criterion(std::size_t index, const Rect& box, bool draws) {
    constexpr double kLeast = 40;
    constexpr double kIndent = 44;
    const CriterionItem& item = card_.criteria[index];
    const double words = w_.paragraph(w_.fonts.body, 0, {{0, 0}, {box.size.x - kIndent - 12, 0}}, item.text);
    const double height = std::max(words + 16, kLeast);
    if (!draws) {
      return height;
    }
    const Rect row{box.origin, {box.size.x, height}};
    if (w_.tap("criterion " + std::to_string(index), row, !item.byMachine)) {
      frame_.requests.emplace_back(TickCriterion{item.text});
    }
    drawCriterionMark(w_, item.state, row.origin + glm::dvec2(22, row.size.y / 2));
    w_.paragraph(w_.fonts.body, item.state == CriterionItem::State::Fails ? w_.theme.bad : w_.theme.text,
                 {{row.origin.x + kIndent, row.origin.y + (height - words) / 2}, {row.size.x - kIndent - 12, 0}},
                 item.text);
    return height;
  }

  // What the guideline says of the class; its height.
  double rule(const Rect& box, bool draws) {
    Flow flow(w_, box, draws);
    if (const auto& guideline = frame_.model.guideline) {
      writeRule(flow, w_.theme, *guideline);
    }
    return flow.height();
  }

  void said() {
    const Rect& card = layout_.said;
    w_.beginPanel("review said", card, w_.theme.card, w_.theme.cardCorner);
    const double left = card.origin.x + 20;
    const double width = card.size.x - 40;
    const Rect chips{{left - 4, card.end().y - kTouchDp - 4}, {width + 8, kTouchDp}};
    const Rect list{{card.origin.x, card.origin.y + 12}, {card.size.x, chips.origin.y - card.origin.y - 16}};
    const double height = words({{left, 0}, {width, 0}}, false);
    const double top = w_.beginScroll("review said", list, height);
    words({{left, top}, {width, 0}}, true);
    w_.endScroll();
    constexpr std::array<std::pair<ReviewAct, const char*>, 3> kChips{
        {{ReviewAct::Comment, "Comment"}, {ReviewAct::Edit, "Edit"}, {ReviewAct::Escalate, "Escalate"}}};
    double x = chips.origin.x;
    for (const auto& [what, title] : kChips) {
      const double chip = double(w_.widthOf(w_.fonts.body, title)) + 20;
      if (w_.chip(std::string("review ") + title, {{x, chips.origin.y}, {chip, kTouchDp}}, title,
                  what == ReviewAct::Comment && !card_.reason.empty())) {
        act(what);
      }
      x += chip + kGrid / 2;
    }
    window(x, chips);
    w_.endPanel();
  }

  // By which window slices are seen; a tap takes the next one.
  void window(double left, const Rect& row) {
    const std::vector<WindowItem>& all = frame_.model.windows;
    std::optional<core::Window>& chosen = frame_.toolbox.state().view.window;
    const auto now = std::find_if(all.begin(), all.end(), [&](const auto& each) { return chosen == each.window; });
    std::string title = now == all.end() ? "Window" : now->title + " window";
    const auto widthNow = [&] { return double(w_.widthOf(w_.fonts.body, title)) + 20; };
    if (now != all.end() && left + widthNow() > row.end().x) {
      title = now->title;
    }
    const double width = widthNow();
    if (all.empty() || left + width > row.end().x) {
      return;
    }
    if (w_.chip("review window", {{row.end().x - width, row.origin.y}, {width, kTouchDp}}, title, false)) {
      chosen = now == all.end() || now + 1 == all.end() ? all.front().window : (now + 1)->window;
    }
  }

  double words(const Rect& box, bool draws) {
    constexpr double kLine = 26;
    double y = box.origin.y;
    if (!card_.why.empty()) {
      Flow flow(w_, {{box.origin.x, y}, box.size}, draws);
      flow.small(card_.why, w_.theme.caution);
      y += flow.height();
    }
    if (!card_.blocked.empty()) {
      Flow flow(w_, {{box.origin.x, y}, box.size}, draws);
      flow.paragraph(card_.blocked, w_.theme.caution);
      y += flow.height();
    }
    y += readings({{box.origin.x, y}, box.size}, draws);
    for (const auto& [name, value] : card_.facts) {
      if (draws) {
        w_.text(w_.fonts.body, w_.theme.muted, {{box.origin.x, y}, {box.size.x * 0.5, kLine}}, name);
        w_.text(w_.fonts.body, w_.theme.text, {{box.origin.x + box.size.x * 0.3, y}, {box.size.x * 0.7, kLine}}, value,
                Align::Right);
      }
      y += kLine;
    }
    if (!card_.reason.empty()) {
      Flow flow(w_, {{box.origin.x, y + 4}, box.size}, draws);
      flow.small("Goes with your decision: " + card_.reason, w_.theme.accentText);
      y += flow.height() + 4;
    }
    for (std::size_t i = 0; i < card_.said.size(); ++i) {
      const SaidItem& item = card_.said[i];
      Flow flow(w_, {{box.origin.x, y + 8}, box.size}, draws);
      writeSaid(flow, w_.theme, item);
      if (draws && item.pinned &&
          w_.tap("said " + std::to_string(i), {{box.origin.x - 8, y + 4}, {box.size.x + 16, flow.height() + 8}})) {
        frame_.requests.emplace_back(ShowSaid{i});
      }
      y += flow.height() + 8;
    }
    return y - box.origin.y;
  }

  // What each reader marked of it, by the colour of the outline; a tap switches that. Its height.
  double readings(const Rect& box, bool draws) {
    constexpr double kHead = 22;
    constexpr double kTwo = 44;  // the words and the volume
    constexpr double kOne = 28;
    constexpr double kMark = 24;
    constexpr double kEye = 28;
    if (card_.readings.empty()) {
      return 0;
    }
    double y = box.origin.y;
    if (draws) {
      w_.text(w_.fonts.small, w_.theme.muted, {{box.origin.x, y}, {box.size.x, kHead}}, card_.readingsTitle);
      w_.text(w_.fonts.small, w_.theme.muted, {{box.origin.x, y}, {box.size.x, kHead}}, card_.agreement, Align::Right);
    }
    y += kHead;
    for (std::size_t i = 0; i < card_.readings.size(); ++i) {
      const ReviewCard::Reading& each = card_.readings[i];
      const double height = each.outlined ? kTwo : kOne;
      const bool seen = each.outlined && each.shown;
      if (draws) {
        if (each.outlined) {
          const Rect row{{box.origin.x - 8, y}, {box.size.x + 16, height}};
          if (w_.tap("reading " + std::to_string(i), row)) {
            frame_.requests.emplace_back(SwitchReading{i});
          }
          if (w_.isHovered() || w_.isHeld()) {
            w_.fill(row, w_.theme.raised, w_.theme.rowCorner);
          }
          drawOutlineMark(w_, each, {box.origin.x + 8, y + 14});
          w_.smallIcon(seen ? w_.theme.muted : w_.theme.faint, {{box.origin.x + box.size.x - 20, y + 13}, {18, 18}},
                       seen ? icon::kVisible : icon::kHidden);
        }
        const double left = box.origin.x + kMark;
        const double width = box.size.x - kMark - (each.outlined ? kEye : 0);
        w_.text(w_.fonts.body, seen ? w_.theme.text : w_.theme.muted, {{left, y + 2}, {width, 24}}, readingWords(each));
        w_.text(w_.fonts.small, w_.theme.muted, {{left, y + 23}, {width, 18}}, each.volume);
      }
      y += height;
    }
    return y + 6 - box.origin.y;
  }

  void decisions() {
    const Rect region{{0, layout_.accept.origin.y - kGrid},
                      frame_.sizeDp - glm::dvec2(0, layout_.accept.origin.y - kGrid)};
    w_.beginPanel("review decisions", region, w_.theme.ground, 0);
    const bool ready = card_.state == ReviewCard::State::Finding && card_.opened;
    const Rect cards{layout_.criteria.origin, layout_.said.end() - layout_.criteria.origin};
    Swipe swipe = ready ? swipeOn(frame_, region) : Swipe{};
    if (ready && swipe.dp == 0) {
      swipe = swipeOn(frame_, cards);
    }
    const bool tapsCount = swipe.dp == 0;
    const bool mayAccept = ready && card_.blocked.empty();
    if (large("review reject", layout_.reject, icon::kClose, "Reject", w_.theme.badGround, w_.theme.bad, ready,
              -swipe.dp) &&
        tapsCount) {
      act(ReviewAct::Reject);
    }
    if (large("review accept", layout_.accept, icon::kCheck, "Accept", w_.theme.acceptGround, w_.theme.accept,
              mayAccept, swipe.dp) &&
        tapsCount) {
      act(ReviewAct::Accept);
    }
    if (plain("review changes", layout_.changes, "Needs changes", ready) && tapsCount) {
      act(ReviewAct::Changes);
    }
    if (plain("review back", layout_.back, "Back", card_.canGoBack) && tapsCount) {
      act(ReviewAct::Back);
    }
    if (plain("review skip", layout_.skip, "Skip", card_.state == ReviewCard::State::Finding) && tapsCount) {
      act(ReviewAct::Skip);
    }
    if (swipe.decided && (*swipe.decided == ReviewAct::Reject || mayAccept)) {
      act(*swipe.decided);
    }
    std::string hint = "Swipe right to accept, left to reject.";
    if (std::abs(swipe.dp) >= kSwipeDp) {
      hint = swipe.dp > 0 ? "Let go to accept" : "Let go to reject";
    } else if (!card_.signing.empty()) {
      hint += " " + card_.signing;
    }
    w_.text(w_.fonts.small, w_.theme.muted, layout_.hint, hint, Align::Center);
    w_.endPanel();
  }

  // swipeDp: how far a swipe toward this decision is; it brightens on the way.
  bool large(const char* name, const Rect& box, const char* what, std::string_view label, ImU32 ground, ImU32 color,
             bool enabled, double swipeDp) {
    const bool tapped = w_.tap(name, box, enabled);
    w_.fill(box, enabled ? ground : w_.theme.card, w_.theme.largeCorner);
    const double part = std::clamp(swipeDp / kSwipeDp, 0.0, 1.0);
    if (enabled && (w_.isHeld() || part > 0)) {
      const ImU32 veil = (color & ~IM_COL32_A_MASK) | ImU32(24 + 60 * part) << IM_COL32_A_SHIFT;
      w_.fill(box, veil, w_.theme.largeCorner);
    }
    const double middle = box.origin.y + box.size.y / 2;
    w_.icon(enabled ? color : w_.theme.faint, {{box.origin.x, middle - 32}, {box.size.x, 32}}, what);
    w_.text(w_.fonts.strong, enabled ? color : w_.theme.faint, {{box.origin.x, middle + 4}, {box.size.x, 28}}, label,
            Align::Center);
    return tapped;
  }

  bool plain(const char* name, const Rect& box, std::string_view label, bool enabled) {
    const bool tapped = w_.tap(name, box, enabled);
    w_.fill(box, !enabled ? w_.theme.card : w_.isHeld() ? w_.theme.selected : w_.theme.raised, w_.theme.largeCorner);
    w_.text(w_.fonts.strong, enabled ? w_.theme.text : w_.theme.faint, box, label, Align::Center);
    return tapped;
  }

  PanelFrame& frame_;
  Widgets& w_;
  const ReviewCard& card_;
  const ReviewLayout& layout_;
};

}  // namespace

void drawReview(PanelFrame& frame) {
  if (frame.layout.review && frame.model.review) {
    Deck(frame, *frame.model.review, *frame.layout.review).draw();
  }
}

}  // namespace ui
