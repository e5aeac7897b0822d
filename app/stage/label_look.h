// What each value of a label file looks like on an image, for whoever says which class it is. Pure, but for looksOf(),
// which may use its project file from any thread.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "core/mask.h"
#include "core/view.h"
#include "core/volume.h"
#include "store/project_file.h"
#include "ui/thumbnail.h"

namespace stage {

struct LabelLook {
  std::shared_ptr<const ui::Thumbnail> picture;
  std::string words;  // "mean 45 HU, 12.30 ml in 3 pieces, axial 24"
};

// The axial slice in which a mask has most voxels, around them and half as far again, at least 60 mm across; what is
// marked is outlined. Nose up, the patient's left at the right. The mask lies inside the volume and is not empty.
ui::Thumbnail thumbnailOf(const core::Mask& mask, const core::Volume& volume, const core::Window& window);
std::string labelWords(const core::Mask& mask, const core::Volume& volume, const std::string& unit);

// Of each value that marks something. image: the case's, where it is in memory; null: it is loaded. Throws core::Error
// where the file cannot be read or does not lie on the image.
std::map<int, LabelLook> looksOf(const store::ProjectFile& project, const core::Case& theCase,
                                 const std::filesystem::path& labels, std::shared_ptr<const core::Volume> image);

}  // namespace stage
