// Who was heard of lately: what others said of where they are, the latest of each, forgotten when they fall silent.
// Written by the thread that hears, read by any.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <vector>

#include "store/hub_presence.h"

namespace store {

class PresenceBook {
 public:
  static constexpr std::chrono::milliseconds kSayAtMostEvery{50};
  static constexpr std::chrono::milliseconds kSayAgainAfter{2'000};  // where nothing has moved
  static constexpr std::chrono::milliseconds kForgetAfter{6'000};

  // One that is in no case has left, and is forgotten at once.
  void hear(PresenceMessage message);
  std::vector<PresenceMessage> present() const;  // by session

  // Forgets who has fallen silent; whether there was anybody.
  bool forgetSilent();

  // How long to keep silent after one has said where one was, given where one is now.
  static std::chrono::milliseconds pause(const std::optional<Presence>& said, const Presence& now) {
    return said == now ? kSayAgainAfter : kSayAtMostEvery;
  }

 private:
  using Clock = std::chrono::steady_clock;
  struct Heard {
    Presence presence;
    Clock::time_point when;
  };
  mutable std::mutex mutex_;
  std::map<core::SiteId, Heard> heard_;
};

}  // namespace store
