// Cases that several people read, as the window shows them: how far readers agree, what they differ on most, and
// whether they were brought together. Plain values; one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ui {

struct ReadingsCard {
  struct Track {
    std::string name;   // the reader's; of what is nobody's, the track's
    std::string words;  // "3 lesions", "still reading", "a model's candidates: not counted"
    bool counts = false;
  };
  struct Case {
    enum class State : std::uint8_t { Blind, Waiting, Compared, Failed } state = State::Waiting;
    std::string name;
    std::string words;           // below it
    std::optional<double> dice;  // mean of all pairs; nothing while it is worked out, or where nobody marked anything
    std::vector<std::pair<std::string, std::string>> facts;
    std::vector<Track> tracks;
    enum class Consensus : std::uint8_t { None, Current, Stale, Tied } consensus = Consensus::None;
    std::vector<std::string> consensusWords;  // a sentence each
    std::size_t ties = 0;                     // places that wait for an adjudicator
    std::vector<std::string> readers;         // those that count
  };
  // What would come of a consensus, said before it is made.
  struct Trial {
    bool working = false;
    std::vector<std::string> words;     // a sentence each
    std::vector<std::string> cautions;  // likewise
    bool ready = false;                 // it can be made
  };

  std::vector<Case> cases;  // those that readers agree on least first
  std::string progress;     // "Comparing readings, 3 of 12"; empty: all are compared
  std::optional<double> fraction;
  std::string blocked;               // why this person sees none of it; empty: they do
  std::string mayNotMake;            // why this person makes no consensus; empty: they may
  std::size_t lacking = 0;           // cases without a consensus that is up to date
  std::size_t fewer = 0;             // cases that fewer than two people have read
  std::vector<std::string> readers;  // of all cases
  std::optional<Trial> trial;        // of the sheet that is open
  bool making = false;               // a consensus is on its way
  std::vector<std::string> made;     // what came of the last one, a sentence each
  std::string madeOf;                // the case that it was made of; empty: several
  std::string fault;                 // why it was not made
};

// How readings are brought together, in words.
struct ConsensusWords {
  std::string_view title;
  std::string_view meaning;
};
std::span<const ConsensusWords> consensusMethods();  // in the order of analysis::ConsensusMethod

struct SeeReadings {  // of a case, held against each other
  std::size_t place;  // among the card's cases
};
// Works out what would come of it. Once per choice; the answer is in ReadingsCard::trial.
struct TryConsensus {
  std::optional<std::size_t> place;  // nothing: of all cases that lack one
  std::size_t method = 0;
  std::vector<std::string> readers;  // who count
};
struct MakeConsensus {};  // what was tried
struct DropConsensus {};
struct GoToTies {
  std::size_t place;
};
struct OpenConsensus {  // of a case: its latest
  std::size_t place;
};

// What a consensus leaves to an adjudicator, place by place, of the case and track that are open.
struct TieItem {
  std::string lesion;                     // "L1, cyst"
  std::string words;                      // "34 voxels, 0.12 ml: half of 4 readers marked it"
  std::vector<std::string> classes = {};  // where it is about the class: those to choose from
};
struct TiesCard {
  std::vector<TieItem> places;
  std::size_t at = 0;  // the one that is looked at
  // Of the lesion that it is of, all that is tied, in all places.
  struct Whole {
    std::string lesion;
    std::size_t places = 0;
    std::string words;                                         // "340 voxels"
    std::vector<std::pair<std::string, std::string>> readers;  // who went into it, and what of this they marked
  } whole = {};
  std::string mayNot;     // why this person settles none; empty: they may
  std::string next = {};  // "Go on in patient-2", once all is settled here; empty: nothing is tied elsewhere
};
struct LookAtTie {
  std::size_t place;
};
struct SettleTie {
  std::size_t place;
  bool belongs;
};
struct SettleClass {
  std::size_t place;
  std::size_t choice;  // among its classes
};

struct SettleTiedLesion {  // all places of the lesion that a place is of
  std::size_t place;
  enum class As : std::uint8_t { Belongs, DoesNot, Reader } as;
  std::size_t reader = 0;  // among TiesCard::Whole::readers
};

// What panels remember of the page.
struct ReadingsState {
  bool shown = false;
  std::string chosen;                // the case, by name
  std::string madeOf;                // whose consensus was made last, once it was led to
  bool making = false;               // the sheet is open
  bool wantsMaking = false;          // it is to open, of the case that is chosen, once that is compared
  std::optional<std::size_t> place;  // of what: a case; nothing: all that lack one
  std::size_t method = 0;
  std::vector<std::string> readers;  // that can be chosen
  std::vector<bool> counts;          // those chosen
  bool wholeTie = false;  // beside the pictures: how all places of a lesion are settled stands in their place
};

}  // namespace ui
