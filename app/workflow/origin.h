// Whose work a lesion is, in words. Pure; any thread.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "workflow/record.h"

namespace workflow {

// By what it came about and by whom: {"Drawn by", "Ada and Emmy"}; {"Proposed by", "net 3"}, {"Corrected by", "Ada"};
// {"Consensus of", "Ada and Emmy (majority)"}. Never who only brought a file in, or settled what was tied.
std::vector<std::pair<std::string, std::string>> originOf(const Record& record, const LesionFacts& facts);
// The same as one line: "net 3, corrected by Ada", "consensus of Ada and Emmy (majority)", "Ada and Emmy".
std::string originLine(const Record& record, const LesionFacts& facts);

std::string listed(const std::vector<std::string>& names);  // "Ada, Emmy and Grace"

}  // namespace workflow
