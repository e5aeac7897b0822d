#include "release/making.h"

#include <algorithm>
#include <set>

#include "core/error.h"
#include "exchange/files.h"
#include "exchange/guideline_file.h"
#include "imaging/volume_codec.h"
#include "workflow/consensus_state.h"
#include "workflow/project_record.h"

namespace release {
namespace {

constexpr std::size_t kSignedDigits = 12;

std::optional<EarlierRelease> latestOf(const store::ProjectFile& project, std::vector<StoredRelease>& releases) {
  if (releases.empty()) {
    return std::nullopt;
  }
  return EarlierRelease{std::move(releases.back().manifest), stateAt(project, releases.back().made.cut).state};
}

}  // namespace

std::vector<workflow::Obstacle> obstaclesOf(const store::ProjectFile& project, const workflow::Record& record,
                                            const std::vector<workflow::QueueItem>& queue,
                                            const core::ProgressSink& progress) {
  std::vector<workflow::Obstacle> obstacles =
      workflow::obstaclesOf(record, queue, workflow::watchesOf(record, workflow::correctionsOf(project)),
                            [&](const core::LesionId& lesion) { return project.mask(lesion); });
  const std::set<workflow::TrackOf> withheld = workflow::withheldTracks(project);
  const auto logs = workflow::logByCase(project);
  for (const core::Case& each : record.cases) {
    const auto first = record.consensus.lower_bound({each.id, ""});
    if (first != record.consensus.end() && first->first == each.id) {
      const auto states =
          workflow::consensusStates(project, logs.at(each.id), each, workflow::tracksOf(record, withheld, each.id));
      const std::vector<workflow::Obstacle> found = workflow::obstaclesOf(each, states);
      obstacles.insert(obstacles.end(), found.begin(), found.end());
    }
  }
  const auto decode = [](const store::Blob& blob) { return imaging::decodeChunk(blob.data, blob.rawBytes); };
  for (const std::string& problem : project.verify(decode, progress).problems) {
    obstacles.push_back({"chain", "project", problem, {}, {}, {}});
  }
  return obstacles;
}

bool isUnchangedSince(const store::ProjectFile& project, const StoredRelease& release) {
  std::vector<std::pair<core::EditId, core::EditHeader>> log;
  for (const store::LogEntry& each : project.log()) {
    log.emplace_back(each.id, each.header);
  }
  const std::vector<core::EditId> within = workflow::editsWithin(release.made.cut, log);
  const std::set<core::EditId> known(within.begin(), within.end());
  return std::all_of(log.begin(), log.end(), [&](const auto& each) {
    const bool signs = each.second.kind == core::EditKind::Checkpoint;  // what was there: it does nothing
    return each.first == release.edit || signs || known.contains(each.first);
  });
}

Prepared prepare(const store::ProjectFile& project, const ReleaseSettings& settings, std::int64_t nowMs,
                 const core::ProgressSink& progress) {
  Prepared prepared{.folder = std::make_unique<exchange::ScratchFolder>("sagitta-release")};
  const std::filesystem::path copy = prepared.folder->path() / "cut.sagitta";
  core::report(progress, "Copying the project as it is now", 0, 0);
  project.snapshot(copy);
  {
    const store::ProjectFile cut(copy, store::Access::Read, project.installation());
    std::vector<StoredRelease> releases = releasesOf(cut);
    if (std::any_of(releases.begin(), releases.end(),
                    [&](const StoredRelease& each) { return each.made.name == settings.name; })) {
      throw core::Error(project.path().string(), "it has a release \"" + settings.name + "\" already",
                        "Choose another name");
    }
    const workflow::Record record = workflow::recordOf(cut, exchange::readGuideline, nowMs);
    const std::vector<workflow::QueueItem> queue = workflow::reviewQueue(record);
    prepared.obstacles = obstaclesOf(cut, record, queue, progress);
    if (!prepared.obstacles.empty()) {
      return prepared;
    }
    prepared.cut = cut.heads();
    prepared.previous = releases.empty() ? core::EditId{} : releases.back().edit;
    const std::optional<EarlierRelease> previous = latestOf(cut, releases);
    BuiltRelease built =
        buildRelease(cut, record, queue, settings, previous ? &*previous : nullptr, prepared.files(), progress);
    prepared.manifest = std::move(built.manifest);
    prepared.obstacles = std::move(built.obstacles);
  }
  std::filesystem::remove(copy);
  return prepared;
}

core::EditDraft keep(store::ProjectFile& project, Prepared& prepared, const std::string& person,
                     const std::string& role, const core::ProgressSink& progress) {
  core::check(prepared.obstacles.empty(), "what is kept has nothing in its way");
  std::int64_t done = 0;
  for (workflow::ManifestFile& file : prepared.manifest.files) {
    if (!file.image) {
      file.blobs = freeze(project, exchange::readWhole(prepared.files() / file.path));
    }
    core::report(progress, "Keeping its files", ++done, std::int64_t(prepared.manifest.files.size()));
  }
  std::string text = workflow::encodeManifest(prepared.manifest);
  text += text.size() % 2 == 0 ? "" : "\n";
  if (text.size() > imaging::kMaxChunkBytes) {
    throw core::Error(project.path().string(), "the release has more files than one manifest can list",
                      "Leave out the pictures, or divide the project");
  }
  const imaging::EncodedChunk chunk = imaging::encodeBytes(std::as_bytes(std::span(text)));
  project.putBlob(chunk.hash, {chunk.rawBytes, chunk.data});
  return {.person = person,
          .role = role,
          .body = core::ReleaseMade{.name = prepared.manifest.name,
                                    .manifest = chunk.hash,
                                    .cut = prepared.cut,
                                    .previous = prepared.previous},
          .heads = prepared.cut};
}

std::string meaningOf(const core::ReleaseMade& made) {
  return "I release " + made.name + ", manifest " + made.manifest.hex().substr(0, kSignedDigits);
}

}  // namespace release
