// Labels in files, in and out, without any project: a set of named segments over a grid; they may overlap.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/grid.h"
#include "core/mask.h"
#include "core/study.h"

namespace imaging {

// A coded concept as DICOM has it: value, scheme, meaning ("49755003", "SCT", "Morphologically Abnormal Structure").
struct Code {
  std::string value;
  std::string scheme;
  std::string meaning;

  bool operator==(const Code&) const = default;
};

struct LabelSegment {
  int value = 0;            // voxel value of a labelmap, or Segment Number
  std::string name;         // Segment Label, or "label 7" where the file has no names
  std::string className;    // what the file says it is; empty where it says nothing
  Code category, type;      // DICOM SEG: Segmented Property Category and Type; empty elsewhere
  std::string trackingUid;  // DICOM Tracking UID; empty where there is none
  std::optional<std::array<std::uint8_t, 3>> colour;  // sRGB
  core::Mask mask;                                    // in voxels of LabelFile::grid
};

struct LabelFile {
  core::Grid grid;
  std::string frameOfReferenceUid;     // empty where the format has none
  std::string format;                  // "NIfTI", "NRRD", "MetaImage", "DICOM SEG"
  std::vector<LabelSegment> segments;  // by value; empty segments are kept where the file names them
  std::vector<std::string> notes;
};

}  // namespace imaging
