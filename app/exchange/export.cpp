#include "exchange/export.h"

#include "core/error.h"
#include "exchange/glb.h"
#include "exchange/sidecar.h"
#include "imaging/dicom_seg.h"
#include "imaging/image_write.h"
#include "imaging/labelmap.h"
#include "shape/measures.h"
#include "shape/surface.h"

namespace exchange {

namespace {

constexpr std::size_t kMaxLesions = 65535;  // voxels of label maps have 16 bits, as Segment Numbers
constexpr std::size_t kMaxNameBytes = 80;   // a file name has at most 255 bytes, and takes two names and an ending

class Exporter {
 public:
  Exporter(const TrackToExport& track, const std::filesystem::path& folder)
      : track_(track), folder_(folder), stem_(fileNameOf(track.image.name) + "_labels-" + fileNameOf(track.track)) {
    if (track.lesions.size() > kMaxLesions) {
      throw core::Error(stem_,
                        std::to_string(track.lesions.size()) + " lesions are more than the " +
                            std::to_string(kMaxLesions) + " that a file holds",
                        "Export fewer lesions at a time");
    }
    for (const LesionToExport& lesion : track.lesions) {
      core::check(lesion.mask != nullptr && core::isInside(*lesion.mask, track.image.grid),
                  "a lesion lies inside its case");
    }
    makeFolder(folder);
  }

  std::vector<ExportedFile> labelmaps(const std::string& ending) const {
    std::vector<ExportedFile> files;
    Sidecar sidecar{track_.image.name, track_.image.id.hex(), track_.track, frameOfReference(), {}};
    const std::vector<std::vector<std::size_t>> layers = layersOf();
    for (std::size_t n = 0; n < layers.size(); ++n) {
      ExportedFile file = exported(stem_ + (n == 0 ? "" : "_layer" + std::to_string(n + 1)) + ending, "labels");
      imaging::LabelFile labels;
      labels.grid = track_.image.grid;
      labels.frameOfReferenceUid = frameOfReference();
      SidecarFile entry{file.path.filename().string(), {}};
      for (const std::size_t index : layers[n]) {
        const LesionToExport& lesion = track_.lesions[index];
        imaging::LabelSegment segment;
        segment.value = int(index) + 1;
        segment.name = lesion.name;
        segment.className = lesion.className;
        segment.trackingUid = imaging::derivedUid("sagitta lesion", lesion.id);
        segment.colour = lesion.colour;
        segment.mask = *lesion.mask;
        labels.segments.push_back(std::move(segment));
        file.lesions[int(index) + 1] = exportedLesion(lesion);
        entry.lesions[int(index) + 1] = {lesion.id.hex(), lesion.name, lesion.className, lesion.colour};
      }
      imaging::writeLabelmap(labels, file.path);
      sidecar.files.push_back(std::move(entry));
      files.push_back(std::move(file));
    }
    ExportedFile list = exported(stem_ + ".json", "sidecar");
    writeSidecar(list.path, sidecar);
    files.push_back(std::move(list));
    return files;
  }

  std::vector<ExportedFile> segmentation() const {
    if (track_.lesions.empty()) {
      return {};
    }
    imaging::SegmentationDocument document;
    document.caseId = track_.image.id;
    document.patientName = track_.image.name;
    document.grid = track_.image.grid;
    document.source = track_.source;
    document.creator = track_.reader;
    document.seriesDescription = "Lesions: " + track_.track;
    document.date = track_.date;
    document.time = track_.time;
    for (const LesionToExport& lesion : track_.lesions) {
      imaging::SegmentToWrite segment;
      segment.id = lesion.id;
      segment.name = lesion.name;
      segment.className = lesion.className;
      segment.colour = lesion.colour;
      segment.semiautomatic = lesion.semiautomatic;
      segment.mask = lesion.mask;
      document.segments.push_back(std::move(segment));
    }
    ExportedFile file = exportedWithAll(stem_ + ".seg.dcm", "segmentation");
    imaging::writeSegmentation(file.path, document);
    return {file};
  }

  std::vector<ExportedFile> surfaces() const {
    if (track_.lesions.empty()) {
      return {};
    }
    SurfaceFile content{track_.image.name, frameOfReference(), {}};
    for (const LesionToExport& lesion : track_.lesions) {
      content.surfaces.push_back({lesion.id.hex(), lesion.name, lesion.className,
                                  shape::voxelVolumeMl(*lesion.mask, track_.image.grid), lesion.colour,
                                  shape::surfaceOf(*lesion.mask, track_.image.grid)});
    }
    ExportedFile file = exportedWithAll(stem_ + ".glb", "surface");
    writeGlb(file.path, content);
    return {file};
  }

 private:
  // The same in every format: the source's, or the one that the case's SEG gets.
  std::string frameOfReference() const {
    return track_.source.frameOfReferenceUid.empty() ? imaging::frameOfReferenceUidOf(track_.image.id)
                                                     : track_.source.frameOfReferenceUid;
  }

  // Lesions by index: each in the first layer in which it touches no other. At least one layer.
  std::vector<std::vector<std::size_t>> layersOf() const {
    std::vector<std::vector<std::size_t>> layers(1);
    std::vector<core::Mask> taken(1);
    for (std::size_t index = 0; index < track_.lesions.size(); ++index) {
      const core::Mask& mask = *track_.lesions[index].mask;
      std::size_t layer = 0;
      while (layer < taken.size() && overlap(taken[layer], mask)) {
        ++layer;
      }
      if (layer == layers.size()) {
        layers.emplace_back();
        taken.emplace_back();
      }
      layers[layer].push_back(index);
      taken[layer] |= mask;
    }
    return layers;
  }

  static bool overlap(const core::Mask& taken, const core::Mask& mask) {
    for (const auto& [key, brick] : mask.bricks()) {
      const core::Brick* other = taken.find(key);
      core::Brick common = brick;
      if (other != nullptr && !(common &= *other).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  static ExportedLesion exportedLesion(const LesionToExport& lesion) {
    return {lesion.id.hex(), lesion.name, lesion.className};
  }

  ExportedFile exported(const std::string& name, const char* kind) const {
    return {folder_ / name, kind, track_.image.name, track_.track, {}};
  }

  ExportedFile exportedWithAll(const std::string& name, const char* kind) const {
    ExportedFile file = exported(name, kind);
    for (std::size_t n = 0; n < track_.lesions.size(); ++n) {
      file.lesions[int(n) + 1] = exportedLesion(track_.lesions[n]);
    }
    return file;
  }

  const TrackToExport& track_;
  const std::filesystem::path& folder_;
  const std::string stem_;
};

}  // namespace

void makeFolder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error || !std::filesystem::is_directory(folder)) {
    throw core::Error(folder.string(), "the folder can't be made" + (error ? ": " + error.message() : std::string()),
                      "Choose a folder that you may write to");
  }
}

std::string fileNameOf(const std::string& name) {
  std::string out;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = byte >= 0x80 || std::isalnum(byte) || c == '-' || c == '_' || (c == '.' && !out.empty());
    out += plain ? c : '_';
  }
  if (out == name && !out.empty() && out.size() <= kMaxNameBytes) {
    return out;
  }
  out.resize(std::min(out.size(), kMaxNameBytes));
  while (!out.empty() && (static_cast<unsigned char>(out.back()) & 0xc0) == 0x80) {
    out.pop_back();  // the cut may have gone through a character
  }
  if (!out.empty() && static_cast<unsigned char>(out.back()) >= 0xc0) {
    out.pop_back();
  }
  return out + "-" + core::sha256(std::as_bytes(std::span(name))).hex().substr(0, 8);
}

std::optional<Format> formatNamed(std::string_view name) {
  static constexpr std::pair<std::string_view, Format> kFormats[] = {
      {"nifti", Format::Nifti}, {"nrrd", Format::Nrrd}, {"dicom-seg", Format::DicomSeg}, {"glb", Format::Glb}};
  for (const auto& [known, format] : kFormats) {
    if (known == name) {
      return format;
    }
  }
  return std::nullopt;
}

std::vector<ExportedFile> exportLabels(const TrackToExport& track, Format format, const std::filesystem::path& folder,
                                       Packing packing) {
  const Exporter exporter(track, folder);
  switch (format) {
    case Format::Nifti:
      return exporter.labelmaps(packing == Packing::Plain ? ".nii" : ".nii.gz");
    case Format::Nrrd:
      return exporter.labelmaps(".nrrd");
    case Format::DicomSeg:
      return exporter.segmentation();
    case Format::Glb:
      return exporter.surfaces();
  }
  core::invariantBroken("every format is exported", std::source_location::current());
}

ExportedFile exportImage(const core::Case& image, const core::Volume& volume, Format format,
                         const std::filesystem::path& folder, Packing packing) {
  makeFolder(folder);
  const std::string ending = format == Format::Nrrd ? ".nrrd" : packing == Packing::Plain ? ".nii" : ".nii.gz";
  ExportedFile file{folder / (fileNameOf(image.name) + "_image" + ending), "image", image.name, "", {}};
  imaging::writeImage(volume, file.path);
  return file;
}

}  // namespace exchange
