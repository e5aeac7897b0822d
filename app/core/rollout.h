// How a project gets from its first cases to a release: test cases kept apart, calibration, candidates of models,
// releases. The bodies of those edits; core::fold() passes over them (see core/review.h). Values; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/bytes.h"
#include "core/edit_kind.h"
#include "core/log_place.h"
#include "core/study.h"

namespace core {

// Whether the header's case belongs to the sequestered test set. The latest counts.
struct CaseSequestered {
  static constexpr EditKind kKind = EditKind::CaseSequestered;
  bool sequestered = true;

  bool operator==(const CaseSequestered&) const = default;
};

// The header's person looked at the header's case, which is sequestered.
struct CaseConsulted {
  static constexpr EditKind kKind = EditKind::CaseConsulted;
  std::string purpose;  // "view", "release", ...

  bool operator==(const CaseConsulted&) const = default;
};

// A calibration session begins: its readers read its cases blind, each in a track of their own
// (workflow/calibration.h says which).
struct CalibrationOpened {
  static constexpr EditKind kKind = EditKind::CalibrationOpened;
  std::string name;
  std::vector<CaseId> cases;         // sorted, each once, at least one
  std::vector<std::string> readers;  // sorted, each once, at least two
  std::string reference;             // the track of an expert or a panel; empty: readers are held against each other

  // At most one of these: each case is read twice, the second time in one more track.
  std::string candidates;  // aided by the candidates of this track, which are withheld before; empty: not
  bool boxes = false;      // once by masks, once by boxes

  // Of `candidates`: the track that they are of, before errors were seeded into them; empty: none were.
  std::string seededFrom;

  bool isReadTwice() const { return boxes || !candidates.empty(); }
  bool operator==(const CalibrationOpened&) const = default;
};

// Everyone may see all of that session from here on. Readings are compared as this edit knew them, by causal heads.
struct CalibrationRevealed {
  static constexpr EditKind kKind = EditKind::CalibrationRevealed;
  EditId session;

  bool operator==(const CalibrationRevealed&) const = default;
};

// A person has looked into why candidates of a class were no longer good enough: its watch begins anew.
struct AutomationReleased {
  static constexpr EditKind kKind = EditKind::AutomationReleased;
  std::string className;
  std::string reason;

  bool operator==(const AutomationReleased&) const = default;
};

// A release: what follows from the edits of a causal cut, so that edits that arrive later, with whatever clock, change
// nothing of it. The manifest is a blob that names every file by path and hash; what a machine could make otherwise is
// a blob itself.
struct ReleaseMade {
  static constexpr EditKind kKind = EditKind::ReleaseMade;
  std::string name;
  Hash manifest;
  std::vector<Head> cut;               // the last edit of every site that is in it, by site
  EditId previous;                     // the release before it; zero: none
  std::optional<Signature> signature;  // as of Decided

  bool operator==(const ReleaseMade&) const = default;
};

}  // namespace core
