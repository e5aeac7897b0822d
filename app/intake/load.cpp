#include "intake/load.h"

#include "imaging/volume_codec.h"

namespace intake {

core::Case Intake::store(const imaging::ImportedImage& image, const core::ProgressSink& progress) {
  core::Case stored{.name = image.name,
                    .modality = image.modality,
                    .grid = image.volume.grid,
                    .voxelType = image.volume.type(),
                    .rescale = image.volume.rescale,
                    .intensity = core::intensityRange(image.volume),
                    .format = image.format,
                    .notes = image.notes};
  for (imaging::EncodedChunk& chunk : imaging::encodeVolume(image.volume, progress)) {
    stored.chunks.push_back(chunk.hash);
    waitingBytes_ += chunk.data.size();
    waiting_.push_back({chunk.hash, {chunk.rawBytes, std::move(chunk.data)}});
  }
  if (waitingBytes_ >= store::ProjectFile::kBlobBatch) {
    project_.putBlobs(std::exchange(waiting_, {}));
    waitingBytes_ = 0;
  }
  stored.id = core::caseId(stored.grid, stored.voxelType, stored.rescale, stored.chunks);
  return stored;
}

void Intake::add(const core::Case& stored, core::SourceAttributes source) {
  added_.emplace_back(stored, std::move(source));
}

void Intake::commit(const std::string& person) {
  std::vector<core::EditDraft> drafts;
  for (const auto& [added, source] : added_) {
    drafts.push_back({.person = person, .caseId = added.id, .body = core::CaseAdded{added}});
  }
  project_.inOneCommit([&] {
    project_.putBlobs(waiting_);
    for (const auto& [added, source] : added_) {
      project_.setSource(added.id, source);
    }
    if (!drafts.empty()) {
      project_.append(drafts);
    }
  });
  waiting_.clear();
  waitingBytes_ = 0;
  added_.clear();
}

core::Volume loadVolume(const store::ProjectFile& project, const core::Case& theCase,
                        const core::ProgressSink& progress) {
  return imaging::decodeVolume(
      theCase, [&](const core::Hash& hash) { return project.blob(hash).data; }, progress);
}

}  // namespace intake
