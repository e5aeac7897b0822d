// Draws what one eye of a headset sees: the volume's picture, and around and in it what stands in the room: floor,
// hands, brush, slice. Takes triangles as they are; knows nothing of what they show. Same thread as its Device.
#pragma once

#include <glm/mat4x4.hpp>
#include <map>
#include <span>

#include "renderer/gpu/commands.h"
#include "renderer/ui_pass.h"
#include "shaders/gpu_types.h"

namespace renderer {

// Triangles of a list, in the order in which they cover each other.
using EyeMesh = std::span<const gpu_types::EyeVertex>;

// The edge of sight, where less light comes through.
struct EyeEdge {
  float taken = 0;   // of the volume's light, 0..1
  float fromPx = 0;  // distance from straight ahead at which it begins, and is whole
  float toPx = 1;
};

struct EyeScene {
  const gpu::Image* volume = nullptr;  // the picture, of the target's size or larger, and its depth
  const gpu::Image* depth = nullptr;
  const gpu::Image* picture = nullptr;  // of kSurfacePicture; null where there is none
  const gpu::Image* panel = nullptr;    // of kSurfacePanel; likewise
  const gpu::Image* lens = nullptr;     // of kSurfaceLens; likewise
  glm::mat4 clipFromRoom{1};
  glm::vec3 eyeM{0};
  float mmPerMetre = 1000;
  glm::vec2 straightAhead{0};  // pixels
  glm::vec2 pxPerTangent{1};   // of a direction, from there
  EyeEdge edge;
  EyeMesh around;  // hidden by tissue
  EyeMesh board;   // the panel: hidden by solid things and hands alone
  EyeMesh solid;   // bodies in any order: they and the panel hide each other by depth, and are faint behind tissue
  EyeMesh
      hands;  // likewise faint: whoever paints sees where; in order, where nothing solid nor the panel is before them
  EyeMesh over;               // never hidden
  bool boardIsBelow = false;  // the panel itself is shown below this picture, which is left open for it
};

class EyePass {
 public:
  explicit EyePass(gpu::Device& device);
  ~EyePass();  // waits for the frames that use it
  EyePass(const EyePass&) = delete;
  EyePass& operator=(const EyePass&) = delete;

  // sizePx: the part of the target, from its upper left, that is drawn. The scene's images are in the GENERAL layout
  // and live until the frame is done. depth: an image of raster::kDepthFormat, as large, for those who show the picture
  // with its depth: 1 - kEyeNearM / metres ahead; left as the attachment that it was. Null: nobody asks.
  void draw(gpu::Commands& commands, const EyeScene& scene, const UiTarget& target, glm::ivec2 sizePx,
            const UiTarget* depth = nullptr);

  static constexpr float kFaint = 0.25f;

 private:
  struct Pipelines {
    gpu::PipelineHandle inOrder;
    gpu::PipelineHandle inSight;  // in order, before what is solid
    gpu::PipelineHandle opening;
    gpu::PipelineHandle solidDepth;
    gpu::PipelineHandle solid;
    gpu::PipelineHandle sceneDepth;
  };
  const Pipelines& pipelines(VkFormat format);
  const gpu::Image& ownDepth(glm::ivec2 size);

  gpu::Device& device_;
  gpu::Sampler nearest_;
  gpu::Sampler linear_;
  gpu::ShaderModuleHandle vertex_;
  gpu::ShaderModuleHandle fragment_;
  gpu::LayoutHandle setLayout_;
  gpu::PipelineLayoutHandle layout_;
  gpu::ShaderModuleHandle depthFragment_;
  std::map<VkFormat, Pipelines> pipelines_;
  gpu::Image ownDepth_;  // of frames whose depth nobody asks for
};

}  // namespace renderer
