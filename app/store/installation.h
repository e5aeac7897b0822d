// This installation of the program: where it keeps its identity, and which site it is in which project file. A file
// that this installation has not written before, or that is a copy of one it has (other device or inode, or a log that
// lacks the last edit noted), gets a new site id, so that a copied file that is painted on twice never yields one site
// and sequence with two hashes. Any thread.
#pragma once

#include <filesystem>
#include <optional>

#include "core/edit.h"

namespace store {

class Installation {
 public:
  // home: SAGITTA_HOME, or the user's data folder where that is not set ($XDG_DATA_HOME/sagitta,
  // ~/.local/share/sagitta). Created when first written to. Throws core::Error where it cannot be.
  explicit Installation(std::filesystem::path home);
  static Installation standard();  // from the environment

  const std::filesystem::path& home() const { return home_; }

  // What was noted of a project file: the site that this installation is in it, and its last edit there.
  struct Note {
    core::SiteId site;
    std::uint64_t sequence = 0;
    core::EditId edit;  // zero where it has written none yet
  };
  std::optional<Note> noteOf(const std::filesystem::path& file) const;  // by device and inode
  void write(const std::filesystem::path& file, const Note& note) const;

 private:
  std::filesystem::path home_;
};

core::SiteId newSiteId();  // random

}  // namespace store
