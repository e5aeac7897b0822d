// OpenXR as C++ sees it: owning handles (move-only, ended once, nothing else), results as errors, poses as ours.
#pragma once

#include <vulkan/vulkan.h>

#define XR_USE_GRAPHICS_API_VULKAN
#include <openxr/openxr.h>
#include <openxr/openxr_platform.h>

#include <string_view>
#include <utility>

#include "core/error.h"
#include "interaction/hands.h"

namespace xr {

template <typename T, auto destroy>
class Handle {
 public:
  Handle() = default;
  explicit Handle(T handle) : handle_(handle) {}
  Handle(Handle&& other) noexcept : handle_(std::exchange(other.handle_, T{})) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~Handle() {
    if (handle_ != T{}) {
      destroy(handle_);
    }
  }

  T get() const { return handle_; }

 private:
  T handle_{};
};

using InstanceHandle = Handle<XrInstance, xrDestroyInstance>;
using SessionHandle = Handle<XrSession, xrDestroySession>;
using SpaceHandle = Handle<XrSpace, xrDestroySpace>;
using SwapchainHandle = Handle<XrSwapchain, xrDestroySwapchain>;
using ActionSetHandle = Handle<XrActionSet, xrDestroyActionSet>;

// The headset's software stopped, or ended the session: what was being shown is over, what was painted is not.
class RuntimeLost : public core::Error {
 public:
  using core::Error::Error;
};

// Throws RuntimeLost or core::Error, naming what was tried and OpenXR's own word for the failure, unless it succeeded.
void require(XrResult result, std::string_view what);

interaction::Pose poseOf(const XrPosef& pose);
XrPosef poseOf(const interaction::Pose& pose);

}  // namespace xr
