// Readings that were changed after they were handed in: still worth something, but no longer what was found blind, nor
// what somebody said was done. Pure; any thread.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "store/project_file.h"
#include "workflow/record.h"

namespace workflow {

// "was changed after it was handed in, and not handed in again"
std::string inWords(const LateChange& change);

// Of the readings of a case, by track. What was undone again does not count. log: the project's, or of that case alone.
std::vector<LateChange> lateChanges(const Record& record, std::span<const store::LogEntry> log,
                                    const core::CaseId& caseId);

}  // namespace workflow
