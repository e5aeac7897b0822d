#include "core/view.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <glm/geometric.hpp>
#include <glm/trigonometric.hpp>

#include "core/error.h"
#include "core/finite.h"

namespace core {
namespace {

bool isFraction(double v) {
  return v >= 0 && v <= 1;
}
bool isDirection(glm::dvec3 v) {
  const double length = glm::length(v);
  return length > 1e-9 && std::isfinite(length);  // also not where its square is beyond numbers
}

// Which voxel axis is nearest to each patient axis; each is taken once, the closest pairs first.
std::array<int, 3> voxelAxisOfPatientAxis(const Grid& grid) {
  std::array<int, 3> result{-1, -1, -1};
  std::array<bool, 3> taken{};
  for (int round = 0; round < 3; ++round) {
    double best = -1;
    int bestPatient = 0;
    int bestVoxel = 0;
    for (int patient = 0; patient < 3; ++patient) {
      for (int voxel = 0; voxel < 3; ++voxel) {
        const double cosine = std::abs(grid.worldFromVoxel()[voxel][patient]) / grid.spacingMm()[voxel];
        if (result[std::size_t(patient)] < 0 && !taken[std::size_t(voxel)] && cosine > best) {
          best = cosine;
          bestPatient = patient;
          bestVoxel = voxel;
        }
      }
    }
    result[std::size_t(bestPatient)] = bestVoxel;
    taken[std::size_t(bestVoxel)] = true;
  }
  return result;
}

}  // namespace

void validate(const View& view, const std::string& subject) {
  const auto require = [&](bool holds, const char* cause, const char* remedy) {
    if (!holds) {
      throw Error(subject, cause, remedy);
    }
  };
  if (view.camera) {
    const Camera& camera = *view.camera;
    require(isFinite(camera.positionMm) && isFinite(camera.targetMm), "the camera is nowhere",
            "Give its position and target in LPS millimetres");
    const glm::dvec3 along = camera.targetMm - camera.positionMm;
    require(isDirection(along), "the camera stands at its own target", "Move one of them");
    require(isDirection(camera.up) && glm::length(glm::cross(glm::normalize(along), glm::normalize(camera.up))) > 1e-6,
            "the camera's up points along its view", "Give another up direction");
    require(camera.fieldOfViewDeg > 0 && camera.fieldOfViewDeg < 170, "the field of view is out of range",
            "Give more than 0 and less than 170 degrees");
    require(
        !camera.frustum || (camera.frustum->left < camera.frustum->right && camera.frustum->down < camera.frustum->up &&
                            std::isfinite(camera.frustum->right - camera.frustum->left) &&
                            std::isfinite(camera.frustum->up - camera.frustum->down)),
        "the eye's frustum is empty", "Give its left below its right, and its bottom below its top");
    require(camera.heightMm > 0 && std::isfinite(camera.heightMm), "the orthographic height is not positive",
            "Give the millimetres from bottom to top");
  }
  if (view.transferFunction) {
    const TransferFunction& function = *view.transferFunction;
    require(function.points.size() >= 2, "the transfer function has fewer than two points", "Give two or more");
    for (std::size_t i = 0; i < function.points.size(); ++i) {
      require(std::isfinite(function.points[i].value) &&
                  (i == 0 || function.points[i].value > function.points[i - 1].value),
              "the transfer function's values don't rise", "Sort its points by value, each once");
      require(isFraction(function.points[i].opacity) && isFraction(function.points[i].color.r) &&
                  isFraction(function.points[i].color.g) && isFraction(function.points[i].color.b),
              "the transfer function has a colour or opacity outside 0..1", "Give numbers from 0 to 1");
    }
    const Shading& shading = function.shading;
    require(isFraction(shading.ambient) && isFraction(shading.diffuse) && isFraction(shading.specular),
            "the ambient, diffuse or specular light is outside 0..1", "Give numbers from 0 to 1");
    require(isFinite(shading.lightOffset), "the light is nowhere", "Give its offset right, up and toward the viewer");
    require(shading.shininess >= 1 && shading.shininess <= 128, "the shininess is out of range", "Give 1 to 128");
  }
  require(!view.window ||
              (std::isfinite(view.window->center) && view.window->width > 0 && std::isfinite(view.window->width)),
          "the window has no width", "Give a width above 0");
  require(view.clipPlanes.size() <= View::kMaxClipPlanes, "there are too many clip planes", "Give at most eight");
  for (const ClipPlane& plane : view.clipPlanes) {
    require(isFinite(plane.pointMm) && isDirection(plane.normal), "a clip plane has no direction",
            "Give a point in mm and a normal that is not zero");
  }
  require(!view.focusMm || isFinite(*view.focusMm), "the focus is nowhere", "Give LPS millimetres");
  require(view.layout != Layout::Oblique || view.oblique, "an oblique layout has no plane", "Give its plane");
  if (view.oblique) {
    require(isFinite(view.oblique->centerMm) && isDirection(view.oblique->right) && isDirection(view.oblique->down),
            "the oblique plane has no direction", "Give a centre in mm and two directions");
    require(std::abs(glm::dot(glm::normalize(view.oblique->right), glm::normalize(view.oblique->down))) < 1e-3,
            "the oblique plane's directions are not square to each other", "Give orthogonal directions");
  }
  require(view.sliceZoom > 0 && std::isfinite(view.sliceZoom), "the slice zoom is not positive",
          "Give 1 for all of it");
  require(view.stepMm >= 0 && std::isfinite(view.stepMm), "the step is negative",
          "Give mm, or 0 for the voxel spacing");
  require(isFraction(view.lesionOpacity), "the lesion opacity is outside 0..1", "Give a number from 0 to 1");
  require(isFraction(view.lesionsThroughTissue), "what is seen of lesions through tissue is outside 0..1",
          "Give a number from 0 to 1");
  require(isFraction(view.background.r) && isFraction(view.background.g) && isFraction(view.background.b),
          "the background is outside 0..1", "Give numbers from 0 to 1");
}

Camera framingCamera(const Grid& grid, double aspect) {
  const glm::dvec3 middle = grid.worldOf(glm::dvec3(grid.size() - 1) * 0.5);
  // Patient left is +x, the front -y, the head +z.
  const glm::dvec3 toEye = glm::normalize(glm::dvec3(0.42, -0.86, 0.30));
  const glm::dvec3 right = glm::normalize(glm::cross(glm::dvec3(0, 0, 1), toEye));
  const glm::dvec3 up = glm::cross(toEye, right);
  // What is in the box is round rather than square: its inscribed ellipsoid is framed, with a margin.
  const auto reachMm = [&](glm::dvec3 direction) {
    double squared = 0;
    for (int a = 0; a < 3; ++a) {
      const double half = 0.5 * grid.size()[a] * glm::dot(glm::dvec3(grid.worldFromVoxel()[a]), direction);
      squared += half * half;
    }
    return 1.12 * std::sqrt(squared);
  };
  const double halfHeightMm = std::max(reachMm(up), reachMm(right) / aspect);
  Camera camera;
  camera.targetMm = middle;
  camera.fieldOfViewDeg = 30;
  camera.positionMm =
      middle + toEye * (halfHeightMm / std::tan(glm::radians(camera.fieldOfViewDeg) / 2) + 0.5 * reachMm(toEye));
  camera.up = {0, 0, 1};
  camera.heightMm = 2 * halfHeightMm;
  return camera;
}

glm::dvec3 defaultFocus(const Grid& grid, std::span<const VoxelBox> lesionBounds) {
  glm::dvec3 low(0);
  glm::dvec3 high = grid.size() - 1;
  if (!lesionBounds.empty()) {
    low = lesionBounds.front().min;
    high = lesionBounds.front().max;
    for (const VoxelBox& box : lesionBounds) {
      low = glm::min(low, glm::dvec3(box.min));
      high = glm::max(high, glm::dvec3(box.max));
    }
  }
  return grid.worldOf((low + high) * 0.5);
}

SlicePlane patientSlice(const Grid& grid, Layout layout, glm::dvec3 focusMm) {
  check(layout == Layout::Axial || layout == Layout::Coronal || layout == Layout::Sagittal, "a patient plane");
  const std::array<int, 3> axis = voxelAxisOfPatientAxis(grid);
  // The voxel axis nearest to a patient axis, pointed the way that patient axis (or its opposite) goes.
  const auto direction = [&](int patient, double sign) {
    const glm::dvec3 along(grid.worldFromVoxel()[axis[std::size_t(patient)]]);
    return glm::normalize(along) * (along[patient] * sign < 0 ? -1.0 : 1.0);
  };
  SlicePlane plane;
  plane.right = layout == Layout::Sagittal ? direction(1, +1) : direction(0, +1);
  plane.down = layout == Layout::Axial ? direction(1, +1) : direction(2, -1);
  // The slice's middle is the grid's; only its depth is the focus's.
  const int across = axis[layout == Layout::Axial ? 2 : layout == Layout::Coronal ? 1 : 0];
  glm::dvec3 center = glm::dvec3(grid.size() - 1) * 0.5;
  center[across] = std::clamp(std::round(grid.voxelOf(focusMm)[across]), 0.0, double(grid.size()[across] - 1));
  plane.centerMm = grid.worldOf(center);
  return plane;
}

glm::dvec3 normalOf(const SlicePlane& plane) {
  return glm::normalize(glm::cross(plane.right, plane.down));
}

SlicePlane movedThrough(const SlicePlane& plane, glm::dvec3 pointMm, glm::dvec3 middleMm) {
  const glm::dvec3 normal = normalOf(plane);
  SlicePlane result = plane;
  result.centerMm = middleMm + normal * glm::dot(pointMm - middleMm, normal);
  return result;
}

}  // namespace core
