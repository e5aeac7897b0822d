// What kind of image a file is, by its content. Any thread.
#pragma once

#include <filesystem>

namespace imaging {

enum class FileFormat { Unknown, Nifti, Nrrd, MetaImage, Dicom };

// Throws core::Error where the file can't be opened.
FileFormat formatOf(const std::filesystem::path& file);

}  // namespace imaging
