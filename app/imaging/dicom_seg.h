// DICOM Segmentation objects (PS3.3 A.51), in and out: named segments over planes in the patient, which may overlap.
// Called by exchange on a worker thread; no state.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/hash.h"
#include "core/study.h"
#include "imaging/labels.h"

namespace imaging {

// One segment to write. `mask` is borrowed, lies inside the document's grid, and may be empty.
struct SegmentToWrite {
  core::Hash id;          // of the lesion; its Tracking UID is derived from it
  std::string name;       // Tracking ID, and (to 64 characters) Segment Label
  std::string className;  // Segment Description; empty: none
  Code category{"49755003", "SCT", "Morphologically Abnormal Structure"};
  Code type{"52988006", "SCT", "Lesion"};
  std::array<std::uint8_t, 3> colour{255, 255, 255};  // sRGB
  bool semiautomatic = false;                         // a model's or a tool's candidate took part; else drawn by hand
  const core::Mask* mask = nullptr;
};

struct SegmentationDocument {
  core::CaseId caseId;
  std::string patientName;  // the case's pseudonym: Patient ID and Patient's Name
  core::Grid grid;
  core::SourceAttributes source;  // of the images; UIDs that it lacks are derived from the case
  std::vector<SegmentToWrite> segments;
  std::string creator;  // the reader
  std::string seriesDescription;
  std::string date;  // YYYYMMDD, of the last edit: never the clock, so that bytes repeat
  std::string time;  // HHMMSS
};

// Writes one binary SEG (explicit little endian): frames only where a segment has voxels (an empty one has one blank
// frame), segment by segment, planes in the order of a right-handed normal. Equal documents give equal bytes: all UIDs
// are hashes of the content. Replaces `path` once the file is whole. Throws core::Error where there is no segment,
// where there are more than 65,535 segments or frames, or the file can't be written.
void writeSegmentation(const std::filesystem::path& path, const SegmentationDocument& document);

// Reads one SEG of any uncompressed, deflated or RLE transfer syntax. The grid is the regular lattice that holds all of
// the file's planes: i along the rows, j along the columns, k along their normal. FRACTIONAL segments are taken at half
// of the maximum and above, with a note. Throws core::Error where the file can't be read, isn't a SEG, or places its
// planes on no common lattice.
LabelFile readSegmentation(const std::filesystem::path& path);

// Whether the file is DICOM and of a Segmentation SOP Class. False for anything else, also unreadable files.
bool isSegmentation(const std::filesystem::path& path);

// A UID in the 2.25 form (PS3.5 B.2) made of the first 128 bits of SHA-256(purpose, 0, key), as a custom UUID (version
// 8).
std::string derivedUid(std::string_view purpose, const core::Hash& key);

// The UIDs that a SEG of this case gets where its source has none.
std::string frameOfReferenceUidOf(const core::CaseId& caseId);

}  // namespace imaging
