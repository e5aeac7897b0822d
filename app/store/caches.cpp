#include "store/caches.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <deque>

#include "core/contest.h"
#include "core/error.h"
#include "store/compression.h"

namespace store {
namespace {

constexpr std::size_t kMaxPending = 16'384;  // bricks: 64 MiB
constexpr int kSide = core::Brick::kSide;

std::span<const std::byte> bytesOf(const core::Brick& brick) {
  return std::as_bytes(std::span(brick.rows));
}

// First and last voxel of a brick that is not empty, as six fields of 5 bits: x, y, z of the first, then of the last.
std::int64_t extentOf(const core::Brick& brick) {
  std::uint32_t columns = 0, rows = 0, slices = 0;
  for (int z = 0; z < kSide; ++z) {
    for (int y = 0; y < kSide; ++y) {
      const std::uint32_t bits = brick.rows[std::size_t(core::Brick::row(y, z))];
      columns |= bits;
      rows |= std::uint32_t(bits != 0) << y;
      slices |= std::uint32_t(bits != 0) << z;
    }
  }
  std::int64_t extent = 0;
  int shift = 0;
  for (const std::uint32_t axis : {columns, rows, slices}) {
    extent |= std::int64_t(std::countr_zero(axis)) << shift;
    extent |= std::int64_t(31 - std::countl_zero(axis)) << (shift + 15);
    shift += 5;
  }
  return extent;
}

core::VoxelBox boxOf(core::BrickKey key, std::int64_t extent) {
  const glm::ivec3 origin = key.brick() * kSide;
  const auto field = [&](int shift) { return int(extent >> shift & 31); };
  return {origin + glm::ivec3(field(0), field(5), field(10)), origin + glm::ivec3(field(15), field(20), field(25))};
}

core::BrickKey keyOf(std::int64_t stored) {
  return {std::uint32_t(stored)};
}

const core::EditId* targetOf(const core::EditBody& body) {
  if (const auto* undone = std::get_if<core::Undone>(&body)) {
    return &undone->target;
  }
  const auto* redone = std::get_if<core::Redone>(&body);
  return redone == nullptr ? nullptr : &redone->target;
}

}  // namespace

CachedBrick measured(core::BrickKey key, const core::Brick& brick) {
  return {key, brick.count(), extentOf(brick), core::brickHash(brick), {}};
}

std::optional<core::Brick> brickOf(std::span<const std::byte> data) {
  core::Brick brick;
  if (!decompress(data, std::as_writable_bytes(std::span(brick.rows)))) {
    return std::nullopt;
  }
  return brick;
}

LesionSummary summaryOf(const core::Lesion* lesion, std::span<const CachedBrick> bricks) {
  LesionSummary summary;
  core::BrickHashes hashes;
  for (const CachedBrick& brick : bricks) {
    hashes.emplace_hint(hashes.end(), brick.key, brick.hash);
    summary.voxels += brick.voxels;
    const core::VoxelBox box = boxOf(brick.key, brick.extent);
    if (!summary.bounds) {
      summary.bounds = box;
    }
    for (int axis = 0; axis < 3; ++axis) {
      summary.bounds->min[axis] = std::min(summary.bounds->min[axis], box.min[axis]);
      summary.bounds->max[axis] = std::max(summary.bounds->max[axis], box.max[axis]);
    }
  }
  if (lesion != nullptr) {
    summary.version = core::lesionVersion(*lesion, hashes);
  }
  return summary;
}

// Bounds: first voxel, last voxel, each three 32-bit numbers, little-endian.
std::optional<core::Bytes> encodeBounds(const std::optional<core::VoxelBox>& box) {
  if (!box) {
    return std::nullopt;
  }
  const std::int32_t numbers[6] = {box->min.x, box->min.y, box->min.z, box->max.x, box->max.y, box->max.z};
  const auto bytes = std::as_bytes(std::span(numbers));
  return core::Bytes(bytes.begin(), bytes.end());
}

std::set<core::BrickKey> touchedBy(const core::MaskChange& change) {
  std::set<core::BrickKey> keys;
  for (const core::Mask* mask : {&change.set, &change.cleared}) {
    for (const auto& [key, brick] : mask->bricks()) {
      keys.insert(key);
    }
  }
  return keys;
}

void Caches::admit(const EditRow& edit, const core::EditBody& body) {
  addStep(edit, body);
  if (const core::EditId* target = targetOf(body)) {
    refreshTarget(*target);
  }
  const bool out = isOut(edit.id, edit.header.person);
  if (out) {
    database_->run("INSERT OR IGNORE INTO undone(edit) VALUES(?)", edit.row);
  }
  markStale(edit, body);
  if (std::holds_alternative<core::LesionCreated>(body)) {
    database_->run("UPDATE lesion SET created=? WHERE id=?", edit.row, numberOf(edit.id));
  } else if (const auto* described = std::get_if<core::LesionChanged>(&body)) {
    addChange(edit.row, described->lesion, ChangeHow::Description);
  } else if (const core::MaskChanged* changed = core::footprintOf(body)) {
    addChanges(edit, *changed);
    if (out) {
      return;
    }
    if (log_->last()->row == edit.row && knewOfAllThere(edit, *changed)) {
      applyChanges(*changed);
    } else {
      // Edits that come later in the fold are in the bricks already, or others may contradict it: these are folded
      // anew.
      markDirty(*changed);
    }
  }
}

void Caches::flush() {
  writePending();
  for (const auto& [lesion, keys] : dirty_) {
    refold(lesion, keys);
    writePending();
    stale_.insert(lesion);
  }
  for (const LesionNumber lesion : stale_) {
    writeSummary(lesion);
  }
  discard();
}

void Caches::discard() {
  pending_.clear();
  dirty_.clear();
  stale_.clear();
  shared_ = {};
}

void Caches::rebuild(const core::ProgressSink& progress) {
  discard();
  for (const char* statement : {"DELETE FROM step", "DELETE FROM undone", "DELETE FROM change", "DELETE FROM touch",
                                "DELETE FROM brick", "DELETE FROM contest", "DELETE FROM lesion"}) {
    database_->run(statement);
  }
  const std::int64_t total = log_->count();
  std::int64_t done = 0;
  // First who undid what, then everything that stands, in order.
  log_->forEachArrived([&](const EditRow& edit) {
    const core::EditKind kind = edit.header.kind;
    if (kind == core::EditKind::Undone || kind == core::EditKind::Redone) {
      if (const auto body = log_->body(edit)) {
        addStep(edit, *body);
      }
    }
  });
  log_->forEachInOrder([&](const EditRow& edit) {
    core::report(progress, "Folding the edits", done++, total);
    const auto body = log_->body(edit);
    if (!body) {
      return;
    }
    if (targetOf(*body) == nullptr) {
      addStep(edit, *body);
    }
    const bool out = isOut(edit.id, edit.header.person);
    if (out) {
      database_->run("INSERT INTO undone(edit) VALUES(?)", edit.row);
    }
    markStale(edit, *body);
    if (std::holds_alternative<core::LesionCreated>(*body)) {
      database_->run("UPDATE lesion SET created=? WHERE id=?", edit.row, numberOf(edit.id));
    } else if (const auto* described = std::get_if<core::LesionChanged>(&*body)) {
      addChange(edit.row, described->lesion, ChangeHow::Description);
    } else if (const core::MaskChanged* changed = core::footprintOf(*body)) {
      addChanges(edit, *changed);
      if (!out) {
        markDirty(*changed);
      }
    }
  });
  flush();
}

bool Caches::isOut(const core::EditId& id, const std::string& owner) const {
  Query rows = database_->query(
      "SELECT e.kind, e.person FROM step s JOIN edit e ON e.id = s.edit WHERE s.target=? "
      "ORDER BY e.time DESC, e.site DESC, e.sequence DESC, e.hash DESC",
      id);
  while (rows.next()) {
    if (core::mayUndo(rows.text(1), owner)) {
      return rows.integer(0) == std::int64_t(core::EditKind::Undone);
    }
  }
  return false;
}

// A macro, for statements are kept by their literals.
#define LESION_COLUMNS "id, hash, created, voxels, bounds, version, stands, contested, disputed"

Caches::CachedLesion Caches::lesionOf(const Query& row, const Database& database) {
  CachedLesion lesion{.number = row.integer(0),
                      .id = row.hash(1),
                      .stands = row.integer(6) != 0,
                      .contested = row.integer(7),
                      .disputed = row.integer(8) != 0};
  if (!row.isNull(2)) {
    lesion.created = row.integer(2);
  }
  lesion.summary.voxels = row.integer(3);
  if (!row.isNull(4)) {
    std::int32_t numbers[6];
    const auto bytes = row.bytes(4);
    if (bytes.size() != sizeof numbers) {
      database.failDamaged("the bounds of lesion " + lesion.id.hex() + " are none");
    }
    std::memcpy(numbers, bytes.data(), sizeof numbers);
    lesion.summary.bounds = core::VoxelBox{{numbers[0], numbers[1], numbers[2]}, {numbers[3], numbers[4], numbers[5]}};
  }
  lesion.summary.version = row.hash(5);
  return lesion;
}

std::vector<Caches::CachedLesion> Caches::lesions() const {
  std::vector<CachedLesion> lesions;
  Query rows = database_->query("SELECT " LESION_COLUMNS " FROM lesion ORDER BY id");
  while (rows.next()) {
    lesions.push_back(lesionOf(rows, *database_));
  }
  return lesions;
}

std::optional<Caches::DescribedLesion> Caches::described(const CachedLesion& cached,
                                                         std::vector<EditRow> changes) const {
  if (!cached.created) {
    return std::nullopt;
  }
  EditRow created = log_->at(*cached.created);
  auto lesion = log_->lesion(created);
  if (!lesion) {
    return std::nullopt;
  }
  std::sort(changes.begin(), changes.end(), [](const EditRow& a, const EditRow& b) { return isBefore(a, b); });
  for (const EditRow& edit : changes) {
    const auto body = log_->body(edit);
    const auto* change = body ? std::get_if<core::LesionChanged>(&*body) : nullptr;
    if (change == nullptr || change->lesion != lesion->id) {
      database_->failDamaged("the content of edit " + edit.id.hex() + " is missing");
    }
    core::apply(*change, *lesion);
  }
  return DescribedLesion{std::move(created), std::move(*lesion), cached.stands,
                         cached.contested,   cached.disputed,    cached.summary};
}

std::vector<Caches::DescribedLesion> Caches::described() const {
  std::map<LesionNumber, std::vector<EditRow>> changes;
  Query rows = database_->query(
      "SELECT lesion, edit FROM change WHERE how > 0 AND how = 1 AND edit NOT IN (SELECT edit FROM undone)");
  while (rows.next()) {
    changes[rows.integer(0)].push_back(log_->at(rows.integer(1)));
  }
  std::vector<DescribedLesion> all;
  for (const CachedLesion& cached : lesions()) {
    if (auto lesion = described(cached, std::move(changes[cached.number]))) {
      all.push_back(std::move(*lesion));
    }
  }
  std::sort(all.begin(), all.end(),
            [](const DescribedLesion& a, const DescribedLesion& b) { return isBefore(a.created, b.created); });
  return all;
}

std::optional<Caches::DescribedLesion> Caches::described(const core::LesionId& lesion) const {
  Query row = database_->query("SELECT " LESION_COLUMNS " FROM lesion WHERE hash=?", lesion);
  if (!row.next()) {
    return std::nullopt;
  }
  const CachedLesion cached = lesionOf(row, *database_);
  std::vector<EditRow> changes;
  Query rows = database_->query(
      "SELECT edit FROM change WHERE lesion=? AND how > 0 AND how = 1 AND edit NOT IN (SELECT edit FROM undone)",
      cached.number);
  while (rows.next()) {
    changes.push_back(log_->at(rows.integer(0)));
  }
  return described(cached, std::move(changes));
}

Caches::Standing Caches::standing(LesionNumber lesion, const std::optional<std::int64_t>& created) const {
  if (!created || isUndone(*created)) {
    return {};
  }
  std::deque<EditRow> edits;  // what the ties borrow from
  core::LesionTies ties{.created = true,
                        .ownStep = database_->query("SELECT 1 FROM step WHERE edit=?", *created).next()};
  Query removals = database_->query(
      "SELECT edit FROM change WHERE lesion=? AND how > 0 AND how = 2 AND edit NOT IN (SELECT edit FROM undone)",
      lesion);
  while (removals.next()) {
    ties.removals.push_back(&edits.emplace_back(log_->at(removals.integer(0))).header);
  }
  // Few lesions were ever taken out; of the others it is enough to know whether anything touches them.
  Query touches =
      database_->query("SELECT edit FROM touch WHERE lesion=? AND edit NOT IN (SELECT edit FROM undone)", lesion);
  std::set<std::int64_t> seen;
  while (touches.next()) {
    if (seen.insert(touches.integer(0)).second) {
      ties.touched.push_back(&edits.emplace_back(log_->at(touches.integer(0))).header);
      if (ties.removals.empty()) {
        break;
      }
    }
  }
  return {core::stands(ties), core::stands(ties) && core::isRemovalContested(ties)};
}

bool Caches::isUndone(std::int64_t row) const {
  return database_->query("SELECT 1 FROM undone WHERE edit=?", row).next();
}

std::set<std::int64_t> Caches::undone() const {
  std::set<std::int64_t> rows;
  Query query = database_->query("SELECT edit FROM undone ORDER BY edit");
  while (query.next()) {
    rows.insert(rows.end(), query.integer(0));
  }
  return rows;
}

std::optional<LesionNumber> Caches::find(const core::LesionId& lesion) const {
  Query row = database_->query("SELECT id FROM lesion WHERE hash=?", lesion);
  return row.next() ? std::optional(row.integer(0)) : std::nullopt;
}

core::Mask Caches::mask(LesionNumber lesion) const {
  core::Mask mask;
  Query rows = database_->query("SELECT brick, data FROM brick WHERE lesion=? ORDER BY brick", lesion);
  while (rows.next()) {
    const auto brick = brickOf(rows.bytes(1));
    if (!brick) {
      database_->failDamaged("a part of a lesion's mask cannot be unpacked");
    }
    mask.assign(keyOf(rows.integer(0)), *brick);
  }
  return mask;
}

core::Mask Caches::contested(LesionNumber lesion) const {
  core::Mask mask;
  Query rows = database_->query("SELECT brick, data FROM contest WHERE lesion=? ORDER BY brick", lesion);
  while (rows.next()) {
    const auto brick = brickOf(rows.bytes(1));
    if (!brick) {
      database_->failDamaged("what is contested of a lesion cannot be unpacked");
    }
    mask.assign(keyOf(rows.integer(0)), *brick);
  }
  return mask;
}

std::vector<CachedBrick> Caches::bricks(LesionNumber lesion, bool withData) const {
  std::vector<CachedBrick> bricks;
  Query rows =
      database_->query("SELECT brick, voxels, extent, hash, data FROM brick WHERE lesion=? ORDER BY brick", lesion);
  while (rows.next()) {
    CachedBrick brick{keyOf(rows.integer(0)), rows.integer(1), rows.integer(2), rows.hash(3), {}};
    if (withData) {
      const auto data = rows.bytes(4);
      brick.data.assign(data.begin(), data.end());
    }
    bricks.push_back(std::move(brick));
  }
  return bricks;
}

LesionNumber Caches::numberOf(const core::LesionId& lesion) {
  if (const auto known = find(lesion)) {
    return *known;
  }
  database_->run("INSERT INTO lesion(hash, voxels, version) VALUES(?, 0, zeroblob(32))", lesion);
  return database_->lastInsertId();
}

void Caches::addStep(const EditRow& edit, const core::EditBody& body) {
  if (const core::EditId* target = targetOf(body)) {
    database_->run("INSERT INTO step(edit, target) VALUES(?,?)", edit.row, *target);
  } else if (core::isUndoStep(body)) {
    database_->run("INSERT INTO step(edit) VALUES(?)", edit.row);
  }
}

void Caches::addChange(std::int64_t edit, const core::LesionId& lesion, ChangeHow how) {
  database_->run("INSERT INTO change(edit, lesion, how) VALUES(?,?,?)", edit, numberOf(lesion), std::int64_t(how));
}

void Caches::addChanges(const EditRow& edit, const core::MaskChanged& body) {
  for (const core::LesionId& lesion : body.removed) {
    addChange(edit.row, lesion, ChangeHow::Removal);
  }
  for (const core::MaskChange& change : body.changes) {
    addChange(edit.row, change.lesion, ChangeHow::Voxels);
    const LesionNumber lesion = numberOf(change.lesion);
    for (const core::BrickKey key : touchedBy(change)) {
      database_->run("INSERT INTO touch(lesion, brick, edit) VALUES(?,?,?)", lesion, std::int64_t(key.packed),
                     edit.row);
    }
  }
}

void Caches::applyChanges(const core::MaskChanged& body) {
  for (const core::MaskChange& change : body.changes) {
    const LesionNumber lesion = numberOf(change.lesion);
    speakOver(lesion, change);
    for (const auto& [key, brick] : change.set.bricks()) {
      pending(lesion, key) |= brick;
    }
    for (const auto& [key, brick] : change.cleared.bricks()) {
      pending(lesion, key) -= brick;
    }
    if (pending_.size() > kMaxPending) {
      writePending();
    }
  }
}

void Caches::markDirty(const core::MaskChanged& body) {
  for (const core::MaskChange& change : body.changes) {
    dirty_[numberOf(change.lesion)].merge(touchedBy(change));
  }
}

// The lesions whose summary hangs on an edit.
void Caches::markStale(const EditRow& edit, const core::EditBody& body) {
  if (std::holds_alternative<core::LesionCreated>(body)) {
    stale_.insert(numberOf(edit.id));
  } else if (const auto* described = std::get_if<core::LesionChanged>(&body)) {
    stale_.insert(numberOf(described->lesion));
  } else if (const core::MaskChanged* changed = core::footprintOf(body)) {
    for (const core::MaskChange& change : changed->changes) {
      stale_.insert(numberOf(change.lesion));
    }
    for (const core::LesionId& lesion : changed->removed) {
      stale_.insert(numberOf(lesion));
    }
  }
}

void Caches::refreshTarget(const core::EditId& target) {
  const auto edit = log_->find(target);
  if (!edit) {
    return;  // not here yet: looked at when it arrives
  }
  const bool out = isOut(target, edit->header.person);
  if (out == isUndone(edit->row)) {
    return;
  }
  database_->run(out ? "INSERT INTO undone(edit) VALUES(?)" : "DELETE FROM undone WHERE edit=?", edit->row);
  if (const auto body = log_->body(*edit)) {
    markStale(*edit, *body);
    if (const core::MaskChanged* changed = core::footprintOf(*body)) {
      markDirty(*changed);
    }
  }
}

void Caches::refold(LesionNumber lesion, const std::set<core::BrickKey>& keys) {
  std::set<std::int64_t> touching;
  std::map<core::BrickKey, std::vector<std::int64_t>> touchingBrick;
  for (const core::BrickKey key : keys) {
    Query rows =
        database_->query("SELECT edit FROM touch WHERE lesion=? AND brick=? AND edit NOT IN (SELECT edit FROM undone)",
                         lesion, std::int64_t(key.packed));
    std::vector<std::int64_t>& here = touchingBrick[key];
    while (rows.next()) {
      touching.insert(rows.integer(0));
      here.push_back(rows.integer(0));
    }
    pending_[{lesion, key}] = core::Brick{};
  }
  std::vector<EditRow> edits;
  for (const std::int64_t row : touching) {
    edits.push_back(log_->at(row));
  }
  std::sort(edits.begin(), edits.end(), [](const EditRow& a, const EditRow& b) { return isBefore(a, b); });
  Query name = database_->query("SELECT hash FROM lesion WHERE id=?", lesion);
  core::check(name.next(), "a lesion that is folded is in the table");
  const core::LesionId id = name.hash(0);
  const auto applyWanted = [&](const core::Mask& mask, auto&& combine) {
    for (const auto& [key, brick] : mask.bricks()) {
      if (keys.contains(key)) {
        combine(pending_.at({lesion, key}), brick);
      }
    }
  };
  for (const EditRow& edit : edits) {
    const std::shared_ptr<const core::MaskChanged> changed = changedBy(edit);
    for (const core::MaskChange& change : changed->changes) {
      if (change.lesion == id) {
        applyWanted(change.set, [](core::Brick& into, const core::Brick& brick) { into |= brick; });
        applyWanted(change.cleared, [](core::Brick& into, const core::Brick& brick) { into -= brick; });
      }
    }
  }
  findContested(lesion, touchingBrick);
}

// Whether an edit knew of every other one in the bricks that it changes: then it contradicts nobody unaware.
bool Caches::knewOfAllThere(const EditRow& edit, const core::MaskChanged& body) const {
  const std::vector<core::Head> heads = log_->heads();
  const auto knew = [&](const core::SiteId& site, std::uint64_t sequence) {
    return site == edit.header.site || core::knewOf(edit.header, {site, sequence});
  };
  if (std::all_of(heads.begin(), heads.end(), [&](const core::Head& head) { return knew(head.site, head.sequence); })) {
    return true;
  }
  for (const core::MaskChange& change : body.changes) {
    const auto lesion = find(change.lesion);
    for (const core::BrickKey key : touchedBy(change)) {
      Query rows = database_->query(
          "SELECT e.site, max(e.sequence) FROM touch t JOIN edit e ON e.id = t.edit WHERE t.lesion=? AND t.brick=? "
          "GROUP BY e.site",
          lesion, std::int64_t(key.packed));
      while (rows.next()) {
        core::SiteId site;
        const auto bytes = rows.bytes(0);
        std::memcpy(site.bytes.data(), bytes.data(), std::min(bytes.size(), site.bytes.size()));
        if (!knew(site, std::uint64_t(rows.integer(1)))) {
          return false;
        }
      }
    }
  }
  return true;
}

// An edit that knew of all there was settles what it names.
void Caches::speakOver(LesionNumber lesion, const core::MaskChange& change) {
  for (const core::BrickKey key : touchedBy(change)) {
    std::optional<core::Brick> contested;
    {
      Query row =
          database_->query("SELECT data FROM contest WHERE lesion=? AND brick=?", lesion, std::int64_t(key.packed));
      if (!row.next()) {
        continue;
      }
      contested = brickOf(row.bytes(0));
    }
    if (!contested) {
      database_->failDamaged("what is contested of a lesion cannot be unpacked");
    }
    for (const core::Mask* mask : {&change.set, &change.cleared}) {
      if (const core::Brick* brick = mask->find(key)) {
        *contested -= *brick;
      }
    }
    writeContested(lesion, key, *contested);
  }
}

// Works brick by brick, so that few bodies are in memory at a time. touching: the edits that stand, by brick.
void Caches::findContested(LesionNumber lesion, const std::map<core::BrickKey, std::vector<std::int64_t>>& touching) {
  Query name = database_->query("SELECT hash FROM lesion WHERE id=?", lesion);
  core::check(name.next(), "a lesion that is folded is in the table");
  const core::LesionId id = name.hash(0);
  for (const auto& [key, rows] : touching) {
    std::deque<EditRow> edits;
    for (const std::int64_t row : rows) {
      edits.push_back(log_->at(row));
    }
    const bool apart = std::any_of(edits.begin(), edits.end(),
                                   [&](const EditRow& edit) { return edit.header.site != edits.front().header.site; });
    std::deque<core::MaskChange> said;  // what the assertions borrow from
    std::vector<core::Assertion> assertions;
    for (const EditRow& edit : edits) {
      const auto changed = apart ? changedBy(edit) : nullptr;
      for (std::size_t i = 0; changed && i < changed->changes.size(); ++i) {
        const core::MaskChange& change = changed->changes[i];
        if (change.lesion == id) {
          core::MaskChange& kept = said.emplace_back();
          const auto keep = [key = key](const core::Mask& from, core::Mask& to) {
            if (const core::Brick* brick = from.find(key)) {
              to.assign(key, *brick);
            }
            return to.find(key);
          };
          const core::Brick* set = keep(change.set, kept.set);
          assertions.push_back({&edit.header, set, keep(change.cleared, kept.cleared)});
        }
      }
    }
    writeContested(lesion, key, core::contestedIn(assertions));
  }
}

void Caches::writeContested(LesionNumber lesion, core::BrickKey key, const core::Brick& brick) {
  if (brick.isEmpty()) {
    database_->run("DELETE FROM contest WHERE lesion=? AND brick=?", lesion, std::int64_t(key.packed));
  } else {
    const core::Bytes data = compress(bytesOf(brick));
    database_->run("INSERT OR REPLACE INTO contest(lesion, brick, voxels, data) VALUES(?,?,?,?)", lesion,
                   std::int64_t(key.packed), brick.count(), std::span<const std::byte>(data));
  }
}

// What an edit changes. The last one of several lesions is kept: an import's lesions are folded one after another.
std::shared_ptr<const core::MaskChanged> Caches::changedBy(const EditRow& edit) {
  if (shared_.first == edit.row && shared_.second) {
    return shared_.second;
  }
  auto body = log_->body(edit);
  core::MaskChanged* changed = body ? core::footprintOf(*body) : nullptr;
  if (changed == nullptr) {
    database_->failDamaged("the content of edit " + edit.id.hex() + " is missing");
  }
  auto kept = std::make_shared<const core::MaskChanged>(std::move(*changed));
  if (kept->changes.size() > 1) {
    shared_ = {edit.row, kept};
  }
  return kept;
}

core::Brick& Caches::pending(LesionNumber lesion, core::BrickKey key) {
  const auto [entry, fresh] = pending_.try_emplace({lesion, key});
  if (fresh) {
    Query row = database_->query("SELECT data FROM brick WHERE lesion=? AND brick=?", lesion, std::int64_t(key.packed));
    if (row.next()) {
      const auto brick = brickOf(row.bytes(0));
      if (!brick) {
        database_->failDamaged("a part of a lesion's mask cannot be unpacked");
      }
      entry->second = *brick;
    }
  }
  return entry->second;
}

void Caches::writePending() {
  for (const auto& [place, brick] : pending_) {
    const auto& [lesion, key] = place;
    if (brick.isEmpty()) {
      database_->run("DELETE FROM brick WHERE lesion=? AND brick=?", lesion, std::int64_t(key.packed));
    } else {
      const CachedBrick cached = measured(key, brick);
      const core::Bytes data = compress(bytesOf(brick));
      database_->run("INSERT OR REPLACE INTO brick(lesion, brick, voxels, extent, hash, data) VALUES(?,?,?,?,?,?)",
                     lesion, std::int64_t(key.packed), cached.voxels, cached.extent, cached.hash,
                     std::span<const std::byte>(data));
    }
  }
  pending_.clear();
}

void Caches::writeSummary(LesionNumber lesion) {
  Query row = database_->query("SELECT created, hash FROM lesion WHERE id=?", lesion);
  core::check(row.next(), "a lesion that is summed up is in the table");
  const std::optional<std::int64_t> created = row.isNull(0) ? std::nullopt : std::optional(row.integer(0));
  const std::optional<DescribedLesion> known = described(row.hash(1));
  const LesionSummary summary = summaryOf(known ? &known->lesion : nullptr, bricks(lesion, false));
  const auto bounds = encodeBounds(summary.bounds);
  const Standing now = standing(lesion, created);
  database_->run(
      "UPDATE lesion SET voxels=?, bounds=?, version=?, stands=?, disputed=?, contested="
      "(SELECT coalesce(sum(voxels), 0) FROM contest WHERE lesion=?) WHERE id=?",
      summary.voxels, bounds ? std::optional<std::span<const std::byte>>(*bounds) : std::nullopt, summary.version,
      std::int64_t(now.stands), std::int64_t(now.disputed), lesion, lesion);
}

}  // namespace store
