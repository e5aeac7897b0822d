#include "imaging/dicom_plane.h"

#include <cmath>
#include <glm/geometric.hpp>

namespace imaging {
namespace {

constexpr double kMaxLengthError = 1e-2;  // of a direction that should have length one
constexpr double kMaxCosine = 1e-3;       // between directions that should be at right angles

}  // namespace

glm::dvec3 FramePlane::normal() const {
  return glm::cross(row, column);
}

void readPlane(DcmItem& position, DcmItem& orientation, DcmItem& measures, DicomFrame& frame) {
  const std::vector<double> origin = numbers(position, DCM_ImagePositionPatient);
  const std::vector<double> cosines = numbers(orientation, DCM_ImageOrientationPatient);
  const std::vector<double> spacing = numbers(measures, DCM_PixelSpacing);
  frame.thicknessMm = number(measures, DCM_SliceThickness);
  frame.sliceSpacingMm = number(measures, DCM_SpacingBetweenSlices);
  if (origin.size() != 3 || cosines.size() != 6 || spacing.size() != 2) {
    frame.planeProblem = "its " +
                         std::string(origin.size() != 3    ? "position (Image Position Patient)"
                                     : cosines.size() != 6 ? "orientation (Image Orientation Patient)"
                                                           : "pixel spacing (Pixel Spacing)") +
                         " is unknown";
    return;
  }
  FramePlane plane;
  plane.position = {origin[0], origin[1], origin[2]};
  plane.row = {cosines[0], cosines[1], cosines[2]};
  plane.column = {cosines[3], cosines[4], cosines[5]};
  plane.spacing = {spacing[1], spacing[0]};  // the attribute gives the distance between rows first
  const double rowLength = glm::length(plane.row);
  const double columnLength = glm::length(plane.column);
  if (!(std::abs(rowLength - 1) <= kMaxLengthError && std::abs(columnLength - 1) <= kMaxLengthError)) {
    frame.planeProblem = "its orientation is not made of unit vectors";
    return;
  }
  plane.row /= rowLength;
  plane.column /= columnLength;
  if (!(std::abs(glm::dot(plane.row, plane.column)) <= kMaxCosine)) {
    frame.planeProblem = "its rows and columns are not at right angles";
    return;
  }
  if (!(plane.spacing.x > 0 && plane.spacing.y > 0)) {
    frame.planeProblem = "its pixel spacing is not positive";
    return;
  }
  frame.plane = plane;
}

}  // namespace imaging
