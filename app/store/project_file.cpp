#include "store/project_file.h"

#include <algorithm>
#include <thread>

#include "core/error.h"
#include "store/disk_full.h"
#include "store/implementation.h"
#include "store/verify.h"

namespace store {
namespace {

LesionRow rowOf(Caches::DescribedLesion&& described) {
  const LesionSummary& summary = described.summary;
  return {std::move(described.lesion), summary.voxels,    summary.bounds, summary.version, described.stands,
          described.contested,         described.disputed};
}

}  // namespace

ProjectFile::ProjectFile(const std::filesystem::path& path, Access access, const Installation& installation,
                         const Disk& disk)
    : implementation_(std::make_unique<Implementation>(path, access, installation, disk)) {}
ProjectFile::~ProjectFile() = default;
ProjectFile::ProjectFile(ProjectFile&&) noexcept = default;
ProjectFile& ProjectFile::operator=(ProjectFile&&) noexcept = default;

const std::filesystem::path& ProjectFile::path() const {
  return implementation_->path;
}

bool ProjectFile::isWritable() const {
  return implementation_->lock != nullptr;
}

ProjectFile openForWork(const std::filesystem::path& path, const Installation& installation) {
  try {
    return {path, Access::Write, installation};
  } catch (const DiskFull&) {
    return {path, Access::Read, installation};
  }
}

std::vector<core::EditId> ProjectFile::append(std::span<const core::EditDraft> drafts) {
  return implementation_->append(drafts);
}

core::EditId ProjectFile::append(const core::EditDraft& draft) {
  return append(std::span(&draft, 1)).front();
}

std::int64_t ProjectFile::importEdits(std::span<const ForeignEdit> edits) {
  return implementation_->importEdits(edits);
}

std::vector<core::Head> ProjectFile::heads() const {
  return implementation_->log.heads();
}

std::vector<LogEntry> ProjectFile::log() const {
  return implementation_->entries();
}

LogEntry ProjectFile::logEntry(const core::EditId& edit) const {
  Transaction reading(*implementation_->database, Transaction::Kind::Read);
  return implementation_->entryOf(implementation_->rowOf(edit));
}

std::vector<LogEntry> ProjectFile::logOf(const std::string& person, const core::CaseId& caseId,
                                         const std::string& track) const {
  Transaction reading(*implementation_->database, Transaction::Kind::Read);
  std::vector<EditRow> rows;
  implementation_->log.forEachOf(person, [&](const EditRow& edit) {
    if (edit.header.caseId == caseId && edit.header.track == track) {
      rows.push_back(edit);
    }
  });
  std::sort(rows.begin(), rows.end(), [](const EditRow& a, const EditRow& b) { return isBefore(a, b); });
  std::vector<LogEntry> entries;
  for (const EditRow& row : rows) {
    entries.push_back(implementation_->entryOf(row));
  }
  return entries;
}

core::EditBody ProjectFile::body(const core::EditId& edit) const {
  auto body = implementation_->log.body(implementation_->rowOf(edit));
  if (!body) {
    throw core::Error(path().string(), "The content of edit " + edit.hex() + " is not in this copy",
                      "Open a copy that holds it");
  }
  return std::move(*body);
}

std::vector<core::Edit> ProjectFile::standing(core::EditKind first, core::EditKind last) const {
  Transaction reading(*implementation_->database, Transaction::Kind::Read);
  return implementation_->withBodies(implementation_->log.ofKinds(first, last));
}

std::vector<core::HistoryStep> ProjectFile::history(const std::string& person) const {
  return implementation_->history(person);
}

std::uint64_t ProjectFile::changeCounter() const {
  return std::uint64_t(implementation_->database->integer("PRAGMA data_version"));
}

std::vector<Arrival> ProjectFile::arrivedAfter(std::int64_t row) const {
  return implementation_->log.arrivedAfter(row);
}

std::vector<ForeignEdit> ProjectFile::editsOf(std::span<const core::EditId> ids) const {
  const EditLog& log = implementation_->log;
  Transaction reading(*implementation_->database, Transaction::Kind::Read);
  std::vector<ForeignEdit> edits;
  for (const core::EditId& id : ids) {
    if (auto row = log.find(id)) {
      auto body = log.bodyBytes(row->row);
      edits.push_back({std::move(row->header), std::move(body)});
    }
  }
  return edits;
}

std::vector<core::EditId> ProjectFile::roots() const {
  std::vector<core::EditId> roots;
  for (const EditRow& edit : implementation_->log.rare()) {
    if (edit.header.kind == core::EditKind::ProjectCreated) {
      roots.push_back(edit.id);
    }
  }
  return roots;
}

// The few edits that concern the project as a whole are folded whenever asked for.
std::string ProjectFile::title() const {
  return implementation_->projectState().title;
}

core::Hash ProjectFile::guideline() const {
  return implementation_->projectState().guideline;
}

std::vector<core::Case> ProjectFile::cases() const {
  return implementation_->projectState().cases;
}

std::vector<LesionRow> ProjectFile::lesions() const {
  std::vector<LesionRow> rows = lesionsEver();
  std::erase_if(rows, [](const LesionRow& row) { return !row.stands; });
  return rows;
}

std::vector<LesionRow> ProjectFile::lesionsEver() const {
  Transaction reading(*implementation_->database, Transaction::Kind::Read);
  std::vector<LesionRow> rows;
  for (Caches::DescribedLesion& each : implementation_->caches.described()) {
    rows.push_back(rowOf(std::move(each)));
  }
  return rows;
}

std::optional<LesionRow> ProjectFile::lesion(const core::LesionId& id) const {
  Transaction reading(*implementation_->database, Transaction::Kind::Read);
  auto found = implementation_->caches.described(id);
  return found ? std::optional(rowOf(std::move(*found))) : std::nullopt;
}

core::Mask ProjectFile::mask(const core::LesionId& lesion) const {
  Transaction reading(*implementation_->database, Transaction::Kind::Read);
  return implementation_->caches.mask(implementation_->numberOf(lesion));
}

core::Mask ProjectFile::contested(const core::LesionId& lesion) const {
  Transaction reading(*implementation_->database, Transaction::Kind::Read);
  return implementation_->caches.contested(implementation_->numberOf(lesion));
}

std::vector<std::string> ProjectFile::people() const {
  return implementation_->log.people();
}

core::People ProjectFile::enrolled() const {
  return implementation_->people();
}

void ProjectFile::expectRight(const std::string& person, core::Right right) const {
  core::EditHeader anything{.person = person, .heads = implementation_->log.heads()};
  implementation_->expectRight(anything, right, {});
}

std::int64_t ProjectFile::editCount() const {
  return implementation_->log.count();
}

std::string inWords(const Fork& fork) {
  return "Site " + fork.site.hex().substr(0, 8) + " has " + std::to_string(fork.edits) +
         " edits whose number is given twice, from number " + std::to_string(fork.sequence) +
         " on: a copy of the project was worked on as if it were the original; all of them are kept and count";
}

std::vector<Fork> ProjectFile::forks() const {
  return implementation_->log.forks();
}

core::Hash ProjectFile::logHash() const {
  std::vector<core::EditId> ids;
  for (const Arrival& arrival : arrivedAfter(0)) {
    ids.push_back(arrival.id);
  }
  return core::logHash(std::move(ids));
}

core::Hash ProjectFile::stateHash() const {
  Transaction reading(*implementation_->database, Transaction::Kind::Read);
  std::vector<core::LesionSummary> lesions;
  for (const Caches::DescribedLesion& each : implementation_->caches.described()) {
    if (each.stands) {
      lesions.push_back({each.lesion.id, each.lesion.name, each.lesion.color, each.summary.version});
    }
  }
  const core::State project = implementation_->foldProject();
  return core::stateHash(project.title, project.guideline, project.cases, std::move(lesions));
}

bool ProjectFile::hasBlob(const core::Hash& hash) const {
  return implementation_->blobs.contains(hash);
}

void ProjectFile::inOneCommit(const std::function<void()>& work) {
  implementation_->write(work);
}

void ProjectFile::putBlobs(std::span<const std::pair<core::Hash, Blob>> blobs) {
  while (!blobs.empty()) {
    std::size_t count = 0;
    for (std::size_t bytes = 0; count < blobs.size() && (count == 0 || bytes < kBlobBatch); ++count) {
      bytes += blobs[count].second.data.size();
    }
    implementation_->write([&] {
      for (const auto& [hash, blob] : blobs.first(count)) {
        if (!implementation_->blobs.contains(hash)) {
          implementation_->blobs.add(hash, blob);
        }
      }
    });
    blobs = blobs.subspan(count);
    if (!blobs.empty()) {
      std::this_thread::sleep_for(2 * FileLock::kGap);
    }
  }
}

void ProjectFile::putBlob(const core::Hash& hash, const Blob& blob) {
  const std::pair<core::Hash, Blob> one(hash, blob);
  putBlobs(std::span(&one, 1));
}

Blob ProjectFile::blob(const core::Hash& hash) const {
  auto blob = implementation_->blobs.find(hash);
  if (!blob) {
    throw core::Error(path().string(), "Image data " + hash.hex() + " is missing from it",
                      "Import the images again, or restore the project from a copy");
  }
  return std::move(*blob);
}

std::vector<ProjectFile::BlobArrival> ProjectFile::blobsArrivedAfter(std::int64_t row) const {
  std::vector<BlobArrival> arrivals;
  Query rows = implementation_->database->query("SELECT id, hash FROM blob WHERE id > ? ORDER BY id", row);
  while (rows.next()) {
    arrivals.push_back({rows.integer(0), rows.hash(1)});
  }
  return arrivals;
}

std::optional<core::SourceAttributes> ProjectFile::sourceOf(const core::CaseId& id) const {
  return implementation_->sources.find(id);
}

void ProjectFile::setSource(const core::CaseId& id, const core::SourceAttributes& source) {
  implementation_->write([&] { implementation_->sources.set(id, source); });
}

void ProjectFile::eraseSources() {
  implementation_->eraseSources();
}

bool ProjectFile::isInPlace() const {
  return implementation_->whereabouts.isInPlace();
}

std::optional<std::filesystem::path> ProjectFile::whereNow() const {
  return implementation_->whereabouts.now();
}

void ProjectFile::settle() {
  FileLock::Hold hold(*implementation_->lock);
  implementation_->database->checkpoint();
}

const Installation& ProjectFile::installation() const {
  return implementation_->installation;
}

VerifyReport ProjectFile::verify(const BlobDecoder& decode, const core::ProgressSink& progress) const {
  Implementation& file = *implementation_;
  return Verifier(*file.database, file.log, file.caches, file.blobs, file.sources, decode, progress).run();
}

void ProjectFile::rebuildCaches(const core::ProgressSink& progress) {
  implementation_->write([&] { implementation_->caches.rebuild(progress); });
}

}  // namespace store
