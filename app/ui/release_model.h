// Releases as the window shows them: those that there are, what stands in the way of the next one, and what one changed
// since the one before it. Plain values; one thread.
#pragma once

#include <cstdint>
#include <glm/vec3.hpp>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "ui/chooser.h"
#include "ui/deck_keys.h"

namespace ui {

struct ReleaseCard {
  struct Obstacle {
    std::string subject;    // "“L1” of Cranium 0051"
    std::string what;       // "It is undecided and waits for a reviewer"
    bool opens = false;     // it can be looked at
    bool readings = false;  // on the page of readings, of the case `caseName`
    std::string caseName;
  };
  struct Check {
    enum class State : std::uint8_t { Unknown, Passed, Blocked } state = State::Unknown;
    std::string title;
    std::vector<Obstacle> obstacles;
    bool later = false;  // of Unknown: it is found out while the release is made
  };
  struct Item {
    std::string name;
    std::string words;  // "3 May, by Lea"
    std::vector<std::pair<std::string, std::string>> facts;
    enum class Trust : std::uint8_t { Unknown, Whole, Broken } trust = Trust::Unknown;
    std::vector<std::string> problems;  // of Broken: what is not as it should be
    std::string writtenTo;              // the folder that it was written out to from this window; empty: to none
  };
  struct Change {
    std::string lesion;  // "L1, tumour"
    std::string words;   // "1.20 to 1.45 ml, surface moved by up to 2.1 mm"
    std::string where;   // "Cranium 0051"
    enum class Kind : std::uint8_t { Added, Removed, Changed } kind = Kind::Changed;
  };
  // What is under way.
  struct Work {
    std::string title;               // "Making release 2"
    std::string what;                // "Writing images"
    std::optional<double> fraction;  // where that is known
  };

  std::vector<Item> releases;  // the latest first
  std::vector<Check> checks;   // of the next one
  bool checking = false;       // they are being looked at
  std::string unchanged;       // the release since which nothing was done; empty: something was, or there is none
  struct Holding {
    std::string caseName;
    std::string goesIn;    // "consensus-majority, 2 lesions; model, 5 lesions (2 rejected)"; empty: nothing
    std::string staysOut;  // "Ada, Emmy (readings of the consensus), May - Ada (calibration)"; empty: nothing
    std::vector<std::string> late = {};  // of readings that were changed after they were handed in, a sentence each
  };
  std::vector<Holding> holdings;  // which tracks of each case the next one is made of
  std::string blocked;            // why nobody could make it just now, but for the checks; empty: one can
  std::string proposedName;       // of the next one
  std::string made;               // the latest that was made in this window; empty: none was

  std::string since;    // the earlier release that the chosen one is held against; empty: there is none
  std::string renamed;  // "Renamed: C1 is Liver 7."; empty: no case was
  std::vector<Change> changes;
  bool comparing = false;

  std::optional<Work> work;
  std::string fault;                      // why the last thing asked for was not done
  const ChooserModel* chooser = nullptr;  // where a folder is being chosen

  bool isReady() const;  // no check is blocked, none of those that come before its files unknown
};

// A change as pictures show it.
struct ChangeCard {
  std::string title;  // "Release 2, since release 1"
  std::size_t place = 1;
  std::size_t of = 1;
  ReleaseCard::Change change;
  struct LegendItem {
    glm::vec3 color{1};  // sRGB
    std::string text;
  };
  std::vector<LegendItem> legend;
};

enum class ChangeAct : std::uint8_t { Next, Previous, Leave };
using ChangeKey = DeckKey<ChangeAct>;
std::span<const ChangeKey> changeKeys();

struct LookAtRelease {
  std::string name;     // empty: the next one
  std::string against;  // an earlier one; empty: the one before it
};
struct GoToObstacle {
  std::size_t check;
  std::size_t obstacle;
};
struct MakeRelease {
  std::string name;
  bool pictures = true;
  bool retainsUids = false;
};
struct VerifyRelease {
  std::string name;
};
struct ExportRelease {  // asks where to
  std::string name;
};
struct OpenReport {  // of one that was written out, with whatever this computer shows pages with
  std::string name;
};
struct ChooseForRelease {
  ChooserRequest request;
};
struct CancelRelease {};
struct SeeChange {
  std::size_t change;
};
struct DoInChanges {
  ChangeAct act;
};

// What panels remember of the page.
struct ReleaseState {
  bool shown = false;
  std::string chosen;   // a release; empty: the next one
  std::string made;     // the latest that was made, as it was when the page last took note of it
  bool making = false;  // the sheet of a new one
  std::string name;
  bool pictures = true;
  bool retainsUids = false;
  ChooserState chooser;
};

}  // namespace ui
