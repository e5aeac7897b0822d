// NRRD and MetaImage, decoded by ITK. The only file that knows ITK is itk_image.cpp. Any thread.
#pragma once

#include <filesystem>
#include <vector>

#include "imaging/itk_header.h"
#include "imaging/scalar_image.h"

namespace imaging {

// Reads a file (.nrrd, .nhdr; .mha, .mhd) of three axes and one value per voxel. Throws core::Error (subject: the file)
// for what is malformed, cut short, or has other axes.
ScalarImage readItkImage(const std::filesystem::path& file, ItkFormat format);

// The same, but several values per voxel are as many images: the layers of a 3D Slicer segmentation. At least one.
std::vector<ScalarImage> readItkLayers(const std::filesystem::path& file, ItkFormat format);

}  // namespace imaging
