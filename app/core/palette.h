// Colours that tell lesions apart, for screens and exports. Pure; any thread.
#pragma once

#include <cstddef>
#include <glm/vec3.hpp>
#include <optional>

#include "core/edit.h"

namespace core {

// The colour of lesion `index` (0, 1, ...), sRGB in [0, 1]: first the seven of Okabe and Ito (2008) that
// colour-deficient readers tell apart, then hues a golden angle apart at changing lightness, bright enough for a
// near-black ground. The same index always has the same colour. Beyond the first seven, colour is never the sole cue:
// show number and outline.
glm::vec3 lesionColor(std::size_t index);
// The colour that somebody chose for it, or else that of its place.
glm::vec3 lesionColor(std::size_t index, const std::optional<Color>& chosen);

}  // namespace core
