// What is derived from the log and kept, so that nothing is folded again to be shown: who undid what, which edit
// touches which brick, the folded bricks and what lesions amount to. Always equal to a fold of the log (core/fold.h);
// `verify` compares, rebuild() makes them anew. Works inside its caller's transaction.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <vector>

#include "core/fold.h"
#include "core/progress.h"
#include "store/edit_log.h"

namespace store {

using LesionNumber = std::int64_t;  // within one file

// How an edit changes a lesion: the column `how` of the table `change`.
enum class ChangeHow : std::int64_t { Voxels = 0, Description = 1, Removal = 2 };

// What the bricks of a lesion amount to.
struct LesionSummary {
  std::int64_t voxels = 0;
  std::optional<core::VoxelBox> bounds;
  core::Hash version;  // zero where the lesion's creation is not here

  bool operator==(const LesionSummary&) const = default;
};

struct CachedBrick {
  core::BrickKey key;
  std::int64_t voxels = 0;
  std::int64_t extent = 0;
  core::Hash hash;
  core::Bytes data;  // compressed
};
CachedBrick measured(core::BrickKey key, const core::Brick& brick);   // without data; the brick is not empty
std::optional<core::Brick> brickOf(std::span<const std::byte> data);  // nothing where it is not a brick's
// `lesion`: what it is called and counts as, or null where its creation is not here.
LesionSummary summaryOf(const core::Lesion* lesion, std::span<const CachedBrick> bricks);
std::optional<core::Bytes> encodeBounds(const std::optional<core::VoxelBox>& box);
std::set<core::BrickKey> touchedBy(const core::MaskChange& change);

class Caches {
 public:
  Caches(Database& database, EditLog& log) : database_(&database), log_(&log) {}

  // Takes in an edit that has just been added to the log with its body. State is right again after flush().
  void admit(const EditRow& edit, const core::EditBody& body);
  void flush();
  void discard();  // forgets what was not flushed: after a rollback
  void rebuild(const core::ProgressSink& progress);

  // Whether the undos and redos in the log take this edit out of the fold, for an edit of `owner`.
  bool isOut(const core::EditId& id, const std::string& owner) const;

  struct CachedLesion {
    LesionNumber number = 0;
    core::LesionId id;
    std::optional<std::int64_t> created;  // row of the edit
    bool stands = false;
    std::int64_t contested = 0;  // voxels
    bool disputed = false;       // whether its removal is contested
    LesionSummary summary;
  };
  std::vector<CachedLesion> lesions() const;  // created or not, standing or not
  // Those whose creation is here, with all that was changed about them, in total order.
  struct DescribedLesion {
    EditRow created;
    core::Lesion lesion;
    bool stands = false;
    std::int64_t contested = 0;
    bool disputed = false;
    LesionSummary summary;
  };
  std::vector<DescribedLesion> described() const;
  std::optional<DescribedLesion> described(const core::LesionId& lesion) const;
  bool isUndone(std::int64_t row) const;
  std::set<std::int64_t> undone() const;
  std::optional<LesionNumber> find(const core::LesionId& lesion) const;
  core::Mask mask(LesionNumber lesion) const;
  core::Mask contested(LesionNumber lesion) const;
  // In key order; without the compressed data unless asked for.
  std::vector<CachedBrick> bricks(LesionNumber lesion, bool withData) const;

 private:
  LesionNumber numberOf(const core::LesionId& lesion);
  void addStep(const EditRow& edit, const core::EditBody& body);
  void addChange(std::int64_t edit, const core::LesionId& lesion, ChangeHow how);
  void addChanges(const EditRow& edit, const core::MaskChanged& body);
  void applyChanges(const core::MaskChanged& body);
  void markDirty(const core::MaskChanged& body);
  std::shared_ptr<const core::MaskChanged> changedBy(const EditRow& edit);
  void markStale(const EditRow& edit, const core::EditBody& body);
  void refreshTarget(const core::EditId& target);
  static CachedLesion lesionOf(const Query& row, const Database& database);
  std::optional<DescribedLesion> described(const CachedLesion& cached, std::vector<EditRow> changes) const;
  struct Standing {
    bool stands = false;
    bool disputed = false;
  };
  Standing standing(LesionNumber lesion, const std::optional<std::int64_t>& created) const;
  bool knewOfAllThere(const EditRow& edit, const core::MaskChanged& body) const;
  void speakOver(LesionNumber lesion, const core::MaskChange& change);
  void findContested(LesionNumber lesion, const std::map<core::BrickKey, std::vector<std::int64_t>>& touching);
  void writeContested(LesionNumber lesion, core::BrickKey key, const core::Brick& brick);
  void refold(LesionNumber lesion, const std::set<core::BrickKey>& keys);
  core::Brick& pending(LesionNumber lesion, core::BrickKey key);
  void writePending();
  void writeSummary(LesionNumber lesion);

  Database* database_;
  EditLog* log_;
  std::map<std::pair<LesionNumber, core::BrickKey>, core::Brick> pending_;    // folded, not yet written
  std::map<LesionNumber, std::set<core::BrickKey>> dirty_;                    // to be folded from the log
  std::pair<std::int64_t, std::shared_ptr<const core::MaskChanged>> shared_;  // by row
  std::set<LesionNumber> stale_;                                              // whose summary is to be made again
};

}  // namespace store
