// Checks a project file from end to end: SQLite's own structure, every hash and chain of the log, every signature and
// right, every body and blob, and that everything derived equals a fold of the log made here from nothing. Reads only.
#pragma once

#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "store/blob_table.h"
#include "store/caches.h"
#include "store/edit_log.h"
#include "store/project_file.h"

namespace store {

class Verifier {
 public:
  Verifier(Database& database, const EditLog& log, const Caches& caches, const BlobTable& blobs,
           const SourceTable& sources, const ProjectFile::BlobDecoder& decode, const core::ProgressSink& progress)
      : database_(database),
        log_(log),
        caches_(caches),
        blobs_(blobs),
        sources_(sources),
        decode_(decode),
        progress_(progress) {}

  VerifyReport run();

 private:
  // Ends what is said of anything derived that differs from the log.
  static constexpr char kRebuild[] = "; the log itself is not touched by this, and the rest can be made anew from it";
  struct LesionWork;

  void readHeaders();
  void checkChains();
  bool isLeftOut(const EditRow& edit) const;
  void checkPlainBodies();
  void checkTestimony();
  void checkUndone();
  void checkLesions();  // this and the next five: verify_lesions.cpp
  std::size_t readLesion(LesionWork& work);
  void readShared(std::vector<LesionWork>& batch);
  std::set<core::BrickKey> touchedApart(const LesionWork& work) const;
  void checkLesion(LesionWork& work) const;
  void checkUnchanging();
  void checkBlobs();  // this and the next: verify_images.cpp
  void checkSources();
  void sumUp();

  void problem(std::string what) { report_.problems.push_back(std::move(what)); }
  template <typename Check>
  void guarded(const std::string& what, Check&& check);
  // The body of an edit, or nothing, with a problem noted, where it is missing or not what its author hashed.
  std::optional<core::EditBody> checkedBody(const EditRow& edit);

  Database& database_;
  const EditLog& log_;
  const Caches& caches_;
  const BlobTable& blobs_;
  const SourceTable& sources_;
  const ProjectFile::BlobDecoder& decode_;
  const core::ProgressSink& progress_;
  VerifyReport report_;

  std::vector<EditRow> edits_;                           // in total order
  std::unordered_map<std::int64_t, std::size_t> atRow_;  // where in edits_
  std::unordered_map<core::Hash, std::size_t> byId_;
  std::map<std::int64_t, std::optional<core::EditId>> steps_;  // what the table `step` must hold
  std::set<std::int64_t> undone_;
  std::vector<core::Edit> projectEdits_;                  // that concern the project as a whole, and stand
  std::unordered_map<core::Hash, core::Lesion> created_;  // undone or not, as changed by what stands
  std::unordered_map<core::Hash, std::vector<std::size_t>> described_;  // edits of LesionChanged, by lesion: in edits_
  std::unordered_map<std::int64_t, std::size_t> changeCounts_;          // rows of `change` by edit
  std::vector<core::LesionSummary> standing_;
  core::State state_;
  std::set<ProjectFile::TrackOf> withheld_;
  std::set<std::int64_t> missing_;  // rows whose bodies are
  bool keepsContests_ = true;       // versions before 3 did not
};

}  // namespace store
