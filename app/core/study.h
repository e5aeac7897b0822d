// A case: one volume of a study, as a project knows it. Plain values; any thread.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/hash.h"
#include "core/volume.h"

namespace core {

using CaseId = Hash;

// What the log says of a case. Its voxels are blobs of the project file, named by their hashes.
struct Case {
  CaseId id;             // of voxels and geometry: the same series imported twice is one case
  std::string name;      // a pseudonym, unique in the project
  std::string modality;  // "CT", "MR", or what the file says
  Grid grid;
  VoxelType voxelType = VoxelType::Int16;
  Rescale rescale;
  IntensityRange intensity;        // smallest and largest finite value after rescale
  std::vector<Hash> chunks;        // SHA-256 of each chunk's uncompressed bytes, in order (imaging/volume_codec.h)
  std::string format;              // "DICOM", "NIfTI", "NRRD", "MetaImage"
  std::vector<std::string> notes;  // what the reader did to it: resampled, split, rounded
  // Names that it bore before, the latest last, each once. The fold puts them here (CaseRenamed); no part of the edit
  // that adds the case.
  std::vector<std::string> formerNames = {};

  bool operator==(const Case&) const = default;
};

// The case that people mean by a name: the one that bears it now, of several the first. Where none does, the one that
// bore it before, so that what was written down by that name is still found. Null where there is none, or where several
// bore it: nobody can tell which was meant.
const Case* caseNamed(std::span<const Case> cases, std::string_view name);

// What is wrong with calling the case `id` so, in words that follow the name ("is blank"): faultOfName(), or another
// case of the project bears it now. Nothing where it is fine.
std::optional<std::string> faultOfCaseName(std::span<const Case> cases, const CaseId& id, std::string_view name);

// What exports need of the source images and the log must not hold: kept in a table apart, and erasable.
struct SourceAttributes {
  std::string frameOfReferenceUid;
  std::string studyUid;
  std::string seriesUid;
  std::string sopClassUid;                        // of the images
  std::vector<std::string> sopInstanceUids;       // one per slice k; empty where the volume was resampled
  std::vector<int> frameNumbers;                  // one per slice k for multi-frame sources (1-based), else empty
  std::map<std::string, std::string> attributes;  // by DICOM keyword (StudyDate, PatientSex, ...), as the exports need

  bool operator==(const SourceAttributes&) const = default;
};

// SHA-256 over the geometry, voxel type, rescale and the chunk hashes.
CaseId caseId(const Grid& grid, VoxelType type, const Rescale& rescale, const std::vector<Hash>& chunks);

}  // namespace core
