#include "release/check.h"

#include <algorithm>
#include <fstream>
#include <set>

#include "core/error.h"
#include "exchange/files.h"
#include "exchange/import_labels.h"

namespace release {
namespace {

constexpr std::size_t kShortestSecret = 5;  // shorter texts ("M", "045Y") occur by chance in any file

// Of the source's attributes, those that say who the patient is.
bool isIdentifying(const std::string& keyword) {
  static const std::set<std::string> kKeywords{
      "PatientName",     "PatientID",          "PatientBirthDate",       "OtherPatientIDs", "PatientAddress",
      "AccessionNumber", "InstitutionName",    "ReferringPhysicianName", "StudyID",         "PatientTelephoneNumbers",
      "OperatorsName",   "PhysiciansOfRecord", "PerformingPhysicianName"};
  return kKeywords.contains(keyword);
}

}  // namespace

core::Hash fileHash(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  core::Sha256 hash;
  std::string part(std::size_t{1} << 20, '\0');
  while (stream.read(part.data(), std::streamsize(part.size())) || stream.gcount() > 0) {
    hash.update(std::string_view(part).substr(0, std::size_t(stream.gcount())));
  }
  if (!stream.eof()) {
    throw core::Error(path.string(), "it cannot be read", "Check its permissions");
  }
  return hash.finish();
}

void ReleaseCheck::labels(const exchange::TrackToExport& track, const std::vector<exchange::ExportedFile>& files) {
  const std::string subject = track.image.name + ", track \"" + track.track + "\"";
  try {
    std::map<int, core::Mask> read;  // by voxel value or Segment Number, which count the lesions from 1
    for (const exchange::ExportedFile& file : files) {
      // Of label maps the sidecar brings all layers, so that these are read once.
      if (file.kind == "sidecar" || file.kind == "segmentation") {
        const exchange::ImportedLabels labels =
            exchange::importLabels(file.path, {.caseName = track.image.name,
                                               .grid = track.image.grid,
                                               .frameOfReferenceUid = track.source.frameOfReferenceUid});
        for (const imaging::LabelSegment& segment : labels.segments) {
          read[segment.value] |= segment.mask;
        }
      }
    }
    int value = 0;
    for (const exchange::LesionToExport& lesion : track.lesions) {
      if (read[++value] != project_.mask(lesion.id)) {
        obstacles_.push_back({"geometry", subject, "\"" + lesion.name + "\" does not read back as it is",
                              track.image.id, track.track, lesion.id});
      }
    }
  } catch (const core::Error& error) {
    obstacles_.push_back({"geometry", subject, error.what(), track.image.id, track.track, {}});
  }
}

void ReleaseCheck::identity(const workflow::Manifest& manifest) {
  std::set<std::string> secrets;
  const auto add = [&](const std::string& text) {
    if (text.size() >= kShortestSecret) {
      secrets.insert(text);
    }
  };
  for (const core::Case& each : project_.cases()) {
    const core::SourceAttributes source = project_.sourceOf(each.id).value_or(core::SourceAttributes{});
    if (!retainsUids_) {
      add(source.frameOfReferenceUid);
      add(source.studyUid);
      add(source.seriesUid);
      for (const std::string& uid : source.sopInstanceUids) {
        add(uid);
      }
    }
    for (const auto& [keyword, value] : source.attributes) {
      if (isIdentifying(keyword)) {
        add(value);
      }
    }
  }
  for (const workflow::ManifestFile& file : manifest.files) {
    if (file.image) {
      continue;  // numbers of voxels and geometry: its writer has no text to put into it
    }
    const std::string bytes = exchange::readWhole(folder_ / file.path);
    for (const std::string& secret : secrets) {
      if (bytes.find(secret) != std::string::npos) {
        obstacles_.push_back({"identity", file.path, "it holds \"" + secret + "\" of the source images", {}, {}, {}});
      }
    }
  }
}

}  // namespace release
