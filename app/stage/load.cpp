#include "stage/load.h"

#include "imaging/volume_codec.h"

namespace stage {

core::Volume loadVolume(const store::ProjectFile& project, const core::Case& theCase,
                        const core::ProgressSink& progress) {
  return imaging::decodeVolume(
      theCase, [&](const core::Hash& hash) { return project.blob(hash).data; }, progress);
}

}  // namespace stage
