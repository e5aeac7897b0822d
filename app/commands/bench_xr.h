// What a headset's frame costs, how finely it would be drawn, and how soon paint is seen. For `sagitta bench xr`.
#pragma once

#include <string>

#include "commands/terminal.h"
#include "core/progress.h"

namespace commands {

// On a device by number or name, a volume of side^3 voxels.
Json benchXr(const std::string& device, int side, const core::ProgressSink& progress);

}  // namespace commands
