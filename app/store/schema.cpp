#include "store/schema.h"

#include <array>

#include "core/error.h"
#include "schema_sql.h"

namespace store {
namespace {

// Step n brings a file from version n to n + 1. Steps are only ever added.
constexpr std::array<const char*, 3> kSteps = {kSchemaVersion1, kSchemaVersion2, kSchemaVersion3};
// What stands in for the third step where a file is only read: nothing is known to be contested, or was withheld.
constexpr char kStandIn3[] =
    "ALTER TABLE lesion ADD COLUMN contested INTEGER NOT NULL DEFAULT 0; "
    "ALTER TABLE lesion ADD COLUMN disputed INTEGER NOT NULL DEFAULT 0; "
    "CREATE TEMP TABLE contest(lesion INTEGER, brick INTEGER, voxels INTEGER, data BLOB); "
    "CREATE TEMP TABLE withheld(case_id BLOB, track TEXT);";

std::string schemaText(Database& database) {
  std::string text;
  Query rows = database.query("SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema ORDER BY type, name");
  while (rows.next()) {
    for (int column = 0; column < 4; ++column) {
      text += rows.text(column);
      text += '\n';
    }
  }
  return text;
}

void takeSteps(Database& database, std::size_t from, std::size_t to) {
  for (std::size_t step = from; step < to; ++step) {
    database.script(kSteps[step]);
  }
}

std::string expectedSchema(std::size_t version) {
  Database reference(":memory:", {.write = true});
  takeSteps(reference, 0, version);
  return schemaText(reference);
}

void setVersion(Database& database) {
  database.script("PRAGMA application_id=" + std::to_string(kApplicationId) +
                  "; PRAGMA user_version=" + std::to_string(currentVersion()));
}

std::size_t versionOf(Database& database) {
  return std::size_t(database.integer("PRAGMA user_version"));
}

}  // namespace

std::int64_t currentVersion() {
  return std::int64_t(kSteps.size());
}

void createSchema(Database& database) {
  takeSteps(database, 0, kSteps.size());
  setVersion(database);
}

void checkHeader(Database& database) {
  if (database.integer("PRAGMA application_id") != kApplicationId) {
    throw core::Error(database.subject(), "This is not a Sagitta project but another program's database",
                      "Choose a project file, or make one with `sagitta new`");
  }
  const std::int64_t version = database.integer("PRAGMA user_version");
  if (version > currentVersion()) {
    throw core::Error(database.subject(), "The project was written by a newer version of Sagitta",
                      "Update Sagitta on this computer; the file was not changed");
  }
  if (version < 1) {
    database.failDamaged("its version number is not one");
  }
}

void checkSchema(Database& database) {
  static const std::string current = expectedSchema(kSteps.size());
  const std::size_t version = versionOf(database);
  if (schemaText(database) != (version == kSteps.size() ? current : expectedSchema(version))) {
    database.failDamaged("its tables are not those of a Sagitta project");
  }
}

void standIn(Database& database) {
  const std::size_t version = versionOf(database);
  if (version == kSteps.size()) {
    return;
  }
  // Temporary tables are found before those of the file, so the step works on them.
  database.script(
      "PRAGMA temp_store=MEMORY; CREATE TEMP TABLE lesion AS SELECT * FROM main.lesion; "
      "CREATE UNIQUE INDEX temp.lesion_id ON lesion(id); CREATE UNIQUE INDEX temp.lesion_hash ON lesion(hash);");
  if (version < 2) {
    database.script(
        "CREATE TEMP TABLE change AS SELECT * FROM main.change; "
        "CREATE UNIQUE INDEX temp.change_edit ON change(edit, lesion);");
    takeSteps(database, version, 2);
  }
  database.script(kStandIn3);
}

void migrate(Database& database) {
  takeSteps(database, versionOf(database), kSteps.size());
  setVersion(database);
}

}  // namespace store
