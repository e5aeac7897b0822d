#include "core/contest.h"

#include <algorithm>

namespace core {

Brick contestedIn(std::span<const Assertion> assertions) {
  const auto isOneSites = [&] {
    return std::all_of(assertions.begin(), assertions.end(),
                       [&](const Assertion& each) { return each.edit->site == assertions.front().edit->site; });
  };
  const bool anyCleared =
      std::any_of(assertions.begin(), assertions.end(), [](const Assertion& each) { return each.cleared != nullptr; });
  if (assertions.size() < 2 || !anyCleared || isOneSites()) {
    return {};
  }
  Brick set, cleared;
  for (const Assertion& each : assertions) {
    Brick spokenOver;
    for (const Assertion& other : assertions) {
      if (&other != &each && knewOf(*other.edit, EditPlace::of(*each.edit))) {
        for (const Brick* brick : {other.set, other.cleared}) {
          if (brick != nullptr) {
            spokenOver |= *brick;
          }
        }
      }
    }
    const auto add = [&](const Brick* said, Brick& to) {
      if (said != nullptr) {
        Brick standing = *said;
        standing -= spokenOver;
        to |= standing;
      }
    };
    add(each.set, set);
    add(each.cleared, cleared);
  }
  set &= cleared;
  return set;
}

bool isRemovalContested(const LesionTies& ties) {
  return std::any_of(ties.removals.begin(), ties.removals.end(), [&](const EditHeader* removal) {
    const bool known = std::any_of(ties.touched.begin(), ties.touched.end(),
                                   [&](const EditHeader* touch) { return knewOf(*touch, EditPlace::of(*removal)); });
    return !known && std::any_of(ties.touched.begin(), ties.touched.end(),
                                 [&](const EditHeader* touch) { return !knewOf(*removal, EditPlace::of(*touch)); });
  });
}

}  // namespace core
