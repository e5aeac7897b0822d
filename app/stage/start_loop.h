// The window before a project is open: recent projects, others in the computer's folders, new ones made of images, and
// one to try things on. Like FrameLoop, for any display and for recorded hands.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/progress.h"
#include "core/study.h"
#include "interaction/display.h"
#include "interaction/panel_queue.h"
#include "interaction/recording.h"
#include "renderer/ui_pass.h"
#include "stage/file_chooser.h"
#include "store/installation.h"
#include "ui/ui.h"

namespace stage {

class StartLoop {
 public:
  // target: the display's image of the current frame.
  StartLoop(interaction::Display& display, std::function<renderer::UiTarget()> target, ui::Ui& ui,
            renderer::UiPass& pass, gpu::Device& device, const store::Installation& installation, std::string person);
  ~StartLoop();

  struct Chosen {
    std::filesystem::path project;
    std::optional<core::CaseId> firstNew;  // where images were brought in: the first case that they became
    std::vector<std::string> notes;        // then: what was left out or changed, a sentence each
  };

  // The project that was chosen; nothing where the window was closed. replay: these hands instead of those at the
  // display, where given; the frames that were used are taken out of it. record: where to write down what hands do.
  // failure: why the one that was chosen before could not be opened, in words.
  std::optional<Chosen> chooseProject(std::optional<interaction::Recording>& replay, interaction::Recording* record,
                                      const std::string& failure = {});
  // Has images chosen for a project, and brings them in; nothing where that was given up.
  std::optional<Chosen> addImages(const std::filesystem::path& project, std::optional<interaction::Recording>& replay,
                                  interaction::Recording* record);

 private:
  class Work;
  using Task = std::function<Chosen(const core::ProgressSink&)>;

  std::optional<Chosen> run(ui::StartModel model, std::optional<interaction::Recording>& replay,
                            interaction::Recording* record);
  void answer(const ui::StartRequest& request, ui::StartModel& model);
  void openChooser(ui::ChooserModel::Purpose purpose);
  Task taskFor(const FileChooser::Choice& choice) const;

  interaction::Display& display_;
  std::function<renderer::UiTarget()> target_;
  ui::Ui& ui_;
  renderer::UiPass& pass_;
  gpu::Device& device_;
  const store::Installation& installation_;
  std::string person_;
  std::vector<std::filesystem::path> recent_;
  std::filesystem::path project_;  // that images are added to; empty where one is yet to be chosen
  std::optional<FileChooser> chooser_;
  std::unique_ptr<Work> work_;
  std::optional<Chosen> chosen_;
  bool closing_ = false;
};

}  // namespace stage
