// Panels: triangles of a list, fetched by hand so that any buffer will do. Colours are sRGB and stay so: they are
// blended as designers see them, into a target whose values are sRGB.
#version 460
#extension GL_EXT_scalar_block_layout : require

struct Vertex {
  vec2 at;      // dp
  vec2 uv;
  uint color;   // 8 bits each of red (lowest), green, blue, alpha
};

layout(binding = 0, scalar) readonly buffer Vertices { Vertex vertices[]; };
layout(binding = 1, scalar) readonly buffer Indices { uint indices[]; };
layout(push_constant, scalar) uniform Push {
  vec2 scale;   // clip = at * scale + offset
  vec2 offset;
  uint firstVertex;
} push;

layout(location = 0) out vec2 uv;
layout(location = 1) out vec4 color;

void main() {
  const Vertex vertex = vertices[push.firstVertex + indices[gl_VertexIndex]];
  uv = vertex.uv;
  color = unpackUnorm4x8(vertex.color);
  gl_Position = vec4(vertex.at * push.scale + push.offset, 0, 1);
}
