// Letters as sharp as the monitor is that the window stands on now. The thread that draws.
#pragma once

#include "renderer/ui_pass.h"
#include "ui/ui.h"

namespace stage {

// Before a frame of that scale is drawn; does nothing where it is as before.
inline void useScale(ui::Ui& ui, renderer::UiPass& pass, double pxPerDp) {
  if (ui.pxPerDp() == pxPerDp) {
    return;
  }
  ui.useScale(pxPerDp);
  const ui::Ui::Atlas atlas = ui.atlas();
  pass.useAtlas(atlas.rgba, atlas.size);
  ui.setAtlasTexture(const_cast<gpu::Image*>(&pass.atlas()));
}

}  // namespace stage
