// Who reads and who decides, in a window: the policy, readings that were assigned and how far they are, and what
// changes either. It outlives the cases that are opened. Used from the thread that draws.
#pragma once

#include <memory>
#include <string>

#include "stage/outbox.h"
#include "stage/review_desk.h"
#include "ui/team_model.h"

namespace stage {

// As panels show them; what the person may do is left to whoever knows.
ui::TeamCard teamCardOf(const ReviewNews& news);

class TeamDesk {
 public:
  explicit TeamDesk(std::string reader) : reader_(std::move(reader)) {}  // whose window it is

  // Once per frame, before panels are drawn.
  void poll(ReviewRoom& room);
  // Whether something is on its way that hands would wait for.
  bool isWorking() const { return !outbox_.isEmpty(); }

  // What is against either is said on the page.
  void set(const ReviewRoom& room, const ui::SetPolicy& asked);
  void assign(const ReviewRoom& room, const ui::AssignReadings& asked);

  // Adds to what panels show.
  void fill(ui::Model& model) const;

 private:
  void send(const ReviewRoom& room, std::vector<core::EditDraft> drafts);
  bool knows(const std::vector<std::string>& people);

  const std::string reader_;
  std::shared_ptr<const ReviewNews> news_;
  ui::TeamCard card_;  // as of the news
  Outbox outbox_;
  std::string fault_;
  bool refresh_ = false;  // the news lack what was just committed
};

}  // namespace stage
