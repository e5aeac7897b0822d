#include "stage/review_signing.h"

#include <array>
#include <ctime>
#include <utility>

#include "core/error.h"
#include "identity/signing.h"
#include "stage/in_words.h"
#include "stage/local_time.h"

namespace stage {

ReviewSigning::ReviewSigning(std::string person, const store::Installation& installation,
                             std::shared_ptr<SignedIn> signedIn)
    : person_(std::move(person)),
      home_(installation.home()),
      signedIn_(std::move(signedIn)),
      unlocking_([this](const Question& question, const auto&) -> std::optional<Answer> {
        try {
          return Answer{std::make_shared<identity::SigningSession>(
                            identity::KeyRing(home_).unlock(question.key, question.passphrase)),
                        ""};
        } catch (const core::Error& error) {
          return Answer{nullptr, inWords(error)};
        }
      }) {}

void ReviewSigning::ask(const core::People& people, const std::string& subject) {
  key_ = identity::signingKeyOf(people, person_, identity::KeyRing(home_), subject);
  asking_ = true;
  fault_.clear();
}

void ReviewSigning::give(std::optional<std::string> passphrase) {
  asking_ = passphrase.has_value();
  working_ = passphrase.has_value();
  if (passphrase) {
    unlocking_.ask({*key_, std::move(*passphrase)});
  } else {
    unlocking_.cancel();
  }
}

bool ReviewSigning::poll() {
  const std::optional<Answer> answer = unlocking_.take();
  if (!answer) {
    return false;
  }
  working_ = false;
  fault_ = answer->fault;
  asking_ = answer->session == nullptr;
  if (!asking_) {
    signedIn_->begin(answer->session);
  }
  return !asking_;
}

std::string ReviewSigning::words() const {
  const auto now = session();
  if (now == nullptr) {
    return "";
  }
  const std::time_t end = std::time(nullptr) + std::chrono::duration_cast<std::chrono::seconds>(now->left()).count();
  return "Signed as " + person_ + " until " + localTime("%H:%M", end) + ".";
}

}  // namespace stage
