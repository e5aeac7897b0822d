// Makes room in the skip map for what lesions gained: blocks in its box are marked, all others come no farther
// than their distance to the box. Erring low is safe: it only means looking where nothing is. Where they only lost, it is
// enough that no block in the box is called solid any more.
#version 460
#extension GL_EXT_scalar_block_layout : require
#extension GL_GOOGLE_include_directive : require
#include "gpu_types.h"

layout(local_size_x = 64) in;

layout(binding = 0, r8ui) uniform uimage3D skipMap;

layout(push_constant, scalar) uniform Push {
  ivec3 boxMin;  // blocks, both included
  ivec3 boxMax;
  ivec3 first;  // of the region that is looked at
  ivec3 region;
  uint gained;
};

void main() {
  const uint index = gl_GlobalInvocationID.x + gl_GlobalInvocationID.y * gl_NumWorkGroups.x * gl_WorkGroupSize.x;
  if (index >= uint(region.x * region.y * region.z)) {
    return;
  }
  const ivec3 block =
      first + ivec3(int(index) % region.x, int(index) / region.x % region.y, int(index) / (region.x * region.y));
  const ivec3 outside = max(max(boxMin - block, block - boxMax), ivec3(0));
  const uint away = uint(max(max(outside.x, outside.y), outside.z));
  const uint own = imageLoad(skipMap, block).x;
  if (gained == 0u) {
    imageStore(skipMap, block, uvec4(own & ~kSolidFlag));
  } else if (away < (own & kFarthest) || away == 0u) {
    imageStore(skipMap, block, uvec4(away == 0u ? kLesionFlag : away | (own & (kLesionFlag | kSolidFlag))));
  }
}
