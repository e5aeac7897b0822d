// What came of every revealed calibration session, worked out in the background over a connection of its own: no frame
// waits for it. Made, asked and destroyed on the thread that draws.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/latest.h"
#include "workflow/twice_read.h"

namespace stage {

struct SessionOutcome {
  workflow::Session session;  // with those readers alone who are compared
  workflow::SessionResult result;
  std::vector<core::CaseId> cases;   // of result.cases
  std::vector<std::string> twice;    // what reading cases twice showed, where they were
  std::vector<std::string> remarks;  // who was left out, who changed the reading since
  std::string fault;                 // why there is nothing of the above; empty: there is
};
using SessionOutcomes = std::vector<SessionOutcome>;

class CalibrationResults {
 public:
  explicit CalibrationResults(store::Installation installation);

  // Never block. The answer to the latest question, of its sessions that are revealed, is handed out once.
  void ask(std::filesystem::path project, std::vector<workflow::Session> sessions);
  std::optional<SessionOutcomes> take() { return latest_.take(); }
  bool isWorking() const { return latest_.isWorking(); }

 private:
  struct Question {
    std::filesystem::path project;
    std::vector<workflow::Session> sessions;
  };

  const store::Installation installation_;
  core::Latest<Question, SessionOutcomes> latest_;  // last: its thread uses what stands above
};

}  // namespace stage
