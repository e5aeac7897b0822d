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

 private:
  std::set<EditId> undone_;
};

// Applies the footprint of one effective edit to a lesion's mask: later assertions win, voxel by voxel.
void apply(const MaskChange& change, Mask& mask);

// The lesion that an edit creates. The edit's kind is LesionCreated.
Lesion lesionOf(const EditId& id, const EditHeader& header, const LesionCreated& created);

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
// (key and SHA-256 of the 4096 bytes, in key order).
using BrickHashes = std::map<BrickKey, Hash>;
Hash brickHash(const Brick& brick);
Hash lesionVersion(const Lesion& lesion, const BrickHashes& bricks);

// The whole fold, from nothing: what the caches of a project file must equal.
struct State {
  std::string title;
  Hash guideline;               // the version in force; zero: none
  std::vector<Case> cases;      // in total order of their edits; a case added twice counts once, the first name stands
  std::vector<Lesion> lesions;  // in total order of their edits
  std::map<LesionId, Mask> masks;
};
State fold(std::vector<Edit> edits);  // in any order

// SHA-256 of the log (the sorted ids of its edits) and of a state.
Hash logHash(std::vector<EditId> edits);
struct LesionSummary {
  LesionId id;
  std::string name;
  Hash version;
};
Hash stateHash(const std::string& title, const Hash& guideline, std::span<const Case> cases,
               std::vector<LesionSummary> lesions);
Hash stateHash(const State& state);

}  // namespace core
