// What became of the standard from one release to another, lesion by lesion, and which cases were renamed: in ml, in
// mm, and as the voxels before and after. Pure, but for differenceOf(), which is on the thread of its project file.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/fold.h"
#include "release/archive.h"

namespace release {

// A release that was made before, with the masks that it held.
struct EarlierRelease {
  workflow::Manifest manifest;
  core::State state;
};

struct Change {
  workflow::LesionChange::Kind kind = workflow::LesionChange::Kind::Changed;
  core::LesionId lesion;
  core::CaseId caseId;
  std::string caseName;
  std::string track;
  std::string name;
  std::string className;
  std::string classBefore;         // where it was another; else empty
  std::optional<double> mlBefore;  // nothing: it was not there
  std::optional<double> mlAfter;   // nothing: it no longer is
  std::optional<double> movedMm;   // HD95 of its surfaces; nothing where one is missing
  bool operator==(const Change&) const = default;
};

// By case and name. afterState: what the later release's masks are taken from.
std::vector<Change> changesSince(const EarlierRelease& before, const workflow::Manifest& after,
                                 const core::State& afterState);
// One line: by how many ml it changed, and how many mm its surface moved.
std::string lineOf(const Change& change);

// A case that both of two releases hold, by another name in the later one.
struct RenamedCase {
  core::CaseId id;
  std::string before;
  std::string after;
  bool operator==(const RenamedCase&) const = default;
};
std::vector<RenamedCase> renamedSince(const workflow::Manifest& before,
                                      const workflow::Manifest& after);  // as in after
std::string lineOf(const RenamedCase& renamed);                          // "Liver 7: was called C1"

// Both of two releases and what lies between them. The masks are of `changes`, in their order.
struct Difference {
  std::string from;
  std::string to;
  std::vector<RenamedCase> renamed;
  std::vector<Change> changes;
  std::vector<core::Mask> before;
  std::vector<core::Mask> after;
};
Difference differenceOf(const store::ProjectFile& project, const StoredRelease& from, const StoredRelease& to);

}  // namespace release
