#include "store/implementation.h"
#include "store/new_file.h"

namespace store {

// SQLite writes the copy from the pages that this connection sees, so it holds what is committed, whether that is in
// the file or still in the write-ahead log, and whatever became of the file's name.
void ProjectFile::snapshot(const std::filesystem::path& out) const {
  const Implementation& file = *implementation_;
  makeProjectFile(out, [&](const std::filesystem::path& fresh) {
    try {
      file.database->run("VACUUM INTO ?", fresh.string());
      // Left as a project is: with a write-ahead log, here without the memory that processes share, which a stick or a
      // network folder may not offer.
      Database copy(fresh, {.write = true, .vfs = file.disk.vfs});
      copy.script("PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL;");
      copy.allowCheckpointOnClose(true);
    } catch (const core::Error& error) {
      throw core::Error(out.string(), error.cause(), error.remedy());  // not the file that it is copied from
    }
  });
}

}  // namespace store
