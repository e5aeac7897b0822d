#include "workflow/import_record.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

namespace workflow {
namespace {

constexpr std::string_view kImport = "import ";

}  // namespace

std::string importSource(const ImportRecord& record) {
  return std::string(kImport) +
         nlohmann::json{{"file", record.file}, {"values", record.values}, {"left_out", record.leftOut}}.dump(
             -1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::optional<ImportRecord> importRecord(const std::string& source) {
  if (!source.starts_with(kImport)) {
    return std::nullopt;
  }
  const auto json = nlohmann::json::parse(source.substr(kImport.size()), nullptr, false);
  if (!json.is_object()) {
    return std::nullopt;
  }
  try {
    return ImportRecord{json.at("file").get<std::string>(),
                        json.at("values").get<std::map<std::string, std::vector<int>>>(),
                        json.at("left_out").get<std::vector<int>>()};
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;  // a file of that name
  }
}

std::vector<CandidateImport> candidateImports(const store::ProjectFile& project) {
  std::map<core::LesionId, core::Lesion> candidates;
  for (store::LesionRow& row : project.lesions()) {
    if (row.lesion.provenance == core::Provenance::Candidate) {
      const core::LesionId id = row.lesion.id;
      candidates.emplace(id, std::move(row.lesion));
    }
  }
  std::vector<CandidateImport> imports;
  if (candidates.empty()) {
    return imports;
  }
  for (const store::LogEntry& entry : project.log()) {
    if (entry.header.kind != core::EditKind::MaskChanged) {
      continue;
    }
    // The first edit of a candidate's voxels is what it came by, with all that came with it.
    const core::Lesion* first = nullptr;
    for (const core::LesionId& each : entry.lesions) {
      if (const auto found = candidates.find(each); found != candidates.end()) {
        first = first == nullptr ? &found->second : first;
      }
    }
    if (first == nullptr) {
      continue;
    }
    const core::EditBody body = project.body(entry.id);
    const std::optional<ImportRecord> record = importRecord(std::get<core::MaskChanged>(body).source);
    if (record) {
      imports.push_back(
          {entry.header.caseId, entry.header.track, entry.header.person, first->model, first->modelVersion, *record});
    }
    for (const core::LesionId& each : entry.lesions) {
      candidates.erase(each);
    }
  }
  return imports;
}

}  // namespace workflow
