// How the lesions of a case came to be: every step of everybody in one track, one after the other, and the masks as
// they stood after each. For teaching, and for finding out when a lesion went wrong. A value; one thread at a time.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "store/project_file.h"

namespace session {

// One thing that somebody did.
struct ReplayMoment {
  std::string person;
  std::string what;                     // inWords(): "Painted", "Undone: Painted"
  std::optional<std::size_t> lesion;    // in lesions(); of several, the first
  std::int64_t wallClockMs = 0;         // since 1970, UTC, as the author's machine believed
  std::optional<core::VoxelBox> where;  // that it set or cleared
};

struct ReplayedLesion {
  core::Lesion lesion;  // described as it was at that moment
  core::Mask mask;
  bool stands = false;  // whether it was in the project then
};

class Replay {
 public:
  Replay() = default;
  // edits: of one case and track, in total order (core::isBefore), at least those kinds that lesions are made of.
  explicit Replay(std::vector<core::Edit> edits);

  std::size_t size() const { return stops_.size(); }  // moments
  const ReplayMoment& moment(std::size_t i) const { return moments_[i]; }

  // Shows what was there after that many moments, or after all where there are fewer; 0: before the first. What
  // core::fold() makes of the edits until then.
  void goTo(std::size_t moments);
  std::size_t at() const { return at_; }
  const std::vector<ReplayedLesion>& lesions() const { return lesions_; }  // all that ever are, by creation

 private:
  // Of a lesion: the edits that act on its voxels, and those whose effect its mask holds now.
  struct Trace {
    std::vector<std::size_t> changes;    // that set or clear voxels, as places in edits_
    std::vector<std::size_t> removals;   // that take it out
    std::vector<std::size_t> described;  // that say what it is called and counts as
    std::vector<std::size_t> applied;    // of `changes`, in the mask
  };
  void trace(std::size_t place);
  void name(std::size_t place);
  void show(std::size_t lesion, std::size_t edits, const core::UndoneSet& undone);

  std::vector<core::Edit> edits_;
  std::vector<std::size_t> stops_;  // after how many edits each moment is over
  std::vector<ReplayMoment> moments_;
  std::map<core::LesionId, std::size_t> places_;  // in lesions_
  std::vector<ReplayedLesion> lesions_;
  std::vector<core::Lesion> created_;   // as they were called at first
  std::vector<std::size_t> creations_;  // places in edits_
  std::vector<Trace> traces_;
  std::map<core::EditId, std::size_t> byId_;
  std::size_t at_ = 0;
};

// The steps in a case and track whose contents are in this copy; those that are withheld are passed over.
Replay replayOf(const store::ProjectFile& project, const core::CaseId& caseId, const std::string& track);

}  // namespace session
