// This installation of the program: where it keeps its identity, and which site it is in which project file. A file
// that this installation has not written before, or that is a copy of one it has (other device or inode, or a log that
// lacks the last edit noted), gets a new site id, so that a copied file that is painted on twice never yields one site
// and sequence with two hashes. Any thread.
#pragma once

#include <filesystem>
#include <optional>

#include "core/edit.h"
#include "core/signature.h"

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

  // The hub that windows and headsets keep a project in step with, by the edit that the project began with: its address
  // as its keeper gave it, password included, in a file that only this user can read. Empty: forgets it.
  void noteHub(const core::EditId& project, const std::string& address) const;
  std::optional<std::string> hubOf(const core::EditId& project) const;

  // The key with which this installation signs what it adds, made when first asked for. Whoever can read the folder can
  // sign with it: it stands for the device, and no passphrase guards it. Throws core::Error where it cannot be kept.
  core::KeyPair deviceKey() const;
  std::optional<core::PublicKey> devicePublicKey() const;  // nothing where there is no such key yet

 private:
  std::filesystem::path home_;
};

core::SiteId newSiteId();  // random

}  // namespace store
