#include "store/presence_book.h"

#include <utility>

namespace store {

void PresenceBook::hear(PresenceMessage message) {
  const std::lock_guard lock(mutex_);
  const Clock::time_point now = Clock::now();
  std::erase_if(heard_, [&](const auto& each) { return now - each.second.when > kForgetAfter; });
  if (message.presence.caseId.isZero()) {
    heard_.erase(message.session);
  } else {
    heard_[message.session] = {std::move(message.presence), now};
  }
}

bool PresenceBook::forgetSilent() {
  const std::lock_guard lock(mutex_);
  return std::erase_if(heard_, [&](const auto& each) { return Clock::now() - each.second.when > kForgetAfter; }) > 0;
}

std::vector<PresenceMessage> PresenceBook::present() const {
  const std::lock_guard lock(mutex_);
  std::vector<PresenceMessage> present;
  for (const auto& [session, heard] : heard_) {
    if (Clock::now() - heard.when < kForgetAfter) {
      present.push_back({session, heard.presence});
    }
  }
  return present;
}

}  // namespace store
