// An open case: the lesions of one track with their masks in memory, what one reader does to them, and the thread that
// commits it. What a window, a headset and `paint` work on. Used from one thread, its owner's, on which nothing but
// flush() ever waits: all work on the file happens on the committing thread (session/committer.h), and what comes of it
// is taken up by takeChanges().
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/brush.h"
#include "core/error.h"
#include "core/study.h"
#include "session/committer.h"
#include "session/own_history.h"
#include "store/project_file.h"
#include "store/right_refused.h"

namespace session {

constexpr std::size_t kMaxLesions = 65'535;  // per case and track: what a 16-bit labelmap can number

struct OpenLesion {
  core::Lesion lesion;  // its id is zero until the edit that creates it is durable
  core::Mask mask;
  bool stands =
      true;  // whether it is in the project (core/fold.h); where not, its place stays its own until it is back
  core::Mask contested;   // what people said different things of, unaware of each other (core/contest.h)
  bool disputed = false;  // whether somebody took it out, unaware of strokes on it
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

enum class Settlement : std::uint8_t { Keep, LetGo };

// What became of an operation, told once it is durable.
struct CommittedChanges {
  std::optional<core::EditId> edit;     // nothing where no voxel was named: then nothing was written
  std::vector<core::LesionId> lesions;  // of the changes, in their order; zero where nothing was written
};

// One thing that the reader did in this case and track.
struct HistoryEntry {
  core::EditId edit;
  std::string what;                  // for people: "Painted", "Grow margin, 3 mm"
  std::int64_t wallClockMs = 0;      // since 1970, UTC
  bool undone = false;               // out of the fold at present
  std::vector<std::size_t> lesions;  // that it made, changed or took out, as indices into lesions()
};

// What takeChanges() took up.
struct TakenChanges {
  std::vector<std::size_t>
      lesions;                 // that are not as they were: their voxels, description or whether they stand; sorted
  bool history = false;        // whether history(), canUndo() or canRedo() may differ
  bool rights = false;         // whether refusal() differs
  bool nothingToUndo = false;  // an undo was asked for that had nothing to act on
  bool nothingToRedo = false;
  std::optional<std::vector<core::Case>> cases;  // of the project, where one was renamed; theCase() is called so, too

  bool isEmpty() const { return lesions.empty() && !history && !rights && !nothingToUndo && !nothingToRedo && !cases; }
};

class CaseSession {
 public:
  // Throws core::Error where the project has no such case, or the case is of the test set and it could not be written
  // down that this reader saw it.
  CaseSession(store::ProjectFile project, const core::CaseId& caseId, std::string track, std::string reader);
  ~CaseSession();

  const core::Case& theCase() const { return case_; }
  const std::string& track() const { return track_; }
  store::Installation installation() const { return store::Installation(home_); }
  // Why the reader may only look: people are enrolled, and the reader is not, or has no role that allows to annotate;
  // or lookOnly() said so. Nothing where they may. As last taken up: a role that is given or taken meanwhile counts.
  // Where there is one, all that would change a lesion throws that, with nothing changed.
  const std::optional<store::RightRefused>& refusal() const { return lacksRight() ? refusals_.toAnnotate : lookOnly_; }
  bool lacksRight() const { return refusals_.toAnnotate.has_value(); }
  // From now on the reader may only look, whatever their rights; nothing: they may again.
  void lookOnly(std::optional<store::RightRefused> why) { lookOnly_ = std::move(why); }
  // Standing or not; one that is not is in no list and no picture, and nothing is protected for its sake.
  const std::vector<OpenLesion>& lesions() const { return lesions_; }
  std::optional<std::size_t> find(const std::string& nameOrId) const;  // an index into lesions(), of one that stands

  // Adds a lesion that the next stroke or operation on it will write together with itself. Returns its index. Throws
  // core::Error where the track has kMaxLesions.
  std::size_t addLesion(const std::string& name, const std::string& className);
  std::size_t addLesion(core::Lesion lesion);  // id, case, track and author are filled in

  // The union of the masks of all lesions but one: what a stroke on it may protect.
  core::Mask othersThan(std::size_t lesion) const;

  // What the reader knows of other sites, by what has been taken up: a stroke's causal heads are those at its start.
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

  // Says what becomes of a lesion on which people contradicted each other, as one edit and one step to undo: Keep, that
  // the contested voxels belong to it (or that it stays, where its removal is contested); LetGo, that they do not (or
  // that it goes). Nothing where nothing is contested. Throws core::Error, with nothing changed, where people are
  // enrolled and the reader has not the right to. Never blocks.
  void settle(std::size_t lesion, Settlement choice);

  // Queues work on the file that is no stroke and no operation, such as what is said about a lesion: in order with all
  // else that is done here, so that it finds the file as it is after the strokes before it. What it throws is tried
  // again, as with every job. isTakenUp: it may change lesions of this case and track, or rename a case; that is then
  // taken up as what other processes commit is. Never blocks.
  void commitOther(std::function<void(store::ProjectFile&)> work, bool isTakenUp = false);

  // Writes down that the reader looks at the case, where it belongs to the sequestered test set: what shows or paints
  // it to a person calls this once. purpose: "view", "paint", ... Never blocks.
  void noteConsultation(std::string purpose);

  // Takes the reader's latest step in this case and track back, or puts the one undone last back again; undoBackTo:
  // that step of the reader and all later ones that stand, in one commit. Queued behind all else; takeChanges() tells
  // what came of it. Never block.
  void undo() { step(false); }
  void redo() { step(true); }
  void undoBackTo(const core::EditId& edit);

  // Takes up what the committing thread has finished since: afterwards lesions() is as the file says, with what is
  // still queued on top. May add lesions at the end (that an undo brought back). Never blocks.
  TakenChanges takeChanges();

  // Called, on the committing thread, whenever another process has changed this case and track or renamed a case
  // (another window, a headset, a hub's sync): takeChanges() then has something to take up, within about 20 ms of its
  // commit. Set before anything is done and whenever nothing is called; it must return quickly.
  void whenChangedElsewhere(std::function<void()> tell);

  // The reader's own steps here, the latest first, and whether there is one to undo or redo; as last taken up.
  const std::vector<HistoryEntry>& history() const { return history_; }
  bool canUndo() const { return ends_.undo.has_value(); }
  bool canRedo() const { return ends_.redo.has_value(); }

  // Never blocks: whether all commits are durable; how many are not yet; why, where the last try failed (it is tried
  // again, in order, until all have gone through); and where the project is now.
  bool isSaved() const { return committer_->isIdle(); }
  std::size_t unsaved() const { return committer_->waiting(); }
  std::exception_ptr failure() const { return committer_->failure(); }
  std::filesystem::path path() const { return committer_->path(); }
  bool isCopy() const { return committer_->isCopy(); }  // in which work went on, the project being gone or left

  // Waits for all commits; throws what a failed try threw, and then they are still tried again.
  void flush() { committer_->flush(); }

  // Goes on in a copy of the project (session/copy_names.h). Never blocks.
  void goOnInCopy();

 private:
  // A lesion as the file has it, once the job `ticket` was done.
  struct Stored {
    std::uint64_t ticket = 0;
    OpenLesion open;
  };
  // What the reader may not do here, and why; nothing where they may.
  struct Refusals {
    std::optional<store::RightRefused> toAnnotate;
    std::optional<store::RightRefused> toSettle;

    bool operator==(const Refusals& other) const;
  };
  // What the committing thread has finished and the owner has not taken up.
  struct Report {
    std::vector<std::pair<std::size_t, core::LesionId>> made;  // lesions of the owner that edits created, by index
    std::map<core::LesionId, Stored> lesions;
    std::shared_ptr<const std::vector<OwnStep>> history;  // null: as before
    core::HistoryEnds ends;
    bool nothingToUndo = false;
    bool nothingToRedo = false;
    std::optional<std::vector<core::Head>> heads;  // nothing: as before
    std::optional<Refusals> refusals;              // likewise
    std::optional<std::vector<core::Case>> cases;  // likewise
    std::uint64_t finished = 0;                    // the latest job that is done
  };
  // What a queued job will do to a lesion: laid over what is taken up before the job is done.
  struct Queued {
    std::uint64_t ticket = 0;
    std::size_t lesion = 0;
    std::function<void(OpenLesion&)> apply;
  };
  using Job = std::function<void(store::ProjectFile&, std::uint64_t ticket)>;

  static Refusals refusalsOf(const store::ProjectFile& project, const std::string& reader);

  // ---- The owner's thread ----
  void expectMayChange() const;
  void step(bool forward);
  void enqueue(Job job);
  void commitBody(std::vector<LesionChange> changes, std::vector<std::size_t> removed, core::MaskChanged body,
                  std::vector<core::Head> heads, std::function<void(const CommittedChanges&)> done);
  void applyNowAndLater(std::size_t lesion, std::function<void(OpenLesion&)> apply);  // before enqueue() of its job
  std::size_t placeOf(const core::LesionId& id, const core::Lesion& lesion);
  void place(std::size_t lesion, const core::LesionId& id, TakenChanges& changes);
  std::size_t joined(std::size_t lesion) const;
  void dropFinished(std::uint64_t finished);
  core::EditDraft draft(core::EditBody body, std::vector<core::Head> heads) const;
  core::EditDraft creationOf(const core::Lesion& lesion, const std::vector<core::Head>& heads) const;

  // ---- The committing thread ----
  void look(store::ProjectFile& project);
  core::LesionId committedId(std::size_t lesion);
  void created(std::size_t lesion, const core::LesionId& id);
  void joinLesion(store::ProjectFile& project, const store::LesionExists& taken,
                  const std::vector<core::EditDraft>& drafts, const std::vector<std::size_t>& made,
                  std::uint64_t ticket);
  void report(store::ProjectFile& project, const core::LesionId& lesion, std::uint64_t ticket);
  bool reportRights(const store::ProjectFile& project);  // whether they differ from what was reported before
  void reportHistory();
  void did(store::ProjectFile& project, const std::vector<core::EditId>& edits);  // own steps were added
  void undoSteps(store::ProjectFile& project, const std::vector<core::EditId>& steps, bool forward,
                 std::uint64_t ticket);

  std::filesystem::path home_;  // of the installation
  core::Case case_;
  std::string track_;
  std::string reader_;
  std::vector<core::Head> heads_;
  std::vector<OpenLesion> lesions_;
  std::map<core::LesionId, std::size_t> places_;  // in lesions_
  std::map<std::size_t, std::size_t> joined_;     // a lesion that turned out to be another: its place, and the other's
  std::vector<HistoryEntry> history_;
  core::HistoryEnds ends_;
  Refusals refusals_;
  std::optional<store::RightRefused> lookOnly_;
  std::deque<Queued> queued_;
  std::uint64_t ticket_ = 0;  // of the job enqueued last

  std::unique_ptr<OwnHistory> own_;     // the committing thread's
  bool ownIsStale_ = false;             // the same
  std::set<core::LesionId> contested_;  // the same; lesions that hold something contested
  Refusals reported_;                   // the same
  std::uint64_t changeCounter_ = 0;     // the same; of the file, when it was looked at last
  std::int64_t seen_ = 0;               // the same; the last edit that was looked at
  bool looksAnyway_ = false;            // the same; commitOther() did what is taken up, which no counter tells of

  std::mutex mutex_;  // of what follows
  Report report_;
  std::function<void()> tell_;
  std::vector<core::LesionId> committedIds_;  // ids by index in lesions_, zero before the first commit

  std::unique_ptr<Committer> committer_;  // last: its thread uses what stands above
};

}  // namespace session
