#include "analysis/surface_distance.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "analysis/nearest.h"
#include "analysis/surface_elements.h"
#include "core/error.h"

namespace analysis {
namespace {

constexpr double kRounding = 1e-12;  // so that 3 times 0.1 mm lies within 0.3 mm

std::vector<glm::ivec3> placesOf(std::span<const SurfaceElement> elements) {
  std::vector<glm::ivec3> places;
  places.reserve(elements.size());
  for (const SurfaceElement& element : elements) {
    places.push_back(element.at);
  }
  return places;
}

double areaOf(std::span<const SurfaceElement> elements) {
  double area = 0;
  for (const SurfaceElement& element : elements) {
    area += element.area;
  }
  return area;
}

DirectedDistances directed(std::span<const SurfaceElement> from, std::span<const SurfaceElement> to,
                           glm::dvec3 spacingMm) {
  DirectedDistances result;
  result.area = areaOf(from);
  if (to.empty()) {
    return result;
  }
  const std::vector<double> distances = nearestMm(placesOf(from), placesOf(to), spacingMm);
  result.pieces.reserve(from.size());
  for (std::size_t n = 0; n < from.size(); ++n) {
    result.pieces.push_back({distances[n], from[n].area});
  }
  std::sort(result.pieces.begin(), result.pieces.end(),
            [](const auto& a, const auto& b) { return a.mm < b.mm || (a.mm == b.mm && a.area < b.area); });
  result.area = 0;  // summed in the order in which parts of it will be, so that the whole is exactly 1
  for (const DirectedDistances::Piece& piece : result.pieces) {
    result.area += piece.area;
  }
  return result;
}

// Between the two ranks that a part of the list falls on, as NumPy's percentile does by default.
double interpolatedPercentile(const DirectedDistances& distances, double percent) {
  const double rank = percent / 100 * double(distances.pieces.size() - 1);
  const std::size_t below = std::size_t(rank);
  const std::size_t above = std::min(below + 1, distances.pieces.size() - 1);
  const double low = distances.pieces[below].mm, high = distances.pieces[above].mm;
  return low + (high - low) * (rank - double(below));
}

std::vector<glm::ivec3> voxelsOf(const core::Mask& mask) {
  std::vector<glm::ivec3> voxels;
  mask.forEachRun([&](glm::ivec3 first, int length) {
    for (int x = 0; x < length; ++x) {
      voxels.push_back(first + glm::ivec3(x, 0, 0));
    }
  });
  return voxels;
}

// From the voxels of `from` to `to`: those that both have are at distance 0; for the others the nearest voxel lies on
// the boundary.
VoxelDistances voxelsTo(const core::Mask& from, const core::Mask& to, glm::dvec3 spacingMm) {
  core::Mask outside = from;
  outside -= to;
  VoxelDistances distances;
  if (outside.isEmpty()) {
    return distances;
  }
  double sum = 0;
  for (const double mm : nearestMm(voxelsOf(outside), placesOf(boundaryVoxels(to)), spacingMm)) {
    distances.hausdorffMm = std::max(distances.hausdorffMm, mm);
    sum += mm;
  }
  distances.meanMm = sum / double(from.count());
  return distances;
}

}  // namespace

double DirectedDistances::meanMm() const {
  core::check(!pieces.empty(), "the mean distance of no surface was asked for");
  double sum = 0;
  for (const Piece& piece : pieces) {
    sum += piece.mm * piece.area;
  }
  return sum / area;
}

double DirectedDistances::percentileMm(double percent) const {
  core::check(!pieces.empty(), "a percentile of no surface was asked for");
  double sum = 0;
  for (const Piece& piece : pieces) {
    sum += piece.area;
    if (sum / area >= percent / 100) {
      return piece.mm;
    }
  }
  return pieces.back().mm;
}

double DirectedDistances::areaWithin(double toleranceMm) const {
  double sum = 0;
  for (const Piece& piece : pieces) {
    if (piece.mm > toleranceMm * (1 + kRounding)) {
      break;
    }
    sum += piece.area;
  }
  return sum;
}

std::optional<double> SurfaceDistances::hausdorffMm(double percent) const {
  if (!isDefined()) {
    return std::nullopt;
  }
  return std::max(fromA.percentileMm(percent), fromB.percentileMm(percent));
}

std::optional<double> SurfaceDistances::meanMm() const {
  if (!isDefined()) {
    return std::nullopt;
  }
  return (fromA.meanMm() * fromA.area + fromB.meanMm() * fromB.area) / (fromA.area + fromB.area);
}

std::optional<double> SurfaceDistances::surfaceDice(double toleranceMm) const {
  if (fromA.area + fromB.area == 0) {
    return std::nullopt;
  }
  return (fromA.areaWithin(toleranceMm) + fromB.areaWithin(toleranceMm)) / (fromA.area + fromB.area);
}

SurfaceDistances surfaceDistances(const core::Mask& a, const core::Mask& b, glm::dvec3 spacingMm) {
  const std::vector<SurfaceElement> ofA = cellElements(a, spacingMm), ofB = cellElements(b, spacingMm);
  return {directed(ofA, ofB, spacingMm), directed(ofB, ofA, spacingMm)};
}

std::optional<BoundaryDistances> boundaryDistances(const core::Mask& a, const core::Mask& b, glm::dvec3 spacingMm) {
  if (a.isEmpty() || b.isEmpty()) {
    return std::nullopt;
  }
  const std::vector<SurfaceElement> ofA = boundaryVoxels(a), ofB = boundaryVoxels(b);
  const SurfaceDistances distances{directed(ofA, ofB, spacingMm), directed(ofB, ofA, spacingMm)};
  return BoundaryDistances{
      std::max(distances.fromA.pieces.back().mm, distances.fromB.pieces.back().mm),
      std::max(interpolatedPercentile(distances.fromA, 95), interpolatedPercentile(distances.fromB, 95)),
      *distances.meanMm()};
}

std::optional<VoxelDistances> voxelDistances(const core::Mask& a, const core::Mask& b, glm::dvec3 spacingMm) {
  if (a.isEmpty() || b.isEmpty()) {
    return std::nullopt;
  }
  const VoxelDistances aToB = voxelsTo(a, b, spacingMm), bToA = voxelsTo(b, a, spacingMm);
  return VoxelDistances{std::max(aToB.hausdorffMm, bToA.hausdorffMm), (aToB.meanMm + bToA.meanMm) / 2};
}

std::vector<SignedPiece> signedDistances(const core::Mask& mask, const core::Mask& reference, glm::dvec3 spacingMm) {
  if (mask.isEmpty() || reference.isEmpty()) {
    return {};
  }
  const std::vector<SurfaceElement> elements = cellElements(mask, spacingMm);
  const std::vector<double> distances =
      nearestMm(placesOf(elements), placesOf(cellElements(reference, spacingMm)), spacingMm);
  std::vector<SignedPiece> pieces;
  pieces.reserve(elements.size());
  for (std::size_t n = 0; n < elements.size(); ++n) {
    // Where the distance is not 0, the corners of the cell are all inside the reference or all outside.
    const double mm = reference.test(elements[n].at) ? -distances[n] : distances[n];
    pieces.push_back({elements[n].at, mm, elements[n].area});
  }
  return pieces;
}

std::optional<double> signedMeanMm(const core::Mask& mask, const core::Mask& reference, glm::dvec3 spacingMm) {
  double sum = 0, area = 0;
  for (const SignedPiece& piece : signedDistances(mask, reference, spacingMm)) {
    sum += piece.mm * piece.area;
    area += piece.area;
  }
  return area > 0 ? std::optional(sum / area) : std::nullopt;
}

}  // namespace analysis
