// A guideline as a page to print and to put into a release.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "core/bytes.h"
#include "store/project_file.h"
#include "workflow/record.h"

namespace release {

// The PNG bytes of a picture; nothing where it is not here.
using PictureReader = std::function<std::optional<core::Bytes>(const core::Hash& picture)>;
PictureReader pngPictures(const store::ProjectFile& project);  // from its blobs

std::string guidelinePage(const workflow::GuidelineVersion& version, const PictureReader& picture);

}  // namespace release
