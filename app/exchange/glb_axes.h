// The one place that knows how the patient stands in glTF's world (see glb.h).
#pragma once

#include <array>
#include <glm/mat4x4.hpp>

namespace exchange {

// Column by column, as glTF stores matrices: LPS millimetres to glTF's metres.
inline constexpr std::array<double, 16> kGltfFromPatient{1e-3, 0, 0, 0, 0, 0, -1e-3, 0, 0, 1e-3, 0, 0, 0, 0, 0, 1};

// Its inverse.
inline glm::dmat4 patientFromGltf() {
  return {glm::dvec4(1e3, 0, 0, 0), glm::dvec4(0, 0, 1e3, 0), glm::dvec4(0, -1e3, 0, 0), glm::dvec4(0, 0, 0, 1)};
}

}  // namespace exchange
