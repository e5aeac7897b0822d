// Lesion surfaces as binary glTF 2.0 (GLB), in and out. glTF is in metres, Y up, Z to the front (its section 3.4): a
// root node's matrix turns the patient's millimetres into that, X = left = LPS x, Y = head = LPS z, Z = front = -LPS y,
// so that everything below it is in LPS millimetres at true scale. Any thread.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "shape/surface.h"

namespace exchange {

// One node with a mesh, or without one where the surface is empty.
struct NamedSurface {
  std::string id;                                     // of the lesion; in "extras"
  std::string name;                                   // of the node
  std::string className;                              // in "extras"
  double volumeMl = 0;                                // of its voxels; in "extras"
  std::optional<std::array<std::uint8_t, 3>> colour;  // sRGB; glTF's base colour is linear
  shape::Surface surface;
};

struct SurfaceFile {
  std::string caseName;             // of the root node
  std::string frameOfReferenceUid;  // in its "extras"; empty where unknown
  std::vector<NamedSurface> surfaces;
};

// Replaces `path` once the file is whole. Equal content gives equal bytes. Throws core::Error where it can't be written
// or would pass 4 GiB, more than GLB can hold.
void writeGlb(const std::filesystem::path& path, const SurfaceFile& content);

// Reads the triangles of every node of the scene, in LPS millimetres by the same mapping; vertices at one place are
// made one. Nothing outside the file is opened, and pictures in it are left alone. Throws core::Error for anything that
// is no GLB of plain triangles.
SurfaceFile readGlb(const std::filesystem::path& path);

// Whether a file begins as GLB does.
bool isGlb(const std::filesystem::path& path);

}  // namespace exchange
