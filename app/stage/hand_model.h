// What is seen of a controller in a headset wearer's hand: one made here, or the wearer's own from a file. Values; any
// thread.
#pragma once

#include <array>
#include <filesystem>
#include <glm/vec3.hpp>
#include <vector>

#include "interaction/hands.h"

namespace stage {

// Triangles in metres as the hand's grip pose has them: -z out of the hand past the thumb, y up, x to the right.
struct HandModel {
  struct Vertex {
    glm::vec3 atM{0};
    glm::vec3 normal{0, 0, 1};  // unit, outward
    glm::vec3 color{1};         // sRGB
    bool isTool = false;        // shown in the colour of what the hand does instead
  };
  std::vector<Vertex> vertices;  // three for each triangle
};

using HandModels = std::array<HandModel, 2>;  // by Side

// A plain one with handle, stick, two buttons and a trigger, for a hand.
HandModel plainController(interaction::Side side);
HandModels plainControllers();

// left.glb and right.glb of a folder, as glTF has them: metres, the origin where the hand holds it, -z forward, as the
// controllers of WebXR's input profiles come. A hand without a file gets the plain one. Throws core::Error where there
// is neither, or one cannot be read, has too many triangles for every frame, or is no thing that a hand holds.
HandModels readHandModels(const std::filesystem::path& folder);

constexpr std::size_t kMostHandTriangles = 20000;

}  // namespace stage
