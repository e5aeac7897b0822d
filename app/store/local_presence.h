// Presence among programs of one user on one machine that have the same project file open: datagrams between sockets in
// the user's runtime folder, stored nowhere. Made, asked and destroyed on its owner's thread; a thread of its own hears
// and says.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "store/hub_alarm.h"
#include "store/presence_book.h"

namespace store {

class LocalPresence {
 public:
  // changed: called on the thread that hears, whenever others() may differ; must return quickly. Null where the user
  // has no runtime folder (XDG_RUNTIME_DIR), or no socket can be made there: then nobody here is seen, and that is all.
  static std::unique_ptr<LocalPresence> of(const std::filesystem::path& project, const core::SiteId& session,
                                           std::function<void()> changed);
  ~LocalPresence();  // the others hear that one has gone
  LocalPresence(const LocalPresence&) = delete;
  LocalPresence& operator=(const LocalPresence&) = delete;

  void tell(const Presence& presence);  // the latest counts; never blocks; any thread
  std::vector<PresenceMessage> others() const { return book_.present(); }

 private:
  class Socket {
   public:
    explicit Socket(int descriptor) : descriptor_(descriptor) {}
    ~Socket();
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;
    int descriptor() const { return descriptor_; }

   private:
    int descriptor_;
  };

  LocalPresence(std::filesystem::path folder, const core::SiteId& session, std::unique_ptr<Socket> socket,
                std::function<void()> changed);
  void run();
  void hear();
  void say(const Presence& presence);

  std::filesystem::path folder_;  // of all who have this file open
  core::SiteId session_;
  std::filesystem::path own_;
  std::unique_ptr<Socket> socket_;
  std::function<void()> changed_;
  PresenceBook book_;
  Alarm stop_;
  Alarm news_;
  std::mutex mutex_;
  std::optional<Presence> now_;
  std::thread thread_;  // last
};

}  // namespace store
