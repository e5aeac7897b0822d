#include "stage/desks.h"

namespace stage {

void Desks::poll(ReviewRoom& room, const ui::UiState& shown, std::int64_t nowMs) const {
  review.poll(room, nowMs);
  compare.poll(room);
  examples.poll(room);
  calibration.poll(room, shown.calibration.shown);
  releases.poll(room, shown.releases.shown);
  candidates.poll(room, shown.candidates.shown, shown.candidates.caseIndex);
  team.poll(room);
  people.poll(room, shown.enrolled.shown);
  guideline.poll(room, shown.guideline.shown);
  readings.poll(room, shown.readings.shown);
  ties.poll(room);
}

std::optional<Destination> Desks::wanted(const ReviewRoom& room) const {
  std::optional<Destination> place = review.wanted();
  const auto orOf = [&](const auto& desk) { place = place ? place : desk.wanted(room); };
  orOf(compare);
  orOf(examples);
  orOf(calibration);
  orOf(releases);
  orOf(guideline);
  orOf(readings);
  orOf(ties);
  return place;
}

void Desks::stay() const {
  review.stay();
  compare.stay();
  examples.stay();
  calibration.stay();
  releases.stay();
  guideline.stay();
  readings.stay();
  ties.stay();
}

bool Desks::isWorking() const {
  return review.isWorking() || compare.isWorking() || examples.isWorking() || calibration.isWorking() ||
         releases.isWorking() || candidates.isWorking() || team.isWorking() || people.isWorking() ||
         guideline.isWorking() || readings.isWorking() || ties.isWorking();
}

void Desks::fill(const ReviewRoom& room, const ui::UiState& shown, ui::Model& model) const {
  review.fill(room, model);
  compare.fill(room, model);
  model.exampleShown = examples.isAway();
  calibration.fill(room, model);
  releases.fill(model);
  candidates.fill(model);
  if (shown.team.shown) {
    team.fill(model);
  }
  if (shown.enrolled.shown) {
    people.fill(model);
  }
  if (shown.guideline.shown) {
    guideline.fill(room, model);
  }
  if (shown.readings.shown) {
    readings.fill(model);
  }
  ties.fill(model);
}

}  // namespace stage
