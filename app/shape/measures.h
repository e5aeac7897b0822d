// How large a lesion is. Pure functions; any thread.
#pragma once

#include "core/mask.h"
#include "shape/surface.h"

namespace shape {

// The number of voxels times the volume of one.
double voxelVolumeMl(const core::Mask& mask, const core::Grid& grid);

// The volume that a closed surface encloses (divergence theorem).
double enclosedVolumeMl(const Surface& surface);

double surfaceAreaMm2(const Surface& surface);

// The largest distance between two vertices: pyradiomics' Maximum3DDiameter. 0 where there are none.
double largestDiameterMm(const Surface& surface);

// The same within one slice as it was acquired (of one k), the largest of all slices: what is measured by hand in axial
// images, and pyradiomics' Maximum2DDiameterSlice but for what that finds between two slices. 0 where the mask is
// empty.
double largestInSliceDiameterMm(const core::Mask& mask, const core::Grid& grid);

}  // namespace shape
