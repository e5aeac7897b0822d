// The cases of the project and what was marked in each, as the window lists them. Plain values; one thread.
#pragma once

#include <string>
#include <vector>

#include "core/study.h"

namespace ui {

struct CasesCard {
  struct Track {
    std::string name;
    std::string words;  // "to be read by you", "2 lesions by Ben, handed in"
    bool open = false;
  };
  struct Case {
    core::CaseId id;
    std::string name;
    std::vector<std::string> formerNames;
    std::string words;  // "read blind: ...", or nothing
    std::vector<Track> tracks;
  };
  std::vector<Case> cases;
};

struct OpenTrack {
  std::size_t caseAt;   // in CasesCard::cases
  std::size_t trackAt;  // of its tracks
};
struct RenameCase {
  core::CaseId caseId;
  std::string name;
};

// A case whose name is being typed.
struct CaseNaming {
  core::CaseId caseId;
  std::string before;  // its name
  std::string typed;
};

}  // namespace ui
