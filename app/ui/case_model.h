// The cases of the project and what was marked in each, as the window lists them. Plain values; one thread.
#pragma once

#include <string>
#include <vector>

namespace ui {

struct CasesCard {
  struct Track {
    std::string name;
    std::string words;  // "to be read by you", "2 lesions by Ben, handed in"
    bool open = false;
  };
  struct Case {
    std::string name;
    std::string words;  // "read blind: ...", or nothing
    std::vector<Track> tracks;
  };
  std::vector<Case> cases;
};

struct OpenTrack {
  std::size_t caseAt;   // in CasesCard::cases
  std::size_t trackAt;  // of its tracks
};

}  // namespace ui
