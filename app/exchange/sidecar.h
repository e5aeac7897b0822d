// The JSON file beside exported label maps: which files belong together, and what their voxels mean. Any thread.
//   {"format": "sagitta-labels", "version": 1, "case": "C1", "case_id": "<64 hex>", "track": "shared",
//    "frame_of_reference_uid": "1.2...",
//    "files": [{"file": "C1_labels-shared.nii.gz",
//               "lesions": {"1": {"id": "<64 hex>", "name": "L1", "class": "lesion", "colour": "#ff8000"}}}]}
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace exchange {

struct SidecarLesion {
  std::string id;
  std::string name;
  std::string className;
  std::array<std::uint8_t, 3> colour{255, 255, 255};
};

struct SidecarFile {
  std::string file;                      // a name in the sidecar's folder
  std::map<int, SidecarLesion> lesions;  // by voxel value
};

struct Sidecar {
  std::string caseName;
  std::string caseId;
  std::string track;
  std::string frameOfReferenceUid;
  std::vector<SidecarFile> files;  // one per layer
};

// Throws core::Error where the file can't be written.
void writeSidecar(const std::filesystem::path& path, const Sidecar& sidecar);

// Throws core::Error where the file can't be read or is no such sidecar; also where it names files of other folders.
Sidecar readSidecar(const std::filesystem::path& path);

// Whether a file is JSON that calls itself such a sidecar.
bool isSidecar(const std::filesystem::path& path);

// The sidecar that exportLabels() wrote beside a label map, if there is one and it names the file.
std::optional<std::filesystem::path> sidecarOf(const std::filesystem::path& labelmap);

}  // namespace exchange
