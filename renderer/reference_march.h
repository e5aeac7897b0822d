// The march on the processor: one ray after another, every sample a plain trilinear interpolation in double precision,
// every empty block skipped. It says how few fetches suffice, and is an oracle for pictures that are not shaded. Slow;
// for benchmarks and tests. Pure; any thread.
#pragma once

#include "core/view.h"

namespace renderer {

struct ReferencePicture {
  glm::ivec2 size{0};
  std::vector<glm::dvec3> color;  // 0..1, rows from the top
  std::uint64_t samples = 0;      // fetches of the volume
};

// view: a camera and a transfer function must be set; its shading, jitter, lesions and clip planes are not drawn.
ReferencePicture referenceMarch(const core::Volume& volume, const core::View& view, glm::ivec2 size);

}  // namespace renderer
