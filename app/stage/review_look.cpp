#include "stage/review_look.h"

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>
#include <glm/trigonometric.hpp>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "exchange/json_text.h"
#include "exchange/view_file.h"
#include "interaction/projection.h"

namespace stage {
namespace {

constexpr double kSmallestMm = 20;  // what is smaller is shown as if it were as large
constexpr double kAround3D = 2.6;   // how much larger than the finding the picture is
constexpr double kAroundSlice = 3.2;
// Tissue is cut away up to here before the finding's middle, as a part of its half depth: within bone, only a finding
// that is cut into is seen.
constexpr double kCutAt = 0.4;
constexpr std::size_t kCut = std::size_t(interaction::PlaneId::CutFree) - std::size_t(interaction::PlaneId::CutAxial);

void turnSliceTo(interaction::ViewState& state, const core::Grid& grid, std::size_t slice, double zoom) {
  interaction::SliceLook& look = state.slices[slice];
  look = {.zoom = zoom};
  const core::SlicePlane plane = interaction::planeOf(grid, state.view, interaction::kSliceLayouts[slice], look);
  const glm::dvec3 off = *state.view.focusMm - plane.centerMm;
  look.panMm = {glm::dot(off, glm::normalize(plane.right)), glm::dot(off, glm::normalize(plane.down))};
}

void turnSlicesTo(interaction::ViewState& state, const core::Grid& grid, double zoom) {
  for (std::size_t i = 0; i < interaction::kPatientSlices; ++i) {
    turnSliceTo(state, grid, i, zoom);
  }
}

double longestMm(const core::Grid& grid) {
  const glm::dvec3 extent = glm::dvec3(grid.size()) * grid.spacingMm();
  return std::max({extent.x, extent.y, extent.z});
}

}  // namespace

glm::dvec3 middleOf(const core::Mask& mask, const core::Grid& grid) {
  glm::dvec3 sum(0);
  std::int64_t count = 0;
  mask.forEachRun([&](glm::ivec3 first, int length) {
    sum += double(length) * (glm::dvec3(first) + glm::dvec3((length - 1) / 2.0, 0, 0));
    count += length;
  });
  core::check(count > 0, "what is looked at holds something");
  const glm::dvec3 mean = sum / double(count);
  glm::ivec3 nearest(0);
  double best = INFINITY;
  mask.forEachRun([&](glm::ivec3 first, int length) {
    const int x = std::clamp(int(std::lround(mean.x)), first.x, first.x + length - 1);
    const glm::ivec3 voxel(x, first.y, first.z);
    const glm::dvec3 off = (glm::dvec3(voxel) - mean) * grid.spacingMm();
    if (glm::dot(off, off) < best) {
      best = glm::dot(off, off);
      nearest = voxel;
    }
  });
  return grid.worldOf(glm::dvec3(nearest));
}

std::vector<ui::WindowItem> windowsOf(const std::string& modality, const core::Window& standard) {
  if (modality == "CT") {
    return {{"Soft", {40, 400}}, {"Bone", {480, 2500}}, {"Lung", {-600, 1500}}, {"Brain", {40, 80}}};
  }
  return {{"Normal", standard},
          {"Strong", {standard.center, standard.width / 2}},
          {"Bright", {standard.center - standard.width / 4, standard.width}},
          {"Soft", {standard.center, standard.width * 1.6}}};
}

bool liesInLung(const core::Volume& volume, const core::Mask& mask) {
  constexpr double kAroundMm = 10;
  constexpr double kLungHu = -500;  // between air and soft tissue
  constexpr int kMostAcross = 32;   // of a side that are looked at
  const core::Grid& grid = volume.grid;
  const auto box = mask.bounds();
  if (!box) {
    return false;
  }
  const glm::ivec3 around(glm::ceil(kAroundMm / grid.spacingMm()));
  const glm::ivec3 min = glm::max(box->min - around, glm::ivec3(0));
  const glm::ivec3 max = glm::min(box->max + around, grid.size() - 1);
  const glm::ivec3 step = glm::max((max - min) / kMostAcross, glm::ivec3(1));
  std::int64_t dark = 0;
  std::int64_t all = 0;
  for (int k = min.z; k <= max.z; k += step.z) {
    for (int j = min.y; j <= max.y; j += step.y) {
      for (int i = min.x; i <= max.x; i += step.x) {
        const glm::ivec3 voxel(i, j, k);
        if (!mask.test(voxel)) {
          ++all;
          dark += volume.value(grid.indexOf(voxel)) < kLungHu ? 1 : 0;
        }
      }
    }
  }
  return 2 * dark > all;
}

void chooseWindow(interaction::ViewState& state, std::span<const ui::WindowItem> windows, const core::Volume& volume,
                  const core::Mask& mask) {
  const auto lung =
      std::find_if(windows.begin(), windows.end(), [](const ui::WindowItem& each) { return each.title == "Lung"; });
  if (lung == windows.end()) {
    return;
  }
  std::optional<core::Window>& window = state.view.window;
  if (liesInLung(volume, mask)) {
    window = lung->window;
  } else if (window == lung->window) {
    window = windows.front().window;
  }
}

void lookAt(interaction::ViewState& state, const core::Grid& grid, const core::Mask& mask) {
  const core::VoxelBox box = *mask.bounds();
  const glm::dvec3 sides = glm::dvec3(box.max - box.min + 1) * grid.spacingMm();
  const double sizeMm = std::max({sides.x, sides.y, sides.z, kSmallestMm});
  core::View& view = state.view;
  view.focusMm = middleOf(mask, grid);
  turnSlicesTo(state, grid, std::clamp(longestMm(grid) / (kAroundSlice * sizeMm), 1.0, 12.0));

  core::Camera& camera = *view.camera;
  const glm::dvec3 forward = interaction::axesOf(camera).forward;
  const glm::dvec3 middle = grid.worldOf(glm::dvec3(box.min + box.max) / 2.0);
  camera.targetMm = middle;
  camera.heightMm = kAround3D * sizeMm;
  camera.positionMm = middle - forward * (camera.heightMm / 2 / std::tan(glm::radians(camera.fieldOfViewDeg / 2)));
  view.clipPlanes.resize(std::max(view.clipPlanes.size(), interaction::kCuts), core::ClipPlane{.enabled = false});
  const double depthMm = kCutAt * glm::dot(glm::abs(forward), sides) / 2;
  view.clipPlanes[kCut] = {.pointMm = middle - forward * depthMm, .normal = forward, .enabled = true};
}

void bringIntoView(interaction::ViewState& state, const core::Grid& grid, const core::Mask& mask) {
  constexpr double kWhole = 1.05;  // a slice that is no larger shows all of it
  const core::VoxelBox box = *mask.bounds();
  state.view.focusMm = core::defaultFocus(grid, {&box, 1});
  for (std::size_t i = 0; i < interaction::kPatientSlices; ++i) {
    if (state.slices[i].zoom > kWhole) {
      turnSliceTo(state, grid, i, state.slices[i].zoom);
    }
  }
  core::Camera& camera = *state.view.camera;
  if (camera.heightMm < longestMm(grid) / 2) {
    const glm::dvec3 step = *state.view.focusMm - camera.targetMm;
    camera.targetMm += step;
    camera.positionMm += step;
  }
  const bool cutAway = std::any_of(state.view.clipPlanes.begin(), state.view.clipPlanes.end(), [&](const auto& plane) {
    return plane.enabled && glm::dot(*state.view.focusMm - plane.pointMm, plane.normal) < 0;
  });
  if (cutAway) {
    lookAway(state);
  }
}

void lookAway(interaction::ViewState& state) {
  state.view.clipPlanes = interaction::cutsOff();
}

std::string lookText(const interaction::ViewState& state) {
  core::View view = state.view;
  view.sliceZoom = state.slices[0].zoom;
  view.hiddenLesions.clear();
  return exchange::viewDocument(view).dump();
}

void lookAs(interaction::ViewState& state, const core::Grid& grid, const std::string& text) {
  core::View view = exchange::parseView(exchange::parseJson(text, "the view of a remark"), "the view of a remark", {});
  view.camera = view.camera ? view.camera : state.view.camera;
  view.focusMm = view.focusMm ? view.focusMm : state.view.focusMm;
  view.window = view.window ? view.window : state.view.window;
  view.clipPlanes.resize(std::max(view.clipPlanes.size(), interaction::kCuts), core::ClipPlane{.enabled = false});
  view.stepMm = state.view.stepMm;
  const double zoom = std::clamp(view.sliceZoom, 0.25, 40.0);
  view.sliceZoom = state.view.sliceZoom;
  state.view = std::move(view);
  turnSlicesTo(state, grid, zoom);
}

}  // namespace stage
