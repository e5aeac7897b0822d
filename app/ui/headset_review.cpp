// The review on the headset's panel: what waits, one finding with what its decision needs, and the decision under large
// buttons.
#include <algorithm>
#include <array>
#include <utility>

#include "core/text.h"
#include "ui/headset_panel.h"
#include "ui/review_words.h"

namespace ui {
namespace {

constexpr double kReviewPad = 16;
constexpr double kFindingFactDp = 17;

std::string waitingWords(std::size_t count) {
  return count == 0   ? "Nothing waits for your decision."
         : count == 1 ? "One finding waits for your decision."
                      : std::to_string(count) + " findings wait for your decision, the riskiest first.";
}

Rect pageBox(const Rect& first) {
  return {first.origin, {first.size.x, HeadsetPanel::kSizeDp.y - first.origin.y - kGrid}};
}

}  // namespace

// ---- What waits ----

void HeadsetPanel::drawReview(Drawing& drawing) {
  Widgets& w = *widgets_;
  const Model& model = drawing.model;
  const bool paused = model.reviewPaused;
  const Rect said = cell(0, 0, 5, 2);
  w.paragraph(fonts_.body, theme_.text, {said.origin, said.size},
              paused ? "The review waits while you edit." : waitingWords(model.toReview));
  if (w.button("review open", cell(0, 2, 5, 2), paused ? "Go on with the review" : "Begin the review",
               paused || model.toReview > 0, paused || model.toReview > 0)) {
    drawing.run(CommandId::Review);
  }
  if (paused) {
    if (w.button("review leave", cell(0, 4, 5), "Leave", false)) {
      drawing.asked.requests.emplace_back(DoInReview{ReviewAct::Leave});
    }
  } else if (model.canCompare || model.readingsHere > 1) {
    if (longButton("compare open", cell(0, 4, 5), "Compare readings", false)) {
      drawing.run(CommandId::Compare);
    }
  }
  if (!model.sentBack.empty()) {
    constexpr double kHeading = 24;
    const Rect page = pageBox(cell(1, 0, 1));
    w.text(fonts_.strong, theme_.text, {page.origin, {page.size.x, kHeading}}, "Sent back to you");
    drawSentBack(drawing, {page.origin + glm::dvec2(0, kHeading), page.size - glm::dvec2(0, kHeading)});
  }
}

// A press leads to the lesion, as its reviewer saw it.
void HeadsetPanel::drawSentBack(Drawing& drawing, const Rect& list) {
  Widgets& w = *widgets_;
  const double width = list.size.x - 12;
  const auto write = [&](const SentBackItem& item, double y, bool draws) {
    Flow flow(w, {{list.origin.x + 12, y}, {width - 24, 0}}, draws);
    writeSentBack(flow, theme_, item);
    return std::max(flow.height(), kHandDp) + 4;
  };
  double height = 0;
  for (const SentBackItem& item : drawing.model.sentBack) {
    height += write(item, 0, false);
  }
  double y = w.beginScroll("sent back", list, height);
  for (std::size_t i = 0; i < drawing.model.sentBack.size(); ++i) {
    const SentBackItem& item = drawing.model.sentBack[i];
    const double tall = write(item, 0, false);
    const Rect row{{list.origin.x, y}, {width, tall - 4}};
    if (w.tap("sent back " + std::to_string(i + 1), row)) {
      drawing.asked.requests.emplace_back(ShowSentBack{i});
      sentBack_ = i;
    }
    w.fill(row, sentBack_ == i || w.isHeld() ? theme_.selected : theme_.raised, theme_.cardCorner);
    write(item, y, true);
    y += tall;
  }
  w.endScroll();
}

// ---- One finding ----

void HeadsetPanel::drawDeck(Drawing& drawing) {
  Widgets& w = *widgets_;
  const ReviewCard& card = *drawing.model.review;
  if (const std::string now = card.origin + "/" + card.name; now != finding_) {
    finding_ = now;
    reviewPage_ = ReviewPage::Finding;
  }
  drawDeckHeader(drawing);
  if (card.state != ReviewCard::State::Finding && reviewPage_ != ReviewPage::View) {
    const bool finished = card.state == ReviewCard::State::Finished;
    Flow flow(w, {cell(0, 0, 1).origin + glm::dvec2(0, 8), cell(0, 0, 1).size}, true);
    flow.paragraph(finished ? "Nothing is left for you to decide." : "One moment\u2026", theme_.text);
    if (finished) {
      if (!card.others.empty()) {
        flow.small(card.others, theme_.muted);
      }
      flow.small("What changes, and what others add, comes here by itself.", theme_.muted);
    }
    drawDecisions(drawing);
    return;
  }
  switch (reviewPage_) {
    case ReviewPage::Finding:
      drawFinding(drawing);
      break;
    case ReviewPage::Checks:
      drawChecks(drawing);
      break;
    case ReviewPage::Said:
      drawSaid(drawing);
      break;
    case ReviewPage::View:
      drawView(drawing);
      break;
  }
}

void HeadsetPanel::drawDeckHeader(Drawing& drawing) {
  Widgets& w = *widgets_;
  const Model& model = drawing.model;
  const ReviewCard& card = *model.review;
  const bool finished = card.state == ReviewCard::State::Finished;
  const std::string place = finished ? std::to_string(card.of) + " decided"
                                     : "Review " + std::to_string(card.place) + " of " + std::to_string(card.of);
  double x = kReviewPad;
  x += double(w.text(fonts_.strong, theme_.text, {{x, 6}, {160, 30}}, place)) + 12;
  double right = kSizeDp.x - kReviewPad;
  if (!card.risk.empty()) {
    const double width = double(w.widthOf(fonts_.strong, card.risk)) + 20;
    right -= width;
    w.fill({{right, 9}, {width, 24}}, theme_.cautionGround, 12);
    w.text(fonts_.strong, theme_.caution, {{right, 9}, {width, 24}}, card.risk, Align::Center);
    right -= 12;
  }
  w.text(fonts_.small, theme_.muted, {{x, 6}, {std::max(right - x, 0.0), 30}}, model.caseName);

  const std::size_t unmet = card.unmet.size() + card.unticked.size();
  const std::string checks = unmet == 0 ? "Checks" : "Checks " + std::to_string(unmet);
  const std::string said = card.said.empty() ? "Said" : "Said " + std::to_string(card.said.size());
  const std::array<std::pair<ReviewPage, std::string>, 4> pages{{{ReviewPage::Finding, "Finding"},
                                                                 {ReviewPage::Checks, checks},
                                                                 {ReviewPage::Said, said},
                                                                 {ReviewPage::View, "View"}}};
  constexpr std::array kNames = {"Finding", "Checks", "Said", "View"};
  for (std::size_t i = 0; i < pages.size(); ++i) {
    const auto& [page, title] = pages[i];
    if (w.button(std::string("review page ") + kNames[i], cell(-1, int(i), int(pages.size()) + 1), title,
                 reviewPage_ == page)) {
      reviewPage_ = page;
    }
  }
  if (w.button("review leave", cell(-1, int(pages.size()), int(pages.size()) + 1), "Leave", false)) {
    drawing.asked.requests.emplace_back(DoInReview{ReviewAct::Leave});
  }
}

void HeadsetPanel::drawFinding(Drawing& drawing) {
  Widgets& w = *widgets_;
  const Model& model = drawing.model;
  const ReviewCard& card = *model.review;
  const double height = cell(1, 0, 1).end().y - cell(0, 0, 1).origin.y;
  const Rect left{cell(0, 0, 2).origin, {cell(0, 0, 2).size.x, height}};
  const Rect right{cell(0, 1, 2).origin + glm::dvec2(kGrid, 0), {cell(0, 1, 2).size.x - kGrid, height}};
  if (model.activeLesion && *model.activeLesion < model.lesions.size()) {
    w.fill({left.origin + glm::dvec2(2, 5), {12, 12}}, colorOf(model.lesions[*model.activeLesion].color), 6);
  }
  drawFacts(card, left);
  const double needs = writeNeeds(card, {{0, 0}, {right.size.x - 12, 0}}, false);
  const double top = w.beginScroll("review needs", right, needs);
  writeNeeds(card, {{right.origin.x, top}, {right.size.x - 12, 0}}, true);
  w.endScroll();
  drawDecisions(drawing);
}

void HeadsetPanel::drawFacts(const ReviewCard& card, const Rect& box) {
  Widgets& w = *widgets_;
  w.text(fonts_.strong, theme_.text, {box.origin + glm::dvec2(22, 0), {box.size.x - 22, 22}}, card.name);
  double y = box.origin.y + 24;
  for (const auto& [name, value] : card.facts) {
    if (name == "Version" || y + kFindingFactDp > box.end().y + 1) {
      continue;  // a hash tells eyes in a headset nothing
    }
    const double label =
        double(w.text(fonts_.small, theme_.muted, {{box.origin.x, y}, {110, kFindingFactDp}}, name)) + 8;
    w.text(fonts_.small, theme_.text, {{box.origin.x + label, y}, {box.size.x - label, kFindingFactDp}}, value,
           Align::Right);
    y += kFindingFactDp;
  }
}

// Why it is asked, what was checked and is to be ticked, and what was said last. Its height.
double HeadsetPanel::writeNeeds(const ReviewCard& card, const Rect& box, bool draws) {
  Widgets& w = *widgets_;
  Flow flow(w, box, draws);
  if (!card.why.empty()) {
    flow.small(card.why, theme_.caution);
  }
  if (!card.blocked.empty()) {
    flow.small(card.blocked, theme_.caution);
  }
  for (const ReviewCard::Reading& each : card.readings) {
    constexpr double kSwatch = 18;
    const double y = flow.y();
    Flow row(w, {{box.origin.x + kSwatch, y}, {box.size.x - kSwatch, 0}}, draws);
    row.small(readingWords(each) + (each.volume.empty() ? "" : ", " + each.volume), theme_.text);
    if (draws && each.outlined) {
      drawOutlineMark(w, each, {box.origin.x + 6, y + 9});
    }
    flow.gap(row.height());
  }
  if (!card.agreement.empty()) {
    flow.small(card.agreement, theme_.muted);
  }
  if (!card.reason.empty()) {
    flow.small("Goes with your decision: " + card.reason, theme_.accentText);
  }
  for (const CriterionItem& each : card.criteria) {
    constexpr double kMark = 26;
    const bool fails = each.state == CriterionItem::State::Fails;
    const Rect words{{box.origin.x + kMark, flow.y() + 3}, {box.size.x - kMark, 0}};
    const double height = w.paragraph(fonts_.small, !draws ? 0 : fails ? theme_.bad : theme_.text, words, each.text);
    if (draws) {
      drawCriterionMark(w, each.state, {box.origin.x + 10, flow.y() + 11});
    }
    flow.gap(std::max(height + 6, 24.0));
  }
  if (!card.said.empty()) {
    writeSaid(flow, theme_, card.said.front());
  }
  return flow.height();
}

// Of one kind with the window's: what each does is told by its colour too.
bool HeadsetPanel::decision(const std::string& name, const Rect& box, std::string_view label, ImU32 ground, ImU32 color,
                            bool enabled) {
  Widgets& w = *widgets_;
  const bool pressed = w.tap(name, box, enabled);
  w.fill(box, !enabled ? theme_.card : w.isHeld() ? theme_.selected : ground, theme_.cardCorner);
  w.text(fonts_.strong, enabled ? color : theme_.faint, box, label, Align::Center);
  return pressed;
}

void HeadsetPanel::drawDecisions(Drawing& drawing) {
  Widgets& w = *widgets_;
  const Model& model = drawing.model;
  const ReviewCard& card = *model.review;
  const auto act = [&](ReviewAct what) { drawing.asked.requests.emplace_back(DoInReview{what}); };
  const bool finding = card.state == ReviewCard::State::Finding;
  const bool ready = finding && card.opened;
  if (decision("review reject", cell(2, 0, 6, 2), "Reject", theme_.badGround, theme_.bad, ready)) {
    act(ReviewAct::Reject);
  }
  if (decision("review changes", cell(2, 2, 6, 2), "Needs changes", theme_.raised, theme_.text, ready)) {
    act(ReviewAct::Changes);
  }
  if (decision("review accept", cell(2, 4, 6, 2), "Accept", theme_.acceptGround, theme_.accept,
               ready && card.blocked.empty())) {
    act(ReviewAct::Accept);
  }
  struct Smaller {
    ReviewAct act;
    const char* name;
    const char* label;
    bool enabled;
  };
  const std::array<Smaller, 6> smaller{{{ReviewAct::Back, "review back", "Back", card.canGoBack},
                                        {ReviewAct::Skip, "review skip", "Skip", finding},
                                        {ReviewAct::TakeBack, "review take back", "Undo", card.canTakeBack},
                                        {ReviewAct::Comment, "review comment", "Comment", ready},
                                        {ReviewAct::Edit, "review edit", "Edit", ready},
                                        {ReviewAct::Escalate, "review escalate", "Escalate", ready}}};
  for (std::size_t i = 0; i < smaller.size(); ++i) {
    if (w.button(smaller[i].name, cell(3, int(i), int(smaller.size())), smaller[i].label, false, smaller[i].enabled)) {
      act(smaller[i].act);
    }
  }

  // What just happened, else what buttons do.
  const Rect foot{{kReviewPad, cell(4, 0, 1).origin.y - 4}, {kSizeDp.x - 2 * kReviewPad, 24}};
  if (!model.notes.empty()) {
    const bool failed = model.notes.back().kind == Note::Kind::Failure;
    w.text(fonts_.small, failed ? theme_.bad : theme_.caution, foot, model.notes.back().text);
    return;
  }
  std::string words = card.decided.empty() ? "" : card.decided + ". ";
  if (!card.signing.empty()) {
    words += card.signing;
  } else {
    using interaction::Control;
    const interaction::Side working = drawing.settings.working();
    const std::string_view accepts = drawing.state.controls(working, Control::Primary);
    const std::string_view rejects = drawing.state.controls(interaction::other(working), Control::Primary);
    if (!accepts.empty() && !rejects.empty()) {
      words += std::string(handName(working)) + ": " + std::string(accepts) + " accepts. " +
               std::string(handName(interaction::other(working))) + ": " + std::string(rejects) + " rejects.";
    }
  }
  w.text(fonts_.small, card.decided.empty() ? theme_.muted : theme_.accept, foot, words);
}

void HeadsetPanel::drawChecks(Drawing& drawing) {
  Widgets& w = *widgets_;
  const ReviewCard& card = *drawing.model.review;
  const auto& guideline = drawing.model.guideline;
  const Rect page = pageBox(cell(0, 0, 1));
  constexpr double kIndent = 56;
  const double width = page.size.x - 12;
  const auto rowHeight = [&](const CriterionItem& item) {
    const double words = w.paragraph(fonts_.body, 0, {{0, 0}, {width - kIndent - 12, 0}}, item.text);
    return std::max(words + 16, item.byMachine ? 36.0 : kHandDp);
  };
  const auto rule = [&](const Rect& box, bool draws) {
    Flow flow(w, box, draws);
    if (guideline) {
      writeRule(flow, theme_, *guideline);
    }
    return flow.height();
  };
  double height = rule({{0, 0}, {width, 0}}, false) + 8;
  for (const CriterionItem& item : card.criteria) {
    height += rowHeight(item) + 4;
  }
  double y = w.beginScroll("review checks", page, height);
  for (std::size_t i = 0; i < card.criteria.size(); ++i) {
    const CriterionItem& item = card.criteria[i];
    const Rect row{{page.origin.x, y}, {width, rowHeight(item)}};
    if (w.tap("criterion " + std::to_string(i + 1), row, !item.byMachine)) {
      drawing.asked.requests.emplace_back(TickCriterion{item.text});
    }
    if (!item.byMachine) {
      w.fill(row, w.isHeld() ? theme_.selected : theme_.raised, theme_.cardCorner);
    }
    drawCriterionMark(w, item.state, row.origin + glm::dvec2(28, row.size.y / 2));
    const bool fails = item.state == CriterionItem::State::Fails;
    const double words = w.paragraph(fonts_.body, 0, {{0, 0}, {width - kIndent - 12, 0}}, item.text);
    w.paragraph(fonts_.body, fails ? theme_.bad : theme_.text,
                {row.origin + glm::dvec2(kIndent, (row.size.y - words) / 2), {width - kIndent - 12, 0}}, item.text);
    y += row.size.y + 4;
  }
  rule({{page.origin.x, y + 4}, {width, 0}}, true);
  w.endScroll();
}

void HeadsetPanel::drawSaid(Drawing& drawing) {
  Widgets& w = *widgets_;
  const std::vector<SaidItem>& all = drawing.model.review->said;
  const Rect page = pageBox(cell(0, 0, 1));
  if (all.empty()) {
    w.paragraph(fonts_.body, theme_.muted, page, "Nobody has said anything about it yet.");
    return;
  }
  const double width = page.size.x - 12;
  const auto write = [&](const SaidItem& item, double y, bool draws) {
    Flow flow(w, {{page.origin.x + 12, y + 8}, {width - 24, 0}}, draws);
    writeSaid(flow, theme_, item);
    return std::max(flow.height() + 16, item.pinned ? kHandDp : 0.0);
  };
  double height = 0;
  for (const SaidItem& item : all) {
    height += write(item, 0, false) + 4;
  }
  double y = w.beginScroll("review said", page, height);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const double tall = write(all[i], 0, false);
    const Rect row{{page.origin.x, y}, {width, tall}};
    if (all[i].pinned && w.tap("said " + std::to_string(i + 1), row)) {  // where it was pinned
      drawing.asked.requests.emplace_back(ShowSaid{i});
    }
    if (all[i].pinned) {
      w.fill(row, w.isHeld() ? theme_.selected : theme_.raised, theme_.cardCorner);
    }
    write(all[i], y, true);
    y += tall + 4;
  }
  w.endScroll();
}

}  // namespace ui
