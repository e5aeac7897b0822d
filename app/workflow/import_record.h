// How an import of labels says what it was: in the `source` of the edit that brought voxels in. Any thread that may use
// the project file; what takes none is pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "store/project_file.h"

namespace workflow {

struct ImportRecord {
  std::string file;                                // its name, without a folder
  std::map<std::string, std::vector<int>> values;  // by class: which values of the file became lesions of it
  std::vector<int> leftOut;                        // values that nobody wanted

  bool operator==(const ImportRecord&) const = default;
};

// "import " and a JSON object.
std::string importSource(const ImportRecord& record);
// Nothing where it says something else: older programs wrote the file's name alone.
std::optional<ImportRecord> importRecord(const std::string& source);

// Every import that candidates which are in the project came by, in total order.
struct CandidateImport {
  core::CaseId caseId;
  std::string track;
  std::string person;
  std::string model;
  std::string modelVersion;
  ImportRecord record;
};
std::vector<CandidateImport> candidateImports(const store::ProjectFile& project);

}  // namespace workflow
