#include "stage/replay_desk.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/error.h"
#include "core/palette.h"
#include "core/view.h"
#include "stage/local_time.h"

namespace stage {
namespace {

constexpr std::array kStepsPerSecond = {1, 2, 5, 10, 25};
constexpr std::size_t kUsualSpeed = 1;

}  // namespace

ReplayDesk::ReplayDesk()
    : speed_(kUsualSpeed), loader_([](const Question& asked, const auto&) -> std::optional<Answer> {
        try {
          const store::ProjectFile project(asked.project, store::Access::Read, asked.installation);
          return Answer{std::make_unique<session::Replay>(session::replayOf(project, asked.caseId, asked.track)), {}};
        } catch (const core::Error& error) {
          return Answer{nullptr, error.what()};
        }
      }) {}

void ReplayDesk::open(ReviewRoom& room) {
  if (open_) {
    return;
  }
  open_ = true;
  playing_ = false;
  replay_.reset();
  fault_.clear();
  shown_.reset();
  before_ = Before{room.sight.state(), room.sight.tool()};
  room.sight.choose(interaction::ToolId::Look);
  session::CaseSession& session = room.workspace.session();
  loader_.ask({session.path(), session.installation(), session.theCase().id, session.track()});
}

void ReplayDesk::leave(ReviewRoom& room) {
  open_ = playing_ = false;
  replay_.reset();
  room.workspace.endLayers();
  if (before_) {
    room.sight.state() = before_->state;
    room.sight.choose(before_->tool);
    before_.reset();
  }
}

void ReplayDesk::act(ReviewRoom& room, ui::ReplayAct what) {
  const std::size_t at = replay_ == nullptr ? 0 : replay_->at();
  const std::size_t end = replay_ == nullptr ? 0 : replay_->size();
  switch (what) {
    case ui::ReplayAct::PlayOrPause:
      if (!playing_ && at == end) {
        goTo(0);
      }
      playing_ = !playing_ && end > 0;
      steppedMs_ = 0;
      break;
    case ui::ReplayAct::Forward:
      goTo(at + 1);
      break;
    case ui::ReplayAct::Back:
      goTo(at == 0 ? 0 : at - 1);
      break;
    case ui::ReplayAct::ToStart:
      goTo(0);
      break;
    case ui::ReplayAct::ToEnd:
      goTo(end);
      break;
    case ui::ReplayAct::Faster:
      speed_ = std::min(speed_ + 1, kStepsPerSecond.size() - 1);
      break;
    case ui::ReplayAct::Slower:
      speed_ = speed_ == 0 ? 0 : speed_ - 1;
      break;
    case ui::ReplayAct::Leave:
      leave(room);
      break;
  }
}

void ReplayDesk::goTo(std::size_t step) {
  if (replay_ != nullptr) {
    playing_ = false;
    replay_->goTo(step);
  }
}

void ReplayDesk::poll(ReviewRoom& room, std::int64_t nowMs) {
  if (!open_) {
    return;
  }
  if (std::optional<Answer> answer = loader_.take()) {
    replay_ = std::move(answer->replay);
    fault_ = std::move(answer->fault);
  }
  if (replay_ == nullptr) {
    return;
  }
  if (playing_) {
    const std::int64_t each = 1000 / kStepsPerSecond[speed_];
    steppedMs_ = steppedMs_ == 0 ? nowMs : steppedMs_;
    const std::int64_t due = (nowMs - steppedMs_) / each;  // more than one where a frame took long
    if (due > 0) {
      replay_->goTo(replay_->at() + std::size_t(due));
      steppedMs_ += due * each;
    }
    playing_ = replay_->at() < replay_->size();
  }
  show(room);
}

void ReplayDesk::show(ReviewRoom& room) {
  const Shown now{replay_->at(), room.workspace.maskRevision()};
  if (shown_ == now) {
    return;
  }
  const std::vector<session::ReplayedLesion>& lesions = replay_->lesions();
  std::vector<core::Mask> masks;  // layers share no voxel: where lesions overlap, the one made first keeps them
  std::vector<Workspace::Layer> layers;
  masks.reserve(lesions.size());
  core::Mask taken;
  for (std::size_t i = 0; i < lesions.size(); ++i) {
    if (lesions[i].stands && !lesions[i].mask.isEmpty()) {
      masks.push_back(lesions[i].mask);
      masks.back() -= taken;
      taken |= masks.back();
      const core::Lesion& lesion = lesions[i].lesion;
      const std::size_t number = room.workspace.session().find(lesion.id.hex()).value_or(i);
      layers.push_back({core::lesionColor(number, lesion.color), &masks.back()});
    }
  }
  room.workspace.showLayers(layers);
  const bool stepped = !shown_ || shown_->at != now.at;
  shown_ = now;
  if (stepped && now.at > 0) {  // slices go where something was done
    if (const auto& where = replay_->moment(now.at - 1).where) {
      room.sight.state().view.focusMm = core::defaultFocus(room.workspace.volume().grid, {&*where, 1});
    }
  }
}

void ReplayDesk::fill(const ReviewRoom& room, ui::Model& model) const {
  if (!open_) {
    return;
  }
  ui::ReplayCard& card = model.replay.emplace();
  card.place = model.caseName + " \u00B7 " + room.workspace.session().track();
  card.fault = fault_;
  if (replay_ == nullptr) {
    card.state = fault_.empty() ? ui::ReplayCard::State::Working : ui::ReplayCard::State::Failed;
    return;
  }
  card.state = ui::ReplayCard::State::Shown;
  card.steps = replay_->size();
  card.at = replay_->at();
  card.playing = playing_;
  card.speed = std::to_string(kStepsPerSecond[speed_]) + " a second";
  if (card.at > 0) {
    const session::ReplayMoment& moment = replay_->moment(card.at - 1);
    card.what = moment.what;
    if (moment.lesion) {
      card.what += " \u00B7 " + replay_->lesions()[*moment.lesion].lesion.name;
    }
    card.who = moment.person + " \u00B7 " + localTime("%e %b %Y, %H:%M", moment.wallClockMs / 1000);
  }
}

}  // namespace stage
