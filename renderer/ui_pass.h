// Draws panels, and the pictures that they hold, onto a display's image: the last pass of a frame. Takes Dear ImGui's
// draw lists as they are; knows nothing of what they show. Same thread as its Device.
#pragma once

#include <glm/vec2.hpp>
#include <glm/vec3.hpp>
#include <map>

#include "renderer/gpu/commands.h"

struct ImDrawData;

namespace renderer {

// An image to draw onto. It comes with nothing in it that matters, and is left in `layoutAfter`.
struct UiTarget {
  VkImage image{};
  VkImageView view{};
  VkFormat format = VK_FORMAT_UNDEFINED;
  glm::ivec2 size{0};
  VkImageLayout layoutAfter = VK_IMAGE_LAYOUT_PRESENT_SRC_KHR;
};

// An image of ours, made to be drawn onto; it is left in the GENERAL layout.
UiTarget targetOf(const gpu::Image& image);

class UiPass {
 public:
  // The letters' texture: 8 bits each of red, green, blue and alpha, rows from the top.
  UiPass(gpu::Device& device, std::span<const std::byte> atlas, glm::ivec2 atlasSize);
  ~UiPass();  // waits for the frames that use it
  UiPass(const UiPass&) = delete;
  UiPass& operator=(const UiPass&) = delete;

  // Other letters, as for the constructor: waits for the frames that use the ones before.
  void useAtlas(std::span<const std::byte> atlas, glm::ivec2 atlasSize);

  // For ImGuiIO::Fonts->SetTexID(). Every other texture id is the address of a gpu::Image in the GENERAL layout, which
  // must live until the frame is done.
  const gpu::Image& atlas() const { return atlas_; }

  // Clears the target and draws. Where the ground is see-through (opacity below 1), colours come out multiplied by
  // their opacity. data's coordinates are dp; its FramebufferScale says how many pixels they are.
  void draw(gpu::Commands& commands, const ImDrawData& data, const UiTarget& target, glm::vec3 background,
            float opacity = 1);

 private:
  void fill(gpu::Image& image, std::span<const std::byte> atlas, glm::ivec2 size);
  VkPipeline pipeline(VkFormat format);

  gpu::Device& device_;
  gpu::Image atlas_;
  gpu::Sampler linear_;
  gpu::ShaderModuleHandle vertex_;
  gpu::ShaderModuleHandle fragment_;
  gpu::LayoutHandle setLayout_;
  gpu::PipelineLayoutHandle layout_;
  std::map<VkFormat, gpu::PipelineHandle> pipelines_;
};

}  // namespace renderer
