// What passes that draw triangles (panels, a headset's room) have in common: shaders fetch their own vertices, colours
// are sRGB and blended over what is there. Free functions; same thread as the Device.
#pragma once

#include <span>

#include "renderer/gpu/device.h"

namespace renderer::raster {

gpu::ShaderModuleHandle makeModule(const gpu::Device& device, std::span<const std::uint32_t> words);
// Of descriptors that are pushed.
gpu::LayoutHandle makeSetLayout(const gpu::Device& device, std::span<const VkDescriptorSetLayoutBinding> bindings);
gpu::PipelineLayoutHandle makeLayout(const gpu::Device& device, VkDescriptorSetLayout set, VkPushConstantRange push);
// What triangles do with the depth beside the image, where the nearest has the least.
enum class Depth {
  None,     // there is none
  Ignored,  // they cover each other in their order
  Lowers,   // they leave their depth where it is less, and no colour
  Belongs,  // only those of just that depth are seen
  Within,   // only those of that depth or less are seen, and cover each other in their order
};
// What becomes of the colours that are there.
enum class Blend {
  Over,  // they shine through as far as the new ones' alpha lets them
  Away,  // the new ones' alpha takes them away, with their own alpha, and puts nothing in their place
};
constexpr VkFormat kDepthFormat = VK_FORMAT_D32_SFLOAT;

// Triangles onto one image of this format; viewport and scissor are set as one draws. Depth::Lowers needs no fragment
// shader: null.
gpu::PipelineHandle makePipeline(const gpu::Device& device, VkShaderModule vertex, VkShaderModule fragment,
                                 VkPipelineLayout layout, VkFormat format, Depth depth = Depth::None,
                                 Blend blending = Blend::Over);

void transition(VkCommandBuffer commands, VkImage image, VkImageLayout from, VkImageLayout to,
                VkImageAspectFlags aspect = VK_IMAGE_ASPECT_COLOR_BIT);
// What compute passes and copies wrote before is seen by all that is drawn.
void seeAll(VkCommandBuffer commands);
// What compute passes write next does not disturb what is being drawn.
void drawnFirst(VkCommandBuffer commands);

}  // namespace renderer::raster
