#include <functional>

#include "store/new_file.h"
#include "store/project_file.h"
#include "store/schema.h"

namespace store {
namespace {

// Makes the file, and has it filled.
void make(const std::filesystem::path& path, const Disk& disk,
          const std::function<void(const std::filesystem::path& fresh)>& fill) {
  makeProjectFile(path, disk, [&](const std::filesystem::path& fresh) {
    {
      Database database(fresh, {.write = true, .vfs = disk.vfs});
      database.script("PRAGMA page_size=4096; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
      Transaction transaction(database, Transaction::Kind::Write);
      createSchema(database);
      transaction.commit();
      database.allowCheckpointOnClose(true);
    }
    fill(fresh);
  });
}

}  // namespace

void ProjectFile::create(const std::filesystem::path& path, const std::string& title, const std::string& person,
                         const Installation& installation, const Disk& disk) {
  make(path, disk, [&](const std::filesystem::path& fresh) {
    ProjectFile(fresh, Access::Write, installation, disk)
        .append(core::EditDraft{.person = person, .body = core::ProjectCreated{title}});
  });
}

void ProjectFile::createEmpty(const std::filesystem::path& path, const Installation& installation, const Disk& disk) {
  make(path, disk,
       [&](const std::filesystem::path& fresh) { const ProjectFile whole(fresh, Access::Write, installation, disk); });
}

}  // namespace store
