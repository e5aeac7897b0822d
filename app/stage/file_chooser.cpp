#include "stage/file_chooser.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <system_error>

#include "core/name.h"

namespace stage {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kProjectEnding = ".sagitta";

// Sticks and discs, where desktops put them.
std::vector<fs::path> mounts() {
  std::vector<fs::path> found;
  const char* user = std::getenv("USER");
  for (const fs::path& root : {fs::path("/run/media"), fs::path("/media")}) {
    for (const fs::path& parent : {user != nullptr ? root / user : root, root}) {
      std::error_code ignored;
      for (const fs::directory_entry& each : fs::directory_iterator(parent, ignored)) {
        if (each.is_directory(ignored) && (user == nullptr || each.path() != root / user)) {
          found.push_back(each.path());
        }
      }
      if (user == nullptr) {
        break;
      }
    }
  }
  return found;
}

// What may be an image, by its name: formats are told apart by content, but later. DICOM files often have no ending,
// or a number for one.
bool mayBeImage(const fs::path& file) {
  constexpr std::array kOthers = {".txt", ".md",   ".pdf", ".json", ".csv", ".xml",    ".html", ".png",
                                  ".jpg", ".jpeg", ".zip", ".tar",  ".exe", ".py",     ".doc",  ".docx",
                                  ".log", ".xlsx", ".sh",  ".js",   ".m",   ".sagitta"};
  const std::string ending = file.extension().string();
  return std::find(kOthers.begin(), kOthers.end(), ending) == kOthers.end();
}

}  // namespace

FileChooser::FileChooser(ui::ChooserModel::Purpose purpose, const fs::path& home, std::string proposed,
                         const std::vector<fs::path>& recent) {
  model_.purpose = purpose;
  model_.projectName = std::move(proposed);
  model_.projectFolder = projectFolder(home).string();
  shortcuts_.emplace_back("Home", home);
  for (const char* name : {"Desktop", "Documents", "Downloads"}) {
    std::error_code ignored;
    if (fs::is_directory(home / name, ignored)) {
      shortcuts_.emplace_back(name, home / name);
    }
  }
  for (const fs::path& mount : mounts()) {
    shortcuts_.emplace_back(mount.filename().string(), mount);
  }
  constexpr std::size_t kMostRecent = 3;
  std::size_t left = kMostRecent;
  for (const fs::path& each : recent) {
    const bool there = std::any_of(shortcuts_.begin(), shortcuts_.end(),
                                   [&](const auto& shortcut) { return shortcut.second == each; });
    if (left > 0 && !there && each.has_filename()) {
      shortcuts_.emplace_back(each.filename().string(), each);
      --left;
    }
  }
  for (const auto& [name, folder] : shortcuts_) {
    model_.shortcuts.push_back(name);
  }
  const fs::path projects = projectFolder(home);
  std::error_code ignored;
  const bool toProjects = purpose == ui::ChooserModel::Purpose::OpenProject && fs::is_directory(projects, ignored);
  const bool goesOn =
      purpose != ui::ChooserModel::Purpose::OpenProject && !recent.empty() && fs::is_directory(recent.front(), ignored);
  enter(toProjects ? projects : goesOn ? recent.front() : home);
}

void FileChooser::enter(const fs::path& folder) {
  std::error_code failed;
  const fs::path whole = fs::canonical(folder, failed);
  folder_ = failed ? folder : whole;
  model_.place = folder_.string();
  model_.hasParent = folder_.has_parent_path() && folder_.parent_path() != folder_;
  const bool writes = model_.purpose == ui::ChooserModel::Purpose::FolderToWrite ||
                      model_.purpose == ui::ChooserModel::Purpose::PlaceOfProject;
  if (!writes) {
    model_.projectName = core::cleanName(folder_.filename().string());
  }
  model_.items.clear();
  model_.files = 0;
  model_.failure.clear();
  std::vector<ui::ChooserModel::Item> files;
  fs::directory_iterator entries(folder_, failed);
  for (; !failed && entries != fs::directory_iterator(); entries.increment(failed)) {
    const fs::path& path = entries->path();
    const std::string name = path.filename().string();
    std::error_code ignored;
    if (name.starts_with('.')) {
      continue;
    }
    if (entries->is_directory(ignored)) {
      model_.items.push_back({name, true});
    } else if (!writes && entries->is_regular_file(ignored) &&
               (model_.purpose == ui::ChooserModel::Purpose::OpenProject ? name.ends_with(kProjectEnding)
                                                                         : mayBeImage(path))) {
      files.push_back({name, false});
    }
  }
  if (failed) {
    model_.failure = "This folder cannot be read (" + failed.message() + ").";
  }
  const auto byName = [](const auto& a, const auto& b) { return a.name < b.name; };
  std::sort(model_.items.begin(), model_.items.end(), byName);
  std::sort(files.begin(), files.end(), byName);
  model_.folders = model_.items.size();
  model_.files = files.size();
  files.resize(std::min(files.size(), kMostFiles));
  model_.items.insert(model_.items.end(), files.begin(), files.end());
}

std::optional<FileChooser::Choice> FileChooser::answer(const ui::ChooserRequest& request) {
  if (std::holds_alternative<ui::EnterParent>(request)) {
    enter(folder_.parent_path());
  } else if (const auto* typed = std::get_if<ui::EnterPath>(&request)) {
    const fs::path path = folder_ / typed->path;  // an absolute one replaces what stands before it
    std::error_code ignored;
    const bool file = fs::is_regular_file(path, ignored);
    if (file && (model_.purpose == ui::ChooserModel::Purpose::OpenProject ||
                 model_.purpose == ui::ChooserModel::Purpose::Labels)) {
      return Choice{.path = path, .projectName = {}, .caseName = {}};
    }
    enter(file ? path.parent_path() : path);
  } else if (const auto* ticked = std::get_if<ui::TickItem>(&request)) {
    ui::ChooserModel::Item& item = model_.items.at(ticked->index);
    item.ticked = !item.ticked;
  } else if (const auto* shortcut = std::get_if<ui::EnterShortcut>(&request)) {
    enter(shortcuts_.at(shortcut->index).second);
  } else if (std::holds_alternative<ui::ChangePlaceOfProject>(request)) {
    images_ = folder_;
    ticked_.clear();
    for (const ui::ChooserModel::Item& each : model_.items) {
      if (each.ticked) {
        ticked_.insert(each.name);
      }
    }
    model_.purpose = ui::ChooserModel::Purpose::PlaceOfProject;
    std::error_code ignored;
    enter(fs::is_directory(model_.projectFolder, ignored) ? fs::path(model_.projectFolder)
                                                          : fs::path(model_.projectFolder).parent_path());
  } else if (std::holds_alternative<ui::LeaveChooser>(request)) {
    if (model_.purpose == ui::ChooserModel::Purpose::PlaceOfProject) {
      leavePlaceOfProject(std::nullopt);
    }
  } else if (const auto* folder = std::get_if<ui::ChooseThisFolder>(&request)) {
    if (model_.purpose == ui::ChooserModel::Purpose::PlaceOfProject) {
      leavePlaceOfProject(folder_);
      return std::nullopt;
    }
    const bool writes = model_.purpose == ui::ChooserModel::Purpose::FolderToWrite;
    Choice choice{.path = writes ? folder_ / folder->projectName : folder_,
                  .projectName = folder->projectName,
                  .caseName = folder->caseName};
    for (const ui::ChooserModel::Item& each : model_.items) {
      if (each.ticked) {
        choice.ticked.push_back(folder_ / each.name);
      }
    }
    return choice;
  } else if (const auto* chosen = std::get_if<ui::ChooseItem>(&request)) {
    const ui::ChooserModel::Item item = model_.items.at(chosen->index);
    if (!item.folder) {
      return Choice{.path = folder_ / item.name, .projectName = chosen->projectName, .caseName = chosen->caseName};
    }
    enter(folder_ / item.name);
  }
  return std::nullopt;
}

// Back to the images of the project, with what was typed there.
void FileChooser::leavePlaceOfProject(std::optional<fs::path> chosen) {
  if (chosen) {
    model_.projectFolder = chosen->string();
  }
  model_.purpose = ui::ChooserModel::Purpose::ImagesForNewProject;
  enter(images_);
  for (ui::ChooserModel::Item& each : model_.items) {
    each.ticked = ticked_.contains(each.name);
  }
}

std::vector<ImageSet> FileChooser::Choice::imageSets() const {
  if (ticked.empty()) {
    return {{{path}, caseName}};
  }
  std::vector<ImageSet> sets;
  for (const fs::path& each : ticked) {
    sets.push_back({{each}, caseName.empty() ? core::cleanName(each.filename().string()) : caseName});
  }
  return sets;
}

fs::path projectFolder(const fs::path& home) {
  std::error_code ignored;
  const fs::path documents = home / "Documents";
  return (fs::is_directory(documents, ignored) ? documents : home) / "Sagitta";
}

fs::path userHome() {
  const char* home = std::getenv("HOME");
  return home != nullptr && *home != 0 ? fs::path(home) : fs::path("/");
}

}  // namespace stage
