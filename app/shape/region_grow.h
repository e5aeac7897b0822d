// Growing a region from a few voxels by what the picture shows, inside a box. The result is a proposal: nothing changes
// until someone commits it. Pure functions; any thread; both throw what `progress` throws to cancel.
#pragma once

#include <cstdint>
#include <span>

#include "core/mask.h"
#include "core/progress.h"
#include "core/volume.h"
#include "shape/neighbours.h"

namespace shape {

// All voxels of the box (clipped to the image) with a value in the range that are joined to a seed by such voxels.
// Seeds outside the box or the range count for nothing: the result may be empty. Work and memory go with the region,
// but for one bit per voxel of the box.
core::Mask growInRange(const core::Volume& volume, std::span<const glm::ivec3> seeds, const core::VoxelBox& box,
                       const core::IntensityRange& range, Neighbours neighbours = Neighbours::Faces6,
                       const core::ProgressSink& progress = {});

struct SeedGrowth {
  static constexpr std::int64_t kMaxVoxels = std::int64_t{1} << 26;  // of the box: 400^3; bounds memory to half a GiB

  // What a millimetre of way costs, in units of the picture's values: 0 follows the picture alone, more keeps regions
  // compact where it shows little.
  double costPerMm = 1;
  // The voxels on the six sides of the box belong to the rivals, so that a lesion inside it can grow against nothing
  // but its surroundings.
  bool sidesAreRivals = true;
};

// Parts the box between the seeds and their rivals: a voxel goes to whoever reaches it at the lower cost, where a step
// to one of 26 neighbours costs the difference of their values plus SeedGrowth::costPerMm times its length; to the
// rivals where both cost the same. Returns the seeds' part: it holds the seeds inside the box, and none of the rivals
// that are not seeds as well. Throws core::Error where there are no rivals or the box is too large. Source: the
// shortest-path form of GrowCut: Zhu et al., An Effective Interactive Medical Image Segmentation Method using Fast
// GrowCut, MICCAI workshop on Interactive Medical Image Computing (2014).
core::Mask growFromSeeds(const core::Volume& volume, const core::Mask& seeds, const core::Mask& rivals,
                         const core::VoxelBox& box, const SeedGrowth& growth = {},
                         const core::ProgressSink& progress = {});

}  // namespace shape
