// Files of older versions: read as they are, and brought to the present version by the first writer, with every edit.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <fstream>
#include <iterator>

#include "store/scratch.h"

namespace store {
namespace {

using testing::IsEmpty;

void sql(const std::filesystem::path& file, const std::string& statements) {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &database), SQLITE_OK);
  char* message = nullptr;
  EXPECT_EQ(sqlite3_exec(database, statements.c_str(), nullptr, nullptr, &message), SQLITE_OK) << message;
  sqlite3_close(database);
}

std::string textOf(const std::filesystem::path& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// What the program of version 1 would have written for the same edits, by its own schema.
void asVersion1(const std::filesystem::path& present, const std::filesystem::path& old) {
  sql(old, "PRAGMA page_size=4096; PRAGMA journal_mode=WAL;" +
               textOf(std::filesystem::path(SAGITTA_SOURCE_DIR) / "app/store/schema.sql") +
               "PRAGMA application_id=1396787028; PRAGMA user_version=1; ATTACH '" + present.string() +
               "' AS present;" +
               "INSERT INTO edit SELECT * FROM present.edit; INSERT INTO body SELECT * FROM present.body;"
               "INSERT INTO blob SELECT * FROM present.blob; INSERT INTO source SELECT * FROM present.source;"
               "INSERT INTO step SELECT * FROM present.step; INSERT INTO undone SELECT * FROM present.undone;"
               "INSERT INTO lesion SELECT id, hash, created, voxels, bounds, version FROM present.lesion;"
               "INSERT INTO change SELECT edit, lesion FROM present.change;"
               "INSERT INTO touch SELECT * FROM present.touch; INSERT INTO brick SELECT * FROM present.brick;");
}

class Migration : public testing::Test {
 protected:
  Migration() {
    ProjectFile::create(folder / "new", "Liver", "Ada", folder.home());
    ProjectFile project(folder / "new", Access::Write, folder.home());
    const core::LesionId kept = project.append(lesionDraft("kept"));
    const core::LesionId passing = project.append(lesionDraft("passing"));
    project.append(lesionDraft("own", "Grace", true));
    project.append(strokeDraft(kept, voxels({0, 0, 0}, 50)));
    project.append(strokeDraft(kept, {}, voxels({0, 0, 0}, 50), "Grace"));
    project.append(draftOf(core::Undone{project.append(strokeDraft(passing, voxels({40, 0, 0}, 9)))}));
    const core::EditId undone = project.append(lesionDraft("undone", "Ada", true));
    project.append(draftOf(core::Undone{undone}));
    project.putBlob(hashOf("x"), {1, core::Bytes{std::byte{'x'}}});
  }

  ScratchFolder folder;
};

TEST_F(Migration, AFileOfVersion1IsReadWithoutChangingIt) {
  asVersion1(folder / "new", folder / "old");
  const core::Bytes before = readFile(folder / "old");
  const ProjectFile old(folder / "old", Access::Read, folder.home());
  const ProjectFile present(folder / "new", Access::Read, folder.home());
  EXPECT_EQ(cachedState(old).lesions, cachedState(present).lesions);
  EXPECT_EQ(cachedState(old).lesions.size(), 2u);  // "kept", though empty, and "own"
  EXPECT_EQ(cachedState(old).masks, cachedState(present).masks);
  EXPECT_EQ(old.log().size(), present.log().size());
  EXPECT_THAT(verified(old).problems, IsEmpty());
  EXPECT_EQ(verified(old).stateHash, verified(present).stateHash);
  EXPECT_EQ(readFile(folder / "old"), before);
}

TEST_F(Migration, AFileOfVersion1IsBroughtOnWithEveryEdit) {
  asVersion1(folder / "new", folder / "old");
  const VerifyReport expected = verified(ProjectFile(folder / "new", Access::Read, folder.home()));
  ProjectFile project(folder / "old", Access::Write, folder.home());
  EXPECT_THAT(verified(project).problems, IsEmpty());
  EXPECT_EQ(verified(project).logHash, expected.logHash);
  EXPECT_EQ(verified(project).stateHash, expected.stateHash);
  EXPECT_EQ(project.blob(hashOf("x")).data, core::Bytes{std::byte{'x'}});
  const core::LesionId kept = project.lesions().front().lesion.id;
  project.append(draftOf(core::LesionChanged{.lesion = kept, .name = "renamed"}));
  project.append(draftOf(core::MaskChanged{.removed = {kept}}));
  EXPECT_EQ(project.lesions().size(), 1u);
  EXPECT_EQ(project.lesion(kept)->lesion.name, "renamed");
  EXPECT_EQ(cachedState(project).lesions, core::fold(editsOf(project)).lesions);
  EXPECT_THAT(verified(project).problems, IsEmpty());
}

}  // namespace
}  // namespace store
