// What leaves a project: the lesions of one track of one case, in a format of other programs. Called by `export` on a
// worker thread; no state.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/mask.h"
#include "core/study.h"
#include "core/volume.h"

namespace exchange {

enum class Format { Nifti, Nrrd, DicomSeg, Glb };

// "nifti", "nrrd", "dicom-seg", "glb".
std::optional<Format> formatNamed(std::string_view name);

struct LesionToExport {
  core::Hash id;
  std::string name;
  std::string className;
  std::array<std::uint8_t, 3> colour{255, 255, 255};  // sRGB
  bool semiautomatic = false;                         // a candidate or a tool took part
  const core::Mask* mask = nullptr;                   // borrowed; inside the case's grid; may be empty
};

// One reading of one case.
struct TrackToExport {
  core::Case image;
  core::SourceAttributes source;
  std::string track;
  std::vector<LesionToExport> lesions;  // in the order in which they get their numbers, from 1
  std::string reader;                   // who marked them; of several, as the caller names them
  std::string date;                     // YYYYMMDD and HHMMSS, of the latest edit
  std::string time;
};

struct ExportedLesion {
  std::string id;  // 64 hexadecimal digits
  std::string name;
  std::string className;
};

struct ExportedFile {
  std::filesystem::path path;
  std::string kind;  // "image", "labels", "segmentation", "surface", "sidecar"
  std::string caseName;
  std::string track;                      // empty for images
  std::map<int, ExportedLesion> lesions;  // by voxel value, Segment Number, or number of the node
};

// Writes one track into `folder`, which is made where it is absent, under names that depend on case and track only:
// CASE_labels-TRACK.nii.gz, further layers of overlapping lesions as ..._layer2 and so on, and for label maps a sidecar
// CASE_labels-TRACK.json with what their voxels mean. A track without lesions gives an empty label map, and no SEG or
// GLB. Equal tracks give equal bytes. Throws core::Error where a file can't be written or the format can't hold the
// lesions. Packing::Plain leaves NIfTI uncompressed (.nii), for bytes that hang on no version of zlib.
enum class Packing { Compressed, Plain };
std::vector<ExportedFile> exportLabels(const TrackToExport& track, Format format, const std::filesystem::path& folder,
                                       Packing packing = Packing::Compressed);

// Writes the volume: CASE_image.nrrd for Format::Nrrd, CASE_image.nii.gz for all others.
ExportedFile exportImage(const core::Case& image, const core::Volume& volume, Format format,
                         const std::filesystem::path& folder, Packing packing = Packing::Compressed);

// A name as a part of a file's name: what a file system may refuse becomes "_", and a name that is changed by that ends
// in the first digits of its hash, so that two names stay two.
std::string fileNameOf(const std::string& name);

// With the folders above it, where they are missing. Throws core::Error where it can't be made.
void makeFolder(const std::filesystem::path& folder);

}  // namespace exchange
