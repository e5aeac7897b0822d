// A person who has given the passphrase signs for some minutes without giving it again, then has to. Any thread.
#pragma once

#include <chrono>
#include <memory>

#include "core/signature.h"

namespace identity {

class SigningSession {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::minutes kLength{10};

  explicit SigningSession(core::KeyPair key, Clock::duration length = kLength);

  const core::PublicKey& key() const { return key_->publicKey(); }
  bool isOver() const { return Clock::now() >= end_; }
  Clock::duration left() const;  // zero once it is over
  void close() { end_ = {}; }

  // What a draft signs with (core::EditDraft::sign); throws core::Error where the session is over by then.
  core::Signer signer() const;

 private:
  std::shared_ptr<const core::KeyPair> key_;
  Clock::time_point end_;
};

}  // namespace identity
