#include "release/build.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <functional>

#include "core/error.h"
#include "core/text.h"
#include "core/wall_clock.h"
#include "exchange/files.h"
#include "exchange/nnunet.h"
#include "imaging/dicom_seg.h"
#include "intake/load.h"
#include "release/check.h"
#include "release/comparison_json.h"
#include "release/guideline_page.h"
#include "release/pictures.h"
#include "release/report.h"
#include "workflow/calibration.h"
#include "workflow/case_agreement.h"

namespace release {
namespace {

namespace fs = std::filesystem;

// What maps UIDs: known to whoever has the project, in none of a release's files, and the same for all its releases.
core::Hash uidKeyOf(const store::ProjectFile& project) {
  const std::vector<core::EditId> roots = project.roots();
  core::check(!roots.empty(), "a project was created by somebody");
  const core::Bytes header = core::encodeHeader(project.logEntry(roots.front()).header);
  return core::Sha256().update("sagitta.release-uids.1").update(header).finish();
}

class UidMap {
 public:
  explicit UidMap(const core::Hash& key) : key_(key) {}

  core::SourceAttributes mapped(const core::SourceAttributes& source) const {
    core::SourceAttributes out{.frameOfReferenceUid = mapped(source.frameOfReferenceUid),
                               .studyUid = mapped(source.studyUid),
                               .seriesUid = mapped(source.seriesUid),
                               .sopClassUid = source.sopClassUid,
                               .frameNumbers = source.frameNumbers};
    for (const std::string& uid : source.sopInstanceUids) {
      out.sopInstanceUids.push_back(mapped(uid));
    }
    return out;
  }

 private:
  std::string mapped(const std::string& uid) const {
    if (uid.empty()) {
      return uid;
    }
    const core::Hash hash = core::Sha256().update(std::as_bytes(std::span(key_.bytes))).update(uid).finish();
    return imaging::derivedUid("sagitta release uid", hash);
  }

  core::Hash key_;
};

class Builder {
 public:
  Builder(const store::ProjectFile& project, const workflow::Record& record,
          const std::vector<workflow::QueueItem>& queue, const ReleaseSettings& settings,
          const EarlierRelease* previous, const fs::path& folder, const core::ProgressSink& progress)
      : project_(project),
        record_(record),
        queue_(queue),
        settings_(settings),
        previous_(previous),
        folder_(folder),
        progress_(progress),
        uids_(uidKeyOf(project)),
        authors_(authorship(project)) {
    const std::vector<store::LesionRow> rows = project.lesions();
    const std::vector<std::size_t> released = workflow::releasable(record, queue);
    for (const store::LesionRow& row : rows) {
      const bool isStandard = std::any_of(released.begin(), released.end(), [&](std::size_t at) {
        return record.lesions[at].lesion.id == row.lesion.id;
      });
      if (isStandard) {
        standard_.push_back(row);
      }
      if (!workflow::isCalibrationTrack(record, row.lesion.caseId, row.lesion.track)) {
        readings_.push_back(row);
      }
    }
  }

  BuiltRelease build() {
    describeRelease();
    writeImages();
    writeTracks("standard", standard_);
    writeTracks("readings", readings_);
    writeTrainingSet();
    writeGuidelines();
    writeReview();
    writeHistory();
    const Json agreement = agreementOf();
    write("agreement.json", agreement.dump(1) + "\n");
    writeChanges();
    const std::map<core::LesionId, std::string> pictures =
        settings_.pictures ? writeLesionPictures(project_, standard_, folder_ / "pictures", progress_)
                           : std::map<core::LesionId, std::string>();
    write(kReport, releaseReport({.manifest = manifest_,
                                  .record = record_,
                                  .queue = queue_,
                                  .agreement = agreement,
                                  .changes = changes_,
                                  .pictures = pictures,
                                  .folder = folder_ / "pictures"}));
    listFiles();
    ReleaseCheck check(project_, folder_, settings_.retainsUids);
    for (const auto& [track, files] : labelFiles_) {
      check.labels(track, files);
    }
    check.identity(manifest_);
    return {std::move(manifest_), check.take()};
  }

 private:
  core::SourceAttributes sourceOf(const core::CaseId& id) const {
    const core::SourceAttributes source = project_.sourceOf(id).value_or(core::SourceAttributes{});
    return settings_.retainsUids ? source : uids_.mapped(source);
  }

  void write(const fs::path& path, const std::string& text) {
    fs::create_directories((folder_ / path).parent_path());
    exchange::writeText(folder_ / path, text);
  }

  void describeRelease() {
    manifest_ = {.name = settings_.name,
                 .project = project_.title(),
                 .made = core::utcText(record_.nowMs),
                 .program = SAGITTA_VERSION,
                 .log = project_.logHash(),
                 .guideline = project_.guideline(),
                 .previous = previous_ == nullptr ? "" : previous_->manifest.name,
                 .retainsUids = settings_.retainsUids};
    for (const core::Case& each : record_.cases) {
      manifest_.cases.push_back({each.id, each.name, each.modality, record_.isSequestered(each.id)});
    }
    for (const workflow::QueueItem& item : queue_) {
      const workflow::LesionFacts& facts = record_.lesions[item.lesion];
      if (std::none_of(standard_.begin(), standard_.end(),
                       [&](const store::LesionRow& row) { return row.lesion.id == facts.lesion.id; })) {
        continue;
      }
      workflow::ManifestLesion lesion{
          .id = facts.lesion.id,
          .name = facts.lesion.name,
          .className = facts.lesion.className,
          .caseId = facts.lesion.caseId,
          .track = facts.lesion.track,
          .version = facts.version,
          .voxels = facts.voxels,
          .volumeMl = facts.volumeMl,
          .provenance = facts.lesion.provenance == core::Provenance::Candidate ? "candidate" : "drawn",
          .critical = item.requirement.critical};
      for (const workflow::Opinion& each : item.opinions) {
        if (each.counts() && each.verdict == core::Verdict::Accept) {
          lesion.acceptedBy.push_back(each.person);
        }
      }
      std::sort(lesion.acceptedBy.begin(), lesion.acceptedBy.end());
      manifest_.lesions.push_back(std::move(lesion));
    }
    std::sort(manifest_.lesions.begin(), manifest_.lesions.end(),
              [](const auto& a, const auto& b) { return a.id < b.id; });
  }

  void writeImages() {
    std::int64_t done = 0;
    for (const core::Case& each : record_.cases) {
      images_[fs::relative(writeReleaseImage(project_, each, folder_ / "images"), folder_).generic_string()] = each.id;
      core::report(progress_, "Writing images", ++done, std::int64_t(record_.cases.size()));
    }
  }

  // Every case and track of the rows, in three formats.
  void writeTracks(const std::string& part, const std::vector<store::LesionRow>& rows) {
    std::map<TrackKey, std::vector<store::LesionRow>> tracks;
    for (const store::LesionRow& row : rows) {
      tracks[{row.lesion.caseId, row.lesion.track}].push_back(row);
    }
    constexpr std::pair<exchange::Format, const char*> kFormats[] = {{exchange::Format::Nifti, "nifti"},
                                                                     {exchange::Format::Nrrd, "nrrd"},
                                                                     {exchange::Format::DicomSeg, "dicom-seg"}};
    for (const auto& [key, lesionRows] : tracks) {
      const LesionsToExport lesions(project_, lesionRows);
      const exchange::TrackToExport leaving =
          trackToExport(*record_.findCase(key.first), sourceOf(key.first), key.second, lesions, authors_.at(key));
      for (const auto& [format, name] : kFormats) {
        labelFiles_.push_back(
            {leaving, exchange::exportLabels(leaving, format, folder_ / part / name, exchange::Packing::Plain)});
        for (auto& lesion : labelFiles_.back().first.lesions) {
          lesion.mask = nullptr;  // they are about to go; the check reads them from the project
        }
      }
    }
  }

  // nnU-Net takes one kind of image for a channel: where a project has several, one set each.
  void writeTrainingSet() {
    std::set<std::string> modalities;
    for (const core::Case& each : record_.cases) {
      modalities.insert(each.modality);
    }
    for (const std::string& modality : modalities) {
      std::vector<exchange::TrainingCase> cases;
      std::vector<LesionsToExport> held;
      held.reserve(record_.cases.size());
      for (const core::Case& each : record_.cases) {
        std::vector<store::LesionRow> here;
        std::copy_if(standard_.begin(), standard_.end(), std::back_inserter(here),
                     [&](const store::LesionRow& row) { return row.lesion.caseId == each.id; });
        if (each.modality == modality) {
          held.emplace_back(project_, here);
          cases.push_back({.image = each, .lesions = held.back().all(), .isTest = record_.isSequestered(each.id)});
        }
      }
      const fs::path at = folder_ / (modalities.size() == 1 ? "nnunet" : "nnunet-" + exchange::fileNameOf(modality));
      const auto files = exchange::exportTrainingSet(
          cases, [&](const core::Case& image) { return intake::loadVolume(project_, image); }, at,
          exchange::Packing::Plain);
      for (const exchange::ExportedFile& file : files) {
        for (const core::Case& each : record_.cases) {
          if (file.kind == "image" && file.caseName == each.name) {
            images_[fs::relative(file.path, folder_).generic_string()] = each.id;
          }
        }
      }
    }
  }

  void writeGuidelines() {
    const std::vector<core::Edit> published =
        project_.standing(core::EditKind::GuidelinePublished, core::EditKind::GuidelinePublished);
    for (std::size_t i = 0; i < published.size(); ++i) {
      const std::string stem = "guideline/version-" + std::to_string(i + 1);
      write(stem + ".json", std::get<core::GuidelinePublished>(published[i].body).document + "\n");
      write(stem + ".html", guidelinePage(record_.guidelines[i], pngPictures(project_)));
    }
  }

  void writeReview() {
    Json findings = Json::array();
    for (const workflow::QueueItem& item : queue_) {
      const core::Lesion& lesion = record_.lesions[item.lesion].lesion;
      Json opinions = Json::array();
      for (const workflow::Opinion& each : item.opinions) {
        opinions.push_back({{"reader", each.person},
                            {"role", each.role},
                            {"verdict", core::name(each.verdict)},
                            {"comment", each.comment},
                            {"time", core::utcText(each.wallClockMs)},
                            {"seconds", double(each.lookedMs) / 1000},
                            {"version", each.version.hex()},
                            {"guideline", each.guideline.isZero() ? Json() : Json(each.guideline.hex())},
                            {"counts", each.counts()}});
      }
      findings.push_back({{"id", lesion.id.hex()},
                          {"name", lesion.name},
                          {"case", record_.findCase(lesion.caseId)->name},
                          {"track", lesion.track},
                          {"class", lesion.className},
                          {"state", workflow::name(item.state)},
                          {"why", item.requirement.reason},
                          {"opinions", opinions}});
    }
    write("review.json", Json{{"rule", core::name(record_.policy().rule)}, {"findings", findings}}.dump(1) + "\n");
  }

  void writeHistory() {
    Json edits = Json::array();
    for (const store::LogEntry& entry : project_.log()) {
      const core::Case* in = record_.findCase(entry.header.caseId);
      Json json = editJson(entry, in == nullptr ? "" : in->name);
      json.erase("site");  // what the key of UIDs is made of
      edits.push_back(std::move(json));
    }
    write("history.json", Json{{"edits", edits}}.dump(1) + "\n");
  }

  // Of every case that more than one person read.
  Json agreementOf() {
    Json cases = Json::array();
    for (const core::Case& each : record_.cases) {
      std::set<std::string> tracks;
      for (const store::LesionRow& row : readings_) {
        if (row.lesion.caseId == each.id && row.lesion.provenance == core::Provenance::Drawn &&
            !record_.consensus.contains({each.id, row.lesion.track})) {
          tracks.insert(row.lesion.track);
        }
      }
      if (tracks.size() < 2) {
        continue;
      }
      const std::vector<workflow::CaseReading> readings =
          workflow::readTracks(project_, each, std::vector<std::string>(tracks.begin(), tracks.end()));
      cases.push_back(comparisonJson(analysis::compare(workflow::lesionsOf(readings), each.grid), readings, each.name,
                                     analysis::kMatchIou));
    }
    return {{"cases", cases}};
  }

  void writeChanges() {
    std::string text = "Release " + settings_.name + " of " + manifest_.project + "\n\n";
    if (previous_ == nullptr) {
      text += "The first release: " + std::to_string(manifest_.lesions.size()) + " lesions.\n";
    } else {
      core::State state;
      for (const store::LesionRow& row : standard_) {
        state.masks.emplace(row.lesion.id, project_.mask(row.lesion.id));
      }
      state.cases = record_.cases;
      for (const RenamedCase& each : renamedSince(previous_->manifest, manifest_)) {
        changes_.push_back(lineOf(each));
      }
      for (const Change& each : changesSince(*previous_, manifest_, state)) {
        changes_.push_back(lineOf(each));
      }
      text += "Since release " + previous_->manifest.name + ":\n\n";
      for (const std::string& line : changes_) {
        text += line + "\n";
      }
      text += changes_.empty() ? "No lesion was added, removed or changed.\n" : "";
      if (previous_->manifest.guideline != manifest_.guideline) {
        text += "\nThe guideline is another version now (see guideline/).\n";
      }
    }
    write("CHANGES", text);
  }

  void listFiles() {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder_)) {
      if (!entry.is_regular_file()) {
        continue;
      }
      workflow::ManifestFile file{.path = fs::relative(entry.path(), folder_).generic_string(),
                                  .bytes = entry.file_size(),
                                  .sha256 = fileHash(entry.path())};
      if (const auto image = images_.find(file.path); image != images_.end()) {
        file.image = image->second;
      }
      manifest_.files.push_back(std::move(file));
    }
    std::sort(manifest_.files.begin(), manifest_.files.end(),
              [](const auto& a, const auto& b) { return a.path < b.path; });
  }

  const store::ProjectFile& project_;
  const workflow::Record& record_;
  const std::vector<workflow::QueueItem>& queue_;
  const ReleaseSettings& settings_;
  const EarlierRelease* previous_;
  const fs::path folder_;
  const core::ProgressSink& progress_;
  UidMap uids_;
  std::map<TrackKey, Authorship> authors_;
  std::vector<store::LesionRow> standard_;
  std::vector<store::LesionRow> readings_;
  std::vector<std::pair<exchange::TrackToExport, std::vector<exchange::ExportedFile>>> labelFiles_;
  std::map<std::string, core::CaseId> images_;  // by path
  std::vector<std::string> changes_;
  workflow::Manifest manifest_;
};

}  // namespace

BuiltRelease buildRelease(const store::ProjectFile& project, const workflow::Record& record,
                          const std::vector<workflow::QueueItem>& queue, const ReleaseSettings& settings,
                          const EarlierRelease* previous, const fs::path& folder, const core::ProgressSink& progress) {
  return Builder(project, record, queue, settings, previous, folder, progress).build();
}

fs::path writeReleaseImage(const store::ProjectFile& project, const core::Case& image, const fs::path& folder) {
  return exchange::exportImage(image, intake::loadVolume(project, image), exchange::Format::Nifti, folder,
                               exchange::Packing::Plain)
      .path;
}

}  // namespace release
