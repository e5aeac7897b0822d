#include "stage/tie_desk.h"

#include <algorithm>
#include <set>
#include <utility>

#include "core/error.h"
#include "stage/excursion.h"
#include "stage/in_words.h"
#include "workflow/assignment.h"
#include "workflow/tie_settling.h"

namespace stage {
namespace {

std::string voxelsOf(std::int64_t voxels) {
  return std::to_string(voxels) + (voxels == 1 ? " voxel" : " voxels");
}

}  // namespace

TieDesk::TieDesk(std::string reader, store::Installation installation)
    : reader_(std::move(reader)),
      installation_(std::move(installation)),
      latest_([this](const Question& question, const auto&) -> std::optional<Answer> {
        try {
          return found(store::ProjectFile(question.project, store::Access::Read, installation_), question);
        } catch (const core::Error&) {
          return std::nullopt;  // moved, deleted or locked at present: the session says so
        }
      }) {}

TieDesk::Answer TieDesk::found(const store::ProjectFile& project, const Question& question) const {
  Answer answer{.place = question.place, .open = {}, .ties = {}, .elsewhere = {}};
  if (question.survey) {
    answer.elsewhere.emplace();
  }
  const workflow::Record& record = question.news->record;
  const auto logs = workflow::logByCase(project);
  const std::set<workflow::TrackOf> withheld = workflow::withheldTracks(project);
  const std::set<core::CaseId> blind = workflow::blindTo(record, reader_);  // whose ties would tell of others' work
  for (const core::Case& image : record.cases) {
    const auto log = logs.find(image.id);
    const auto first = record.consensus.lower_bound({image.id, ""});
    const bool made = first != record.consensus.end() && first->first == image.id;
    if (!made || log == logs.end() || (!question.survey && image.id != question.place.caseId)) {
      continue;
    }
    const auto tracks = workflow::tracksOf(record, withheld, image.id);
    for (const auto& each : workflow::consensusStates(project, log->second, image, tracks)) {
      const Destination place{image.id, each.made.track};
      if (place == question.place) {
        answer.current = each.isCurrent();
        answer.touched = each.made.touched;
        answer.open = tiedPlacesOf(each.ties);
        answer.ties = each.ties;
      } else if (question.survey && each.isCurrent() && !each.ties.empty() && !blind.contains(image.id)) {
        answer.elsewhere->push_back({place, image.name});
      }
    }
  }
  return answer;
}

void TieDesk::poll(ReviewRoom& room) {
  outbox_.poll();
  if (std::exchange(refresh_, false)) {
    room.feed.refresh();
  }
  if (!fault_.empty()) {
    room.workspace.note(ui::Note::Kind::Failure, std::exchange(fault_, {}));
  }
  if (auto news = room.feed.news()) {
    news_ = std::move(news);
  }
  const Destination here = placeOf(room);
  if (of_ && *of_ != here) {
    of_.reset();
    places_.clear();
    ties_.clear();
    items_.clear();
    at_ = 0;
  }
  if (wanted_ == here) {
    wanted_.reset();
  }
  std::erase_if(elsewhere_, [&](const Elsewhere& each) { return each.place == here; });
  const bool consensus = news_ != nullptr && news_->record.consensus.contains({here.caseId, here.track});
  const bool settles = news_ != nullptr && news_->allows(reader_, core::Right::Settle);
  const bool survey = settles && (!surveyed_ || (isOpen() && places_.empty()));
  if ((consensus || survey) && asked_ != std::pair(here, news_.get())) {
    asked_ = std::pair(here, news_.get());
    latest_.ask({room.workspace.session().path(), here, news_, survey});
  }
  if (std::optional<Answer> answer = latest_.take(); answer && answer->place == here) {
    const bool open = answer->current && (!answer->open.empty() || (of_ && answer->touched));
    of_ = open ? std::optional(here) : std::nullopt;
    places_ = std::move(answer->open);
    ties_ = std::move(answer->ties);
    at_ = std::min(at_, places_.empty() ? 0 : places_.size() - 1);
    if (answer->elsewhere) {
      elsewhere_ = std::move(*answer->elsewhere);
      tellOfOthers(room);
    }
    show(room);
    if (std::exchange(wantsFirst_, false) && !places_.empty()) {
      lookAt(room, 0);
    }
  }
}

// Whoever settles hears once, as the window opens, where that is waited for.
void TieDesk::tellOfOthers(ReviewRoom& room) {
  if (std::exchange(surveyed_, true) || elsewhere_.empty() || isOpen()) {
    return;
  }
  const std::size_t cases = elsewhere_.size();
  room.workspace.note(ui::Note::Kind::Caution,
                      "Readers are tied in " +
                          (cases == 1 ? elsewhere_.front().caseName : std::to_string(cases) + " cases") +
                          ": that is to be settled.",
                      ui::CommandId::NextTie, cases == 1 ? "Go there" : "To the first");
}

std::optional<Destination> TieDesk::wanted(const ReviewRoom& room) const {
  return wanted_ && *wanted_ != placeOf(room) ? wanted_ : std::nullopt;
}

void TieDesk::show(ReviewRoom& room) {
  core::Mask all;
  items_.clear();
  for (const TiedPlace& each : places_) {
    all |= each.voxels;
    items_.push_back({each.lesion + ", " + each.className + (each.id.isZero() ? " (not in it yet)" : ""),
                      wordsOf(each, room.workspace.volume().grid)});
    for (const auto& [name, readers] : each.classes) {
      items_.back().classes.push_back(name);
    }
  }
  room.workspace.showTies(std::move(all));
}

void TieDesk::lookAt(ReviewRoom& room, std::size_t place) {
  if (place >= places_.size()) {
    return;
  }
  at_ = place;
  const TiedPlace& there = places_[place];
  if (const auto lesion = room.workspace.session().find(there.id.hex()); lesion && !there.id.isZero()) {
    room.workspace.select(*lesion);
  }
  const auto lesion = room.workspace.session().find(there.id.hex());
  const core::Mask& seen =
      there.voxels.isEmpty() && lesion ? room.workspace.session().lesions()[*lesion].mask : there.voxels;
  if (!seen.isEmpty()) {
    stage::lookAt(room, seen);
  }
}

void TieDesk::next(ReviewRoom& room) {
  if (places_.empty() && !elsewhere_.empty()) {
    wanted_ = elsewhere_.front().place;
    wantsFirst_ = true;
    room.workspace.withdrawNotes(ui::CommandId::NextTie);
    return;
  }
  if (places_.empty()) {
    room.workspace.note(
        ui::Note::Kind::Info,
        isOpen() ? "Everything that was tied is settled." : "Nothing is tied here. Open a consensus from the readings.",
        ui::CommandId::Readings, "To the readings");
    return;
  }
  lookAt(room, (at_ + 1) % places_.size());
}

// Of a place's lesion: what of it is tied still, in all its places together.
workflow::TiedLesion TieDesk::wholeOf(const TiedPlace& place) const {
  const auto found = std::find_if(ties_.begin(), ties_.end(),
                                  [&](const workflow::TiedLesion& each) { return each.name == place.lesion; });
  workflow::TiedLesion whole = found == ties_.end() ? workflow::TiedLesion{} : *found;
  whole.open = {};
  for (const TiedPlace& each : places_) {
    if (each.lesion == place.lesion) {
      whole.open |= each.voxels;
    }
  }
  return whole;
}

void TieDesk::settle(ReviewRoom& room, std::size_t place, bool belongs) {
  if (!expectTied(room, place) || !places_[place].classes.empty()) {
    return;
  }
  const TiedPlace said = places_[place];
  places_.erase(places_.begin() + std::ptrdiff_t(place));
  send(room, {said.lesion, said.className, said.id, said.voxels}, workflow::answerOf(said.voxels, belongs));
  goOn(room, place);
}

void TieDesk::settleLesion(ReviewRoom& room, const ui::SettleTiedLesion& asked) {
  if (!expectTied(room, asked.place)) {
    return;
  }
  const workflow::TiedLesion whole = wholeOf(places_[asked.place]);
  if (whole.open.isEmpty()) {
    return;  // of it only the class is tied
  }
  workflow::TieAnswer answer = workflow::answerOf(whole.open, asked.as == ui::SettleTiedLesion::As::Belongs);
  if (asked.as == ui::SettleTiedLesion::As::Reader) {
    if (asked.reader >= whole.readings.size()) {
      return;  // others were asked for meanwhile
    }
    const auto& [reader, marked] = whole.readings[asked.reader];
    answer = workflow::answerAs(whole.open, reader, marked);
  }
  std::erase_if(places_, [&](const TiedPlace& each) { return each.lesion == whole.name && each.classes.empty(); });
  send(room, whole, std::move(answer));
  goOn(room, asked.place);
}

void TieDesk::settleClass(ReviewRoom& room, const ui::SettleClass& asked) {
  if (!expectTied(room, asked.place) || asked.choice >= places_[asked.place].classes.size()) {
    return;
  }
  const TiedPlace said = places_[asked.place];
  places_.erase(places_.begin() + std::ptrdiff_t(asked.place));
  say(room, [draft = workflow::classDraft(of_->caseId, of_->track, reader_, said.id, said.classes[asked.choice].first)](
                const store::ProjectFile&) { return std::vector<core::EditDraft>{draft}; });
  goOn(room, asked.place);
}

bool TieDesk::expectTied(ReviewRoom& room, std::size_t place) const {
  const bool tied = of_ && place < places_.size();
  if (!tied) {
    room.workspace.note(ui::Note::Kind::Info, "Nothing is tied here.");
  }
  return tied;
}

void TieDesk::send(ReviewRoom& room, workflow::TiedLesion tied, workflow::TieAnswer answer) {
  say(room, [tied = std::move(tied), answer = std::move(answer), in = *of_,
             person = reader_](const store::ProjectFile& project) {
    return workflow::settlingDrafts(project, in.caseId, in.track, person, tied, answer);
  });
}

void TieDesk::say(ReviewRoom& room, std::function<std::vector<core::EditDraft>(const store::ProjectFile&)> drafts) {
  outbox_.send(
      room.workspace.session(),
      [this, drafts = std::move(drafts), person = reader_](store::ProjectFile& project) -> Outbox::Then {
        try {
          project.expectRight(person, core::Right::Settle);
          project.append(drafts(project));
        } catch (const core::Error& error) {
          return [this, why = inWords(error)] {
            fault_ = why;
            asked_.reset();  // what was taken off the list at once is put back
          };
        }
        return [this] { refresh_ = true; };
      },
      Outbox::Changes::Lesions);
}

// What was settled is off the list at once, and the next place comes into sight.
void TieDesk::goOn(ReviewRoom& room, std::size_t place) {
  show(room);
  at_ = std::min(at_, places_.empty() ? 0 : places_.size() - 1);
  if (!places_.empty()) {
    lookAt(room, std::min(place, places_.size() - 1));
  }
}

void TieDesk::fill(ui::Model& model) const {
  if (!of_) {
    return;
  }
  ui::TiesCard& card = model.ties.emplace();
  card.places = items_;
  card.at = at_;
  card.next = elsewhere_.empty() ? "" : "Go on in " + elsewhere_.front().caseName;
  if (at_ < places_.size()) {
    const workflow::TiedLesion whole = wholeOf(places_[at_]);
    const auto places = std::count_if(places_.begin(), places_.end(), [&](const TiedPlace& each) {
      return each.lesion == whole.name && each.classes.empty();
    });
    card.whole = {whole.name, std::size_t(places), voxelsOf(whole.open.count()), {}};
    for (const auto& [reader, marked] : whole.readings) {
      core::Mask left = marked;
      left &= whole.open;
      card.whole.readers.emplace_back(reader,
                                      left.isEmpty() ? "marked none of it" : "marked " + voxelsOf(left.count()));
    }
  }
  if (!news_->allows(reader_, core::Right::Settle)) {
    card.mayNot = "An adjudicator or a lead settles these.";
  }
}

}  // namespace stage
