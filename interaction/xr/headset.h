// A headset: the display that is worn. Owns everything of OpenXR, and the graphics device that the runtime made; one
// per process, made and used on the thread that draws. Yields frames as a window does, with two views and two hands.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "interaction/display.h"
#include "interaction/xr/actions.h"
#include "interaction/xr/resolution.h"
#include "interaction/xr/session.h"
#include "interaction/xr/swapchain.h"

namespace xr {

struct HeadsetOptions {
  gpu::DeviceOptions device;                   // its choice is the runtime's
  bool handsDepth = true;                      // to a runtime that takes it
  std::optional<core::Foveation> foveation;    // always; nothing: as much as it takes for frames to be in time
  std::function<void(std::string_view)> tell;  // what the person should know: off, on, attention elsewhere
};

// A panel in the room, drawn once and sharp at any resolution of the eyes. It lies below the eyes' pictures, which are
// left open where it is seen (their alpha), so that what is nearer than it, as hands are, hides it.
struct PanelPlace {
  interaction::Pose pose;  // of its middle; it faces +z
  glm::dvec2 sizeM{0};
};

class Headset : public interaction::Display {
 public:
  // Throws core::Error saying what is missing, and RuntimeLost where it went meanwhile (so do all below).
  explicit Headset(HeadsetOptions options);
  ~Headset() override;
  Headset(const Headset&) = delete;
  Headset& operator=(const Headset&) = delete;

  gpu::Device& device() { return *device_; }
  const HeadsetInfo& info() const { return info_; }

  // Waits for the headset's rhythm, never for input. Skip: off, or nothing of it is seen.
  interaction::Frame begin(bool idle) override;
  void end() override;
  // Between a begin() that said Render and its end(): where each view is drawn, in the rectangle that the view names.
  const Target& eye(std::size_t view) const { return *targets_[view]; }
  // And where its depth goes, as 1 - kNearestM / metres ahead; null where none is wanted.
  const Target* eyeDepth(std::size_t view) const { return depths_.empty() ? nullptr : depthTargets_[view]; }

  static constexpr float kNearestM = 0.03f;

  // In the same time: the panel's image, for a fresh picture of it. It stays up, as last drawn, until hidden.
  const Target& panelTarget();
  static constexpr glm::ivec2 kPanelPx{1024, 800};
  void placePanel(const std::optional<PanelPlace>& place) { panelPlace_ = place; }

  // Where the headset can: the room around shows through wherever the pictures say so by their alpha.
  void seeRoom(bool sees) { seesRoom_ = sees && info_.seeThrough(); }

  // How long the last picture took on the GPU; decides how many pixels the next ones have, and how coarse their rim is.
  void tookMs(double gpuMs) { resolution_.measured(gpuMs, periodMs_); }
  double scale() const { return resolution_.scale(); }
  core::Foveation foveation() const { return resolution_.foveation(); }
  double periodMs() const { return periodMs_; }

  // What is in a hand; null where the runtime does not say.
  const Profile* profile(interaction::Side side) const { return actions_->profile(session_->get(), side); }
  void buzz(const interaction::Buzz& buzz);
  // Where what was at a place is now, once after the wearer recentred.
  std::optional<interaction::Pose> takeRecentring() { return session_->takeRecentring(shownAt_); }
  // Takes the pictures down; begin() says Close when that is done.
  void leave() { session_->leave(); }

 private:
  bool locateEyes(interaction::Frame& frame);
  void finishFrame(bool shows);

  HeadsetOptions options_;
  Instance instance_;
  HeadsetInfo info_;
  std::unique_ptr<gpu::Device> device_;
  std::unique_ptr<Session> session_;
  std::unique_ptr<Actions> actions_;
  std::vector<Swapchain> eyes_;
  std::optional<Swapchain> panel_;
  std::vector<Swapchain> depths_;  // of each eye; empty: none are handed over
  std::vector<const Target*> targets_;
  std::vector<const Target*> depthTargets_;
  std::vector<XrView> views_;
  std::vector<glm::ivec2> drawnPx_;
  std::optional<PanelPlace> panelPlace_;
  bool panelDrawn_ = false;
  bool seesRoom_ = false;
  Resolution resolution_;
  double periodMs_ = 11;
  XrTime shownAt_ = 0;
  XrTime firstAt_ = 0;
};

}  // namespace xr
