#include "stage/load.h"

#include "imaging/volume_codec.h"

namespace stage {

core::Case storeVoxels(store::ProjectFile& project, const imaging::ImportedImage& image,
                       const core::ProgressSink& progress) {
  core::Case added{.name = image.name,
                   .modality = image.modality,
                   .grid = image.volume.grid,
                   .voxelType = image.volume.type(),
                   .rescale = image.volume.rescale,
                   .intensity = core::intensityRange(image.volume),
                   .format = image.format,
                   .notes = image.notes};
  std::vector<std::pair<core::Hash, store::Blob>> blobs;
  for (imaging::EncodedChunk& chunk : imaging::encodeVolume(image.volume, progress)) {
    blobs.push_back({chunk.hash, {chunk.rawBytes, std::move(chunk.data)}});
    added.chunks.push_back(chunk.hash);
  }
  project.putBlobs(blobs);
  added.id = core::caseId(added.grid, added.voxelType, added.rescale, added.chunks);
  return added;
}

core::Volume loadVolume(const store::ProjectFile& project, const core::Case& theCase,
                        const core::ProgressSink& progress) {
  return imaging::decodeVolume(
      theCase, [&](const core::Hash& hash) { return project.blob(hash).data; }, progress);
}

}  // namespace stage
