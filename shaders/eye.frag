// What stands in a headset wearer's room, hidden or faint where the volume's tissue is before it.
#version 460
#extension GL_EXT_scalar_block_layout : require
#extension GL_GOOGLE_include_directive : require
#include "gpu_types.h"

layout(binding = 1) uniform sampler2D volume;
layout(binding = 2) uniform sampler2D depth;    // mm along the ray; infinite where half of the light comes through
layout(binding = 3) uniform sampler2D picture;  // of the slice
layout(binding = 4) uniform sampler2D panel;
layout(binding = 5) uniform sampler2D lens;
layout(push_constant, scalar) uniform Push { EyeInfo eye; };

layout(location = 0) in vec3 at;
layout(location = 1) in vec2 uv;
layout(location = 2) in vec4 color;
layout(location = 3) flat in uint surface;
layout(location = 0) out vec4 target;

void main() {
  const ivec2 pixel = ivec2(gl_FragCoord.xy);
  if (surface == kSurfaceVolume) {
    const vec4 seen = texelFetch(volume, pixel, 0);  // colours multiplied by what it hides
    const float away = distance(gl_FragCoord.xy, eye.straightAhead);
    const float taken = eye.edgeTaken * smoothstep(eye.edgeFrom, eye.edgeTo, away);
    target = vec4(seen.rgb / max(seen.a, 1e-3), seen.a * (1.0 - taken));
    return;
  }
  vec4 shown = color;
  const float across = fwidth(uv.x);
  if (surface == kSurfaceLine) {  // uv.x runs from -1 to 1 across it: its edges are smooth without more samples
    shown.a *= clamp((1.0 - abs(uv.x)) / max(across, 1e-6), 0.0, 1.0);
  } else if (surface == kSurfacePicture) {
    shown *= texture(picture, uv);
  } else if (surface == kSurfacePanel) {
    const vec4 on = texture(panel, uv);
    shown *= vec4(on.rgb / max(on.a, 1e-3), on.a);
  } else if (surface == kSurfaceLens) {
    shown *= texture(lens, uv);
  }
  const float awayMm = distance(at, eye.eyeM) * eye.mmPerMetre;
  const bool behind = awayMm > texelFetch(depth, pixel, 0).x + 0.5;
  shown.a *= behind ? eye.behindTissue : 1.0;
  target = shown;
}
