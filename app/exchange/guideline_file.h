// A guideline as a file (sagitta new --guideline G.json): a JSON object. Any thread.
#pragma once

#include <string>
#include <string_view>

#include "core/edit.h"

namespace exchange {

// The edit that publishes it. Its document is canonical, so that a guideline that is laid out otherwise, or whose
// fields stand in another order, is the same version. Throws core::Error that names `subject`.
core::GuidelinePublished parseGuideline(std::string_view text, const std::string& subject);

}  // namespace exchange
