// Examples of the guideline: opened as they were seen when somebody decided on them, with a way back; and new ones,
// which put a new version of it in force. It outlives the cases that are opened for it. Used from the thread that
// draws.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/guideline.h"
#include "imaging/volume_codec.h"
#include "stage/excursion.h"
#include "stage/outbox.h"

namespace stage {

// Where an edge case is to be seen: in its track where it names one, else in `track` where its lesion is there, else in
// any that holds it. Nothing where the project has no such case or lesion, or it is being read blind at present.
struct ExamplePlace {
  Destination place;
  core::LesionId lesion;  // zero: the edge case names none
};
std::optional<ExamplePlace> placeOfExample(const workflow::Record& record, const core::EdgeCase& edge,
                                           const std::string& track);

// Whether somebody is still to read it in a calibration session that is not revealed.
bool isReadBlind(const workflow::Record& record, const core::CaseId& caseId, const std::string& track);

// What is seen now as a PNG, as the project keeps it.
imaging::EncodedChunk pictureOf(ReviewRoom& room);
// The version in force; empty: none.
core::GuidelinePublished publishedIn(const store::ProjectFile& project);

class ExampleDesk {
 public:
  // reader: whose window it is.
  explicit ExampleDesk(std::string reader) : reader_(std::move(reader)) {}

  // Once per frame, before panels are drawn.
  void poll(ReviewRoom& room);
  bool isAway() const { return way_.isAway(); }  // an example is looked at, or on its way
  bool isWorking() const { return !outbox_.isEmpty() || way_.isUnderway(); }
  std::optional<Destination> wanted(const ReviewRoom& room) const { return way_.wanted(room); }
  void stay() { way_.stay(); }

  // place: of an edge case in the guideline in force. Throws core::Error where it cannot be shown.
  void show(ReviewRoom& room, std::size_t place);
  void back() { way_.goHome(); }

  // Adds it to the guideline, with a picture of what is seen now, and puts that version in force. What is against it is
  // said in a note.
  void publish(ReviewRoom& room, core::EdgeCase edge);

 private:
  const std::string reader_;
  Excursion way_;
  core::EdgeCase shown_;
  ExamplePlace there_;
  Outbox outbox_;
  struct Told {
    ui::Note::Kind kind;
    std::string text;
  };
  std::vector<Told> told_;  // that came of what was published
  bool refresh_ = false;    // the news lack it
};

}  // namespace stage
