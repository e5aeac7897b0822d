// What stands in a headset wearer's room: the picture of the volume first, then triangles in metres, fetched by hand.
#version 460
#extension GL_EXT_scalar_block_layout : require
#extension GL_GOOGLE_include_directive : require
#include "gpu_types.h"

layout(binding = 0, scalar) readonly buffer Vertices { EyeVertex vertices[]; };
layout(push_constant, scalar) uniform Push { EyeInfo eye; };

invariant gl_Position;  // programs that share it test each other's depth for equality
layout(location = 0) out vec3 at;
layout(location = 1) out vec2 uv;
layout(location = 2) out vec4 color;
layout(location = 3) flat out uint surface;

void main() {
  if (eye.background != gl_InstanceIndex) {  // one triangle over everything; the only instance is 0 (see zero.glsl)
    at = vec3(0);
    uv = vec2(0);
    color = vec4(1);
    surface = kSurfaceVolume;
    gl_Position = vec4(gl_VertexIndex == 1 ? 3 : -1, gl_VertexIndex == 2 ? 3 : -1, 0.5, 1);
    return;
  }
  const EyeVertex vertex = vertices[gl_VertexIndex];
  at = vertex.at;
  uv = vertex.uv;
  color = unpackUnorm4x8(vertex.color);
  surface = vertex.surface;
  gl_Position = eye.clipFromRoom * vec4(vertex.at, 1);
}
