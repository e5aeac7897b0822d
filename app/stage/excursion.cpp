#include "stage/excursion.h"

#include <utility>

namespace stage {

Destination placeOf(const ReviewRoom& room) {
  return {room.workspace.session().theCase().id, room.workspace.session().track()};
}

void Excursion::leaveFor(const ReviewRoom& room, Destination there) {
  if (!home_) {
    home_ = Home{placeOf(room), room.sight.state(), room.sight.tool()};
  }
  wanted_ = std::move(there);
  returning_ = false;
}

void Excursion::goHome() {
  if (home_) {
    wanted_ = home_->place;
    returning_ = true;
  }
}

std::optional<Destination> Excursion::wanted(const ReviewRoom& room) const {
  return wanted_ && *wanted_ != placeOf(room) ? wanted_ : std::nullopt;
}

Excursion::Arrival Excursion::arrive(ReviewRoom& room) {
  if (!wanted_ || *wanted_ != placeOf(room)) {
    return Arrival::None;
  }
  wanted_.reset();
  if (!std::exchange(returning_, false)) {
    return Arrival::There;
  }
  room.sight.state() = home_->state;
  room.sight.choose(home_->tool);
  home_.reset();
  return Arrival::Home;
}

}  // namespace stage
