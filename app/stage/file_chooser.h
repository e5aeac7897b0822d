// The folders of this computer as the window's chooser shows them. The thread that draws: a folder is listed when it
// is entered, and listing is short work.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ui/chooser.h"

namespace stage {

class FileChooser {
 public:
  // Files of a folder that are listed at most; of more, the folder can still be taken whole.
  static constexpr std::size_t kMostFiles = 300;

  // home: of the user, where it begins. proposed: as the name of a folder that is to
  // be written.
  FileChooser(ui::ChooserModel::Purpose purpose, const std::filesystem::path& home, std::string proposed = {});

  const ui::ChooserModel& model() const { return model_; }

  struct Choice {
    std::filesystem::path path;  // a file, a folder of images, or the folder that is to be written
    std::string projectName;     // of a new project
  };
  // Does what was asked for; the choice, once one was made.
  std::optional<Choice> answer(const ui::ChooserRequest& request);

 private:
  void enter(const std::filesystem::path& folder);

  ui::ChooserModel model_;
  std::filesystem::path folder_;
  std::vector<std::pair<std::string, std::filesystem::path>> shortcuts_;
};

// Where new projects lie: in the user's documents, or the home where there is no such folder.
std::filesystem::path projectFolder(const std::filesystem::path& home);
// The user's home, from the environment.
std::filesystem::path userHome();

}  // namespace stage
