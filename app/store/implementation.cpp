#include "store/implementation.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <set>
#include <tuple>

#include "core/error.h"
#include "store/opening.h"

namespace store {
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
    database->script("PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;");
    if (database->integer("PRAGMA user_version") < currentVersion()) {
      write([&] {
        migrate(*database);
        caches.rebuild({});  // what is contested was not kept before
      });
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
    signChain();
  } catch (const core::Error&) {
    // The next writer's checkpoint covers these edits too.
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

// ---- Log ----

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

LesionNumber ProjectFile::Implementation::numberOf(const core::LesionId& lesion) const {
  const auto number = caches.find(lesion);
  if (!number) {
    throw core::Error(path.string(), "It has no lesion " + lesion.hex(), "Choose one from `sagitta info`");
  }
  return *number;
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
