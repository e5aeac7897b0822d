// The draft of a project's next guideline, as one person writes it on this computer: in the installation's folder, by
// the edit that the project began with, so that it is found again wherever the project was moved to. Any thread; files
// are small.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/guideline_draft.h"

namespace stage {

class GuidelineDrafts {
 public:
  // home: of the installation. project: its first edit.
  GuidelineDrafts(const std::filesystem::path& home, const core::EditId& project, const std::string& person);

  bool isKept() const;  // there is one
  // All that follows throws core::Error naming the file. load(): nothing where there is none. What save() began is
  // whole or not there.
  std::optional<core::GuidelineDraft> load();
  void save(const core::GuidelineDraft& draft);
  void discard();
  // Whether another window has changed or discarded it since this object saw or wrote it last.
  bool isOthers() const;

  // Pictures that edge cases of the draft show, and the project has not yet: PNG, by the hash that the edge case names.
  void savePicture(const core::Hash& hash, std::span<const std::byte> png) const;
  std::optional<std::vector<std::byte>> picture(const core::Hash& hash) const;

 private:
  std::optional<std::string> text() const;  // of the file; nothing where there is none

  std::filesystem::path folder_;
  std::optional<std::string> seen_;
};

}  // namespace stage
