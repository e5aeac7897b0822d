#include "renderer/ui_pass.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <glm/common.hpp>
#include <vector>

namespace renderer {
namespace {

constexpr std::uint32_t kVertexShader[] =
#include "ui.vert.spv.h"
    ;
constexpr std::uint32_t kFragmentShader[] =
#include "ui.frag.spv.h"
    ;

static_assert(sizeof(ImDrawVert) == 20, "as struct Vertex of ui.vert");

struct Push {  // as in ui.vert
  glm::vec2 scale;
  glm::vec2 offset;
  std::uint32_t firstVertex;
};

gpu::ShaderModuleHandle makeModule(const gpu::Device& device, std::span<const std::uint32_t> words) {
  const VkShaderModuleCreateInfo info{
      .sType = VK_STRUCTURE_TYPE_SHADER_MODULE_CREATE_INFO, .codeSize = words.size_bytes(), .pCode = words.data()};
  VkShaderModule module{};
  gpu::require(vkCreateShaderModule(device.get(), &info, nullptr, &module), device, "loading a program");
  return {device.get(), module};
}

void transition(VkCommandBuffer commands, VkImage image, VkImageLayout from, VkImageLayout to) {
  const VkImageMemoryBarrier2 barrier{.sType = VK_STRUCTURE_TYPE_IMAGE_MEMORY_BARRIER_2,
                                      .srcStageMask = VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT,
                                      .srcAccessMask = VK_ACCESS_2_MEMORY_WRITE_BIT,
                                      .dstStageMask = VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT,
                                      .dstAccessMask = VK_ACCESS_2_MEMORY_READ_BIT | VK_ACCESS_2_MEMORY_WRITE_BIT,
                                      .oldLayout = from,
                                      .newLayout = to,
                                      .srcQueueFamilyIndex = VK_QUEUE_FAMILY_IGNORED,
                                      .dstQueueFamilyIndex = VK_QUEUE_FAMILY_IGNORED,
                                      .image = image,
                                      .subresourceRange = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 1, 0, 1}};
  const VkDependencyInfo dependency{
      .sType = VK_STRUCTURE_TYPE_DEPENDENCY_INFO, .imageMemoryBarrierCount = 1, .pImageMemoryBarriers = &barrier};
  vkCmdPipelineBarrier2(commands, &dependency);
}

// What compute passes and copies wrote before is seen by all that is drawn.
void seeAll(VkCommandBuffer commands) {
  const VkMemoryBarrier2 barrier{.sType = VK_STRUCTURE_TYPE_MEMORY_BARRIER_2,
                                 .srcStageMask = VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT,
                                 .srcAccessMask = VK_ACCESS_2_MEMORY_WRITE_BIT,
                                 .dstStageMask = VK_PIPELINE_STAGE_2_ALL_GRAPHICS_BIT,
                                 .dstAccessMask = VK_ACCESS_2_MEMORY_READ_BIT};
  const VkDependencyInfo dependency{
      .sType = VK_STRUCTURE_TYPE_DEPENDENCY_INFO, .memoryBarrierCount = 1, .pMemoryBarriers = &barrier};
  vkCmdPipelineBarrier2(commands, &dependency);
}

VkWriteDescriptorSet bufferWrite(std::uint32_t binding, const VkDescriptorBufferInfo& buffer) {
  return {.sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET,
          .dstBinding = binding,
          .descriptorCount = 1,
          .descriptorType = VK_DESCRIPTOR_TYPE_STORAGE_BUFFER,
          .pBufferInfo = &buffer};
}

}  // namespace

UiPass::UiPass(gpu::Device& device, std::span<const std::byte> atlas, glm::ivec2 atlasSize)
    : device_(device),
      atlas_(device, gpu::Image::Shape::Flat, VK_FORMAT_R8G8B8A8_UNORM, {atlasSize, 1}, false),
      linear_(device, VK_FILTER_LINEAR),
      vertex_(makeModule(device, kVertexShader)),
      fragment_(makeModule(device, kFragmentShader)) {
  device.run([&](gpu::Commands& commands) {
    commands.prepare(atlas_);
    commands.copy(commands.upload(atlas), atlas_, {0, 0, 0}, {atlasSize, 1});
    commands.barrier(gpu::Access::Transfer, gpu::Access::Shader);
  });

  const auto binding = [](std::uint32_t number, VkDescriptorType type, VkShaderStageFlags stage) {
    return VkDescriptorSetLayoutBinding{number, type, 1, stage, nullptr};
  };
  const std::array bindings = {binding(0, VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, VK_SHADER_STAGE_VERTEX_BIT),
                               binding(1, VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, VK_SHADER_STAGE_VERTEX_BIT),
                               binding(2, VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER, VK_SHADER_STAGE_FRAGMENT_BIT)};
  const VkDescriptorSetLayoutCreateInfo set{.sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_LAYOUT_CREATE_INFO,
                                            .flags = VK_DESCRIPTOR_SET_LAYOUT_CREATE_PUSH_DESCRIPTOR_BIT_KHR,
                                            .bindingCount = std::uint32_t(bindings.size()),
                                            .pBindings = bindings.data()};
  VkDescriptorSetLayout setLayout{};
  gpu::require(vkCreateDescriptorSetLayout(device.get(), &set, nullptr, &setLayout), device, "making a layout");
  setLayout_ = {device.get(), setLayout};
  const VkPushConstantRange push{VK_SHADER_STAGE_VERTEX_BIT, 0, sizeof(Push)};
  const VkPipelineLayoutCreateInfo whole{.sType = VK_STRUCTURE_TYPE_PIPELINE_LAYOUT_CREATE_INFO,
                                         .setLayoutCount = 1,
                                         .pSetLayouts = &setLayout,
                                         .pushConstantRangeCount = 1,
                                         .pPushConstantRanges = &push};
  VkPipelineLayout layout{};
  gpu::require(vkCreatePipelineLayout(device.get(), &whole, nullptr, &layout), device, "making a layout");
  layout_ = {device.get(), layout};
}

UiPass::~UiPass() {
  device_.waitIdle();
}

VkPipeline UiPass::pipeline(VkFormat format) {
  if (const auto found = pipelines_.find(format); found != pipelines_.end()) {
    return found->second.get();
  }
  const auto stage = [](VkShaderStageFlagBits kind, VkShaderModule module) {
    return VkPipelineShaderStageCreateInfo{
        .sType = VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO, .stage = kind, .module = module, .pName = "main"};
  };
  const std::array stages = {stage(VK_SHADER_STAGE_VERTEX_BIT, vertex_.get()),
                             stage(VK_SHADER_STAGE_FRAGMENT_BIT, fragment_.get())};
  const VkPipelineVertexInputStateCreateInfo input{.sType = VK_STRUCTURE_TYPE_PIPELINE_VERTEX_INPUT_STATE_CREATE_INFO};
  const VkPipelineInputAssemblyStateCreateInfo assembly{
      .sType = VK_STRUCTURE_TYPE_PIPELINE_INPUT_ASSEMBLY_STATE_CREATE_INFO,
      .topology = VK_PRIMITIVE_TOPOLOGY_TRIANGLE_LIST};
  const VkPipelineViewportStateCreateInfo viewport{
      .sType = VK_STRUCTURE_TYPE_PIPELINE_VIEWPORT_STATE_CREATE_INFO, .viewportCount = 1, .scissorCount = 1};
  const VkPipelineRasterizationStateCreateInfo raster{
      .sType = VK_STRUCTURE_TYPE_PIPELINE_RASTERIZATION_STATE_CREATE_INFO, .lineWidth = 1};
  const VkPipelineMultisampleStateCreateInfo samples{.sType = VK_STRUCTURE_TYPE_PIPELINE_MULTISAMPLE_STATE_CREATE_INFO,
                                                     .rasterizationSamples = VK_SAMPLE_COUNT_1_BIT};
  const VkPipelineColorBlendAttachmentState over{.blendEnable = VK_TRUE,
                                                 .srcColorBlendFactor = VK_BLEND_FACTOR_SRC_ALPHA,
                                                 .dstColorBlendFactor = VK_BLEND_FACTOR_ONE_MINUS_SRC_ALPHA,
                                                 .srcAlphaBlendFactor = VK_BLEND_FACTOR_ONE,
                                                 .dstAlphaBlendFactor = VK_BLEND_FACTOR_ONE_MINUS_SRC_ALPHA,
                                                 .colorWriteMask = VK_COLOR_COMPONENT_R_BIT | VK_COLOR_COMPONENT_G_BIT |
                                                                   VK_COLOR_COMPONENT_B_BIT | VK_COLOR_COMPONENT_A_BIT};
  const VkPipelineColorBlendStateCreateInfo blend{
      .sType = VK_STRUCTURE_TYPE_PIPELINE_COLOR_BLEND_STATE_CREATE_INFO, .attachmentCount = 1, .pAttachments = &over};
  const std::array changing = {VK_DYNAMIC_STATE_VIEWPORT, VK_DYNAMIC_STATE_SCISSOR};
  const VkPipelineDynamicStateCreateInfo dynamic{.sType = VK_STRUCTURE_TYPE_PIPELINE_DYNAMIC_STATE_CREATE_INFO,
                                                 .dynamicStateCount = std::uint32_t(changing.size()),
                                                 .pDynamicStates = changing.data()};
  const VkPipelineRenderingCreateInfo rendering{.sType = VK_STRUCTURE_TYPE_PIPELINE_RENDERING_CREATE_INFO,
                                                .colorAttachmentCount = 1,
                                                .pColorAttachmentFormats = &format};
  const VkGraphicsPipelineCreateInfo info{.sType = VK_STRUCTURE_TYPE_GRAPHICS_PIPELINE_CREATE_INFO,
                                          .pNext = &rendering,
                                          .stageCount = std::uint32_t(stages.size()),
                                          .pStages = stages.data(),
                                          .pVertexInputState = &input,
                                          .pInputAssemblyState = &assembly,
                                          .pViewportState = &viewport,
                                          .pRasterizationState = &raster,
                                          .pMultisampleState = &samples,
                                          .pColorBlendState = &blend,
                                          .pDynamicState = &dynamic,
                                          .layout = layout_.get()};
  VkPipeline made{};
  gpu::require(vkCreateGraphicsPipelines(device_.get(), VK_NULL_HANDLE, 1, &info, nullptr, &made), device_,
               "loading a program");
  return (pipelines_[format] = {device_.get(), made}).get();
}

void UiPass::draw(gpu::Commands& commands, const ImDrawData& data, const UiTarget& target, glm::vec3 background) {
  const VkPipeline program = pipeline(target.format);
  std::vector<ImDrawVert> vertices;
  std::vector<std::uint32_t> indices;
  for (int i = 0; i < data.CmdListsCount; ++i) {
    const ImDrawList& list = *data.CmdLists[i];
    vertices.insert(vertices.end(), list.VtxBuffer.begin(), list.VtxBuffer.end());
    indices.insert(indices.end(), list.IdxBuffer.begin(), list.IdxBuffer.end());
  }
  const VkCommandBuffer buffer = commands.get();
  seeAll(buffer);
  transition(buffer, target.image, VK_IMAGE_LAYOUT_UNDEFINED, VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL);
  const VkRenderingAttachmentInfo attachment{
      .sType = VK_STRUCTURE_TYPE_RENDERING_ATTACHMENT_INFO,
      .imageView = target.view,
      .imageLayout = VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL,
      .loadOp = VK_ATTACHMENT_LOAD_OP_CLEAR,
      .storeOp = VK_ATTACHMENT_STORE_OP_STORE,
      .clearValue = {.color = {.float32 = {background.r, background.g, background.b, 1}}}};
  const VkExtent2D extent{std::uint32_t(target.size.x), std::uint32_t(target.size.y)};
  const VkRenderingInfo rendering{.sType = VK_STRUCTURE_TYPE_RENDERING_INFO,
                                  .renderArea = {{0, 0}, extent},
                                  .layerCount = 1,
                                  .colorAttachmentCount = 1,
                                  .pColorAttachments = &attachment};
  vkCmdBeginRendering(buffer, &rendering);
  if (!indices.empty()) {
    const gpu::Buffer& vertexBuffer = commands.upload(std::as_bytes(std::span(vertices)));
    const gpu::Buffer& indexBuffer = commands.upload(std::as_bytes(std::span(indices)));
    vkCmdBindPipeline(buffer, VK_PIPELINE_BIND_POINT_GRAPHICS, program);
    const VkViewport viewport{0, 0, float(target.size.x), float(target.size.y), 0, 1};
    vkCmdSetViewport(buffer, 0, 1, &viewport);
    const VkDescriptorBufferInfo vertexInfo{vertexBuffer.get(), 0, VK_WHOLE_SIZE};
    const VkDescriptorBufferInfo indexInfo{indexBuffer.get(), 0, VK_WHOLE_SIZE};
    const std::array buffers = {bufferWrite(0, vertexInfo), bufferWrite(1, indexInfo)};
    device_.pushDescriptors()(buffer, VK_PIPELINE_BIND_POINT_GRAPHICS, layout_.get(), 0, std::uint32_t(buffers.size()),
                              buffers.data());
    const glm::vec2 pxPerDp(data.FramebufferScale.x, data.FramebufferScale.y);
    Push push{.scale = 2.f * pxPerDp / glm::vec2(target.size)};
    push.offset = glm::vec2(-1) - glm::vec2(data.DisplayPos.x, data.DisplayPos.y) * push.scale;
    std::uint32_t firstVertex = 0;
    std::uint32_t firstIndex = 0;
    const gpu::Image* bound = nullptr;
    for (int i = 0; i < data.CmdListsCount; ++i) {
      const ImDrawList& list = *data.CmdLists[i];
      for (const ImDrawCmd& command : list.CmdBuffer) {
        const glm::vec2 low = glm::max(
            (glm::vec2(command.ClipRect.x, command.ClipRect.y) - glm::vec2(data.DisplayPos.x, data.DisplayPos.y)) *
                pxPerDp,
            glm::vec2(0));
        const glm::vec2 high = glm::min(
            (glm::vec2(command.ClipRect.z, command.ClipRect.w) - glm::vec2(data.DisplayPos.x, data.DisplayPos.y)) *
                pxPerDp,
            glm::vec2(target.size));
        if (high.x <= low.x || high.y <= low.y) {
          continue;
        }
        const VkRect2D scissor{{int(std::floor(low.x)), int(std::floor(low.y))},
                               {std::uint32_t(std::ceil(high.x) - std::floor(low.x)),
                                std::uint32_t(std::ceil(high.y) - std::floor(low.y))}};
        vkCmdSetScissor(buffer, 0, 1, &scissor);
        const auto* image = static_cast<const gpu::Image*>(command.GetTexID());
        if (image != bound) {
          const VkDescriptorImageInfo look{linear_.get(), image->view(), VK_IMAGE_LAYOUT_GENERAL};
          const VkWriteDescriptorSet write{.sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET,
                                           .dstBinding = 2,
                                           .descriptorCount = 1,
                                           .descriptorType = VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER,
                                           .pImageInfo = &look};
          device_.pushDescriptors()(buffer, VK_PIPELINE_BIND_POINT_GRAPHICS, layout_.get(), 0, 1, &write);
          bound = image;
        }
        push.firstVertex = firstVertex + command.VtxOffset;
        vkCmdPushConstants(buffer, layout_.get(), VK_SHADER_STAGE_VERTEX_BIT, 0, sizeof push, &push);
        vkCmdDraw(buffer, command.ElemCount, 1, firstIndex + command.IdxOffset, 0);
      }
      firstVertex += std::uint32_t(list.VtxBuffer.Size);
      firstIndex += std::uint32_t(list.IdxBuffer.Size);
    }
  }
  vkCmdEndRendering(buffer);
  if (target.layoutAfter != VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL) {
    transition(buffer, target.image, VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL, target.layoutAfter);
  }
}

}  // namespace renderer
