// What keeps a release from being made, in words that say what to do. Pure functions; any thread.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/automation.h"
#include "workflow/consensus_state.h"
#include "workflow/queue.h"

namespace workflow {

struct Obstacle {
  std::string rule;     // "undecided", "stale", "overdue", "paused", ...: the same word for the same kind
  std::string subject;  // the lesion, case or class
  std::string what;
  // Where somebody can look at it; zero and empty where it is in no one place.
  core::CaseId caseId;
  std::string track;
  core::LesionId lesion;
};

// Whether somebody's decision on a lesion can take it away: of what waits for one, and of what was accepted and the
// guideline does not allow, which can be rejected or edited where it is decided on.
bool asksForDecision(const Obstacle& obstacle);

// One thing that a release is held to, in words, with the rules of the obstacles that belong to it.
struct GateCheck {
  std::string_view title;
  std::vector<std::string_view> rules;
  bool ofFiles = false;  // found out while its files are made, after all others
};
// In the order in which they are looked at. Each rule belongs to one.
std::span<const GateCheck> gateChecks();

using MaskOf = std::function<core::Mask(const core::LesionId& lesion)>;

// The lesions that a release would hold: accepted, or not drawn for review. In total order; indices of record.lesions.
std::vector<std::size_t> releasable(const Record& record, std::span<const QueueItem> queue);

// Of the workflow and the guideline: everything waiting, overdue or paused, cases without the readings that the policy
// asks for, and lesions that the guideline does not allow (its class, its smallest size, overlap), that are empty or
// lie outside of the image. What takes the files themselves (geometry, identity, bytes) is the exporter's to check.
std::vector<Obstacle> obstaclesOf(const Record& record, std::span<const QueueItem> queue,
                                  std::span<const ClassWatch> watches, const MaskOf& maskOf);
// Of the consensus of a case: what is behind its readings, and lesions that half of the readers marked, which are in no
// track that is released unless somebody says so. What is tied at the edge of a lesion is judged with it.
std::vector<Obstacle> obstaclesOf(const core::Case& image, std::span<const ConsensusState> consensus);

}  // namespace workflow
