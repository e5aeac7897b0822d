// The secret keys of the people who work on this installation: each in a file of its own in its home folder, locked by
// a passphrase, and never in a project. A key that was lost cannot be had back: its person enrols with another. Any
// thread.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/signature.h"

namespace identity {

// A passphrase must have this many bytes at least.
inline constexpr std::size_t kMinPassphraseBytes = 8;

struct KeptKey {
  core::PublicKey key;
  std::string name;  // of the person, for people
};

class KeyRing {
 public:
  explicit KeyRing(const std::filesystem::path& home);  // SAGITTA_HOME

  // Makes a key and keeps it, locked; durable on return. Throws core::Error where the passphrase is too short or the
  // folder cannot be written.
  core::PublicKey make(const std::string& name, const std::string& passphrase) const;
  void forget(const core::PublicKey& key) const;  // where there is none, nothing happens

  std::vector<KeptKey> keys() const;  // by key; files that cannot be read are left out
  bool has(const core::PublicKey& key) const;

  // Takes about 0.1 s and 64 MiB, on purpose: so does every guess. Throws core::Error where the passphrase is another
  // or the key is not here.
  core::KeyPair unlock(const core::PublicKey& key, const std::string& passphrase) const;

 private:
  std::filesystem::path fileOf(const core::PublicKey& key) const;

  std::filesystem::path folder_;
};

}  // namespace identity
