// Who reads and who decides, as the window shows it: the review policy, who was asked to read how much and has handed
// in, and what changes either. Plain values; one thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ui {

struct TeamCard {
  // The rule's place in the table of rules, as core::ReviewRule counts them.
  struct Policy {
    std::size_t rule = 0;
    std::vector<std::string> critical;  // classes
    int sampledPercent = 20;
    std::vector<std::string> resolvers;  // who decides what was escalated, one after the other
    int limitHours = 72;                 // that each of them has
  };
  struct Reader {
    std::string name;
    std::size_t handedIn = 0;
    std::size_t readings = 0;  // that were asked for
    std::size_t overdue = 0;
  };

  Policy policy;
  std::vector<Reader> readers;
  bool mayManage = false;  // change the policy
  bool mayAssign = false;
  std::vector<std::string> proposedReaders;
  std::string fault;  // why the last thing asked for was not done
};

// A rule in a few words, and what it means, in the order of their places.
struct ReviewRuleWords {
  std::string_view title;
  std::string_view meaning;
};
std::span<const ReviewRuleWords> reviewRules();

struct SetPolicy {
  TeamCard::Policy policy;
};
struct AssignReadings {
  std::vector<std::string> readers;
  std::vector<std::size_t> cases;  // among Model::cases
  int perCase = 1;
  bool blind = true;
  std::string due;  // "2026-12-31"; empty: no day
};

// What panels remember of the page.
struct TeamState {
  bool shown = false;
  bool changing = false;  // the sheet of the policy
  TeamCard::Policy policy;
  std::string critical;
  std::string resolvers;
  std::string limitHours;
  bool assigning = false;  // the sheet of new readings
  std::string readers;
  std::vector<bool> cases;
  int perCase = 1;
  bool blind = true;
  std::string due;
};

}  // namespace ui
