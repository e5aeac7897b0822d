// How much coarser a headset's picture gets toward the edge of sight, where eyes see little. What that is in pixels
// says renderer/fovea.h; when it is wanted, interaction/xr/resolution.h.
#pragma once

#include <cstdint>

namespace core {

enum class Foveation : std::uint8_t { Off, Low, High };

}  // namespace core
