// Lesions brought into a project from a segmentation of another program: what `sagitta import-labels` and the window
// both do. Any thread that may use the project file.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/edit.h"
#include "core/guideline.h"
#include "core/study.h"
#include "exchange/label_classes.h"
#include "store/project_file.h"

namespace stage {

struct LabelImport {
  std::string person;
  std::string track;
  std::string className;  // of all lesions that `classes` does not name; empty: what the file says, else "lesion"
  exchange::ClassOfValue classes;  // what each value of the file becomes
  std::string lesion;              // what to call them: NAME, NAME 2, ...; empty: as the file does
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

// Where the guideline in force has classes, each lesion is of one of them: what the file calls otherwise is refused of
// candidates, whose figures hang on it, and noted of others. Throws core::Error, naming the file, then, and where it
// cannot be read, does not lie on the case's image, marks nothing that is wanted, or would give the track more lesions
// than it can have.
ImportedLesions lesionsFrom(const store::ProjectFile& project, const core::Case& theCase,
                            const std::filesystem::path& labels, const LabelImport& settings);

core::Guideline guidelineInForce(const store::ProjectFile& project);  // empty where there is none

}  // namespace stage
