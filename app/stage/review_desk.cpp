#include "stage/review_desk.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <glm/vector_relational.hpp>
#include <utility>

#include "core/error.h"
#include "core/text.h"
#include "workflow/assignment.h"

namespace stage {
ReviewDesk::ReviewDesk(std::string reader, std::string role, const store::Installation& installation,
                       std::shared_ptr<SignedIn> signedIn)
    : reader_(std::move(reader)),
      role_(std::move(role)),
      signing_(reader_, installation, std::move(signedIn)),
      context_(installation) {}

// ---- What waits ----

workflow::Reviewer ReviewDesk::reviewer() const {
  bool adjudicates = role_ == "adjudicator";
  if (news_->people.isOpen()) {
    adjudicates = adjudicates || news_->record.policy().resolvers.empty();
  } else if (const auto enrolled = news_->people.enrolmentOf(reader_)) {
    adjudicates = enrolled->gives(core::Right::Settle);
  }
  return {reader_, adjudicates};
}

void ReviewDesk::take(std::shared_ptr<const ReviewNews> news) {
  if (news == news_ || news == nullptr) {
    return;
  }
  const std::shared_ptr<const ReviewNews> old = std::exchange(news_, std::move(news));
  waiting_.clear();  // who may not decide is asked for no decisions
  if (news_->allows(reader_, core::Right::Decide)) {
    waiting_ = workflow::deckOf(news_->record, news_->queue, reviewer());
  }
  apart_ = news_->allows(reader_, core::Right::Settle) ? workflow::casesToBringTogether(news_->record).size() : 0;
  std::vector<workflow::SentBack> before =
      std::exchange(sentBack_, workflow::sentBackTo(news_->record, news_->queue, reader_));
  for (workflow::SentBack& each : before) {  // what is being mended stays, with the words that asked for it
    const core::LesionId lesion = old->record.lesions[each.lesion].lesion.id;
    keepMending(std::move(each), lesion);
  }
}

void ReviewDesk::keepMending(workflow::SentBack before, const core::LesionId& lesion) {
  for (const workflow::QueueItem& item : news_->queue) {
    if (lesion == mending_ && news_->record.lesions[item.lesion].lesion.id == lesion &&
        item.state == workflow::LesionState::Stale) {
      before.lesion = item.lesion;
      before.mended = true;
      sentBack_.push_back(std::move(before));
    }
  }
}

std::vector<const workflow::QueueItem*> ReviewDesk::deck() const {
  std::vector<const workflow::QueueItem*> deck = waiting_;
  std::erase_if(deck, [&](const workflow::QueueItem* item) {
    return decided_.contains(news_->record.lesions[item->lesion].lesion.id);
  });
  return deck;
}

const workflow::QueueItem* ReviewDesk::current() const {
  if (news_ == nullptr || !finding_) {
    return nullptr;
  }
  const auto found = std::find_if(news_->queue.begin(), news_->queue.end(), [&](const workflow::QueueItem& item) {
    return news_->record.lesions[item.lesion].lesion.id == *finding_;
  });
  return found == news_->queue.end() ? nullptr : &*found;
}

std::optional<std::size_t> ReviewDesk::place(const ReviewRoom& room, const core::LesionId& lesion) const {
  return room.workspace.session().find(lesion.hex());
}

// ---- Going from one to the next ----

void ReviewDesk::go(const core::LesionId& lesion) {
  for (const workflow::LesionFacts& facts : news_->record.lesions) {
    if (facts.lesion.id == lesion) {
      visit_ = Visit{{facts.lesion.caseId, facts.lesion.track}, lesion, ""};
    }
  }
  finding_ = lesion;
  shown_ = false;
  spentMs_ = 0;
  reason_.clear();
  ticked_.clear();
  checkedAt_.reset();
}

const workflow::QueueItem* ReviewDesk::next() const {
  const workflow::QueueItem* again = nullptr;  // what was skipped comes round after all others, the finding itself last
  for (const workflow::QueueItem* item : deck()) {
    const core::LesionId& id = news_->record.lesions[item->lesion].lesion.id;
    if (id != finding_ && !skipped_.contains(id)) {
      return item;
    }
    if (again == nullptr || news_->record.lesions[again->lesion].lesion.id == finding_) {
      again = item;
    }
  }
  return again;
}

std::optional<core::CaseId> ReviewDesk::upcoming() const {
  const workflow::QueueItem* item = isOpen() ? next() : nullptr;
  if (item == nullptr || news_->record.lesions[item->lesion].lesion.caseId == here_.caseId) {
    return std::nullopt;
  }
  return news_->record.lesions[item->lesion].lesion.caseId;
}

void ReviewDesk::goOn() {
  const workflow::QueueItem* item = next();
  if (finding_ && (trail_.empty() || trail_.back() != *finding_)) {
    trail_.push_back(*finding_);
  }
  if (item != nullptr) {
    const core::LesionId id = news_->record.lesions[item->lesion].lesion.id;
    if (skipped_.contains(id)) {
      skipped_.clear();
    }
    go(id);
  } else {
    finding_.reset();
    visit_.reset();
  }
}

void ReviewDesk::arrive(ReviewRoom& room, std::int64_t nowMs) {
  const Visit visit = *std::exchange(visit_, std::nullopt);
  if (visit.lesion.isZero()) {
    return;  // only the case was meant
  }
  const std::optional<std::size_t> lesion = place(room, visit.lesion);
  if (!lesion) {
    troubles_.push_back("It is no longer there: somebody took it out.");
    room.feed.refresh();
    return;
  }
  const core::Mask& mask = room.workspace.session().lesions()[*lesion].mask;
  room.workspace.select(*lesion);
  if (room.workspace.model().lesions[*lesion].hidden) {
    room.workspace.toggle(*lesion);
  }
  if (!mask.isEmpty()) {
    lookAt(room, mask);
  }
  if (!visit.view.empty()) {
    try {
      room.sight.lookAs(room.workspace.volume().grid, visit.view);
    } catch (const core::Error& error) {  // another program pinned it
      troubles_.push_back("Where it was looked at cannot be shown: " + error.cause() + ".");
    }
  }
  if (isOpen()) {
    room.sight.choose(interaction::ToolId::Look);
    shown_ = true;
    shownMs_ = nowMs;
  }
}

std::optional<Destination> ReviewDesk::wanted() const {
  return visit_ && visit_->place != here_ ? std::optional(visit_->place) : std::nullopt;
}

void ReviewDesk::stay() {
  visit_.reset();
  mode_ = mode_ == Mode::Open ? Mode::Paused : mode_;
}

bool ReviewDesk::isWorking() const {
  return !outbox_.isEmpty() || signing_.isWorking() || refresh_ || (visit_ && visit_->place == here_) ||
         context_.isWorking();
}

void ReviewDesk::poll(ReviewRoom& room, std::int64_t nowMs) {
  here_ = {room.workspace.session().theCase().id, room.workspace.session().track()};
  outbox_.poll();
  if (std::exchange(refresh_, false)) {
    room.feed.refresh();
  }
  const auto active = room.workspace.active();
  mending_ = active && !isOpen() ? room.workspace.session().lesions()[*active].lesion.id : core::LesionId{};
  const bool behind = room.feed.isBehind();  // before the news are taken: they are no older than that
  take(room.feed.news());
  if (!behind && outbox_.isEmpty()) {
    decided_.clear();
  }
  if (signing_.poll() && unsigned_) {
    decide(room, *std::exchange(unsigned_, std::nullopt), nowMs);
  }
  if (news_ != nullptr && isOpen() && !behind) {
    const bool lost = finding_ && shown_ && current() == nullptr;
    if (lost || !finding_) {
      goOn();
    }
  }
  if (visit_ && visit_->place == here_) {
    arrive(room, nowMs);
  }
  if (const std::pair now(news_.get(), finding_); std::exchange(changesByOf_, now) != now) {
    const workflow::QueueItem* item = current();
    changesBy_ =
        item == nullptr
            ? std::string()
            : core::joined(workflow::changesFallTo(news_->record, news_->record.lesions[item->lesion]), " or ");
  }
  if (const std::pair now(news_.get(), mending_); std::exchange(mayDecideOf_, now) != now) {
    mayDecide_ = !mending_.isZero() && mayDecideOn(mending_);
  }
  const bool seen = isOpen() && shown_;
  context_.poll(room, news_, seen ? finding_ : std::nullopt, seen && seesReadings());
  if (seen) {
    check(room);
  }
  for (const std::string& trouble : std::exchange(troubles_, {})) {
    room.workspace.note(ui::Note::Kind::Caution, trouble);
  }
}

// Who may compare readings sees what they marked of a finding on which they differ.
bool ReviewDesk::seesReadings() const {
  const workflow::QueueItem* item = current();
  if (item == nullptr || !news_->allows(reader_, core::Right::Decide)) {
    return false;
  }
  const workflow::Record& record = news_->record;
  const workflow::LesionFacts& facts = record.lesions[item->lesion];
  return facts.disputed && record.consensus.contains({facts.lesion.caseId, facts.lesion.track}) &&
         !workflow::blindTo(record, reader_).contains(facts.lesion.caseId);
}

// What machines can check of the finding, against all of the case that a release may hold with it and whose boxes meet
// its own: of whatever track, but for what is rejected.
void ReviewDesk::check(const ReviewRoom& room) {
  const CheckedAt now{room.workspace.maskRevision(), context_.revision(), news_.get()};
  const std::optional<std::size_t> lesion = place(room, *finding_);
  if (checkedAt_ == now || !lesion) {
    return;
  }
  checkedAt_ = now;
  const std::vector<session::OpenLesion>& lesions = room.workspace.session().lesions();
  std::vector<workflow::MarkedLesion> marked{{&lesions[*lesion].lesion, &lesions[*lesion].mask}};
  std::set<core::LesionId> rejected;
  for (const std::size_t each : workflow::rejectedIn(news_->queue)) {
    rejected.insert(news_->record.lesions[each].lesion.id);
  }
  const auto box = lesions[*lesion].mask.bounds();
  const auto add = [&](const workflow::MarkedLesion& each) {
    const auto other = each.mask->bounds();
    if (box && other && glm::all(glm::lessThanEqual(other->min, box->max)) &&
        glm::all(glm::lessThanEqual(box->min, other->max))) {
      marked.push_back(each);
    }
  };
  for (std::size_t i = 0; i < lesions.size(); ++i) {
    if (i != *lesion && lesions[i].stands && !rejected.contains(lesions[i].lesion.id)) {
      add({&lesions[i].lesion, &lesions[i].mask});
    }
  }
  for (const workflow::MarkedLesion& each : context_.others()) {
    add(each);
  }
  checked_ = checkedOf(news_->record, room.workspace.volume().grid, marked);
}

// ---- Opening and leaving ----

void ReviewDesk::open() {
  if (isOpen()) {
    return;
  }
  if (mode_ == Mode::Closed) {
    home_ = here_;
    finding_.reset();
    trail_.clear();
    skipped_.clear();
    decisions_.clear();
  }
  mode_ = Mode::Open;
  refresh_ = true;  // what was painted meanwhile
  lookAgain();
}

bool ReviewDesk::openAt(std::span<const core::LesionId> findings) {
  if (news_ == nullptr || isOpen()) {
    return false;
  }
  for (const workflow::QueueItem* item : deck()) {
    const core::LesionId& id = news_->record.lesions[item->lesion].lesion.id;
    if (std::find(findings.begin(), findings.end(), id) != findings.end()) {
      open();
      go(id);
      return true;
    }
  }
  return false;
}

bool ReviewDesk::openAgainAt(const core::LesionId& finding) {
  if (isOpen() || !mayDecideOn(finding)) {
    return false;
  }
  open();
  go(finding);
  return true;
}

bool ReviewDesk::mayDecideOn(const core::LesionId& lesion) const {
  if (news_ == nullptr || !news_->allows(reader_, core::Right::Decide)) {
    return false;
  }
  const workflow::Record& record = news_->record;
  const auto item = std::find_if(news_->queue.begin(), news_->queue.end(), [&](const workflow::QueueItem& each) {
    return record.lesions[each.lesion].lesion.id == lesion;
  });
  return item != news_->queue.end() && workflow::mayDecideOn(record, *item, reviewer());
}

void ReviewDesk::leadTo(const core::LesionId& lesion) {
  for (std::size_t i = 0; news_ != nullptr && i < news_->record.lesions.size(); ++i) {
    const core::Lesion& each = news_->record.lesions[i].lesion;
    if (each.id == lesion) {
      visit_ = Visit{{each.caseId, each.track}, each.id, ""};
      return;
    }
  }
}

void ReviewDesk::lookAgain() {
  if (isOpen() && finding_ && news_ != nullptr) {
    const std::int64_t spent = spentMs_;
    go(*finding_);
    spentMs_ = spent;
  }
}

void ReviewDesk::leave(ReviewRoom& room) {
  mode_ = Mode::Closed;
  unsigned_.reset();
  visit_.reset();
  room.sight.lookAway();
  if (home_ && *home_ != here_) {  // to one's own track: nobody should go on in another's by mistake
    visit_ = Visit{*home_, {}, ""};
  }
}

void ReviewDesk::act(ReviewRoom& room, ui::ReviewAct what, std::int64_t nowMs) {
  using ui::ReviewAct;
  switch (what) {
    case ReviewAct::Accept:
      decide(room, core::Verdict::Accept, nowMs);
      break;
    case ReviewAct::Reject:
      decide(room, core::Verdict::Reject, nowMs);
      break;
    case ReviewAct::Changes:
      decide(room, core::Verdict::Changes, nowMs);
      break;
    case ReviewAct::Escalate:
      decide(room, core::Verdict::Escalate, nowMs);
      break;
    case ReviewAct::Comment:  // a matter of panels, until it is pinned
      break;
    case ReviewAct::Edit:
      if (shown_) {
        mode_ = Mode::Paused;
        spentMs_ += nowMs - shownMs_;
        shown_ = false;
        room.sight.choose(interaction::ToolId::Brush);
      }
      break;
    case ReviewAct::Skip:
      if (finding_) {
        skipped_.insert(*finding_);
        goOn();
      }
      break;
    case ReviewAct::Back:
      if (!trail_.empty()) {
        const core::LesionId before = trail_.back();
        trail_.pop_back();
        go(before);
      }
      break;
    case ReviewAct::TakeBack:
      takeBack(room);
      break;
    case ReviewAct::Leave:
      leave(room);
      break;
  }
}

// ---- What panels show ----

// What a machine found wrong stands first, then what people tick, what it found right last.
std::vector<ui::CriterionItem> ReviewDesk::criteria() const {
  using State = ui::CriterionItem::State;
  const auto firstRight = std::find_if(checked_.begin(), checked_.end(),
                                       [](const ui::CriterionItem& each) { return each.state == State::Holds; });
  std::vector<ui::CriterionItem> all(checked_.begin(), firstRight);
  if (news_ != nullptr && !news_->record.guidelines.empty()) {
    for (const std::string& each : news_->record.guidelines.back().guideline.acceptance) {
      all.push_back({each, ticked_.contains(each) ? State::Holds : State::Open});
    }
  }
  all.insert(all.end(), firstRight, checked_.end());
  return all;
}

std::vector<std::string> ReviewDesk::against(ui::CriterionItem::State state) const {
  std::vector<std::string> found;
  for (const ui::CriterionItem& each : criteria()) {
    if (each.state == state) {
      found.push_back(each.text);
    }
  }
  return found;
}

void ReviewDesk::fill(const ReviewRoom& room, ui::Model& model) const {
  const std::vector<const workflow::QueueItem*> waiting = deck();
  model.toReview = waiting.size();
  model.toCompare = apart_;
  model.mayDecide = mayDecide_;
  model.reviewPaused = isPaused();
  if (news_ != nullptr) {
    model.sentBack = sentBackItems(news_->record, sentBack_);
  }
  if (signing_.isAsking()) {
    model.passphrase = signing_.card();
  }
  if (!isOpen()) {
    return;
  }
  const workflow::QueueItem* item = current();
  ui::ReviewCard& card = model.review.emplace();
  if (item != nullptr && shown_) {
    card = cardOf(*news_, *item, reader_);
    card.opened = true;
    if (model.details && model.details->sizesKnown) {
      card.facts.insert(card.facts.begin() + 2, {"Longest, " + model.details->slices,
                                                 core::printed("%.1f mm", model.details->inSliceDiameterMm)});
      if (const auto active = room.workspace.active(); active && !model.lesions[*active].pieces.empty()) {
        card.facts.insert(card.facts.begin() + 3, {"In", model.lesions[*active].pieces});
      }
    }
    for (Said& each : saidAbout(*news_, *item)) {
      card.said.push_back(std::move(each.item));
    }
    card.criteria = criteria();
    card.unmet = against(ui::CriterionItem::State::Fails);
    card.unticked = against(ui::CriterionItem::State::Open);
    context_.fill(card, room.workspace.volume().grid);
    card.changesBy = changesBy_;
    card.escalatesTo = escalationWords(news_->record.policy());
    card.reason = reason_;
  } else if (news_ != nullptr && !finding_ && !room.feed.isBehind()) {
    card.state = ui::ReviewCard::State::Finished;
    card.others = waitingForOthers(*news_, waiting, reader_);
  }
  const bool anew = item != nullptr && std::find(waiting.begin(), waiting.end(), item) == waiting.end();
  card.place = decisions_.size() + 1;
  card.of = decisions_.size() + waiting.size() + (anew ? 1 : 0);
  card.decided = decisions_.empty() ? "" : decisions_.back().words;
  card.canTakeBack = takenBack_ < kMostTakenBack;
  card.canGoBack = !trail_.empty();
  card.signing = signing_.words();
}

}  // namespace stage
