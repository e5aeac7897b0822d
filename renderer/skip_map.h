// The skip map of a volume: per block, how far it is to the next block that shows something, so that rays leap over
// what is empty. It may err low, which costs time and changes no picture, and never high. Same thread as its Device.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "renderer/lesion_set.h"
#include "renderer/transfer_table.h"

namespace renderer {

class SkipMap {
 public:
  SkipMap(gpu::Device& device, const VolumeTexture& volume);

  // What shows: values that the table makes visible, lesions that are not hidden, the open stroke.
  struct Sources {
    const gpu::Buffer& scene;
    const VolumeTexture& volume;
    const TransferTable& table;
    const LesionSet& lesions;
    const gpu::Buffer& strokePages;  // see Painter; ignored while scene says that there is none
    const gpu::Buffer& strokeChunks;
    bool markLesions;
  };

  // Makes it exact, at once: for when it could err high, as after a change of the table.
  void rebuild(gpu::Commands& commands, Programs& programs, const Sources& sources);

  // After bits changed within a box of voxels: came, or only went. It errs low from then on.
  enum class Bits : std::uint8_t { Came, Went };
  void include(gpu::Commands& commands, Programs& programs, const core::VoxelBox& box, Bits what);

  // Makes it exact again by pieces of so many blocks, in an image of its own until that is whole; what is included
  // meanwhile is kept. Whether this piece was the last.
  bool tighten(gpu::Commands& commands, Programs& programs, const Sources& sources, std::size_t blocks);
  bool isBeingTightened() const { return tightened_.has_value(); }

  const gpu::Image& image() const { return map_; }

 private:
  static constexpr int kPasses = 4;  // what shows, then distances along x, y and z

  std::size_t blockCount() const;
  void run(int pass, std::size_t first, std::size_t end, gpu::Commands& commands, Programs& programs,
           const Sources& sources);

  glm::ivec3 blocks_;
  int blockSide_;  // voxels
  gpu::Image map_;
  gpu::Image next_;
  gpu::Image between_;

  struct Tightened {
    int pass = 0;
    std::size_t block = 0;
    std::vector<std::pair<core::VoxelBox, Bits>> included;  // since it began
  };
  std::optional<Tightened> tightened_;
};

}  // namespace renderer
