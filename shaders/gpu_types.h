// clang-format off: GLSL reads this file too, and its layout is a table.
// What C++ and GLSL both read, in scalar layout: the two languages compile this one file, so they cannot disagree.
#ifdef __cplusplus
#pragma once

#include <cstdint>
#include <glm/glm.hpp>

namespace gpu_types {
using uint = std::uint32_t;
using glm::ivec2;
using glm::ivec3;
using glm::mat3;
using glm::mat4;
using glm::uvec2;
using glm::vec2;
using glm::vec3;
using glm::vec4;
#define GPU_CONST constexpr
#else
#define GPU_CONST const
#endif

// Blocks of 2^kBlockShift voxels of the texture a side are skipped whole where nothing in them shows. Measured: of 4
// and 8 voxels, 4 is faster for sparse and dense tissue alike.
GPU_CONST int kBlockShift = 2;
// The skip map, one byte per block: its distance in blocks (Chebyshev) to the nearest block that shows something, 0 in
// one that does; kLesionFlag is added where a lesion or the open stroke reaches into the block, and kSolidFlag to that
// where one lesion alone fills it, so that rays need to ask once which. A mask, too. No larger, since a dab lowers the
// map as far around as this: leaps of 124 voxels are long enough.
GPU_CONST uint kFarthest = 31u;
GPU_CONST uint kSolidFlag = 64u;
GPU_CONST uint kLesionFlag = 128u;

// Bricks of 32^3 bits, as core::Brick: 1024 words, row z * 32 + y, bit x. Slot s stands in chunk s >> kChunkShift.
GPU_CONST uint kRowsPerBrick = 1024u;
GPU_CONST uint kChunkShift = 10u;
// An entry of a brick's list names a lesion and the slot of its bits; with kContestedEntry added to the number, of the
// voxels that are contested of it, whether they are set or not. The lesion's own entry comes right after that.
GPU_CONST uint kContestedEntry = 65536u;

GPU_CONST int kMaxPlanes = 8;

// Values of the specialization constant MODE.
GPU_CONST uint kModeVolume = 0u;
GPU_CONST uint kModeMaximum = 1u;
GPU_CONST uint kModeAverage = 2u;
GPU_CONST uint kModeNothing = 3u;  // of a pane's part that no ray can see anything in
// SHADE: none; central differences as the ray goes; from a texture that holds gradient and value.
GPU_CONST uint kShadeNone = 0u;
GPU_CONST uint kShadeDifferences = 1u;
GPU_CONST uint kShadeGradients = 2u;

// LESIONS: none; surfaces where their interpolated bits pass one half; every voxel as a box.
GPU_CONST uint kLesionsNone = 0u;
GPU_CONST uint kLesionsSmooth = 1u;
GPU_CONST uint kLesionsCrisp = 2u;

// What every pass needs to know of volume and lesions.
struct SceneInfo {
  ivec3 size;            // voxels
  ivec3 bricks;          // of 32^3
  ivec3 blocks;          // of the skip map
  int blockShift;        // they are 2^blockShift voxels a side: kBlockShift of the texture's own
  vec3 texturePerVoxel;  // a voxel in coordinates of the texture, whose own voxels may be larger
  float voxelsPerTexel;  // along each axis
  vec3 spacing;          // mm
  mat3 voxelFromWorld;   // directions only
  float valueScale;      // stored value = texture value * valueScale + valueOffset
  float valueOffset;
  float rangeScale;  // texture value = 16 bits of a block's range * rangeScale + rangeOffset
  float rangeOffset;
  uint lesionCount;
  uint strokeLesion;  // number of the lesion under the open stroke; 0: no stroke
  uint strokeErases;  // 1: the stroke's bits are taken from the lesion, 0: added to it
};

// One lesion as it looks. Lesion n is entry n; entry 0 stands for none.
struct LesionLook {
  vec3 color;  // sRGB
  uint visible;
  uint locked;   // no stroke on another lesion takes or adds voxels of it
  uint outline;  // only its edge is drawn, on slices alone
};

// One 3D picture. Voxel coordinates: centres at whole numbers. u right, v up, both -1..1 over the picture.
struct MarchInfo {
  ivec2 paneOrigin;  // pixels in the target
  ivec2 paneSize;
  vec3 originVoxel;  // rays start at origin + u * originU + v * originV
  vec3 originVoxelU;
  vec3 originVoxelV;
  vec3 directionMm;  // and go along the unit vector of direction + u * directionU + v * directionV, in world mm
  vec3 directionMmU;
  vec3 directionMmV;
  vec3 boxMin;  // voxel coordinates within which anything is drawn
  vec3 boxMax;
  float stepMm;
  float firstStep;  // where the first sample lies, in steps from the ray's entry; plus up to one step of jitter
  uint jitter;
  float opaque;      // a ray ends when less than this much light comes through
  float tableScale;  // index into the transfer table = texture value * tableScale + tableOffset
  float tableOffset;
  uint tableLast;       // its last index
  uint opacityInAlpha;  // 1: the picture's alpha is how much it hides, and its colours come multiplied by that
  float ambient;
  float diffuse;
  float specular;
  vec3 lightRight;  // added to the unit vector to the eye; in voxel axes, unit = mm
  vec3 background;
  float lesionOpacity;
  float lesionsThroughTissue;  // how much of a lesion is seen at least, times its opacity
  uint planeCount;
  vec4 planes[kMaxPlanes];  // voxel coordinates: kept where dot(xyz, p) + w >= 0
};

// One slice.
struct SliceInfo {
  ivec2 paneOrigin;
  ivec2 paneSize;
  vec3 originVoxel;  // of the pane's upper left corner
  vec3 rightVoxel;   // per pixel
  vec3 downVoxel;
  float windowScale;  // grey = texture value * windowScale + windowOffset
  float windowOffset;
  float outlinePixels;
  float fill;  // how much a lesion's colour covers inside its outline
  vec3 background;
};

// What a stroke step writes.
struct PaintInfo {
  ivec3 size;
  ivec3 bricks;
  mat3 worldFromVoxel;  // directions only, mm
  float radiusSquared;  // mm^2
  uint hasRange;        // 1: asked of the texture's values; 2: of rows of bits, where the texture has coarser voxels
  float rangeMin;       // stored values, ends included
  float rangeMax;
  float valueScale;  // stored value = texture value * valueScale + valueOffset, exact after rounding for integers
  float valueOffset;
  uint integers;
  uint lesion;  // painted
  uint protectOthers;
  uint isDisc;
  vec3 discNormal;   // unit
  float discHalfMm;  // of its thickness
};

// A capsule as one brick sees it: mm from the centre of the brick's first voxel, which keeps float32 exact enough
// (below 1e-4 mm) wherever in the world the volume lies.
struct PaintCapsule {
  vec3 fromMm;
  vec3 alongMm;
  float inverseLengthSquared;  // 0 for a dab
  ivec3 boxMin;                // voxels of the brick that it may touch, 0..31, both included
  ivec3 boxMax;
};

struct PaintBrick {
  ivec3 brick;
  uint slot;
  uint firstCapsule;
  uint capsuleCount;
};

// What a headset's eyes see beside the volume. Surfaces: plain colour; a line, soft at its edges; the slice's picture;
// the panel, whose colours come multiplied by their opacity; and, below, those of the volume and of the lens.
GPU_CONST uint kSurfacePlain = 0u;
GPU_CONST uint kSurfaceLine = 1u;
GPU_CONST uint kSurfacePicture = 2u;
GPU_CONST uint kSurfacePanel = 3u;
GPU_CONST uint kSurfaceVolume = 4u;  // the picture of the volume, behind all else
GPU_CONST uint kSurfaceLens = 5u;    // the picture of the magnifier
GPU_CONST uint kSurfaceBall = 6u;    // a ball's outline filled: uv within the unit circle

// The nearest that is drawn of what stands in the room. Depth runs from 0 there to 1 at infinity.
GPU_CONST float kEyeNearM = 0.03;

struct EyeVertex {
  vec3 at;  // metres in the room
  vec2 uv;
  uint color;  // 8 bits each of red (lowest), green, blue, alpha; sRGB
  uint surface;
};

struct EyeInfo {
  mat4 clipFromRoom;
  vec3 eyeM;
  float mmPerMetre;    // of the patient, in the room
  float behindTissue;  // how much is left of what tissue hides, 0..1
  uint background;     // 1: draws the volume's picture instead
  float edgeTaken;  // how much of its light is taken at the edge of sight, 0..1: none at edgeFrom, all of it at edgeTo
  vec2 straightAhead;  // pixels
  float edgeFrom;      // pixels from straight ahead
  float edgeTo;
  vec2 pxPerTangent;  // of a pixel's direction, from straight ahead
};

// What one ray cost, counted where a benchmark asks.
struct RayCost {
  uint samples;  // fetches of the volume along the ray
  uint leaps;    // fetches of the skip map
};

#ifdef __cplusplus
}  // namespace gpu_types
#undef GPU_CONST
#endif
