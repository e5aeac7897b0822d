// The window before a project is open: recent projects, and one to try things on. Like FrameLoop, for any display and
// for recorded hands.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

#include "interaction/display.h"
#include "interaction/panel_queue.h"
#include "interaction/recording.h"
#include "renderer/ui_pass.h"
#include "stage/recent_projects.h"
#include "store/installation.h"
#include "ui/ui.h"

namespace stage {

class StartLoop {
 public:
  // target: the display's image of the current frame.
  StartLoop(interaction::Display& display, std::function<renderer::UiTarget()> target, ui::Ui& ui,
            renderer::UiPass& pass, gpu::Device& device, const store::Installation& installation, std::string person);

  // The project that was chosen; nothing where the window was closed. replay: these hands instead of those at the
  // display, where given; the frames that were used are taken out of it. record: where to write down what hands do.
  // failure: why the one that was chosen before could not be opened, in words.
  std::optional<std::filesystem::path> run(std::optional<interaction::Recording>& replay,
                                           interaction::Recording* record, const std::string& failure = {});

 private:
  struct Work;

  interaction::Display& display_;
  std::function<renderer::UiTarget()> target_;
  ui::Ui& ui_;
  renderer::UiPass& pass_;
  gpu::Device& device_;
  const store::Installation& installation_;
  std::string person_;
};

}  // namespace stage
