// The folders of this computer as the window's chooser shows them. The thread that draws: a folder is listed when it
// is entered, and listing is short work.
#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "stage/image_import.h"
#include "ui/chooser.h"

namespace stage {

class FileChooser {
 public:
  // Files of a folder that are listed at most; of more, the folder can still be taken whole.
  static constexpr std::size_t kMostFiles = 300;

  // home: of the user. proposed: as the name of a folder that is to be written. recent: folders that were chosen from
  // before, the latest first: it begins there, else at home, and the first of them are a tap away.
  FileChooser(ui::ChooserModel::Purpose purpose, const std::filesystem::path& home, std::string proposed = {},
              const std::vector<std::filesystem::path>& recent = {});

  const ui::ChooserModel& model() const { return model_; }

  struct Choice {
    std::filesystem::path path;                      // a file, a folder of images, or the folder that is to be written
    std::vector<std::filesystem::path> ticked = {};  // folders of images in it, which are meant in its place
    std::string projectName;                         // of a new project
    std::string caseName;                            // of what the images show; empty: as they say themselves

    // Of several folders each is for itself, and called after the folder unless a name was given.
    std::vector<ImageSet> imageSets() const;
  };
  // Does what was asked for; the choice, once one was made.
  std::optional<Choice> answer(const ui::ChooserRequest& request);

 private:
  void enter(const std::filesystem::path& folder);
  void leavePlaceOfProject(std::optional<std::filesystem::path> chosen);

  ui::ChooserModel model_;
  std::filesystem::path folder_;
  std::filesystem::path images_;  // where one was when the place of the project was asked for
  std::set<std::string> ticked_;  // what was ticked there
  std::vector<std::pair<std::string, std::filesystem::path>> shortcuts_;
};

// Where new projects lie: in the user's documents, or the home where there is no such folder.
std::filesystem::path projectFolder(const std::filesystem::path& home);
// The user's home, from the environment.
std::filesystem::path userHome();

}  // namespace stage
