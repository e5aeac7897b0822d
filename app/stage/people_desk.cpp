#include "stage/people_desk.h"

#include <algorithm>
#include <utility>

#include "core/error.h"
#include "stage/in_words.h"

namespace stage {
namespace {

static_assert(ui::kMinPassphrase == identity::kMinPassphraseBytes);
static_assert(ui::kRoles == std::size_t(core::kLastRole));

core::Role roleAt(std::size_t place) {
  return core::Role(place + 1);
}

// "3f2a 9c01 77de 10b4": enough to compare by voice.
std::string digitsOf(const core::PublicKey& key) {
  std::string digits = key.hex().substr(0, 16);
  for (const std::size_t place : {12, 8, 4}) {
    digits.insert(place, " ");
  }
  return digits;
}

}  // namespace

PeopleDesk::PeopleDesk(std::string reader, store::Installation installation, std::shared_ptr<SignedIn> signedIn)
    : reader_(std::move(reader)),
      installation_(std::move(installation)),
      signedIn_(std::move(signedIn)),
      unlocking_([this](const Question& question, const auto&) -> std::optional<Answer> {
        const identity::KeyRing ring(installation_.home());
        Answer answer;
        try {
          if (!question.key) {
            answer.made = ring.make(question.person, question.passphrase);
          }
          answer.session = std::make_shared<const identity::SigningSession>(
              ring.unlock(question.key ? *question.key : *answer.made, question.passphrase));
          answer.drafts = question.say({*answer.session, question.person});
        } catch (const core::Error& error) {
          answer.fault = inWords(error);
        }
        return answer;
      }) {}

void PeopleDesk::poll(ReviewRoom& room, bool shown) {
  outbox_.poll();
  if (std::exchange(refresh_, false)) {
    room.feed.refresh();
  }
  if (auto news = room.feed.news()) {
    news_ = std::move(news);
    tellOfNew(room.workspace);
  }
  if (shown && told_ != news_) {
    told_ = news_;
    showAnew();
  }
  std::optional<Answer> answer = unlocking_.take();
  if (!answer) {
    return;
  }
  if (!answer->fault.empty()) {
    fault_ = std::move(answer->fault);
    return;
  }
  if (!answer->made) {
    signedIn_->begin(answer->session);
  }
  append(room, std::move(answer->drafts), answer->made);
}

void PeopleDesk::append(const ReviewRoom& room, Drafts drafts, std::optional<core::PublicKey> made) {
  outbox_.send(room.workspace.session(),
               [this, drafts = std::move(drafts), made](store::ProjectFile& project) -> Outbox::Then {
                 try {
                   project.append(drafts);
                 } catch (const core::Error& error) {
                   return [this, made, why = inWords(error)] {
                     if (made) {
                       identity::KeyRing(installation_.home()).forget(*made);
                     }
                     fault_ = why;
                   };
                 }
                 return [this] {
                   ++done_;
                   refresh_ = true;
                 };
               });
}

// A lead hears of those who enrolled and wait for a role.
void PeopleDesk::tellOfNew(Workspace& workspace) {
  const std::vector<core::Enrolment> all = news_->people.enrolments();
  const std::size_t waiting = std::size_t(std::count_if(
      all.begin(), all.end(), [](const core::Enrolment& each) { return each.roles.empty() && !each.revoked; }));
  if (waiting == waiting_) {
    return;
  }
  workspace.withdrawNotes(ui::CommandId::People);  // which told of others
  if (waiting > std::exchange(waiting_, waiting) && news_->allows(reader_, core::Right::Manage)) {
    workspace.note(ui::Note::Kind::Caution,
                   waiting == 1 ? "Somebody enrolled who has no role yet."
                                : std::to_string(waiting) + " people enrolled who have no role yet.",
                   ui::CommandId::People, "People");
  }
}

void PeopleDesk::askSigned(const ReviewRoom& room, const std::string& passphrase, Say say) {
  fault_.clear();
  try {
    if (const auto session = signedIn_->session(); passphrase.empty() && session != nullptr) {
      append(room, say({*session, reader_}), std::nullopt);
      return;
    }
    const identity::KeyRing ring(installation_.home());
    unlocking_.ask(
        {identity::signingKeyOf(news_->people, reader_, ring, reader_), reader_, passphrase, std::move(say)});
  } catch (const core::Error& error) {
    fault_ = inWords(error);
  }
}

std::optional<core::Enrolment> PeopleDesk::enrolmentAt(std::size_t place) const {
  if (told_ == nullptr) {
    return std::nullopt;
  }
  const std::vector<core::Enrolment> all = told_->people.enrolments();
  return place < all.size() ? std::optional(all[place]) : std::nullopt;
}

void PeopleDesk::enrol(const ui::EnrolPerson& asked) {
  fault_.clear();
  if (news_ != nullptr && news_->people.enrolmentOf(asked.person)) {
    fault_ = asked.person + " is enrolled already. Declare that key lost first, or take another name.";
    return;
  }
  unlocking_.ask(
      {std::nullopt, asked.person, asked.passphrase,
       [device = installation_.deviceKey().publicKey(), name = asked.device](const identity::Signatory& who) {
         return Drafts{identity::enrolment(who), identity::endorsement(who, device, name, true)};
       }});
}

void PeopleDesk::endorse(const ReviewRoom& room, const ui::EndorseDevice& asked) {
  if (news_ != nullptr) {
    askSigned(
        room, asked.passphrase,
        [device = installation_.deviceKey().publicKey(), name = asked.device, endorsed = asked.endorsed](
            const identity::Signatory& who) { return Drafts{identity::endorsement(who, device, name, endorsed)}; });
  }
}

void PeopleDesk::change(const ReviewRoom& room, const ui::ChangeRoles& asked) {
  const std::optional<core::Enrolment> of = enrolmentAt(asked.person);
  if (!of) {
    return;
  }
  std::vector<std::pair<core::Role, bool>> changes;
  for (std::size_t i = 0; i < ui::kRoles; ++i) {
    if (asked.roles[i] != of->roles.contains(roleAt(i))) {
      changes.emplace_back(roleAt(i), asked.roles[i]);
    }
  }
  if (changes.empty()) {
    ++done_;
    return;
  }
  askSigned(room, asked.passphrase, [of = *of, changes](const identity::Signatory& who) {
    Drafts drafts;
    for (const auto& [role, granted] : changes) {
      drafts.push_back(identity::roleChange(who, of, role, granted));
    }
    return drafts;
  });
}

void PeopleDesk::revoke(const ReviewRoom& room, const ui::RevokeKey& asked) {
  if (const std::optional<core::Enrolment> of = enrolmentAt(asked.person)) {
    askSigned(room, asked.passphrase, [of = *of, reason = asked.reason](const identity::Signatory& who) {
      return Drafts{identity::revocation(who, of, reason)};
    });
  }
}

// Asks the key ring's files, so not in every frame: keys come and go with what is said in the project.
void PeopleDesk::showAnew() {
  card_ = {};
  const core::People& people = told_->people;
  const identity::KeyRing ring(installation_.home());
  for (const core::Enrolment& each : people.enrolments()) {
    ui::PeopleCard::Person person{
        .name = each.person, .key = digitsOf(each.key), .revoked = each.revoked, .keyHere = ring.has(each.key)};
    for (std::size_t i = 0; i < ui::kRoles; ++i) {
      person.roles[i] = each.roles.contains(roleAt(i));
    }
    if (each.person == reader_ && !each.revoked) {
      card_.own = card_.people.size();
    }
    card_.people.push_back(std::move(person));
  }
  const auto device = installation_.devicePublicKey();
  card_.self = reader_;
  card_.worksHere = device && people.isEndorsedNow(*device, reader_);
  card_.device = identity::computerName();
  card_.mayManage = told_->allows(reader_, core::Right::Manage) && card_.own.has_value();
}

void PeopleDesk::fill(ui::Model& model) const {
  if (told_ == nullptr) {
    return;
  }
  ui::PeopleCard& card = model.enrolled.emplace(card_);
  card.working = isWorking();
  card.fault = fault_;
  card.done = done_;
  card.unlocked = isUnlocked();
}

}  // namespace stage
