#include "store/new_file.h"
#include "store/opening.h"
#include "store/project_file.h"
#include "store/schema.h"

namespace store {
namespace {

void makeTables(const std::filesystem::path& fresh, const Disk& disk) {
  Database database(fresh, {.write = true, .vfs = disk.vfs});
  database.script("PRAGMA page_size=4096; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
  Transaction transaction(database, Transaction::Kind::Write);
  createSchema(database);
  transaction.commit();
  database.allowCheckpointOnClose(true);
}

void make(const std::filesystem::path& path, const Disk& disk,
          const std::function<void(const std::filesystem::path& fresh)>& fill) {
  refuseNetworkFolder(path.has_parent_path() ? path.parent_path() : ".", path, disk);
  makeProjectFile(path, [&](const std::filesystem::path& fresh) {
    makeTables(fresh, disk);
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
