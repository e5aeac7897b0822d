// Which blocks show something: a value that the transfer function makes visible, or a lesion's bit. First step of the
// skip map.
#version 460
#extension GL_EXT_scalar_block_layout : require
#extension GL_GOOGLE_include_directive : require
#include "gpu_types.h"
#include "lesions.glsl"
#include "zero.glsl"

layout(local_size_x = 64) in;

layout(binding = 0, scalar) uniform Scene { SceneInfo scene; };
layout(binding = 1, scalar) readonly buffer Ranges { uint ranges[]; };  // least value in the low 16 bits, largest in the high
layout(binding = 2, scalar) readonly buffer Visible { uint visibleBefore[]; };  // how many table entries below i show
layout(binding = 3, scalar) readonly buffer Looks { LesionLook looks[]; };
LESION_BINDINGS(4)
layout(binding = 9, r8ui) writeonly uniform uimage3D skipMap;

layout(push_constant, scalar) uniform Push {
  float tableScale;
  float tableOffset;
  uint tableLast;
  uint markLesions;
  uint firstBlock;
  uint endBlock;
};

#include "membership.glsl"

uint tableIndex(float value) {
  const float at = value * tableScale + tableOffset;
  return at > 0.0 ? min(uint(at + 0.5), tableLast) : 0u;
}

// What visible lesions make of the voxels that samples of this block are nearest to.
uint lesionFlags(ivec3 block) {
  const ivec3 first = block << scene.blockShift;
  const ivec3 last = min(first + (1 << scene.blockShift), scene.size - 1);
  bool marked = false;
  bool solid = true;
  uint only = 0u;
  for (int z = first.z; z <= last.z; ++z) {
    for (int y = first.y; y <= last.y; ++y) {
      for (int x = first.x; x <= last.x; x += 1 + (31 - (x & 31))) {
        const ivec3 voxel = ivec3(x, y, z);
        const int length = min(last.x - x, 31 - (x & 31)) + 1;
        const uint wanted = (length == 32 ? ~0u : (1u << length) - 1u) << (x & 31);
        const uint brick = brickIndex(voxel);
        const uvec2 page = pages[brick];
        const uint stroke = scene.strokeLesion != kZero ? strokeRow(brick, voxel) & wanted : 0u;
        uint found = scene.strokeErases == kZero ? stroke : 0u;
        solid = solid && stroke == 0u;
        for (uint i = 0u; i < page.y; ++i) {
          const uvec2 entry = entries[page.x + i];
          const uint lesion = lesionOf(entry);
          const uint bits =
              looks[lesion].visible != 0u && looks[lesion].outline == 0u ? rowBits(chunks[entry.y >> kChunkShift], entry.y, voxel) & wanted : 0u;
          found |= bits;
          if (bits != 0u) {
            solid = solid && bits == wanted && !isContestedEntry(entry) && (only == 0u || only == lesion);
            only = lesion;
          }
        }
        marked = marked || found != 0u;
        solid = solid && found == wanted;
        if (marked && !solid) {
          return kLesionFlag;
        }
      }
    }
  }
  return marked ? kLesionFlag | kSolidFlag : 0u;
}

bool hasPages(ivec3 block) {
  const ivec3 low = (block << scene.blockShift) >> 5;
  const ivec3 high = min((block << scene.blockShift) + (1 << scene.blockShift), scene.size - 1) >> 5;
  for (int z = low.z; z <= high.z; ++z) {
    for (int y = low.y; y <= high.y; ++y) {
      for (int x = low.x; x <= high.x; ++x) {
        const uint brick = uint((z * scene.bricks.y + y) * scene.bricks.x + x);
        if (pages[brick].y != 0u || (scene.strokeLesion != kZero && strokePages[brick] != 0u)) {
          return true;
        }
      }
    }
  }
  return false;
}

void main() {
  const uint index =
      firstBlock + gl_GlobalInvocationID.x + gl_GlobalInvocationID.y * gl_NumWorkGroups.x * gl_WorkGroupSize.x;
  if (index >= endBlock) {
    return;
  }
  const ivec3 block = ivec3(int(index) % scene.blocks.x, int(index) / scene.blocks.x % scene.blocks.y,
                            int(index) / (scene.blocks.x * scene.blocks.y));
  const vec2 range = vec2(ranges[index] & 0xFFFFu, ranges[index] >> 16) * scene.rangeScale + scene.rangeOffset;
  const bool shows = visibleBefore[tableIndex(range.y) + 1u] != visibleBefore[tableIndex(range.x)];
  const uint lesions = markLesions != kZero && hasPages(block) ? lesionFlags(block) : 0u;
  imageStore(skipMap, block, uvec4(lesions != 0u ? lesions : shows ? 0u : kFarthest));
}
