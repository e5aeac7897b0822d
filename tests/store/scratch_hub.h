// A real PostgreSQL server for one test: made in a scratch folder, stopped, killed and started again at will, and gone
// with everything at the end.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <string>

#include "store/hub.h"
#include "store/hub_address.h"
#include "store/hub_connection.h"

namespace store {

class ScratchHub {
 public:
  // Null where PostgreSQL is not installed. The hub is made in the database "postgres".
  static std::unique_ptr<ScratchHub> make();
  ~ScratchHub();
  ScratchHub(const ScratchHub&) = delete;
  ScratchHub& operator=(const ScratchHub&) = delete;

  void start();  // until it answers
  void stop();   // as a crash does: without a word, in the middle of anything

  HubAddress keeper() const { return addressOf("keeper", "keeper"); }
  HubAddress member(const std::string& name);  // invited when first named
  HubAddress addressOf(const std::string& name, const std::string& password) const;
  std::unique_ptr<HubConnection> connect(const HubAddress& address) const;

 private:
  explicit ScratchHub(std::filesystem::path folder) : folder_(std::move(folder)) {}

  std::filesystem::path folder_;
  pid_t server_ = 0;
  std::map<std::string, std::string> passwords_;
  Alarm never_;
};

}  // namespace store
