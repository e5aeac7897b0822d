// Keeps a project file in step with a hub, on a thread of its own with a connection to the file of its own, so that
// nothing that paints ever waits for the network. Edits made while the hub cannot be reached wait in the file, which is
// the queue, and go up by themselves later. Made, asked and destroyed on its owner's thread (a window's session, `sync
// --watch`); destruction waits for no network.
#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "core/progress.h"
#include "store/hub_address.h"
#include "store/hub_alarm.h"
#include "store/hub_connection.h"
#include "store/presence_book.h"
#include "store/project_file.h"
#include "store/sync.h"

namespace store {

enum class HubState : std::uint8_t {
  Connecting,
  Syncing,  // something is on its way
  InSync,
  Offline,  // tried again by itself, ever less often, at least twice a minute
  Refused,  // not tried again: a person has to do something, and `words` says what
};

struct HubStatus {
  HubState state = HubState::Connecting;
  std::int64_t waiting = 0;  // edits made here that the hub lacks, as far as is known
  std::string words;         // of Offline and Refused: what happened and what to do
  core::Progress progress;   // of Syncing
  SyncReport report;         // since the start
};

class HubClient {
 public:
  // Hears, on the client's thread, whenever status or others() have changed; must return quickly.
  using Listener = std::function<void(const HubStatus& status)>;

  // project: open to be written; this client's alone. session: of the window or headset, as its presence is signed.
  HubClient(ProjectFile project, HubAddress address, ProjectFile::BlobDecoder decode, Listener changed = {},
            const core::SiteId& session = newSiteId());
  ~HubClient();
  HubClient(const HubClient&) = delete;
  HubClient& operator=(const HubClient&) = delete;

  // Says that edits were committed to the file. Without it they are noticed within 10 ms. Never blocks; any thread.
  void nudge() { nudge_.raise(); }

  HubStatus status() const;  // never blocks for long; any thread

  // Tells the others where this person is; the latest counts. Nothing: no longer anywhere. Never blocks; any thread.
  void tell(std::optional<Presence> presence);
  std::vector<PresenceMessage> others() const { return others_.present(); }  // who was heard of in the last seconds

 private:
  using Clock = std::chrono::steady_clock;

  void run();
  void serve(HubConnection& hub, Synchronizer& sync);
  void wait(std::chrono::milliseconds time, Synchronizer& sync);
  void hear(const std::vector<HubConnection::Announcement>& heard);
  void sayPresence(HubConnection& hub);
  void publish(HubState state, const Synchronizer& sync, const std::string& words = {});
  void tellListener();

  ProjectFile project_;  // the thread's alone
  HubAddress address_;
  ProjectFile::BlobDecoder decode_;
  Listener changed_;
  Alarm stop_;
  Alarm nudge_;
  core::SiteId session_;
  PresenceBook others_;

  mutable std::mutex mutex_;  // what follows
  HubStatus status_;
  std::optional<Presence> own_;

  // The thread's alone.
  std::uint64_t changeCounter_ = 0;
  std::optional<Presence> said_;
  Clock::time_point saidAt_;
  std::thread thread_;  // last
};

}  // namespace store
