// A comparison of readings as JSON: what `compare --json` prints and a release keeps.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/comparison.h"
#include "commands/readings.h"
#include "commands/terminal.h"

namespace commands {

std::string_view name(analysis::TypicalError error);  // "too large", "misses lesions", "none"

Json estimateJson(const std::optional<analysis::Estimate>& estimate);  // null where there is none

// readings: what was compared, in that order.
Json comparisonJson(const analysis::Comparison& comparison, const std::vector<CaseReading>& readings,
                    const std::string& caseName, double matchIou);

}  // namespace commands
