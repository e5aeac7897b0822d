// What is shown or handed out of cases that are kept apart as a test set (store/test_set.h), without their being
// opened: who looked is written down first. On the thread of the project file.
#pragma once

#include <span>
#include <string>

#include "store/project_file.h"

namespace store {

class Consultation {
 public:
  // Of those cases; `track`: of which reading, empty: of all. Throws core::Error where one of them is kept apart and no
  // reader is named.
  Consultation(const ProjectFile& project, std::span<const core::Case> cases, const std::string& track,
               const std::string& reader, const std::string& purpose);

  // One edit for each case that is kept apart, in one commit; none where there is none: then the file need not even be
  // one that can be written. Throws as opening it to be written and append() do, with nothing added.
  void writeDown() const;

 private:
  const ProjectFile& project_;
  std::vector<core::EditDraft> drafts_;
};

}  // namespace store
