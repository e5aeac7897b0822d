// What hands mark on pictures for an operation to work on: seeds, a box, an outline, a range of values. Plain values
// and pure functions; any thread.
#pragma once

#include <array>
#include <functional>
#include <glm/vec2.hpp>
#include <optional>
#include <variant>
#include <vector>

#include "core/mask.h"
#include "core/view.h"
#include "core/volume.h"

namespace interaction {

// How a slice was looked at when something was drawn on it.
struct SliceSight {
  core::SlicePlane plane;
  double mmPerDp = 1;
  double thicknessMm = 1;  // of one slice

  bool operator==(const SliceSight&) const = default;
};

// A closed line drawn on a picture.
struct Outline {
  std::vector<glm::dvec2> pointsDp;  // from the picture's upper left corner
  glm::dvec2 sizeDp{1};              // of the picture
  std::variant<core::Camera, SliceSight> sight;

  bool isOnSlice() const { return std::holds_alternative<SliceSight>(sight); }
  bool operator==(const Outline&) const = default;
};

struct Marks {
  std::vector<glm::ivec3> seeds;              // voxels
  std::optional<core::VoxelBox> box;          // within the grid
  std::optional<Outline> outline;             // of at least three points
  std::optional<core::IntensityRange> range;  // values after rescale

  bool operator==(const Marks&) const = default;
};

// ---- Boxes under the hand ----

// Which voxel axes run along a patient plane's picture, and which across it.
struct PlaneAxes {
  int right = 0;
  int down = 1;
  int across = 2;
};
PlaneAxes planeAxes(const core::Grid& grid, core::Layout layout);

// What of a box a hand holds, by voxel axis: one of its two sides, all of it, or nothing that moves.
enum class BoxSide : std::uint8_t { None, Min, Max, Whole };
using BoxGrip = std::array<BoxSide, 3>;

// What lies within reach (voxels, by axis) of a place on a slice: a side or a corner before the whole, of which a small
// box keeps its middle half; nothing outside the box, or where the slice does not cut it.
std::optional<BoxGrip> gripOf(const core::VoxelBox& box, const PlaneAxes& axes, glm::dvec3 voxel, glm::dvec3 reach);

// The box as it was, moved from one place to another by its grip; within the grid, and never inside out.
core::VoxelBox moved(const core::VoxelBox& box, const BoxGrip& grip, glm::dvec3 from, glm::dvec3 to,
                     const core::Grid& grid);

// A box drawn anew on a slice from corner to corner; as deep across the slices as it is wide in the mean, in mm, unless
// an earlier box says how deep.
core::VoxelBox drawnBox(glm::dvec3 from, glm::dvec3 to, const PlaneAxes& axes,
                        const std::optional<core::VoxelBox>& earlier, const core::Grid& grid);

// The box of voxels within mm of others, within the grid.
core::VoxelBox boxAround(const core::VoxelBox& inner, double mm, const core::Grid& grid);

// ---- Values around seeds ----

// The values that tissue at a voxel has: those of the 5 x 5 x 5 voxels around it, from 2.5 standard deviations below
// their mean to as much above; at least wide enough to hold the voxel's own. Nothing where the voxel has no value.
std::optional<core::IntensityRange> rangeAround(
    const core::Grid& grid, glm::ivec3 voxel, const std::function<std::optional<double>(glm::dvec3 pointMm)>& valueAt);

}  // namespace interaction
