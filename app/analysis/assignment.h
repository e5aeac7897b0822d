// The assignment problem. Internal to analysis; pure, any thread.
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace analysis {

// Which column each row gets, so that the sum of the gains is largest and no column is given twice. gains: row by row,
// none negative; a row whose best is a gain of 0 gets nothing. The Hungarian method (Kuhn 1955) with potentials and
// shortest augmenting paths, O(rows^2 * columns).
std::vector<std::optional<std::size_t>> bestAssignment(std::span<const double> gains, std::size_t rows,
                                                       std::size_t columns);

}  // namespace analysis
