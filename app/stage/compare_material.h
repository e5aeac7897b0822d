// A revealed calibration session with all that its readers marked, loaded and compared in the background over a
// connection of its own: no frame waits for it. Made, asked and destroyed on the thread that draws.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/latest.h"
#include "workflow/disagreement.h"
#include "workflow/session_readings.h"

namespace stage {

struct CompareMaterial {
  workflow::Session session;  // once loaded, with those readers alone who are compared
  workflow::SessionReadings read;
  workflow::SessionResult result;
  std::vector<std::vector<workflow::LesionDisagreement>> lesions;  // by case of `read`
  std::vector<std::vector<workflow::ReaderSurface>> surfaces;      // likewise, then by reader
  std::string fault;  // why there is nothing of the above but the session; empty: there is

  std::optional<std::size_t> placeOf(const core::CaseId& caseId) const;  // in `read`
};

class CompareLoader {
 public:
  explicit CompareLoader(store::Installation installation);

  // Never block. The answer to the latest question is handed out once.
  void ask(std::filesystem::path project, workflow::Session session);
  std::shared_ptr<const CompareMaterial> take();
  bool isWorking() const { return latest_.isWorking(); }

 private:
  struct Question {
    std::filesystem::path project;
    workflow::Session session;
  };

  const store::Installation installation_;
  core::Latest<Question, std::shared_ptr<const CompareMaterial>> latest_;  // last: its thread uses what stands above
};

}  // namespace stage
