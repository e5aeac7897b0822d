#include "interaction/xr/headset.h"

#include <chrono>
#include <cmath>
#include <limits>
#include <thread>

namespace xr {
namespace {

constexpr XrCompositionLayerFlags kBlends = XR_COMPOSITION_LAYER_BLEND_TEXTURE_SOURCE_ALPHA_BIT;
constexpr std::chrono::milliseconds kRest{20};  // between looks for news while nothing is shown

}  // namespace

Headset::Headset(HeadsetOptions options)
    : options_(std::move(options)),
      info_(instance_.headset()),
      device_(openDevice(instance_, options_.device)),
      resolution_(options_.foveation) {
  session_ = std::make_unique<Session>(instance_, *device_);
  actions_ = std::make_unique<Actions>(instance_, session_->get());
  for (const glm::ivec2 sizePx : info_.eyesPx) {
    eyes_.emplace_back(*device_, session_->get(), sizePx);
  }
  if (options_.handsDepth && instance_.runtime().takesDepth() && Swapchain::takesDepths(session_->get())) {
    for (const glm::ivec2 sizePx : info_.eyesPx) {
      depths_.emplace_back(*device_, session_->get(), sizePx, Swapchain::Holds::Depths);
    }
  }
  panel_.emplace(*device_, session_->get(), kPanelPx);
  targets_.resize(eyes_.size());
  depthTargets_.resize(depths_.size());
  views_.resize(eyes_.size(), {.type = XR_TYPE_VIEW});
  drawnPx_.resize(eyes_.size());
}

Headset::~Headset() {
  device_->waitIdle();
}

interaction::Frame Headset::begin(bool /*idle*/) {
  interaction::Frame frame;
  frame.status = interaction::FrameStatus::Skip;
  session_->poll();
  if (const auto told = session_->takeTold(); told && options_.tell) {
    options_.tell(*told);
  }
  frame.timeMs = (shownAt_ - firstAt_) / 1'000'000;
  if (!session_->isRunning()) {
    if (session_->mustLeave()) {
      frame.status = interaction::FrameStatus::Close;
    } else {
      std::this_thread::sleep_for(kRest);
      frame.hands.emplace();  // not ours
    }
    return frame;
  }
  XrFrameState state{.type = XR_TYPE_FRAME_STATE};
  require(xrWaitFrame(session_->get(), nullptr, &state), "waiting for a frame");
  require(xrBeginFrame(session_->get(), nullptr), "starting a frame");
  shownAt_ = state.predictedDisplayTime;
  firstAt_ = firstAt_ == 0 ? shownAt_ : firstAt_;
  periodMs_ = double(state.predictedDisplayPeriod) / 1e6;
  frame.timeMs = (shownAt_ - firstAt_) / 1'000'000;
  frame.hands = actions_->read(session_->get(), session_->seat(), shownAt_);
  if (state.shouldRender != XR_TRUE || !locateEyes(frame)) {
    finishFrame(false);
    // Not every runtime slows down a program that nobody sees; one that ran ahead of its time would then have to wait
    // for as long before it is seen again.
    std::this_thread::sleep_for(std::chrono::duration<double, std::milli>(periodMs_));
    return frame;
  }
  for (std::size_t i = 0; i < eyes_.size(); ++i) {
    targets_[i] = &eyes_[i].acquire();
    if (!depths_.empty()) {
      depthTargets_[i] = &depths_[i].acquire();
    }
    drawnPx_[i] = resolution_.of(eyes_[i].sizePx());
    frame.views[i].sizePx = drawnPx_[i];
  }
  frame.status = interaction::FrameStatus::Render;
  return frame;
}

bool Headset::locateEyes(interaction::Frame& frame) {
  const XrViewLocateInfo info{.type = XR_TYPE_VIEW_LOCATE_INFO,
                              .viewConfigurationType = XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO,
                              .displayTime = shownAt_,
                              .space = session_->seat()};
  XrViewState state{.type = XR_TYPE_VIEW_STATE};
  std::uint32_t count = 0;
  require(xrLocateViews(session_->get(), &info, &state, std::uint32_t(views_.size()), &count, views_.data()),
          "following the head");
  constexpr XrViewStateFlags kBoth = XR_VIEW_STATE_POSITION_VALID_BIT | XR_VIEW_STATE_ORIENTATION_VALID_BIT;
  if ((state.viewStateFlags & kBoth) != kBoth) {
    return false;  // nobody knows where the head is: a picture would be wrong
  }
  for (const XrView& view : views_) {
    frame.views.push_back(
        {.eye = interaction::Eye{poseOf(view.pose),
                                 {std::tan(double(view.fov.angleLeft)), std::tan(double(view.fov.angleRight)),
                                  std::tan(double(view.fov.angleDown)), std::tan(double(view.fov.angleUp))}}});
  }
  XrSpaceLocation head{.type = XR_TYPE_SPACE_LOCATION};
  require(xrLocateSpace(session_->head(), session_->seat(), shownAt_, &head), "following the head");
  frame.hands->head = poseOf(head.pose);
  return true;
}

const Target& Headset::panelTarget() {
  panelDrawn_ = true;
  return panel_->acquire();
}

void Headset::end() {
  for (Swapchain& eye : eyes_) {
    eye.release();
  }
  for (Swapchain& depth : depths_) {
    depth.release();
  }
  if (panel_->isAcquired()) {
    panel_->release();
  }
  finishFrame(true);
}

void Headset::finishFrame(bool shows) {
  std::vector<XrCompositionLayerProjectionView> pictures;
  std::vector<XrCompositionLayerDepthInfoKHR> depths;
  depths.reserve(depths_.size());  // pictures point into it
  for (std::size_t i = 0; shows && i < eyes_.size(); ++i) {
    const XrRect2Di drawn{{0, 0}, {drawnPx_[i].x, drawnPx_[i].y}};
    if (!depths_.empty()) {
      depths.push_back({.type = XR_TYPE_COMPOSITION_LAYER_DEPTH_INFO_KHR,
                        .subImage = {depths_[i].get(), drawn, 0},
                        .minDepth = 0,
                        .maxDepth = 1,
                        .nearZ = kNearestM,
                        .farZ = std::numeric_limits<float>::infinity()});
    }
    pictures.push_back({.type = XR_TYPE_COMPOSITION_LAYER_PROJECTION_VIEW,
                        .next = depths.empty() ? nullptr : &depths.back(),
                        .pose = views_[i].pose,
                        .fov = views_[i].fov,
                        .subImage = {eyes_[i].get(), drawn, 0}});
  }
  const bool showsPanel = panelPlace_ && panelDrawn_ && options_.panel != PanelLayer::Within;
  const bool under = options_.panel == PanelLayer::Under;
  const XrCompositionLayerProjection scene{.type = XR_TYPE_COMPOSITION_LAYER_PROJECTION,
                                           .layerFlags = seesRoom_ || (showsPanel && under) ? kBlends : 0,
                                           .space = session_->seat(),
                                           .viewCount = std::uint32_t(pictures.size()),
                                           .views = pictures.data()};
  XrCompositionLayerQuad panel{.type = XR_TYPE_COMPOSITION_LAYER_QUAD,
                               .layerFlags = kBlends,
                               .space = session_->seat(),
                               .eyeVisibility = XR_EYE_VISIBILITY_BOTH,
                               .subImage = {panel_->get(), {{0, 0}, {kPanelPx.x, kPanelPx.y}}, 0}};
  std::vector<const XrCompositionLayerBaseHeader*> layers;
  if (shows) {
    layers.push_back(reinterpret_cast<const XrCompositionLayerBaseHeader*>(&scene));
    if (showsPanel) {
      panel.pose = poseOf(panelPlace_->pose);
      panel.size = {float(panelPlace_->sizeM.x), float(panelPlace_->sizeM.y)};
      layers.insert(under ? layers.begin() : layers.end(),
                    reinterpret_cast<const XrCompositionLayerBaseHeader*>(&panel));
    }
  }
  const XrFrameEndInfo info{.type = XR_TYPE_FRAME_END_INFO,
                            .displayTime = shownAt_,
                            .environmentBlendMode = info_.blendMode(seesRoom_),
                            .layerCount = std::uint32_t(layers.size()),
                            .layers = layers.data()};
  require(xrEndFrame(session_->get(), &info), "showing a frame");
}

void Headset::buzz(const interaction::Buzz& buzz) {
  if (session_->state() == SessionState::Focused) {
    actions_->buzz(session_->get(), buzz);
  }
}

}  // namespace xr
