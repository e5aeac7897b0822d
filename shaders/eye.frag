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

// A ball that the hand holds, of light where it is before tissue and a veil of it where it is within, the fainter the
// deeper; and firm where tissue's surface goes through its front, which tells eyes how deep in it is.
vec4 ball(float tissueMm, float awayMm, float perPixel) {
  const float mmPerPixel = awayMm / eye.pxPerTangent.x;
  const float halfMm = sqrt(max(1.0 - dot(uv, uv), 0.0)) * mmPerPixel / max(perPixel, 1e-6);
  const float beforeMm = min(tissueMm, 1e6) - (awayMm - halfMm);
  const float change = fwidth(beforeMm);
  const float line = change < 8.0 * mmPerPixel ? 1.0 - smoothstep(change, 2.0 * change, abs(beforeMm)) : 0.0;
  const float fill = beforeMm > 0.0 ? color.a : color.a * mix(0.7, 0.3, clamp(-beforeMm / 40.0, 0.0, 1.0));
  return vec4(mix(color.rgb, vec3(1.0), 0.6 * line), max(fill, 0.9 * line));
}

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
  const float awayMm = distance(at, eye.eyeM) * eye.mmPerMetre;
  const float tissueMm = texelFetch(depth, pixel, 0).x;
  if (surface == kSurfaceBall) {
    target = ball(tissueMm, awayMm, length(vec2(dFdx(uv.x), dFdy(uv.x))));
    return;
  }
  if (surface == kSurfaceLine) {  // uv.x runs from -1 to 1 across it: its edges are smooth without more samples; uv.y: what tissue leaves of it at least
    shown.a *= clamp((1.0 - abs(uv.x)) / max(across, 1e-6), 0.0, 1.0);
  } else if (surface == kSurfacePicture) {
    shown *= texture(picture, uv);
  } else if (surface == kSurfacePanel) {
    const vec4 on = texture(panel, uv);
    shown *= vec4(on.rgb / max(on.a, 1e-3), on.a);
  } else if (surface == kSurfaceLens) {
    shown *= texture(lens, uv);
  }
  const float least = surface == kSurfaceLine ? uv.y : 0.0;
  shown.a *= awayMm > tissueMm + 0.5 ? max(eye.behindTissue, least) : 1.0;
  target = shown;
}
