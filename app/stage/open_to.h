// What one person may look at: the tracks of the project's cases, less what is kept from blind readers and what is
// withheld until they have read without it. Pure; any thread.
#pragma once

#include <map>
#include <set>
#include <string>

#include "workflow/assignment.h"
#include "workflow/second_reading.h"

namespace stage {

class OpenTo {
 public:
  OpenTo(const workflow::Record& record, std::string person);

  bool isBlind(const core::CaseId& caseId) const { return blind_.contains(caseId); }
  bool allows(const core::CaseId& caseId, const std::string& track) const;

 private:
  const std::string person_;
  const workflow::Withholding withheld_;
  const std::set<core::CaseId> blind_;
  std::set<std::pair<core::CaseId, std::string>> own_;  // readings that they were asked for
};

}  // namespace stage
