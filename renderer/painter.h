// Painting on the device: the open stroke's own bits, in its own pool of bricks, written by a compute shader in the
// same submission as the frame that shows them. When the stroke ends only these bits come back, behind the device's
// timeline; nobody waits who does not want to. One stroke is open at a time; same thread as the Renderer that owns it.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <vector>

#include "core/brush.h"
#include "renderer/lesion_set.h"
#include "renderer/volume_texture.h"

namespace renderer {

// A finished stroke on its way back from the device.
class StrokeBits {
 public:
  StrokeBits() = default;
  bool isReady() const { return device_ == nullptr || device_->isDone(ticket_); }
  core::Mask take();  // waits if need be; once

 private:
  friend class Painter;
  const gpu::Device* device_ = nullptr;
  gpu::Ticket ticket_;
  gpu::Buffer bits_;
  std::vector<core::BrickKey> keys_;  // of the bricks in bits_, in order
};

class Painter {
 public:
  Painter(gpu::Device& device, Programs& programs, const VolumeTexture& volume, LesionSet& lesions);

  // Opens a stroke on a lesion; its points so far may be given with it. protectOthers leaves every other lesion of the
  // set alone; those that are locked are left alone in any case. settings must have passed core::validate, but for
  // having points.
  void begin(const core::BrushStroke& settings, std::uint32_t lesion);
  // More of its path, LPS mm. Work is queued here and done by record().
  void extend(std::span<const glm::dvec3> pointsMm);
  // Ends the stroke. What it asserts, as core::footprint() has it but for rounding near the brush's surface.
  StrokeBits finish();
  void cancel();

  bool isOpen() const { return open_; }
  bool hasWork() const { return !segments_.empty() || clearPages_; }
  std::uint32_t lesion() const { return open_ ? lesion_ : 0; }
  bool erases() const { return settings_.mode == core::BrushMode::Erase; }

  // Writes what is queued (up to a bounded amount; the rest stays queued) and returns the voxels that it may have
  // changed. For the frame that shows them; finish() calls it as well.
  std::optional<core::VoxelBox> record(gpu::Commands& commands);

  // A whole stroke, start to end, waiting for it.
  core::Mask paint(const core::BrushStroke& stroke, std::uint32_t lesion);

  // That the open stroke has bits in, as recorded; none where no stroke is open.
  const std::vector<core::BrickKey>& bricks() const { return keys_; }
  const gpu::Buffer& pages() const { return pageBuffer_; }
  const gpu::Buffer& chunks() const { return pool_.addresses(); }

 private:
  struct Segment {
    glm::dvec3 fromMm;
    glm::dvec3 toMm;
  };
  using Work = std::map<core::BrickKey, std::vector<gpu_types::PaintCapsule>>;

  std::size_t collect(const Segment& segment, Work& work, core::VoxelBox& touched);
  std::uint32_t slotOf(core::BrickKey key);
  gpu_types::PaintInfo info() const;

  gpu::Device& device_;
  Programs& programs_;
  const VolumeTexture& volume_;
  LesionSet& lesions_;
  glm::ivec3 bricks_;
  gpu::Sampler nearest_;
  BitPool pool_;
  gpu::Buffer pageBuffer_;               // per brick of the volume: slot + 1, or 0
  std::vector<std::uint32_t> pages_;     // the same here
  std::vector<core::BrickKey> keys_;     // by slot
  std::map<core::BrickKey, bool> full_;  // bricks that one capsule covers whole: no further capsule adds to them

  bool open_ = false;
  bool clearPages_ = true;
  core::BrushStroke settings_;
  core::StoredRange range_;
  std::uint32_t lesion_ = 0;
  std::optional<glm::dvec3> last_;
  std::deque<Segment> segments_;
};

}  // namespace renderer
