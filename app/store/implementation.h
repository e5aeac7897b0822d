// What a ProjectFile is made of.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "store/blob_table.h"
#include "store/caches.h"
#include "store/database.h"
#include "store/edit_log.h"
#include "store/file_lock.h"
#include "store/project_file.h"
#include "store/schema.h"
#include "store/whereabouts.h"

namespace store {

inline constexpr std::uint64_t kLargestNumber = INT64_MAX;  // of a sequence or time: what SQLite can order

class ProjectFile::Implementation {
 public:
  Implementation(std::filesystem::path file, Access access, const Installation& here, const Disk& on);
  ~Implementation();

  // Runs `work` in one transaction under the file's lock, or in the one that is open; empties the write-ahead log where
  // that has grown long.
  void write(const std::function<void()>& work);

  std::vector<core::EditId> append(std::span<const core::EditDraft> drafts);
  std::int64_t importEdits(std::span<const ForeignEdit> edits);
  std::vector<LogEntry> entries() const;
  LogEntry entryOf(const EditRow& edit) const;
  LesionNumber numberOf(const core::LesionId& lesion) const;  // throws core::Error where it is not here
  EditRow rowOf(const core::EditId& edit) const;              // throws core::Error where it is not here
  std::vector<core::HistoryStep> history(const std::string& person) const;
  core::State projectState() const;  // title, guideline and cases
  core::State foldProject() const;   // the same within its caller's transaction
  // Of these edits, those that stand and whose bodies are here.
  std::vector<core::Edit> withBodies(std::vector<EditRow> rows) const;
  void eraseSources();
  const core::People& people() const;  // valid until the next call
  // Throws core::Error where people are enrolled and the author of this edit had not the right. signer: the key that
  // signs it, where one does.
  void expectRight(const core::EditHeader& edit, core::Right right, const std::optional<core::PublicKey>& signer) const;

  std::filesystem::path path;
  Installation installation;
  Disk disk;
  std::unique_ptr<FileLock> lock;  // of a writer; null for a reader
  Whereabouts whereabouts;
  std::unique_ptr<Database> database;  // before what works on it
  EditLog log;
  Caches caches;
  BlobTable blobs;
  SourceTable sources;

 private:
  class Appending;

  core::SiteId ownSite() const;
  core::Hash guidelineInForce() const;
  bool isEndorsed(const std::string& person) const;
  void signChain();
  void expectOwn(const std::string& person, const core::EditBody& body) const;
  // Throws core::Error where the edit renames a case that is not here, or calls it what it may not be called.
  void expectCaseName(const core::EditDraft& draft, const core::EditBody& body) const;

  struct KnownPeople {
    std::int64_t mark = -1;  // EditLog::aboutPeopleMark()
    core::People people;
  };
  mutable KnownPeople people_;
  bool unsigned_ = false;  // whether edits were added here since the last checkpoint
};

}  // namespace store
