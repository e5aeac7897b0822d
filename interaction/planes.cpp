#include "interaction/planes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <glm/geometric.hpp>
#include <glm/gtc/quaternion.hpp>

#include "core/error.h"
#include "interaction/projection.h"

namespace interaction {
namespace {

constexpr std::array<PlaneInfo, 5> kPlanes{{
    {PlaneId::FreeSlice, "Free slice", core::Layout::Coronal, true},
    {PlaneId::CutAxial, "Axial", core::Layout::Axial, false},
    {PlaneId::CutCoronal, "Coronal", core::Layout::Coronal, false},
    {PlaneId::CutSagittal, "Sagittal", core::Layout::Sagittal, false},
    {PlaneId::CutFree, "Free", core::Layout::Oblique, true},
}};
constexpr double kLeanRad = 0.35;

std::size_t placeOf(PlaneId id) {
  core::check(id != PlaneId::FreeSlice, "the free slice is no cut");
  return std::size_t(id) - std::size_t(PlaneId::CutAxial);
}

core::ClipPlane& cutOf(core::View& view, PlaneId id) {
  core::check(view.clipPlanes.size() >= kCuts, "the view has its cuts");
  return view.clipPlanes[placeOf(id)];
}

core::SlicePlane leaning(const core::Grid& grid, glm::dvec3 focusMm) {
  core::SlicePlane plane = core::patientSlice(grid, core::Layout::Coronal, focusMm);
  plane.down = glm::angleAxis(kLeanRad, glm::normalize(plane.right)) * glm::normalize(plane.down);
  plane.centerMm = focusMm;
  return plane;
}

}  // namespace

std::span<const PlaneInfo> planes() {
  return kPlanes;
}

const PlaneInfo& infoOf(PlaneId id) {
  return kPlanes[std::size_t(id)];
}

std::vector<core::ClipPlane> cutsOff() {
  return std::vector<core::ClipPlane>(kCuts, core::ClipPlane{.enabled = false});
}

std::optional<HeldPlane> heldPlane(const core::View& view, PlaneId id) {
  if (id == PlaneId::FreeSlice) {
    return view.oblique ? std::optional(HeldPlane{*view.focusMm, core::normalOf(*view.oblique)}) : std::nullopt;
  }
  if (view.clipPlanes.size() < kCuts || !view.clipPlanes[placeOf(id)].enabled) {
    return std::nullopt;
  }
  const core::ClipPlane& cut = view.clipPlanes[placeOf(id)];
  return HeldPlane{cut.pointMm, glm::normalize(cut.normal)};
}

void switchOn(core::View& view, const core::Grid& grid, PlaneId id) {
  if (id == PlaneId::FreeSlice) {
    view.oblique = leaning(grid, *view.focusMm);
    return;
  }
  const core::Layout from = infoOf(id).from;
  const core::SlicePlane slice = from != core::Layout::Oblique ? core::patientSlice(grid, from, *view.focusMm)
                                 : view.oblique                ? *view.oblique
                                                               : leaning(grid, *view.focusMm);
  const glm::dvec3 normal = core::normalOf(slice);
  const double away = glm::dot(normal, axesOf(*view.camera).forward);
  cutOf(view, id) = {.pointMm = *view.focusMm, .normal = away < 0 ? -normal : normal};
}

void switchOff(core::View& view, PlaneId id) {
  if (id == PlaneId::FreeSlice) {
    view.oblique.reset();
  } else {
    cutOf(view, id).enabled = false;
  }
}

void flip(core::View& view, PlaneId id) {
  if (id != PlaneId::FreeSlice) {
    cutOf(view, id).normal *= -1.0;
  } else if (view.oblique) {
    view.oblique->right *= -1.0;
  }
}

void push(core::View& view, const core::Grid& grid, PlaneId id, double byMm) {
  const std::optional<HeldPlane> plane = heldPlane(view, id);
  if (!plane) {
    return;
  }
  const glm::dvec3 voxel = grid.voxelOf(plane->pointMm);
  const glm::dvec3 perMm = glm::dmat3(grid.voxelFromWorld()) * plane->normal * (byMm < 0 ? -1.0 : 1.0);
  double most = std::abs(byMm);
  for (int a = 0; a < 3; ++a) {
    const double room = perMm[a] > 0 ? double(grid.size()[a]) - 0.5 - voxel[a] : voxel[a] + 0.5;
    most = std::abs(perMm[a]) > 1e-12 ? std::min(most, std::max(room, 0.0) / std::abs(perMm[a])) : most;
  }
  const glm::dvec3 moved = plane->pointMm + plane->normal * std::copysign(most, byMm);
  if (id == PlaneId::FreeSlice) {
    view.focusMm = moved;
  } else {
    cutOf(view, id).pointMm = moved;
  }
}

void turn(core::View& view, PlaneId id, glm::dvec3 axis, double angleRad) {
  const glm::dquat by = glm::angleAxis(angleRad, glm::normalize(axis));
  if (id != PlaneId::FreeSlice) {
    cutOf(view, id).normal = by * cutOf(view, id).normal;
  } else if (view.oblique) {
    core::SlicePlane& plane = *view.oblique;
    plane.right = glm::normalize(by * plane.right);
    // Square to each other also after ten thousand small turns.
    const glm::dvec3 down = by * plane.down;
    plane.down = glm::normalize(down - plane.right * glm::dot(down, plane.right));
  }
}

std::vector<glm::dvec3> borderOf(const core::Grid& grid, const HeldPlane& plane) {
  // Where the box's twelve edges pass the plane, sorted around their middle.
  std::vector<glm::dvec3> ring;
  const auto corner = [&](int index) {
    const glm::dvec3 end(grid.size());
    return grid.worldOf({(index & 1) != 0 ? end.x - 0.5 : -0.5, (index & 2) != 0 ? end.y - 0.5 : -0.5,
                         (index & 4) != 0 ? end.z - 0.5 : -0.5});
  };
  for (int from = 0; from < 8; ++from) {
    for (const int axis : {1, 2, 4}) {
      if ((from & axis) != 0) {
        continue;
      }
      const glm::dvec3 a = corner(from);
      const glm::dvec3 b = corner(from | axis);
      const double da = glm::dot(a - plane.pointMm, plane.normal);
      const double db = glm::dot(b - plane.pointMm, plane.normal);
      if ((da < 0) != (db < 0)) {
        ring.push_back(a + (b - a) * (da / (da - db)));
      }
    }
  }
  if (ring.empty()) {
    return ring;
  }
  glm::dvec3 middle(0);
  for (const glm::dvec3& point : ring) {
    middle += point / double(ring.size());
  }
  const glm::dvec3 right = glm::normalize(
      glm::cross(plane.normal, std::abs(plane.normal.z) < 0.9 ? glm::dvec3(0, 0, 1) : glm::dvec3(1, 0, 0)));
  const glm::dvec3 up = glm::cross(plane.normal, right);
  const auto angle = [&](glm::dvec3 point) {
    return std::atan2(glm::dot(point - middle, up), glm::dot(point - middle, right));
  };
  std::sort(ring.begin(), ring.end(), [&](glm::dvec3 a, glm::dvec3 b) { return angle(a) < angle(b); });
  return ring;
}

std::optional<PlaneArrow> arrowOf(const core::Camera& camera, glm::dvec2 sizeDp, const HeldPlane& plane) {
  const std::optional<glm::dvec2> knob = projected(camera, sizeDp, plane.pointMm);
  if (!knob) {
    return std::nullopt;
  }
  const double mmPerDp = mmPerDpAt(camera, sizeDp, plane.pointMm);
  const CameraAxes axes = axesOf(camera);
  const glm::dvec2 seen(glm::dot(plane.normal, axes.right), -glm::dot(plane.normal, axes.up));
  const double length = glm::length(seen);
  // Seen from its end an arrow has no direction; it then points up, and never looks shorter than a finger is wide.
  const glm::dvec2 along = length > 1e-3 ? seen / length : glm::dvec2(0, -1);
  const double shown = std::max(length, 0.6);
  return PlaneArrow{*knob, *knob + along * (kArrowDp * shown), mmPerDp / std::max(length, 0.35), along};
}

Grip gripAt(const PlaneArrow& arrow, PlaneId id, glm::dvec2 atDp) {
  if (glm::distance(atDp, arrow.tipDp) <= kGripDp) {
    return infoOf(id).turns ? Grip::Turn : Grip::Push;
  }
  return glm::distance(atDp, arrow.knobDp) <= kGripDp ? Grip::Push : Grip::None;
}

std::optional<PlaneLine> lineOf(const core::SlicePlane& slice, double mmPerDp, glm::dvec2 sizeDp, glm::dvec3 focusMm,
                                const HeldPlane& plane) {
  const glm::dvec3 right = glm::normalize(slice.right);
  const glm::dvec3 down = glm::normalize(slice.down);
  const glm::dvec2 across(glm::dot(plane.normal, right), glm::dot(plane.normal, down));
  const double length = glm::length(across);
  if (length < 0.05) {
    return std::nullopt;
  }
  const glm::dvec2 normal = across / length;
  const glm::dvec2 focus = projected(slice, mmPerDp, sizeDp, focusMm);
  const glm::dvec3 foot = pointOnSlice(slice, mmPerDp, sizeDp, focus);
  const double away = glm::dot(plane.pointMm - foot, plane.normal) / length;  // mm within the slice
  return PlaneLine{.middleDp = focus + normal * (away / mmPerDp),
                   .alongDp = {-normal.y, normal.x},
                   .normalDp = normal,
                   .reachDp = 0.3 * std::min(sizeDp.x, sizeDp.y),
                   .mmPerDp = mmPerDp * length};
}

Grip gripAt(const PlaneLine& line, PlaneId id, glm::dvec2 atDp) {
  const glm::dvec2 away = atDp - line.middleDp;
  if (infoOf(id).turns && std::min(glm::length(away - line.alongDp * line.reachDp),
                                   glm::length(away + line.alongDp * line.reachDp)) <= kGripDp) {
    return Grip::Turn;
  }
  return std::abs(glm::dot(away, line.normalDp)) <= kGripDp ? Grip::Push : Grip::None;
}

void dragHandle(core::View& view, const core::Grid& grid, PlaneId id, Grip grip, glm::dvec2 sizeDp, glm::dvec2 byDp) {
  const std::optional<HeldPlane> plane = heldPlane(view, id);
  const std::optional<PlaneArrow> arrow = plane ? arrowOf(*view.camera, sizeDp, *plane) : std::nullopt;
  if (!arrow) {
    return;
  }
  if (grip == Grip::Push) {
    push(view, grid, id, glm::dot(byDp, arrow->alongDp) * arrow->mmPerDp);
  } else if (grip == Grip::Turn) {
    // The arrow's end goes where the finger goes, across the arrow.
    const CameraAxes axes = axesOf(*view.camera);
    const glm::dvec3 axis = glm::cross(plane->normal, axes.right * byDp.x - axes.up * byDp.y);
    if (glm::length(axis) > 1e-9) {
      turn(view, id, axis, glm::length(axis) / kArrowDp);
    }
  }
}

void dragHandle(core::View& view, const core::Grid& grid, PlaneId id, Grip grip, const core::SlicePlane& slice,
                double mmPerDp, glm::dvec2 sizeDp, glm::dvec2 fromDp, glm::dvec2 toDp) {
  const std::optional<HeldPlane> plane = heldPlane(view, id);
  const std::optional<PlaneLine> line = plane ? lineOf(slice, mmPerDp, sizeDp, *view.focusMm, *plane) : std::nullopt;
  if (!line) {
    return;
  }
  if (grip == Grip::Push) {
    push(view, grid, id, glm::dot(toDp - fromDp, line->normalDp) * line->mmPerDp);
  } else if (grip == Grip::Turn) {
    if (id != PlaneId::FreeSlice) {  // about the middle of what is seen of it
      cutOf(view, id).pointMm = pointOnSlice(slice, mmPerDp, sizeDp, line->middleDp);
    }
    const glm::dvec2 a = fromDp - line->middleDp;
    const glm::dvec2 b = toDp - line->middleDp;
    const double angle = std::atan2(a.x * b.y - a.y * b.x, glm::dot(a, b));
    turn(view, id, core::normalOf(slice), angle);
  }
}

}  // namespace interaction
