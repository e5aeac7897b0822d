// A way elsewhere and back: to another case perhaps, to look at something there, and then to where one was, with tool
// and view as they were. It outlives the cases that are opened on the way. Used from the thread that draws.
#pragma once

#include <optional>

#include "stage/review_desk.h"

namespace stage {

class Excursion {
 public:
  enum class Arrival : std::uint8_t { None, There, Home };

  // Where one is becomes home, unless one is away already.
  void leaveFor(const ReviewRoom& room, Destination there);
  void goHome();
  // What is wanted cannot be opened: one stays where one is.
  void stay() { wanted_.reset(); }

  bool isAway() const { return home_.has_value(); }
  // What is to be opened, while that is not what is open.
  std::optional<Destination> wanted(const ReviewRoom& room) const;
  bool isUnderway() const { return wanted_.has_value(); }

  // Once per frame: whether what was wanted is open now. At home, tool and view are as they were.
  Arrival arrive(ReviewRoom& room);

 private:
  struct Home {
    Destination place;
    interaction::ViewState state;
    interaction::ToolId tool = interaction::ToolId::Look;
  };

  std::optional<Home> home_;
  std::optional<Destination> wanted_;
  bool returning_ = false;
};

// What is open.
Destination placeOf(const ReviewRoom& room);

}  // namespace stage
