// Names to choose from where there is no keyboard: by the guideline's classes, a number, and where in the image the
// lesion lies. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/grid.h"
#include "ui/model.h"

namespace stage {

// Where a point lies in the image's box, as patients' sides are named: "upper left", "right", "middle". That is the
// image's middle, which need not be the patient's.
std::string placeInWords(const core::Grid& grid, glm::dvec3 pointMm);

// Names for a lesion that no other has, the likeliest first, `most` at the most. middleMm: of what is marked of it.
std::vector<std::string> namesFor(const ui::Model& model, std::size_t lesion, const core::Grid& grid,
                                  std::optional<glm::dvec3> middleMm, std::size_t most);

}  // namespace stage
