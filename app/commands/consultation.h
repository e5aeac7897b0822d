// What commands show or hand out of cases that are kept apart as a test set (store/test_set.h): who looked is written
// down first.
#pragma once

#include <span>
#include <string>

#include "store/project_file.h"

namespace commands {

class Consultation {
 public:
  // Of those cases; `track`: of which reading, empty: of all. Throws core::Error where one of them is kept apart and no
  // reader is named.
  Consultation(const store::ProjectFile& project, std::span<const core::Case> cases, const std::string& track,
               const std::string& reader, const std::string& purpose);

  // One edit for each case that is kept apart, in one commit; none where there is none: then the file need not even be
  // one that can be written. Throws as opening it to be written and append() do, with nothing added.
  void writeDown() const;

 private:
  const store::ProjectFile& project_;
  std::vector<core::EditDraft> drafts_;
};

}  // namespace commands
