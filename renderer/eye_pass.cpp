#include "renderer/eye_pass.h"

#include <array>

#include "renderer/raster.h"

namespace renderer {
namespace {

constexpr std::uint32_t kEyeVertexShader[] =
#include "eye.vert.spv.h"
    ;
constexpr std::uint32_t kEyeFragmentShader[] =
#include "eye.frag.spv.h"
    ;

constexpr std::uint32_t kEyeDepthShader[] =
#include "eye_depth.frag.spv.h"
    ;

constexpr VkShaderStageFlags kBothStages = VK_SHADER_STAGE_VERTEX_BIT | VK_SHADER_STAGE_FRAGMENT_BIT;

}  // namespace

EyePass::EyePass(gpu::Device& device)
    : device_(device),
      nearest_(device, VK_FILTER_NEAREST),
      linear_(device, VK_FILTER_LINEAR),
      vertex_(raster::makeModule(device, kEyeVertexShader)),
      fragment_(raster::makeModule(device, kEyeFragmentShader)),
      depthFragment_(raster::makeModule(device, kEyeDepthShader)) {
  const auto image = [](std::uint32_t number) {
    return VkDescriptorSetLayoutBinding{number, VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER, 1,
                                        VK_SHADER_STAGE_FRAGMENT_BIT, nullptr};
  };
  const std::array bindings = {
      VkDescriptorSetLayoutBinding{0, VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, 1, VK_SHADER_STAGE_VERTEX_BIT, nullptr},
      image(1),
      image(2),
      image(3),
      image(4),
      image(5)};
  setLayout_ = raster::makeSetLayout(device, bindings);
  layout_ = raster::makeLayout(device, setLayout_.get(), {kBothStages, 0, sizeof(gpu_types::EyeInfo)});
}

EyePass::~EyePass() {
  device_.waitIdle();
}

const EyePass::Pipelines& EyePass::pipelines(VkFormat format) {
  if (const auto found = pipelines_.find(format); found != pipelines_.end()) {
    return found->second;
  }
  const auto make = [&](VkShaderModule fragment, raster::Depth depth, raster::Blend blend = raster::Blend::Over) {
    return raster::makePipeline(device_, vertex_.get(), fragment, layout_.get(), format, depth, blend);
  };
  return pipelines_[format] = {.inOrder = make(fragment_.get(), raster::Depth::Ignored),
                               .inSight = make(fragment_.get(), raster::Depth::Within),
                               .opening = make(fragment_.get(), raster::Depth::Belongs, raster::Blend::Away),
                               .solidDepth = make(VK_NULL_HANDLE, raster::Depth::Lowers),
                               .solid = make(fragment_.get(), raster::Depth::Belongs),
                               .sceneDepth = make(depthFragment_.get(), raster::Depth::Lowers)};
}

const gpu::Image& EyePass::ownDepth(glm::ivec2 size) {
  if (!ownDepth_ || ownDepth_.size().x < size.x || ownDepth_.size().y < size.y) {
    device_.waitIdle();  // for the frames that use the one before
    const glm::ivec3 before = ownDepth_ ? ownDepth_.size() : glm::ivec3(0);
    ownDepth_ = gpu::Image(device_, gpu::Image::Shape::Flat, raster::kDepthFormat,
                           glm::max(before, glm::ivec3(size, 1)), gpu::Image::WrittenBy::DepthTests);
  }
  return ownDepth_;
}

void EyePass::draw(gpu::Commands& commands, const EyeScene& scene, const UiTarget& target, glm::ivec2 sizePx,
                   const UiTarget* depth) {
  const Pipelines& programs = pipelines(target.format);
  std::vector<gpu_types::EyeVertex> vertices(scene.around.begin(), scene.around.end());
  for (const EyeMesh mesh : {scene.board, scene.solid, scene.hands, scene.over}) {
    vertices.insert(vertices.end(), mesh.begin(), mesh.end());
  }
  const std::uint32_t aroundCount = std::uint32_t(scene.around.size());
  const std::uint32_t boardCount = std::uint32_t(scene.board.size());
  const std::uint32_t solidCount = std::uint32_t(scene.solid.size());
  const std::uint32_t handsCount = std::uint32_t(scene.hands.size());
  const std::uint32_t overCount = std::uint32_t(scene.over.size());
  vertices.resize(std::max<std::size_t>(vertices.size(), 1));

  const VkCommandBuffer buffer = commands.get();
  raster::seeAll(buffer);
  raster::transition(buffer, target.image, VK_IMAGE_LAYOUT_UNDEFINED, VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL);
  const VkImage depthImage = depth != nullptr ? depth->image : ownDepth(target.size).get();
  raster::transition(buffer, depthImage, VK_IMAGE_LAYOUT_UNDEFINED, VK_IMAGE_LAYOUT_DEPTH_STENCIL_ATTACHMENT_OPTIMAL,
                     VK_IMAGE_ASPECT_DEPTH_BIT);
  const VkRenderingAttachmentInfo depthAttachment{
      .sType = VK_STRUCTURE_TYPE_RENDERING_ATTACHMENT_INFO,
      .imageView = depth != nullptr ? depth->view : ownDepth_.view(),
      .imageLayout = VK_IMAGE_LAYOUT_DEPTH_STENCIL_ATTACHMENT_OPTIMAL,
      .loadOp = VK_ATTACHMENT_LOAD_OP_CLEAR,
      .storeOp = depth != nullptr ? VK_ATTACHMENT_STORE_OP_STORE : VK_ATTACHMENT_STORE_OP_DONT_CARE,
      .clearValue = {.depthStencil = {1, 0}}};
  const VkRenderingAttachmentInfo attachment{
      .sType = VK_STRUCTURE_TYPE_RENDERING_ATTACHMENT_INFO,
      .imageView = target.view,
      .imageLayout = VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL,
      .loadOp = VK_ATTACHMENT_LOAD_OP_CLEAR,  // the room around, where it is shown
      .storeOp = VK_ATTACHMENT_STORE_OP_STORE};
  const VkRect2D area{{0, 0}, {std::uint32_t(sizePx.x), std::uint32_t(sizePx.y)}};
  const VkRenderingInfo rendering{.sType = VK_STRUCTURE_TYPE_RENDERING_INFO,
                                  .renderArea = area,
                                  .layerCount = 1,
                                  .colorAttachmentCount = 1,
                                  .pColorAttachments = &attachment,
                                  .pDepthAttachment = &depthAttachment};
  vkCmdBeginRendering(buffer, &rendering);
  const VkViewport viewport{0, 0, float(sizePx.x), float(sizePx.y), 0, 1};
  vkCmdSetViewport(buffer, 0, 1, &viewport);
  vkCmdSetScissor(buffer, 0, 1, &area);

  const gpu::Buffer& vertexBuffer = commands.upload(std::as_bytes(std::span(vertices)));
  const VkDescriptorBufferInfo vertexInfo{vertexBuffer.get(), 0, VK_WHOLE_SIZE};
  const gpu::Image& picture = scene.picture != nullptr ? *scene.picture : *scene.volume;
  const gpu::Image& panel = scene.panel != nullptr ? *scene.panel : *scene.volume;
  const gpu::Image& lens = scene.lens != nullptr ? *scene.lens : *scene.volume;
  const std::array images = {
      VkDescriptorImageInfo{nearest_.get(), scene.volume->view(), VK_IMAGE_LAYOUT_GENERAL},
      VkDescriptorImageInfo{nearest_.get(), scene.depth->view(), VK_IMAGE_LAYOUT_GENERAL},
      VkDescriptorImageInfo{linear_.get(), picture.view(), VK_IMAGE_LAYOUT_GENERAL},
      VkDescriptorImageInfo{linear_.get(), panel.view(), VK_IMAGE_LAYOUT_GENERAL},
      VkDescriptorImageInfo{nearest_.get(), lens.view(), VK_IMAGE_LAYOUT_GENERAL},
  };
  std::array<VkWriteDescriptorSet, 6> writes{};
  writes[0] = {.sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET,
               .dstBinding = 0,
               .descriptorCount = 1,
               .descriptorType = VK_DESCRIPTOR_TYPE_STORAGE_BUFFER,
               .pBufferInfo = &vertexInfo};
  for (std::uint32_t i = 0; i < images.size(); ++i) {
    writes[i + 1] = {.sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET,
                     .dstBinding = i + 1,
                     .descriptorCount = 1,
                     .descriptorType = VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER,
                     .pImageInfo = &images[i]};
  }
  device_.pushDescriptors()(buffer, VK_PIPELINE_BIND_POINT_GRAPHICS, layout_.get(), 0, std::uint32_t(writes.size()),
                            writes.data());
  gpu_types::EyeInfo info{.clipFromRoom = scene.clipFromRoom,
                          .eyeM = scene.eyeM,
                          .mmPerMetre = scene.mmPerMetre,
                          .behindTissue = 0,
                          .background = 1,
                          .edgeTaken = scene.edge.taken,
                          .straightAhead = scene.straightAhead,
                          .edgeFrom = scene.edge.fromPx,
                          .edgeTo = scene.edge.toPx,
                          .pxPerTangent = scene.pxPerTangent};
  const auto drawList = [&](const gpu::PipelineHandle& program, std::uint32_t first, std::uint32_t count) {
    vkCmdBindPipeline(buffer, VK_PIPELINE_BIND_POINT_GRAPHICS, program.get());
    vkCmdPushConstants(buffer, layout_.get(), kBothStages, 0, sizeof info, &info);
    if (count > 0) {
      vkCmdDraw(buffer, count, 1, first, 0);
    }
  };
  const auto drawVolume = [&](const gpu::PipelineHandle& program) {
    info.background = 1;
    drawList(program, 0, 3);
    info.background = 0;
  };
  const std::uint32_t boardFrom = aroundCount, solidFrom = boardFrom + boardCount, handsFrom = solidFrom + solidCount,
                      overFrom = handsFrom + handsCount;
  drawVolume(programs.inOrder);
  drawList(programs.inOrder, 0, aroundCount);
  info.behindTissue = 1;
  drawList(programs.solidDepth, boardFrom, boardCount);
  drawList(scene.boardIsBelow ? programs.opening : programs.solid, boardFrom, boardCount);
  info.behindTissue = kFaint;
  drawList(programs.solidDepth, solidFrom, solidCount);  // first: what is faint shows one surface, not all behind it
  drawList(programs.solid, solidFrom, solidCount);
  drawList(programs.inSight, handsFrom, handsCount);
  info.behindTissue = 1;
  drawList(programs.inOrder, overFrom, overCount);
  if (depth != nullptr) {
    drawVolume(programs.sceneDepth);
    drawList(programs.sceneDepth, 0, aroundCount);
  }
  vkCmdEndRendering(buffer);
  raster::drawnFirst(buffer);
  if (target.layoutAfter != VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL) {
    raster::transition(buffer, target.image, VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL, target.layoutAfter);
  }
}

}  // namespace renderer
