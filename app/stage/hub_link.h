// Keeps an open project in step with its hub while a window or headset shows it, on a thread and a connection to the
// file of its own (store/hub_client.h). What comes in is a commit like any other process's, so the session takes it up
// by itself. Made and asked on the thread that draws; nothing here waits for the network.
#pragma once

#include <memory>
#include <optional>

#include "store/hub_client.h"

namespace stage {

class HubLink {
 public:
  // Null where this installation has noted no hub for the project (`sagitta sync --keep`), or the project can only be
  // read at present, as on a full disk. Throws core::Error where the file cannot be opened once more.
  static std::unique_ptr<HubLink> of(const store::ProjectFile& project);

  store::HubStatus status() const { return client_.status(); }

 private:
  HubLink(store::ProjectFile project, const store::HubAddress& address);

  store::HubClient client_;
};

}  // namespace stage
