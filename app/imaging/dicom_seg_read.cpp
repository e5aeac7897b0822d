#include "imaging/dicom_file.h"  // DCMTK's configuration must come before its other headers
// and this after it
#include <dcmtk/dcmiod/cielabutil.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "core/error.h"
#include "imaging/dicom_seg.h"
#include "imaging/dicom_seg_frames.h"
#include "imaging/dicom_seg_lattice.h"

namespace imaging {

namespace {

constexpr std::size_t kMaxSegmentBricks = std::size_t{1}
                                          << 19;  // 2 GiB of masks: run lengths can claim far more than the file
constexpr int kMaxNoteNames = 5;

// As many numbers as the attribute has; nothing where there are more, fewer, or one is not finite.
std::optional<std::vector<double>> numbers(DcmItem& item, const DcmTagKey& tag, std::size_t count) {
  std::vector<double> values = imaging::numbers(item, tag);
  return values.size() == count ? std::optional(std::move(values)) : std::nullopt;
}

std::optional<double> positiveNumber(DcmItem& item, const DcmTagKey& tag) {
  const std::optional<double> value = number(item, tag);
  return value && *value > 0 ? value : std::nullopt;
}

Code codeOf(DcmItem& item, const DcmTagKey& sequence, DcmItem& dataset) {
  DcmItem* code = firstItem(item, sequence);
  if (code == nullptr) {
    return {};
  }
  return {text(*code, DCM_CodeValue), text(*code, DCM_CodingSchemeDesignator),
          utf8Text(*code, DCM_CodeMeaning, dataset)};
}

std::optional<std::array<std::uint8_t, 3>> colourOf(DcmItem& item) {
  const Uint16* lab = nullptr;
  unsigned long count = 0;
  if (item.findAndGetUint16Array(DCM_RecommendedDisplayCIELabValue, lab, &count).bad() || lab == nullptr ||
      count != 3) {
    return std::nullopt;
  }
  double rgb[3] = {0, 0, 0};
  IODCIELabUtil::dicomLab2RGB(rgb[0], rgb[1], rgb[2], lab[0], lab[1], lab[2]);
  std::array<std::uint8_t, 3> colour{};
  for (int i = 0; i < 3; ++i) {
    colour[std::size_t(i)] = std::uint8_t(std::lround(std::clamp(rgb[i], 0.0, 1.0) * 255));
  }
  return colour;
}

// The functional groups of one frame: its own, else those shared by all.
struct SegmentGroups {
  DcmItem* frame = nullptr;
  DcmItem* shared = nullptr;

  DcmItem* find(const DcmTagKey& sequence) const {
    for (DcmItem* item : {frame, shared}) {
      DcmItem* group = item == nullptr ? nullptr : firstItem(*item, sequence);
      if (group != nullptr) {
        return group;
      }
    }
    return nullptr;
  }
};

class Reader {
 public:
  explicit Reader(const std::filesystem::path& path)
      : subject_(path.string()), file_(path, DicomFile::Extent::Pixels), data_(file_.dataset()) {}

  LabelFile read() {
    const std::string sopClass = text(data_, DCM_SOPClassUID);
    if (sopClass != UID_SegmentationStorage) {
      throw core::Error(subject_, "it is DICOM, but no segmentation (its SOP class is '" + sopClass + "')",
                        "Import images with `sagitta import`");
    }
    out_.format = "DICOM SEG";
    out_.frameOfReferenceUid = text(data_, DCM_FrameOfReferenceUID);
    ownFile_ = text(data_, DCM_Manufacturer) == "Sagitta";
    readFormat();
    readSegments();
    readFunctionalGroups();
    readPixels();
    return std::move(out_);
  }

 private:
  [[noreturn]] void refuse(const std::string& cause,
                           const std::string& remedy = "Get the file again from its source, or export it again") const {
    throw core::Error(subject_, cause, remedy);
  }

  int wordOf(const DcmTagKey& tag, const char* what) const {
    Uint16 value = 0;
    if (data_.findAndGetUint16(tag, value).bad()) {
      refuse(std::string("it lacks ") + what);
    }
    return value;
  }

  void readFormat() {
    format_.rows = wordOf(DCM_Rows, "Rows");
    format_.columns = wordOf(DCM_Columns, "Columns");
    format_.bitsAllocated = wordOf(DCM_BitsAllocated, "Bits Allocated");
    Sint32 frames = 1;
    if (data_.tagExists(DCM_NumberOfFrames) && data_.findAndGetSint32(DCM_NumberOfFrames, frames).bad()) {
      refuse("its Number of Frames is damaged");
    }
    format_.frames = frames;
    const std::string type = text(data_, DCM_SegmentationType);
    if (type != "BINARY" && type != "FRACTIONAL") {
      refuse("segmentations of type '" + type + "' can't be read", "Export it as BINARY");
    }
    Uint16 samples = 1;
    data_.findAndGetUint16(DCM_SamplesPerPixel, samples);
    if ((format_.bitsAllocated != 1 && format_.bitsAllocated != 8) || samples != 1) {
      refuse("its pixels have " + std::to_string(format_.bitsAllocated) + " bits and " + std::to_string(samples) +
             " samples; a segmentation has 1 or 8 bits and one sample");
    }
    if (format_.rows < 1 || format_.columns < 1 || format_.frames < 1 || format_.rows > core::Grid::kMaxSize ||
        format_.columns > core::Grid::kMaxSize) {
      refuse("it says that it has " + std::to_string(format_.frames) + " frames of " + std::to_string(format_.rows) +
             " rows and " + std::to_string(format_.columns) + " columns");
    }
    threshold_ = 1;
    if (type == "FRACTIONAL") {
      Uint16 maximum = 255;
      data_.findAndGetUint16(DCM_MaximumFractionalValue, maximum);
      threshold_ = std::uint8_t(std::clamp((int(maximum) + 1) / 2, 1, 255));
      out_.notes.push_back("its values are fractions of " + std::to_string(maximum) +
                           "; voxels of half of that and above were taken");
    }
  }

  void readSegments() {
    DcmSequenceOfItems* sequence = nullptr;
    if (data_.findAndGetSequence(DCM_SegmentSequence, sequence).bad() || sequence == nullptr) {
      refuse("it lists no segments");
    }
    DcmObject* object = nullptr;
    while ((object = sequence->nextInContainer(object)) != nullptr) {
      auto& item = dynamic_cast<DcmItem&>(*object);
      Uint16 number = 0;
      if (item.findAndGetUint16(DCM_SegmentNumber, number).bad() || number == 0) {
        refuse("a segment has no number");
      }
      LabelSegment segment;
      segment.value = number;
      segment.category = codeOf(item, DCM_SegmentedPropertyCategoryCodeSequence, data_);
      segment.type = codeOf(item, DCM_SegmentedPropertyTypeCodeSequence, data_);
      segment.trackingUid = text(item, DCM_TrackingUID);
      segment.colour = colourOf(item);
      segment.name = utf8Text(item, DCM_SegmentLabel, data_);
      segment.className = segment.type.meaning;
      if (ownFile_) {  // ours hold names longer than a label, and classes that have no code
        const std::string name = utf8Text(item, DCM_TrackingID, data_);
        segment.name = name.empty() ? segment.name : name;
        segment.className = utf8Text(item, DCM_SegmentDescription, data_);
      }
      if (segment.name.empty()) {
        segment.name = "segment " + std::to_string(number);
      }
      if (!segments_.emplace(number, std::move(segment)).second) {
        refuse("two segments have the number " + std::to_string(number));
      }
    }
    if (segments_.empty()) {
      refuse("it lists no segments");
    }
  }

  void readFunctionalGroups() {
    SegmentGroups groups;
    groups.shared = firstItem(data_, DCM_SharedFunctionalGroupsSequence);
    DcmSequenceOfItems* perFrame = nullptr;
    data_.findAndGetSequence(DCM_PerFrameFunctionalGroupsSequence, perFrame);
    if (perFrame == nullptr || perFrame->card() != std::size_t(format_.frames)) {
      refuse("it says that it has " + std::to_string(format_.frames) + " frames, and describes " +
             std::to_string(perFrame == nullptr ? 0 : perFrame->card()));
    }
    std::vector<SegFramePlane> planes;
    DcmObject* object = nullptr;
    while ((object = perFrame->nextInContainer(object)) != nullptr) {
      groups.frame = dynamic_cast<DcmItem*>(object);
      planes.push_back(planeOf(groups, planes.size() + 1));
      frameSegments_.push_back(segmentOf(groups, planes.size()));
    }
    FrameLattice lattice = latticeOf(planes, {format_.columns, format_.rows}, subject_);
    out_.grid = lattice.grid;
    out_.notes.insert(out_.notes.end(), lattice.notes.begin(), lattice.notes.end());
    origins_ = std::move(lattice.origins);
  }

  SegFramePlane planeOf(const SegmentGroups& groups, std::size_t frame) const {
    DcmItem* positions = groups.find(DCM_PlanePositionSequence);
    DcmItem* orientations = groups.find(DCM_PlaneOrientationSequence);
    DcmItem* measures = groups.find(DCM_PixelMeasuresSequence);
    const auto position = positions ? numbers(*positions, DCM_ImagePositionPatient, 3) : std::nullopt;
    const auto orientation = orientations ? numbers(*orientations, DCM_ImageOrientationPatient, 6) : std::nullopt;
    const auto spacing = measures ? numbers(*measures, DCM_PixelSpacing, 2) : std::nullopt;
    const char* missing = !position ? "position" : !orientation ? "orientation" : !spacing ? "pixel spacing" : nullptr;
    if (missing != nullptr) {
      refuse("frame " + std::to_string(frame) + " says nothing usable of its " + missing +
                 ", so its place in the patient is unknown",
             "Export the segments again with their geometry");
    }
    if (!(spacing->at(0) > 0) || !(spacing->at(1) > 0)) {
      refuse("frame " + std::to_string(frame) + " has a pixel spacing that is not positive");
    }
    const std::vector<double>& o = *orientation;
    // Pixel Spacing: between rows first, then between columns (PS3.3 10.7.1.3).
    return {{position->at(0), position->at(1), position->at(2)},
            {o[0], o[1], o[2]},
            {o[3], o[4], o[5]},
            {spacing->at(1), spacing->at(0)},
            positiveNumber(*measures, DCM_SpacingBetweenSlices),
            positiveNumber(*measures, DCM_SliceThickness)};
  }

  LabelSegment* segmentOf(const SegmentGroups& groups, std::size_t frame) {
    DcmItem* identification = groups.find(DCM_SegmentIdentificationSequence);
    Uint16 number = 0;
    if (identification == nullptr || identification->findAndGetUint16(DCM_ReferencedSegmentNumber, number).bad()) {
      if (segments_.size() == 1) {
        return &segments_.begin()->second;
      }
      refuse("frame " + std::to_string(frame) + " names no segment");
    }
    const auto found = segments_.find(number);
    if (found == segments_.end()) {
      refuse("frame " + std::to_string(frame) + " belongs to segment " + std::to_string(number) +
             ", which the file does not list");
    }
    return &found->second;
  }

  void readPixels() {
    std::size_t bricksAtLastCount = 0;
    forEachFrame(data_, format_, subject_, [&](int frame, const FramePixels& pixels) {
      const glm::ivec3 origin = origins_[std::size_t(frame)];
      core::Mask& mask = frameSegments_[std::size_t(frame)]->mask;
      const std::size_t before = mask.bricks().size();
      for (int row = 0; row < format_.rows; ++row) {
        forEachRun(pixels, row, format_.columns, threshold_,
                   [&](int first, int length) { mask.setRun(origin + glm::ivec3(first, row, 0), length); });
      }
      bricksAtLastCount += mask.bricks().size() - before;
      if (bricksAtLastCount > kMaxSegmentBricks) {
        refuse("its segments need more than " + std::to_string(kMaxSegmentBricks * sizeof(core::Brick) >> 20) +
                   " MiB of memory",
               "Export fewer segments at a time");
      }
    });
    std::string empty;
    int emptyCount = 0;
    for (auto& [number, segment] : segments_) {
      if (segment.mask.isEmpty() && ++emptyCount <= kMaxNoteNames) {
        empty += (empty.empty() ? "" : ", ") + segment.name;
      }
      out_.segments.push_back(std::move(segment));
    }
    if (emptyCount > 0) {
      out_.notes.push_back(std::to_string(emptyCount) + " segments are empty: " + empty +
                           (emptyCount > kMaxNoteNames ? ", ..." : ""));
    }
  }

  const std::string subject_;
  DicomFile file_;
  DcmDataset& data_;
  FrameFormat format_;
  std::uint8_t threshold_ = 1;
  bool ownFile_ = false;
  std::map<int, LabelSegment> segments_;
  std::vector<LabelSegment*> frameSegments_;  // of each frame; into segments_
  std::vector<glm::ivec3> origins_;
  LabelFile out_;
};

}  // namespace

LabelFile readSegmentation(const std::filesystem::path& path) {
  return Reader(path).read();
}

bool isSegmentation(const std::filesystem::path& path) {
  if (!isDicom(path)) {
    return false;
  }
  try {
    return text(DicomFile(path, DicomFile::Extent::Header).dataset(), DCM_SOPClassUID) == UID_SegmentationStorage;
  } catch (const core::Error&) {
    return false;  // whoever reads it will say why
  }
}

}  // namespace imaging
