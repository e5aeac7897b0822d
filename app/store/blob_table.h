// What stands beside the log: blobs, named by the hash of their uncompressed bytes, and the source attributes of cases,
// which can be erased. Works inside its caller's transaction.
#pragma once

#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "core/study.h"
#include "store/database.h"
#include "store/project_file.h"

namespace store {

class BlobTable {
 public:
  explicit BlobTable(Database& database) : database_(&database) {}

  bool contains(const core::Hash& hash) const;
  void add(const core::Hash& hash, const Blob& blob);
  std::optional<Blob> find(const core::Hash& hash) const;
  std::vector<core::Hash> hashes() const;

 private:
  Database* database_;
};

class SourceTable {
 public:
  explicit SourceTable(Database& database) : database_(&database) {}

  std::optional<core::SourceAttributes> find(const core::CaseId& id) const;
  void set(const core::CaseId& id, const core::SourceAttributes& source);
  void eraseAll();
  std::vector<core::CaseId> cases() const;

 private:
  Database* database_;
};

}  // namespace store
