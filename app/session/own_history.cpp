#include "session/own_history.h"

#include <algorithm>

#include "core/error.h"

namespace session {
namespace {

constexpr std::size_t kToldWhole = 1'000;  // edits: to tell more of them would keep the first stroke waiting

std::string told(const store::ProjectFile& project, const core::EditId& edit) {
  try {
    return inWords(project.body(edit));
  } catch (const core::Error&) {
    return "Changed";  // its content is not in this copy
  }
}

}  // namespace

std::string inWords(const core::EditBody& body) {
  if (const auto* changed = std::get_if<core::MaskChanged>(&body)) {
    if (changed->stroke) {
      return changed->stroke->mode == core::BrushMode::Erase ? "Erased" : "Painted";
    }
    return changed->source.empty() ? "Changed" : changed->source;
  }
  if (const auto* described = std::get_if<core::LesionChanged>(&body)) {
    return described->name        ? "Renamed to " + *described->name
           : described->className ? "Class: " + *described->className
           : described->color     ? "Coloured"
                                  : "Described";
  }
  return std::holds_alternative<core::LesionCreated>(body) ? "Created" : "Changed";
}

void OwnHistory::read(const store::ProjectFile& project) {
  steps_.clear();
  walk_.clear();
  const std::vector<store::LogEntry> entries = project.logOf(reader_, caseId_, track_);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    take(project, entries[i], i + kToldWhole >= entries.size());
  }
}

void OwnHistory::add(const store::ProjectFile& project, const core::EditId& edit) {
  take(project, project.logEntry(edit), true);
}

void OwnHistory::take(const store::ProjectFile& project, const store::LogEntry& entry, bool whole) {
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
                 .what = whole ? told(project, entry.id) : "Changed",
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
