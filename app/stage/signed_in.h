// Who has given their passphrase in this window a moment ago: one session for every page that signs, so that it is
// asked for once. Used from the thread that draws.
#pragma once

#include <memory>
#include <utility>

#include "identity/signing_session.h"

namespace stage {

class SignedIn {
 public:
  // Null while nobody could sign: the passphrase was not given yet, or its time is over.
  std::shared_ptr<const identity::SigningSession> session() const {
    return session_ != nullptr && !session_->isOver() ? session_ : nullptr;
  }
  void begin(std::shared_ptr<const identity::SigningSession> session) { session_ = std::move(session); }

 private:
  std::shared_ptr<const identity::SigningSession> session_;
};

}  // namespace stage
