#include "interaction/tools.h"

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>

#include "core/error.h"
#include "interaction/projection.h"

namespace interaction {
namespace {

constexpr double kTapDp = 8;         // a drag shorter than this is a tap
constexpr double kOutlineDp = 3;     // between points of an outline
constexpr double kSeedReachDp = 22;  // a tap this near to a seed means it
constexpr double kEndGripDp = 20;    // a touch this near to a measurement's point holds it
constexpr double kBoxGripDp = 20;    // a touch this near to a box's side holds it
constexpr double kSeedRoomMm = 30;   // around a first seed: the box that growing may fill, unless one is drawn

// clang-format off
constexpr ToolInfo kTools[] = {
    {ToolId::Look,         "Look",        "Turn and select",               "\uE89F", "V", "Drag to turn the volume, tap a lesion to select it",     false},
    {ToolId::Brush,        "Brush",       "Brush",                         "\uE3AE", "B", "Paint the selected lesion",                              true},
    {ToolId::Eraser,       "Eraser",      "Eraser",                        "\uE15D", "E", "Take voxels away from the selected lesion",              true},
    {ToolId::Sample,       "Only paint",  "Only paint values like these",  "\uE3B8", "R", "Drag over tissue: only its values will be painted",      false},
    {ToolId::Crosshair,    "Crosshair",   "Crosshair",                     "\uE55C", "C", "Tap or drag: all slices cut where you point",            false},
    {ToolId::Planes,       "Planes",      "Free slice and cuts",           "\uE53B", "F", "Turn or push the free slice and the cuts",               false},
    {ToolId::WindowLevel,  "Brightness",  "Contrast and brightness",       "\uE427", "W", "Drag across for contrast, up and down for brightness",   false},
    {ToolId::Distance,     "Distance",    "Measure a distance",            "\uE41C", "D", "Drag from one point to another, or an end to where it belongs",                         false},
    {ToolId::Angle,        "Angle",       "Measure an angle",              "\uE86B", "A", "Drag along one side, then tap the end of the other",     false},
    {ToolId::Scissors,     "Scissors",    "Cut a lesion with scissors",    "\uE14E", "X", "Draw round what is to be cut, on the volume or a slice", false},
    {ToolId::Seeds,        "Seeds",       "Place seeds to grow from",      "\uE3EA", "S", "Tap tissue to grow from; tap a seed again to remove it", false},
    {ToolId::Box,          "Box",         "Draw a box",                    "\uE162", "K", "Drag a box on a slice, then its sides on any slice",     false},
};
// clang-format on

std::size_t sliceIndex(core::Layout layout) {
  const auto found = std::find(kSliceLayouts.begin(), kSliceLayouts.end(), layout);
  core::check(found != kSliceLayouts.end(), "a slice");
  return std::size_t(found - kSliceLayouts.begin());
}

const Pane* paneOf(const ToolContext& context, int pane) {
  return pane >= 0 && std::size_t(pane) < context.panes.size() ? &context.panes[std::size_t(pane)] : nullptr;
}

}  // namespace

std::span<const ToolInfo> tools() {
  return kTools;
}

const ToolInfo& infoOf(ToolId id) {
  return kTools[std::size_t(id)];
}

bool measures(ToolId id) {
  return id == ToolId::Distance || id == ToolId::Angle;
}

void Toolbox::choose(ToolId tool) {
  active_ = tool;
  measurements_.letGo();
  measurements_.choose({});
  openMeasurement_.reset();
  openOutline_.reset();
}

std::vector<Action> Toolbox::apply(const Gesture& gesture, const ToolContext& context) {
  std::vector<Action> out;
  if (const auto* began = std::get_if<ToolDown>(&gesture)) {
    pointer_ = began->sample;
    down(began->sample, context, out);
  } else if (const auto* went = std::get_if<ToolMove>(&gesture)) {
    pointer_ = went->sample;
    move(went->sample, context, out);
  } else if (const auto* ended = std::get_if<ToolUp>(&gesture)) {
    up(ended->sample, context, out);
    if (ended->sample.kind == Pointer::Finger) {
      pointer_.reset();
    }
  } else if (std::holds_alternative<ToolCancel>(gesture)) {
    cancel(out);
    pointer_.reset();
  } else if (const auto* hover = std::get_if<ToolHover>(&gesture)) {
    pointer_ = hover->sample.pane >= 0 ? std::optional(hover->sample) : std::nullopt;
  } else if (const auto* moved = std::get_if<Navigated>(&gesture)) {
    navigate(*moved, context);
  } else if (const auto* orbit = std::get_if<Orbited>(&gesture)) {
    if (const Pane* pane = paneOf(context, orbit->pane)) {
      state_.view.camera = orbited(*state_.view.camera, orbit->byDp, pane->sizeDp.y);
    }
  } else if (const auto* slices = std::get_if<SlicesTurned>(&gesture)) {
    const Pane* pane = paneOf(context, slices->pane);
    if (pane != nullptr && pane->layout != core::Layout::ThreeD) {
      state_.view.focusMm = turned(context.grid, state_.view, pane->layout, slices->steps);
    }
  } else if (std::get<Tapped>(gesture).fingers == 2) {
    out.emplace_back(UndoAsked{});
  } else {
    out.emplace_back(RedoAsked{});
  }
  // What two fingers hold is found anew when they touch again.
  anchored_ = anchored_ && std::holds_alternative<Navigated>(gesture);
  return out;
}

std::optional<glm::dvec3> Toolbox::pointAt(const ToolSample& sample, const ToolContext& context) const {
  const Pane* pane = paneOf(context, sample.pane);
  if (pane == nullptr) {
    return std::nullopt;
  }
  const glm::dvec2 at = sample.atDp - pane->originDp;
  if (pane->layout == core::Layout::ThreeD) {
    return context.surfaceAt(sample.pane, at);
  }
  const SliceSight sight = sightOf(*pane, context);
  return pointOnSlice(sight.plane, sight.mmPerDp, pane->sizeDp, at);
}

// In 3D a stroke follows the surface, but does not leap to what lies far behind its edge: there it stays at its depth.
std::optional<glm::dvec3> Toolbox::paintPointAt(const ToolSample& sample, const ToolContext& context) const {
  const std::optional<glm::dvec3> point = pointAt(sample, context);
  const Pane* pane = paneOf(context, sample.pane);
  if (!painting_ || pane == nullptr || pane->layout != core::Layout::ThreeD) {
    return point;
  }
  const core::Camera& camera = *state_.view.camera;
  const Ray ray = rayThrough(camera, pane->sizeDp, sample.atDp - pane->originDp);
  const glm::dvec3 forward = axesOf(camera).forward;
  const double along = glm::dot(lastPaintedMm_ - ray.originMm, forward) / glm::dot(ray.direction, forward);
  const glm::dvec3 level = ray.originMm + ray.direction * along;
  const double leapMm = point ? std::abs(glm::dot(*point - level, forward)) : 0;
  const double allowedMm = std::max(3 * brush_.radiusMm, 2 * glm::distance(level, lastPaintedMm_));
  return point && leapMm <= allowedMm ? point : std::optional(level);
}

SliceSight Toolbox::sightOf(const Pane& pane, const ToolContext& context) const {
  const SliceLook& look = state_.slices[sliceIndex(pane.layout)];
  const core::SlicePlane plane = planeOf(context.grid, state_.view, pane.layout, look);
  const glm::dvec3 spacing = context.grid.spacingMm();
  const double thicknessMm = pane.layout == core::Layout::Oblique
                                 ? std::min({spacing.x, spacing.y, spacing.z})
                                 : spacing[planeAxes(context.grid, pane.layout).across];
  return {plane, sliceMmPerDp(context.grid, plane, pane.sizeDp, look.zoom), thicknessMm};
}

void Toolbox::down(const ToolSample& sample, const ToolContext& context, std::vector<Action>& out) {
  first_ = last_ = sample;
  moved_ = false;
  before_ = state_;
  rangeBefore_ = brush_.range;
  marksBefore_ = marks_;
  sampled_.reset();
  switch (active_) {
    case ToolId::Brush:
    case ToolId::Eraser:
      paint(sample, context, out);
      break;
    case ToolId::Sample:
      take(sample, context);
      break;
    case ToolId::Crosshair:
      if (const auto point = pointAt(sample, context)) {
        state_.view.focusMm = *point;
      }
      break;
    case ToolId::Planes:
      planeGrip_ = gripAt(sample, context);
      if (const Pane* pane = paneOf(context, sample.pane);
          planeGrip_ == Grip::None && pane != nullptr && pane->layout != core::Layout::ThreeD) {
        state_.view.focusMm = *pointAt(sample, context);
      }
      break;
    case ToolId::Distance:
    case ToolId::Angle:
      beginMeasuring(sample, context);
      break;
    case ToolId::Scissors:
      if (const Pane* pane = paneOf(context, sample.pane)) {
        openOutline_ = Outline{.sizeDp = pane->sizeDp};
        if (pane->layout == core::Layout::ThreeD) {
          openOutline_->sight = *state_.view.camera;
        } else {
          openOutline_->sight = sightOf(*pane, context);
        }
        draw(sample, context);
      }
      break;
    case ToolId::Box:
      beginBox(sample, context);
      break;
    case ToolId::Seeds:  // placed when the finger leaves: until then it may become a pair that moves the picture
    case ToolId::Look:
    case ToolId::WindowLevel:
      break;
  }
}

void Toolbox::draw(const ToolSample& sample, const ToolContext& context) {
  const Pane* pane = paneOf(context, sample.pane);
  if (pane == nullptr || !openOutline_) {
    return;
  }
  const glm::dvec2 at = glm::clamp(sample.atDp - pane->originDp, glm::dvec2(0), pane->sizeDp);
  std::vector<glm::dvec2>& points = openOutline_->pointsDp;
  if (points.empty() || glm::distance(points.back(), at) >= kOutlineDp) {
    points.push_back(at);
  }
}

void Toolbox::placeSeed(const ToolSample& sample, const ToolContext& context, std::vector<Action>& out) {
  const std::optional<glm::dvec3> point = pointAt(sample, context);
  const Pane* pane = paneOf(context, sample.pane);
  if (!point || pane == nullptr) {
    return;
  }
  const glm::ivec3 voxel(glm::round(context.grid.voxelOf(*point)));
  if (!context.grid.contains(voxel)) {
    return;
  }
  const double mmPerDp = pane->layout == core::Layout::ThreeD ? mmPerDpAt(*state_.view.camera, pane->sizeDp, *point)
                                                              : sightOf(*pane, context).mmPerDp;
  const auto near = std::find_if(marks_.seeds.begin(), marks_.seeds.end(), [&](const glm::ivec3& seed) {
    return glm::distance(context.grid.worldOf(glm::dvec3(seed)), *point) <= kSeedReachDp * mmPerDp;
  });
  if (near != marks_.seeds.end()) {
    marks_.seeds.erase(near);
  } else {
    marks_.seeds.push_back(voxel);
    if (!marks_.range) {
      marks_.range = rangeAround(context.grid, voxel, context.valueAt);
    }
    if (!marks_.box) {
      marks_.box = boxAround({voxel, voxel}, kSeedRoomMm, context.grid);
    }
  }
  out.emplace_back(Marked{ToolId::Seeds});
}

void Toolbox::beginBox(const ToolSample& sample, const ToolContext& context) {
  const Pane* pane = paneOf(context, sample.pane);
  gripVoxel_.reset();
  grip_.reset();
  if (pane == nullptr || pane->layout == core::Layout::ThreeD || pane->layout == core::Layout::Oblique) {
    return;  // a box is drawn on slices along its sides, where it is seen which voxels it holds
  }
  gripVoxel_ = context.grid.voxelOf(*pointAt(sample, context));
  if (marks_.box) {
    const PlaneAxes axes = planeAxes(context.grid, pane->layout);
    const glm::dvec3 reach = kBoxGripDp * sightOf(*pane, context).mmPerDp / context.grid.spacingMm();
    grip_ = gripOf(*marks_.box, axes, *gripVoxel_, reach);
  }
}

void Toolbox::dragBox(const ToolSample& sample, const ToolContext& context) {
  const Pane* pane = paneOf(context, sample.pane);
  const std::optional<glm::dvec3> point = pointAt(sample, context);
  if (!gripVoxel_ || !moved_ || !point || pane == nullptr) {
    return;
  }
  const glm::dvec3 voxel = context.grid.voxelOf(*point);
  marks_.box =
      grip_ ? moved(*marksBefore_.box, *grip_, *gripVoxel_, voxel, context.grid)
            : drawnBox(*gripVoxel_, voxel, planeAxes(context.grid, pane->layout), marksBefore_.box, context.grid);
}

std::optional<core::IntensityRange> Toolbox::paintedRange(const Pane* pane, bool erase,
                                                          const ToolContext& context) const {
  const bool limited = !erase && pane != nullptr && pane->layout == core::Layout::ThreeD && context.tissueSeen;
  return brush_.range || !limited ? brush_.range : context.tissueSeen();
}

void Toolbox::paint(const ToolSample& sample, const ToolContext& context, std::vector<Action>& out) {
  std::optional<glm::dvec3> point = paintPointAt(sample, context);
  if (!point) {
    return;  // beside the volume: a stroke begins where it first meets something
  }
  if (painting_ && discNormal_) {  // slices may be turned under the hand; a disc keeps to the one where it began
    *point -= *discNormal_ * glm::dot(*point - firstPaintedMm_, *discNormal_);
  }
  if (painting_) {
    if (*point != lastPaintedMm_) {
      out.emplace_back(StrokeExtended{*point});
    }
  } else {
    const bool erase = (active_ == ToolId::Eraser) != first_->erase;
    const Pane* pane = paneOf(context, sample.pane);
    discNormal_.reset();
    if (brush_.disc && pane != nullptr && pane->layout != core::Layout::ThreeD) {
      const core::SlicePlane plane = sightOf(*pane, context).plane;
      discNormal_ = glm::normalize(glm::cross(plane.right, plane.down));
    }
    firstPaintedMm_ = *point;
    out.emplace_back(StrokeBegun{{.mode = erase ? core::BrushMode::Erase : core::BrushMode::Add,
                                  .radiusMm = brush_.radiusMm,
                                  .pointsMm = {*point},
                                  .range = paintedRange(pane, erase, context),
                                  .protectOthers = brush_.protectOthers,
                                  .discNormal = discNormal_},
                                 sample.pane});
    painting_ = true;
  }
  lastPaintedMm_ = *point;
}

// A point that lies under the hand is held; elsewhere something new is measured.
void Toolbox::beginMeasuring(const ToolSample& sample, const ToolContext& context) {
  const std::optional<glm::dvec3> point = pointAt(sample, context);
  if (openMeasurement_ && openMeasurement_->pointsMm.size() == 3) {
    if (point) {
      openMeasurement_->pointsMm[2] = *point;
    }
  } else if (!holdMeasurement(sample, context) && point) {
    measurements_.choose({});
    openMeasurement_ = Measurement{{*point, *point}, context.panes[std::size_t(sample.pane)].layout};
  }
}

// The nearest point within reach, of what the tool makes and the picture shows. Whether there is one.
bool Toolbox::holdMeasurement(const ToolSample& sample, const ToolContext& context) {
  const Pane* pane = paneOf(context, sample.pane);
  if (pane == nullptr) {
    return false;
  }
  const bool slice = pane->layout != core::Layout::ThreeD;
  const std::optional<SliceSight> sight = slice ? std::optional(sightOf(*pane, context)) : std::nullopt;
  const std::optional<core::SlicePlane> plane = sight ? std::optional(sight->plane) : std::nullopt;
  const std::size_t points = active_ == ToolId::Angle ? 3 : 2;
  double nearestDp = kEndGripDp;
  std::optional<std::pair<std::size_t, std::size_t>> nearest;
  for (std::size_t i = 0; i < measurements_.all().size(); ++i) {
    const Measurement& measured = measurements_.all()[i];
    if (measured.pointsMm.size() != points || !isSeenOn(measured, pane->layout, plane, context.grid)) {
      continue;
    }
    for (std::size_t j = 0; j < measured.pointsMm.size(); ++j) {
      const std::optional<glm::dvec2> at =
          sight ? projected(sight->plane, sight->mmPerDp, pane->sizeDp, measured.pointsMm[j])
                : projected(*state_.view.camera, pane->sizeDp, measured.pointsMm[j]);
      const double awayDp = at ? glm::distance(pane->originDp + *at, sample.atDp) : kEndGripDp;
      if (awayDp < nearestDp) {
        nearestDp = awayDp;
        nearest = {i, j};
      }
    }
  }
  if (nearest) {
    measurements_.hold(nearest->first, nearest->second);
  }
  return nearest.has_value();
}

void Toolbox::endMeasuring(const ToolContext& context) {
  const std::int64_t edits = context.edits ? context.edits() : 0;
  measurements_.release(edits);
  if (!openMeasurement_) {
    return;
  }
  std::vector<glm::dvec3>& points = openMeasurement_->pointsMm;
  if (points.size() == 2 && !moved_) {
    openMeasurement_.reset();  // a tap measures nothing
  } else if (active_ == ToolId::Angle && points.size() == 2) {
    points.push_back(points.back());
  } else {
    measurements_.add(std::move(*openMeasurement_), edits);
    openMeasurement_.reset();
  }
}

// The range grows over all that the drag passes: what was pointed at is what may be painted.
void Toolbox::take(const ToolSample& sample, const ToolContext& context) {
  const std::optional<glm::dvec3> point = pointAt(sample, context);
  const std::optional<double> value = point ? context.valueAt(*point) : std::nullopt;
  if (!value) {
    return;
  }
  sampled_ = sampled_ ? core::IntensityRange{std::min(sampled_->min, *value), std::max(sampled_->max, *value)}
                      : core::IntensityRange{*value, *value};
  sampledRange() = sampled_;
}

Grip Toolbox::gripAt(const ToolSample& sample, const ToolContext& context) const {
  const Pane* pane = paneOf(context, sample.pane);
  const std::optional<HeldPlane> held = heldPlane(state_.view, plane_);
  if (pane == nullptr || !held) {
    return Grip::None;
  }
  const glm::dvec2 at = sample.atDp - pane->originDp;
  if (pane->layout == core::Layout::ThreeD) {
    const auto arrow = arrowOf(*state_.view.camera, pane->sizeDp, *held);
    return arrow ? interaction::gripAt(*arrow, plane_, at) : Grip::None;
  }
  const SliceLook& look = state_.slices[sliceIndex(pane->layout)];
  const core::SlicePlane slice = planeOf(context.grid, state_.view, pane->layout, look);
  const double mmPerDp = sliceMmPerDp(context.grid, slice, pane->sizeDp, look.zoom);
  const auto line = lineOf(slice, mmPerDp, pane->sizeDp, *state_.view.focusMm, *held);
  return line ? interaction::gripAt(*line, plane_, at) : Grip::None;
}

// What is held follows the hand; beside the handles 3D turns, and slices move their crosshair.
void Toolbox::movePlane(const ToolSample& sample, const ToolContext& context) {
  const Pane* pane = paneOf(context, sample.pane);
  if (pane == nullptr) {
    return;
  }
  core::View& view = state_.view;
  const glm::dvec2 by = sample.atDp - last_.atDp;
  if (pane->layout == core::Layout::ThreeD) {
    if (planeGrip_ != Grip::None) {
      dragHandle(view, context.grid, plane_, planeGrip_, pane->sizeDp, by);
    } else if (moved_) {
      view.camera = orbited(*view.camera, by, pane->sizeDp.y);
    }
  } else if (planeGrip_ != Grip::None) {
    const SliceLook& look = state_.slices[sliceIndex(pane->layout)];
    const core::SlicePlane slice = planeOf(context.grid, view, pane->layout, look);
    dragHandle(view, context.grid, plane_, planeGrip_, slice,
               sliceMmPerDp(context.grid, slice, pane->sizeDp, look.zoom), pane->sizeDp, last_.atDp - pane->originDp,
               sample.atDp - pane->originDp);
  } else {
    view.focusMm = *pointAt(sample, context);
  }
}

void Toolbox::move(const ToolSample& sample, const ToolContext& context, std::vector<Action>& out) {
  if (!first_) {
    return;
  }
  const glm::dvec2 by = sample.atDp - last_.atDp;
  moved_ = moved_ || glm::distance(sample.atDp, first_->atDp) > kTapDp;
  const Pane* pane = paneOf(context, first_->pane);
  ToolSample here = sample;
  here.pane = first_->pane;  // a drag belongs to the picture where it began
  switch (active_) {
    case ToolId::Brush:
    case ToolId::Eraser:
      paint(here, context, out);
      break;
    case ToolId::Sample:
      take(here, context);
      break;
    case ToolId::Crosshair:
      if (const auto point = pointAt(here, context)) {
        state_.view.focusMm = *point;
      }
      break;
    case ToolId::Planes:
      movePlane(here, context);
      break;
    case ToolId::WindowLevel: {
      // Half the picture's width doubles the contrast's width; brightness follows in its proportion.
      core::Window& window = *state_.view.window;
      window.width = std::clamp(window.width * std::exp2(by.x / 200), 1e-3, 1e6);
      window.center -= by.y * window.width / 400;
      break;
    }
    case ToolId::Distance:
    case ToolId::Angle:
      if (const auto point = pointAt(here, context)) {
        if (openMeasurement_) {
          openMeasurement_->pointsMm.back() = *point;
        } else if (moved_) {
          measurements_.moveTo(*point);
        }
      }
      break;
    case ToolId::Scissors:
      draw(here, context);
      break;
    case ToolId::Box:
      dragBox(here, context);
      break;
    case ToolId::Seeds:
      break;
    case ToolId::Look:
      if (pane != nullptr && moved_) {
        if (pane->layout == core::Layout::ThreeD) {
          state_.view.camera = orbited(*state_.view.camera, by, pane->sizeDp.y);
        } else {
          navigate({.pane = here.pane, .zone = Zone::Slice, .centerDp = sample.atDp, .panDp = by}, context);
          anchored_ = false;
        }
      }
      break;
  }
  last_ = sample;
}

void Toolbox::up(const ToolSample& sample, const ToolContext& context, std::vector<Action>& out) {
  if (!first_) {
    return;
  }
  if (sample.atDp != last_.atDp) {
    move(sample, context, out);
  }
  if (painting_) {
    out.emplace_back(StrokeEnded{});
    painting_ = false;
    if (const Pane* begun = paneOf(context, first_->pane); begun != nullptr && begun->layout == core::Layout::ThreeD) {
      state_.view.focusMm = lastPaintedMm_;  // how deep a stroke in 3D went is seen on slices alone
    }
  }
  const Pane* pane = paneOf(context, first_->pane);
  if (active_ == ToolId::Look && !moved_ && pane != nullptr) {
    out.emplace_back(PickAsked{first_->pane, first_->atDp - pane->originDp});
  }
  if (active_ == ToolId::Seeds && !moved_) {
    placeSeed(*first_, context, out);
  }
  if (active_ == ToolId::Box && marks_.box != marksBefore_.box) {
    out.emplace_back(Marked{ToolId::Box});
  }
  if (openOutline_) {
    if (moved_ && openOutline_->pointsDp.size() >= 3) {
      marks_.outline = std::move(openOutline_);
      out.emplace_back(Marked{ToolId::Scissors});
    }
    openOutline_.reset();
  }
  endMeasuring(context);
  first_.reset();
}

void Toolbox::cancel(std::vector<Action>& out) {
  if (!first_) {
    return;
  }
  if (painting_) {
    out.emplace_back(StrokeTakenBack{});
    painting_ = false;
  }
  state_ = before_;
  brush_.range = rangeBefore_;
  marks_ = marksBefore_;
  openOutline_.reset();
  measurements_.letGo();
  if (openMeasurement_ && openMeasurement_->pointsMm.size() == 2) {
    openMeasurement_.reset();
  }
  first_.reset();
}

void Toolbox::navigate(const Navigated& by, const ToolContext& context) {
  const Pane* pane = paneOf(context, by.pane);
  if (pane == nullptr) {
    return;
  }
  Navigated inPane = by;
  inPane.centerDp -= pane->originDp;
  if (pane->layout != core::Layout::ThreeD) {
    SliceLook& look = state_.slices[sliceIndex(pane->layout)];
    look = navigated(context.grid, state_.view, pane->layout, look, inPane, pane->sizeDp);
    return;
  }
  core::Camera& camera = *state_.view.camera;
  if (!anchored_) {
    // Beside the volume, the fingers hold the plane through the middle of the picture.
    const glm::dvec2 held = inPane.centerDp - inPane.panDp;
    const Ray ray = rayThrough(camera, pane->sizeDp, held);
    const glm::dvec3 forward = axesOf(camera).forward;
    const double along = glm::dot(camera.targetMm - ray.originMm, forward) / glm::dot(ray.direction, forward);
    anchorMm_ = context.surfaceAt(by.pane, held).value_or(ray.originMm + ray.direction * along);
    anchored_ = true;
  }
  camera = navigated(camera, inPane, pane->sizeDp, anchorMm_);
}

}  // namespace interaction
