// What enters a project as labels: any file that exportLabels() writes, and those of other programs. Called by
// `import-labels` on a worker thread; no state.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/grid.h"
#include "imaging/labels.h"

namespace exchange {

// The case that the labels are for.
struct LabelTarget {
  std::string caseName;
  core::Grid grid;
  std::string frameOfReferenceUid;  // empty where the source had none
};

struct ImportedLabels {
  std::string format;  // "DICOM SEG", "NIfTI", "NRRD", "MetaImage", "GLB"
  std::vector<imaging::LabelSegment>
      segments;  // in voxels of the target; empty ones are kept where the file names them
  std::vector<std::string> notes;
  std::optional<core::Grid> grid;  // of their voxels, where that is the file's own and not the target's
};

// Reads a DICOM SEG, a label map, the sidecar of exported label maps (all of their layers; so does the first layer), or
// a GLB, whose closed surfaces are filled. Nothing is resampled: what export wrote comes back to the bit. Throws
// core::Error where the file can't be read, is none of these, belongs to another Frame of Reference, or its voxel
// centres are not the case's.
ImportedLabels importLabels(const std::filesystem::path& path, const LabelTarget& target);

// What the same file marks, whatever image it belongs to: in voxels of its own; surfaces have none. Throws as above,
// but for what is about the case.
ImportedLabels labelsIn(const std::filesystem::path& path);

}  // namespace exchange
