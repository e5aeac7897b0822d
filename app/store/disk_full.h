// What every part of the store throws where the disk has no room left: those who work on go on and wait for room.
#pragma once

#include <string>

#include "core/error.h"

namespace store {

class DiskFull : public core::Error {
 public:
  explicit DiskFull(const std::string& file)
      : core::Error(file, "The disk is full", "Free some space and try again; nothing was changed") {}
};

}  // namespace store
