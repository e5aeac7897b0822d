#include "imaging/dicom_header.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <glm/geometric.hpp>
#include <string_view>

#include "core/error.h"
#include "core/text.h"
#include "imaging/dicom_plane.h"

namespace imaging {
namespace {

constexpr std::size_t kMaxDescription = 64;

struct Attribute {
  const char* keyword;
  DcmTagKey tag;
};

// What a DICOM SEG takes over from its source images (PS3.3 A.51). Nothing here names the patient.
const Attribute kSourceAttributes[] = {
    {"StudyDate", DCM_StudyDate},
    {"StudyTime", DCM_StudyTime},
    {"StudyID", DCM_StudyID},
    {"StudyDescription", DCM_StudyDescription},
    {"AccessionNumber", DCM_AccessionNumber},
    {"SeriesNumber", DCM_SeriesNumber},
    {"SeriesDate", DCM_SeriesDate},
    {"SeriesTime", DCM_SeriesTime},
    {"PatientSex", DCM_PatientSex},
    {"PatientAge", DCM_PatientAge},
    {"PatientPosition", DCM_PatientPosition},
    {"BodyPartExamined", DCM_BodyPartExamined},
    {"Laterality", DCM_Laterality},
    {"PositionReferenceIndicator", DCM_PositionReferenceIndicator},
    {"Manufacturer", DCM_Manufacturer},
    {"ManufacturerModelName", DCM_ManufacturerModelName},
};

// What may tell images at one position apart, in classic files and, where they stand at the top, in enhanced ones.
const Attribute kMarkAttributes[] = {
    {"TemporalPositionIdentifier", DCM_TemporalPositionIdentifier},
    {"EchoNumbers", DCM_EchoNumbers},
    {"EchoTime", DCM_EchoTime},
    {"DiffusionBValue", DCM_DiffusionBValue},
    {"DiffusionGradientOrientation", DCM_DiffusionGradientOrientation},
    {"ComplexImageComponent", DCM_ComplexImageComponent},
    {"ImageType", DCM_ImageType},
    {"TriggerTime", DCM_TriggerTime},
    {"NominalPercentageOfCardiacPhase", DCM_NominalPercentageOfCardiacPhase},
    {"InversionTime", DCM_InversionTime},
    {"FlipAngle", DCM_FlipAngle},
    {"RepetitionTime", DCM_RepetitionTime},
    {"KVP", DCM_KVP},
    {"ConvolutionKernel", DCM_ConvolutionKernel},
    {"AcquisitionNumber", DCM_AcquisitionNumber},
    {"AcquisitionDateTime", DCM_AcquisitionDateTime},
    {"AcquisitionTime", DCM_AcquisitionTime},
    {"ContentTime", DCM_ContentTime},
};

// The same within the functional groups of enhanced files: group, attribute, keyword.
struct GroupMark {
  DcmTagKey sequence;
  DcmTagKey tag;
  const char* keyword;
};
const GroupMark kGroupMarks[] = {
    {DCM_FrameContentSequence, DCM_TemporalPositionIndex, "TemporalPositionIndex"},
    {DCM_TemporalPositionSequence, DCM_TemporalPositionTimeOffset, "TemporalPositionTimeOffset"},
    {DCM_MREchoSequence, DCM_EffectiveEchoTime, "EchoTime"},
    {DCM_MRDiffusionSequence, DCM_DiffusionBValue, "DiffusionBValue"},
    {DCM_MRDiffusionSequence, DCM_DiffusionDirectionality, "DiffusionDirectionality"},
    {DCM_MRImageFrameTypeSequence, DCM_ComplexImageComponent, "ComplexImageComponent"},
    {DCM_MRImageFrameTypeSequence, DCM_FrameType, "ImageType"},
    {DCM_CTImageFrameTypeSequence, DCM_FrameType, "ImageType"},
    {DCM_CardiacSynchronizationSequence, DCM_NominalCardiacTriggerDelayTime, "TriggerTime"},
    {DCM_CardiacSynchronizationSequence, DCM_NominalPercentageOfCardiacPhase, "NominalPercentageOfCardiacPhase"},
    {DCM_RespiratorySynchronizationSequence, DCM_NominalPercentageOfRespiratoryPhase,
     "NominalPercentageOfRespiratoryPhase"},
    {DCM_MRTimingAndRelatedParametersSequence, DCM_FlipAngle, "FlipAngle"},
    {DCM_MRTimingAndRelatedParametersSequence, DCM_RepetitionTime, "RepetitionTime"},
    {DCM_CTReconstructionSequence, DCM_ConvolutionKernel, "ConvolutionKernel"},
    {DCM_CTXRayDetailsSequence, DCM_KVP, "KVP"},
    {DCM_FrameContentSequence, DCM_FrameAcquisitionNumber, "AcquisitionNumber"},
    {DCM_FrameContentSequence, DCM_FrameAcquisitionDateTime, "AcquisitionDateTime"},
    {DCM_FrameContentSequence, DCM_StackID, "StackID"},
};

std::string whyLeftOut(const std::string& sopClass, const std::string& modality) {
  static const std::map<std::string_view, std::string_view> kOthers = {
      {UID_MediaStorageDirectoryStorage, "a DICOMDIR index"},
      {UID_SecondaryCaptureImageStorage, "a secondary capture"},
      {UID_MultiframeGrayscaleByteSecondaryCaptureImageStorage, "a secondary capture"},
      {UID_MultiframeGrayscaleWordSecondaryCaptureImageStorage, "a secondary capture"},
      {UID_MultiframeTrueColorSecondaryCaptureImageStorage, "a secondary capture"},
      {UID_SegmentationStorage, "a segmentation; import it as labels"},
      {UID_SurfaceSegmentationStorage, "a surface segmentation"},
      {UID_RTStructureSetStorage, "an RT structure set"},
      {UID_RTDoseStorage, "an RT dose"},
      {UID_RTPlanStorage, "an RT plan"},
      {UID_EncapsulatedPDFStorage, "a PDF document"},
      {UID_GrayscaleSoftcopyPresentationStateStorage, "a presentation state"},
      {UID_PositronEmissionTomographyImageStorage, "a PET image"},
      {UID_MRSpectroscopyStorage, "an MR spectrum"},
  };
  static const std::string_view kImages[] = {
      UID_CTImageStorage, UID_EnhancedCTImageStorage, UID_LegacyConvertedEnhancedCTImageStorage,
      UID_MRImageStorage, UID_EnhancedMRImageStorage, UID_LegacyConvertedEnhancedMRImageStorage};
  if (std::ranges::find(kImages, sopClass) != std::end(kImages)) {
    return {};
  }
  if (sopClass.empty()) {  // older than SOP classes, or stripped
    return modality == "CT" || modality == "MR" ? "" : "no CT or MR image";
  }
  if (const auto other = kOthers.find(sopClass); other != kOthers.end()) {
    return std::string(other->second);
  }
  const char* name = dcmFindNameOfUID(sopClass.c_str());
  return "no CT or MR image but " + (name == nullptr ? "of class " + sopClass : std::string(name));
}

// Whether a part of the patient's name, or the ID, stands in a text that is about to become visible.
bool namesPatient(const std::string& value, DcmDataset& dataset) {
  const std::string haystack = core::lowered(value);
  std::string identity = text(dataset, DCM_PatientName) + "^" + utf8Text(dataset, DCM_PatientName, dataset) + "^" +
                         text(dataset, DCM_PatientID);
  std::string part;
  for (const char c : core::lowered(identity) + "^") {
    if (c != '^' && c != '=' && c != ' ' && c != ',' && c != '\\') {
      part += c;
      continue;
    }
    if (part.size() >= 3 && haystack.find(part) != std::string::npos) {
      return true;
    }
    part.clear();
  }
  return false;
}

std::string printable(const std::string& value) {
  std::string result;
  for (const char c : value) {
    const bool isControl = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    const bool isSpace = isControl || c == ' ' || c == '/' || c == '\\';
    if (!isSpace) {
      result += c;
    } else if (!result.empty() && result.back() != ' ') {
      result += ' ';
    }
  }
  if (result.size() > kMaxDescription) {
    std::size_t end = kMaxDescription;
    while (end > 0 && (static_cast<unsigned char>(result[end]) & 0xc0) == 0x80) {
      --end;  // not within a UTF-8 sequence
    }
    result.resize(end);
  }
  while (!result.empty() && result.back() == ' ') {
    result.pop_back();
  }
  return result;
}

void readMarks(DcmItem& item, DicomFrame& frame) {
  for (const Attribute& mark : kMarkAttributes) {
    if (std::string value = text(item, mark.tag); !value.empty()) {
      frame.marks[mark.keyword] = std::move(value);
    }
  }
  // Before the standard had b-values, vendors kept them in groups of their own.
  const auto vendor = [&](const char* keyword, Uint16 group, Uint16 element, const char* creator) {
    if (!frame.marks.contains(keyword) && text(item, DcmTagKey(group, Uint16(element >> 8))).starts_with(creator)) {
      if (std::string value = text(item, DcmTagKey(group, element)); !value.empty()) {
        frame.marks[keyword] = std::move(value);
      }
    }
  };
  vendor("DiffusionBValue", 0x0019, 0x100c, "SIEMENS MR HEADER");
  vendor("DiffusionGradientOrientation", 0x0019, 0x100e, "SIEMENS MR HEADER");
  vendor("DiffusionBValue", 0x0043, 0x1039, "GEMS_PARM_01");
  vendor("DiffusionBValue", 0x2001, 0x1003, "Philips Imaging DD 001");
}

void readRescale(DcmItem& item, DicomFrame& frame, const std::string& subject) {
  const std::optional<double> slope = number(item, DCM_RescaleSlope);
  const std::optional<double> intercept = number(item, DCM_RescaleIntercept);
  if (!slope && !intercept) {
    return;
  }
  frame.rescale = {slope.value_or(1), intercept.value_or(0)};
  frame.hasRescale = true;
  if (frame.rescale.slope == 0) {
    throw core::Error(subject, "its Rescale Slope is zero, so every value would be the same", "Export the image again");
  }
}

void readClassic(DcmDataset& dataset, DicomHeader& header) {
  if (header.format.frames != 1) {
    throw core::Error(header.path.string(),
                      "it holds " + std::to_string(header.format.frames) +
                          " frames in a class of images that has no place for the position of each",
                      "Export it as an enhanced image or as single slices");
  }
  DicomFrame frame;
  readPlane(dataset, dataset, dataset, frame);
  readRescale(dataset, frame, header.path.string());
  if (firstItem(dataset, DCM_ModalityLUTSequence) != nullptr && !frame.hasRescale) {
    throw core::Error(header.path.string(), "its values are given by a Modality LUT, which is not supported",
                      "Export the image with Rescale Slope and Intercept");
  }
  readMarks(dataset, frame);
  header.frames.push_back(std::move(frame));
}

// Attributes of a functional group: the frame's own, else the one that all frames share.
class FunctionalGroups {
 public:
  FunctionalGroups(DcmItem* own, DcmItem* shared) : own_(own), shared_(shared) {}

  DcmItem* find(const DcmTagKey& sequence) const {
    DcmItem* item = own_ == nullptr ? nullptr : firstItem(*own_, sequence);
    return item != nullptr || shared_ == nullptr ? item : firstItem(*shared_, sequence);
  }

 private:
  DcmItem* own_;
  DcmItem* shared_;
};

void readGroupMarks(const FunctionalGroups& groups, DicomFrame& frame) {
  for (const GroupMark& mark : kGroupMarks) {
    DcmItem* group = groups.find(mark.sequence);
    if (std::string value = group == nullptr ? "" : text(*group, mark.tag); !value.empty()) {
      frame.marks[mark.keyword] = std::move(value);
    }
  }
  if (DcmItem* diffusion = groups.find(DCM_MRDiffusionSequence)) {
    if (DcmItem* gradient = firstItem(*diffusion, DCM_DiffusionGradientDirectionSequence)) {
      frame.marks["DiffusionGradientOrientation"] = text(*gradient, DCM_DiffusionGradientOrientation);
    }
  }
  if (DcmItem* content = groups.find(DCM_FrameContentSequence)) {
    int dimension = 0;
    for (const double index : numbers(*content, DCM_DimensionIndexValues)) {
      frame.marks["Dimension" + std::to_string(++dimension)] = std::to_string((long long)(index));
    }
  }
}

void readEnhanced(DcmDataset& dataset, DicomHeader& header) {
  const std::string subject = header.path.string();
  DcmSequenceOfItems* perFrame = nullptr;
  dataset.findAndGetSequence(DCM_PerFrameFunctionalGroupsSequence, perFrame);
  DcmItem* shared = firstItem(dataset, DCM_SharedFunctionalGroupsSequence);
  if (perFrame == nullptr || perFrame->card() < (unsigned long)(header.format.frames)) {
    throw core::Error(subject,
                      "the position and spacing of its frames are unknown: it lacks the functional groups " +
                          std::string("that would say (") + std::to_string(perFrame == nullptr ? 0 : perFrame->card()) +
                          " for " + std::to_string(header.format.frames) + " frames)",
                      "Export it again from the scanner or archive, without stripping its geometry");
  }
  auto* item = static_cast<DcmItem*>(perFrame->nextInContainer(nullptr));
  for (int index = 0; index < header.format.frames; ++index) {
    const FunctionalGroups groups(item, shared);
    DcmItem empty;
    const auto groupOr = [&](const DcmTagKey& sequence) -> DcmItem& {
      DcmItem* found = groups.find(sequence);
      return found == nullptr ? empty : *found;
    };
    DicomFrame frame;
    frame.number = index;
    readPlane(groupOr(DCM_PlanePositionSequence), groupOr(DCM_PlaneOrientationSequence),
              groupOr(DCM_PixelMeasuresSequence), frame);
    readRescale(groupOr(DCM_PixelValueTransformationSequence), frame, subject);
    readGroupMarks(groups, frame);
    header.frames.push_back(std::move(frame));
    item = static_cast<DcmItem*>(perFrame->nextInContainer(item));
  }
}

}  // namespace

DicomHeader readHeader(const std::filesystem::path& path) {
  DicomFile file(path, DicomFile::Extent::Header);
  DcmDataset& dataset = file.dataset();
  DicomHeader header;
  header.path = path;
  header.sopClassUid = text(dataset, DCM_SOPClassUID);
  if (header.sopClassUid.empty()) {
    header.sopClassUid = text(file.meta(), DCM_MediaStorageSOPClassUID);
  }
  header.sopInstanceUid = text(dataset, DCM_SOPInstanceUID);
  if (header.sopInstanceUid.empty()) {
    header.sopInstanceUid = text(file.meta(), DCM_MediaStorageSOPInstanceUID);
  }
  header.studyUid = text(dataset, DCM_StudyInstanceUID);
  header.seriesUid = text(dataset, DCM_SeriesInstanceUID);
  header.frameOfReferenceUid = text(dataset, DCM_FrameOfReferenceUID);
  header.modality = text(dataset, DCM_Modality);
  header.seriesNumber = printable(text(dataset, DCM_SeriesNumber));
  header.description = printable(utf8Text(dataset, DCM_SeriesDescription, dataset));
  if (namesPatient(header.description, dataset)) {
    header.description.clear();
  }
  header.leftOut = whyLeftOut(header.sopClassUid, header.modality);
  const std::string imageType = "\\" + text(dataset, DCM_ImageType) + "\\";
  if (header.leftOut.empty() && imageType.find("\\LOCALIZER\\") != std::string::npos) {
    header.leftOut = "a localizer";
  }
  if (!header.leftOut.empty()) {
    return header;
  }
  header.format = pixelFormat(dataset, path.string());
  header.isMultiFrame = header.sopClassUid != UID_CTImageStorage && header.sopClassUid != UID_MRImageStorage &&
                        !header.sopClassUid.empty();
  header.isLossy = text(dataset, DCM_LossyImageCompression) == "01";
  for (const Attribute& attribute : kSourceAttributes) {
    if (std::string value = utf8Text(dataset, attribute.tag, dataset); !value.empty()) {
      header.attributes[attribute.keyword] = std::move(value);
    }
  }
  if (header.isMultiFrame) {
    readEnhanced(dataset, header);
  } else {
    readClassic(dataset, header);
  }
  return header;
}

}  // namespace imaging
