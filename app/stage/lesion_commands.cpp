#include "stage/lesion_commands.h"

#include <algorithm>

namespace stage {

bool runOnLesions(Workspace& workspace, interaction::BrushSettings& brush, ui::CommandId command) {
  using ui::CommandId;
  switch (command) {
    case CommandId::ToggleLesion:
      if (workspace.active()) {
        workspace.toggle(*workspace.active());
      }
      return true;
    case CommandId::ToggleAllLesions:
      workspace.toggleAll();
      return true;
    case CommandId::Isolate:
      workspace.isolate();
      return true;
    case CommandId::LockLesion:
      if (workspace.active()) {
        workspace.lock(*workspace.active());
      }
      return true;
    case CommandId::CopyLesion:
      workspace.doAtOnce("copy");
      return true;
    case CommandId::KeepContested:
      workspace.settle(session::Settlement::Keep);
      return true;
    case CommandId::DropContested:
      workspace.settle(session::Settlement::LetGo);
      return true;
    case CommandId::BrushLarger:
      brush.radiusMm = std::min(brush.radiusMm * 1.25, brush.kMaxRadiusMm);
      return true;
    case CommandId::BrushSmaller:
      brush.radiusMm = std::max(brush.radiusMm / 1.25, brush.kMinRadiusMm);
      return true;
    case CommandId::ToggleProtect:
      brush.protectOthers = !brush.protectOthers;
      return true;
    case CommandId::ToggleDisc:
      brush.disc = !brush.disc;
      return true;
    case CommandId::ClearRange:
      brush.range.reset();
      return true;
    default:
      return false;
  }
}

}  // namespace stage
