#include "identity/signing_session.h"

#include <algorithm>

#include "core/error.h"

namespace identity {

SigningSession::SigningSession(core::KeyPair key, Clock::duration length)
    : key_(std::make_shared<const core::KeyPair>(std::move(key))), end_(Clock::now() + length) {}

SigningSession::Clock::duration SigningSession::left() const {
  return std::max(end_ - Clock::now(), Clock::duration::zero());
}

core::Signer SigningSession::signer() const {
  return {key(), [key = key_, end = end_](std::span<const std::byte> message) {
            if (Clock::now() >= end) {
              throw core::Error("signature", "The time for signing is over", "Give the passphrase once more");
            }
            return key->sign(message);
          }};
}

}  // namespace identity
