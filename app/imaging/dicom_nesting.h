// Guards DCMTK's parser, which recurses once per nested sequence, against files made to exhaust the stack or memory.
// Any thread.
#pragma once

#include <filesystem>

namespace imaging {

// Walks the element headers of a DICOM file without building anything, up to the pixel data. Throws core::Error where
// sequences are nested more than 64 deep (real ones stay below 20), or where a deflated file inflates to more than
// 256 MiB. A file that is damaged otherwise passes: DCMTK says what is wrong with it.
void refuseDeepNesting(const std::filesystem::path& path);

}  // namespace imaging
