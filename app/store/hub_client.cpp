#include "store/hub_client.h"

#include <poll.h>

#include <algorithm>
#include <array>
#include <random>

#include "core/error.h"

namespace store {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLook{10};              // how often the file is looked at where nobody nudges
constexpr milliseconds kFirstRetry{250};       // then twice as long each time,
constexpr milliseconds kLongestRetry{20'000};  // up to this, and up to a half more by chance
constexpr char kPresenceChannel[] = "sagitta_presence";

}  // namespace

HubClient::HubClient(ProjectFile project, HubAddress address, ProjectFile::BlobDecoder decode, Listener changed,
                     const core::SiteId& session)
    : project_(std::move(project)),
      address_(std::move(address)),
      decode_(std::move(decode)),
      changed_(std::move(changed)),
      session_(session),
      thread_([this] { run(); }) {}

HubClient::~HubClient() {
  stop_.raise();
  thread_.join();
}

HubStatus HubClient::status() const {
  const std::lock_guard lock(mutex_);
  return status_;
}

void HubClient::tell(std::optional<Presence> presence) {
  {
    const std::lock_guard lock(mutex_);
    own_ = std::move(presence);
  }
  nudge_.raise();
}

void HubClient::publish(HubState state, const Synchronizer& sync, const std::string& words) {
  {
    const std::lock_guard lock(mutex_);
    if (state == HubState::InSync && status_.state == state && status_.report == sync.report()) {
      return;
    }
    status_.state = state;
    status_.waiting = sync.waiting();
    status_.words = words;
    status_.report = sync.report();
  }
  tellListener();
}

void HubClient::tellListener() {
  if (changed_) {
    changed_(status());
  }
}

void HubClient::run() {
  const auto progress = [this](const core::Progress& now) {
    {
      const std::lock_guard lock(mutex_);
      status_.progress = now;
    }
    tellListener();
  };
  Synchronizer sync(project_, decode_, progress);
  std::minstd_rand chance(std::random_device{}());
  milliseconds retry = kFirstRetry;
  try {
    for (;;) {
      try {
        HubConnection hub(address_, stop_);
        sync.begin(hub);
        hub.run("LISTEN sagitta_presence");
        retry = kFirstRetry;
        serve(hub, sync);
      } catch (const HubUnreachable& away) {
        sync.look();
        publish(HubState::Offline, sync, away.what());
      }
      // By chance, so that a hub that comes back is not asked by everyone at once.
      wait(retry + milliseconds(chance() % std::size_t(retry.count() / 2)), sync);
      retry = std::min(2 * retry, kLongestRetry);
    }
  } catch (const HubStopped&) {
  } catch (const core::Error& error) {
    publish(HubState::Refused, sync, error.what());
  }
}

// Waits while the hub is away, and counts what comes to wait in the file.
void HubClient::wait(milliseconds time, Synchronizer& sync) {
  const auto until = Clock::now() + time;
  for (;;) {
    const auto left = std::chrono::duration_cast<milliseconds>(until - Clock::now());
    if (left.count() <= 0) {
      return;
    }
    std::array<pollfd, 2> waiting = {{{stop_.descriptor(), POLLIN, 0}, {nudge_.descriptor(), POLLIN, 0}}};
    ::poll(waiting.data(), waiting.size(), int(std::min(left, kFirstRetry).count()));
    if (waiting[0].revents != 0) {
      throw HubStopped{};
    }
    nudge_.clear();
    const std::int64_t before = sync.waiting();
    sync.look();
    if (sync.waiting() != before) {
      publish(HubState::Offline, sync, status().words);
    }
  }
}

void HubClient::serve(HubConnection& hub, Synchronizer& sync) {
  changeCounter_ = project_.changeCounter();
  sync.look();
  saidAt_ = {};
  for (;;) {
    const std::vector<HubConnection::Announcement> heard = hub.announcements();
    hear(heard);
    if (!heard.empty()) {
      sync.hear(hub, heard);
    }
    if (const std::uint64_t counter = project_.changeCounter(); counter != changeCounter_) {
      changeCounter_ = counter;
      sync.look();
    }
    sayPresence(hub);
    if (!sync.isDone()) {
      publish(HubState::Syncing, sync);
      sync.step(hub);
      continue;
    }
    publish(HubState::InSync, sync);
    hub.wait(nudge_, kLook);
    nudge_.clear();
  }
}

void HubClient::hear(const std::vector<HubConnection::Announcement>& heard) {
  bool anyone = false;
  for (const HubConnection::Announcement& each : heard) {
    if (each.channel != kPresenceChannel) {
      continue;
    }
    if (auto message = decodePresence(each.text)) {
      others_.hear(std::move(*message));
      anyone = true;
    }
  }
  if (others_.forgetSilent() || anyone) {
    tellListener();
  }
}

void HubClient::sayPresence(HubConnection& hub) {
  std::optional<Presence> own;
  {
    const std::lock_guard lock(mutex_);
    own = own_;
  }
  if (!own || Clock::now() - saidAt_ < PresenceBook::pause(said_, *own)) {
    said_ = own ? said_ : own;
    return;
  }
  // Gone with the moment: no disk is to wait for it.
  hub.script("BEGIN; SET LOCAL synchronous_commit = off; NOTIFY " + std::string(kPresenceChannel) + ", '" +
             encodePresence({session_, *own}) + "'; COMMIT");
  said_ = own;
  saidAt_ = Clock::now();
}

}  // namespace store
