// Undo and redo of an open case, and what its owner takes up of what the committing thread has done.
#include <algorithm>
#include <set>
#include <utility>

#include "core/error.h"
#include "session/case_session.h"

namespace session {

// ---- The committing thread ----

// The edits are durable: nothing that fails from here on may let their job run a second time.
void CaseSession::did(store::ProjectFile& project, const std::vector<core::EditId>& edits) {
  try {
    if (std::exchange(ownIsStale_, true)) {
      own_->read(project);
    } else {
      for (const core::EditId& edit : edits) {
        own_->add(project, edit);
      }
    }
    ownIsStale_ = false;
    reportHistory();
  } catch (const core::Error&) {
    // The file cannot be read just now: the history is read anew after the next edit.
  }
}

void CaseSession::reportHistory() {
  auto steps = std::make_shared<const std::vector<OwnStep>>(own_->steps());
  core::HistoryEnds ends = own_->ends();
  const std::lock_guard lock(mutex_);
  report_.history = std::move(steps);
  report_.ends = std::move(ends);
}

void CaseSession::undoSteps(store::ProjectFile& project, const std::vector<core::EditId>& steps, bool forward,
                            std::uint64_t ticket) {
  std::vector<core::EditDraft> drafts;
  for (const core::EditId& step : steps) {
    core::EditDraft draft{.person = reader_, .caseId = case_.id, .track = track_};
    if (forward) {
      draft.body = core::Redone{step};
    } else {
      draft.body = core::Undone{step};
    }
    drafts.push_back(std::move(draft));
  }
  std::set<core::LesionId> lesions;
  for (const core::EditId& step : steps) {
    const OwnStep& own = own_->step(step);
    lesions.insert(own.lesions.begin(), own.lesions.end());
  }
  did(project, project.append(drafts));
  for (const core::LesionId& lesion : lesions) {
    report(project, lesion, ticket);
  }
}

// Looks at what other processes have committed, and tells of what changed here. Between jobs, so that what is read
// holds all jobs that are done and none that is queued.
void CaseSession::look(store::ProjectFile& project) {
  const std::uint64_t counter = project.changeCounter();
  if (counter == changeCounter_ && !std::exchange(looksAnyway_, false)) {
    return;
  }
  std::set<core::LesionId> lesions;
  bool own = false, renamed = false;
  for (const store::Arrival& arrival : project.arrivedAfter(seen_)) {
    const store::LogEntry entry = project.logEntry(arrival.id);
    if (entry.header.caseId == case_.id && entry.header.track == track_) {
      lesions.insert(entry.lesions.begin(), entry.lesions.end());
      lesions.insert(entry.removed.begin(), entry.removed.end());
      own = own || entry.header.person == reader_;
    }
    renamed = renamed || entry.header.kind == core::EditKind::CaseRenamed;
    seen_ = arrival.row;
  }
  changeCounter_ = counter;
  std::vector<core::Head> heads = project.heads();
  std::optional<std::vector<core::Case>> cases = renamed ? std::optional(project.cases()) : std::nullopt;
  std::uint64_t finished = 0;
  {
    const std::lock_guard lock(mutex_);
    report_.heads = std::move(heads);
    report_.cases = renamed ? std::move(cases) : std::move(report_.cases);
    finished = report_.finished;
  }
  const bool rights = reportRights(project);
  for (const core::LesionId& lesion : lesions) {
    report(project, lesion, finished);
  }
  if (own) {
    own_->read(project);
    ownIsStale_ = false;
    reportHistory();
  }
  const std::lock_guard lock(mutex_);
  if (tell_ && (rights || renamed || !lesions.empty())) {
    tell_();
  }
}

// ---- The owner's thread ----

void CaseSession::whenChangedElsewhere(std::function<void()> tell) {
  const std::lock_guard lock(mutex_);
  tell_ = std::move(tell);
}

void CaseSession::step(bool forward) {
  expectMayChange();
  enqueue([this, forward](store::ProjectFile& project, std::uint64_t ticket) {
    const core::HistoryEnds ends = own_->ends();
    if (const std::optional<core::EditId> target = forward ? ends.redo : ends.undo) {
      undoSteps(project, {*target}, forward, ticket);
    } else {
      const std::lock_guard lock(mutex_);
      (forward ? report_.nothingToRedo : report_.nothingToUndo) = true;
    }
  });
}

void CaseSession::undoBackTo(const core::EditId& edit) {
  expectMayChange();
  enqueue([this, edit](store::ProjectFile& project, std::uint64_t ticket) {
    const std::vector<core::EditId> steps = own_->standingSince(edit);
    if (!steps.empty()) {
      undoSteps(project, steps, false, ticket);
    }
  });
}

std::size_t CaseSession::joined(std::size_t lesion) const {
  const auto found = joined_.find(lesion);
  return found == joined_.end() ? lesion : found->second;
}

// A lesion of ours has got its id. Where another process made one of its name first, it is that one.
void CaseSession::place(std::size_t lesion, const core::LesionId& id, TakenChanges& changes) {
  const auto [found, fresh] = places_.emplace(id, lesion);
  lesions_[lesion].lesion.id = id;
  if (!fresh && found->second != lesion) {
    joined_.emplace(lesion, found->second);
    lesions_[lesion].stands = false;
    changes.lesions.push_back(lesion);
    for (Queued& queued : queued_) {
      if (queued.lesion == lesion) {
        queued.lesion = found->second;
      }
    }
  }
}

std::size_t CaseSession::placeOf(const core::LesionId& id, const core::Lesion& lesion) {
  const auto [found, fresh] = places_.emplace(id, lesions_.size());
  if (fresh) {
    lesions_.push_back({.lesion = lesion, .mask = {}});
    const std::lock_guard lock(mutex_);
    committedIds_.resize(std::max(committedIds_.size(), lesions_.size()));
    committedIds_[found->second] = id;
  }
  return found->second;
}

TakenChanges CaseSession::takeChanges() {
  Report report;
  {
    const std::lock_guard lock(mutex_);
    report.finished = report_.finished;
    std::swap(report, report_);
    report_.finished = report.finished;
  }
  TakenChanges changes{
      .history = report.history != nullptr,
      .nothingToUndo = report.nothingToUndo,
      .nothingToRedo = report.nothingToRedo,
  };
  for (const auto& [lesion, id] : report.made) {
    place(lesion, id, changes);
  }
  for (auto& [id, stored] : report.lesions) {
    const std::size_t at = placeOf(id, stored.open.lesion);
    for (const Queued& queued : queued_) {
      if (queued.lesion == at && queued.ticket > stored.ticket) {
        queued.apply(stored.open);
      }
    }
    lesions_[at] = std::move(stored.open);
    changes.lesions.push_back(at);
  }
  dropFinished(report.finished);
  if (report.heads) {
    heads_ = std::move(*report.heads);
  }
  if (report.refusals) {
    changes.rights = report.refusals->toAnnotate.has_value() != refusals_.toAnnotate.has_value();
    refusals_ = std::move(*report.refusals);
  }
  if (report.cases) {
    const auto here = std::ranges::find(*report.cases, case_.id, &core::Case::id);
    core::check(here != report.cases->end(), "cases never leave a project");
    case_.name = here->name;
    case_.formerNames = here->formerNames;
    changes.cases = std::move(report.cases);
  }
  if (report.history) {
    history_.clear();
    for (auto step = report.history->rbegin(); step != report.history->rend(); ++step) {
      HistoryEntry entry{step->edit, step->what, step->wallClockMs, step->undone, {}};
      for (const core::LesionId& lesion : step->lesions) {
        if (const auto found = places_.find(lesion); found != places_.end()) {
          entry.lesions.push_back(found->second);
        }
      }
      history_.push_back(std::move(entry));
    }
    ends_ = report.ends;
  }
  std::sort(changes.lesions.begin(), changes.lesions.end());
  changes.lesions.erase(std::unique(changes.lesions.begin(), changes.lesions.end()), changes.lesions.end());
  return changes;
}

}  // namespace session
