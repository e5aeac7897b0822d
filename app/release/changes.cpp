#include "release/changes.h"

#include <algorithm>

#include "analysis/surface_distance.h"
#include "core/error.h"
#include "core/text.h"

namespace release {
namespace {

const core::Case& caseIn(const core::State& state, const core::CaseId& id) {
  const auto found =
      std::find_if(state.cases.begin(), state.cases.end(), [&](const core::Case& each) { return each.id == id; });
  core::check(found != state.cases.end(), "cases never leave a project");
  return *found;
}

core::Mask maskIn(const core::State& state, const core::LesionId& lesion) {
  const auto found = state.masks.find(lesion);
  return found == state.masks.end() ? core::Mask() : found->second;
}

// A lesion that was made anew, voxel for voxel and of the same class, as a consensus is, was neither removed nor added.
void dropMadeAnew(std::vector<Change>& changes, const core::State& before, const core::State& after) {
  for (std::size_t i = 0; i < changes.size();) {
    const Change& gone = changes[i];
    const auto anew =
        gone.mlAfter ? changes.end() : std::find_if(changes.begin(), changes.end(), [&](const Change& each) {
          const core::Mask was = maskIn(before, gone.lesion);
          return !each.mlBefore && each.caseId == gone.caseId && each.className == gone.className && !was.isEmpty() &&
                 maskIn(after, each.lesion) == was;
        });
    if (anew == changes.end()) {
      ++i;
      continue;
    }
    const std::size_t other = std::size_t(anew - changes.begin());
    changes.erase(changes.begin() + std::ptrdiff_t(std::max(i, other)));
    changes.erase(changes.begin() + std::ptrdiff_t(std::min(i, other)));
    i = 0;
  }
}

}  // namespace

std::vector<Change> changesSince(const EarlierRelease& before, const workflow::Manifest& after,
                                 const core::State& afterState) {
  std::vector<Change> changes;
  for (const workflow::LesionChange& each : workflow::changesBetween(before.manifest, after)) {
    const workflow::ManifestLesion& lesion = each.after == nullptr ? *each.before : *each.after;
    const core::Case& in = caseIn(afterState, lesion.caseId);
    Change change{.kind = each.kind,
                  .lesion = lesion.id,
                  .caseId = lesion.caseId,
                  .caseName = in.name,
                  .track = lesion.track,
                  .name = lesion.name,
                  .className = lesion.className};
    if (each.before != nullptr) {
      change.mlBefore = each.before->volumeMl;
    }
    if (each.after != nullptr) {
      change.mlAfter = each.after->volumeMl;
    }
    if (each.kind == workflow::LesionChange::Kind::Changed) {
      change.classBefore = each.before->className == lesion.className ? "" : each.before->className;
      const auto was = before.state.masks.find(lesion.id), is = afterState.masks.find(lesion.id);
      if (was != before.state.masks.end() && is != afterState.masks.end()) {
        change.movedMm = analysis::surfaceDistances(was->second, is->second, in.grid.spacingMm()).hausdorffMm(95);
      }
    }
    changes.push_back(std::move(change));
  }
  dropMadeAnew(changes, before.state, afterState);
  return changes;
}

std::string lineOf(const Change& change) {
  std::string line = change.caseName + ", \"" + change.name + "\" (" + change.className + "): ";
  if (!change.mlAfter) {
    return line + "removed, " + core::printed("%.3f ml", *change.mlBefore);
  }
  if (!change.mlBefore) {
    return line + "added, " + core::printed("%.3f ml", *change.mlAfter);
  }
  line += core::printed("%.3f", *change.mlBefore) + " to " + core::printed("%.3f ml", *change.mlAfter);
  line += change.movedMm ? ", surface moved by " + core::printed("%.1f mm", *change.movedMm) + " (HD95)" : "";
  line += change.classBefore.empty() ? "" : ", was of class " + change.classBefore;
  return line;
}

std::vector<RenamedCase> renamedSince(const workflow::Manifest& before, const workflow::Manifest& after) {
  std::vector<RenamedCase> renamed;
  for (const workflow::ManifestCase& now : after.cases) {
    const auto was = std::ranges::find(before.cases, now.id, &workflow::ManifestCase::id);
    if (was != before.cases.end() && was->name != now.name) {
      renamed.push_back({now.id, was->name, now.name});
    }
  }
  return renamed;
}

std::string lineOf(const RenamedCase& renamed) {
  return renamed.after + ": was called " + renamed.before;
}

Difference differenceOf(const store::ProjectFile& project, const StoredRelease& from, const StoredRelease& to) {
  const EarlierRelease before{from.manifest, stateAt(project, from.made.cut).state};
  const core::State after = stateAt(project, to.made.cut).state;
  Difference difference{.from = from.made.name,
                        .to = to.made.name,
                        .renamed = renamedSince(from.manifest, to.manifest),
                        .changes = changesSince(before, to.manifest, after)};
  for (const Change& each : difference.changes) {
    difference.before.push_back(each.mlBefore ? maskIn(before.state, each.lesion) : core::Mask());
    difference.after.push_back(each.mlAfter ? maskIn(after, each.lesion) : core::Mask());
  }
  return difference;
}

}  // namespace release
