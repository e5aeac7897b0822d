// Decisions in a person's own name: where people are enrolled, the passphrase is asked for once and is good for some
// minutes. It is tried on a thread of its own, because that takes a tenth of a second on purpose. Used from the thread
// that draws.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/latest.h"
#include "core/rights.h"
#include "identity/signing_session.h"
#include "stage/signed_in.h"
#include "store/installation.h"
#include "ui/review_model.h"

namespace stage {

class ReviewSigning {
 public:
  ReviewSigning(std::string person, const store::Installation& installation, std::shared_ptr<SignedIn> signedIn);

  std::shared_ptr<const identity::SigningSession> session() const { return signedIn_->session(); }

  // Asks for the passphrase. Throws core::Error, naming `subject`, where the person has no key here.
  void ask(const core::People& people, const std::string& subject);
  void give(std::optional<std::string> passphrase);  // nothing: not now
  // Whether the passphrase was right, told once.
  bool poll();

  bool isAsking() const { return asking_; }
  bool isWorking() const { return working_; }
  ui::PassphraseCard card() const { return {person_, fault_, working_}; }
  std::string words() const;  // "Signed as Lea until 14:30"; empty where nobody signs

 private:
  struct Answer {
    std::shared_ptr<const identity::SigningSession> session;
    std::string fault;
  };
  struct Question {
    core::PublicKey key;
    std::string passphrase;
  };

  const std::string person_;
  const std::filesystem::path home_;
  const std::shared_ptr<SignedIn> signedIn_;
  std::optional<core::PublicKey> key_;
  bool asking_ = false;
  bool working_ = false;
  std::string fault_;
  core::Latest<Question, Answer> unlocking_;  // last: its thread uses what stands above
};

}  // namespace stage
