// Finding what the command line names, and telling what there is where it names nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/study.h"
#include "store/project_file.h"
#include "workflow/reading_tracks.h"

namespace commands {

using workflow::kSharedTrack;

constexpr char kDefaultClass[] = "lesion";    // of what is painted or brought in without one
constexpr std::size_t kShortestIdPrefix = 8;  // digits of an id that may stand for it

// A case by its name (or a former one, core::caseNamed()), its id, or the first digits (8 or more) of its id. Throws
// core::Error that lists the cases there are.
core::Case findCase(const store::ProjectFile& project, const std::string& nameOrId);
// The same, or the first case where none is named. Throws core::Error where there is none.
core::CaseId caseToOpen(const store::ProjectFile& project, const std::string& nameOrId);

// Who works at this computer, as its system calls them: the reader where none is named.
std::string userName();

// The lesion of that name in a case and track, if there is one; of several, the first in total order.
const store::LesionRow* findLesion(const std::vector<store::LesionRow>& rows, const core::CaseId& caseId,
                                   const std::string& track, const std::string& name);

// The lesions of a case, of one track or of all.
std::vector<store::LesionRow> lesionsOf(const store::ProjectFile& project, const core::CaseId& caseId,
                                        const std::optional<std::string>& track);

}  // namespace commands
