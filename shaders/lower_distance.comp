// Makes room in the skip map for a stroke while it is open: blocks in its box are marked, all others come no farther
// than their distance to the box. Erring low is safe: it only means looking where nothing is.
#version 460
#extension GL_EXT_scalar_block_layout : require
#extension GL_GOOGLE_include_directive : require
#include "gpu_types.h"

layout(local_size_x = 64) in;

layout(binding = 0, scalar) uniform Scene { SceneInfo scene; };
layout(binding = 1, r8ui) uniform uimage3D skipMap;

layout(push_constant, scalar) uniform Push { ivec3 boxMin; ivec3 boxMax; };  // blocks, both included

void main() {
  const uint index = gl_GlobalInvocationID.x + gl_GlobalInvocationID.y * gl_NumWorkGroups.x * gl_WorkGroupSize.x;
  if (index >= uint(scene.blocks.x * scene.blocks.y * scene.blocks.z)) {
    return;
  }
  const ivec3 block = ivec3(int(index) % scene.blocks.x, int(index) / scene.blocks.x % scene.blocks.y,
                            int(index) / (scene.blocks.x * scene.blocks.y));
  const ivec3 outside = max(max(boxMin - block, block - boxMax), ivec3(0));
  const uint away = uint(max(max(outside.x, outside.y), outside.z));
  const uint own = imageLoad(skipMap, block).x;
  if (away < (own & kFarthest) || away == 0u) {
    imageStore(skipMap, block, uvec4(away == 0u ? kLesionFlag : away | (own & kLesionFlag)));
  }
}
