#include "stage/calibration_desk.h"

#include <algorithm>
#include <utility>

#include "core/error.h"
#include "stage/in_words.h"
#include "workflow/known_people.h"
#include "workflow/second_reading.h"

namespace stage {

CalibrationDesk::CalibrationDesk(std::string reader, store::Installation installation)
    : reader_(std::move(reader)), results_(std::move(installation)) {}

void CalibrationDesk::poll(ReviewRoom& room, bool shown) {
  outbox_.poll();
  if (wanted_ && *wanted_ == placeOf(room)) {
    wanted_.reset();
  }
  if (std::exchange(refresh_, false)) {
    room.feed.refresh();
  }
  for (Told& each : std::exchange(told_, {})) {
    room.workspace.note(each.kind, std::move(each.text));
  }
  if (auto news = room.feed.news(); news != nullptr && news != news_) {
    news_ = std::move(news);
    readings_ = readingsFor(news_->record, reader_);
    card_.reset();
  }
  if (news_ != nullptr && std::exchange(toldAt_, placeOf(room)) != placeOf(room)) {
    if (std::string words = readingsWaiting(readings_, placeOf(room)); !words.empty()) {
      room.workspace.note(ui::Note::Kind::Caution, std::move(words), ui::CommandId::Calibration, "To your readings");
    }
    tellWay(room);
  }
  if (!shown) {
    asked_.clear();  // what is looked at again later is compared anew: readings may have changed
    card_.reset();
    return;
  }
  if (news_ == nullptr) {
    card_ = ui::CalibrationCard{.working = true};
    return;
  }
  const std::vector<workflow::Session> sessions = workflow::sessionsOf(news_->record);
  std::vector<core::EditId> revealed;
  for (const workflow::Session& each : sessions) {
    if (each.isRevealed()) {
      revealed.push_back(each.id);
    }
  }
  if (asked_ != revealed) {
    asked_ = revealed;
    results_.ask(room.workspace.session().path(), sessions);
  }
  if (std::optional<SessionOutcomes> found = results_.take()) {
    outcomes_ = std::move(*found);
    card_.reset();
  }
  if (!card_) {
    card_ = calibrationCardOf(news_->record, outcomes_, reader_);
    card_->known = workflow::knownPeople(news_->record, news_->people);
    core::keepKnown(card_->proposedReaders, card_->known);
    card_->mayTeach = news_->allows(reader_, core::Right::Teach);
  }
  card_->working = results_.isWorking();
}

// How the reading that is open is to be done, and with which tool in the hand.
void CalibrationDesk::tellWay(ReviewRoom& room) {
  const Destination here = placeOf(room);
  const bool underway = std::any_of(readings_.begin(), readings_.end(), [&](const workflow::Reading& each) {
    return !each.submittedMs && Destination{each.caseId, each.track} == here;
  });
  const workflow::ReadingWay way =
      underway ? workflow::wayOf(news_->record, here.caseId, here.track, reader_) : workflow::ReadingWay::Once;
  if (std::string words = wayWords(way); !words.empty()) {
    room.workspace.note(ui::Note::Kind::Info, std::move(words));
  }
  if (way == workflow::ReadingWay::ByBoxes) {
    room.sight.choose(interaction::ToolId::Box);
  }
}

// work: what is told of it in the end.
void CalibrationDesk::send(ReviewRoom& room, std::function<std::string(store::ProjectFile&)> work) {
  outbox_.send(room.workspace.session(), [this, work = std::move(work)](store::ProjectFile& project) -> Outbox::Then {
    try {
      return [this, said = work(project)] {
        refresh_ = true;
        told_.push_back({ui::Note::Kind::Info, said});
      };
    } catch (const core::Error& error) {
      return [this, why = inWords(error)] { told_.push_back({ui::Note::Kind::Failure, why}); };
    }
  });
}

void CalibrationDesk::open(ReviewRoom& room, const ui::OpenSession& asked) {
  if (news_ == nullptr) {
    return;
  }
  if (const auto unknown = core::unknownAmong(asked.readers, workflow::knownPeople(news_->record, news_->people))) {
    told_.push_back({ui::Note::Kind::Failure, core::inWords(*unknown)});
    return;
  }
  core::CalibrationOpened opened{.name = asked.name,
                                 .cases = {},
                                 .readers = asked.readers,
                                 .reference = asked.reference,
                                 .candidates = asked.candidates,
                                 .boxes = asked.boxes};
  for (const std::size_t place : asked.cases) {
    opened.cases.push_back(news_->record.cases.at(place).id);
  }
  send(room, [news = news_, opened = std::move(opened), person = reader_](store::ProjectFile& project) {
    const std::vector<core::EditDraft> drafts = workflow::openingOf(news->record, opened, person);
    for (const core::EditDraft& each : drafts) {
      project.expectRight(person, core::rightFor(core::kindOf(each.body)));
    }
    project.append(drafts);
    return "Session " + opened.name + " is open. Its readers find it among their readings.";
  });
}

void CalibrationDesk::reveal(ReviewRoom& room, const std::string& session) {
  if (news_ == nullptr) {
    return;
  }
  for (const workflow::Session& each : workflow::sessionsOf(news_->record)) {
    if (each.opened.name == session && !each.isRevealed()) {
      send(room, [id = each.id, session, person = reader_](store::ProjectFile& project) {
        project.expectRight(person, core::rightFor(core::EditKind::CalibrationRevealed));
        project.append({.person = person, .body = core::CalibrationRevealed{id}});
        return "Session " + session + " is revealed to everybody.";
      });
      return;
    }
  }
}

std::optional<Destination> CalibrationDesk::wanted(const ReviewRoom& room) const {
  return wanted_ && *wanted_ != placeOf(room) ? wanted_ : std::nullopt;
}

void CalibrationDesk::readNext(ReviewRoom& room) {
  if (news_ == nullptr) {
    return;
  }
  const Destination here = placeOf(room);
  const workflow::Withholding withheld(news_->record);
  for (std::size_t i = 0; i < readings_.size(); ++i) {
    const workflow::Reading& each = readings_[i];
    if (!each.submittedMs && Destination{each.caseId, each.track} != here &&
        !withheld.reason(each.caseId, each.track, reader_)) {
      read(room, i);
      return;
    }
  }
  room.workspace.note(ui::Note::Kind::Info, "Nothing more is left for you to read.");
}

void CalibrationDesk::read(ReviewRoom& room, std::size_t reading) {
  if (reading >= readings_.size()) {
    return;
  }
  const workflow::Reading& asked = readings_[reading];
  if (const auto reason = workflow::Withholding(news_->record).reason(asked.caseId, asked.track, reader_)) {
    room.workspace.note(ui::Note::Kind::Info, "Not yet: " + *reason + ".");
    return;
  }
  const Destination there{asked.caseId, asked.track};
  outbox_.send(room.workspace.session(), [this, news = news_, there](store::ProjectFile& project) -> Outbox::Then {
    try {
      const auto drafts = workflow::aidedBeginning(project, news->record, there.caseId, there.track, reader_);
      if (!drafts.empty()) {
        project.append(drafts);
      }
    } catch (const core::Error& error) {
      return [this, why = inWords(error)] { told_.push_back({ui::Note::Kind::Failure, why}); };
    }
    return [this, there] { wanted_ = there; };
  });
}

std::optional<std::pair<workflow::Session, core::CaseId>> CalibrationDesk::differences(
    const ui::SeeDifferences& asked) const {
  const auto found = std::find_if(outcomes_.begin(), outcomes_.end(), [&](const SessionOutcome& each) {
    return each.session.opened.name == asked.session && !each.cases.empty();
  });
  if (found == outcomes_.end() || news_ == nullptr) {
    return std::nullopt;
  }
  const auto named = std::find_if(found->cases.begin(), found->cases.end(), [&](const core::CaseId& id) {
    return news_->record.findCase(id)->name == asked.caseName;
  });
  // With all of its readers: who is left out is found out, and said, where they are compared.
  for (const workflow::Session& each : workflow::sessionsOf(news_->record)) {
    if (each.id == found->session.id) {
      return std::pair(each, named == found->cases.end() ? found->cases.front() : *named);
    }
  }
  return std::nullopt;
}

void CalibrationDesk::fill(const ReviewRoom& room, ui::Model& model) const {
  model.toRead = std::size_t(std::count_if(readings_.begin(), readings_.end(),
                                           [](const workflow::Reading& each) { return !each.submittedMs; }));
  const Destination here = placeOf(room);
  const bool isIn = std::any_of(readings_.begin(), readings_.end(), [&](const workflow::Reading& each) {
    return each.submittedMs && Destination{each.caseId, each.track} == here;
  });
  model.readingChanged = isIn && news_ != nullptr && news_->record.isChangedSince({here.caseId, here.track});
  model.readingState = model.readingChanged ? "changed since handed in" : isIn ? "handed in" : "";
  model.calibration = card_;
  for (std::size_t i = 0; card_ && i < card_->readings.size(); ++i) {
    model.calibration->readings[i].isOpen = Destination{readings_[i].caseId, readings_[i].track} == here;
  }
}

}  // namespace stage
