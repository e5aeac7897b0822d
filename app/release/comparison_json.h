// A comparison of readings as JSON: what `compare --json` prints and a release keeps.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/comparison.h"
#include "release/json.h"
#include "workflow/case_readings.h"

namespace release {

std::string_view name(analysis::TypicalError error);  // "too large", "misses lesions", "none"

Json estimateJson(const std::optional<analysis::Estimate>& estimate);  // null where there is none

// readings: what was compared, in that order.
Json comparisonJson(const analysis::Comparison& comparison, const std::vector<workflow::CaseReading>& readings,
                    const std::string& caseName, double matchIou);

}  // namespace release
