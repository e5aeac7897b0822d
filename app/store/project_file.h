// The project file: an append-only log of edits in SQLite, blobs, and caches of the folded state. Several processes of
// one machine may hold it open; every commit is durable (kill -9, power loss) when append() returns. Called from one
// thread at a time per object; a session gives it a thread of its own, never the render thread's.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/edit.h"
#include "core/error.h"
#include "core/fold.h"
#include "core/progress.h"
#include "core/rights.h"
#include "store/installation.h"
#include "store/network_folder.h"

namespace store {

enum class Access { Read, Write };  // Read changes not one byte of the file

// A lesion, with what its cached mask says.
struct LesionRow {
  core::Lesion lesion;
  std::int64_t voxels = 0;
  std::optional<core::VoxelBox> bounds;
  core::Hash version;
  bool stands = true;          // whether it is in the project at present (core/fold.h)
  std::int64_t contested = 0;  // voxels that people contradicted each other on (core/contest.h)
  bool disputed = false;       // whether its removal is contested
};

struct LogEntry {
  core::EditId id;
  core::EditHeader header;
  bool undone = false;                  // out of the fold at present
  bool undoStep = false;                // whether undo acts on it
  std::optional<core::EditId> target;   // of Undone and Redone
  std::vector<core::LesionId> lesions;  // that it creates or changes
  std::vector<core::LesionId> removed;  // that it takes out
};

// Compressed as its writer left it; the hash that names it is over the uncompressed bytes.
struct Blob {
  std::size_t rawBytes = 0;
  core::Bytes data;
};

// Two or more edits of one site with one number: a copy of the file was painted on as if it were the original.
struct Fork {
  core::SiteId site;
  std::uint64_t sequence = 0;  // the first such
  std::int64_t edits = 0;      // with a number that is given twice
};
std::string inWords(const Fork& fork);

struct VerifyReport {
  std::vector<std::string> problems;  // in plain words: what is wrong, where, what can still be trusted
  std::vector<std::string> findings;  // what is whole, and what a lead should look at all the same
  std::vector<std::string> notes;     // what is unusual, but whole
  std::int64_t edits = 0;
  core::Hash logHash;
  core::Hash stateHash;
};

// Stands for the lesion that draft `index` of the same append() creates (counted from 0), wherever a later draft names
// a lesion or undoes its making: append() puts the lesion's id in its place before anything is hashed.
core::LesionId pendingLesion(std::size_t index);

// What append() throws where a draft gives a lesion a name that another of its case and track has. (Lesions of one name
// created at two sites unaware of each other stay two: importEdits() takes both.)
class LesionExists : public core::Error {
 public:
  LesionExists(const std::string& file, const std::string& name, const std::string& track, const core::LesionId& there)
      : core::Error(file, "Lesion \"" + name + "\" is in track \"" + track + "\" already",
                    "Paint on that one, or choose another name"),
        name_(name),
        there_(there) {}

  const std::string& name() const { return name_; }
  const core::LesionId& there() const { return there_; }

 private:
  std::string name_;
  core::LesionId there_;
};

// An edit that another installation made. `body`: its canonical bytes, or nothing where they are withheld.
struct ForeignEdit {
  core::EditHeader header;
  std::optional<core::Bytes> body;
};

// One edit's place in a file's log: enough to tell what two copies lack of each other.
struct Arrival {
  std::int64_t row = 0;  // rises with each edit that arrives in this file; means nothing elsewhere
  core::EditId id;
  core::SiteId site;
  std::uint64_t sequence = 0;
  bool hasBody = false;
};

class ProjectFile {
 public:
  // Makes a new project and its first edit. Throws core::Error where the file exists, the folder does not, or lies on a
  // network file system.
  static void create(const std::filesystem::path& path, const std::string& title, const std::string& person,
                     const Installation& installation, const Disk& disk = {});

  // Makes a file without any edit, to be filled by importEdits(). Throws as create() does.
  static void createEmpty(const std::filesystem::path& path, const Installation& installation, const Disk& disk = {});

  // Throws core::Error, in plain words and with nothing changed, where the file does not exist, is no Sagitta project,
  // is damaged, was written by a newer version, cannot be written (Access::Write), or lies on a network folder.
  ProjectFile(const std::filesystem::path& path, Access access, const Installation& installation,
              const Disk& disk = {});
  // A writer that is the last to close leaves one complete file, which may be copied by itself.
  ~ProjectFile();
  ProjectFile(ProjectFile&&) noexcept;
  ProjectFile& operator=(ProjectFile&&) noexcept;

  const std::filesystem::path& path() const;
  bool isWritable() const;  // whether it was opened to be written

  // Everything that `work` does to this file goes in by one commit, all or none. Others wait until it has ended.
  void inOneCommit(const std::function<void()>& work);

  // ---- Log ----
  // Adds edits in one transaction: all or none, durable on return, caches brought up to date. A draft may name a lesion
  // that an earlier draft of the same call creates by pendingLesion(); one that says no guideline is made under the
  // version in force. Throws LesionExists where a name is taken, and core::Error where people are enrolled and a
  // draft's person may not do it, or not on this installation. Every so many edits, and when the file is closed, this
  // installation signs what it has added (core::Checkpoint).
  std::vector<core::EditId> append(std::span<const core::EditDraft> drafts);
  core::EditId append(const core::EditDraft& draft);
  // The union with edits from elsewhere: adds those that are not here yet (or whose bodies are not), in one
  // transaction, and returns how many. In any order, any number of times, the state comes out the same. Throws
  // core::Error with nothing changed where one is not what its hashes say.
  std::int64_t importEdits(std::span<const ForeignEdit> edits);
  std::vector<core::Head> heads() const;  // the last edit of every site, by site
  std::vector<LogEntry> log() const;      // in total order
  LogEntry logEntry(const core::EditId& edit) const;
  // The edits of kinds `first` to `last` that stand, with their bodies, in total order; those whose bodies are withheld
  // from this copy are left out.
  std::vector<core::Edit> standing(core::EditKind first, core::EditKind last) const;
  // What one person did in a case and track, in total order.
  std::vector<LogEntry> logOf(const std::string& person, const core::CaseId& caseId, const std::string& track) const;
  core::EditBody body(const core::EditId& edit) const;
  std::vector<core::HistoryStep> history(const std::string& person) const;  // in total order
  std::uint64_t changeCounter() const;  // differs once another process has committed
  // For those who pass the log on: what has arrived since the edit of that row (0: everything), in order of arrival,
  // and edits as others import them. Ids that are not here are left out.
  std::vector<Arrival> arrivedAfter(std::int64_t row) const;
  std::vector<ForeignEdit> editsOf(std::span<const core::EditId> ids) const;
  std::vector<core::EditId> roots() const;  // the edits that created the project: one, unless projects were merged

  // ---- State ----
  std::string title() const;
  core::Hash guideline() const;  // the version in force; zero: none
  std::vector<core::Case> cases() const;
  std::vector<LesionRow> lesions() const;      // that stand, in total order
  std::vector<LesionRow> lesionsEver() const;  // also those that were taken out or undone
  std::optional<LesionRow> lesion(
      const core::LesionId& id) const;  // of all ever; nothing where its creation is not here
  core::Mask mask(const core::LesionId& lesion) const;
  core::Mask contested(const core::LesionId& lesion) const;
  std::vector<std::string> people() const;  // everyone who is named as the author of an edit, sorted
  core::People enrolled() const;            // who is enrolled, with which rights
  // Throws core::Error, with what to do about it, where people are enrolled and this person has not the right, or has
  // not let this installation work in their name.
  void expectRight(const std::string& person, core::Right right) const;
  std::int64_t editCount() const;
  std::vector<Fork> forks() const;  // by site
  core::Hash logHash() const;       // equal wherever the same edits are
  core::Hash stateHash() const;     // equal wherever the same edits with their bodies are

  // ---- Blobs and what stands apart from the log ----
  bool hasBlob(const core::Hash& hash) const;
  // Adds blobs in transactions of at most kBlobBatch bytes each, so that painters in other processes need not wait for
  // an import; what is there already is kept.
  void putBlobs(std::span<const std::pair<core::Hash, Blob>> blobs);
  void putBlob(const core::Hash& hash, const Blob& blob);
  static constexpr std::size_t kBlobBatch = std::size_t{16} << 20;
  Blob blob(const core::Hash& hash) const;  // throws core::Error where it is missing
  struct BlobArrival {
    std::int64_t row = 0;  // as Arrival::row
    core::Hash hash;
  };
  std::vector<BlobArrival> blobsArrivedAfter(std::int64_t row) const;  // 0: all
  std::optional<core::SourceAttributes> sourceOf(const core::CaseId& id) const;
  void setSource(const core::CaseId& id, const core::SourceAttributes& source);
  void eraseSources();  // all of them; the file's free pages are overwritten

  // ---- Should the file be moved or deleted while it is open ----
  // Whether its name still stands for the file that was opened; every commit throws where it does not.
  bool isInPlace() const;
  // The name that the file has now; nothing where it was deleted.
  std::optional<std::filesystem::path> whereNow() const;
  // Moves all that is committed into the file itself, so that it is whole wherever it is. Only of a writer.
  void settle();
  const Installation& installation() const;

  // ---- Care ----
  // Checks everything: SQLite's own integrity, every hash and chain, every body and blob, and that the caches equal a
  // refold of the log. `decode` turns a blob into its uncompressed bytes (the volume codec lives in another layer).
  using BlobDecoder = std::function<core::Bytes(const Blob&)>;
  VerifyReport verify(const BlobDecoder& decode, const core::ProgressSink& progress = {}) const;
  void rebuildCaches(const core::ProgressSink& progress = {});
  // Writes a complete copy as of one moment, durable on return; also while others write, and from a file that was
  // deleted meanwhile. Throws core::Error, with nothing left behind, where there is such a file already or it cannot be
  // written.
  // withheld: tracks of which the copy holds the headers, so that chains and log hash stay whole, and no body: for
  // those who read the same case blind. Merging with a copy that holds them brings them back.
  using TrackOf = std::pair<core::CaseId, std::string>;
  void snapshot(const std::filesystem::path& out, std::span<const TrackOf> withheld = {}) const;

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

// Opens a project to be worked on: to be written, or, where the disk is too full even for that, to be read for the time
// being. Throws as the constructor does for Access::Write.
ProjectFile openForWork(const std::filesystem::path& path, const Installation& installation);

}  // namespace store
