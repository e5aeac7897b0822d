#include "store/implementation.h"
#include "store/new_file.h"

namespace store {

// SQLite writes the copy from the pages that this connection sees, so it holds what is committed, whether that is in
// the file or still in the write-ahead log, and whatever became of the file's name.
void ProjectFile::copyTo(const std::filesystem::path& target) const {
  const Implementation& file = *implementation_;
  makeProjectFile(target, file.disk, [&](const std::filesystem::path& fresh) {
    try {
      file.database->run("VACUUM INTO ?", fresh.string());
      Database database(fresh, {.write = true, .vfs = file.disk.vfs});
      database.script("PRAGMA journal_mode=WAL;");
      database.allowCheckpointOnClose(true);
    } catch (const core::Error& error) {
      throw core::Error(target.string(), error.cause(), error.remedy());  // not the file that it is copied from
    }
  });
}

}  // namespace store
