// What is to be decided next, and why: every lesion with its opinions, in order of risk. Pure functions; any thread.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/escalation.h"
#include "workflow/policy.h"
#include "workflow/record.h"

namespace workflow {

enum class LesionState : std::uint8_t {
  NotRequired,  // the policy asks nobody, and nobody said anything
  Undecided,    // nobody, or too few
  Stale,        // it, or the rule, was changed after it was decided on
  Contested,    // people painted against each other without knowing
  Escalated,    // somebody asked for it, or two decisions contradict each other
  ChangesAsked,
  Rejected,
  Accepted,
};
std::string_view name(LesionState state);  // "undecided", "changes asked", ... as in `review --json`
// Whether somebody has to do something before a release: of all but NotRequired, Rejected and Accepted.
bool isWaiting(LesionState state);

// The latest that one person decided about a lesion.
struct Opinion {
  core::EditId edit;
  std::string person;
  std::string role;
  core::Verdict verdict = core::Verdict::Accept;
  std::string comment;
  core::Hash version;
  core::Hash guideline;
  std::int64_t wallClockMs = 0;
  std::uint64_t lookedMs = 0;
  bool voxelsChanged = false;  // since then
  bool ruleChanged = false;    // a later guideline touches its class
  bool own = false;            // by whose work it is (isOwnWork()): kept, and not counted

  bool counts() const { return !voxelsChanged && !ruleChanged && !own; }
};

struct QueueItem {
  std::size_t lesion = 0;  // in Record::lesions
  LesionState state = LesionState::Undecided;
  Requirement requirement;
  double risk = 0;
  std::vector<Opinion> opinions;  // in total order
  std::optional<Escalation> escalation;
  std::string waitsFor;  // in plain words; empty where nothing
  // Of a reading that its reader still works on, or that is to be brought together with another: nobody is asked to
  // decide before that.
  bool isUnderway = false;
};

// Who is to change a lesion where changes are asked for, each for all: who corrected it last, else who drew it. Of a
// model's that nobody touched yet, whoever reads the case; where nobody was asked to, who brought it in.
std::vector<std::string> changesFallTo(const Record& record, const LesionFacts& facts);

// Of all lesions that are reviewed: those that wait first, the riskiest of them first, then in total order.
std::vector<QueueItem> reviewQueue(const Record& record);
std::set<std::size_t> rejectedIn(std::span<const QueueItem> queue);  // in Record::lesions

// What to remind of: a guideline that nobody looked at for a month, a class about which decisions contradicted each
// other three times in a month.
std::vector<std::string> reminders(const Record& record);

}  // namespace workflow
