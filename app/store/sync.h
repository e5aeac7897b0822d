// Brings a project file and a hub to the same edits and blobs: pulls what the file lacks, pushes what the hub lacks.
// What is lacking is worked out by site and sequence from both sides' own sets, never from what was sent before, so it
// may be interrupted anywhere and begun anew. Every hash is checked before anything enters the file. Called by `sync`
// and by the thread of a HubClient; one thread at a time.
#pragma once

#include <deque>
#include <map>
#include <set>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "core/progress.h"
#include "store/hub_connection.h"
#include "store/project_file.h"

namespace store {

// Two edits of one site and sequence: a copied file was painted on twice. Both are kept.
struct DoubledEdit {
  core::SiteId site;
  std::uint64_t sequence = 0;
  std::vector<std::string> people;  // the authors, sorted, each once

  bool operator==(const DoubledEdit&) const = default;
};

struct SyncReport {
  std::int64_t pulled = 0;  // edits
  std::int64_t pushed = 0;
  std::int64_t blobsPulled = 0;
  std::int64_t blobsPushed = 0;
  std::int64_t blobBytesPulled = 0;
  std::int64_t blobBytesPushed = 0;
  std::vector<DoubledEdit> forks;     // in the file, found so far
  std::vector<std::string> problems;  // what was left at the hub, and why, in plain words

  bool operator==(const SyncReport&) const = default;
};

class Synchronizer {
 public:
  // project: open to be written, and outlives this. decode: as for ProjectFile::verify.
  Synchronizer(ProjectFile& project, ProjectFile::BlobDecoder decode, core::ProgressSink progress = {});

  // On a fresh connection, which hears announcements from then on: makes sure that it is a hub of this version and of
  // this project (the first file to come makes the hub its own), and compares. Throws core::Error, HubUnreachable or
  // HubStopped, as all that follows.
  void begin(HubConnection& hub);

  // Takes in what the hub has announced, and what has arrived in the file; cheap where nothing has.
  void hear(HubConnection& hub, const std::vector<HubConnection::Announcement>& heard);
  void look();

  // Does one small piece of what is to be done, edits before blobs. False where nothing is left.
  bool step(HubConnection& hub);

  // Edits of the file that the hub lacks, as far as is known; before the first begin(): those that arrived since.
  std::int64_t waiting() const { return std::int64_t(toPush_.size()); }
  bool isDone() const { return toPull_.empty() && toPush_.empty() && toPullBlobs_.empty() && toPushBlobs_.empty(); }
  const SyncReport& report() const { return report_; }

 private:
  using Numbered = std::pair<std::uint64_t, core::EditId>;  // by sequence, then id
  void expectProject(HubConnection& hub);
  void compare(HubConnection& hub);
  void compareBlobs(HubConnection& hub);
  void list(HubConnection& hub, const std::map<core::SiteId, std::uint64_t>& above);
  void want(const core::EditId& id);
  void offer(const core::EditId& id);
  void noteFork(const core::SiteId& site, std::uint64_t sequence);
  // Imports the edits among these rows that are sound; whether all of their predecessors are known.
  bool take(HubConnection& hub, const HubResult& rows);
  void pull(HubConnection& hub);
  void push(HubConnection& hub);
  void pullBlob(HubConnection& hub);
  void pushBlob(HubConnection& hub);

  ProjectFile& project_;
  ProjectFile::BlobDecoder decode_;
  core::ProgressSink progress_;
  SyncReport report_;

  // The file, as far as it has been looked at.
  std::int64_t lastRow_ = 0;
  std::int64_t lastBlobRow_ = 0;
  std::map<core::SiteId, std::set<Numbered>> local_;
  std::unordered_set<core::EditId> withoutBody_;
  std::set<core::Hash> localBlobs_;

  // What is to be done: first in, first out, each once.
  std::deque<core::EditId> toPull_;
  std::deque<core::EditId> toPush_;
  std::deque<core::Hash> toPullBlobs_;
  std::deque<core::Hash> toPushBlobs_;
  std::unordered_set<core::EditId> wanted_;   // those in toPull_
  std::unordered_set<core::EditId> offered_;  // those in toPush_
  std::unordered_set<core::EditId> there_;    // pulled, and so not to be pushed when they show in the file
  std::unordered_set<core::Hash> refused_;    // edits and blobs that are not what they claim: not asked for again
  std::set<core::Hash> hubBlobs_;
  std::int64_t blobsTotal_ = 0;  // for progress: of both directions, since begin()
};

// Throws core::Error where the hub is none, or holds no project yet with which a new file could be filled.
void expectHubHoldsProject(HubConnection& hub);

// All of it, once.
SyncReport syncOnce(ProjectFile& project, HubConnection& hub, ProjectFile::BlobDecoder decode,
                    const core::ProgressSink& progress = {});

}  // namespace store
