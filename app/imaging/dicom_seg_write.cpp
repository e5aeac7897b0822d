#include "imaging/dicom_seg.h"

#include <dcmtk/config/osconfig.h>
// DCMTK asks for its configuration first.
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmfg/fgderimg.h>
#include <dcmtk/dcmfg/fgfracon.h>
#include <dcmtk/dcmfg/fgpixmsr.h>
#include <dcmtk/dcmfg/fgplanor.h>
#include <dcmtk/dcmfg/fgplanpo.h>
#include <dcmtk/dcmiod/cielabutil.h>
#include <dcmtk/dcmiod/iodreferences.h>
#include <dcmtk/dcmseg/segdoc.h>
#include <dcmtk/dcmseg/segment.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <glm/geometric.hpp>
#include <map>
#include <memory>

#include "core/error.h"
#include "imaging/dicom_file.h"

namespace imaging {

namespace {

constexpr std::size_t kMaxSegments = 65535;  // Segment Number is a 16-bit word
constexpr std::size_t kMaxFrames = 65535;
constexpr std::size_t kLongStringCharacters = 64;
constexpr std::size_t kShortTextCharacters = 1024;

// The decimal of at most 16 characters (Value Representation DS) that is nearest to `value`.
std::string decimalString(double value) {
  std::array<char, 40> buffer{};
  for (int precision = 17; precision > 0; --precision) {
    const auto end =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::general, precision);
    if (end.ec == std::errc() && end.ptr - buffer.data() <= 16) {
      return {buffer.data(), end.ptr};
    }
  }
  core::invariantBroken("a finite number has a decimal of 16 characters", std::source_location::current());
}

// Text as a DICOM string may hold it: no control characters, no backslash (it separates values), at most so many
// characters of UTF-8.
std::string dicomText(std::string_view text, std::size_t maxCharacters) {
  std::string out;
  std::size_t characters = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool startsCharacter = (byte & 0xc0) != 0x80;
    if (startsCharacter && ++characters > maxCharacters) {
      break;
    }
    out.push_back(byte < 0x20 || byte == 0x7f ? ' ' : c == '\\' ? '/' : c);
  }
  return out;
}

std::string longString(std::string_view text) {
  return dicomText(text, kLongStringCharacters);
}

std::string personName(std::string_view text) {
  std::string name = longString(text);
  for (char& c : name) {
    if (c == '^' || c == '=') {  // they separate the parts of a name
      c = ' ';
    }
  }
  return name;
}

OFString of(const std::string& text) {
  return {text.c_str(), text.size()};
}

template <typename T>
void hashValue(core::Sha256& hash, const T& value) {
  hash.update(std::as_bytes(std::span(&value, 1)));
}

void hashText(core::Sha256& hash, std::string_view text) {
  hashValue(hash, std::uint64_t(text.size()));
  hash.update(text);
}

// Of everything that the file says.
core::Hash contentHash(const SegmentationDocument& document) {
  core::Sha256 hash;
  hash.update(std::as_bytes(std::span(document.caseId.bytes)));
  hashValue(hash, document.grid.size());
  hashValue(hash, document.grid.worldFromVoxel());
  const core::SourceAttributes& source = document.source;
  for (const std::string& text :
       {document.patientName, document.creator, document.seriesDescription, document.date, document.time,
        source.frameOfReferenceUid, source.studyUid, source.seriesUid, source.sopClassUid}) {
    hashText(hash, text);
  }
  hashValue(hash, std::uint64_t(source.sopInstanceUids.size()));
  for (const std::string& uid : source.sopInstanceUids) {
    hashText(hash, uid);
  }
  hashValue(hash, std::uint64_t(source.frameNumbers.size()));
  for (const int frame : source.frameNumbers) {
    hashValue(hash, frame);
  }
  for (const auto& [keyword, value] : source.attributes) {
    hashText(hash, keyword);
    hashText(hash, value);
  }
  for (const SegmentToWrite& segment : document.segments) {
    hash.update(std::as_bytes(std::span(segment.id.bytes)));
    for (const std::string& text :
         {segment.name, segment.className, segment.category.value, segment.category.scheme, segment.category.meaning,
          segment.type.value, segment.type.scheme, segment.type.meaning}) {
      hashText(hash, text);
    }
    hash.update(std::as_bytes(std::span(segment.colour)));
    hashValue(hash, segment.semiautomatic);
    hashValue(hash, std::uint64_t(segment.mask->bricks().size()));
    for (const auto& [key, brick] : segment.mask->bricks()) {
      hashValue(hash, key.packed);
      hash.update(std::as_bytes(std::span(brick.rows)));
    }
  }
  return hash.finish();
}

// What the document becomes, step by step; throws with the name of the file.
class Writer {
 public:
  Writer(const std::filesystem::path& path, const SegmentationDocument& document)
      : path_(path), document_(document), content_(contentHash(document)) {}

  void write() {
    create();
    describePatientAndStudy();
    describeSharedGeometry();
    addSegments();
    addFrames();
    addReferences();
    save();
  }

 private:
  [[noreturn]] void fail(const std::string& cause, const std::string& remedy = {}) const {
    throw core::Error(path_.string(), cause, remedy);
  }

  void require(const OFCondition& condition, const char* what) const {
    if (condition.bad()) {
      fail(std::string("the segmentation can't be written: ") + what + ": " + condition.text());
    }
  }

  CodeSequenceMacro codeOf(const Code& code) const {
    CodeSequenceMacro macro;
    require(macro.set(of(code.value), of(code.scheme), of(longString(code.meaning))), "a code");
    return macro;
  }

  void create() {
    ContentIdentificationMacro* identification = nullptr;
    require(ContentIdentificationMacro::create("1", "SEGMENTATION", "Lesion annotations", "", identification),
            "content identification");
    const std::unique_ptr<ContentIdentificationMacro> owner(identification);

    const IODGeneralEquipmentModule::EquipmentInfo equipment("Sagitta", "Sagitta", "0", "1");
    DcmSegmentation* segmentation = nullptr;
    const glm::ivec3 size = document_.grid.size();
    require(DcmSegmentation::createBinarySegmentation(segmentation, Uint16(size.y), Uint16(size.x), equipment,
                                                      *identification),
            "its creation");
    segmentation_.reset(segmentation);
    blank_.assign(std::size_t(size.x) * std::size_t(size.y), 0);
    segmentation_->setCheckFGOnWrite(OFFalse);  // takes minutes for thousands of frames, and ours are all alike
    segmentation_->setCheckDimensionsOnWrite(OFFalse);
  }

  void describePatientAndStudy() {
    const core::SourceAttributes& source = document_.source;
    studyUid_ = source.studyUid.empty() ? derivedUid("sagitta study", document_.caseId) : source.studyUid;
    require(segmentation_->getStudy().setStudyInstanceUID(of(studyUid_)), "Study Instance UID");
    require(
        segmentation_->getFrameOfReference().setFrameOfReferenceUID(of(
            source.frameOfReferenceUid.empty() ? frameOfReferenceUidOf(document_.caseId) : source.frameOfReferenceUid)),
        "Frame of Reference UID");

    IODGeneralSeriesModule& series = segmentation_->getSeries();
    require(series.setSeriesInstanceUID(of(derivedUid("sagitta segmentation series", content_))),
            "Series Instance UID");
    require(series.setSeriesNumber("1"), "Series Number");
    require(series.setSeriesDate(of(document_.date)), "Series Date");
    require(series.setSeriesTime(of(document_.time)), "Series Time");
    IODGeneralImageModule& image = segmentation_->getGeneralImage();
    require(image.setContentDate(of(document_.date)), "Content Date");
    require(image.setContentTime(of(document_.time)), "Content Time");
    IODSOPCommonModule& common = segmentation_->getSOPCommon();
    require(common.setSOPInstanceUID(of(derivedUid("sagitta segmentation", content_))), "SOP Instance UID");
    require(common.setSpecificCharacterSet("ISO_IR 192"), "Specific Character Set");
  }

  void describeSharedGeometry() {
    const glm::dmat4& world = document_.grid.worldFromVoxel();
    const glm::dvec3 spacing = document_.grid.spacingMm();
    const glm::dvec3 row = glm::dvec3(world[0]) / spacing.x;
    const glm::dvec3 column = glm::dvec3(world[1]) / spacing.y;
    rightHanded_ = glm::dot(glm::cross(row, column), glm::dvec3(world[2])) > 0;

    FGPixelMeasures measures;
    require(measures.setPixelSpacing(of(decimalString(spacing.y) + "\\" + decimalString(spacing.x))), "Pixel Spacing");
    require(measures.setSliceThickness(of(decimalString(spacing.z))), "Slice Thickness");
    require(measures.setSpacingBetweenSlices(of(decimalString(spacing.z))), "Spacing Between Slices");
    require(segmentation_->addForAllFrames(measures), "Pixel Measures");

    FGPlaneOrientationPatient orientation;
    require(orientation.setImageOrientationPatient(of(decimalString(row.x)), of(decimalString(row.y)),
                                                   of(decimalString(row.z)), of(decimalString(column.x)),
                                                   of(decimalString(column.y)), of(decimalString(column.z))),
            "Image Orientation");
    require(segmentation_->addForAllFrames(orientation), "Plane Orientation");

    const OFString organization = of(derivedUid("sagitta dimensions", content_));
    IODMultiframeDimensionModule& dimensions = segmentation_->getDimensions();
    require(dimensions.addDimensionIndex(DCM_ReferencedSegmentNumber, organization, DCM_SegmentIdentificationSequence,
                                         "Segment"),
            "a dimension");
    require(dimensions.addDimensionIndex(DCM_ImagePositionPatient, organization, DCM_PlanePositionSequence, "Position"),
            "a dimension");
  }

  void addSegments() {
    for (const SegmentToWrite& segment : document_.segments) {
      DcmSegment* made = nullptr;
      require(DcmSegment::create(made, "segment", codeOf(segment.category), codeOf(segment.type),
                                 segment.semiautomatic ? DcmSegTypes::SAT_SEMIAUTOMATIC : DcmSegTypes::SAT_MANUAL,
                                 segment.semiautomatic ? "Sagitta" : ""),
              "a segment");
      require(made->setTrackingID("segment"), "Tracking ID");  // goes with a Tracking UID; insertTexts() says which
      require(made->setTrackingUID(of(derivedUid("sagitta lesion", segment.id))), "Tracking UID");
      double l = 0, a = 0, b = 0;
      IODCIELabUtil::rgb2DicomLab(l, a, b, segment.colour[0] / 255.0, segment.colour[1] / 255.0,
                                  segment.colour[2] / 255.0);
      require(made->setRecommendedDisplayCIELabValue(Uint16(std::lround(l)), Uint16(std::lround(a)),
                                                     Uint16(std::lround(b))),
              "Recommended Display Colour");
      Uint16 number = 0;
      require(segmentation_->addSegment(made, number), "a segment");
    }
  }

  struct Run {
    glm::ivec3 first;
    int length;
  };

  void addFrames() {
    for (std::size_t s = 0; s < document_.segments.size(); ++s) {
      std::map<int, std::vector<Run>> planes;
      document_.segments[s].mask->forEachRun([&](glm::ivec3 first, int length) {
        planes[first.z].push_back({first, length});
      });
      if (planes.empty()) {
        planes[0];  // dcmseg refuses fewer frames than segments: an empty lesion gets a blank one
      }
      if (rightHanded_) {
        for (auto plane = planes.begin(); plane != planes.end(); ++plane) {
          addFrame(Uint16(s + 1), plane->first, plane->second);
        }
      } else {
        for (auto plane = planes.rbegin(); plane != planes.rend(); ++plane) {
          addFrame(Uint16(s + 1), plane->first, plane->second);
        }
      }
    }
  }

  void addFrame(Uint16 segment, int k, const std::vector<Run>& runs) {
    if (++frames_ > kMaxFrames) {
      fail("the lesions cover more than " + std::to_string(kMaxFrames) + " planes in all, more than a SEG holds",
           "Export one track or fewer lesions at a time");
    }
    const glm::ivec3 size = document_.grid.size();
    packFrame(runs);
    const glm::dvec3 corner = document_.grid.worldOf({0, 0, k});
    FGPlanePosPatient position;
    require(position.setImagePositionPatient(of(decimalString(corner.x)), of(decimalString(corner.y)),
                                             of(decimalString(corner.z))),
            "Image Position");
    FGFrameContent content;
    require(content.setDimensionIndexValues(segment, 0), "Dimension Index Values");
    require(content.setDimensionIndexValues(Uint32(rightHanded_ ? k + 1 : size.z - k), 1), "Dimension Index Values");
    OFVector<FGBase*> groups;
    groups.push_back(&position);
    groups.push_back(&content);
    const std::unique_ptr<FGDerivationImage> derivation = derivationOf(k);
    if (derivation) {
      groups.push_back(derivation.get());
    }
    require(segmentation_->addFrame(blank_.data(), segment, groups), "a frame");
  }

  // Appends one frame's bits: row by row, least significant bit first, frames one after another without padding
  // (PS3.5 8.2). Done here, because dcmseg 3.6.7 shifts frames that begin within a byte; it is given blank ones.
  void packFrame(const std::vector<Run>& runs) {
    const glm::ivec3 size = document_.grid.size();
    const std::size_t pixels = std::size_t(size.x) * std::size_t(size.y);
    const std::size_t begin = pixels * (frames_ - 1);
    packed_.resize((pixels * frames_ + 7) / 8);
    for (const Run& run : runs) {
      const std::size_t first = begin + std::size_t(run.first.y) * std::size_t(size.x) + std::size_t(run.first.x);
      for (std::size_t bit = first; bit < first + std::size_t(run.length); ++bit) {
        packed_[bit >> 3] |= Uint8(1u << (bit & 7));
      }
    }
  }

  // Anonymised files may come without UIDs: a reference needs all of them.
  bool refersToSource() const {
    const core::SourceAttributes& source = document_.source;
    const auto isNamed = [](const std::string& uid) { return !uid.empty(); };
    return isNamed(source.sopClassUid) && isNamed(source.seriesUid) &&
           source.sopInstanceUids.size() == std::size_t(document_.grid.size().z) &&
           std::all_of(source.sopInstanceUids.begin(), source.sopInstanceUids.end(), isNamed);
  }

  // Which source image, and which of its frames, lies in plane k; nothing where the volume isn't the source's own
  // planes.
  std::unique_ptr<FGDerivationImage> derivationOf(int k) const {
    if (!refersToSource()) {
      return nullptr;
    }
    const core::SourceAttributes& source = document_.source;
    ImageSOPInstanceReferenceMacro reference;
    require(reference.setReferencedSOPClassUID(of(source.sopClassUid)), "a source image");
    require(reference.setReferencedSOPInstanceUID(of(source.sopInstanceUids[std::size_t(k)])), "a source image");
    if (source.frameNumbers.size() == source.sopInstanceUids.size()) {
      require(reference.addReferencedFrameNumber(Uint16(source.frameNumbers[std::size_t(k)])), "a source frame");
    }
    OFVector<ImageSOPInstanceReferenceMacro> references;
    references.push_back(reference);
    return std::unique_ptr<FGDerivationImage>(
        FGDerivationImage::createMinimal(references, "", codeOf({"113076", "DCM", "Segmentation"}),
                                         codeOf({"121322", "DCM", "Source image for image processing operation"})));
  }

  void addReferences() {
    const core::SourceAttributes& source = document_.source;
    if (!refersToSource()) {
      return;
    }
    IODReferences references;
    std::string last;
    for (const std::string& instance : source.sopInstanceUids) {
      if (instance != last) {  // a multi-frame source names one instance for all its slices
        references.add(new IODImageReference(of(longString(document_.patientName)), of(studyUid_), of(source.seriesUid),
                                             of(instance), of(source.sopClassUid)));
        last = instance;
      }
    }
    segmentation_->getCommonInstanceReference().addReferences(references, of(studyUid_));
  }

  void insert(DcmItem& dataset, const DcmTag& tag, const std::string& value) const {
    require(dataset.putAndInsertOFStringArray(tag, of(value)), "an attribute");
  }

  // All that a person wrote. Inserted here, because dcmseg takes no character beyond ASCII.
  void insertTexts(DcmItem& dataset) const {
    insert(dataset, DCM_PatientID, longString(document_.patientName));
    insert(dataset, DCM_PatientName, personName(document_.patientName));
    insert(dataset, DCM_SeriesDescription, longString(document_.seriesDescription));
    insert(dataset, DCM_ContentCreatorName, personName(document_.creator));
    for (std::size_t s = 0; s < document_.segments.size(); ++s) {
      const SegmentToWrite& segment = document_.segments[s];
      DcmItem* item = nullptr;
      require(dataset.findAndGetSequenceItem(DCM_SegmentSequence, item, long(s)), "a segment");
      insert(*item, DCM_SegmentLabel, longString(segment.name));
      insert(*item, DCM_TrackingID, dicomText(segment.name, segment.name.size()));
      if (!segment.className.empty()) {
        insert(*item, DCM_SegmentDescription, dicomText(segment.className, kShortTextCharacters));
      }
    }
  }

  // What the importer kept of the images' patient and study, where DICOM wants it equal in every object of the study.
  void insertSourceAttributes(DcmItem& dataset) const {
    static const std::pair<const char*, DcmTag> kTaken[] = {
        {"StudyDate", DCM_StudyDate},
        {"StudyTime", DCM_StudyTime},
        {"StudyID", DCM_StudyID},
        {"StudyDescription", DCM_StudyDescription},
        {"AccessionNumber", DCM_AccessionNumber},
        {"ReferringPhysicianName", DCM_ReferringPhysicianName},
        {"PatientBirthDate", DCM_PatientBirthDate},
        {"PatientSex", DCM_PatientSex},
        {"PatientAge", DCM_PatientAge},
        {"PatientSize", DCM_PatientSize},
        {"PatientWeight", DCM_PatientWeight},
        {"BodyPartExamined", DCM_BodyPartExamined},
        {"PositionReferenceIndicator", DCM_PositionReferenceIndicator},
    };
    for (const auto& [keyword, tag] : kTaken) {
      const auto found = document_.source.attributes.find(keyword);
      if (found != document_.source.attributes.end() && !found->second.empty()) {
        insert(dataset, tag, longString(found->second));
      }
    }
  }

  bool segmentsOverlap() const {
    core::Mask seen;
    for (const SegmentToWrite& segment : document_.segments) {
      for (const auto& [key, brick] : segment.mask->bricks()) {
        const core::Brick* other = seen.find(key);
        core::Brick common = brick;
        if (other != nullptr && !(common &= *other).isEmpty()) {
          return true;
        }
      }
      seen |= *segment.mask;
    }
    return false;
  }

  void save() {
    DcmFileFormat file;
    DcmDataset& dataset = *file.getDataset();
    require(segmentation_->writeDataset(dataset), "its dataset");
    packed_.resize((packed_.size() + 1) / 2 * 2);  // values have an even length
    require(dataset.putAndInsertUint8Array(DCM_PixelData, packed_.data(), packed_.size()), "its pixels");
    insertTexts(dataset);
    insertSourceAttributes(dataset);
    insert(dataset, DCM_InstanceCreationDate, document_.date);
    insert(dataset, DCM_InstanceCreationTime, document_.time);
    insert(dataset, DCM_SegmentsOverlap, segmentsOverlap() ? "YES" : "NO");

    const std::filesystem::path part = path_.string() + ".part";
    const OFCondition saved = file.saveFile(part.c_str(), EXS_LittleEndianExplicit);
    std::error_code error;
    if (saved.good()) {
      std::filesystem::rename(part, path_, error);
    }
    if (saved.bad() || error) {
      std::error_code ignored;
      std::filesystem::remove(part, ignored);
      fail("can't be written: " + (saved.bad() ? std::string(saved.text()) : error.message()),
           "Check the folder's permissions and free space");
    }
  }

  const std::filesystem::path& path_;
  const SegmentationDocument& document_;
  const core::Hash content_;
  std::unique_ptr<DcmSegmentation> segmentation_;
  std::string studyUid_;
  std::vector<Uint8> blank_;   // one frame, a byte per pixel
  std::vector<Uint8> packed_;  // all frames, a bit per pixel
  std::size_t frames_ = 0;
  bool rightHanded_ = true;
};

}  // namespace

void writeSegmentation(const std::filesystem::path& path, const SegmentationDocument& document) {
  if (document.segments.empty()) {
    throw core::Error(path.string(), "there is no lesion to write as a DICOM SEG", "Paint or import lesions first");
  }
  if (document.segments.size() > kMaxSegments) {
    throw core::Error(path.string(),
                      std::to_string(document.segments.size()) + " lesions are more than the " +
                          std::to_string(kMaxSegments) + " segments that a SEG holds",
                      "Export one track or fewer lesions at a time");
  }
  for (const SegmentToWrite& segment : document.segments) {
    core::check(segment.mask != nullptr && core::isInside(*segment.mask, document.grid),
                "a segment's mask lies inside the grid");
  }
  prepareDicom();
  Writer(path, document).write();
}

}  // namespace imaging
