#include "session/own_history.h"

#include <algorithm>

#include "core/error.h"

namespace session {

void OwnHistory::read(const store::ProjectFile& project) {
  steps_.clear();
  walk_.clear();
  for (const store::LogEntry& entry : project.logOf(reader_, caseId_, track_)) {
    take(entry);
  }
}

void OwnHistory::add(const store::ProjectFile& project, const core::EditId& edit) {
  take(project.logEntry(edit));
}

void OwnHistory::take(const store::LogEntry& entry) {
  walk_.push_back({.id = entry.id,
                   .kind = entry.header.kind,
                   .target = entry.target.value_or(core::EditId{}),
                   .undoStep = entry.undoStep});
  if (entry.target) {
    const auto acted =
        std::find_if(steps_.rbegin(), steps_.rend(), [&](const OwnStep& step) { return step.edit == *entry.target; });
    if (acted != steps_.rend()) {
      acted->undone = entry.header.kind == core::EditKind::Undone;
    }
  } else if (entry.undoStep) {
    OwnStep step{.edit = entry.id,
                 .kind = entry.header.kind,
                 .wallClockMs = entry.header.wallClockMs,
                 .undone = entry.undone,
                 .lesions = entry.lesions};
    step.lesions.insert(step.lesions.end(), entry.removed.begin(), entry.removed.end());
    steps_.push_back(std::move(step));
  }
}

const OwnStep& OwnHistory::step(const core::EditId& edit) const {
  const auto found =
      std::find_if(steps_.rbegin(), steps_.rend(), [&](const OwnStep& step) { return step.edit == edit; });
  core::check(found != steps_.rend(), "what is undone or redone is a step of the reader");
  return *found;
}

std::vector<core::EditId> OwnHistory::standingSince(const core::EditId& edit) const {
  std::vector<core::EditId> standing;
  for (auto step = steps_.rbegin(); step != steps_.rend(); ++step) {
    if (!step->undone) {
      standing.push_back(step->edit);
    }
    if (step->edit == edit) {
      return standing;
    }
  }
  return {};
}

}  // namespace session
