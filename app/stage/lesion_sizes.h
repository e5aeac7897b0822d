// How large each lesion is, found in the background, one after the other. The one place that says so: lists and details
// show the same numbers. Used from the thread that draws.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "core/latest.h"
#include "shape/sizes.h"

namespace stage {

class LesionSizes {
 public:
  // found: called on another thread whenever poll() has something to take up. The volume outlives this.
  LesionSizes(const core::Volume& volume, std::function<void()> found);

  // A lesion's voxels are others now. What was known of it holds until it is measured anew.
  void changed(std::size_t lesion);
  // Takes up what was found and goes on measuring, `first` before the others where it is still to be measured. Which
  // lesion's sizes are new. Never blocks.
  std::optional<std::size_t> poll(const std::function<const core::Mask&(std::size_t lesion)>& maskOf,
                                  std::optional<std::size_t> first);
  // Null until it was measured once.
  const shape::Sizes* of(std::size_t lesion) const;

 private:
  std::vector<std::optional<shape::Sizes>> known_;
  std::set<std::size_t> waiting_;
  std::optional<std::size_t> asked_;
  core::Latest<core::Mask, shape::Sizes> latest_;  // last: its thread reads the volume
};

}  // namespace stage
