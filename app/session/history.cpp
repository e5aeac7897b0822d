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

std::optional<std::vector<std::size_t>> CaseSession::step(bool forward) {
  struct Changed {
    std::vector<std::size_t> lesions;
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
        result.lesions = indicesOf(entry->lesions);
        for (const std::size_t lesion : result.lesions) {
          result.masks.push_back(project.mask(committedIds_[lesion]));
        }
        return result;
      });
  if (!changed) {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < changed->lesions.size(); ++i) {
    lesions_[changed->lesions[i]].mask = std::move(changed->masks[i]);
  }
  return std::move(changed->lesions);
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
    for (auto entry = own.entries.rbegin(); entry != own.entries.rend(); ++entry) {
      if (steps.contains(entry->id)) {
        entries.push_back(
            {entry->id, entry->header.kind, entry->header.wallClockMs, entry->undone, indicesOf(entry->lesions)});
      }
    }
    return entries;
  });
}

}  // namespace session
