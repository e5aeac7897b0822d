// What is shown of a calibration case once its session is revealed, and what is asked on it: where readers differ, who
// found which lesion, and the way from one difference to the next. Plain values; one thread.
#pragma once

#include <cstdint>
#include <glm/vec3.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ui/deck_keys.h"

namespace ui {

enum class CompareAct : std::uint8_t {
  Next,         // difference; after a case's last one, the next case
  Previous,     // difference of this case
  Everybody,    // all readers at once, rather than one against the panel
  Surface,      // how far one reader's surface lies outside the panel's, or not
  MakeExample,  // opens the sheet
  Consensus,    // of the case; of a session there is none
  Leave,
};

using CompareKey = DeckKey<CompareAct>;
std::span<const CompareKey> compareKeys();

struct CompareCard {
  enum class State : std::uint8_t { Working, Shown, Failed } state = State::Working;
  std::string session;
  std::string over;     // what readers' means are over: "all cases of the session"
  std::string place;    // "Cranium 0051, case 3 of 8"
  std::string fault;    // of Failed: why, and what can be done
  bool ofCase = false;  // else of a calibration session

  struct Reader {
    std::string name;
    bool you = false;
    std::string dice;      // against the panel, over all cases of the session; "–" where there is none
    std::string interval;  // "0.80–0.93"; empty: of too few cases
    std::int64_t missed = 0;
    std::int64_t added = 0;
  };
  std::vector<Reader> readers;
  std::optional<std::size_t> held;   // the reader who is shown against the panel; nothing: all readers at once
  bool surface = false;              // of the one held: by how far the surface is too large or too small
  std::string panel;                 // who that is: "the expert's track", "what most others marked"
  std::vector<std::string> remarks;  // in whole sentences: who is left out, who changed the reading since
  std::string agreement;             // of all: "Krippendorff's alpha of voxels 0.71 (0.60–0.80)"

  struct Lesion {
    std::string className;
    std::vector<bool> marked;  // by column
    std::string agreement;     // mean Dice of all pairs
    std::string words;         // "Ada and Emmy left it out", "61 voxels differ"
  };
  std::vector<std::string> columns;  // of the lesions' table: readers' initials, then the panel's where it has a track
  std::vector<Lesion> lesions;       // of this case; what is agreed on least comes first
  std::size_t lesion = 0;            // the one that is looked at
  std::string next;                  // what the next step shows; empty: there is none
  bool isFirst = true;

  struct LegendItem {
    glm::vec3 color{1};  // sRGB
    bool hatched = false;
    std::string text;
  };
  std::vector<LegendItem> legend;
  std::vector<LegendItem> scale;  // before it: steps from too small to too large, each named by its middle in mm
};

struct DoInCompare {
  CompareAct act;
};
struct HoldAgainstPanel {
  std::size_t reader;
};
struct LookAtDifference {
  std::size_t lesion;
};

}  // namespace ui
