#include "stage/tie_desk.h"

#include <algorithm>
#include <utility>

#include "core/error.h"
#include "core/name.h"
#include "stage/excursion.h"
#include "stage/in_words.h"

namespace stage {
namespace {

// One edit on the lesion; where the consensus has none of it, one that makes it, or that says that there is none: then
// what was said stays in the log, and the lesion goes again.
void appendAnswer(store::ProjectFile& project, const Destination& in, const std::string& person, const TiedPlace& place,
                  bool belongs) {
  const auto draft = [&](core::EditBody body) {
    return core::EditDraft{.person = person, .caseId = in.caseId, .track = in.track, .body = std::move(body)};
  };
  core::MaskChange change{.lesion = place.id, .set = {}, .cleared = {}};
  (belongs ? change.set : change.cleared) = place.voxels;
  core::MaskChanged said{
      .changes = {}, .stroke = {}, .source = belongs ? "tie: belongs" : "tie: does not", .removed = {}};
  if (!place.id.isZero()) {
    said.changes.push_back(std::move(change));
    project.append(draft(std::move(said)));
    return;
  }
  std::vector<std::string> taken;
  for (const store::LesionRow& row : project.lesions()) {
    if (row.lesion.caseId == in.caseId && row.lesion.track == in.track) {
      taken.push_back(row.lesion.name);
    }
  }
  change.lesion = store::pendingLesion(0);
  said.changes.push_back(std::move(change));
  std::vector<core::EditDraft> drafts{
      draft(core::LesionCreated{.name = core::uniqueName(place.lesion, taken), .className = place.className})};
  drafts.push_back(draft(std::move(said)));
  const std::vector<core::EditId> made = project.append(drafts);
  if (!belongs) {
    project.append(
        draft(core::MaskChanged{.changes = {}, .stroke = {}, .source = "tie: no lesion", .removed = {made.front()}}));
  }
}

}  // namespace

TieDesk::TieDesk(std::string reader, store::Installation installation)
    : reader_(std::move(reader)),
      installation_(std::move(installation)),
      latest_([this](const Question& question, const auto&) -> std::optional<Answer> {
        Answer answer{.place = question.place, .open = {}};
        try {
          const store::ProjectFile project(question.project, store::Access::Read, installation_);
          const workflow::Record& record = question.news->record;
          const core::CaseId& caseId = question.place.caseId;
          const auto tracks = workflow::tracksOf(record, workflow::withheldTracks(project), caseId);
          const auto logs = workflow::logByCase(project);
          const auto log = logs.find(caseId);
          const core::Case* image = record.findCase(caseId);
          if (log == logs.end() || image == nullptr) {
            return answer;
          }
          for (const auto& each : workflow::consensusStates(project, log->second, *image, tracks)) {
            if (each.made.track == question.place.track) {
              answer.current = each.isCurrent();
              answer.touched = each.made.touched;
              answer.open = tiedPlacesOf(each.ties);
            }
          }
        } catch (const core::Error&) {
          return std::nullopt;  // moved, deleted or locked at present: the session says so
        }
        return answer;
      }) {}

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
    items_.clear();
    at_ = 0;
  }
  const bool consensus = news_ != nullptr && news_->record.consensus.contains({here.caseId, here.track});
  if (consensus && asked_ != std::pair(here, news_.get())) {
    asked_ = std::pair(here, news_.get());
    latest_.ask({room.workspace.session().path(), here, news_});
  }
  if (std::optional<Answer> answer = latest_.take(); answer && answer->place == here) {
    const bool open = answer->current && (!answer->open.empty() || (of_ && answer->touched));
    of_ = open ? std::optional(here) : std::nullopt;
    places_ = std::move(answer->open);
    at_ = std::min(at_, places_.empty() ? 0 : places_.size() - 1);
    show(room);
    if (std::exchange(wantsFirst_, false) && !places_.empty()) {
      lookAt(room, 0);
    }
  }
}

void TieDesk::show(ReviewRoom& room) {
  core::Mask all;
  items_.clear();
  for (const TiedPlace& each : places_) {
    all |= each.voxels;
    items_.push_back({each.lesion + ", " + each.className + (each.id.isZero() ? " (not in it yet)" : ""),
                      wordsOf(each, room.workspace.volume().grid)});
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
  room.sight.lookAt(room.workspace.volume().grid, there.voxels);
}

void TieDesk::next(ReviewRoom& room) {
  if (places_.empty()) {
    room.workspace.note(
        ui::Note::Kind::Info,
        isOpen() ? "Everything that was tied is settled." : "Nothing is tied here. Open a consensus from the readings.",
        ui::CommandId::Readings, "To the readings");
    return;
  }
  lookAt(room, (at_ + 1) % places_.size());
}

void TieDesk::settle(ReviewRoom& room, std::size_t place, bool belongs) {
  if (!of_ || place >= places_.size()) {
    room.workspace.note(ui::Note::Kind::Info, "Nothing is tied here.");
    return;
  }
  const TiedPlace said = places_[place];
  outbox_.send(
      room.workspace.session(),
      [this, said, belongs, in = *of_, person = reader_](store::ProjectFile& project) -> Outbox::Then {
        try {
          project.expectRight(person, core::Right::Settle);
          appendAnswer(project, in, person, said, belongs);
        } catch (const core::Error& error) {
          return [this, why = inWords(error)] {
            fault_ = why;
            asked_.reset();  // what was taken off the list at once is put back
          };
        }
        return [this] { refresh_ = true; };
      },
      Outbox::Changes::Lesions);
  places_.erase(places_.begin() + std::ptrdiff_t(place));
  show(room);
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
  if (!news_->allows(reader_, core::Right::Settle)) {
    card.mayNot = "An adjudicator or a lead settles these.";
  }
}

}  // namespace stage
