// Handing a reading in: what machines have checked, and what its reader confirms.
#include <algorithm>
#include <utility>

#include "ui/dialog.h"
#include "ui/flow.h"

namespace ui {
namespace {

constexpr double kIndent = 36;

// A line with its mark: a disc where it holds, a ring where it is open.
void mark(Widgets& w, glm::dvec2 middle, bool holds, bool fails) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 at(float(middle.x), float(middle.y));
  if (!holds && !fails) {
    list.AddCircle(at, 9, w.theme.muted, 32, 1.5f);
    return;
  }
  list.AddCircleFilled(at, 10, holds ? w.theme.good : w.theme.badGround, 32);
  w.smallIcon(holds ? w.theme.ground : w.theme.bad, {middle - 9.0, {18, 18}}, holds ? icon::kCheck : icon::kClose);
}

class Lines {
 public:
  Lines(PanelFrame& frame, const HandInCard& card, const Rect& box, bool draws)
      : frame_(frame), w_(frame.widgets), card_(card), box_(box), y_(box.origin.y), draws_(draws) {}

  double height() const { return y_ - box_.origin.y; }

  void write() {
    heading("What is handed in");
    what();
    heading("Checked for you");
    for (std::size_t i = 0; i < card_.checks.size(); ++i) {
      check(i);
    }
    criteria("Confirmed by you, of the reading as a whole", card_.readingAcceptance, 0);
    criteria("Confirmed by you, of each finding", card_.acceptance, card_.readingAcceptance.size());
  }

 private:
  void heading(std::string_view text) {
    if (draws_) {
      w_.text(w_.fonts.small, w_.theme.muted, {{box_.origin.x, y_ + 8}, {box_.size.x, 20}}, text);
    }
    y_ += 36;
  }

  void what() {
    constexpr std::size_t kMost = 6;
    Flow flow(w_, {{box_.origin.x, y_}, {box_.size.x, 0}}, draws_);
    for (std::size_t i = 0; i < std::min(card_.lesions.size(), kMost); ++i) {
      flow.small(card_.lesions[i], w_.theme.text);
    }
    if (card_.lesions.size() > kMost) {
      flow.small("and " + std::to_string(card_.lesions.size() - kMost) + " more", w_.theme.muted);
    } else if (card_.lesions.empty()) {
      flow.small("No lesion: that nothing is there to be marked.", w_.theme.text);
    }
    y_ = flow.y() + 4;
  }

  void check(std::size_t index) {
    const HandInCard::Check& item = card_.checks[index];
    const double top = y_;
    Flow flow(w_, {{box_.origin.x + kIndent, y_ + 6}, {box_.size.x - kIndent, 0}}, draws_);
    flow.paragraph(item.what, item.against.empty() ? w_.theme.text : w_.theme.bad);
    constexpr std::size_t kMost = 3;
    for (std::size_t i = 0; i < std::min(item.against.size(), kMost); ++i) {
      flow.small(item.against[i], w_.theme.muted);
    }
    if (item.against.size() > kMost) {
      flow.small("and " + std::to_string(item.against.size() - kMost) + " more", w_.theme.muted);
    }
    y_ = std::max(flow.y() + 4, top + 32);
    if (!draws_) {
      return;
    }
    mark(w_, {box_.origin.x + 12, top + 14}, item.against.empty(), !item.against.empty());
    if (item.lesion &&
        w_.tap("hand in fault " + std::to_string(index), {{box_.origin.x, top}, {box_.size.x, y_ - top}})) {
      frame_.requests.emplace_back(SelectLesion{*item.lesion});
      frame_.state.review.handingIn = false;  // to where it is to be mended
    }
  }

  void criteria(std::string_view title, const std::vector<std::string>& all, std::size_t firstTick) {
    if (!all.empty()) {
      heading(title);
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
      criterion(all[i], firstTick + i);
    }
  }

  void criterion(const std::string& words, std::size_t index) {
    std::vector<bool>& ticked = frame_.state.review.ticked;
    const double top = y_;
    Flow flow(w_, {{box_.origin.x + kIndent, y_ + 14}, {box_.size.x - kIndent, 0}}, draws_);
    flow.paragraph(words, w_.theme.text);
    y_ = std::max(flow.y() + 10, top + kTouchDp);
    if (!draws_) {
      return;
    }
    mark(w_, {box_.origin.x + 12, top + 22}, ticked[index], false);
    if (w_.tap("hand in tick " + std::to_string(index), {{box_.origin.x - 8, top}, {box_.size.x + 16, y_ - top}})) {
      ticked[index] = !ticked[index];
    }
  }

  PanelFrame& frame_;
  Widgets& w_;
  const HandInCard& card_;
  Rect box_;
  double y_;
  bool draws_;
};

}  // namespace

void drawHandIn(PanelFrame& frame) {
  ReviewState& state = frame.state.review;
  if (!state.handingIn || !frame.model.handIn) {
    return;
  }
  const HandInCard& card = *frame.model.handIn;
  std::vector<std::string> criteria = card.readingAcceptance;
  criteria.insert(criteria.end(), card.acceptance.begin(), card.acceptance.end());
  state.ticked.resize(criteria.size());
  Widgets& w = frame.widgets;
  bool done = veil(frame, "hand in veil", 0.5f);
  const double width = std::min(560.0, frame.sizeDp.x - 32) - 48;
  Lines measure(frame, card, {{0, 0}, {width, 0}}, false);
  measure.write();
  const Rect box = centered(frame, 560, 172 + measure.height());
  beginCard(frame, "hand in card", box);
  const double left = box.origin.x + 24;
  w.text(w.fonts.strong, w.theme.text, {{left, box.origin.y + 16}, {width, 32}}, "Hand in this reading");
  w.text(w.fonts.small, w.theme.muted, {{left, box.origin.y + 44}, {width, 20}},
         card.already.empty() ? card.reading : card.reading + " \u00B7 " + card.already);
  const Rect list{{box.origin.x, box.origin.y + 72}, {box.size.x, box.size.y - 72 - 88}};
  const double top = w.beginScroll("hand in", list, measure.height());
  Lines(frame, card, {{left, top}, {width, 0}}, true).write();
  w.endScroll();
  const bool checked = std::all_of(card.checks.begin(), card.checks.end(),
                                   [](const HandInCard::Check& each) { return each.against.empty(); });
  const bool confirmed = std::all_of(state.ticked.begin(), state.ticked.end(), [](bool tick) { return tick; });
  const double y = box.end().y - 16 - kTouchDp;
  w.text(w.fonts.small, w.theme.caution, {{left, y}, {width - 264, kTouchDp}},
         !checked     ? "Tap what is wrong to see it."
         : !confirmed ? "Confirm each line."
                      : "");
  if (w.button("hand in cancel", {{box.end().x - 24 - 2 * 120 - 8, y}, {120, kTouchDp}}, "Not yet", false)) {
    done = true;
  }
  const bool good = checked && confirmed;
  if (w.button("hand in now", {{box.end().x - 24 - 120, y}, {120, kTouchDp}}, "Hand in", good, good) && good) {
    frame.requests.emplace_back(HandIn{std::move(criteria)});
    done = true;
  }
  w.endPanel();
  state.handingIn = state.handingIn && !done;
  if (done) {
    state.ticked.clear();
  }
}

}  // namespace ui
