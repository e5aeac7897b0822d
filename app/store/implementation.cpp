#include "store/implementation.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <map>
#include <set>
#include <tuple>

#include "core/error.h"
#include "store/opening.h"

namespace store {
namespace {

constexpr std::uint64_t kLargestNumber = INT64_MAX;  // of a sequence or time: what SQLite can order
constexpr std::size_t kPendingMark = 24;             // leading bytes of a placeholder, all ones

std::int64_t wallClockMs() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

std::optional<std::size_t> pendingIndex(const core::LesionId& lesion) {
  if (std::any_of(lesion.bytes.begin(), lesion.bytes.begin() + kPendingMark, [](auto byte) { return byte != 0xff; })) {
    return std::nullopt;
  }
  std::uint64_t index = 0;
  std::memcpy(&index, lesion.bytes.data() + kPendingMark, sizeof index);
  return index;
}

// A body with the placeholders in it replaced, in canonical order.
core::EditBody settled(const core::EditBody& body, std::span<const core::EditId> made) {
  auto copy = body;
  const auto settle = [&](core::LesionId& lesion) {
    if (const auto index = pendingIndex(lesion)) {
      core::check(*index < made.size(), "a placeholder names an earlier draft");
      lesion = made[*index];
    }
  };
  if (auto* described = std::get_if<core::LesionChanged>(&copy)) {
    settle(described->lesion);
  } else if (auto* changed = std::get_if<core::MaskChanged>(&copy)) {
    for (core::MaskChange& change : changed->changes) {
      settle(change.lesion);
      core::Mask both = change.set;
      both &= change.cleared;
      core::check(both.isEmpty(), "no voxel is both set and cleared by one edit");
    }
    std::sort(changed->changes.begin(), changed->changes.end(),
              [](const auto& a, const auto& b) { return a.lesion < b.lesion; });
    core::check(
        std::adjacent_find(changed->changes.begin(), changed->changes.end(),
                           [](const auto& a, const auto& b) { return a.lesion == b.lesion; }) == changed->changes.end(),
        "an edit changes a lesion once");
    std::sort(changed->removed.begin(), changed->removed.end());
    changed->removed.erase(std::unique(changed->removed.begin(), changed->removed.end()), changed->removed.end());
    for (const core::MaskChange& change : changed->changes) {
      core::check(!std::binary_search(changed->removed.begin(), changed->removed.end(), change.lesion),
                  "an edit changes no lesion that it takes out");
    }
  }
  return copy;
}

}  // namespace

core::LesionId pendingLesion(std::size_t index) {
  core::LesionId lesion;
  std::fill_n(lesion.bytes.begin(), kPendingMark, std::uint8_t{0xff});
  const std::uint64_t number = index;
  std::memcpy(lesion.bytes.data() + kPendingMark, &number, sizeof number);
  return lesion;
}

// ---- Opening, closing, writing ----

void ProjectFile::Implementation::write(const std::function<void()>& work) {
  if (!lock) {
    throw core::Error(path.string(), "The project was opened to be read only", "Open it to be written");
  }
  if (database->inTransaction()) {  // part of inOneCommit()
    work();
    return;
  }
  FileLock::Hold hold(*lock);
  if (!whereabouts.isInPlace()) {
    throw core::Error(path.string(), "The project was moved or deleted while it was open",
                      "Put it back, or go on under the name that it has now");
  }
  Transaction transaction(*database, Transaction::Kind::Write);
  try {
    work();
    transaction.commit();
  } catch (...) {
    caches.discard();
    throw;
  }
  if (database->pagesInLog() > disk.logPages) {
    try {
      database->checkpoint();
    } catch (const core::Error&) {
      // The commit stands in the write-ahead log; the next one tries again.
    }
  }
}

ProjectFile::Implementation::Implementation(std::filesystem::path file, Access access, const Installation& here,
                                            const Disk& on)
    : path(std::move(file)),
      installation(here),
      disk(on),
      lock(access == Access::Write ? lockToWrite(path, disk) : nullptr),
      whereabouts(path),
      database(lock ? std::make_unique<Database>(path, Database::Options{.write = true, .vfs = disk.vfs})
                    : openToRead(path, disk)),
      log(*database),
      caches(*database, log),
      blobs(*database),
      sources(*database) {
  checkHeader(*database);
  checkSchema(*database);
  if (lock) {
    // What is deleted is overwritten: source attributes can be erased.
    database->script("PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA wal_autocheckpoint=0;");
    if (database->integer("PRAGMA user_version") < currentVersion()) {
      write([&] { migrate(*database); });
    }
  } else {
    standIn(*database);
  }
}

ProjectFile::Implementation::~Implementation() {
  if (!lock) {
    return;
  }
  try {
    FileLock::Hold hold(*lock);
    database->checkpoint();
    database->allowCheckpointOnClose(true);
    database.reset();
  } catch (const core::Error&) {
    // The write-ahead log stays beside the file and holds what is not in it yet; the next writer moves it.
  }
}

// Which site this installation is in this file: the one it noted, as long as the log holds the edit noted and that is
// the site's last. Where it is not, the file is a copy, an older state was put in its place, or a copy of it was worked
// on as this site: going on would give a number twice.
core::SiteId ProjectFile::Implementation::ownSite() const {
  const auto note = installation.noteOf(path);
  const auto last = note ? log.lastOf(note->site) : std::nullopt;
  return last && last->id == note->edit ? note->site : newSiteId();
}

// ---- Log ----

// What the lesions are called: read when first asked, since few edits give names. Lives within one transaction under
// the commit lock, so that what is free stays free.
class LesionNames {
 public:
  LesionNames(const std::filesystem::path& path, const Caches& caches) : path_(path), caches_(caches) {}

  // Throws LesionExists where the edit gives a name that another lesion has, and core::Error where it changes a lesion
  // that is not here.
  void expectFree(const core::EditDraft& draft, const core::EditBody& body) {
    if (const auto* created = std::get_if<core::LesionCreated>(&body)) {
      read();
      expectFree({}, {draft.caseId, draft.track, created->name});
    } else if (const auto* changed = std::get_if<core::LesionChanged>(&body)) {
      read();
      const auto called = called_.find(changed->lesion);
      if (called == called_.end()) {
        throw core::Error(path_.string(), "It has no lesion " + changed->lesion.hex(),
                          "Choose one from `sagitta info`");
      }
      if (changed->name) {
        expectFree(changed->lesion, renamed(called->second, *changed->name));
      }
    }
  }

  // Takes in an edit for which expectFree() was asked, now that it has an id.
  void note(const core::EditDraft& draft, const core::EditBody& body, const core::EditId& id) {
    if (const auto* created = std::get_if<core::LesionCreated>(&body)) {
      take(id, {draft.caseId, draft.track, created->name});
    } else if (const auto* changed = std::get_if<core::LesionChanged>(&body); changed != nullptr && changed->name) {
      const Name before = called_.at(changed->lesion);
      const auto taken = taken_.find(before);
      if (taken != taken_.end() && taken->second == changed->lesion) {
        taken_.erase(taken);
        take(changed->lesion, renamed(before, *changed->name));
      }
    }
  }

 private:
  using Name = std::tuple<core::CaseId, std::string, std::string>;  // case, track, name

  static Name renamed(const Name& name, const std::string& to) { return {std::get<0>(name), std::get<1>(name), to}; }

  void read() {
    if (!read_) {
      for (const Caches::DescribedLesion& each : caches_.described()) {
        Name name(each.lesion.caseId, each.lesion.track, each.lesion.name);
        if (each.stands) {
          take(each.lesion.id, name);
        }
        called_.insert_or_assign(each.lesion.id, std::move(name));
      }
      read_ = true;
    }
  }

  void take(const core::LesionId& id, const Name& name) {
    taken_.try_emplace(name, id);
    called_.insert_or_assign(id, name);
  }

  void expectFree(const core::LesionId& self, const Name& name) const {
    if (const auto found = taken_.find(name); found != taken_.end() && found->second != self) {
      throw LesionExists(path_.string(), std::get<2>(name), std::get<1>(name), found->second);
    }
  }

  const std::filesystem::path& path_;
  const Caches& caches_;
  bool read_ = false;
  std::map<Name, core::LesionId> taken_;  // by lesions that stand
  std::map<core::LesionId, Name> called_;
};

std::vector<core::EditId> ProjectFile::Implementation::append(std::span<const core::EditDraft> drafts) {
  std::vector<core::EditId> made;
  write([&] {
    const core::SiteId self = ownSite();
    const auto lastOwn = log.lastOf(self);
    const auto last = log.last();
    Installation::Note note{self, lastOwn ? lastOwn->header.sequence : 0, lastOwn ? lastOwn->id : core::EditId{}};
    core::HybridTime latest = last ? last->header.time : core::HybridTime{};
    const auto othersOf = [&](std::vector<core::Head> heads) {
      std::erase_if(heads, [&](const core::Head& head) { return head.site == self; });
      std::sort(heads.begin(), heads.end());
      heads.erase(std::unique(heads.begin(), heads.end()), heads.end());
      return heads;
    };
    const std::vector<core::Head> known = othersOf(log.heads());
    LesionNames names(path, caches);
    const core::Hash inForce = guidelineInForce();
    for (const core::EditDraft& draft : drafts) {
      const core::EditBody body = settled(draft.body, made);
      names.expectFree(draft, body);
      expectOwn(draft.person, body);
      core::Bytes bytes = core::encodeBody(body);
      latest = core::nextTime(latest, wallClockMs());
      if (latest.packed > kLargestNumber) {
        throw core::Error(path.string(), "An edit in it claims the last moment that can be written down",
                          "Run `sagitta verify` and leave out the copy that it came from");
      }
      EditRow edit;
      edit.header = {.site = self,
                     .sequence = note.sequence + 1,
                     .time = latest,
                     .wallClockMs = wallClockMs(),
                     .kind = core::kindOf(body),
                     .person = draft.person,
                     .role = draft.role,
                     .guideline = draft.guideline.isZero() ? inForce : draft.guideline,
                     .caseId = draft.caseId,
                     .track = draft.track,
                     .heads = draft.heads ? othersOf(*draft.heads) : known,
                     .bodyHash = core::sha256(bytes),
                     .previous = note.edit};
      edit.id = core::editId(edit.header);
      edit.row = log.add(edit.id, edit.header);
      log.addBody(edit.row, std::move(bytes));
      caches.admit(edit, body);
      names.note(draft, body, edit.id);
      note = {self, edit.header.sequence, edit.id};
      made.push_back(edit.id);
    }
    caches.flush();
    // Before the commit: should this process end in between, the file gets a new site, and no number is given twice.
    if (!made.empty()) {
      installation.write(path, note);
    }
  });
  return made;
}

void ProjectFile::Implementation::expectOwn(const std::string& person, const core::EditBody& body) const {
  const core::EditId* target = nullptr;
  if (const auto* undone = std::get_if<core::Undone>(&body)) {
    target = &undone->target;
  } else if (const auto* redone = std::get_if<core::Redone>(&body)) {
    target = &redone->target;
  } else {
    return;
  }
  const auto edit = log.find(*target);
  if (!edit) {
    throw core::Error(path.string(), "The edit to undo or redo is not in the project", "Choose one from `sagitta log`");
  }
  if (!core::mayUndo(person, edit->header.person)) {
    throw core::Error(path.string(),
                      "The edit was made by " + edit->header.person + ", and everyone undoes only their own",
                      "Ask " + edit->header.person + " to undo it, or make an edit of your own");
  }
}

std::int64_t ProjectFile::Implementation::importEdits(std::span<const ForeignEdit> edits) {
  std::int64_t added = 0;
  write([&] {
    for (const ForeignEdit& foreign : edits) {
      const core::EditHeader& header = foreign.header;
      const core::EditId id = core::editId(header);
      if (header.sequence < 1 || header.sequence > kLargestNumber || header.time.packed > kLargestNumber) {
        throw core::Error("edit " + id.hex(), "Its number or time is none", "Leave out the copy that it came from");
      }
      std::optional<core::EditBody> body;
      if (foreign.body) {
        if (core::sha256(*foreign.body) != header.bodyHash) {
          throw core::Error("edit " + id.hex(), "Its content is not what its author hashed",
                            "Leave out the copy that it came from");
        }
        body = core::decodeBody(header.kind, *foreign.body);
      }
      auto edit = log.find(id);
      const bool fresh = !edit;
      if (fresh) {
        edit = EditRow{log.add(id, header), id, header};
      }
      const bool brings = body && (fresh || !log.bodyBytes(edit->row));
      if (brings) {
        log.addBody(edit->row, *foreign.body);
        caches.admit(*edit, *body);
      }
      added += fresh || brings;
    }
    caches.flush();
  });
  return added;
}

EditRow ProjectFile::Implementation::rowOf(const core::EditId& edit) const {
  auto row = log.find(edit);
  if (!row) {
    throw core::Error(path.string(), "It has no edit " + edit.hex(), "Choose one from `sagitta log`");
  }
  return std::move(*row);
}

LogEntry ProjectFile::Implementation::entryOf(const EditRow& edit) const {
  LogEntry entry{.id = edit.id, .header = edit.header, .undone = caches.isUndone(edit.row)};
  Query step = database->query("SELECT target FROM step WHERE edit=?", edit.row);
  if (step.next()) {
    entry.undoStep = step.isNull(0);
    if (!entry.undoStep) {
      entry.target = step.hash(0);
    }
  }
  // Of an undo or redo, what the edit that it acts on changes.
  if (const auto acting = entry.target ? log.find(*entry.target) : std::optional(edit)) {
    if (acting->header.kind == core::EditKind::LesionCreated) {
      entry.lesions = {acting->id};
    }
    Query changes = database->query(
        "SELECT l.hash, c.how FROM change c JOIN lesion l ON l.id = c.lesion WHERE c.edit=? ORDER BY l.hash",
        acting->row);
    while (changes.next()) {
      const bool out = changes.integer(1) == std::int64_t(ChangeHow::Removal);
      (out ? entry.removed : entry.lesions).push_back(changes.hash(0));
    }
  }
  return entry;
}

std::vector<LogEntry> ProjectFile::Implementation::entries() const {
  Transaction reading(*database, Transaction::Kind::Read);
  std::map<std::int64_t, std::vector<core::LesionId>> lesions, removed;
  Query changes = database->query(
      "SELECT c.edit, l.hash, c.how FROM change c JOIN lesion l ON l.id = c.lesion ORDER BY c.edit, l.hash");
  while (changes.next()) {
    const bool out = changes.integer(2) == std::int64_t(ChangeHow::Removal);
    (out ? removed : lesions)[changes.integer(0)].push_back(changes.hash(1));
  }
  std::map<std::int64_t, core::EditId> targets;
  std::set<std::int64_t> undoSteps;
  Query steps = database->query("SELECT edit, target FROM step");
  while (steps.next()) {
    if (steps.isNull(1)) {
      undoSteps.insert(steps.integer(0));
    } else {
      targets.emplace(steps.integer(0), steps.hash(1));
    }
  }
  const std::set<std::int64_t> undone = caches.undone();
  std::vector<LogEntry> result;
  std::map<core::EditId, std::size_t> undoable;  // where in `result`
  std::set<core::EditId> wanted;
  for (const auto& [row, target] : targets) {
    wanted.insert(target);
  }
  log.forEachInOrder([&](const EditRow& edit) {
    LogEntry entry{.id = edit.id, .header = edit.header, .undone = undone.contains(edit.row)};
    entry.undoStep = undoSteps.contains(edit.row);
    if (const auto target = targets.find(edit.row); target != targets.end()) {
      entry.target = target->second;
    }
    if (edit.header.kind == core::EditKind::LesionCreated) {
      entry.lesions = {edit.id};
    } else if (const auto changed = lesions.find(edit.row); changed != lesions.end()) {
      entry.lesions = changed->second;
    }
    if (const auto out = removed.find(edit.row); out != removed.end()) {
      entry.removed = out->second;
    }
    if (wanted.contains(edit.id)) {
      undoable.emplace(edit.id, result.size());
    }
    result.push_back(std::move(entry));
  });
  for (LogEntry& entry : result) {
    const auto target = entry.target ? undoable.find(*entry.target) : undoable.end();
    if (target != undoable.end()) {
      entry.lesions = result[target->second].lesions;
      entry.removed = result[target->second].removed;
    }
  }
  return result;
}

std::vector<core::HistoryStep> ProjectFile::Implementation::history(const std::string& person) const {
  Transaction reading(*database, Transaction::Kind::Read);
  struct Ordered {
    core::HybridTime time;
    core::SiteId site;
    std::int64_t sequence;
    core::HistoryStep step;
  };
  std::vector<Ordered> steps;
  Query rows = database->query(
      "SELECT e.time, e.site, e.sequence, e.hash, e.kind, s.target FROM edit e JOIN step s ON s.edit = e.id "
      "WHERE e.person=?",
      person);
  while (rows.next()) {
    Ordered ordered{{std::uint64_t(rows.integer(0))}, {}, rows.integer(2), {}};
    const auto site = rows.bytes(1);
    std::memcpy(ordered.site.bytes.data(), site.data(), std::min(site.size(), ordered.site.bytes.size()));
    ordered.step = {.id = rows.hash(3), .kind = core::EditKind(rows.integer(4)), .undoStep = rows.isNull(5)};
    if (!rows.isNull(5)) {
      ordered.step.target = rows.hash(5);
    }
    steps.push_back(std::move(ordered));
  }
  std::sort(steps.begin(), steps.end(), [](const Ordered& a, const Ordered& b) {
    return std::tie(a.time, a.site, a.sequence, a.step.id) < std::tie(b.time, b.site, b.sequence, b.step.id);
  });
  std::vector<core::HistoryStep> result;
  for (Ordered& ordered : steps) {
    result.push_back(std::move(ordered.step));
  }
  return result;
}

core::State ProjectFile::Implementation::projectState() const {
  Transaction reading(*database, Transaction::Kind::Read);
  return foldProject();
}

core::State ProjectFile::Implementation::foldProject() const {
  return core::fold(withBodies(log.rare()));
}

std::vector<core::Edit> ProjectFile::Implementation::withBodies(std::vector<EditRow> rows) const {
  std::vector<core::Edit> edits;
  for (EditRow& edit : rows) {
    if (!caches.isUndone(edit.row)) {
      if (auto body = log.body(edit)) {
        edits.push_back({edit.id, std::move(edit.header), std::move(*body)});
      }
    }
  }
  return edits;
}

core::Hash ProjectFile::Implementation::guidelineInForce() const {
  return core::fold(withBodies(log.guidelines())).guideline;
}

void ProjectFile::Implementation::eraseSources() {
  write([&] { sources.eraseAll(); });
  FileLock::Hold hold(*lock);
  // Rows that moved within their pages may have left traces: every page is written anew, and the write-ahead log, which
  // holds the pages as they were, is emptied.
  database->script("VACUUM");
  if (!database->checkpoint()) {
    throw core::Error(path.string(), "The source attributes are erased, but another program still reads the old pages",
                      "Close the project there and erase once more");
  }
}

}  // namespace store
