// Panels: a texture (letters, icons, or a picture of the case) in a colour.
#version 460

layout(binding = 2) uniform sampler2D picture;
layout(location = 0) in vec2 uv;
layout(location = 1) in vec4 color;
layout(location = 0) out vec4 target;

void main() { target = color * texture(picture, uv); }
