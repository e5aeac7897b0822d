// How far apart the surfaces of two masks are, in true millimetres on anisotropic grids. Programs differ here by
// millimetres because they mean different things, so each definition has a name and a version goes with the numbers.
// Pure functions; any thread.
#pragma once

#include <glm/vec3.hpp>
#include <optional>
#include <vector>

#include "core/mask.h"

namespace analysis {

// One way from a surface to the other.
struct DirectedDistances {
  struct Piece {
    double mm = 0;    // from the middle of this piece to that of the nearest piece of the other surface
    double area = 0;  // mm^2; 1 each where pieces are voxels
  };
  std::vector<Piece> pieces;  // nearest first, of equally near ones the smallest first; none where the other is empty
  double area = 0;            // of this surface

  double meanMm() const;                      // weighted by area; not for an empty list
  double percentileMm(double percent) const;  // the distance within which that part of the area lies; likewise
  double areaWithin(double toleranceMm) const;
};

// Both ways. Every number is nothing where one of the masks is empty: there is no distance to a surface that is not.
struct SurfaceDistances {
  static constexpr char kDefinition[] = "surface elements of marching cubes, weighted by area (DeepMind)";

  DirectedDistances fromA;
  DirectedDistances fromB;

  bool isDefined() const { return !fromA.pieces.empty() && !fromB.pieces.empty(); }
  std::optional<double> hausdorffMm() const { return hausdorffMm(100); }
  std::optional<double> hausdorffMm(double percent) const;  // the larger of both ways' percentiles
  std::optional<double> meanMm() const;                     // of all of both surfaces, weighted by area
  // The part of both surfaces that lies within a tolerance of the other, 0 to 1. 0 where one mask is empty; nothing
  // where both are.
  std::optional<double> surfaceDice(double toleranceMm) const;
};

// Surface elements as in Nikolov et al., Clinically Applicable Segmentation of Head and Neck Anatomy for Radiotherapy,
// JMIR 2021, and the surface-distance package: cells of marching cubes between voxel centres, each with the area of its
// surface; distances between the middles of cells.
SurfaceDistances surfaceDistances(const core::Mask& a, const core::Mask& b, glm::dvec3 spacingMm);

// The other definition in wide use (MONAI, SciPy recipes): distances between the centres of boundary voxels, all of one
// weight; percentiles interpolated between ranks.
struct BoundaryDistances {
  double hausdorffMm = 0;
  double hausdorff95Mm = 0;  // the larger of both ways'
  double meanMm = 0;         // over the boundary voxels of both: the average symmetric surface distance
};
std::optional<BoundaryDistances> boundaryDistances(const core::Mask& a, const core::Mask& b, glm::dvec3 spacingMm);

// And ITK's (HausdorffDistanceImageFilter), over all voxels of the masks, inner ones too: the larger of both ways'
// largest distance from a voxel's centre to the other mask's nearest, and the mean of both ways' means.
struct VoxelDistances {
  double hausdorffMm = 0;
  double meanMm = 0;
};
std::optional<VoxelDistances> voxelDistances(const core::Mask& a, const core::Mask& b, glm::dvec3 spacingMm);

// A piece of a mask's surface, and by how far it lies outside a reference's: positive where it was drawn too large,
// negative where too small.
struct SignedPiece {
  glm::ivec3 cell{0};  // the last of the eight voxels between whose centres it lies
  double mm = 0;
  double area = 0;  // mm^2
};
// Of the whole surface of `mask`. Elements are as thick as a voxel and the nearest one counts, so each is up to half a
// voxel too near 0. None where one of the masks is empty.
std::vector<SignedPiece> signedDistances(const core::Mask& mask, const core::Mask& reference, glm::dvec3 spacingMm);

// The mean of those, weighted by area, mm. Nothing where one is empty.
std::optional<double> signedMeanMm(const core::Mask& mask, const core::Mask& reference, glm::dvec3 spacingMm);

}  // namespace analysis
