// The workflow's record of a project (workflow/project_record.h) as commands need it, how far lesions are from the
// candidates they were, and what a command line names.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "commands/arguments.h"
#include "store/project_file.h"
#include "workflow/project_record.h"
#include "workflow/queue.h"
#include "workflow/record.h"

namespace commands {

// atMs: the moment that time limits are held against, since 1970; 0: now.
workflow::Record recordOf(const store::ProjectFile& project, std::uint64_t atMs = 0);
// --at, for tests of time limits.
Option addMomentOption(Command& command, std::uint64_t& atMs);

// Throws core::Error, with the nearest name, where people are enrolled and one of these is not.
void expectKnown(const store::ProjectFile& project, const std::vector<std::string>& people);

// The lesion that a command line names: an id (8 digits or more), or a name in case and track; both may be left out
// where the name is unambiguous. Throws core::Error that says which there are.
store::LesionRow findLesion(const store::ProjectFile& project, const std::string& nameOrId, const std::string& caseName,
                            const std::string& track);

Check calendarDay();

}  // namespace commands
