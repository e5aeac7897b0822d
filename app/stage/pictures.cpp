#include "stage/pictures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace stage {
namespace {

// A coarse picture: its sides to those of a fine one, and its rays' steps, which need be no finer than its pixels. Few,
// so that each keeps an image of its own.
struct Level {
  double scale;
  double steps;
  double cost() const { return scale * scale / steps; }  // to that of a fine one
};
constexpr std::array kLevels = {Level{1, 1},    Level{0.75, 1},     Level{0.5, 1},    Level{0.375, 1.5},
                                Level{0.25, 2}, Level{0.1875, 2.5}, Level{0.125, 3.5}};
constexpr double kCoarseMs = 36;  // that a coarse picture may take: with slices and panels, ten frames a second
constexpr double kTileMs = 22;    // that a piece aims at, so that hardly any takes 50
constexpr int kFineTarget = 100;

core::View viewOf(const interaction::Pane& pane, const interaction::ViewState& state, const core::Grid& grid,
                  const std::vector<std::uint32_t>& hidden) {
  core::View view = state.view;
  view.hiddenLesions = hidden;
  view.layout = pane.layout;
  for (std::size_t i = 0; i < interaction::kSliceLayouts.size(); ++i) {
    if (interaction::kSliceLayouts[i] == pane.layout) {
      // As a free plane, so that the picture's middle is where fingers moved it.
      view.oblique = interaction::planeOf(grid, state.view, pane.layout, state.slices[i]);
      view.layout = core::Layout::Oblique;
      view.sliceZoom = state.slices[i].zoom;
      view.focusMm.reset();
      view.camera.reset();
      view.preset.clear();
      view.transferFunction.reset();
      view.clipPlanes.clear();
      view.mode = core::ViewMode::Volume;
    }
  }
  if (view.layout == core::Layout::ThreeD) {
    view.focusMm.reset();
    view.oblique.reset();
    view.window.reset();  // projections gather other values than slices show, and have a window of their own
  }
  return view;
}

core::View withSteps(core::View view, const core::Grid& grid, double steps) {
  const glm::dvec3 spacing = grid.spacingMm();
  view.stepMm = (view.stepMm > 0 ? view.stepMm : 0.5 * std::min({spacing.x, spacing.y, spacing.z})) * steps;
  return view;
}

bool isSlice(const core::View& view) {
  return view.layout != core::Layout::ThreeD;
}

}  // namespace

// The first picture is the coarsest: how long one takes is not known yet.
Pictures::Pictures(renderer::Renderer& renderer) : renderer_(renderer), level_(int(kLevels.size()) - 1) {}

void Pictures::Pace::measured(double ms, double amount) {
  constexpr double kForgets = 1.05;  // the machine may have become busier
  leastMs_ = std::min(ms, leastMs_ * kForgets);
  msPerAmount_ = (ms - leastMs_) / amount;
}

double Pictures::Pace::fitting(double ms) const {
  const double left = std::max(ms - leastMs_, ms / 2);
  return msPerAmount_ > 0 ? left / msPerAmount_ : std::numeric_limits<double>::infinity();
}

double Pictures::timed(const core::View& view, glm::ivec2 size, const renderer::RenderOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  renderer_.device().wait(renderer_.draw(view, size, options));
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

bool Pictures::update(std::span<const interaction::Pane> panes, const interaction::ViewState& state,
                      const core::Grid& grid, std::vector<std::uint32_t> hidden, std::uint64_t revision, double pxPerDp,
                      bool moving) {
  shown_.resize(panes.size());
  const bool painting = renderer_.painter().hasWork();
  bool drew = false;
  const bool drewBehind = std::exchange(behind_, false);
  for (std::size_t i = 0; i < panes.size(); ++i) {
    Shown& shown = shown_[i];
    core::View view = viewOf(panes[i], state, grid, hidden);
    const glm::ivec2 px = glm::max(glm::ivec2(glm::round(panes[i].sizeDp * pxPerDp)), glm::ivec2(1));
    if (shown.target >= 0 && shown.view == view && shown.finePx == px && !painting) {
      if (shown.revision == revision) {
        continue;
      }
      // Another's stroke, or an undo, while nothing moves: slices show it in this frame, and 3D, which takes longer, in
      // the next.
      if (!moving && !drewBehind && !isSlice(view) && panes.size() > 1) {
        behind_ = true;
        continue;
      }
    }
    shown.pane = panes[i];
    shown.view = std::move(view);
    shown.revision = revision;
    shown.finePx = px;
    drawCoarse(shown, grid);
    drew = true;
  }
  if (drew || moving || tighten()) {
    return drew;
  }
  const auto coarse = std::find_if(shown_.begin(), shown_.end(), [](const Shown& shown) { return !shown.fine; });
  if (coarse == shown_.end()) {
    return false;
  }
  refine(*coarse);
  return coarse->fine;
}

void Pictures::drawCoarse(Shown& shown, const core::Grid& grid) {
  shown.fineRows = 0;
  if (isSlice(shown.view)) {
    shown.target = int(shown.pane.layout);
    shown.targetPx = shown.finePx;
    shown.fine = true;
    renderer_.draw(shown.view, shown.finePx, {.target = shown.target});
    return;
  }
  const Level& level = kLevels[std::size_t(level_)];
  shown.targetPx = glm::max(glm::ivec2(glm::round(glm::dvec2(shown.finePx) * level.scale)), glm::ivec2(1));
  shown.target = 10 + level_;
  shown.fine = level_ == 0;
  const double ms = timed(withSteps(shown.view, grid, level.steps), shown.targetPx, {.target = shown.target});
  coarse_.measured(ms, level.cost());
  // The finest that fits; finer than this one only with room to spare, or pictures would flicker between two.
  const double fitting = coarse_.fitting(kCoarseMs);
  if (level.cost() > fitting * 1.3) {
    while (level_ + 1 < int(kLevels.size()) && kLevels[std::size_t(level_)].cost() > fitting) {
      ++level_;
    }
  } else if (level_ > 0 && kLevels[std::size_t(level_ - 1)].cost() < fitting * 0.8) {
    --level_;
  }
}

// A piece of the map by which rays leap; whether there was one to do.
bool Pictures::tighten() {
  const auto start = std::chrono::steady_clock::now();
  const std::optional<gpu::Ticket> ticket = renderer_.tighten(std::size_t(blocks_));
  if (!ticket) {
    return false;
  }
  renderer_.device().wait(*ticket);
  map_.measured(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count(), blocks_);
  blocks_ = std::clamp(map_.fitting(kTileMs), 4096.0, 2 * blocks_);
  return true;
}

void Pictures::refine(Shown& shown) {
  const int rows = std::clamp(tileRows_, 1, shown.finePx.y - shown.fineRows);
  const bool last = shown.fineRows + rows >= shown.finePx.y;
  const double ms = timed(
      shown.view, shown.finePx,
      {.target = kFineTarget, .tile = renderer::Tile{{0, shown.fineRows}, {shown.finePx.x, rows}}, .readBack = last});
  tile_.measured(ms, rows);
  // The middle of a picture costs more than its rim: at most twice as many at a time.
  tileRows_ = int(std::clamp(tile_.fitting(kTileMs), 1.0, 2.0 * rows));
  shown.fineRows += rows;
  if (last) {
    shown.fine = true;
    shown.target = kFineTarget;
    shown.targetPx = shown.finePx;
  }
}

bool Pictures::isRefining() const {
  return behind_ || renderer_.isLoose() ||
         std::any_of(shown_.begin(), shown_.end(), [](const Shown& shown) { return !shown.fine; });
}

const gpu::Image* Pictures::image(std::size_t pane) const {
  return pane < shown_.size() && shown_[pane].target >= 0 ? renderer_.image(shown_[pane].target) : nullptr;
}

renderer::Seen Pictures::seenAt(std::size_t pane, glm::dvec2 atDp) const {
  if (pane >= shown_.size() || shown_[pane].target < 0) {
    return {};
  }
  const Shown& shown = shown_[pane];
  const auto pixelIn = [&](glm::ivec2 size) {
    return glm::ivec2(glm::floor(atDp / shown.pane.sizeDp * glm::dvec2(size)));
  };
  renderer::Seen seen = renderer_.seenAt(shown.target, pixelIn(shown.targetPx));
  if (held_ && held_->pane == pane && held_->camera == shown.view.camera && held_->sizeDp == shown.pane.sizeDp) {
    const glm::ivec2 pixel = pixelIn(held_->sizePx);
    const bool inside = pixel.x >= 0 && pixel.y >= 0 && pixel.x < held_->sizePx.x && pixel.y < held_->sizePx.y;
    seen.depthMm = inside ? held_->depthsMm[std::size_t(pixel.y) * std::size_t(held_->sizePx.x) + std::size_t(pixel.x)]
                          : renderer::Seen{}.depthMm;
  }
  return seen;
}

void Pictures::holdDepths(std::size_t pane) {
  held_.reset();
  if (pane >= shown_.size() || shown_[pane].target < 0 || isSlice(shown_[pane].view)) {
    return;
  }
  const Shown& shown = shown_[pane];
  std::vector<float> depths = renderer_.depths(shown.target);
  if (depths.size() == std::size_t(shown.targetPx.x) * std::size_t(shown.targetPx.y)) {
    held_ = Held{pane, shown.view.camera, shown.pane.sizeDp, shown.targetPx, std::move(depths)};
  }
}

}  // namespace stage
