// Writing NRRD, in one file with its header, compressed. Any thread.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "imaging/scalar_image.h"

namespace imaging {

// "key:=value" lines in order; neither may hold a line break.
using NrrdPairs = std::vector<std::pair<std::string, std::string>>;

// Writes an image in LPS, its geometry in double precision. NRRD has no rescale: the image's must be the identity.
// Equal images give equal bytes. Throws core::Error where the file can't be written.
void writeNrrd(const ScalarImage& image, const NrrdPairs& pairs, const std::filesystem::path& file);

}  // namespace imaging
