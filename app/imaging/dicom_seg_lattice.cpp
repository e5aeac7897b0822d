#include "imaging/dicom_seg_lattice.h"

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>

#include "core/error.h"

namespace imaging {

namespace {

constexpr double kDirectionTolerance = 1e-3;  // of unit vectors; files round them
constexpr double kRelativeTolerance = 1e-4;   // of pixel spacings
constexpr double kLatticeTolerance = 0.02;    // of a step
constexpr double kSamePlaneMm = 1e-3;
constexpr int kFinestDivision = 4;  // of the smallest distance, where nothing tells the spacing

[[noreturn]] void refuseLattice(const std::string& subject, const std::string& cause) {
  throw core::Error(subject, cause,
                    "Export the segments again on one regular grid, or resample them to the image's grid");
}

// Distances along the normal from the lowest plane, ascending, each once.
std::vector<double> distinct(std::vector<double> depths) {
  std::sort(depths.begin(), depths.end());
  depths.erase(std::unique(depths.begin(), depths.end(), [](double a, double b) { return b - a < kSamePlaneMm; }),
               depths.end());
  return depths;
}

// The step near `guess` of which all depths (ascending, the first is 0) are whole multiples; nothing where there is
// none. The longest distance makes it more exact than what the file says in few digits.
std::optional<double> fittedStep(const std::vector<double>& depths, double guess) {
  const double count = std::round(depths.back() / guess);
  if (!(guess > kSamePlaneMm) || count < 1 || count >= core::Grid::kMaxSize) {
    return std::nullopt;
  }
  const double step = depths.back() / count;
  if (std::abs(step - guess) > kLatticeTolerance * guess) {
    return std::nullopt;
  }
  for (const double depth : depths) {
    if (std::abs(depth / step - std::round(depth / step)) > kLatticeTolerance) {
      return std::nullopt;
    }
  }
  return step;
}

double stepOf(const std::vector<double>& depths, const SegFramePlane& plane, FrameLattice& lattice,
              const std::string& subject) {
  if (depths.size() == 1) {
    if (plane.sliceSpacingMm || plane.sliceThicknessMm) {
      return plane.sliceSpacingMm ? *plane.sliceSpacingMm : *plane.sliceThicknessMm;
    }
    lattice.notes.push_back("the only plane says nothing of its thickness; that of a pixel was taken");
    return plane.spacingMm.x;
  }
  double smallest = depths.back();
  for (std::size_t i = 1; i < depths.size(); ++i) {
    smallest = std::min(smallest, depths[i] - depths[i - 1]);
  }
  std::vector<double> guesses;
  for (const std::optional<double>& said : {plane.sliceSpacingMm, plane.sliceThicknessMm}) {
    if (said) {
      guesses.push_back(*said);
    }
  }
  for (int division = 1; division <= kFinestDivision; ++division) {
    guesses.push_back(smallest / division);
  }
  for (const double guess : guesses) {
    if (const std::optional<double> step = fittedStep(depths, guess)) {
      return *step;
    }
  }
  refuseLattice(subject, "its planes lie at irregular distances (the smallest is " + std::to_string(smallest) + " mm)");
}

bool alike(glm::dvec3 a, glm::dvec3 b) {
  return glm::length(a - b) <= kDirectionTolerance;
}

void requireAlike(const std::vector<SegFramePlane>& planes, const std::string& subject) {
  const SegFramePlane& first = planes.front();
  if (std::abs(glm::length(first.row) - 1) > 0.01 || std::abs(glm::length(first.column) - 1) > 0.01 ||
      std::abs(glm::dot(first.row, first.column)) > kDirectionTolerance) {
    refuseLattice(subject, "the directions of its rows and columns are no right-angled unit vectors");
  }
  for (const SegFramePlane& plane : planes) {
    if (!alike(plane.row, first.row) || !alike(plane.column, first.column)) {
      refuseLattice(subject, "its planes have different orientations");
    }
    if (glm::length(plane.spacingMm - first.spacingMm) > kRelativeTolerance * glm::length(first.spacingMm)) {
      refuseLattice(subject, "its planes have different pixel spacings");
    }
  }
}

}  // namespace

FrameLattice latticeOf(const std::vector<SegFramePlane>& planes, glm::ivec2 frameSize, const std::string& subject) {
  core::check(!planes.empty(), "a lattice needs a plane");
  requireAlike(planes, subject);
  const SegFramePlane& first = planes.front();
  const glm::dvec3 row = glm::normalize(first.row);
  const glm::dvec3 normal = glm::normalize(glm::cross(row, first.column));
  const glm::dvec3 column = glm::cross(normal, row);

  // Of each plane's first pixel, relative to the first plane's: columns, rows, millimetres along the normal.
  std::vector<glm::dvec3> offsets;
  std::vector<double> depths;
  glm::ivec2 low(0), high(0);
  double lowest = 0;
  for (const SegFramePlane& plane : planes) {
    const glm::dvec3 moved = plane.position - first.position;
    const glm::dvec3 offset(glm::dot(moved, row) / first.spacingMm.x, glm::dot(moved, column) / first.spacingMm.y,
                            glm::dot(moved, normal));
    if (std::abs(offset.x) > core::Grid::kMaxSize || std::abs(offset.y) > core::Grid::kMaxSize) {
      refuseLattice(subject, "its planes lie too far apart");
    }
    const glm::dvec2 whole(std::round(offset.x), std::round(offset.y));
    if (std::abs(offset.x - whole.x) > kLatticeTolerance || std::abs(offset.y - whole.y) > kLatticeTolerance) {
      refuseLattice(subject,
                    "its planes are shifted against each other by fractions of a pixel, as with a tilted gantry");
    }
    low = glm::ivec2(std::min(low.x, int(whole.x)), std::min(low.y, int(whole.y)));
    high = glm::ivec2(std::max(high.x, int(whole.x)), std::max(high.y, int(whole.y)));
    lowest = std::min(lowest, offset.z);
    offsets.push_back(offset);
    depths.push_back(offset.z);
  }
  for (double& depth : depths) {
    depth -= lowest;
  }
  depths = distinct(std::move(depths));

  FrameLattice lattice;
  const double step = stepOf(depths, first, lattice, subject);
  const int planeCount = int(std::lround(depths.back() / step)) + 1;
  if (std::size_t(planeCount) > depths.size()) {
    lattice.notes.push_back(std::to_string(std::size_t(planeCount) - depths.size()) +
                            " planes between its first and last have no frame; they are empty");
  }
  const glm::dvec3 corner =
      first.position + row * (low.x * first.spacingMm.x) + column * (low.y * first.spacingMm.y) + normal * lowest;
  const glm::dmat4 world(glm::dvec4(row * first.spacingMm.x, 0), glm::dvec4(column * first.spacingMm.y, 0),
                         glm::dvec4(normal * step, 0), glm::dvec4(corner, 1));
  const glm::ivec2 size = frameSize + high - low;
  try {
    lattice.grid = core::Grid(glm::ivec3(size, planeCount), world);
  } catch (const core::Error& error) {
    refuseLattice(subject, error.cause());
  }
  for (const glm::dvec3& offset : offsets) {
    lattice.origins.emplace_back(int(std::lround(offset.x)) - low.x, int(std::lround(offset.y)) - low.y,
                                 int(std::lround((offset.z - lowest) / step)));
  }
  return lattice;
}

}  // namespace imaging
