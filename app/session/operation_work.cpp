#include "session/operation_work.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/error.h"
#include "shape/box.h"
#include "shape/change.h"
#include "shape/holes.h"
#include "shape/interpolate.h"
#include "shape/islands.h"
#include "shape/morphology.h"
#include "shape/region_grow.h"
#include "shape/smooth.h"
#include "shape/threshold.h"

namespace session::work {
namespace {

// More pieces than these are noise, not lesions.
constexpr std::size_t kMaxSplit = 1000;

template <typename T>
const T& valueOf(const OperationInput& input, std::string_view key) {
  return std::get<T>(input.values.find(key)->second);
}

double number(const OperationInput& input, std::string_view key) {
  return valueOf<double>(input, key);
}

const std::string& text(const OperationInput& input, std::string_view key) {
  return valueOf<std::string>(input, key);
}

int axisNamed(const std::string& name) {
  return name[0] - 'i';
}

Proposal changed(std::size_t lesion, core::Mask set, core::Mask cleared) {
  Proposal proposal;
  proposal.changes.push_back({.lesion = lesion, .set = std::move(set), .cleared = std::move(cleared)});
  return proposal;
}

// The target becomes `after`: only what differs is asserted.
Proposal becomes(const OperationInput& input, const core::Mask& after) {
  core::MaskChange change = shape::difference(input.target->mask, after);
  return changed(input.target->index, std::move(change.set), std::move(change.cleared));
}

// Voxels that the person named are asserted, set already or not.
Proposal asserted(const OperationInput& input, core::Mask set) {
  return changed(input.target->index, std::move(set), {});
}

// The wanted name, with a number where it is taken.
std::string freeName(const std::string& wanted, std::set<std::string>& names) {
  std::string name = wanted;
  for (int number = 2; names.contains(name); ++number) {
    name = wanted + " " + std::to_string(number);
  }
  names.insert(name);
  return name;
}

// A lesion made from another has its class, attributes and provenance.
core::Lesion like(const core::Lesion& lesion, std::string name) {
  core::Lesion made = lesion;
  made.name = std::move(name);
  return made;
}

}  // namespace

Proposal fillSlices(const OperationInput& input, const core::ProgressSink& progress) {
  const std::string& along = text(input, "axis");
  const std::optional<int> axis = along == "auto" ? shape::axisWithGaps(input.target->mask) : axisNamed(along);
  if (!axis) {
    return {};
  }
  return becomes(input, shape::fillBetweenSlices(input.target->mask, input.grid, *axis, progress));
}

Proposal growInRange(const OperationInput& input, const core::ProgressSink& progress) {
  const auto neighbours = text(input, "neighbours") == "faces" ? shape::Neighbours::Faces6 : shape::Neighbours::All26;
  return asserted(input, shape::growInRange(*input.volume, valueOf<std::vector<glm::ivec3>>(input, "seeds"),
                                            valueOf<core::VoxelBox>(input, "box"),
                                            valueOf<core::IntensityRange>(input, "range"), neighbours, progress));
}

Proposal growFromSeeds(const OperationInput& input, const core::ProgressSink& progress) {
  core::Mask rivals;
  for (const Subject& other : input.others) {
    rivals |= other.mask;
  }
  const shape::SeedGrowth growth{.costPerMm = number(input, "cost-per-mm"),
                                 .sidesAreRivals = valueOf<bool>(input, "sides-are-rivals")};
  return asserted(input, shape::growFromSeeds(*input.volume, input.target->mask, rivals,
                                              valueOf<core::VoxelBox>(input, "box"), growth, progress));
}

Proposal threshold(const OperationInput& input, const core::ProgressSink&) {
  return asserted(input, shape::inRange(*input.volume, valueOf<core::VoxelBox>(input, "box"),
                                        valueOf<core::IntensityRange>(input, "range")));
}

Proposal keepRange(const OperationInput& input, const core::ProgressSink&) {
  return becomes(input,
                 shape::inRange(*input.volume, input.target->mask, valueOf<core::IntensityRange>(input, "range")));
}

Proposal smooth(const OperationInput& input, const core::ProgressSink& progress) {
  return becomes(input, shape::smooth(input.target->mask, input.grid, number(input, "sigma"), progress));
}

Proposal open(const OperationInput& input, const core::ProgressSink& progress) {
  return becomes(input, shape::open(input.target->mask, input.grid, number(input, "radius"), progress));
}

Proposal close(const OperationInput& input, const core::ProgressSink& progress) {
  return becomes(input, shape::close(input.target->mask, input.grid, number(input, "radius"), progress));
}

Proposal fillHoles(const OperationInput& input, const core::ProgressSink&) {
  const std::string& within = text(input, "within");
  return becomes(input, within == "volume" ? shape::withoutHoles(input.target->mask)
                                           : shape::withoutHolesInSlices(input.target->mask, axisNamed(within)));
}

Proposal removeIslands(const OperationInput& input, const core::ProgressSink&) {
  const std::int64_t least = std::max(shape::voxelsOfVolume(number(input, "volume"), input.grid),
                                      std::int64_t(std::ceil(number(input, "voxels"))));
  return becomes(input, shape::withoutSmallIslands(input.target->mask, least));
}

Proposal keepLargest(const OperationInput& input, const core::ProgressSink&) {
  const std::vector<core::Mask> islands = shape::islands(input.target->mask);
  return islands.empty() ? Proposal{} : becomes(input, islands.front());
}

Proposal splitIslands(const OperationInput& input, const core::ProgressSink&) {
  std::vector<core::Mask> islands = shape::islands(input.target->mask);
  if (islands.size() > kMaxSplit) {
    throw core::Error(input.target->lesion.name, "it has " + std::to_string(islands.size()) + " islands",
                      "Remove the small ones first");
  }
  Proposal proposal;
  if (islands.size() < 2) {
    return proposal;
  }
  proposal = becomes(input, islands.front());
  std::set<std::string> names = input.names;
  for (std::size_t i = 1; i < islands.size(); ++i) {
    proposal.created.push_back(
        {like(input.target->lesion, freeName(input.target->lesion.name, names)), std::move(islands[i])});
  }
  return proposal;
}

Proposal grow(const OperationInput& input, const core::ProgressSink& progress) {
  return becomes(input, shape::grow(input.target->mask, input.grid, number(input, "margin"), progress));
}

Proposal shrink(const OperationInput& input, const core::ProgressSink& progress) {
  return becomes(input, shape::shrink(input.target->mask, input.grid, number(input, "margin"), progress));
}

Proposal hollow(const OperationInput& input, const core::ProgressSink& progress) {
  const std::string& side = text(input, "side");
  const shape::ShellSide shell = side == "inside"    ? shape::ShellSide::Inside
                                 : side == "outside" ? shape::ShellSide::Outside
                                                     : shape::ShellSide::Both;
  return becomes(input, shape::hollow(input.target->mask, input.grid, number(input, "thickness"), shell, progress));
}

Proposal unite(const OperationInput& input, const core::ProgressSink&) {
  return asserted(input, input.others.front().mask);
}

Proposal subtract(const OperationInput& input, const core::ProgressSink&) {
  return changed(input.target->index, {}, input.others.front().mask);
}

Proposal intersect(const OperationInput& input, const core::ProgressSink&) {
  core::Mask alone = input.target->mask;
  alone -= input.others.front().mask;
  return changed(input.target->index, {}, std::move(alone));
}

Proposal cut(const OperationInput& input, const core::ProgressSink& progress) {
  const shape::CutSide side = text(input, "side") == "inside" ? shape::CutSide::Inside : shape::CutSide::Outside;
  return changed(input.target->index, {},
                 shape::cut(input.target->mask, input.grid, valueOf<shape::Lasso>(input, "lasso"), side, progress));
}

Proposal copy(const OperationInput& input, const core::ProgressSink&) {
  const std::string& asked = text(input, "name");
  std::set<std::string> names = input.names;
  Proposal proposal;
  proposal.created.push_back(
      {like(input.target->lesion, freeName(asked.empty() ? input.target->lesion.name + " copy" : asked, names)),
       input.target->mask});
  return proposal;
}

Proposal merge(const OperationInput& input, const core::ProgressSink&) {
  core::Mask moved;
  for (const Subject& other : input.others) {
    moved |= other.mask;
  }
  Proposal proposal = asserted(input, std::move(moved));
  for (const Subject& other : input.others) {
    proposal.removed.push_back(other.index);
  }
  return proposal;
}

Proposal remove(const OperationInput& input, const core::ProgressSink&) {
  Proposal proposal;
  proposal.removed.push_back(input.target->index);
  return proposal;
}

Proposal box(const OperationInput& input, const core::ProgressSink&) {
  const core::VoxelBox& corners = valueOf<core::VoxelBox>(input, "box");
  const std::string& asked = text(input, "name");
  const std::string& className = text(input, "class");
  std::set<std::string> names = input.names;
  core::Lesion lesion;
  lesion.name = freeName(asked.empty() ? "Box" : asked, names);
  lesion.className = className.empty() ? "lesion" : className;
  lesion.granularity = core::Granularity::Box;
  Proposal proposal;
  proposal.created.push_back({std::move(lesion), shape::boxBetween(corners.min, corners.max, input.grid)});
  return proposal;
}

}  // namespace session::work
