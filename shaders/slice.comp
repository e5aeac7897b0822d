// A slice: the true voxel under each pixel through a window, lesions as outline and faint fill.
#version 460
#extension GL_EXT_scalar_block_layout : require
#extension GL_GOOGLE_include_directive : require
#include "gpu_types.h"
#include "lesions.glsl"
#include "zero.glsl"

layout(local_size_x = 8, local_size_y = 8) in;
// 1: each pixel's value comes along, as the texture's own voxels are coarser than the volume's.
layout(constant_id = 0) const uint GIVEN = 0;
layout(constant_id = 1) const uint LESIONS = 1;  // 0: none can be seen in this tile

layout(binding = 0, scalar) uniform Scene { SceneInfo scene; };
layout(binding = 1, scalar) uniform Slice { SliceInfo slice; };
layout(binding = 2) uniform sampler3D volume;
layout(binding = 3, scalar) readonly buffer Looks { LesionLook looks[]; };
LESION_BINDINGS(4)
layout(binding = 9, rgba8) writeonly uniform image2D colorTarget;
layout(binding = 10, r32ui) writeonly uniform uimage2D lesionTarget;
layout(binding = 11, r32f) writeonly uniform image2D depthTarget;

layout(binding = 12, scalar) readonly buffer Values { float values[]; };  // of the texture; rows from the top

layout(push_constant, scalar) uniform Tile { ivec2 tileOrigin; ivec2 tileSize; };  // pixels of the pane

#include "membership.glsl"

ivec3 voxelUnder(vec2 pixel) {
  return ivec3(floor(slice.originVoxel + pixel.x * slice.rightVoxel + pixel.y * slice.downVoxel + 0.5));
}

// What is contested of the visible lesions at a voxel: the last such lesion, 0 for none.
uint contestedAt(ivec3 voxel) {
  const uvec2 page = pages[brickIndex(voxel)];
  uint found = 0u;
  for (uint i = 0u; i < page.y; ++i) {
    const uvec2 entry = entries[page.x + i];
    const uint lesion = lesionOf(entry);
    found = isContestedEntry(entry) && looks[lesion].visible != 0u && isContested(lesion, voxel) ? lesion : found;
  }
  return found;
}

// The hatching of what is contested. Somebody is to decide on the tissue under it, so it leaves that to be seen: thin
// stripes, eight pixels apart, each light with a dark one beside it, for dark and for bright tissue, and an outline, for
// what is narrower than stripes are apart.
vec3 hatched(vec3 color, uint lesion, ivec2 pixel, vec2 center) {
  const vec3 light = mix(looks[lesion].color, vec3(1), 0.25);
  const float reach = 0.5 * slice.outlinePixels;
  const vec2 around[4] = vec2[](vec2(1, 0), vec2(-1, 0), vec2(0, 1), vec2(0, -1));
  for (int k = 0; k < 4; ++k) {
    if (!isContested(lesion, voxelUnder(center + around[k] * reach))) {
      return light;
    }
  }
  const int along = pixel.x + pixel.y & 7;
  return along == 0 ? mix(color, light, 0.6) : along == 1 ? color * 0.7 : color;
}

// Whether a lesion that holds this pixel's voxel ends within the outline's width of it.
bool isEdge(uint lesion, vec2 center) {
  const vec2 around[8] = vec2[](vec2(1, 0), vec2(-1, 0), vec2(0, 1), vec2(0, -1), vec2(0.7071, 0.7071),
                                vec2(-0.7071, 0.7071), vec2(0.7071, -0.7071), vec2(-0.7071, -0.7071));
  for (int k = 0; k < 8; ++k) {
    if (!holds(lesion, voxelUnder(center + around[k] * slice.outlinePixels))) {
      return true;
    }
  }
  return false;
}

// The visible lesions that hold a voxel, one after another: the first from place `next` of its brick's list on, which
// then stands behind it; 0 when there is none left. The open stroke's lesion may not be in the list yet.
uint nextHolder(ivec3 voxel, inout uint next) {
  const uint brick = brickIndex(voxel);
  const uvec2 page = pages[brick];
  uint found = 0u;
  while (found == 0u && next < page.y) {
    const uvec2 entry = entries[page.x + next];
    ++next;
    if (isContestedEntry(entry)) {
      continue;
    }
    uint bits = rowBits(chunks[entry.y >> kChunkShift], entry.y, voxel);
    if (entry.x == scene.strokeLesion) {
      const uint stroke = strokeRow(brick, voxel);
      bits = scene.strokeErases != kZero ? bits & ~stroke : bits | stroke;
    }
    found = (bits >> (voxel.x & 31) & 1u) != 0u && looks[entry.x].visible != 0u ? entry.x : 0u;
  }
  if (found == 0u && next == page.y && scene.strokeLesion != kZero && scene.strokeErases == kZero) {
    ++next;
    bool listed = false;
    for (uint i = 0u; i < page.y; ++i) {
      listed = listed || entries[page.x + i].x == scene.strokeLesion;
    }
    const bool held = (strokeRow(brick, voxel) >> (voxel.x & 31) & 1u) != 0u;
    found = held && !listed && looks[scene.strokeLesion].visible != 0u ? scene.strokeLesion : 0u;
  }
  return found;
}

void main() {
  const ivec2 inTile = ivec2(gl_GlobalInvocationID.xy);
  const ivec2 pixel = tileOrigin + inTile;
  if (any(greaterThanEqual(inTile, tileSize)) || any(greaterThanEqual(pixel, slice.paneSize))) {
    return;
  }
  const vec2 center = vec2(pixel) + 0.5;
  const ivec3 voxel = voxelUnder(center);
  vec3 color = slice.background;
  uint lesion = 0u;
  if (inGrid(voxel)) {
    const float value = GIVEN != 0u ? values[pixel.y * slice.paneSize.x + pixel.x] : texelFetch(volume, voxel, 0).x;
    const float grey = value == value ? clamp(value * slice.windowScale + slice.windowOffset, 0.0, 1.0) : 0.0;
    color = vec3(grey);
    if (LESIONS != 0u) {
      const Membership here = membership(voxel);
      lesion = here.lesion;
      if (here.held != 0u) {  // what is only contested has no fill
        color = mix(color, here.colorSum / float(here.count), slice.fill);
      }
      const uint contested = here.count != 0u ? contestedAt(voxel) : 0u;
      if (contested != 0u) {
        color = hatched(color, contested, pixel, center);
      }
      // Each lesion draws its own edge, so that overlapping ones stay apart. Outlines come last; where several run
      // along each other they take turns, so that none hides another.
      bool edged = false;
      uint next = 0u;
      for (uint candidate = nextHolder(voxel, next); candidate != 0u; candidate = nextHolder(voxel, next)) {
        if (isEdge(candidate, center)) {
          const bool outline = looks[candidate].outline != 0u;
          const bool turn = !edged || uint(pixel.x + pixel.y >> 2) % 3u == candidate % 3u;
          color = outline && !turn ? color : looks[candidate].color;
          lesion = outline ? lesion : candidate;
          edged = true;
        }
      }
    }
  }
  const ivec2 target = slice.paneOrigin + pixel;
  imageStore(colorTarget, target, vec4(color, 1));
  imageStore(lesionTarget, target, uvec4(lesion));
  imageStore(depthTarget, target, vec4(0));
}
