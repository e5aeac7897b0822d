// What the store throws where an edit is not made for want of a right: trying again helps only once others have changed
// that.
#pragma once

#include "core/error.h"

namespace store {

class RightRefused : public core::Error {
 public:
  using core::Error::Error;
};

}  // namespace store
