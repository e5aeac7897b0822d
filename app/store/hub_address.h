// Where a hub is and how it is reached: an address as PostgreSQL writes it, made safe. Read by the commands and by the
// thread that syncs. A value; any thread.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace store {

class HubAddress {
 public:
  // text: "postgresql://NAME@HOST/DATABASE", with PostgreSQL's own parameters. Beyond this computer the connection is
  // encrypted and the hub has to prove its name (sslmode=verify-full) and to know the password (SCRAM, bound to the
  // channel), unless the address says otherwise. Throws core::Error where it is no such address, or asks for a
  // connection beyond this computer that others on the way could read.
  explicit HubAddress(const std::string& text);

  const std::string& shown() const { return shown_; }                         // for people; without the password
  const std::vector<std::string>& warnings() const { return warnings_; }      // what of it is less than safe, and why
  const std::map<std::string, std::string>& words() const { return words_; }  // PostgreSQL's parameters by keyword
  bool isLocal() const { return local_; }                                     // on this computer

  // The same hub as another person reaches it.
  std::string textFor(const std::string& name, const std::string& password) const;

 private:
  void secure();

  std::string shown_;
  std::vector<std::string> warnings_;
  std::map<std::string, std::string> given_;  // the parameters of the text itself
  std::map<std::string, std::string> words_;
  bool local_ = false;
};

}  // namespace store
