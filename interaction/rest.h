// When it is time for eyes to rest: those that converge on a picture at a fixed distance tire, and most advice is to
// look up after 20 to 30 minutes. Pure; one thread.
#pragma once

#include <cstdint>
#include <optional>

namespace interaction {

class Rest {
 public:
  static constexpr std::int64_t kEveryMs = 25 * 60'000;
  static constexpr std::int64_t kRestedMs = 2 * 60'000;  // taken off for as long, it begins anew

  // Of each frame, times never going back: whether to say so now.
  bool isDue(bool worn, std::int64_t timeMs);

 private:
  std::optional<std::int64_t> sinceMs_;  // worn, or last reminded
  std::int64_t lastWornMs_ = 0;
};

}  // namespace interaction
