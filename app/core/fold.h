// From edits to state. State is a fold over the set of edits in one total order (core/edit.h, isBefore): the same set
// gives the same state, in whatever order it arrived. Pure functions; any thread. The store keeps the results as caches
// that can be dropped and rebuilt from the log.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "core/edit.h"

namespace core {

// A lesion as its edits made it; its voxels apart.
struct Lesion {
  LesionId id;
  std::string name;
  std::string className;
  Granularity granularity = Granularity::Instance;
  Provenance provenance = Provenance::Drawn;
  std::string model;
  std::string modelVersion;
  std::optional<double> confidence;
  std::map<std::string, std::string> attributes;
  std::optional<Color> color;  // nothing where nobody chose one
  CaseId caseId;
  std::string track;
  std::string author;

  bool operator==(const Lesion&) const = default;
};

// An edit with its identity, and its body decoded.
struct Edit {
  EditId id;
  EditHeader header;
  EditBody body;
};

// Whether an undo (or redo) of `author` may take effect on an edit of `owner`: only one's own.
inline bool mayUndo(const std::string& author, const std::string& owner) {
  return author == owner;
}

// Which edits are out of the fold. Feed it every Undone and Redone in total order.
class UndoneSet {
 public:
  void apply(const EditBody& body);  // other kinds change nothing
  bool contains(const EditId& edit) const { return undone_.contains(edit); }
  const std::set<EditId>& edits() const { return undone_; }

 private:
  std::set<EditId> undone_;
};

// Applies the footprint of one effective edit to a lesion's mask: later assertions win, voxel by voxel.
void apply(const MaskChange& change, Mask& mask);

// The lesion that an edit creates. The edit's kind is LesionCreated.
Lesion lesionOf(const EditId& id, const EditHeader& header, const LesionCreated& created);

// Applies one effective edit to what a lesion is called and counts as: later ones win, field by field.
void apply(const LesionChanged& change, Lesion& lesion);

// Applies one effective edit to what a case is called: later ones win.
void apply(const CaseRenamed& change, Case& renamed);

// ---- Whether a lesion is in the project ----

// Where an edit stands in the log of its site.
struct EditPlace {
  SiteId site;
  std::uint64_t sequence = 0;

  static EditPlace of(const EditHeader& header) { return {header.site, header.sequence}; }
};

// Whether the author of `edit` knew of the one at `place` when the work on it began: an earlier one of the same site,
// or one that its causal heads cover.
bool knewOf(const EditHeader& edit, const EditPlace& place);

// The edits on which it hangs whether a lesion is in the project; of each list only those that are not undone.
struct LesionTies {
  bool created = false;                     // whether the edit that creates it is here
  bool ownStep = false;                     // LesionCreated::ownStep of that
  std::vector<const EditHeader*> touched;   // that set or clear voxels of it; borrowed
  std::vector<const EditHeader*> removals;  // that take it out (MaskChanged::removed); borrowed
};

// A lesion made on purpose stands with the edit that creates it. One that a stroke made in passing also needs an edit
// that touches its voxels, so that undoing the stroke leaves no empty lesion behind; when that is redone, it is back.
// Either is out while a removal stands that knew of every edit touching its voxels. A stroke that the removal did not
// know of, be it from elsewhere at the same time or a later one, keeps the lesion in with all its voxels: nobody's work
// goes unseen, whatever the clocks say. Undoing the removal brings it back as well.
bool stands(const LesionTies& ties);

// One step of a person's history, in total order.
struct HistoryStep {
  EditId id;
  EditKind kind = EditKind::MaskChanged;
  EditId target;          // of Undone and Redone
  bool undoStep = false;  // isUndoStep() of its body
};

// What undo and redo would act on next: undo takes the latest step that stands; redo the latest undone one, unless a
// new step came after.
struct HistoryEnds {
  std::optional<EditId> undo;
  std::optional<EditId> redo;
};
HistoryEnds historyEnds(std::span<const HistoryStep> steps);

// A lesion's version, which decisions name: SHA-256 over its class, granularity, attributes, case, track and its bricks
// (key and SHA-256 of the 4096 bytes, in key order). Its name and colour are not part of it.
using BrickHashes = std::map<BrickKey, Hash>;
Hash brickHash(const Brick& brick);
Hash lesionVersion(const Lesion& lesion, const BrickHashes& bricks);
Hash lesionVersion(const Lesion& lesion, const Mask& mask);

// The whole fold, from nothing: what the caches of a project file must equal.
struct State {
  std::string title;
  Hash guideline;  // the version in force; zero: none
  // In total order of the edits that add them; of a case added twice, the first name stands, until it is renamed.
  std::vector<Case> cases;
  std::vector<Lesion> lesions;  // that stand, in total order of the edits that create them
  std::map<LesionId, Mask> masks;
  std::map<LesionId, Mask> contested;  // core/contest.h; those that have none are left out
  std::set<LesionId> disputed;         // whose removal is contested
};
State fold(std::vector<Edit> edits);  // in any order

// SHA-256 of the log (the sorted ids of its edits) and of a state.
Hash logHash(std::vector<EditId> edits);
struct LesionSummary {
  LesionId id;
  std::string name;
  std::optional<Color> color;
  Hash version;
};
Hash stateHash(const std::string& title, const Hash& guideline, std::span<const Case> cases,
               std::vector<LesionSummary> lesions);
Hash stateHash(const State& state);

}  // namespace core
