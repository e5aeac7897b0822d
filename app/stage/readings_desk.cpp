#include "stage/readings_desk.h"

#include <algorithm>
#include <set>
#include <utility>

#include "core/error.h"
#include "stage/excursion.h"
#include "stage/in_words.h"
#include "stage/readings_card.h"

namespace stage {
namespace {

// Case by case, each whole, so that painters need not wait for all of them; what was not come to is made by making it
// again. Throws core::Error, with nothing done where something is no longer as it was when it was worked out, else
// saying how many were made.
void appendTrial(store::ProjectFile& project, const ConsensusTrial& trial) {
  project.expectRight(trial.asked.person, core::Right::Settle);
  for (const CaseTrial& each : trial.cases) {
    if (!each.drafts.empty() && basisOf(project, each.image.id, each.consensus.tracks, each.track) != each.basis) {
      throw core::Error(each.image.name, "Somebody has changed a reading of " + each.image.name + " meanwhile",
                        "Make the consensus again");
    }
  }
  std::size_t made = 0;
  try {
    for (const CaseTrial& each : trial.cases) {
      if (!each.drafts.empty()) {
        project.append(each.drafts);
        ++made;
      }
    }
  } catch (const core::Error& error) {
    if (made == 0) {
      throw;
    }
    throw core::Error(
        error.subject(),
        std::to_string(made) + " of " + std::to_string(trial.cases.size()) +
            " cases have their consensus now, the others not yet: " + error.cause(),
        "Make it again for the cases that lack one" + (error.remedy().empty() ? std::string() : ". " + error.remedy()));
  }
}

}  // namespace

ReadingsDesk::ReadingsDesk(std::string reader, store::Installation installation)
    : reader_(std::move(reader)), work_(std::move(installation)) {}

bool ReadingsDesk::isWorking() const {
  return work_.isLooking() || work_.isTrying() || !outbox_.isEmpty() || wanted_.has_value();
}

void ReadingsDesk::poll(ReviewRoom& room, bool shown) {
  outbox_.poll();
  if (std::exchange(refresh_, false)) {
    room.feed.refresh();
  }
  if (wanted_ && *wanted_ == placeOf(room)) {
    wanted_.reset();
  }
  if (auto news = room.feed.news()) {
    news_ = std::move(news);
  }
  const bool may = news_ != nullptr && news_->allows(reader_, core::Right::Decide);
  if (shown && may && looked_ != news_) {
    looked_ = news_;
    work_.look(room.workspace.session().path(), reader_);
  } else if (!shown && looked_ != nullptr) {
    looked_.reset();  // what is looked at again later is compared anew: readings may have changed
    work_.stopLooking();
    made_.clear();
    madeOf_.clear();
    fault_.clear();
  }
  if (auto overview = work_.overview(); overview != overview_) {
    overview_ = std::move(overview);
    showAnew();
  }
  if (auto trial = work_.takeTrial(); trial != nullptr && trying_) {
    trial_ = std::move(trial);
    tried_ = trialOf(*trial_, false);
  }
}

void ReadingsDesk::showAnew() {
  card_ = {};
  order_ = orderOf(*overview_);
  std::set<std::string> readers;
  for (const std::size_t place : order_) {
    const ReadCase& read = overview_->cases[place];
    card_.cases.push_back(caseOf(read));
    if (lacksConsensus(read)) {
      ++card_.lacking;
      readers.insert(card_.cases.back().readers.begin(), card_.cases.back().readers.end());
    }
  }
  card_.readers.assign(readers.begin(), readers.end());
  card_.fewer = overview_->fewer;
}

const ReadCase* ReadingsDesk::at(std::size_t place) const {
  return overview_ != nullptr && place < order_.size() ? &overview_->cases[order_[place]] : nullptr;
}

std::optional<CaseToCompare> ReadingsDesk::toCompare(std::size_t place) const {
  const ReadCase* read = at(place);
  if (read == nullptr || read->blind || !read->agreement) {
    return std::nullopt;
  }
  CaseToCompare what{read->image.id, {.title = "Readings compared", .names = {}, .tracks = {}, .reference = ""}};
  for (const workflow::CaseTrack& each : read->tracks) {
    if (each.kind == workflow::TrackKind::Reading) {
      what.readers.names.push_back(each.reader);
      what.readers.tracks.push_back(each.track);
    }
  }
  return what;
}

void ReadingsDesk::tryOut(const ReviewRoom& room, const ui::TryConsensus& asked) {
  ConsensusAsked what{
      .cases = {}, .method = analysis::ConsensusMethod(asked.method), .readers = asked.readers, .person = reader_};
  for (std::size_t place = 0; place < order_.size(); ++place) {
    const ReadCase& read = *at(place);
    if (asked.place ? place == *asked.place : lacksConsensus(read)) {
      what.cases.push_back(read.image.id);
    }
  }
  trying_ = true;
  trial_.reset();
  tried_ = {};
  made_.clear();
  fault_.clear();
  work_.tryOut(room.workspace.session().path(), std::move(what));
}

void ReadingsDesk::drop() {
  trying_ = false;
  trial_.reset();
}

// Behind the strokes that are on their way. What it was worked out from is looked at once more there.
void ReadingsDesk::make(const ReviewRoom& room) {
  if (trial_ == nullptr || !tried_.ready) {
    return;
  }
  const auto changes = Outbox::Changes::Lesions;
  outbox_.send(
      room.workspace.session(),
      [this, trial = trial_](store::ProjectFile& project) -> Outbox::Then {
        try {
          appendTrial(project, *trial);
        } catch (const core::Error& error) {
          return [this, why = inWords(error)] { fault_ = why; };
        }
        return [this, trial] {
          made_ = trialOf(*trial, true).words;
          madeOf_ = trial->cases.size() == 1 ? trial->cases.front().image.name : "";
          refresh_ = true;
        };
      },
      changes);
  drop();
}

void ReadingsDesk::goToConsensus(const ReviewRoom& room, std::size_t place, bool tied) {
  const ReadCase* read = at(place);
  for (std::size_t i = 0; read != nullptr && i < read->consensus.size(); ++i) {
    if (!tied || !read->consensus[i].ties.empty()) {
      wanted_ = Destination{read->image.id, read->consensus[i].made.track};
    }
  }
  if (wanted_ && *wanted_ == placeOf(room)) {
    wanted_.reset();
  }
}

std::optional<Destination> ReadingsDesk::wanted(const ReviewRoom& room) const {
  return wanted_ && *wanted_ != placeOf(room) ? wanted_ : std::nullopt;
}

void ReadingsDesk::fill(ui::Model& model) const {
  ui::ReadingsCard& card = model.readings.emplace(card_);
  card.made = made_;
  card.madeOf = madeOf_;
  card.fault = fault_;
  card.making = !outbox_.isEmpty();
  if (trying_) {
    card.trial = tried_;
    card.trial->working = work_.isTrying() || trial_ == nullptr;
  }
  if (news_ == nullptr) {
    card.progress = "Looking\u2026";
    return;
  }
  if (!news_->allows(reader_, core::Right::Decide)) {
    card = {};
    card.blocked = "You are a reader here. Readings are compared by those who review, adjudicate or lead.";
    return;
  }
  if (!news_->allows(reader_, core::Right::Settle)) {
    card.mayNotMake = "Your role makes no consensus. Ask an adjudicator or a lead: theirs does.";
  }
  if (work_.isLooking() || overview_ == nullptr) {
    const core::Progress progress = work_.progress();
    card.progress = progress.total > 0 ? "Comparing readings, " + std::to_string(progress.done) + " of " +
                                             std::to_string(progress.total)
                                       : "Looking which cases were read\u2026";
    if (progress.total > 0 && progress.done < progress.total) {
      card.fraction = double(progress.done) / double(progress.total);
    }
  }
}

}  // namespace stage
