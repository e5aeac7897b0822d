// Lesions brought into a project from a segmentation of another program: what `sagitta import-labels` and the window
// both do. Any thread that may use the project file.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/edit.h"
#include "core/study.h"
#include "store/project_file.h"

namespace stage {

struct LabelImport {
  std::string person;
  std::string track;
  std::string className;  // of all lesions; empty: what the file says, else "lesion"
  std::string lesion;     // what to call them: NAME, NAME 2, ...; empty: as the file does
  bool candidates = false;
  std::string model;  // that proposed them, and which version of it
  std::string modelVersion;
};

// What a file becomes once it is appended, in one step: its lesions, then one edit with all of their voxels.
struct ImportedLesions {
  std::vector<core::EditDraft> drafts;
  std::size_t lesions = 0;         // the first drafts
  std::vector<std::string> notes;  // what was resampled, renamed or left out; a sentence each
};

// Throws core::Error, naming the file, where it cannot be read, does not lie on the case's image, marks nothing, or
// would give the track more lesions than it can have.
ImportedLesions lesionsFrom(const store::ProjectFile& project, const core::Case& theCase,
                            const std::filesystem::path& labels, const LabelImport& settings);

}  // namespace stage
