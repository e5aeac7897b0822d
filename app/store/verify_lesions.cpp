// Verification of the lesions: each is folded anew from its edits, and held against all that is kept of it.
#include <algorithm>
#include <deque>
#include <future>
#include <iterator>

#include "core/contest.h"
#include "core/error.h"
#include "core/parallel.h"
#include "store/compression.h"
#include "store/verify.h"

namespace store {
namespace {

constexpr std::size_t kBatchBytes = std::size_t{16} << 20;

}  // namespace

// One lesion, read on the caller's thread and checked on any.
struct Verifier::LesionWork {
  // What a body is stored as, to be unpacked by a worker.
  struct PackedBody {
    std::int64_t codec = 0;
    std::int64_t rawBytes = 0;
    core::Bytes data;
  };

  LesionNumber number = 0;
  Caches::CachedLesion cached;
  std::vector<std::size_t> edits;  // that change it: indices into edits_, in total order
  std::vector<std::optional<PackedBody>> bodies;
  std::vector<std::shared_ptr<const core::MaskChanged>> shared;  // decoded already, of edits of several lesions
  std::vector<std::pair<std::uint32_t, std::int64_t>> touches;   // brick and edit, sorted
  std::vector<CachedBrick> bricks;

  std::set<std::size_t> removing;      // those of them that take it out, as the index says
  std::vector<std::size_t> described;  // edits that change what it is called and counts as, likewise

  std::vector<std::string> problems;
  core::Hash version;
  bool stands = false;
  core::Mask contested;  // as stored
};

void Verifier::checkLesions() {
  std::unordered_map<LesionNumber, std::vector<std::size_t>> editsOf, describedBy;
  std::unordered_map<LesionNumber, std::set<std::size_t>> removedBy;
  Query changes = database_.query("SELECT edit, lesion, how FROM change ORDER BY edit, lesion");
  std::int64_t changeRows = 0;
  while (changes.next()) {
    const std::int64_t row = changes.integer(0);
    const auto how = ChangeHow(changes.integer(2));
    const bool describes = how == ChangeHow::Description;
    const auto edit = atRow_.find(row);
    if (edit == atRow_.end() || (describes ? edits_[edit->second].header.kind != core::EditKind::LesionChanged
                                           : !core::changesVoxels(edits_[edit->second].header.kind))) {
      problem(std::string("The index of changes names an edit that changes no lesion so") + kRebuild);
      continue;
    }
    (describes ? describedBy : editsOf)[changes.integer(1)].push_back(edit->second);
    if (how == ChangeHow::Removal) {
      removedBy[changes.integer(1)].insert(edit->second);
    }
    ++changeCounts_[row];
    ++changeRows;
  }
  std::vector<LesionWork> all;
  std::set<core::LesionId> known;
  Query rows = database_.query("SELECT id, hash FROM lesion ORDER BY id");
  std::vector<Caches::CachedLesion> cached = caches_.lesions();
  for (std::size_t i = 0; rows.next() && i < cached.size(); ++i) {
    known.insert(cached[i].id);
    all.push_back({.number = rows.integer(0), .cached = std::move(cached[i])});
  }
  for (const auto& [id, lesion] : created_) {
    if (!known.contains(id)) {
      problem("Lesion " + lesion.name + " is missing from the list of lesions" + kRebuild);
    }
  }
  for (const auto& [id, edits] : described_) {
    if (!known.contains(id)) {
      problem(inWords(edits_[edits.front()]) + " is missing from the index of changes" + kRebuild);
    }
  }
  std::int64_t brickRows = 0, touchRows = 0, changesChecked = 0;
  // Reading stays on this thread; unpacking, hashing and folding a batch use the others while the next is read.
  std::vector<LesionWork> batch, next;
  std::future<void> folding;
  const auto finish = [&] {
    if (folding.valid()) {
      folding.get();
    }
    for (LesionWork& work : batch) {
      std::move(work.problems.begin(), work.problems.end(), std::back_inserter(report_.problems));
      if (work.stands) {
        const core::Lesion& lesion = created_.at(work.cached.id);
        standing_.push_back({lesion.id, lesion.name, lesion.color, work.version});
      }
    }
    batch.clear();
  };
  for (std::size_t from = 0; from < all.size();) {
    core::report(progress_, "Folding the lesions", std::int64_t(from), std::int64_t(all.size()));
    std::size_t bytes = 0;
    for (next.clear(); from < all.size() && bytes < kBatchBytes; ++from) {
      LesionWork& work = all[from];
      work.edits = std::move(editsOf[work.number]);
      std::sort(work.edits.begin(), work.edits.end());
      work.removing = std::move(removedBy[work.number]);
      work.described = std::move(describedBy[work.number]);
      std::sort(work.described.begin(), work.described.end());
      changesChecked += std::int64_t(work.edits.size() + work.described.size());
      bytes += readLesion(work);
      brickRows += std::int64_t(work.bricks.size());
      touchRows += std::int64_t(work.touches.size());
      next.push_back(std::move(work));
    }
    readShared(next);
    finish();
    batch.swap(next);
    folding = std::async(std::launch::async,
                         [&] { core::parallelFor(batch.size(), [&](std::size_t i) { checkLesion(batch[i]); }); });
  }
  finish();
  if (database_.integer("SELECT count(*) FROM brick") != brickRows ||
      database_.integer("SELECT count(*) FROM touch") != touchRows || changeRows != changesChecked) {
    problem(std::string("The masks hold parts of lesions that are not in the project") + kRebuild);
  }
}

// What is stored of a lesion, and the bodies of the edits that change only it. Returns about how many bytes that is.
std::size_t Verifier::readLesion(LesionWork& work) {
  std::size_t total = 0;
  work.bodies.resize(work.edits.size());
  work.shared.resize(work.edits.size());
  for (std::size_t i = 0; i < work.edits.size(); ++i) {
    const std::int64_t row = edits_[work.edits[i]].row;
    if (changeCounts_.at(row) > 1) {
      continue;
    }
    Query body = database_.query("SELECT codec, raw_bytes, data FROM body WHERE edit=?", row);
    if (body.next()) {
      const auto data = body.bytes(2);
      work.bodies[i] = LesionWork::PackedBody{body.integer(0), body.integer(1), core::Bytes(data.begin(), data.end())};
      total += data.size();
    }
  }
  Query touches = database_.query("SELECT brick, edit FROM touch WHERE lesion=? ORDER BY brick, edit", work.number);
  while (touches.next()) {
    work.touches.emplace_back(std::uint32_t(touches.integer(0)), touches.integer(1));
  }
  work.bricks = caches_.bricks(work.number, true);
  work.contested = caches_.contested(work.number);
  for (const CachedBrick& brick : work.bricks) {
    total += brick.data.size();
  }
  return total;
}

// The bodies of edits of several lesions, each once for the whole batch.
void Verifier::readShared(std::vector<LesionWork>& batch) {
  std::unordered_map<std::int64_t, std::shared_ptr<const core::MaskChanged>> decoded;
  for (LesionWork& work : batch) {
    for (std::size_t i = 0; i < work.edits.size(); ++i) {
      const EditRow& edit = edits_[work.edits[i]];
      if (changeCounts_.at(edit.row) <= 1) {
        continue;
      }
      const auto [entry, fresh] = decoded.try_emplace(edit.row);
      if (fresh) {
        if (auto body = checkedBody(edit)) {
          entry->second = std::make_shared<core::MaskChanged>(std::move(*core::footprintOf(*body)));
        }
      }
      work.shared[i] = entry->second;
    }
  }
}

// The bricks that edits of more than one site touch: only there can anybody contradict somebody unaware.
std::set<core::BrickKey> Verifier::touchedApart(const LesionWork& work) const {
  const auto siteOf = [&](std::size_t edit) { return edits_[edit].header.site; };
  if (std::ranges::adjacent_find(work.edits, std::ranges::not_equal_to{}, siteOf) == work.edits.end()) {
    return {};
  }
  std::map<std::uint32_t, core::SiteId> first;
  std::set<core::BrickKey> apart;
  for (const auto& [key, row] : work.touches) {
    const auto edit = atRow_.find(row);
    if (edit == atRow_.end()) {
      continue;
    }
    const core::SiteId& site = edits_[edit->second].header.site;
    if (first.emplace(key, site).first->second != site) {
      apart.insert({key});
    }
  }
  return apart;
}

void Verifier::checkLesion(LesionWork& work) const {
  const auto found = created_.find(work.cached.id);
  const core::Lesion* lesion = found == created_.end() ? nullptr : &found->second;
  const std::string name =
      "Lesion " + (lesion == nullptr ? work.cached.id.hex().substr(0, 12) : lesion->name + " of " + lesion->author);
  const auto note = [&](const std::string& what) { work.problems.push_back(name + ": " + what); };

  const auto described = described_.find(work.cached.id);
  if (work.described != (described == described_.end() ? std::vector<std::size_t>() : described->second)) {
    note("the index of what was changed about it is not what the log says" + std::string(kRebuild));
  }
  core::Mask mask;
  core::LesionTies ties;
  std::vector<std::pair<std::uint32_t, std::int64_t>> touches;
  const std::set<core::BrickKey> apart = touchedApart(work);
  std::map<core::BrickKey, std::vector<core::Assertion>> said;
  std::deque<core::Brick> kept;  // what they borrow from
  for (std::size_t i = 0; i < work.edits.size(); ++i) {
    const EditRow& edit = edits_[work.edits[i]];
    std::shared_ptr<const core::MaskChanged> changed = work.shared[i];
    if (!changed && changeCounts_.at(edit.row) > 1) {
      continue;  // said already
    }
    if (!changed) {
      const auto& packed = work.bodies[i];
      const auto bytes = packed ? unpack(packed->codec, packed->rawBytes, packed->data) : std::nullopt;
      if (!bytes || core::sha256(*bytes) != edit.header.bodyHash) {
        work.problems.push_back(inWords(edit) + (packed ? " is not what its author wrote: its content was changed"
                                                        : " has lost its content"));
        continue;
      }
      try {
        core::EditBody body = core::decodeBody(edit.header.kind, *bytes);
        changed = std::make_shared<core::MaskChanged>(std::move(*core::footprintOf(body)));
      } catch (const core::Error& error) {
        work.problems.push_back(inWords(edit) + ": " + error.cause());
        continue;
      }
    }
    const auto change =
        std::lower_bound(changed->changes.begin(), changed->changes.end(), work.cached.id,
                         [](const core::MaskChange& a, const core::LesionId& b) { return a.lesion < b; });
    const bool changes = change != changed->changes.end() && change->lesion == work.cached.id;
    const bool removes = std::binary_search(changed->removed.begin(), changed->removed.end(), work.cached.id);
    if (changes == removes || removes != work.removing.contains(work.edits[i]) ||
        changed->changes.size() + changed->removed.size() != changeCounts_.at(edit.row)) {
      note("the index of its changes is not what the log says" + std::string(kRebuild));
      continue;
    }
    const bool effective = !undone_.contains(edit.row);
    if (removes) {
      if (effective) {
        ties.removals.push_back(&edit.header);
      }
      continue;
    }
    const std::set<core::BrickKey> keys = touchedBy(*change);
    for (const core::BrickKey key : keys) {
      touches.emplace_back(key.packed, edit.row);
    }
    if (effective) {
      core::apply(*change, mask);
      const auto keep = [&](const core::Brick* brick) {
        return brick == nullptr ? nullptr : &kept.emplace_back(*brick);
      };
      for (const core::BrickKey key : keys) {
        if (apart.contains(key)) {
          said[key].push_back({&edit.header, keep(change->set.find(key)), keep(change->cleared.find(key))});
        }
      }
      if (!keys.empty()) {
        ties.touched.push_back(&edit.header);
      }
    }
  }
  std::sort(touches.begin(), touches.end());
  if (touches != work.touches) {
    note("the index of its bricks is not what the log says" + std::string(kRebuild));
  }

  std::vector<CachedBrick> folded;
  bool same = mask.bricks().size() == work.bricks.size();
  for (const auto& [key, brick] : mask.bricks()) {
    folded.push_back(measured(key, brick));
    if (same) {
      const CachedBrick& cached = work.bricks[folded.size() - 1];
      const CachedBrick& made = folded.back();
      same = cached.key == key && cached.voxels == made.voxels && cached.extent == made.extent &&
             cached.hash == made.hash && brickOf(cached.data) == brick;
    }
  }
  const LesionSummary summary = summaryOf(lesion, folded);
  work.version = summary.version;
  std::optional<std::int64_t> created;
  if (lesion != nullptr) {
    created = edits_[byId_.at(lesion->id)].row;
    ties.created = !undone_.contains(*created);
    ties.ownStep = steps_.contains(*created);
  }
  work.stands = core::stands(ties);
  core::Mask contested;
  for (const auto& [key, assertions] : said) {
    contested.assign(key, core::contestedIn(assertions));
  }
  const bool disputed = work.stands && core::isRemovalContested(ties);
  if (keepsContests_ &&
      (contested != work.contested || contested.count() != work.cached.contested || disputed != work.cached.disputed)) {
    note("what is contested of it is not what the log says" + std::string(kRebuild));
  }
  if (!same || summary != work.cached.summary || created != work.cached.created || work.stands != work.cached.stands) {
    note("its mask as stored is not what the log says" + std::string(kRebuild));
  }
}

// The edits that the index says change nothing.
void Verifier::checkUnchanging() {
  for (const EditRow& edit : edits_) {
    if (core::changesVoxels(edit.header.kind) && !changeCounts_.contains(edit.row)) {
      const auto body = checkedBody(edit);
      const core::MaskChanged* changed = body ? core::footprintOf(*body) : nullptr;
      if (changed != nullptr && !(changed->changes.empty() && changed->removed.empty())) {
        problem(inWords(edit) + " is missing from the index of changes" + kRebuild);
      }
    }
  }
}

}  // namespace store
