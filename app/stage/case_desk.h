// The list of cases in a window: what one person may open, and what cases are called. Used from the thread that draws.
#pragma once

#include <memory>

#include "stage/case_list.h"
#include "stage/outbox.h"
#include "stage/review_feed.h"
#include "stage/review_room.h"
#include "ui/model.h"

namespace stage {

class CaseDesk {
 public:
  // Once per frame, before panels are drawn.
  void poll(ReviewRoom& room);
  // Whether something is on its way that hands would wait for.
  bool isWorking() const { return !outbox_.isEmpty(); }

  // The place that was tapped in the list, as it was shown last.
  const Destination& destinationOf(const ui::OpenTrack& asked) const;
  // What is against it is said in a note.
  void rename(const ReviewRoom& room, const ui::RenameCase& asked);

  // Adds the list to what panels show. shown: whether it is open; it is kept up only then.
  void fill(const ReviewRoom& room, bool shown, ui::Model& model);

 private:
  CaseList list_;  // as it is shown, and of which news
  std::shared_ptr<const ReviewNews> news_;
  Outbox outbox_;
  bool refresh_ = false;  // the news lack what was just committed
};

}  // namespace stage
