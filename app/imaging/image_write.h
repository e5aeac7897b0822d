// Writing a volume for other programs. Called by `export` on a worker thread.
#pragma once

#include <filesystem>

#include "core/volume.h"

namespace imaging {

// Writes a volume to a .nii, .nii.gz or .nrrd file: its values after rescale, in the smallest of int16, uint16, int32,
// float32 and float64 that holds each exactly, and its geometry. Equal volumes give equal bytes. Throws
// core::Error where the name has another ending, core::Error where the file can't be written.
void writeImage(const core::Volume& volume, const std::filesystem::path& file);

}  // namespace imaging
