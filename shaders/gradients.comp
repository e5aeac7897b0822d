// Central differences (in mm) and the value of every voxel in one texture, for processors whose sampling is slow and
// whose memory is plenty: one fetch then shades. Interpolating them is what differencing interpolated values gives.
#version 460
#extension GL_EXT_scalar_block_layout : require
#extension GL_GOOGLE_include_directive : require
#include "gpu_types.h"

layout(local_size_x = 64) in;

layout(binding = 0, scalar) uniform Scene { SceneInfo scene; };
layout(binding = 1) uniform sampler3D volume;
layout(binding = 2, rgba16_snorm) writeonly uniform image3D target;

float at(ivec3 voxel) { return texelFetch(volume, clamp(voxel, ivec3(0), textureSize(volume, 0) - 1), 0).x; }

void main() {
  const ivec3 voxel = ivec3(gl_GlobalInvocationID);
  if (voxel.x >= textureSize(volume, 0).x) {
    return;
  }
  const vec3 difference = vec3(at(voxel + ivec3(1, 0, 0)) - at(voxel - ivec3(1, 0, 0)),
                               at(voxel + ivec3(0, 1, 0)) - at(voxel - ivec3(0, 1, 0)),
                               at(voxel + ivec3(0, 0, 1)) - at(voxel - ivec3(0, 0, 1)));
  const float finest = min(min(scene.spacing.x, scene.spacing.y), scene.spacing.z);
  imageStore(target, voxel, vec4(difference * finest / scene.spacing, at(voxel) * 2.0 - 1.0));
}
