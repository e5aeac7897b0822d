#include "stage/lesion_visit.h"

#include <utility>

#include "stage/excursion.h"

namespace stage {

std::optional<Destination> LesionVisit::wanted(const ReviewRoom& room) const {
  if (!visit_) {
    return std::nullopt;
  }
  Destination place = visit_->place;
  place.track = place.track.empty() ? placeOf(room).track : place.track;
  return place == placeOf(room) ? std::nullopt : std::optional(place);
}

void LesionVisit::arrive(ReviewRoom& room) {
  if (!visit_ || wanted(room)) {
    return;
  }
  const core::LesionId lesion = std::exchange(visit_, std::nullopt)->lesion;
  if (lesion.isZero()) {
    return;  // only the case was meant
  }
  if (const auto place = room.workspace.session().find(lesion.hex())) {
    room.workspace.select(*place);
    const core::Mask& mask = room.workspace.session().lesions()[*place].mask;
    if (!mask.isEmpty()) {
      lookAt(room, mask);
    }
  }
}

}  // namespace stage
