#include "stage/label_look.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/text.h"
#include "exchange/import_labels.h"
#include "intake/load.h"
#include "interaction/navigation.h"
#include "renderer/presets.h"
#include "shape/intensities.h"
#include "shape/islands.h"
#include "stage/review_look.h"

namespace stage {
namespace {

constexpr int kAcross = 40;
constexpr double kLeastMm = 60;
constexpr double kAround = 1.5;
constexpr std::uint32_t kOutline = 0xFF009FE6;  // the palette's first colour: orange
constexpr std::uint32_t kOutside = 0xFF000000;

// Along which axis of the grid slices lie upon each other, from feet to head.
int axialAxis(const core::Grid& grid) {
  int axis = 0;
  double most = 0;
  for (int each = 0; each < 3; ++each) {
    const double along = std::abs(grid.worldFromVoxel()[each].z) / grid.spacingMm()[each];
    if (along > most) {
      most = along;
      axis = each;
    }
  }
  return axis;
}

// The slice along an axis that holds most of a mask.
int fullestSlice(const core::Mask& mask, int axis, int slices) {
  std::vector<std::int64_t> counts(std::size_t(slices), 0);
  mask.forEachRun([&](glm::ivec3 first, int length) {
    if (axis != 0) {
      counts[std::size_t(first[axis])] += length;
      return;
    }
    for (int i = 0; i < length; ++i) {
      ++counts[std::size_t(first.x + i)];
    }
  });
  return int(std::max_element(counts.begin(), counts.end()) - counts.begin());
}

struct Extent {
  glm::dvec3 middle{0};  // mm
  double acrossMm = 0;
};

Extent extentIn(const core::Mask& mask, const core::Grid& grid, int axis, int slice) {
  glm::dvec3 min(INFINITY), max(-INFINITY);
  mask.forEachRun([&](glm::ivec3 first, int length) {
    glm::ivec3 from = first, to = first + glm::ivec3(length - 1, 0, 0);
    if (axis == 0) {
      from.x = std::max(from.x, slice);
      to.x = std::min(to.x, slice);
    }
    if (from[axis] != slice || to.x < from.x) {
      return;
    }
    for (const glm::ivec3& end : {from, to}) {
      min = glm::min(min, grid.worldOf(glm::dvec3(end)));
      max = glm::max(max, grid.worldOf(glm::dvec3(end)));
    }
  });
  return {(min + max) / 2.0, std::max(max.x - min.x, max.y - min.y)};
}

std::uint32_t grey(double value, const core::Window& window) {
  const double part = std::clamp((value - window.center) / window.width + 0.5, 0.0, 1.0);
  const auto level = std::uint32_t(std::lround(part * 63) * 255 / 63);  // few levels: neighbours are often alike
  return 0xFF000000 | level << 16 | level << 8 | level;
}

core::Window windowFor(const core::Case& theCase, const core::Volume& volume, const core::Window& standard,
                       const core::Mask& mask) {
  const std::vector<ui::WindowItem> windows = windowsOf(theCase.modality, standard);
  interaction::ViewState state;
  state.view.window = windows.front().window;
  chooseWindow(state, windows, volume, mask);
  return state.view.window.value_or(standard);
}

}  // namespace

ui::Thumbnail thumbnailOf(const core::Mask& mask, const core::Volume& volume, const core::Window& window) {
  const core::Grid& grid = volume.grid;
  const int axis = axialAxis(grid);
  const Extent extent = extentIn(mask, grid, axis, fullestSlice(mask, axis, grid.size()[axis]));
  const double stepMm = std::max(kLeastMm, kAround * extent.acrossMm) / kAcross;
  // One more at each side, so that each square has neighbours.
  constexpr int kPadded = kAcross + 2;
  std::array<bool, std::size_t(kPadded) * kPadded> marked{};
  const auto at = [](int row, int column) { return std::size_t(row) * kPadded + std::size_t(column); };
  ui::Thumbnail thumbnail{kAcross, std::vector<std::uint32_t>(std::size_t(kAcross) * kAcross, kOutside)};
  for (int row = 0; row < kPadded; ++row) {
    for (int column = 0; column < kPadded; ++column) {
      const glm::dvec3 off(column - (kPadded - 1) / 2.0, row - (kPadded - 1) / 2.0, 0);  // LPS: left, to the back
      const glm::ivec3 voxel(glm::round(grid.voxelOf(extent.middle + off * stepMm)));
      if (!grid.contains(voxel)) {
        continue;
      }
      marked[at(row, column)] = mask.test(voxel);
      if (row > 0 && row <= kAcross && column > 0 && column <= kAcross) {
        thumbnail.colors[std::size_t(row - 1) * kAcross + std::size_t(column - 1)] =
            grey(volume.value(grid.indexOf(voxel)), window);
      }
    }
  }
  for (int row = 1; row <= kAcross; ++row) {
    for (int column = 1; column <= kAcross; ++column) {
      const bool inside = marked[at(row - 1, column)] && marked[at(row + 1, column)] && marked[at(row, column - 1)] &&
                          marked[at(row, column + 1)];
      if (marked[at(row, column)] && !inside) {
        thumbnail.colors[std::size_t(row - 1) * kAcross + std::size_t(column - 1)] = kOutline;
      }
    }
  }
  return thumbnail;
}

std::string labelWords(const core::Mask& mask, const core::Volume& volume, const std::string& unit) {
  const core::Grid& grid = volume.grid;
  std::string words;
  if (const auto values = shape::intensitiesOf(mask, volume)) {
    words = "mean " + core::printed("%.0f", values->mean) + (unit.empty() ? "" : " " + unit) + ", ";
  }
  const std::size_t pieces = shape::islands(mask).size();
  words += core::printed("%.2f ml", double(mask.count()) * grid.voxelVolumeMl());
  words += pieces > 1 ? " in " + std::to_string(pieces) + " pieces" : "";
  const int slice = interaction::sliceNumber(grid, core::Layout::Axial, middleOf(mask, grid)).index + 1;
  return words + ", axial " + std::to_string(slice);
}

std::map<int, LabelLook> looksOf(const store::ProjectFile& project, const core::Case& theCase,
                                 const std::filesystem::path& labels, std::shared_ptr<const core::Volume> image) {
  const core::SourceAttributes source = project.sourceOf(theCase.id).value_or(core::SourceAttributes{});
  const exchange::ImportedLabels read = exchange::importLabels(
      labels, {.caseName = theCase.name, .grid = theCase.grid, .frameOfReferenceUid = source.frameOfReferenceUid});
  if (image == nullptr) {
    image = std::make_shared<const core::Volume>(intake::loadVolume(project, theCase));
  }
  const core::Volume& volume = *image;
  const core::Window standard =
      renderer::defaultWindow(core::ViewMode::Volume, theCase.modality, renderer::tissueRange(volume));
  std::map<int, LabelLook> looks;
  for (const imaging::LabelSegment& each : read.segments) {
    if (!each.mask.isEmpty()) {
      const core::Window window = windowFor(theCase, volume, standard, each.mask);
      looks[each.value] = {std::make_shared<const ui::Thumbnail>(thumbnailOf(each.mask, volume, window)),
                           labelWords(each.mask, volume, theCase.modality == "CT" ? "HU" : "")};
    }
  }
  return looks;
}

}  // namespace stage
