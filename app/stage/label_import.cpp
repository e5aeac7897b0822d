#include "stage/label_import.h"

#include <utility>

#include "core/error.h"
#include "core/name.h"
#include "exchange/import_labels.h"
#include "session/case_session.h"

namespace stage {
namespace {

constexpr const char* kPlainClass = "lesion";

std::string readable(const std::string& name, const std::string& otherwise) {
  const std::string clean = core::cleanName(name);
  return clean.empty() ? otherwise : clean;
}

}  // namespace

ImportedLesions lesionsFrom(const store::ProjectFile& project, const core::Case& theCase,
                            const std::filesystem::path& labels, const LabelImport& settings) {
  const core::SourceAttributes source = project.sourceOf(theCase.id).value_or(core::SourceAttributes{});
  exchange::ImportedLabels read = exchange::importLabels(
      labels, {.caseName = theCase.name, .grid = theCase.grid, .frameOfReferenceUid = source.frameOfReferenceUid});
  if (read.segments.empty()) {
    throw core::Error(labels.string(), "it marks nothing", "Check that it is the file you meant");
  }
  std::vector<std::string> taken;
  for (const store::LesionRow& row : project.lesions()) {
    if (row.lesion.caseId == theCase.id && row.lesion.track == settings.track) {
      taken.push_back(row.lesion.name);
    }
  }
  if (taken.size() + read.segments.size() > session::kMaxLesions) {
    throw core::Error(labels.string(), "track \"" + settings.track + "\" would have more than 65,535 lesions",
                      "Import into another track");
  }
  ImportedLesions imported{.notes = std::move(read.notes)};
  core::MaskChanged change{.source = labels.filename().string()};
  const auto add = [&](core::EditBody body) {
    imported.drafts.push_back(
        {.person = settings.person, .caseId = theCase.id, .track = settings.track, .body = std::move(body)});
  };
  for (imaging::LabelSegment& segment : read.segments) {
    segment.name = readable(segment.name, "segment " + std::to_string(segment.value));
    segment.className = core::cleanName(segment.className);
    const std::string name = core::uniqueName(settings.lesion.empty() ? segment.name : settings.lesion, taken);
    if (settings.lesion.empty() && name != segment.name) {
      imported.notes.push_back("\"" + segment.name + "\" is the name of another lesion here; the new one is \"" + name +
                               "\"");
    }
    taken.push_back(name);
    core::LesionCreated created{.name = name,
                                .className = !settings.className.empty() ? settings.className
                                             : segment.className.empty() ? kPlainClass
                                                                         : segment.className,
                                .model = settings.model,
                                .modelVersion = settings.modelVersion,
                                .ownStep = segment.mask.isEmpty()};
    if (settings.candidates) {
      created.provenance = core::Provenance::Candidate;
    }
    if (!segment.mask.isEmpty()) {
      change.changes.push_back({store::pendingLesion(imported.drafts.size()), std::move(segment.mask), {}});
    }
    add(std::move(created));
  }
  imported.lesions = imported.drafts.size();
  if (!change.changes.empty()) {
    add(std::move(change));
  }
  return imported;
}

}  // namespace stage
