// Readings with all that is marked in them, loaded and compared in the background over a connection of its own: no
// frame waits for it. Of a calibration session that is revealed, or of one case as it is now. Made, asked and destroyed
// on the thread that draws.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "core/latest.h"
#include "workflow/disagreement.h"
#include "workflow/session_readings.h"

namespace stage {

struct CompareMaterial {
  workflow::Readers readers;  // once loaded, those alone who are compared
  workflow::LoadedReadings read;
  std::vector<std::string> remarks;  // who is left out, who changed the reading since
  workflow::SessionResult result;
  std::vector<std::vector<workflow::LesionDisagreement>> lesions;  // by case of `read`
  std::vector<std::vector<workflow::ReaderSurface>> surfaces;      // likewise, then by reader
  std::string fault;  // why there is nothing of the above but the readers; empty: there is

  std::optional<std::size_t> placeOf(const core::CaseId& caseId) const;  // in `read`
};

// One case as it is now. Where no tracks are named: all readings of it.
struct CaseToCompare {
  core::CaseId caseId;
  workflow::Readers readers;
};
using ToCompare = std::variant<workflow::Session, CaseToCompare>;
workflow::Readers readersOf(const ToCompare& what);  // all of them, before anybody is left out

class CompareLoader {
 public:
  explicit CompareLoader(store::Installation installation);

  // Never block. The answer to the latest question is handed out once.
  void ask(std::filesystem::path project, ToCompare what);
  std::shared_ptr<const CompareMaterial> take();
  bool isWorking() const { return latest_.isWorking(); }

 private:
  struct Question {
    std::filesystem::path project;
    ToCompare what;
  };

  const store::Installation installation_;
  core::Latest<Question, std::shared_ptr<const CompareMaterial>> latest_;  // last: its thread uses what stands above
};

}  // namespace stage
