// Known errors among a model's candidates, to see whether readers notice them: some are left out, some are too large or
// too small, and some stand where nothing is. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "core/grid.h"
#include "core/mask.h"

namespace exchange {

struct SeededCandidate {
  core::Mask mask;
  std::size_t from = 0;  // the candidate that it was made of; of one where nothing is, whose shape it has
  enum class Error : std::uint8_t { None, TooLarge, TooSmall, False } error = Error::None;
};

struct SeedSettings {
  double part = 0.3;  // of the candidates, 0 to 1: made wrong
  std::string seed;   // what becomes of a candidate is decided by it and the candidate's key alone
};

// What is shown in the place of candidates of one case: a part of them is made wrong, by equal chances left out, grown
// or shrunk by a quarter of their size across, or accompanied by a false one, moved to where no candidate and nothing
// of `taken` is, within the image. One that cannot be made wrong as drawn (no room, too small to shrink) stays as it
// is. keys: of the candidates, such as their ids. The same on every machine.
std::vector<SeededCandidate> seedErrors(const std::vector<core::Mask>& candidates, const std::vector<std::string>& keys,
                                        const core::Mask& taken, const core::Grid& grid, const SeedSettings& settings);

}  // namespace exchange
