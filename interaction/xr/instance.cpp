#include "interaction/xr/instance.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>

#include "interaction/xr/bindings.h"

namespace xr {
namespace {

constexpr const char* kSubject = "headset";
constexpr const char* kInstall =
    "Install the headset maker's OpenXR software (SteamVR, Monado, ...) and make it the active one, or use sagitta "
    "view";

std::string_view nameOf(XrResult result) {
  switch (result) {
    case XR_ERROR_RUNTIME_FAILURE:
      return "the headset's software failed";
    case XR_ERROR_OUT_OF_MEMORY:
      return "out of memory";
    case XR_ERROR_LIMIT_REACHED:
      return "another program uses it";
    case XR_ERROR_INSTANCE_LOST:
    case XR_ERROR_RUNTIME_UNAVAILABLE:
      return "the headset's software stopped";
    case XR_ERROR_SESSION_LOST:
      return "the connection to the headset was lost";
    case XR_ERROR_PATH_UNSUPPORTED:
      return "it does not know a button";
    case XR_ERROR_VALIDATION_FAILURE:
      return "it was asked wrongly";
    default:
      return "OpenXR failed";
  }
}

RuntimeInfo ask() {
  RuntimeInfo info;
  std::uint32_t count = 0;
  XrResult result = xrEnumerateInstanceExtensionProperties(nullptr, 0, &count, nullptr);
  if (result == XR_ERROR_RUNTIME_UNAVAILABLE || result == XR_ERROR_FILE_ACCESS_ERROR ||
      result == XR_ERROR_FILE_CONTENTS_INVALID || result == XR_ERROR_INITIALIZATION_FAILED) {
    throw core::Error(kSubject, "no headset software is installed on this machine", kInstall);
  }
  require(result, "asking the headset's software what it can do");
  std::vector<XrExtensionProperties> found(count, {XR_TYPE_EXTENSION_PROPERTIES, nullptr, {}, 0});
  require(xrEnumerateInstanceExtensionProperties(nullptr, count, &count, found.data()),
          "asking the headset's software what it can do");
  for (const XrExtensionProperties& each : found) {
    info.extensions.emplace_back(each.extensionName);
  }
  std::sort(info.extensions.begin(), info.extensions.end());
  return info;
}

}  // namespace

void require(XrResult result, std::string_view what) {
  if (XR_SUCCEEDED(result)) {
    return;
  }
  const std::string cause =
      std::string(what) + ": " + std::string(nameOf(result)) + " (XrResult " + std::to_string(int(result)) + ")";
  if (result == XR_ERROR_INSTANCE_LOST || result == XR_ERROR_SESSION_LOST || result == XR_ERROR_RUNTIME_UNAVAILABLE) {
    throw RuntimeLost(kSubject, cause, "Start it again");
  }
  throw core::Error(kSubject, cause, "Restart the headset's software, or use sagitta view");
}

interaction::Pose poseOf(const XrPosef& pose) {
  const glm::dquat turn(pose.orientation.w, pose.orientation.x, pose.orientation.y, pose.orientation.z);
  // A runtime that knows no orientation may leave it zero.
  const bool known = glm::length(turn) > 0.5;
  return {{pose.position.x, pose.position.y, pose.position.z}, known ? glm::normalize(turn) : glm::dquat(1, 0, 0, 0)};
}

XrPosef poseOf(const interaction::Pose& pose) {
  return {{float(pose.turn.x), float(pose.turn.y), float(pose.turn.z), float(pose.turn.w)},
          {float(pose.positionM.x), float(pose.positionM.y), float(pose.positionM.z)}};
}

bool RuntimeInfo::has(std::string_view extension) const {
  return std::find(extensions.begin(), extensions.end(), extension) != extensions.end();
}

bool HeadsetInfo::has(XrEnvironmentBlendMode mode) const {
  return std::find(blendModes.begin(), blendModes.end(), mode) != blendModes.end();
}

bool HeadsetInfo::seeThrough() const {
  return has(XR_ENVIRONMENT_BLEND_MODE_ALPHA_BLEND);
}

bool HeadsetInfo::addsLight() const {
  return !seeThrough() && !has(XR_ENVIRONMENT_BLEND_MODE_OPAQUE);
}

XrEnvironmentBlendMode HeadsetInfo::blendMode(bool seesRoom) const {
  core::check(!blendModes.empty(), "a headset blends its pictures somehow");
  const XrEnvironmentBlendMode wanted =
      seesRoom ? XR_ENVIRONMENT_BLEND_MODE_ALPHA_BLEND : XR_ENVIRONMENT_BLEND_MODE_OPAQUE;
  return has(wanted) ? wanted : blendModes.front();
}

Instance::Instance() {
  setenv("XR_LOADER_DEBUG", "none", 0);  // what the loader has to say is said here, in words
  runtime_ = ask();
  if (!runtime_.has(XR_KHR_VULKAN_ENABLE2_EXTENSION_NAME)) {
    throw core::Error(kSubject, "its software cannot show what Vulkan draws", "Update it, or use sagitta view");
  }
  std::vector<const char*> wanted = {XR_KHR_VULKAN_ENABLE2_EXTENSION_NAME};
  if (runtime_.takesDepth()) {
    wanted.push_back(XR_KHR_COMPOSITION_LAYER_DEPTH_EXTENSION_NAME);
  }
  for (const Profile& profile : profiles()) {
    if (profile.extension != nullptr && runtime_.has(profile.extension)) {
      wanted.push_back(profile.extension);
    }
  }
  XrInstanceCreateInfo info{.type = XR_TYPE_INSTANCE_CREATE_INFO};
  std::strcpy(info.applicationInfo.applicationName, "Sagitta");
  std::strcpy(info.applicationInfo.engineName, "Sagitta");
  info.applicationInfo.apiVersion = XR_MAKE_VERSION(1, 0, 0);
  info.enabledExtensionCount = std::uint32_t(wanted.size());
  info.enabledExtensionNames = wanted.data();
  XrInstance made{};
  const XrResult result = xrCreateInstance(&info, &made);
  if (result == XR_ERROR_RUNTIME_FAILURE || result == XR_ERROR_RUNTIME_UNAVAILABLE ||
      result == XR_ERROR_INSTANCE_LOST) {
    throw core::Error(kSubject, "its software is installed, but is not running",
                      "Start it (SteamVR, monado-service, ...), or use sagitta view");
  }
  require(result, "opening the headset's software");
  instance_ = InstanceHandle(made);
  XrInstanceProperties properties{.type = XR_TYPE_INSTANCE_PROPERTIES};
  require(xrGetInstanceProperties(made, &properties), "asking the headset's software its name");
  runtime_.name = properties.runtimeName;
  runtime_.version = std::to_string(XR_VERSION_MAJOR(properties.runtimeVersion)) + "." +
                     std::to_string(XR_VERSION_MINOR(properties.runtimeVersion)) + "." +
                     std::to_string(XR_VERSION_PATCH(properties.runtimeVersion));
}

XrSystemId Instance::system() const {
  const XrSystemGetInfo info{.type = XR_TYPE_SYSTEM_GET_INFO, .formFactor = XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY};
  XrSystemId system = XR_NULL_SYSTEM_ID;
  const XrResult result = xrGetSystem(instance_.get(), &info, &system);
  if (result == XR_ERROR_FORM_FACTOR_UNAVAILABLE) {
    throw core::Error(kSubject, runtime_.name + " runs, but no headset is connected", "Connect it and switch it on");
  }
  if (result == XR_ERROR_FORM_FACTOR_UNSUPPORTED) {
    throw core::Error(kSubject, runtime_.name + " does not drive headsets", kInstall);
  }
  require(result, "looking for a headset");
  return system;
}

HeadsetInfo Instance::headset() const {
  const XrSystemId system = this->system();
  XrSystemProperties properties{.type = XR_TYPE_SYSTEM_PROPERTIES};
  require(xrGetSystemProperties(instance_.get(), system, &properties), "asking about the headset");
  HeadsetInfo info;
  info.name = properties.systemName;
  info.tracksPosition = properties.trackingProperties.positionTracking == XR_TRUE;
  constexpr XrViewConfigurationType kBothEyes = XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO;
  std::uint32_t count = 0;
  require(xrEnumerateViewConfigurationViews(instance_.get(), system, kBothEyes, 0, &count, nullptr),
          "asking about its eyes");
  std::vector<XrViewConfigurationView> views(count, {.type = XR_TYPE_VIEW_CONFIGURATION_VIEW});
  require(xrEnumerateViewConfigurationViews(instance_.get(), system, kBothEyes, count, &count, views.data()),
          "asking about its eyes");
  for (const XrViewConfigurationView& view : views) {
    info.eyesPx.emplace_back(int(view.recommendedImageRectWidth), int(view.recommendedImageRectHeight));
  }
  require(xrEnumerateEnvironmentBlendModes(instance_.get(), system, kBothEyes, 0, &count, nullptr), "asking about it");
  std::vector<XrEnvironmentBlendMode>& modes = info.blendModes;
  modes.resize(count);
  require(xrEnumerateEnvironmentBlendModes(instance_.get(), system, kBothEyes, count, &count, modes.data()),
          "asking about it");
  return info;
}

}  // namespace xr
