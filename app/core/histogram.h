// How often each value occurs in a volume: for editors and for presets that follow the tissue. Pure; any thread.
#pragma once

#include <cstddef>
#include <vector>

#include "core/volume.h"

namespace core {

// `bins` (two or more) equal parts of a range that is not empty; a value outside it counts for nothing. Of volumes with
// more than four million voxels every n-th is counted, n odd, so that it does not keep step with rows.
std::vector<std::size_t> histogram(const Volume& volume, const IntensityRange& range, std::size_t bins);

}  // namespace core
