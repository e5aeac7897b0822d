// What the hands do, asked of the runtime by the table of bindings. Made with its session; one thread.
#pragma once

#include <array>

#include "interaction/xr/bindings.h"
#include "interaction/xr/instance.h"

namespace xr {

class Actions {
 public:
  Actions(const Instance& instance, XrSession session);

  // What hands do at a time, as seen from `seat`. All at rest where input is not ours.
  interaction::HandsInput read(XrSession session, XrSpace seat, XrTime at) const;
  // What is in a hand, as far as the runtime says; null where it says nothing, or names what is not in our table.
  const Profile* profile(XrSession session, interaction::Side side) const;
  // Does nothing on what cannot shake.
  void buzz(XrSession session, const interaction::Buzz& buzz) const;

 private:
  interaction::HandInput readHand(XrSession session, XrSpace seat, XrTime at, std::size_t side) const;
  XrAction action(ActionId id) const { return actions_[std::size_t(id)]; }

  ActionSetHandle set_;
  std::vector<XrAction> actions_;  // by ActionId; they end with their set
  std::vector<XrPath> profiles_;   // by the table's order; none for those that the runtime does not know
  std::array<XrPath, 2> hands_{};
  std::array<SpaceHandle, 2> grips_;
  std::array<SpaceHandle, 2> aims_;
  std::array<SpaceHandle, 2> pokes_;
};

}  // namespace xr
