// How deep a headset's eye sees, for whoever shows the picture later than it was drawn: the tissue's depth where half of
// the light comes from, and that of the slice before it. What else stands in the room is left out but for what is solid
// (which was written before).
#version 460
#extension GL_EXT_scalar_block_layout : require
#extension GL_GOOGLE_include_directive : require
#include "gpu_types.h"

layout(binding = 2) uniform sampler2D depth;  // mm along the ray; infinite where half of the light comes through
layout(push_constant, scalar) uniform Push { EyeInfo eye; };

layout(location = 3) flat in uint surface;

void main() {
  if (surface == kSurfacePicture) {
    gl_FragDepth = gl_FragCoord.z;
  } else if (surface == kSurfaceVolume) {
    const vec2 tangent = (gl_FragCoord.xy - eye.straightAhead) / eye.pxPerTangent;
    const float alongM = texelFetch(depth, ivec2(gl_FragCoord.xy), 0).x / eye.mmPerMetre;
    const float aheadM = alongM * inversesqrt(1.0 + dot(tangent, tangent));
    gl_FragDepth = clamp(1.0 - kEyeNearM / max(aheadM, kEyeNearM), 0.0, 1.0);  // 1 - near / infinity is 1
  } else {
    discard;
  }
}
