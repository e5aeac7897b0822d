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
// Triangles onto one image of this format; viewport and scissor are set as one draws.
gpu::PipelineHandle makePipeline(const gpu::Device& device, VkShaderModule vertex, VkShaderModule fragment,
                                 VkPipelineLayout layout, VkFormat format);

void transition(VkCommandBuffer commands, VkImage image, VkImageLayout from, VkImageLayout to);
// What compute passes and copies wrote before is seen by all that is drawn.
void seeAll(VkCommandBuffer commands);
// What compute passes write next does not disturb what is being drawn.
void drawnFirst(VkCommandBuffer commands);

}  // namespace renderer::raster
