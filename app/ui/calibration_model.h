// Calibration sessions as the window shows them: what one is to read, who has handed in, what came of the sessions that
// are revealed, how that went from session to session, and what is asked about them. Plain values; one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/known_people.h"
#include "ui/compare_model.h"

namespace ui {

// One session's place in a plot over sessions. value: nothing where none could be worked out.
struct TrendPoint {
  std::string session;
  std::optional<double> value;
  std::optional<double> low;  // of the interval at 95 %, with high
  std::optional<double> high;
};

struct CalibrationCard {
  // A reading that the person who looks on was asked for.
  struct Reading {
    std::string name;   // "Cranium 0051"
    std::string words;  // "May", "overdue since 3 May"
    enum class State : std::uint8_t { Open, Waiting, HandedIn } state = State::Open;
    bool overdue = false;
    bool isOpen = false;  // in the window just now
  };
  struct Reader {
    CompareCard::Reader agreement;
    std::string surface;       // "+0.8 mm": the mean of where it lies, outside is positive
    std::string typical;       // "too large by 0.8 mm", "missing lesions"; empty: nothing stands out
    std::size_t handedIn = 0;  // readings; of a session that is being read
  };
  struct Session {
    std::string name;
    std::string when;  // "opened 1 May", "revealed 4 May"
    std::size_t cases = 0;
    std::size_t readings = 0;  // that each reader is asked for
    enum class State : std::uint8_t { Reading, Working, Shown, Failed } state = State::Reading;
    std::string fault;      // of Failed: why, and what can be done
    std::string agreement;  // of Shown: "Krippendorff's alpha of voxels 0.71 (95 %: 0.60–0.80)"
    std::vector<Reader> readers;
    std::vector<std::string> remarks;  // in whole sentences
    std::vector<std::string> twice;    // likewise: what reading cases twice showed
  };
  // A case that the person who looks on marked otherwise than the panel.
  struct Again {
    std::string session;
    std::string caseName;
    std::string words;  // "Dice 0.41, 1 missed"
  };

  std::vector<Reading> readings;  // those to be done first
  std::vector<Session> sessions;  // the latest first
  std::vector<TrendPoint> trend;  // alpha of voxels of those that are revealed, the first first
  std::vector<TrendPoint> own;    // mean Dice of the person who looks on, likewise; empty: who read none of them
  std::string ownError;           // typical of that person in the last of these; empty: nothing stands out
  double least = 0;               // alpha's lower limit may not lie below it
  bool gateOpen = false;
  std::string gate;                          // why, in words
  std::vector<Again> again;                  // those most apart first
  bool working = false;                      // results are on their way
  bool mayTeach = false;                     // may open sessions and reveal them
  std::vector<std::string> proposedReaders;  // of a new session: those of the last one, else whoever drew
  core::KnownPeople known;                   // offered wherever somebody is named
  std::vector<std::string> references;       // tracks that readers may be held against
  std::vector<std::string> candidates;       // tracks with which cases may be read a second time
};

struct OpenReading {
  std::size_t reading;
};
struct RevealSession {
  std::string name;
};
struct OpenSession {
  std::string name;
  std::vector<std::string> readers;
  std::vector<std::size_t> cases;  // among Model::cases
  std::string reference;           // empty: each other
  // At most one of these: cases are read a second time.
  std::string candidates;  // with those of this track
  bool boxes = false;      // by boxes
};
struct SeeDifferences {  // of a revealed session, in one of its cases; empty: in its first
  std::string session;
  std::string caseName;
};

// What panels remember of the page.
struct CalibrationState {
  bool shown = false;
  std::string session;   // that is looked at; one that there is not: the latest
  bool opening = false;  // the sheet of a new session
  std::string name;
  std::string readers;
  std::vector<bool> cases;
  std::string reference;
  std::string candidates;
  bool boxes = false;
  std::string revealing;  // the session that is about to be revealed; empty: none
};

}  // namespace ui
