// What the review deck shows, and what is asked on it: one finding at a time, with all that its decision needs. Plain
// values; one thread.
#pragma once

#include <algorithm>
#include <cstdint>
#include <glm/vec3.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ui/deck_keys.h"

namespace ui {

enum class ReviewAct : std::uint8_t {
  Accept,
  Reject,
  Changes,   // its author is to look at it again
  Escalate,  // somebody else is to decide
  Comment,   // opens the sheet
  Edit,      // with all tools; the deck waits
  Skip,
  Back,
  TakeBack,  // the latest decision
  Leave,
};

using ReviewKey = DeckKey<ReviewAct>;
std::span<const ReviewKey> reviewKeys();

// What is said most often of a finding, for whoever has no keyboard at hand.
std::span<const std::string_view> reviewReasons();

// What somebody said about the finding: a decision or a comment.
struct SaidItem {
  std::string who;
  std::string what;  // "Accepted", "Commented"
  std::string text;
  std::string when;
  bool counts = true;   // else why not stands in `what`
  bool pinned = false;  // it leads to a voxel and a view
};

// What a lesion's row in the list shows of its review.
enum class ReviewMark : std::uint8_t {
  None,        // nothing was decided
  SecondLook,  // it or its rule was changed since
  HandedOn,    // somebody else is to decide
  SentBack,    // changes were asked for
  Rejected,
  Accepted,
};

// The same at length, for whoever draws it.
struct LesionStanding {
  ReviewMark mark = ReviewMark::None;
  std::string words;           // "Sent back by Rita: waits for changes by Ben."; empty: nobody is asked
  std::vector<SaidItem> said;  // the latest first
};

// One thing that has to hold before the finding is accepted.
struct CriterionItem {
  std::string text;
  enum class State : std::uint8_t { Open, Holds, Fails } state = State::Open;
  bool byMachine = false;  // else people tick it, for themselves
};

struct ReviewCard {
  enum class State : std::uint8_t {
    Waiting,   // it is being found out, or opened
    Finding,   // one is shown
    Finished,  // nothing is left to decide
  };
  State state = State::Waiting;
  std::size_t place = 0;  // of the finding, from 1
  std::size_t of = 0;
  bool canTakeBack = false;
  bool canGoBack = false;
  bool opened = false;  // the pictures show it; decisions count from a moment later on

  std::string name;
  std::string origin;  // "Cranium 0051 · Reader B"
  std::string className;
  std::string risk;     // why it comes first: "Critical class"; empty: nothing stands out
  std::string why;      // what its decision is asked for
  std::string blocked;  // why it cannot be accepted as it is; empty: it can
  std::vector<std::pair<std::string, std::string>> facts;
  std::vector<SaidItem> said;  // the latest first
  // What each reader marked of it, where they differ, and how it was when somebody decided on it, where it was changed
  // since. Empty: neither, or this person is not to see it.
  struct Reading {
    std::string reader;
    std::string marked;  // "liver metastasis"; else "not marked"; empty: the finding's own class
    std::string volume;  // "2.76 ml"; empty where nothing is marked
    glm::vec3 color{1};  // sRGB, of its outline in the slices
    bool outlined = false;
    bool shown = true;  // the outline, where there is one
  };
  std::vector<Reading> readings;
  std::string readingsTitle;  // of these
  std::string agreement;      // "Dice between them 0.60", "Pairwise Dice 0.57\u20130.83"; empty: nothing to be said

  std::vector<CriterionItem> criteria;
  std::vector<std::string> unmet;     // of the criteria: what a machine found against it, which a release stops at
  std::vector<std::string> unticked;  // what nobody has said to have looked at
  std::string others;                 // of Finished: what waits for somebody else; empty: nothing does
  std::string changesBy;              // who is to make changes, if they are asked for: "Ben or Cleo"
  std::string escalatesTo;            // what letting somebody else decide leads to
  std::string decided;                // the latest decision of this sitting: "Accepted L2"; empty: none
  std::string reason;                 // the comment that goes with the next decision
  std::string signing;                // "Signed as Lea until 14:30"; empty: nobody signs here
};

// A passphrase is needed before a decision counts.
struct PassphraseCard {
  std::string person;
  std::string fault;     // of the last try
  bool working = false;  // one is being tried
};

// What its author is to look at again.
struct SentBackItem {
  std::string lesion;
  std::string caseName;
  std::string what;  // "Rejected by Lea"
  std::string text;
  std::string when;
  bool settled = false;  // nothing is to be mended: it was rejected, or is changed already
};
inline std::size_t toMend(std::span<const SentBackItem> items) {
  return std::size_t(std::count_if(items.begin(), items.end(), [](const SentBackItem& each) { return !each.settled; }));
}

// What is asked before a reading is handed in: what machines can check, and what its reader confirms.
struct HandInCard {
  struct Check {
    std::string what;
    std::vector<std::string> against;   // empty: it holds
    std::optional<std::size_t> lesion;  // the first that it is about
  };
  std::string reading;               // "Cranium 0051 · Reader A"
  std::vector<std::string> lesions;  // "L1 · lung nodule · 2.76 ml · 21 mm across"
  std::string already;               // "Handed in on 3 May 2026 at 14:03"; empty: not yet
  std::vector<Check> checks;
  std::vector<std::string> readingAcceptance;  // of the reading as a whole
  std::vector<std::string> acceptance;         // of each of its findings
};

struct DoInReview {
  ReviewAct act;
};
struct DecideWith {  // what was asked before has been answered
  ReviewAct act;
  std::string reason;  // empty: none is needed
};
struct PinComment {
  std::string text;
};
struct ShowSaid {  // where it was pinned
  std::size_t said;
};
struct TickCriterion {
  std::string text;
};
struct SwitchReading {  // its outline
  std::size_t reading;
};
struct ShowSentBack {
  std::size_t item;
};
struct HandIn {
  std::vector<std::string> confirmed;
};
struct GivePassphrase {
  std::optional<std::string> passphrase;  // nothing: not now
};

}  // namespace ui
