// Undo and redo of an open case. Everyone steps over their own edits only, and here only over those of this case and
// track: what is not in sight is not undone.
#include <algorithm>
#include <set>

#include "session/case_session.h"

namespace session {
namespace {

struct OwnLog {
  std::vector<store::LogEntry> entries;  // of this reader, case and track, in total order
  std::vector<core::HistoryStep> steps;  // the same as undo sees them
};

OwnLog ownLog(const store::ProjectFile& project, const std::string& reader, const core::CaseId& caseId,
              const std::string& track) {
  OwnLog own;
  std::set<core::EditId> ids;
  for (store::LogEntry& entry : project.log()) {
    if (entry.header.person == reader && entry.header.caseId == caseId && entry.header.track == track) {
      ids.insert(entry.id);
      own.entries.push_back(std::move(entry));
    }
  }
  own.steps = project.history(reader);
  std::erase_if(own.steps, [&](const core::HistoryStep& step) { return !ids.contains(step.id); });
  return own;
}

}  // namespace

std::vector<std::size_t> CaseSession::indicesOf(const std::vector<core::LesionId>& ids) const {
  std::vector<std::size_t> indices;
  for (const core::LesionId& id : ids) {
    const auto found = std::find(committedIds_.begin(), committedIds_.end(), id);
    if (found != committedIds_.end()) {
      indices.push_back(std::size_t(found - committedIds_.begin()));
    }
  }
  return indices;
}

// The index of a lesion as it is in the project; one that was not here when the case was opened gets its place now.
// Only while no commit runs.
std::size_t CaseSession::indexOf(const core::LesionId& id, const core::Lesion& lesion) {
  const auto found = std::find(committedIds_.begin(), committedIds_.end(), id);
  if (found != committedIds_.end()) {
    return std::size_t(found - committedIds_.begin());
  }
  lesions_.push_back({.lesion = lesion, .mask = {}});
  committedIds_.resize(lesions_.size());
  committedIds_.back() = id;
  return lesions_.size() - 1;
}

std::optional<std::vector<std::size_t>> CaseSession::step(bool forward) {
  struct Changed {
    std::vector<store::LesionRow> lesions;
    std::vector<core::Mask> masks;
  };
  std::optional<Changed> changed =
      committer_->call<std::optional<Changed>>([this, forward](store::ProjectFile& project) -> std::optional<Changed> {
        const OwnLog own = ownLog(project, reader_, case_.id, track_);
        const core::HistoryEnds ends = core::historyEnds(own.steps);
        const std::optional<core::EditId> target = forward ? ends.redo : ends.undo;
        if (!target) {
          return std::nullopt;
        }
        core::EditDraft draft{.person = reader_, .caseId = case_.id, .track = track_};
        if (forward) {
          draft.body = core::Redone{*target};
        } else {
          draft.body = core::Undone{*target};
        }
        project.append(draft);
        const auto entry = std::find_if(own.entries.begin(), own.entries.end(),
                                        [&](const store::LogEntry& each) { return each.id == *target; });
        Changed result;
        for (const auto* ids : {&entry->lesions, &entry->removed}) {
          for (const core::LesionId& id : *ids) {
            if (auto lesion = project.lesion(id)) {
              result.lesions.push_back(std::move(*lesion));
              result.masks.push_back(project.mask(id));
            }
          }
        }
        return result;
      });
  if (!changed) {
    return std::nullopt;
  }
  std::vector<std::size_t> indices;
  for (std::size_t i = 0; i < changed->lesions.size(); ++i) {
    store::LesionRow& row = changed->lesions[i];
    indices.push_back(indexOf(row.lesion.id, row.lesion));
    lesions_[indices.back()] = {std::move(row.lesion), std::move(changed->masks[i]), row.stands};
  }
  return indices;
}

std::vector<HistoryEntry> CaseSession::history() {
  return committer_->call<std::vector<HistoryEntry>>([this](store::ProjectFile& project) {
    const OwnLog own = ownLog(project, reader_, case_.id, track_);
    std::set<core::EditId> steps;
    for (const core::HistoryStep& step : own.steps) {
      if (step.undoStep) {
        steps.insert(step.id);
      }
    }
    std::vector<HistoryEntry> entries;
    const auto indicesOfAll = [&](const store::LogEntry& entry) {
      std::vector<core::LesionId> ids = entry.lesions;
      ids.insert(ids.end(), entry.removed.begin(), entry.removed.end());
      return indicesOf(ids);
    };
    for (auto entry = own.entries.rbegin(); entry != own.entries.rend(); ++entry) {
      if (steps.contains(entry->id)) {
        entries.push_back(
            {entry->id, entry->header.kind, entry->header.wallClockMs, entry->undone, indicesOfAll(*entry)});
      }
    }
    return entries;
  });
}

}  // namespace session
