#include "stage/label_import.h"

#include <utility>

#include "core/error.h"
#include "core/name.h"
#include "core/text.h"
#include "exchange/guideline_file.h"
#include "exchange/import_labels.h"
#include "session/case_session.h"
#include "workflow/import_record.h"

namespace stage {
namespace {

constexpr const char* kPlainClass = "lesion";

std::string readable(const std::string& name, const std::string& otherwise) {
  const std::string clean = core::cleanName(name);
  return clean.empty() ? otherwise : clean;
}

// What a segment becomes; empty: it is left out.
std::string classFor(const imaging::LabelSegment& segment, const LabelImport& settings,
                     const core::Guideline& guideline) {
  if (const auto said = settings.classes.find(segment.value); said != settings.classes.end()) {
    return said->second;
  }
  if (!settings.className.empty()) {
    const core::GuidelineClass* rule = exchange::classNamed(guideline, settings.className);
    return rule != nullptr ? rule->name : settings.className;
  }
  if (const core::GuidelineClass* rule = exchange::classOf(guideline, segment)) {
    return rule->name;
  }
  return segment.className.empty() ? kPlainClass : segment.className;
}

void makeSure(const core::Guideline& guideline, const std::vector<std::string>& without,
              const std::filesystem::path& labels, bool candidates, std::vector<std::string>& notes) {
  if (without.empty()) {
    return;
  }
  const std::string what = "the guideline has no class for " + core::joined(without);
  const std::string classes = core::joined(exchange::classNames(guideline));
  if (candidates) {
    throw core::Error(labels.string(), what,
                      "Say which of its classes each is (--map VALUE=CLASS, or --class CLASS for all): " + classes);
  }
  notes.push_back(what + ". Its classes are " + classes);
}

}  // namespace

core::Guideline guidelineInForce(const store::ProjectFile& project) {
  const auto published = project.standing(core::EditKind::GuidelinePublished, core::EditKind::GuidelinePublished);
  return published.empty()
             ? core::Guideline{}
             : exchange::readGuideline(std::get<core::GuidelinePublished>(published.back().body).document);
}

ImportedLesions lesionsFrom(const store::ProjectFile& project, const core::Case& theCase,
                            const std::filesystem::path& labels, const LabelImport& settings) {
  const core::SourceAttributes source = project.sourceOf(theCase.id).value_or(core::SourceAttributes{});
  exchange::ImportedLabels read = exchange::importLabels(
      labels, {.caseName = theCase.name, .grid = theCase.grid, .frameOfReferenceUid = source.frameOfReferenceUid});
  if (read.segments.empty()) {
    throw core::Error(labels.string(), "it marks nothing", "Check that it is the file you meant");
  }
  const core::Guideline guideline = guidelineInForce(project);
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
  workflow::ImportRecord record{.file = labels.filename().string()};
  std::vector<std::string> without;  // a class of the guideline
  core::MaskChanged change;
  const auto add = [&](core::EditBody body) {
    imported.drafts.push_back(
        {.person = settings.person, .caseId = theCase.id, .track = settings.track, .body = std::move(body)});
  };
  for (imaging::LabelSegment& segment : read.segments) {
    segment.name = readable(segment.name, "segment " + std::to_string(segment.value));
    segment.className = core::cleanName(segment.className);
    const std::string className = classFor(segment, settings, guideline);
    if (className.empty()) {
      record.leftOut.push_back(segment.value);
      continue;
    }
    if (!guideline.classes.empty() && guideline.find(className) == nullptr) {
      without.push_back(std::to_string(segment.value) + " (" + segment.name +
                        (className == kPlainClass ? ")" : ", \"" + className + "\")"));
    }
    record.values[className].push_back(segment.value);
    const std::string name = core::uniqueName(settings.lesion.empty() ? segment.name : settings.lesion, taken);
    if (settings.lesion.empty() && name != segment.name) {
      imported.notes.push_back("\"" + segment.name + "\" is the name of another lesion here; the new one is \"" + name +
                               "\"");
    }
    taken.push_back(name);
    core::LesionCreated created{.name = name,
                                .className = className,
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
  makeSure(guideline, without, labels, settings.candidates, imported.notes);
  if (imported.drafts.empty()) {
    throw core::Error(labels.string(), "all that it marks is left out", "Keep at least one of its values");
  }
  if (!record.leftOut.empty()) {
    imported.notes.push_back(std::to_string(record.leftOut.size()) +
                             (record.leftOut.size() == 1 ? " value was left out" : " values were left out"));
  }
  imported.lesions = imported.drafts.size();
  change.source = workflow::importSource(record);
  if (!change.changes.empty()) {
    add(std::move(change));
  }
  return imported;
}

}  // namespace stage
