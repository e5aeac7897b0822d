// ITK's own filters on our masks: the oracle for overlap, distances and consensus.
#pragma once

#include <vector>

#include "core/mask.h"
#include "imaging/itk_compiler.h"

#include <itkImage.h>
#include <itkImageRegionIteratorWithIndex.h>

namespace analysis {

using ItkMask = itk::Image<unsigned char, 3>;

// The voxels of `box` as an image that begins at the box's first voxel.
inline ItkMask::Pointer itkMask(const core::Mask& mask, const core::VoxelBox& box, glm::dvec3 spacingMm) {
  const glm::ivec3 size = box.max - box.min + 1;
  const auto image = ItkMask::New();
  image->SetRegions(
      ItkMask::SizeType{itk::SizeValueType(size.x), itk::SizeValueType(size.y), itk::SizeValueType(size.z)});
  const double spacing[3] = {spacingMm.x, spacingMm.y, spacingMm.z};
  image->SetSpacing(spacing);
  image->Allocate(true);
  mask.forEachRun([&](glm::ivec3 first, int length) {
    for (int x = 0; x < length; ++x) {
      const glm::ivec3 at = first + glm::ivec3(x, 0, 0) - box.min;
      image->SetPixel({at.x, at.y, at.z}, 1);
    }
  });
  return image;
}

}  // namespace analysis
