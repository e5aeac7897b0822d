// The way to a lesion, in another case or track perhaps: it is opened, chosen and looked at. It outlives the cases that
// are opened on the way. Used from the thread that draws.
#pragma once

#include <optional>

#include "stage/review_room.h"

namespace stage {

class LesionVisit {
 public:
  // lesion: zero where only the case is meant. An empty track: the one that is open.
  void go(Destination place, const core::LesionId& lesion) { visit_ = Visit{std::move(place), lesion}; }
  // It cannot be opened.
  void stay() { visit_.reset(); }

  bool isUnderway() const { return visit_.has_value(); }
  // What is to be opened, while that is not what is open.
  std::optional<Destination> wanted(const ReviewRoom& room) const;
  // Once per frame: what is open now is looked at, where it is what was meant.
  void arrive(ReviewRoom& room);

 private:
  struct Visit {
    Destination place;
    core::LesionId lesion;
  };

  std::optional<Visit> visit_;
};

}  // namespace stage
