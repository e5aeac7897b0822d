// The lesions of a case as shaders see them: their bits in bricks, a page table from each brick of the volume to the
// lesions in it, and how each looks. Rebuilt or updated between frames by the thread that renders.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "core/mask.h"
#include "renderer/bit_pool.h"
#include "shaders/gpu_types.h"

namespace renderer {

struct Lesion {
  static constexpr std::uint32_t kMaxNumber = 65535;

  std::uint32_t number = 1;               // 1..kMaxNumber; unique
  glm::vec3 color{1};                     // sRGB
  const core::Mask* mask = nullptr;       // within the volume; null or empty: nothing is marked yet
  const core::Mask* contested = nullptr;  // likewise; drawn hatched, whether in `mask` or not
  bool outline = false;                   // only its edge is drawn, on slices alone; no point belongs to it
};

class LesionSet {
 public:
  LesionSet(gpu::Device& device, const core::Grid& grid);

  // Replaces all.
  void assign(std::span<const Lesion> lesions);
  // Adds one or replaces the one of that number; only bricks that differ are sent. Bits are copied: the mask may go.
  void update(const Lesion& lesion);
  // Which are not drawn; numbers that don't exist count for nothing.
  void hide(const std::vector<std::uint32_t>& numbers);

  // Which no stroke on another lesion may change; numbers that don't exist count for nothing.
  void lock(const std::vector<std::uint32_t>& numbers);

  // Brings to the device what changed since; before what is below is read. Waits for earlier frames if there is any.
  void flush();

  // Where what is drawn changed since this was last asked, in whole bricks. To be asked after flush().
  struct Changes {
    bool anywhere = false;                 // all was replaced
    std::optional<core::VoxelBox> gained;  // where bits changed or a lesion is no longer hidden
    std::optional<core::VoxelBox> lost;    // where there are none any more or a lesion is now hidden
  };
  Changes takeChanges() { return std::exchange(changes_, {}); }
  bool isFlushed() const { return !tablesChanged_; }

  bool isEmpty() const { return slots_.empty(); }
  const std::vector<core::BrickKey>& bricks() const { return marked_; }  // with bits, as flushed; in no order
  std::uint32_t count() const { return std::uint32_t(looks_.size()); }   // of entries in looks()
  const BitPool& bits() const { return pool_; }
  const gpu::Buffer& pages() const { return pageBuffer_; }
  const gpu::Buffer& entries() const { return entryBuffer_; }
  const gpu::Buffer& looks() const { return lookBuffer_; }
  // Changes when what is drawn changes; what waits to be brought to the device counts already.
  std::uint64_t revision() const { return revision_ + (tablesChanged_ ? 1 : 0); }
  std::size_t bytes() const { return pool_.bytes() + pageBuffer_.bytes() + entryBuffer_.bytes(); }

 private:
  struct Slot {
    std::uint32_t slot = 0;
    std::uint64_t digest = 0;  // of the bits in it
  };
  using Slots = std::map<core::BrickKey, Slot>;
  struct Held {
    Slots own;
    Slots contested;  // where it has a brick, `own` has one as well
  };
  struct Upload {
    core::Brick brick;
    std::uint32_t slot;
  };

  std::uint32_t takeSlot();
  void replace(Slots& slots, const core::Mask::Bricks& bricks);
  // Those of `numbers` that are not among `others`, wherever they have bits.
  void note(std::optional<core::VoxelBox>& box, const std::vector<std::uint32_t>& numbers,
            const std::vector<std::uint32_t>& others);
  void sendBricks();
  void sendTables();

  gpu::Device& device_;
  glm::ivec3 bricks_;
  BitPool pool_;
  std::vector<std::uint32_t> free_;
  std::map<std::uint32_t, Held> slots_;  // by lesion number
  std::vector<gpu_types::LesionLook> looks_{1};
  std::vector<core::BrickKey> marked_;
  std::vector<std::uint32_t> hidden_;
  std::vector<std::uint32_t> locked_;
  gpu::Buffer pageBuffer_;
  gpu::Buffer entryBuffer_;
  gpu::Buffer lookBuffer_;
  std::vector<Upload> unsent_;
  bool tablesChanged_ = true;
  Changes changes_{.anywhere = true};
  std::uint64_t revision_ = 0;
};

}  // namespace renderer
