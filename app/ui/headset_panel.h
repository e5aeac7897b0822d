// The one panel that stands in a headset wearer's room: everything that hands do by buttons, for a trigger alone. Owns
// the Dear ImGui context. Called once per frame by the headset's loop, on the thread that draws.
#pragma once

#include <memory>

#include "interaction/hand_tools.h"
#include "interaction/panel_queue.h"
#include "ui/model.h"
#include "ui/ui.h"
#include "ui/widgets.h"

namespace ui {

class HeadsetPanel {
 public:
  // Two pixels per dp: what is drawn is seen larger than on a screen.
  static constexpr double kPxPerDp = 2;
  static constexpr glm::dvec2 kSizeDp{512, 320};
  static constexpr double kHandDp = 60;  // the least that an outstretched hand can be asked to hit

  HeadsetPanel();  // throws core::Error where fonts are missing
  ~HeadsetPanel();
  HeadsetPanel(const HeadsetPanel&) = delete;
  HeadsetPanel& operator=(const HeadsetPanel&) = delete;

  Ui::Atlas atlas() const;
  void setAtlasTexture(void* texture);

  // Draws it, and changes the settings that are tapped. belowVoxels: the brush may miss every voxel.
  std::vector<Request> frame(const Model& model, interaction::HandSettings& settings,
                             const interaction::PanelState& input, bool belowVoxels, double seconds);
  const ImDrawData& drawData() const;

  // Where each button stands, by its name: for tests that tap by name.
  const std::map<std::string, Rect>& boxes() const { return widgets_->boxes(); }

 private:
  Theme theme_;
  Fonts fonts_;
  std::unique_ptr<Widgets> widgets_;
};

}  // namespace ui
