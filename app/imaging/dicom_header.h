// What the headers of CT and MR files say, frame by frame, without their pixels. Classic files hold one frame, enhanced
// ones many (PS3.3 C.7.6.16). Any thread.
#pragma once

#include <filesystem>
#include <glm/vec2.hpp>
#include <glm/vec3.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/volume.h"
#include "imaging/dicom_pixels.h"

namespace imaging {

// Where a frame lies, as its attributes say (PS3.3 C.7.6.2): LPS, mm.
struct FramePlane {
  glm::dvec3 position{0};   // centre of the first pixel
  glm::dvec3 row{1, 0, 0};  // unit, towards increasing columns
  glm::dvec3 column{0, 1, 0};
  glm::dvec2 spacing{1};  // between columns (along row), between rows (along column)

  glm::dvec3 normal() const;  // row x column
};

struct DicomFrame {
  std::size_t file = 0;  // index into the headers that were read together
  int number = 0;        // from 0, in its file
  std::optional<FramePlane> plane;
  std::string planeProblem;  // why there is no plane
  core::Rescale rescale;
  bool hasRescale = false;
  std::optional<double> thicknessMm;     // SliceThickness
  std::optional<double> sliceSpacingMm;  // SpacingBetweenSlices; not to be trusted where positions say otherwise
  std::map<std::string, std::string>
      marks;  // what may tell two images at one position apart, by keyword (EchoTime, ...)
};

struct DicomHeader {
  std::filesystem::path path;
  std::string sopClassUid;
  std::string sopInstanceUid;
  std::string studyUid;
  std::string seriesUid;
  std::string frameOfReferenceUid;
  std::string modality;
  std::string description;   // SeriesDescription made printable; empty where it is absent or names the patient
  std::string seriesNumber;  // empty where absent
  bool isMultiFrame = false;
  bool isLossy = false;
  PixelFormat format;
  std::vector<DicomFrame> frames;
  std::map<std::string, std::string> attributes;  // for core::SourceAttributes; never name, ID or birth date

  // Why the file is no part of any volume ("it is a localizer"); empty where it is. Then only uids, modality and
  // description are filled.
  std::string leftOut;
};

// Throws core::Error where the file can't be read as DICOM or its header contradicts itself.
DicomHeader readHeader(const std::filesystem::path& path);

}  // namespace imaging
