// Taking a decision back. On the thread of its project file.
#pragma once

#include <string>
#include <vector>

#include "store/project_file.h"

namespace workflow {

// The edits that take back a person's latest decision that stands, and the remark that was written together with it.
// Empty where there is none.
std::vector<core::EditDraft> takingBack(const store::ProjectFile& project, const std::string& person);

}  // namespace workflow
