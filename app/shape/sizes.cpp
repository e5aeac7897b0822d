#include "shape/sizes.h"

#include "shape/islands.h"
#include "shape/measures.h"
#include "shape/surface.h"

namespace shape {

Sizes sizesOf(const core::Mask& mask, const core::Volume& volume) {
  Sizes sizes;
  sizes.bounds = mask.bounds();
  if (!sizes.bounds) {
    return sizes;
  }
  sizes.voxels = mask.count();
  sizes.volumeMl = voxelVolumeMl(mask, volume.grid);
  sizes.largestDiameterMm = largestDiameterMm(surfaceOf(mask, volume.grid));
  sizes.inSliceDiameterMm = largestInSliceDiameterMm(mask, volume.grid);
  const std::vector<core::Mask> pieces = islands(mask);
  sizes.pieces = pieces.size();
  sizes.smallestPieceMl = voxelVolumeMl(pieces.back(), volume.grid);
  sizes.extentMm = glm::dvec3(sizes.bounds->max - sizes.bounds->min + 1) * volume.grid.spacingMm();
  sizes.intensities = intensitiesOf(mask, volume);
  return sizes;
}

}  // namespace shape
