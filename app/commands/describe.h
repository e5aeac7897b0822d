// Cases, lesions and edits as JSON (the shapes of DESIGN's command line contract) and as lines for people.
#pragma once

#include <optional>
#include <string>

#include "commands/terminal.h"
#include "core/study.h"
#include "store/project_file.h"

namespace commands {

Json describe(const core::Case& each, const std::optional<core::SourceAttributes>& source);
Json describe(const store::LesionRow& row, const core::Case& in);
Json describe(const core::LesionChanged& change);  // what it gives the lesion

std::string lineOf(const core::Case& each);
std::string lineOf(const store::LesionRow& row, const core::Case& in);
std::string lineOf(const core::LesionChanged& change);

}  // namespace commands
