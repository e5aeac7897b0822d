// The part of the review desk that decides, takes back, and says something about a finding.
#include <algorithm>
#include <utility>

#include "core/error.h"
#include "core/text.h"
#include "identity/signing.h"
#include "stage/in_words.h"
#include "stage/review_desk.h"
#include "workflow/taking_back.h"

namespace stage {
namespace {

constexpr std::int64_t kSettleMs = 300;          // a finding has to be seen before it can be decided on
constexpr std::int64_t kLongestMs = 86'400'000;  // what is looked at for longer was left lying
constexpr std::size_t kSignedVersion = 12;

// What stands at the place that a decision was made at, where nothing else was said.
const char* remarkOf(core::Verdict verdict) {
  switch (verdict) {
    case core::Verdict::Reject:
      return "Rejected here";
    case core::Verdict::Changes:
      return "Changes are needed here";
    case core::Verdict::Escalate:
      return "Somebody else is to look at this";
    case core::Verdict::Accept:
      return "";
  }
  core::invariantBroken("every verdict has its remark", std::source_location::current());
}

std::string decidedWords(core::Verdict verdict) {
  switch (verdict) {
    case core::Verdict::Accept:
      return "Accepted ";
    case core::Verdict::Reject:
      return "Rejected ";
    case core::Verdict::Changes:
      return "Changes asked for: ";
    case core::Verdict::Escalate:
      return "Handed on ";
  }
  core::invariantBroken("every verdict is said", std::source_location::current());
}

}  // namespace

// ---- Deciding ----

bool ReviewDesk::canDecide(std::int64_t nowMs) const {
  return shown_ && nowMs - shownMs_ >= kSettleMs;
}

bool ReviewDesk::asksFirst(ui::ReviewAct what, std::int64_t nowMs) const {
  const workflow::QueueItem* item = current();
  if (item == nullptr || !isOpen() || !canDecide(nowMs)) {
    return false;
  }
  const std::vector<ui::CriterionItem> all = criteria();
  const auto isAgainst = [](const ui::CriterionItem& each) { return each.state != ui::CriterionItem::State::Holds; };
  const bool needsWhy = what == ui::ReviewAct::Reject || what == ui::ReviewAct::Changes;
  return what == ui::ReviewAct::Escalate || (needsWhy && reason_.empty()) ||
         (what == ui::ReviewAct::Accept && std::any_of(all.begin(), all.end(), isAgainst) &&
          blockedWords(news_->record, news_->record.lesions[item->lesion], reader_).empty());
}

void ReviewDesk::decideWith(ReviewRoom& room, const ui::DecideWith& asked, std::int64_t nowMs) {
  if (!asksFirst(asked.act, nowMs)) {
    return;  // it has changed meanwhile, and is looked at again
  }
  if (asked.act == ui::ReviewAct::Accept) {
    std::vector<std::string> although = against(ui::CriterionItem::State::Fails);
    for (const std::string& each : against(ui::CriterionItem::State::Open)) {
      although.push_back(each + " (not ticked)");
    }
    reason_ += (reason_.empty() ? "Although: " : ". Although: ") + core::joined(although, "; ");
  } else if (!asked.reason.empty()) {
    pin(room, asked.reason);
  }
  act(room, asked.act, nowMs);
}

void ReviewDesk::decide(ReviewRoom& room, core::Verdict verdict, std::int64_t nowMs) {
  const workflow::QueueItem* item = current();
  if (item == nullptr || !canDecide(nowMs)) {
    return;
  }
  const workflow::LesionFacts& facts = news_->record.lesions[item->lesion];
  if (std::string blocked = blockedWords(news_->record, facts, reader_);
      verdict == core::Verdict::Accept && !blocked.empty()) {
    troubles_.push_back(std::move(blocked));
    return;
  }
  const std::optional<std::size_t> lesion = place(room, *finding_);
  if (!lesion) {
    return;
  }
  const std::shared_ptr<const identity::SigningSession> session = signing_.session();
  if (!news_->people.isOpen() && session == nullptr) {
    signing_.ask(news_->people, room.workspace.session().path().string());
    unsigned_ = verdict;
    return;
  }
  const session::OpenLesion& open = room.workspace.session().lesions()[*lesion];
  const core::Hash seen = core::lesionVersion(open.lesion, open.mask);
  const bool candidate = facts.lesion.provenance == core::Provenance::Candidate;
  if (verdict == core::Verdict::Accept && candidate && seen != facts.version) {
    // Whose work it is now is not known before the news are.
    troubles_.emplace_back("It was changed just now. Look once more.");
    refresh_ = true;
    return;
  }
  const std::int64_t lookedMs = std::min(spentMs_ + nowMs - shownMs_, kLongestMs);
  core::EditDraft decision{.person = reader_,
                           .role = reviewer().roleFor(*item),
                           .caseId = facts.lesion.caseId,
                           .track = facts.lesion.track,
                           .body = core::Decided{.lesion = *finding_,
                                                 .version = seen,
                                                 .verdict = verdict,
                                                 .comment = reason_,
                                                 .lookedMs = std::uint64_t(lookedMs)}};
  std::vector<core::EditDraft> drafts;
  if (session != nullptr) {
    std::get<core::Decided>(decision.body).signature =
        core::Signature{.meaning = "I decide: " + std::string(core::name(verdict)) + ", on version " +
                                   seen.hex().substr(0, kSignedVersion) + " of " + facts.lesion.name};
    identity::signWith(*session, reader_, decision);
  }
  drafts.push_back(std::move(decision));
  if (verdict != core::Verdict::Accept && reason_.empty()) {  // else that was pinned
    drafts.push_back(remark(room, *lesion, remarkOf(verdict)));
  }
  const core::LesionId id = *finding_;
  outbox_.send(room.workspace.session(),
               [this, drafts = std::move(drafts), session, seen, id](store::ProjectFile& project) -> Outbox::Then {
                 const std::optional<store::LesionRow> row = project.lesion(id);
                 if (!row || !row->stands || row->version != seen) {
                   return [this, id] { again(id, "It was changed while you looked at it. Look once more."); };
                 }
                 if (session != nullptr && session->isOver()) {
                   return [this, id] { again(id, "The time for signing was over. Decide once more."); };
                 }
                 try {
                   project.expectRight(drafts.front().person, core::Right::Decide);
                 } catch (const core::Error& error) {
                   return [this, id, why = inWords(error)] { again(id, why); };
                 }
                 project.append(drafts);
                 return [this] { refresh_ = true; };
               });
  decided_.insert(id);
  skipped_.erase(id);
  std::erase_if(decisions_, [&](const Decision& each) { return each.lesion == id; });
  decisions_.push_back({id, double(lookedMs) / 1000, decidedWords(verdict) + facts.lesion.name});
  takenBack_ = 0;
  goOn();
}

// A decision that did not come about: the finding is looked at again.
void ReviewDesk::again(const core::LesionId& lesion, std::string why) {
  decided_.erase(lesion);
  std::erase_if(decisions_, [&](const Decision& each) { return each.lesion == lesion; });
  troubles_.push_back(std::move(why));
  refresh_ = true;
  if (isOpen()) {
    go(lesion);
  }
}

void ReviewDesk::give(std::optional<std::string> passphrase) {
  if (!passphrase) {
    unsigned_.reset();
  }
  signing_.give(std::move(passphrase));
}

void ReviewDesk::takeBack(ReviewRoom& room) {
  if (takenBack_ >= kMostTakenBack) {
    return;
  }
  ++takenBack_;
  outbox_.send(room.workspace.session(), [this, reader = reader_](store::ProjectFile& project) -> Outbox::Then {
    const std::vector<core::EditDraft> drafts = workflow::takingBack(project, reader);
    if (drafts.empty()) {
      return [this] { troubles_.push_back("You have decided nothing that could be taken back."); };
    }
    const core::EditBody body = project.body(std::get<core::Undone>(drafts.front().body).target);
    const core::LesionId lesion = std::get<core::Decided>(body).lesion;
    project.append(drafts);
    return [this, lesion] {
      std::erase_if(decisions_, [&](const Decision& each) { return each.lesion == lesion; });
      decided_.erase(lesion);
      refresh_ = true;
      go(lesion);
    };
  });
}

// ---- What is said ----

core::EditDraft ReviewDesk::remark(const ReviewRoom& room, std::size_t lesion, const std::string& text) const {
  const core::Grid& grid = room.workspace.volume().grid;
  const glm::ivec3 voxel(glm::round(grid.voxelOf(*room.sight.state().view.focusMm)));
  const core::Lesion& on = room.workspace.session().lesions()[lesion].lesion;
  return {.person = reader_,
          .caseId = on.caseId,
          .track = on.track,
          .body = core::Commented{.lesion = on.id,
                                  .text = text,
                                  .voxel = grid.contains(voxel) ? std::optional(voxel) : std::nullopt,
                                  .view = room.sight.lookText()}};
}

void ReviewDesk::pin(ReviewRoom& room, const std::string& text) {
  const bool deciding = isOpen();
  const std::optional<std::size_t> found = finding_ ? place(room, *finding_) : std::nullopt;
  const std::optional<std::size_t> lesion = deciding ? found : room.workspace.active();
  if (!lesion) {
    return;
  }
  const core::Right right = deciding ? core::Right::Decide : core::rightFor(core::EditKind::Commented);
  outbox_.send(room.workspace.session(),
               [this, right, draft = remark(room, *lesion, text)](store::ProjectFile& project) -> Outbox::Then {
                 try {
                   project.expectRight(draft.person, right);
                 } catch (const core::Error& error) {
                   return [this, why = inWords(error)] { troubles_.push_back(why); };
                 }
                 project.append(draft);
                 return [this] { refresh_ = true; };
               });
  if (deciding) {
    reason_ = text;
  } else {
    room.workspace.note(ui::Note::Kind::Info,
                        "Pinned to " + room.workspace.model().lesions[*lesion].name + ": " + text);
  }
}

void ReviewDesk::showSaid(ReviewRoom& room, std::size_t said) {
  const workflow::QueueItem* item = current();
  const std::vector<Said> all = item == nullptr ? std::vector<Said>() : saidAbout(*news_, *item);
  if (said < all.size() && !all[said].view.empty()) {
    room.sight.lookAs(room.workspace.volume().grid, all[said].view);
  }
}

void ReviewDesk::showSentBack(std::size_t item) {
  if (item < sentBack_.size()) {
    const workflow::SentBack& back = sentBack_[item];
    const core::Lesion& lesion = news_->record.lesions[back.lesion].lesion;
    visit_ = Visit{{lesion.caseId, lesion.track}, lesion.id, back.pinned ? back.pinned->view : ""};
  }
}

void ReviewDesk::tick(const std::string& criterion) {
  if (!ticked_.erase(criterion)) {
    ticked_.insert(criterion);
  }
}

}  // namespace stage
