// Who reads and who decides, as the window shows it: the review policy, who was asked to read how much and has handed
// in, and what changes either. Plain values; one thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/known_people.h"
#include "core/review.h"

namespace ui {

struct TeamCard {
  struct Reader {
    std::string name;
    std::size_t handedIn = 0;
    std::size_t readings = 0;  // that were asked for
    std::size_t overdue = 0;
    std::string cases;  // that were asked for: "Case 3, Case 5"
  };

  core::PolicySet policy;
  bool wasSet = false;  // by somebody: less may be asked for only with a reason
  std::vector<Reader> readers;
  bool mayManage = false;  // change the policy
  bool mayAssign = false;
  int readersAsked = 1;               // by the policy, of each case
  std::vector<std::string> proposed;  // by case, what speaks for reading it; empty: nothing, or fewer than the cases
  std::vector<std::string> proposedReaders;
  core::KnownPeople known;       // who can be named
  core::KnownPeople annotators;  // of them, those who are offered to read
  core::KnownPeople deciders;    // and those to decide what is escalated
  std::string fault;             // why the last thing asked for was not done
};

// A rule in a few words, and what it means, in the order of their places.
struct ReviewRuleWords {
  std::string_view title;
  std::string_view meaning;
};
std::span<const ReviewRuleWords> reviewRules();

struct SetPolicy {
  core::PolicySet policy;
};
struct AssignReadings {
  std::vector<std::string> readers;
  std::vector<std::size_t> cases;  // among Model::cases
  int perCase = 1;
  bool blind = true;
  std::string due;        // "2026-12-31"; empty: no day
  int repeatPercent = 0;  // of them, those that a reader reads twice
  std::string seed;       // what the draw hangs on
};

// What panels remember of the page.
struct TeamState {
  bool shown = false;
  bool changing = false;  // the sheet of the policy
  core::PolicySet policy;
  std::string critical;
  std::string resolvers;
  std::string limitHours;
  std::string part;        // in percent
  bool assigning = false;  // the sheet of new readings
  std::string readers;
  std::vector<bool> cases;
  int perCase = 1;
  bool blind = true;
  std::string due;
  std::string repeat;  // in percent
  std::string seed;
  bool more = false;  // what is seldom asked for is shown too
};

}  // namespace ui
