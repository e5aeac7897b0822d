#include "renderer/ui_pass.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <glm/common.hpp>
#include <vector>

#include "renderer/raster.h"

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

VkWriteDescriptorSet bufferWrite(std::uint32_t binding, const VkDescriptorBufferInfo& buffer) {
  return {.sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET,
          .dstBinding = binding,
          .descriptorCount = 1,
          .descriptorType = VK_DESCRIPTOR_TYPE_STORAGE_BUFFER,
          .pBufferInfo = &buffer};
}

}  // namespace

UiTarget targetOf(const gpu::Image& image) {
  return {image.get(), image.view(), image.format(), glm::ivec2(image.size()), VK_IMAGE_LAYOUT_GENERAL};
}

UiPass::UiPass(gpu::Device& device, std::span<const std::byte> atlas, glm::ivec2 atlasSize)
    : device_(device),
      atlas_(device, gpu::Image::Shape::Flat, VK_FORMAT_R8G8B8A8_UNORM, {atlasSize, 1}, gpu::Image::WrittenBy::Copies),
      linear_(device, VK_FILTER_LINEAR),
      vertex_(raster::makeModule(device, kVertexShader)),
      fragment_(raster::makeModule(device, kFragmentShader)) {
  fill(atlas_, atlas, atlasSize);
  const auto binding = [](std::uint32_t number, VkDescriptorType type, VkShaderStageFlags stage) {
    return VkDescriptorSetLayoutBinding{number, type, 1, stage, nullptr};
  };
  const std::array bindings = {binding(0, VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, VK_SHADER_STAGE_VERTEX_BIT),
                               binding(1, VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, VK_SHADER_STAGE_VERTEX_BIT),
                               binding(2, VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER, VK_SHADER_STAGE_FRAGMENT_BIT)};
  setLayout_ = raster::makeSetLayout(device, bindings);
  layout_ = raster::makeLayout(device, setLayout_.get(), {VK_SHADER_STAGE_VERTEX_BIT, 0, sizeof(Push)});
}

void UiPass::fill(gpu::Image& image, std::span<const std::byte> atlas, glm::ivec2 size) {
  device_.run([&](gpu::Commands& commands) {
    commands.prepare(image);
    commands.copy(commands.upload(atlas), image, {0, 0, 0}, {size, 1});
    commands.barrier(gpu::Access::Transfer, gpu::Access::Shader);
  });
}

void UiPass::useAtlas(std::span<const std::byte> atlas, glm::ivec2 atlasSize) {
  gpu::Image fresh(device_, gpu::Image::Shape::Flat, VK_FORMAT_R8G8B8A8_UNORM, {atlasSize, 1},
                   gpu::Image::WrittenBy::Copies);
  fill(fresh, atlas, atlasSize);
  device_.waitIdle();
  atlas_ = std::move(fresh);
}

UiPass::~UiPass() {
  device_.waitIdle();
}

VkPipeline UiPass::pipeline(VkFormat format) {
  if (const auto found = pipelines_.find(format); found != pipelines_.end()) {
    return found->second.get();
  }
  return (pipelines_[format] = raster::makePipeline(device_, vertex_.get(), fragment_.get(), layout_.get(), format))
      .get();
}

void UiPass::draw(gpu::Commands& commands, const ImDrawData& data, const UiTarget& target, glm::vec3 background,
                  float opacity) {
  background *= opacity;
  const VkPipeline program = pipeline(target.format);
  std::vector<ImDrawVert> vertices;
  std::vector<std::uint32_t> indices;
  for (int i = 0; i < data.CmdListsCount; ++i) {
    const ImDrawList& list = *data.CmdLists[i];
    vertices.insert(vertices.end(), list.VtxBuffer.begin(), list.VtxBuffer.end());
    indices.insert(indices.end(), list.IdxBuffer.begin(), list.IdxBuffer.end());
  }
  const VkCommandBuffer buffer = commands.get();
  raster::seeAll(buffer);
  raster::transition(buffer, target.image, VK_IMAGE_LAYOUT_UNDEFINED, VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL);
  const VkRenderingAttachmentInfo attachment{
      .sType = VK_STRUCTURE_TYPE_RENDERING_ATTACHMENT_INFO,
      .imageView = target.view,
      .imageLayout = VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL,
      .loadOp = VK_ATTACHMENT_LOAD_OP_CLEAR,
      .storeOp = VK_ATTACHMENT_STORE_OP_STORE,
      .clearValue = {.color = {.float32 = {background.r, background.g, background.b, opacity}}}};
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
    raster::transition(buffer, target.image, VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL, target.layoutAfter);
  }
}

}  // namespace renderer
