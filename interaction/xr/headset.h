// A headset: the display that is worn. Owns everything of OpenXR, and the graphics device that the runtime made; one
// per process, made and used on the thread that draws. Yields frames as a window does, with two views and two hands.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "interaction/xr/actions.h"
#include "interaction/xr/resolution.h"
#include "interaction/xr/session.h"
#include "interaction/xr/swapchain.h"
#include "interaction/xr/worn.h"

namespace xr {

struct HeadsetOptions {
  gpu::DeviceOptions device;  // its choice is the runtime's
  bool handsDepth = true;     // to a runtime that takes it
  PanelLayer panel = PanelLayer::Under;
  std::optional<core::Foveation> foveation;    // always; nothing: as much as it takes for frames to be in time
  std::function<void(std::string_view)> tell;  // what the person should know: off, on, attention elsewhere
};

class Headset : public Worn {
 public:
  // Throws core::Error saying what is missing, and RuntimeLost where it went meanwhile (so do all below).
  explicit Headset(HeadsetOptions options);
  ~Headset() override;
  Headset(const Headset&) = delete;
  Headset& operator=(const Headset&) = delete;

  const HeadsetInfo& info() const { return info_; }
  double periodMs() const { return periodMs_; }

  // Waits for the headset's rhythm, never for input. Skip: off, or nothing of it is seen.
  interaction::Frame begin(bool idle) override;
  void end() override;
  gpu::Device& device() override { return *device_; }
  bool seeThrough() const override { return info_.seeThrough(); }
  bool addsLight() const override { return info_.addsLight(); }
  const Target& eye(std::size_t view) const override { return *targets_[view]; }
  const Target* eyeDepth(std::size_t view) const override { return depths_.empty() ? nullptr : depthTargets_[view]; }
  const Target& panelTarget() override;
  void placePanel(const std::optional<PanelPlace>& place) override { panelPlace_ = place; }
  PanelLayer panelLayer() const override { return options_.panel; }
  void seeRoom(bool sees) override { seesRoom_ = sees && info_.seeThrough(); }
  void tookMs(double gpuMs) override { resolution_.measured(gpuMs, periodMs_); }
  double scale() const override { return resolution_.scale(); }
  core::Foveation foveation() const override { return resolution_.foveation(); }
  const Profile* profile(interaction::Side side) const override { return actions_->profile(session_->get(), side); }
  void buzz(const interaction::Buzz& buzz) override;
  std::optional<interaction::Pose> takeRecentring() override { return session_->takeRecentring(shownAt_); }
  void leave() override { session_->leave(); }

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
