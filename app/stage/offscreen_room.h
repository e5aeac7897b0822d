// A case in a headset that nobody wears (offscreen_headset.h): the loop, the panel and the tools of a real one, on a
// project of its own that goes with it. The thread of the device.
#pragma once

#include <string>

#include "exchange/scratch_folder.h"
#include "renderer/ui_pass.h"
#include "stage/headset_loop.h"
#include "stage/offscreen_headset.h"

namespace stage {

class OffscreenRoom {
 public:
  // The volume's only case, of this modality. Throws core::Error where the temporary folder or the device has no room.
  OffscreenRoom(gpu::Device& device, core::Volume volume, const std::string& modality);
  ~OffscreenRoom();
  OffscreenRoom(const OffscreenRoom&) = delete;
  OffscreenRoom& operator=(const OffscreenRoom&) = delete;

  Workspace& workspace() { return *workspace_; }
  ui::HeadsetPanel& panel() { return panel_; }
  const store::Installation& installation() const { return installation_; }

  ReviewDesk& review() { return review_; }  // of the wearer
  CompareDesk& compare() { return compare_; }

  // Until the script takes it off, or another case is wanted. options.tell may be left out.
  std::optional<Destination> wear(xr::Worn& headset, HeadsetLoopOptions options = {});

 private:
  exchange::ScratchFolder folder_;
  store::Installation installation_;
  ReviewDesk review_;
  CompareDesk compare_;
  ui::HeadsetPanel panel_;
  std::unique_ptr<renderer::UiPass> panelPass_;
  std::unique_ptr<Workspace> workspace_;
};

}  // namespace stage
