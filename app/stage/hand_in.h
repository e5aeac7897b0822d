// Handing a reading in: what is asked of it first, and the edit that says it is done. Used from the thread that draws.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "stage/outbox.h"
#include "stage/review_feed.h"
#include "stage/workspace.h"

namespace stage {

class HandInDesk {
 public:
  explicit HandInDesk(Workspace& workspace) : workspace_(workspace) {}

  // Once per frame; news: the latest, null where there are none. Says so when a reading is changed that was handed in.
  void poll(const ReviewNews* news);
  bool isWorking() const { return !outbox_.isEmpty(); }

  // What has to hold, as of now. Checked anew where lesions or the guideline have changed.
  const ui::HandInCard& card(const ReviewNews& news);
  // Says that the reading is done; a note tells when that is kept, or why it is not.
  void handIn(std::vector<std::string> confirmed);

 private:
  Workspace& workspace_;
  std::optional<std::pair<std::uint64_t, const ReviewNews*>> checkedAt_;  // as of which changes
  ui::HandInCard card_;
  std::int64_t standing_ = 0;  // edits of the reader, when it was looked whether one changes what was handed in
  bool warned_ = false;
  bool more_ = false;  // readings are left that this person was asked for
  Outbox outbox_;
};

}  // namespace stage
