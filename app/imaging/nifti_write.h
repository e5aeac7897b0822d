// Writing NIfTI-1, which every program reads. Any thread.
#pragma once

#include <filesystem>

#include "imaging/scalar_image.h"

namespace imaging {

// Writes an image, compressed where the name ends in ".gz". Its voxels are placed by sform and qform, both of code 1
// (scanner); the qform is left out where rotation and spacing can't say what the sform says to 1e-3 mm. Numbers of the
// geometry are rounded to 32-bit floats, which is all that NIfTI-1 has. Equal images give equal bytes. Throws
// core::Error where the file can't be written.
void writeNifti(const ScalarImage& image, const std::filesystem::path& file);

}  // namespace imaging
