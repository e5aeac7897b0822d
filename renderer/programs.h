// Every compute program of the renderer, in one table (programs.cpp), loaded once per device.
#pragma once

#include "renderer/gpu/commands.h"
#include "renderer/gpu/program.h"
#include "shaders/gpu_types.h"

namespace renderer {

struct Programs {
  explicit Programs(const gpu::Device& device);

  gpu::Program march;          // volume, lesions and stroke to a 3D picture
  gpu::Program slice;          // and to a slice
  gpu::Program occupancy;      // which blocks show something
  gpu::Program distance;       // how far it is to one that does
  gpu::Program lowerDistance;  // room in that for an open stroke
  gpu::Program gradients;      // of a volume, for processors that sample slowly
  gpu::Program paint;          // a stroke's bits
};

// Invocations that run over blocks or the like in one dimension: groups of 64, folded where one axis is not enough.
glm::uvec3 linearGroups(std::size_t count);

template <typename T>
std::span<const std::byte> bytesOf(const T& value) {
  return std::as_bytes(std::span(&value, 1));
}

}  // namespace renderer
