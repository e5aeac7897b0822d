#include "store/scratch_hub.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "core/error.h"

namespace store {
namespace {

constexpr int kNotInstalled = 77;
const std::string kScript = SAGITTA_SOURCE_DIR "/tests/store/hub_server";

}  // namespace

std::unique_ptr<ScratchHub> ScratchHub::make() {
  FILE* script = ::popen(("'" + kScript + "' make").c_str(), "r");
  core::check(script != nullptr, "the script that makes a server can be run");
  char line[256] = {};
  const bool printed = std::fgets(line, sizeof line, script) != nullptr;
  const int status = ::pclose(script);
  if (WIFEXITED(status) && WEXITSTATUS(status) == kNotInstalled) {
    return nullptr;
  }
  core::check(printed && status == 0, "a server for the test can be made");
  std::string folder = line;
  folder.pop_back();
  std::unique_ptr<ScratchHub> hub(new ScratchHub(folder));
  hub->start();
  initHub(*hub->connect(hub->keeper()));
  return hub;
}

ScratchHub::~ScratchHub() {
  stop();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void ScratchHub::start() {
  server_ = ::fork();
  core::check(server_ >= 0, "a process can be started");
  if (server_ == 0) {
    ::execl(kScript.c_str(), kScript.c_str(), "run", folder_.c_str(), nullptr);
    ::_exit(127);
  }
  for (int tries = 0;; ++tries) {
    try {
      connect(keeper());
      return;
    } catch (const HubUnreachable&) {
      core::check(tries < 2'000, "the server answers within a while");
      ::usleep(20'000);
    }
  }
}

void ScratchHub::stop() {
  if (server_ > 0) {
    ::kill(server_, SIGQUIT);
    ::waitpid(server_, nullptr, 0);
    server_ = 0;
  }
}

HubAddress ScratchHub::addressOf(const std::string& name, const std::string& password) const {
  return HubAddress("postgresql://" + name + ":" + password + "@/postgres?host=" + folder_.string());
}

HubAddress ScratchHub::member(const std::string& name) {
  if (!passwords_.contains(name)) {
    passwords_[name] = inviteToHub(*connect(keeper()), name);
  }
  return addressOf(name, passwords_[name]);
}

std::unique_ptr<HubConnection> ScratchHub::connect(const HubAddress& address) const {
  return std::make_unique<HubConnection>(address, never_);
}

}  // namespace store
