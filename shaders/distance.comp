// Chebyshev distance to the nearest block that shows something, one axis at a time: along x from 0 or kFarthest, then
// along y and z from the pass before. d'(x) = min over k of max(|k|, d(x + k)).
#version 460
#extension GL_EXT_scalar_block_layout : require
#extension GL_GOOGLE_include_directive : require
#include "gpu_types.h"

layout(local_size_x = 64) in;
layout(constant_id = 0) const uint AXIS = 0;

layout(binding = 0, scalar) uniform Scene { SceneInfo scene; };
layout(binding = 1, r8ui) readonly uniform uimage3D source;
layout(binding = 2, r8ui) writeonly uniform uimage3D target;
layout(push_constant, scalar) uniform Push { uint firstBlock; uint endBlock; };

void main() {
  const uint index =
      firstBlock + gl_GlobalInvocationID.x + gl_GlobalInvocationID.y * gl_NumWorkGroups.x * gl_WorkGroupSize.x;
  if (index >= endBlock) {
    return;
  }
  const ivec3 block = ivec3(int(index) % scene.blocks.x, int(index) / scene.blocks.x % scene.blocks.y,
                            int(index) / (scene.blocks.x * scene.blocks.y));
  const ivec3 axis = ivec3(AXIS == 0u, AXIS == 1u, AXIS == 2u);
  const int at = AXIS == 0u ? block.x : AXIS == 1u ? block.y : block.z;
  const int size = AXIS == 0u ? scene.blocks.x : AXIS == 1u ? scene.blocks.y : scene.blocks.z;
  const uint own = imageLoad(source, block).x;
  uint best = own & kFarthest;
  for (int k = 1; uint(k) < best; ++k) {
    const bool below = at - k >= 0;
    const bool above = at + k < size;
    if (!below && !above) {
      break;
    }
    const uint low = below ? imageLoad(source, block - axis * k).x & kFarthest : kFarthest;
    const uint high = above ? imageLoad(source, block + axis * k).x & kFarthest : kFarthest;
    best = min(best, max(uint(k), min(low, high)));
  }
  imageStore(target, block, uvec4(best | (own & (kLesionFlag | kSolidFlag))));
}
