// Label maps, in and out: images whose voxel values name segments. Called by `import-labels` and `export` on a worker
// thread.
#pragma once

#include <filesystem>

#include "imaging/labels.h"

namespace imaging {

// Whether a file is a NIfTI, NRRD or MetaImage by content, so that readLabelmap is its reader.
bool isLabelmap(const std::filesystem::path& file);

// Reads NIfTI, NRRD or MetaImage with voxels of any number type, as long as every value is an integer from 0 to 2^31 -
// 1 and no more than 65535 differ. Each value other than 0 is a segment. Names, colours and classes come from 3D
// Slicer's fields of a NRRD, where a fourth axis of layers, which may overlap, is understood too; elsewhere a segment
// is "label 7". A sheared map is resampled (nearest voxel) to the grid that a sheared image would get. Throws
// core::Error (subject: the file) for anything else, also where an intensity image was given.
LabelFile readLabelmap(const std::filesystem::path& file);

// Writes segments to a .nii, .nii.gz or .nrrd file by their values, 1 to 65535, each once, in uint8 or uint16. They may
// not overlap: spread them over several files. A NRRD also gets names, colours, classes and tracking UIDs in 3D
// Slicer's fields. Equal labels give equal bytes. Throws core::Error where the name has another ending,
// core::Error where the file can't be written.
void writeLabelmap(const LabelFile& labels, const std::filesystem::path& file);

}  // namespace imaging
