// What a machine can check of a reading before it is handed in. Pure functions; any thread.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/fold.h"
#include "core/guideline.h"

namespace workflow {

struct MarkedLesion {
  const core::Lesion* lesion;
  const core::Mask* mask;
};

struct ReadingCheck {
  // Where it does not hold: in plain words, and which lesions it is about, as indices.
  struct Fault {
    std::string words;  // "Cyst 2 is 12 mm³, from 30 mm³ on"
    std::vector<std::size_t> lesions;
  };
  std::string about;  // "size"; empty: not worth a word where it holds
  std::string what;   // that is to hold, in plain words
  std::vector<Fault> faults;

  bool holds() const { return faults.empty(); }
};

// Of all lesions of one reading: classes are allowed, nothing is smaller than its class may be, nothing overlaps that
// must not, everything lies inside the image and holds at least one voxel. guideline: null where there is none; then
// only what needs none is checked.
std::vector<ReadingCheck> checksOf(const core::Guideline* guideline, const core::Grid& grid,
                                   std::span<const MarkedLesion> lesions);

}  // namespace workflow
