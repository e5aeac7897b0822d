// NIfTI-1 and NIfTI-2, single file or header and image, plain or compressed by gzip. The headers are niftilib's affair;
// the data is read here, so that no header can claim more memory than its file proves. Any thread.
#pragma once

#include <filesystem>
#include <functional>
#include <span>

#include "imaging/scalar_image.h"

namespace imaging {

// Whether the first bytes of a file (decompressed; at least 348, or 540 for NIfTI-2) are a NIfTI header's.
bool isNifti(std::span<const std::byte> start);

struct NiftiTimePoint {
  ScalarImage image;
  int index = 0;  // 0-based
  int count = 1;
};

// Reads a file (.nii, .hdr or .img, each also .gz), one time point after the other. Voxels are placed by the sform
// where its code is above 0, else by the qform where its code is, else by the spacing alone, with a note: the rule of
// nibabel and dcm2niix. Throws core::Error (subject: the file) for what is malformed, cut short, or no scalar image of
// up to three dimensions and time (complex, RGB, several values per voxel, ANALYZE 7.5).
void readNifti(const std::filesystem::path& file, const std::function<void(NiftiTimePoint)>& sink);

}  // namespace imaging
