// An open case: the lesions of one track with their masks in memory, what one reader does to them, and the thread that
// commits it. What a window, a headset and `paint` work on. Used from one thread; commits happen on another.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/brush.h"
#include "core/study.h"
#include "session/committer.h"
#include "store/project_file.h"

namespace session {

constexpr std::size_t kMaxLesions = 65'535;  // per case and track: what a 16-bit labelmap can number

struct OpenLesion {
  core::Lesion lesion;  // its id is zero until the edit that creates it is durable
  core::Mask mask;
  bool stands =
      true;  // whether it is in the project (core/fold.h); where not, its place stays its own until it is back
};

// What became of a stroke, told once it is durable.
struct Committed {
  std::optional<core::EditId> edit;  // nothing where the stroke touched no voxel: then nothing was written
  core::LesionId lesion;
  std::int64_t voxels = 0;  // of the stroke's footprint
};

// What an operation does to one lesion: the voxels that it asserts set, and those that it asserts cleared.
struct LesionChange {
  std::size_t lesion = 0;  // an index into CaseSession::lesions()
  core::Mask set;
  core::Mask cleared;  // disjoint from `set`
};

// What became of an operation, told once it is durable.
struct CommittedChanges {
  std::optional<core::EditId> edit;     // nothing where no voxel was named: then nothing was written
  std::vector<core::LesionId> lesions;  // of the changes, in their order; zero where nothing was written
};

// One thing that the reader did in this case and track.
struct HistoryEntry {
  core::EditId edit;
  core::EditKind kind = core::EditKind::MaskChanged;
  std::int64_t wallClockMs = 0;      // since 1970, UTC
  bool undone = false;               // out of the fold at present
  std::vector<std::size_t> lesions;  // that it changed, as indices into lesions()
};

class CaseSession {
 public:
  // Throws core::Error where the project has no such case.
  CaseSession(store::ProjectFile project, const core::CaseId& caseId, std::string track, std::string reader);
  ~CaseSession();

  const core::Case& theCase() const { return case_; }
  // Standing or not; one that is not is in no list and no picture, and nothing is protected for its sake.
  const std::vector<OpenLesion>& lesions() const { return lesions_; }
  std::optional<std::size_t> find(const std::string& nameOrId) const;  // an index into lesions(), of one that stands

  // Adds a lesion that the next stroke or operation on it will write together with itself. Returns its index. Throws
  // core::Error where the track has kMaxLesions.
  std::size_t addLesion(const std::string& name, const std::string& className);
  std::size_t addLesion(core::Lesion lesion);  // id, case, track and author are filled in

  // The union of the masks of all lesions but one: what a stroke on it may protect.
  core::Mask othersThan(std::size_t lesion) const;

  // What the reader knows now of other sites: a stroke's causal heads are those at its start.
  const std::vector<core::Head>& knownHeads() const { return heads_; }

  // Takes a finished stroke: the mask in memory changes at once, the commit is queued, and `done` is called on the
  // committing thread once the stroke is durable. A footprint without voxels changes and writes nothing (an empty click
  // is not a step to undo). Never blocks.
  void commitStroke(std::size_t lesion, const core::BrushStroke& stroke, core::Mask footprint,
                    std::vector<core::Head> heads, std::function<void(const Committed&)> done = {});

  // Takes the changes of one operation, each lesion at most once, as one edit and so one step to undo: the masks in
  // memory change at once, the commit is queued together with the creation of lesions that are new, and `done` is
  // called on the committing thread once all is durable. `removed`: lesions that it takes out of the project, none of
  // them in `changes`; their voxels are back with an undo. `source` says for people what was done. Never blocks.
  void commitChanges(std::vector<LesionChange> changes, std::vector<std::size_t> removed, std::vector<core::Head> heads,
                     std::string source, std::function<void(const CommittedChanges&)> done = {});

  // Gives a lesion another name, class, colour, granularity or other attributes, as one edit and one step to undo; at
  // once in memory. (A lesion that no stroke has made yet just has them.) `change.lesion` is filled in. Throws
  // core::Error, with nothing changed, where another lesion has the name or a name is none. Never blocks.
  void changeLesion(std::size_t lesion, core::LesionChanged change);

  // Takes the reader's latest step in this case and track back, or puts the one undone last back again, after all that
  // is queued; waits until that is durable (one commit). Returns the lesions whose masks changed; nothing where there
  // is no such step. Throws what a failed commit threw.
  std::optional<std::vector<std::size_t>> undo() { return step(false); }
  std::optional<std::vector<std::size_t>> redo() { return step(true); }
  // The reader's own steps here, the latest first. Waits for all commits.
  std::vector<HistoryEntry> history();

  // Never blocks: whether all commits are durable, and what the first failed one threw (later ones are not made).
  bool isSaved() const { return committer_->isIdle(); }
  std::exception_ptr failure() const { return committer_->failure(); }

  // Waits for all commits; throws what the first failed one threw.
  void flush() { committer_->flush(); }

 private:
  std::optional<std::vector<std::size_t>> step(bool forward);
  std::size_t indexOf(const core::LesionId& id, const core::Lesion& lesion);
  std::vector<std::size_t> indicesOf(const std::vector<core::LesionId>& ids) const;  // the committing thread's
  core::EditDraft creationOf(const core::Lesion& lesion, const std::vector<core::Head>& heads) const;
  void joinLesion(const store::LesionExists& taken, const std::vector<core::EditDraft>& drafts,
                  const std::vector<std::size_t>& created);  // the committing thread's

  core::Case case_;
  std::string track_;
  std::string reader_;
  std::vector<core::Head> heads_;
  std::vector<OpenLesion> lesions_;
  std::vector<core::LesionId> committedIds_;  // the committing thread's: ids by index, zero before the first commit
  std::unique_ptr<Committer> committer_;      // last: its thread uses what stands above
};

}  // namespace session
