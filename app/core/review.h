// What people say about lesions, and who is to say it: the bodies of the edits that reading and reviewing consist of.
// Nothing in them is state: which lesions wait, for whom and how long, follows from all of them together
// (app/workflow). core::fold() passes over them, so masks and state hashes do not depend on what was decided.
// Values; any thread.
#pragma once

#include <cstdint>
#include <glm/vec3.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/edit_kind.h"
#include "core/log_place.h"
#include "core/signature.h"

namespace core {

enum class Verdict : std::uint8_t {
  Accept = 0,
  Reject = 1,    // it is not what it claims to be: it stays in its track and out of releases
  Changes = 2,   // its author is to look at it again
  Escalate = 3,  // somebody else is to decide (PolicySet::resolvers)
};
std::string_view name(Verdict verdict);  // "accept", "reject", "changes", "escalate", as on the command line
std::optional<Verdict> verdictNamed(std::string_view name);

// One person's decision on exact voxels: `version` is the lesion's (core/fold.h, lesionVersion()), the guideline is the
// header's. When either changes the decision stays in the history and counts no more.
struct Decided {
  static constexpr EditKind kKind = EditKind::Decided;
  LesionId lesion;
  Hash version;
  Verdict verdict = Verdict::Accept;
  std::string comment;
  std::uint64_t lookedMs = 0;          // how long the finding was before its reviewer; 0 where nobody measured
  std::optional<Signature> signature;  // of the person, where people are enrolled (core/edit.h, signedMessage())

  bool operator==(const Decided&) const = default;
};

// A remark on a lesion, pinned to a voxel and to the view in which it was made.
struct Commented {
  static constexpr EditKind kKind = EditKind::Commented;
  LesionId lesion;
  std::string text;
  std::optional<glm::ivec3> voxel;
  std::string view;  // JSON, as view files are; empty: none

  bool operator==(const Commented&) const = default;
};

enum class ReviewRule : std::uint8_t {
  Single = 0,     // one reader draws, one other person (a specialist) decides
  Dual = 1,       // two readers draw, an adjudicator decides where they differ
  Sampled = 2,    // of what is not critical, a part drawn by risk is decided on
  Consensus = 3,  // critical classes need two accepting reviewers, the others one
};
std::string_view name(ReviewRule rule);  // "single", "dual", "sampled", "consensus"
std::optional<ReviewRule> reviewRuleNamed(std::string_view name);

// How the project reviews. The latest in total order counts, as a whole.
struct PolicySet {
  static constexpr EditKind kKind = EditKind::PolicySet;
  ReviewRule rule = ReviewRule::Single;
  std::vector<std::string> criticalClasses;  // sorted, each once
  double sampledPart = 0.2;                  // of Sampled: 0 to 1
  std::string seed;                          // what is drawn is decided by it and the lesion alone
  std::vector<std::string> resolvers;        // who decides what was escalated; after each time limit the next one
  std::uint64_t limitHours = 72;
  std::string reason = {};  // why it was changed; asked for where it asks for less than the one before

  bool operator==(const PolicySet&) const = default;
};

// In what a policy asks for less than the one before it: clauses in plain words, such as "cases are read by one person,
// not by two". Empty: in nothing.
std::vector<std::string> asksForLess(const PolicySet& before, const PolicySet& after);

// The header's case is to be read by `reader` in the header's track. The latest for a case and track counts; with an
// empty reader it is taken back.
struct Assigned {
  static constexpr EditKind kKind = EditKind::Assigned;
  std::string reader;
  std::int64_t dueMs = 0;  // since 1970; 0: when it is convenient
  bool blind = false;      // others' tracks are not to be seen before it is handed in
  std::string repeats;     // the same reader's earlier track of the case, of a repeated reading

  bool operator==(const Assigned&) const = default;
};

// The reading in the header's case and track is done, also where it marks nothing.
struct ReadingSubmitted {
  static constexpr EditKind kKind = EditKind::ReadingSubmitted;
  std::vector<std::string> confirmed;  // the acceptance criteria, of readings and findings, that its reader ticked

  bool operator==(const ReadingSubmitted&) const = default;
};

}  // namespace core
