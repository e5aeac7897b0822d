#include "stage/compare_material.h"

#include <algorithm>

#include "core/error.h"
#include "core/wall_clock.h"
#include "exchange/guideline_file.h"
#include "workflow/case_readings.h"
#include "workflow/project_record.h"
#include "workflow/reading_tracks.h"

namespace stage {
namespace {

struct AskedAnew {};  // something else is asked for meanwhile

workflow::LoadedReadings loadCase(const store::ProjectFile& project, const CaseToCompare& what) {
  workflow::LoadedReadings read;
  const std::vector<core::Case> cases = project.cases();
  const auto found =
      std::find_if(cases.begin(), cases.end(), [&](const core::Case& each) { return each.id == what.caseId; });
  core::check(found != cases.end(), "a case stays in its project");
  read.cases.push_back(*found);
  workflow::SessionReading& reading = read.readings.emplace_back(workflow::SessionReading{found->grid, {}});
  std::vector<std::vector<std::string>>& names = read.names.emplace_back();
  for (workflow::CaseReading& each : workflow::readTracks(project, *found, what.readers.tracks)) {
    const std::vector<core::Mask>& masks = read.masks.emplace_back(std::move(each.masks));
    analysis::ReadLesions& lesions = reading.readings.emplace_back();
    std::vector<std::string>& called = names.emplace_back();
    for (std::size_t i = 0; i < masks.size(); ++i) {
      lesions.push_back({&masks[i], each.lesions[i].lesion.className});
      called.push_back(each.lesions[i].lesion.name);
    }
  }
  return read;
}

CaseToCompare withReaders(const store::ProjectFile& project, CaseToCompare what) {
  if (!what.readers.tracks.empty()) {
    return what;
  }
  const workflow::Record record = workflow::recordOf(project, exchange::readGuideline, core::nowMs());
  for (const workflow::CaseTrack& each : workflow::tracksOf(record, workflow::withheldTracks(project), what.caseId)) {
    if (each.kind == workflow::TrackKind::Reading) {
      what.readers.names.push_back(each.reader);
      what.readers.tracks.push_back(each.track);
    }
  }
  if (what.readers.tracks.size() < 2) {
    throw core::Error(project.path().string(), "fewer than two people have read this case", "Have it read once more");
  }
  return what;
}

void load(const store::ProjectFile& project, const ToCompare& what, const core::ProgressSink& progress,
          CompareMaterial& material) {
  if (const auto* one = std::get_if<CaseToCompare>(&what)) {
    const CaseToCompare all = withReaders(project, *one);
    material.readers = all.readers;
    material.read = loadCase(project, all);
    return;
  }
  workflow::SessionReadings read = workflow::loadReadings(project, std::get<workflow::Session>(what), progress);
  material.readers = read.session.compared();
  material.remarks = workflow::remarksOn(read);
  material.read = std::move(read);
}

void compare(const core::ProgressSink& progress, CompareMaterial& material) {
  material.result = workflow::resultOf(material.readers, material.read.readings, progress);
  for (std::size_t i = 0; i < material.read.cases.size(); ++i) {
    const workflow::SessionReading& reading = material.read.readings[i];
    material.lesions.push_back(workflow::disagreementsOf(reading, material.result.cases[i]));
    auto& surfaces = material.surfaces.emplace_back();
    for (std::size_t reader = 0; reader < material.readers.names.size(); ++reader) {
      core::report(progress, "Measuring surfaces", std::int64_t(reader), 0);
      surfaces.push_back(workflow::surfaceAgainstPanel(material.readers, reading, material.result.cases[i], reader));
    }
  }
}

}  // namespace

workflow::Readers readersOf(const ToCompare& what) {
  const auto* session = std::get_if<workflow::Session>(&what);
  return session != nullptr ? session->compared() : std::get<CaseToCompare>(what).readers;
}

std::optional<std::size_t> CompareMaterial::placeOf(const core::CaseId& caseId) const {
  const auto found =
      std::find_if(read.cases.begin(), read.cases.end(), [&](const core::Case& each) { return each.id == caseId; });
  return found == read.cases.end() ? std::nullopt : std::optional(std::size_t(found - read.cases.begin()));
}

CompareLoader::CompareLoader(store::Installation installation)
    : installation_(std::move(installation)),
      latest_([this](const Question& question,
                     const auto& stillAsked) -> std::optional<std::shared_ptr<const CompareMaterial>> {
        auto material = std::make_shared<CompareMaterial>();
        material->readers = readersOf(question.what);
        const auto progress = [&](const core::Progress&) {
          if (!stillAsked()) {
            throw AskedAnew();
          }
        };
        try {
          const store::ProjectFile project(question.project, store::Access::Read, installation_);
          load(project, question.what, progress, *material);
          compare(progress, *material);
        } catch (const AskedAnew&) {
          return std::nullopt;
        } catch (const core::Error& error) {
          material->fault = error.what();
        }
        return material;
      }) {}

void CompareLoader::ask(std::filesystem::path project, ToCompare what) {
  latest_.ask({std::move(project), std::move(what)});
}

std::shared_ptr<const CompareMaterial> CompareLoader::take() {
  return latest_.take().value_or(nullptr);
}

}  // namespace stage
