// Commands about lesions and the brush that do the same in a window and in a headset.
#pragma once

#include "stage/workspace.h"

namespace stage {

// Whether it is one of them; then it is done.
bool runOnLesions(Workspace& workspace, interaction::BrushSettings& brush, ui::CommandId command);

}  // namespace stage
