// Keeps an open project in step with its hub while a window or headset shows it, on a thread and a connection to the
// file of its own (store/hub_client.h). What comes in is a commit like any other process's, so the session takes it up
// by itself. Made and asked on the thread that draws; nothing here waits for the network.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "store/hub_client.h"
#include "ui/model.h"

namespace stage {

class HubLink {
 public:
  // Null where this installation has noted no hub for the project (`sagitta sync --keep`), or the project can only be
  // read at present, as on a full disk. session: of this window or headset. changed: called on the client's thread,
  // whenever what is asked below may differ. Throws core::Error where the file cannot be opened once more.
  static std::unique_ptr<HubLink> of(const store::ProjectFile& project, const core::SiteId& session,
                                     std::function<void()> changed);

  store::HubStatus status() const { return client_.status(); }
  void tell(const store::Presence& own) { client_.tell(own); }
  std::vector<store::PresenceMessage> others() const { return client_.others(); }

 private:
  HubLink(store::ProjectFile project, const store::HubAddress& address, const core::SiteId& session,
          std::function<void()> changed);

  store::HubClient client_;
};

// How panels show it.
ui::SyncSign signOf(const store::HubStatus& status);

}  // namespace stage
