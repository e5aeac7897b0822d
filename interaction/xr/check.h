// What `sagitta vr --check` reports: whether a headset would work here, and if not, why and what to do. Any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "interaction/xr/instance.h"

namespace xr {

struct Check {
  std::optional<RuntimeInfo> runtime;    // nothing: there is none that runs
  std::optional<HeadsetInfo> headset;    // nothing: none is connected
  std::vector<std::string> controllers;  // that bindings are ready for, as people call them
  std::string device;                    // the graphics processor that drives it
  std::optional<core::Error> problem;    // why it will not work, and what to do; nothing: it will
};

// Never throws for what it finds missing.
Check check();

}  // namespace xr
