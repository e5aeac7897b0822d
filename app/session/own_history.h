// What one reader did in one case and track, step by step: what undo and redo walk over. Everyone steps over their own
// edits only, and here only over those of this case and track: what is not in sight is not undone. Read from the
// project once and kept up from then on. Used by a CaseSession on its committing thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "store/project_file.h"

namespace session {

// What an edit did, as its author would say it: "Painted", "Grow margin, 3 mm", "Renamed to Cyst".
std::string inWords(const core::EditBody& body);

// A step that undo acts on.
struct OwnStep {
  core::EditId edit;
  std::string what;  // inWords()
  std::int64_t wallClockMs = 0;
  bool undone = false;
  std::vector<core::LesionId> lesions;  // that it made, changed or took out
};

class OwnHistory {
 public:
  OwnHistory(std::string reader, const core::CaseId& caseId, std::string track)
      : reader_(std::move(reader)), caseId_(caseId), track_(std::move(track)) {}

  void read(const store::ProjectFile& project);                           // anew
  void add(const store::ProjectFile& project, const core::EditId& edit);  // that was made here just now

  const std::vector<OwnStep>& steps() const { return steps_; }  // in total order
  core::HistoryEnds ends() const { return core::historyEnds(walk_); }
  const OwnStep& step(const core::EditId& edit) const;
  // The step and all later ones that stand, the latest first; nothing where it is none of these.
  std::vector<core::EditId> standingSince(const core::EditId& edit) const;

 private:
  void take(const store::ProjectFile& project, const store::LogEntry& entry, bool whole);

  std::string reader_;
  core::CaseId caseId_;
  std::string track_;
  std::vector<OwnStep> steps_;
  std::vector<core::HistoryStep> walk_;  // the same with undos and redos, as historyEnds() takes them
};

}  // namespace session
