// Calibration sessions in a window: what is to be read, who has handed in and what came of it, opening a session and
// revealing it. It outlives the cases that are opened. Used from the thread that draws.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "stage/calibration_card.h"
#include "stage/excursion.h"
#include "stage/outbox.h"

namespace stage {

class CalibrationDesk {
 public:
  // reader: whose window it is.
  CalibrationDesk(std::string reader, store::Installation installation);

  // Once per frame, before panels are drawn. shown: whether they show it; results are worked out only then.
  void poll(ReviewRoom& room, bool shown);
  // Whether something is on its way that hands would wait for.
  bool isWorking() const { return !outbox_.isEmpty() || results_.isWorking(); }

  // A reading that is to be opened, while it is not. stay(): it cannot be.
  std::optional<Destination> wanted(const ReviewRoom& room) const;
  void stay() { wanted_.reset(); }
  void read(ReviewRoom& room, std::size_t reading);  // with the candidates, where those are to be seen there
  void readNext(ReviewRoom& room);                   // the first that is not handed in and waits for nothing
  // A session's case in which differences can be seen: that of a name, or its first. Nothing where there is none.
  std::optional<std::pair<workflow::Session, core::CaseId>> differences(const ui::SeeDifferences& asked) const;

  // Both ask for the right to teach; what is against it is said in a note.
  void open(ReviewRoom& room, const ui::OpenSession& asked);
  void reveal(ReviewRoom& room, const std::string& session);

  // Adds to what panels show, while it is shown.
  void fill(const ReviewRoom& room, ui::Model& model) const;

 private:
  void tellWay(ReviewRoom& room);
  void send(ReviewRoom& room, std::function<std::string(store::ProjectFile&)> work);

  const std::string reader_;
  CalibrationResults results_;
  SessionOutcomes outcomes_;
  std::shared_ptr<const ReviewNews> news_;
  std::vector<core::EditId> asked_;          // the revealed sessions that results were asked for, or are there
  std::vector<workflow::Reading> readings_;  // of the reader, as of the news
  std::optional<ui::CalibrationCard> card_;  // as of the news too; nothing: it is to be made anew
  std::optional<Destination> wanted_;
  std::optional<Destination> toldAt_;  // what was open when readings that wait were spoken of
  Outbox outbox_;
  struct Told {
    ui::Note::Kind kind;
    std::string text;
  };
  std::vector<Told> told_;
  bool refresh_ = false;  // the news lack what was just committed
};

}  // namespace stage
