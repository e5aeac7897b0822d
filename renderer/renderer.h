// Draws a case: volume, lesions and the open stroke, in 3D and as slices, into an image of its own. Owns all that the
// device holds of the case. Called by commands, the stage and tests; one thread, that of its Device.
#pragma once

#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "core/view.h"
#include "renderer/fovea.h"
#include "renderer/marked_tiles.h"
#include "renderer/painter.h"
#include "renderer/skip_map.h"

namespace renderer {

// A finished picture, rows from the top.
struct Picture {
  glm::ivec2 size{0};
  std::vector<std::uint8_t> rgba;     // sRGB, opaque
  std::vector<std::uint32_t> lesion;  // number of the lesion seen at each pixel, 0 for none
  std::vector<float> depthMm;         // 3D: along the pixel's ray, where half of its light is met; infinite where none
};

// What a benchmark wants to know beyond the picture.
struct RenderStats {
  std::uint64_t rays = 0;     // as many as pixels, also where one stands for several
  std::uint64_t samples = 0;  // fetches of the volume along rays; shading's own not counted
  std::uint64_t leaps = 0;    // fetches of the skip map
};

struct RenderOptions {
  bool skip = true;               // leap over what is empty; without it the same picture comes slower
  bool count = false;             // fill RenderStats
  bool voxelCentersOnly = false;  // the volume ends at its outermost voxel centres, as in VTK, not at voxels' faces
  double firstStep = 0;           // where rays take their first sample, in steps after entering (VTK: 1)
  int run = kRunByDevice;         // samples taken at a time; 0: to each block's end
  static constexpr int kRunByDevice = -1;  // a processor runs lanes in lockstep and likes 4, a GPU 0 (march.comp: RUN)
  bool gradientVolume = true;              // where the device is a processor with memory to spare
  bool split = true;            // look for lesions only where they can be; without it the same picture comes slower
  int target = 0;               // which of the renderer's images to draw into: each pane of a window has its own
  std::optional<Tile> tile;     // of a picture that is one 3D pane: draw only these pixels, the others stay
  std::vector<Zone> zones;      // of such a picture, and all of it (zonesOf): empty where a ray stands for one pixel
  bool opacityInAlpha = false;  // of 3D: how much it hides of what is shown behind it; the background must be black
  bool readBack = true;         // bring the picture to where picture() and seenAt() can read it
};

// What is seen at one pixel.
struct Seen {
  std::uint32_t lesion = 0;                                // its number; 0: none
  float depthMm = std::numeric_limits<float>::infinity();  // as Picture::depthMm
};

class Renderer {
 public:
  explicit Renderer(gpu::Device& device);
  ~Renderer();

  // The case to draw, borrowed for as long as it is drawn; lesions and stroke of an earlier one go. modality ("CT",
  // "MR", ...) chooses presets. Throws core::Error where the device cannot hold it.
  void setVolume(const core::Volume& volume, std::string modality, const core::ProgressSink& progress = {});
  LesionSet& lesions();  // after setVolume
  Painter& painter();    // after setVolume

  // Draws, in one submission with what the open stroke has queued. view must have passed core::validate. Throws
  // core::Error (device lost, out of memory, unknown preset, picture too large).
  Picture render(const core::View& view, glm::ivec2 size, const RenderOptions& options = {},
                 RenderStats* stats = nullptr);

  // The picture of the last draw() is read back by picture(); render() does both.
  gpu::Ticket draw(const core::View& view, glm::ivec2 size, const RenderOptions& options = {});
  Picture picture();

  // After strokes and other changes to lesions, rays look into more blocks than they need to: the same picture, only
  // later. This mends so many blocks of that beside what is drawn; nothing where there is nothing to mend now.
  std::optional<gpu::Ticket> tighten(std::size_t blocks);
  bool isLoose() const;

  // For those who show pictures rather than read them: the image of a target, in the GENERAL layout, once something was
  // drawn into it. Stays until a draw of another size into the same target. Null before.
  const gpu::Image* image(int target) const;
  const gpu::Image* depthImage(int target) const;  // likewise; Picture::depthMm
  bool isDone(int target) const;
  // Of the last draw into a target that was read back; waits for it. Pixels outside it see nothing.
  Seen seenAt(int target, glm::ivec2 pixel) const;
  // All depths of it, as Picture::depthMm; empty where it was not read back.
  std::vector<float> depths(int target) const;

  gpu::Device& device() { return device_; }
  // Of the volume in 3D, along each axis: more than 1 where the device cannot hold all voxels. Slices, strokes and
  // values are exact all the same.
  int voxelsPerTexel() const;
  std::uint64_t volumeBytes() const;  // of graphics memory: volume, skipping structures, lesions
  static constexpr int kMaxSide = 8192;

 private:
  struct Pane;
  struct Scene;
  struct Target;
  std::vector<Pane> panes(const core::View& view, glm::ivec2 size) const;
  gpu_types::SceneInfo sceneInfo() const;
  SkipMap::Sources skipSources(const gpu::Buffer& scene) const;
  void updateSkipMap(gpu::Commands& commands, const gpu::Buffer& scene, bool showLesions);
  gpu_types::MarchInfo marchInfo(const core::View& view, const Pane& pane, const core::TransferFunction* function,
                                 const RenderOptions& options) const;
  gpu_types::SliceInfo sliceInfo(const core::View& view, const Pane& pane) const;
  void prepareTarget(glm::ivec2 size, const RenderOptions& options);
  void prepareTable(const core::View& view);
  void drawVolume(gpu::Commands& commands, const core::View& view, const Pane& pane, const gpu::Buffer& scene,
                  const RenderOptions& options);
  void drawSlice(gpu::Commands& commands, const core::View& view, const Pane& pane, const gpu::Buffer& scene,
                 const RenderOptions& options);
  std::vector<core::BrickKey> markedBricks(const core::View& view) const;

  gpu::Device& device_;
  Programs programs_;
  gpu::Sampler linear_;
  gpu::Sampler nearest_;
  std::unique_ptr<Scene> scene_;
  std::map<int, std::unique_ptr<Target>> targets_;
  Target* target_ = nullptr;  // of the last draw
};

}  // namespace renderer
