// Who works on the project, in a window: enrolling oneself or somebody who stands by, letting this device sign in one's
// name, giving roles, declaring a key lost. It outlives the cases that are opened. Used from the thread that draws.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/latest.h"
#include "identity/introduction.h"
#include "stage/outbox.h"
#include "stage/review_desk.h"
#include "stage/signed_in.h"
#include "ui/people_model.h"

namespace stage {

class PeopleDesk {
 public:
  // reader: whose window it is.
  PeopleDesk(std::string reader, store::Installation installation, std::shared_ptr<SignedIn> signedIn);

  // Once per frame, before panels are drawn.
  void poll(ReviewRoom& room, bool shown);
  // Whether something is on its way that hands would wait for.
  bool isWorking() const { return unlocking_.isWorking() || !outbox_.isEmpty(); }

  // What is against any of these is said on the page.
  void enrol(const ui::EnrolPerson& asked);
  void endorse(const ReviewRoom& room, const ui::EndorseDevice& asked);
  void change(const ReviewRoom& room, const ui::ChangeRoles& asked);
  void revoke(const ReviewRoom& room, const ui::RevokeKey& asked);

  // Adds to what panels show.
  void fill(ui::Model& model) const;

 private:
  using Drafts = std::vector<core::EditDraft>;
  using Say = std::function<Drafts(const identity::Signatory& who)>;
  // A key is unlocked, or made first, and something said with it.
  struct Question {
    std::optional<core::PublicKey> key;  // nothing: a new one
    std::string person;
    std::string passphrase;
    Say say;
  };
  struct Answer {
    Drafts drafts;
    std::shared_ptr<const identity::SigningSession> session;  // of a key that was unlocked
    std::optional<core::PublicKey> made;                      // for nothing, should the drafts not be taken
    std::string fault;
  };

  std::optional<core::Enrolment> enrolmentAt(std::size_t place) const;  // as the page lists them
  void showAnew();
  void tellOfNew(Workspace& workspace);
  // With the key under which the reader is enrolled; without a passphrase while the last one still holds.
  void askSigned(const ReviewRoom& room, const std::string& passphrase, Say say);
  void append(const ReviewRoom& room, Drafts drafts, std::optional<core::PublicKey> made);
  bool isUnlocked() const { return signedIn_->session() != nullptr; }

  const std::string reader_;
  const store::Installation installation_;
  std::shared_ptr<const ReviewNews> news_;
  std::shared_ptr<const ReviewNews> told_;  // of which the card tells
  ui::PeopleCard card_;
  Outbox outbox_;
  const std::shared_ptr<SignedIn> signedIn_;
  std::string fault_;
  std::uint64_t done_ = 0;
  std::size_t waiting_ = 0;                   // for a role, as told
  bool refresh_ = false;                      // the news lack what was just committed
  core::Latest<Question, Answer> unlocking_;  // last: its thread uses what stands above
};

}  // namespace stage
