// The tables of a project file and how older files get there. The schema itself is schema.sql.
#pragma once

#include "store/database.h"

namespace store {

inline constexpr std::int64_t kApplicationId = 0x53414754;  // "SAGT"
std::int64_t currentVersion();

void createSchema(Database& database);

// Throws core::Error, in plain words, where the file is no project or was written by a newer version. Reads the file's
// first page only.
void checkHeader(Database& database);

// Throws core::Error where the tables are not exactly those of its version.
void checkSchema(Database& database);

// Lets an older file be read as one of the current version without changing it: what changed since stands in memory, as
// the file was when this was called.
void standIn(Database& database);

// Brings an older file to the current version, in the caller's transaction.
void migrate(Database& database);

}  // namespace store
