// Which lesions hold a voxel: the page table over bricks of 32^3, its entries (lesion, slot of bits), and the open
// stroke's own bits on top. Needs `scene` and the buffers declared by LESION_BINDINGS.
#extension GL_EXT_buffer_reference : require
#extension GL_EXT_buffer_reference_uvec2 : require

layout(buffer_reference, scalar, buffer_reference_align = 4) readonly buffer BitRows { uint row[]; };

#define LESION_BINDINGS(first)                                                              \
  layout(binding = first + 0, scalar) readonly buffer Pages { uvec2 pages[]; };             \
  layout(binding = first + 1, scalar) readonly buffer Entries { uvec2 entries[]; };         \
  layout(binding = first + 2, scalar) readonly buffer Chunks { uvec2 chunks[]; };           \
  layout(binding = first + 3, scalar) readonly buffer StrokePages { uint strokePages[]; };  \
  layout(binding = first + 4, scalar) readonly buffer StrokeChunks { uvec2 strokeChunks[]; };
