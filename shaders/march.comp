// The 3D picture: one ray per invocation through the volume, front to back, leaping over what is empty; lesions as
// shaded surfaces from their bits. Also writes, per pixel, the lesion seen and the depth of what is seen.
#version 460
#extension GL_EXT_scalar_block_layout : require
#extension GL_GOOGLE_include_directive : require
#include "gpu_types.h"
#include "lesions.glsl"
#include "zero.glsl"

layout(local_size_x = 8, local_size_y = 8) in;
layout(constant_id = 0) const uint MODE = 0;
layout(constant_id = 1) const uint SHADE = 0;
layout(constant_id = 2) const uint LESIONS = 0;
layout(constant_id = 3) const uint SKIP = 1;
layout(constant_id = 4) const uint SHININESS = 10;
layout(constant_id = 5) const uint COUNT = 0;
// How many samples are taken at a time. 0: to the end of the block. Processors that run lanes in lockstep do better with
// a fixed number, as no lane then waits for another's longer way through its block; of more than one, some are in vain.
layout(constant_id = 6) const uint RUN = 0;

layout(binding = 0, scalar) uniform Scene { SceneInfo scene; };
layout(binding = 1, scalar) uniform March { MarchInfo march; };
layout(binding = 2) uniform sampler3D volume;       // values, or with SHADE 2 gradients (xyz) and values (w)
layout(binding = 3) uniform usampler3D skipMap;
layout(binding = 4) uniform usampler2D table;        // one row: opacity of one step, colour as RGBA8
layout(binding = 5, scalar) readonly buffer Ranges { uint ranges[]; };      // per block: least value in the low 16 bits, largest in the high
layout(binding = 6, scalar) readonly buffer Looks { LesionLook looks[]; };
LESION_BINDINGS(7)
layout(binding = 12, rgba8) writeonly uniform image2D colorTarget;
layout(binding = 13, r32ui) writeonly uniform uimage2D lesionTarget;
layout(binding = 14, r32f) writeonly uniform image2D depthTarget;
layout(binding = 15, scalar) writeonly buffer Costs { RayCost costs[]; };

layout(push_constant, scalar) uniform Tile {
  ivec2 tileOrigin;  // pixels of the pane
  ivec2 tileSize;
  int side;          // so many pixels each way a ray stands for
};

#include "membership.glsl"

// A ray that must ask which lesion it has come to waits for those beside it to have to, too, but no longer than so many
// turns: to ask costs as much as several.
const uint kTurns = 16u;

#define kInfinity uintBitsToFloat(0x7F800000u)  // not a constant expression in GLSL

struct Ray {
  vec3 start;      // voxel coordinates of sample 0
  vec3 perStep;
  vec3 toLight;    // unit, voxel axes in mm
  int count;       // samples
  float startMm;   // along the ray
};

struct State {
  vec3 light;      // gathered so far, premultiplied
  float through;   // what still comes through
  float depthMm;   // where half of the light is gathered
  uint lesion;     // first seen, or hidden by tissue and first met
  float lesionAt;  // its sample
  vec3 lesionColor;
  float lesionWeight;  // how much of it is seen: its shading waits until the ray is done
  uint inside;     // the lesion that the last sample lay in
  uint samples;
  uint leaps;
};

float noise(ivec2 pixel) {  // interleaved gradient noise (Jimenez 2014): even in every neighbourhood
  return fract(52.9829189 * fract(dot(vec2(pixel), vec2(0.06711056, 0.00583715))));
}

float power(float base) {
  float result = 1.0;
  float square = base;
  for (uint left = SHININESS; left != 0u; left >>= 1) {
    result = (left & 1u) != 0u ? result * square : result;
    square *= square;
  }
  return result;
}

vec3 lit(vec3 color, float cosine) {
  return clamp(color * (march.ambient + march.diffuse * cosine) + march.specular * power(cosine), 0.0, 1.0);
}

vec3 textureOf(vec3 voxel) { return (voxel + 0.5) * scene.texturePerVoxel; }

float valueAt(vec3 p) { return SHADE == kShadeGradients ? textureLod(volume, p, 0.0).w * 0.5 + 0.5 : textureLod(volume, p, 0.0).x; }

// Of the table: opacity of one step, a float; colour, RGBA8.
uvec2 entryOf(float value) {
  // A NaN fails the comparison and counts as the smallest value.
  const float at = value * march.tableScale + march.tableOffset;
  const int index = at > 0.0 ? int(min(uint(at + 0.5), march.tableLast)) : 0;
  return texelFetch(table, ivec2(index, 0), 0).xy;
}

// The tissue at a texture coordinate: shaded colour, and opacity of one step.
vec4 tissue(vec3 p, vec3 toLight) {
  float value;
  float cosine = 1.0;
  if (SHADE == kShadeGradients) {
    const vec4 sampled = textureLod(volume, p, 0.0);
    value = sampled.w * 0.5 + 0.5;
    cosine = abs(dot(sampled.xyz, toLight)) * inversesqrt(dot(sampled.xyz, sampled.xyz) + 1e-20);
  } else {
    value = textureLod(volume, p, 0.0).x;
  }
  if (SHADE == kShadeDifferences) {
    const vec3 d = scene.texturePerVoxel * scene.voxelsPerTexel;
    vec3 gradient = vec3(textureLod(volume, p + vec3(d.x, 0, 0), 0.0).x - textureLod(volume, p - vec3(d.x, 0, 0), 0.0).x,
                         textureLod(volume, p + vec3(0, d.y, 0), 0.0).x - textureLod(volume, p - vec3(0, d.y, 0), 0.0).x,
                         textureLod(volume, p + vec3(0, 0, d.z), 0.0).x - textureLod(volume, p - vec3(0, 0, d.z), 0.0).x);
    gradient /= scene.spacing;
    cosine = abs(dot(gradient, toLight)) * inversesqrt(dot(gradient, gradient) + 1e-20);
  }
  const uvec2 entry = entryOf(value);
  vec3 color = unpackUnorm4x8(entry.y).rgb;
  if (SHADE != kShadeNone) {
    color = lit(color, cosine);
  }
  return vec4(color, uintBitsToFloat(entry.x));
}

void add(inout State state, vec3 color, float opacity, float atMm) {
  const float weight = state.through * opacity;
  state.light += weight * color;
  state.through -= weight;
  state.depthMm = state.depthMm == kInfinity && state.through <= 0.5 ? atMm : state.depthMm;
}

ivec3 nearestVoxel(vec3 voxel) { return clamp(ivec3(floor(voxel + 0.5)), ivec3(0), scene.size - 1); }

// How much of `lesion` there is around a point, its bits interpolated. Beyond the volume's edge it goes on as it is there.
float filledAt(uint lesion, vec3 voxel) {
  const vec3 low = floor(voxel);
  const vec3 part = voxel - low;
  const ivec3 first = clamp(ivec3(low), ivec3(0), scene.size - 1);
  const ivec3 last = clamp(ivec3(low) + 1, ivec3(0), scene.size - 1);
  const int across = last.x - first.x;
  float filled = 0.0;
  const int rows = lesion != 0u ? 4 : 0;
  for (int k = 0; k < rows; ++k) {
    const bool right = (k & 1) != 0;
    const bool upper = (k & 2) != 0;
    const uint run = shownRun(lesion, ivec3(first.x, right ? last.y : first.y, upper ? last.z : first.z), across + 1);
    const float weight = (right ? part.y : 1.0 - part.y) * (upper ? part.z : 1.0 - part.z);
    filled += weight * mix(float(run & 1u), float(run >> across & 1u), part.x);
  }
  return filled;
}

// A ray that comes into a lesion meets its surface; within the same lesion nothing more is added. What is contested of
// it belongs to that surface, so that nobody misses what was taken away from somebody's work. Whether that is settled as
// far as the ray stays in this voxel.
bool meetLesion(inout State state, vec3 voxel, int i, float atMm) {
  const Membership here = membership(nearestVoxel(voxel));
  const bool entering = here.count != 0u && here.lesion != state.inside;
  // Smooth, the surface is where the lesion's bits, interpolated, pass one half: corners of voxels are cut, no voxel is
  // lost. Crisp, it is the voxel's own.
  if (LESIONS == kLesionsSmooth) {
    const float filled = filledAt(entering ? here.lesion : 0u, voxel);
    if (entering && filled < 0.5) {
      return false;
    }
  }
  if (entering) {
    const vec3 color = here.colorSum / float(here.count);
    const float weight = state.through * march.lesionOpacity;
    if (state.lesion == 0u) {  // shading needs the bits all around, once for each ray
      state.lesion = here.lesion;
      state.lesionAt = float(i);
      state.lesionColor = color;
      state.lesionWeight = weight;
    } else {
      state.light += weight * color * 0.7;
    }
    state.through -= weight;
    state.depthMm = state.depthMm == kInfinity && state.through <= 0.5 ? atMm : state.depthMm;
  }
  state.inside = here.lesion;
  return true;
}

// The face by which a ray came into the voxel around a point: the one that it passed last.
vec3 faceNormal(vec3 voxel, vec3 perStep) {
  const vec3 fromMiddle = voxel - floor(voxel + 0.5);
  const vec3 since = (0.5 + fromMiddle * sign(perStep)) / max(abs(perStep), vec3(1e-20));
  const vec3 face = vec3(since.x <= min(since.y, since.z), since.y < since.x && since.y <= since.z,
                         since.z < min(since.x, since.y));
  return -face * sign(perStep);
}

// The outward direction of a lesion's surface near a point: where its bits within 2.5 voxels are not. Zero inside.
vec3 lesionNormal(uint lesion, vec3 voxel) {
  const ivec3 nearest = ivec3(floor(voxel + 0.5));
  vec3 sum = vec3(0);
  const int rows = lesion != 0u ? 25 : 0;
  for (int k = 0; k < rows; ++k) {
    const ivec3 first = nearest + ivec3(0, k % 5, k / 5) - 2;
    const uint run = shownRun(lesion, first, 5);
    for (int x = 0; x < 5; ++x) {
      const vec3 offset = vec3(first + ivec3(x, 0, 0)) - voxel;
      const float fall = max(0.0, 1.0 - dot(offset, offset) * (1.0 / 7.0));
      sum += (run >> x & 1u) != 0u ? -offset * fall * fall : vec3(0);
    }
  }
  return sum * min(min(scene.spacing.x, scene.spacing.y), scene.spacing.z) / scene.spacing;
}

// Whether a point lies in a dark stripe of the hatching of what is contested. Stripes run across the picture's diagonal
// but stand in space, or the two eyes of a headset would see different ones; they are some twelve pixels apart at any
// distance.
bool inStripe(vec3 voxel, float atMm) {
  const vec3 across = normalize(march.originVoxelU * scene.spacing + scene.voxelFromWorld * march.directionMmU * scene.spacing);
  const vec3 upward = normalize(march.originVoxelV * scene.spacing + scene.voxelFromWorld * march.directionMmV * scene.spacing);
  const float pixelMm = 2.0 / float(march.paneSize.y) *
                        (length(march.originVoxelV * scene.spacing) + length(march.directionMmV) * atMm);
  const float periodMm = exp2(round(log2(12.0 * pixelMm)));
  return fract(dot(voxel * scene.spacing, across + upward) / (1.41421356 * periodMm)) < 0.4;
}

// Whether what is seen of a lesion where a ray meets it is contested: at its surface, or up to two voxels under it, as
// contradictions often end a voxel short of it.
bool seesContest(uint lesion, vec3 voxel, vec3 perStep) {
  const vec3 inward = normalize(perStep);
  bool found = false;
  for (int depth = 0; depth <= 2; ++depth) {
    found = found || isContested(lesion, ivec3(floor(voxel + float(depth) * inward + 0.5)));
  }
  return found;
}

// The samples of the block that sample i lies in, and whether anything shows there. The leap is along the ray to the
// end of the block, or of the cube of empty blocks around it.
int blockEnd(Ray ray, vec3 inversePerStep, int i, out uint flags) {
  const vec3 voxel = ray.start + ray.perStep * float(i);
  const ivec3 block = clamp(ivec3(max(voxel, vec3(0))) >> scene.blockShift, ivec3(0), scene.blocks - 1);
  const uint entry = SKIP != 0u ? texelFetch(skipMap, block, 0).x : kLesionFlag;
  flags = entry;
  const int reach = max(int(entry & kFarthest), 1);
  const vec3 low = vec3((block - (reach - 1)) << scene.blockShift);
  const vec3 high = vec3((block + reach) << scene.blockShift);
  const vec3 steps = (mix(low, high, greaterThan(ray.perStep, vec3(0))) - ray.start) * inversePerStep;
  // The first and last block reach to the volume's very edge.
  const int next = int(ceil(min(min(steps.x, steps.y), steps.z)));
  return clamp(next, i + 1, ray.count);
}

// The sample at which a ray leaves the voxel that sample i is nearest to.
int voxelEnd(Ray ray, vec3 inversePerStep, int i) {
  const vec3 nearest = floor(ray.start + ray.perStep * float(i) + 0.5);
  const vec3 steps = (nearest + mix(vec3(-0.5), vec3(0.5), greaterThan(ray.perStep, vec3(0))) - ray.start) * inversePerStep;
  return max(int(ceil(min(min(steps.x, steps.y), steps.z))), i + 1);
}

// Leaps to the next block that a lesion reaches into; where from there on it is not known what holds a ray's samples.
// Processors that run both sides of a branch (lavapipe) run a loop's body even where no ray needs it: what costs, asking
// for lesions, therefore stands outside of these loops, and waits until each ray has come to where it must ask or ends.
int nextMarked(Ray ray, vec3 inversePerStep, int i, inout State state, out int end, out bool solid) {
  uint flags = 0u;
  end = i;
  do {
    i = end;
    end = blockEnd(ray, inversePerStep, i, flags);
    state.leaps += 1u;
  } while ((flags & kLesionFlag) == 0u && end < ray.count);
  solid = (flags & kSolidFlag) != 0u;
  return (flags & kLesionFlag) != 0u ? i : ray.count;
}

// The first lesion behind tissue that lets nothing through, from sample i on: it shows as a veil, or nobody would find
// what lies within bone.
void findHidden(Ray ray, vec3 inversePerStep, int i, inout State state) {
  while (i < ray.count && state.lesion == 0u) {
    int end;
    bool solid;
    i = nextMarked(ray, inversePerStep, i, state, end, solid);
    const Membership here = membership(nearestVoxel(ray.start + ray.perStep * float(i)));
    if (i < ray.count && here.count != 0u) {
      state.lesion = here.lesion;
      state.lesionAt = float(i);
      state.lesionColor = here.colorSum / float(here.count);
    }
    i = voxelEnd(ray, inversePerStep, i);
  }
}

void marchVolume(Ray ray, inout State state) {
  const vec3 inversePerStep = 1.0 / mix(ray.perStep, vec3(1e-20), equal(ray.perStep, vec3(0)));
  const vec3 p0 = textureOf(ray.start);
  const vec3 dp = ray.perStep * scene.texturePerVoxel;
  int i = 0;
  int known = 0;  // up to that sample state.inside holds
  // Loops in loops rather than branches in one loop: processors that run both sides of a branch (lavapipe) leave loops
  // early all the same.
  while (i < ray.count && state.through > march.opaque) {
    bool asks = false;  // for the lesion that sample i lies in
    int knownTo = 0;    // should the answer hold for all of the block
    uint turns = 0u;
    do {
      uint flags = 0u;
      int end = i;
      do {  // leap to the next block that shows something
        i = end;
        end = blockEnd(ray, inversePerStep, i, flags);
        state.leaps += 1u;
      } while ((flags & kFarthest) != 0u && end < ray.count);
      i = (flags & kFarthest) != 0u ? ray.count : i;

      int last = end;
      if (LESIONS != kLesionsNone) {
        const bool marked = (flags & kLesionFlag) != 0u;
        asks = marked && i >= known && i < ray.count;
        knownTo = (flags & kSolidFlag) != 0u ? end : 0;
        last = asks ? i : marked ? min(end, known) : end;
        state.inside = marked ? state.inside : 0u;
      }
      if (RUN != 0u) {
        last = LESIONS != kLesionsNone ? last : ray.count;
        for (uint k = 0u; k < RUN; ++k) {
          vec4 here = tissue(p0 + dp * float(i), ray.toLight);
          const bool taken = i < last && state.through > march.opaque;
          here.a = taken ? here.a : 0.0;
          add(state, here.rgb, here.a, ray.startMm + float(i) * march.stepMm);
          i += taken ? 1 : 0;
        }
        state.samples += asks ? 0u : RUN;
      } else {
        while (i < last && state.through > march.opaque) {
          const vec4 here = tissue(p0 + dp * float(i), ray.toLight);
          add(state, here.rgb, here.a, ray.startMm + float(i) * march.stepMm);
          ++i;
          state.samples += 1u;
        }
      }
      ++turns;
    } while (LESIONS != kLesionsNone && !asks && turns < kTurns && i < ray.count && state.through > march.opaque);
    if (LESIONS != kLesionsNone && asks) {
      const bool settled = meetLesion(state, ray.start + ray.perStep * float(i), i, ray.startMm + float(i) * march.stepMm);
      known = settled ? max(knownTo, voxelEnd(ray, inversePerStep, i)) : i + 1;
    }
  }
  if (LESIONS != kLesionsNone && march.lesionsThroughTissue > float(kZero)) {
    findHidden(ray, inversePerStep, i, state);
  }
}

// All surfaces of lesions that a ray meets.
void meetLesions(Ray ray, vec3 inversePerStep, inout State state) {
  int known = 0;
  for (int i = 0; i < ray.count; i = known) {
    int end;
    bool solid;
    const int before = i;
    i = nextMarked(ray, inversePerStep, i, state, end, solid);
    state.inside = i == before ? state.inside : 0u;
    const bool settled =
        i >= ray.count || meetLesion(state, ray.start + ray.perStep * float(i), i, ray.startMm + float(i) * march.stepMm);
    known = solid && settled ? end : settled ? voxelEnd(ray, inversePerStep, i) : i + 1;
  }
}

// The largest or mean value, then its grey; lesions as surfaces over it.
void marchProjection(Ray ray, inout State state) {
  const vec3 inversePerStep = 1.0 / mix(ray.perStep, vec3(1e-20), equal(ray.perStep, vec3(0)));
  float largest = -1e30;
  float largestAt = 0.0;
  float sum = 0.0;
  for (int i = 0; i < ray.count;) {
    const vec3 voxel = ray.start + ray.perStep * float(i);
    const ivec3 block = clamp(ivec3(max(voxel, vec3(0))) >> scene.blockShift, ivec3(0), scene.blocks - 1);
    const vec3 low = vec3(block << scene.blockShift);
    const vec3 steps = (mix(low, low + float(1 << scene.blockShift), greaterThan(ray.perStep, vec3(0))) - ray.start) * inversePerStep;
    const int end = clamp(int(ceil(min(min(steps.x, steps.y), steps.z))), i + 1, ray.count);
    const uint index = uint((block.z * scene.blocks.y + block.y) * scene.blocks.x + block.x);
    const bool skipped = SKIP != 0u && MODE == kModeMaximum && float(ranges[index] >> 16) * scene.rangeScale + scene.rangeOffset <= largest;
    state.leaps += 1u;
    for (int j = skipped ? end : i; j < end; ++j) {
      const float value = valueAt(textureOf(ray.start + ray.perStep * float(j)));
      largestAt = value > largest ? float(j) : largestAt;
      largest = max(largest, value);
      sum += value == value ? value : 0.0;
      state.samples += 1u;
    }
    i = end;
  }
  if (LESIONS != kLesionsNone) {
    meetLesions(ray, inversePerStep, state);
  }
  const float value = MODE == kModeMaximum ? largest : sum / float(max(ray.count, 1));
  add(state, unpackUnorm4x8(entryOf(value).y).rgb, ray.count > 0 ? 1.0 : 0.0,
      ray.startMm + largestAt * march.stepMm);
}

// The ray through the middle of the pixels that it stands for, `pixel` being the first, cut to the volume's box and the
// clip planes.
Ray rayOf(ivec2 pixel) {
  const vec2 uv = vec2(1, -1) * ((vec2(pixel) + 0.5 * float(side)) / vec2(march.paneSize) * 2.0 - 1.0);
  const vec3 origin = march.originVoxel + uv.x * march.originVoxelU + uv.y * march.originVoxelV;
  const vec3 directionMm = normalize(march.directionMm + uv.x * march.directionMmU + uv.y * march.directionMmV);
  const vec3 perMm = scene.voxelFromWorld * directionMm;

  const vec3 inverse = 1.0 / mix(perMm, vec3(1e-20), equal(perMm, vec3(0)));
  const vec3 a = (march.boxMin - origin) * inverse;
  const vec3 b = (march.boxMax - origin) * inverse;
  const vec3 enter = min(a, b);
  const vec3 leave = max(a, b);
  float t0 = max(max(max(enter.x, enter.y), enter.z), 0.0);
  float t1 = min(min(leave.x, leave.y), leave.z);
  for (uint k = 0u; k < march.planeCount + kZero; ++k) {
    const float at = dot(march.planes[k].xyz, origin) + march.planes[k].w;
    const float slope = dot(march.planes[k].xyz, perMm);
    const float t = -at / (abs(slope) < 1e-20 ? 1e-20 : slope);
    t0 = slope > 0.0 ? max(t0, t) : t0;
    t1 = slope < 0.0 ? min(t1, t) : t1;
    t1 = abs(slope) < 1e-20 && at < 0.0 ? t0 : t1;
  }
  Ray ray;
  const float first = march.firstStep + (march.jitter != kZero ? noise(pixel) : 0.0);
  ray.startMm = t0 + first * march.stepMm;
  ray.start = origin + perMm * ray.startMm;
  ray.perStep = perMm * march.stepMm;
  ray.count = t1 > ray.startMm ? int(ceil((t1 - ray.startMm) / march.stepMm)) : 0;
  ray.toLight = normalize(-perMm * scene.spacing + march.lightRight);
  return ray;
}

void main() {
  const uint lane = gl_LocalInvocationIndex;
  const ivec2 inGroup = ivec2((lane & 3u) | (lane >> 1 & 4u), (lane >> 2 & 1u) | (lane >> 3 & 6u));
  const ivec2 inTile = (ivec2(gl_WorkGroupID.xy * 8u) + inGroup) * side;
  const ivec2 pixel = tileOrigin + inTile;
  if (any(greaterThanEqual(inTile, tileSize)) || any(greaterThanEqual(pixel, march.paneSize))) {
    return;
  }
  const Ray ray = rayOf(pixel);
  State state = State(vec3(0), 1.0, kInfinity, 0u, 0.0, vec3(0), 0.0, 0u, 0u, 0u);
  if (MODE == kModeVolume) {
    marchVolume(ray, state);
  } else if (MODE != kModeNothing) {
    marchProjection(ray, state);
  }
  vec3 seen = state.light + state.through * march.background;
  float hides = 1.0 - state.through;
  if (LESIONS != kLesionsNone) {
    const vec3 metAt = ray.start + ray.perStep * state.lesionAt;
    const vec3 normal = LESIONS == kLesionsCrisp ? faceNormal(metAt, ray.perStep) : lesionNormal(state.lesion, metAt);
    const float size = dot(normal, normal);
    const float cosine = size > 1e-12 ? abs(dot(normal, ray.toLight)) * inversesqrt(size) : 1.0;
    const float shine = cosine * cosine * cosine * cosine;
    if (state.lesion != 0u && seesContest(state.lesion, metAt, ray.perStep) &&
        inStripe(metAt, ray.startMm + state.lesionAt * march.stepMm)) {
      state.lesionColor *= 0.1;
    }
    const float brightest = max(state.lesionColor.r, max(state.lesionColor.g, state.lesionColor.b));
    const vec3 surface = state.lesionColor * (0.35 + 0.65 * cosine) + brightest * 0.25 * shine * shine * shine * shine;
    const float least = state.lesion != 0u ? march.lesionsThroughTissue * march.lesionOpacity : 0.0;
    seen += state.lesionWeight * surface;
    const float veil = max(least - state.lesionWeight, 0.0);
    seen = mix(seen, surface, veil);
    hides = mix(hides, 1.0, veil);
  }
  const vec4 shown = vec4(clamp(seen, 0.0, 1.0), march.opacityInAlpha != 0u ? clamp(hides, 0.0, 1.0) : 1.0);
  const ivec2 end = min(min(pixel + side, tileOrigin + tileSize), march.paneSize) + ivec2(kZero);
  for (int y = pixel.y; y < end.y; ++y) {
    for (int x = pixel.x; x < end.x; ++x) {
      const ivec2 target = march.paneOrigin + ivec2(x, y);
      imageStore(colorTarget, target, shown);
      imageStore(lesionTarget, target, uvec4(state.lesion));
      imageStore(depthTarget, target, vec4(state.depthMm));
      if (COUNT != 0u) {  // a ray is counted once
        const bool first = x == pixel.x && y == pixel.y;
        costs[y * march.paneSize.x + x] = RayCost(first ? state.samples : 0u, first ? state.leaps : 0u);
      }
    }
  }
}
