#include "store/implementation.h"
#include "store/new_file.h"

namespace store {
namespace {

// Nothing of the bodies is left: rows are overwritten, what is derived is made anew, and every page is written again.
void leaveOut(Database& copy, std::span<const ProjectFile::TrackOf> withheld) {
  copy.script("PRAGMA secure_delete=ON;");
  {
    Transaction transaction(copy, Transaction::Kind::Write);
    for (const auto& [caseId, track] : withheld) {
      copy.run("INSERT OR IGNORE INTO withheld(case_id, track) VALUES(?,?)", caseId, track);
      copy.run("DELETE FROM body WHERE edit IN (SELECT id FROM edit WHERE case_id=? AND track=?)", caseId, track);
    }
    EditLog log(copy);
    Caches(copy, log).rebuild({});
    transaction.commit();
  }
  copy.script("VACUUM;");
}

}  // namespace

// SQLite writes the copy from the pages that this connection sees, so it holds what is committed, whether that is in
// the file or still in the write-ahead log, and whatever became of the file's name.
void ProjectFile::snapshot(const std::filesystem::path& out, std::span<const TrackOf> withheld) const {
  const Implementation& file = *implementation_;
  makeProjectFile(out, [&](const std::filesystem::path& fresh) {
    try {
      file.database->run("VACUUM INTO ?", fresh.string());
      Database copy(fresh, {.write = true, .vfs = file.disk.vfs});
      if (!withheld.empty()) {
        if (copy.integer("PRAGMA user_version") < currentVersion()) {
          throw core::Error(file.path.string(), "The project is of an older version",
                            "Open it once to be written, which brings it on");
        }
        leaveOut(copy, withheld);
      }
      // Left as a project is: with a write-ahead log, here without the memory that processes share, which a stick or a
      // network folder may not offer.
      copy.script("PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL;");
      copy.allowCheckpointOnClose(true);
    } catch (const core::Error& error) {
      throw core::Error(out.string(), error.cause(), error.remedy());  // not the file that it is copied from
    }
  });
}

}  // namespace store
