// The time from putting a headset's pictures up to taking them down: the device that the runtime wants, the session and
// its state, the space that the wearer sits in. One thread, that of the device.
#pragma once

#include <memory>
#include <optional>

#include "interaction/xr/instance.h"
#include "interaction/xr/lifecycle.h"
#include "renderer/gpu/device.h"

namespace xr {

// The graphics device that the headset is connected to, made by its runtime (XR_KHR_vulkan_enable2).
std::unique_ptr<gpu::Device> openDevice(const Instance& instance, gpu::DeviceOptions options);

class Session {
 public:
  Session(const Instance& instance, const gpu::Device& device);

  XrSession get() const { return session_.get(); }
  XrSpace seat() const { return seat_.get(); }  // where everything is measured: the seated wearer's, floor unknown
  XrSpace head() const { return head_.get(); }
  SessionState state() const { return state_; }

  // Takes in what the runtime has to say, and does what each new state asks for. Throws RuntimeLost.
  void poll();
  // Asks the runtime to end the session; its states follow.
  void leave();
  bool isRunning() const { return running_; }
  bool mustLeave() const { return leaving_ && !running_; }
  // The state's word to the person, once per change.
  std::optional<std::string_view> takeTold();
  // Where what was at a place is now, once after the wearer recentred, from `now` on.
  std::optional<interaction::Pose> takeRecentring(XrTime now);

 private:
  void enter(SessionState state);

  const Instance& instance_;
  SessionHandle session_;
  SpaceHandle seat_;
  SpaceHandle head_;
  SessionState state_ = SessionState::Unknown;
  bool running_ = false;
  bool leaving_ = false;
  bool everShown_ = false;
  struct Told {
    SessionState by;
    std::string_view what;
  };
  std::optional<Told> told_;
  struct Recentring {
    XrTime from;
    interaction::Pose newFromOld;
  };
  std::optional<Recentring> recentring_;
};

}  // namespace xr
