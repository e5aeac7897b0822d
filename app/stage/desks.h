// The desks of a window, which outlive the cases that are opened for them: kept up, asked and shown as one. Used from
// the thread that draws.
#pragma once

#include <cstdint>
#include <optional>

#include "stage/calibration_desk.h"
#include "stage/candidate_desk.h"
#include "stage/compare_desk.h"
#include "stage/example_desk.h"
#include "stage/guideline_desk.h"
#include "stage/people_desk.h"
#include "stage/readings_desk.h"
#include "stage/release_desk.h"
#include "stage/review_desk.h"
#include "stage/team_desk.h"
#include "stage/tie_desk.h"
#include "ui/ui.h"

namespace stage {

struct Desks {
  ReviewDesk& review;
  CompareDesk& compare;
  ExampleDesk& examples;
  CalibrationDesk& calibration;
  ReleaseDesk& releases;
  CandidateDesk& candidates;
  TeamDesk& team;
  PeopleDesk& people;
  GuidelineDesk& guideline;
  ReadingsDesk& readings;
  TieDesk& ties;

  // Once per frame, before panels are drawn. shown: which pages are; theirs are kept up only then.
  void poll(ReviewRoom& room, const ui::UiState& shown, std::int64_t nowMs) const;
  // What one of them wants to have opened, while that is not. stay(): it cannot be.
  std::optional<Destination> wanted(const ReviewRoom& room) const;
  void stay() const;
  // Whether something is on its way that hands would wait for.
  bool isWorking() const;
  // Adds to what panels show.
  void fill(const ReviewRoom& room, const ui::UiState& shown, ui::Model& model) const;
};

}  // namespace stage
