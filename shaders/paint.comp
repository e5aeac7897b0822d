// A stroke's own bits: for each brick that its capsules touch, one invocation per row of 32 voxels, which alone writes
// that row's word. A voxel is taken when its centre lies within the radius of a capsule's axis, boundary included, its
// stored value in the range, and no protected lesion holds it; what core::footprint says, in float32 near each brick. Of
// a disc, only the layer of voxels that its plane lies in is taken.
#version 460
#extension GL_EXT_scalar_block_layout : require
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_buffer_reference : require
#extension GL_EXT_buffer_reference_uvec2 : require
#include "gpu_types.h"
#include "zero.glsl"

layout(local_size_x = 32, local_size_y = 8) in;

layout(buffer_reference, scalar, buffer_reference_align = 4) buffer BitRows { uint row[]; };

layout(binding = 0, scalar) uniform Paint { PaintInfo paint; };
layout(binding = 1) uniform sampler3D volume;
layout(binding = 2, scalar) readonly buffer Bricks { PaintBrick bricks[]; };
layout(binding = 3, scalar) readonly buffer Capsules { PaintCapsule capsules[]; };
layout(binding = 4, scalar) readonly buffer Pages { uvec2 pages[]; };
layout(binding = 5, scalar) readonly buffer Entries { uvec2 entries[]; };
layout(binding = 6, scalar) readonly buffer Chunks { uvec2 chunks[]; };
layout(binding = 7, scalar) readonly buffer StrokeChunks { uvec2 strokeChunks[]; };
layout(binding = 8, scalar) readonly buffer Looks { LesionLook looks[]; };
layout(binding = 9, scalar) readonly buffer InRange { uint rangeRows[]; };  // of each of `bricks`

uint rowIndex(uint slot, int y, int z) {
  return (slot & ((1u << kChunkShift) - 1u)) * kRowsPerBrick + uint(z * 32 + y);
}

bool inRange(ivec3 voxel) {
  float stored = texelFetch(volume, voxel, 0).x * paint.valueScale + paint.valueOffset;
  stored = paint.integers != kZero ? round(stored) : stored;
  return stored >= paint.rangeMin && stored <= paint.rangeMax;
}

void main() {
  const PaintBrick work = bricks[gl_WorkGroupID.x];
  const int y = int(gl_LocalInvocationID.x);
  const int z = int(gl_WorkGroupID.y * 8u + gl_LocalInvocationID.y);
  uint bits = 0u;
  for (uint c = 0u; c < work.capsuleCount; ++c) {
    const PaintCapsule capsule = capsules[work.firstCapsule + c];
    const bool inBox = y >= capsule.boxMin.y && y <= capsule.boxMax.y && z >= capsule.boxMin.z && z <= capsule.boxMax.z;
    const int end = inBox ? capsule.boxMax.x : -1;
    for (int x = capsule.boxMin.x; x <= end; ++x) {
      vec3 offset = paint.worldFromVoxel * vec3(x, y, z) - capsule.fromMm;
      const float height = dot(offset, paint.discNormal);
      const bool inLayer = paint.isDisc == kZero || (height >= -paint.discHalfMm && height < paint.discHalfMm);
      offset -= paint.isDisc != kZero ? height * paint.discNormal : vec3(0);
      const float t = clamp(dot(offset, capsule.alongMm) * capsule.inverseLengthSquared, 0.0, 1.0);
      const vec3 away = offset - t * capsule.alongMm;
      bits |= inLayer && dot(away, away) <= paint.radiusSquared ? 1u << x : 0u;
    }
  }
  BitRows target = BitRows(strokeChunks[work.slot >> kChunkShift]);
  const uint row = rowIndex(work.slot, y, z);
  uint added = bits & ~target.row[row];
  if (added != 0u) {
    const uvec2 page = pages[(work.brick.z * paint.bricks.y + work.brick.y) * paint.bricks.x + work.brick.x];
    for (uint i = 0u; i < page.y; ++i) {
      const uvec2 entry = entries[page.x + i];
      if (entry.x < kContestedEntry && entry.x != paint.lesion && looks[entry.x].outline == 0u && (paint.protectOthers != kZero || looks[entry.x].locked != 0u)) {
        added &= ~BitRows(chunks[entry.y >> kChunkShift]).row[rowIndex(entry.y, y, z)];
      }
    }
  }
  if (paint.hasRange == 2u + kZero) {
    added &= rangeRows[gl_WorkGroupID.x * kRowsPerBrick + uint(z * 32 + y)];
  }
  uint unasked = paint.hasRange == 1u + kZero ? added : 0u;
  while (unasked != 0u) {
    const int x = findLSB(unasked);
    unasked &= unasked - 1u;
    added = inRange(work.brick * 32 + ivec3(x, y, z)) ? added : added & ~(1u << x);
  }
  if (added != 0u) {
    target.row[row] |= added;
  }
}
