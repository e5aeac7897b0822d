#include "interaction/xr/session.h"

namespace xr {
namespace {

SpaceHandle makeSpace(XrSession session, XrReferenceSpaceType kind) {
  const XrReferenceSpaceCreateInfo info{.type = XR_TYPE_REFERENCE_SPACE_CREATE_INFO,
                                        .referenceSpaceType = kind,
                                        .poseInReferenceSpace = {{0, 0, 0, 1}, {0, 0, 0}}};
  XrSpace space{};
  require(xrCreateReferenceSpace(session, &info, &space), "finding where the wearer sits");
  return SpaceHandle(space);
}

}  // namespace

std::unique_ptr<gpu::Device> openDevice(const Instance& instance, gpu::DeviceOptions options) {
  const XrSystemId system = instance.system();
  XrGraphicsRequirementsVulkan2KHR needs{.type = XR_TYPE_GRAPHICS_REQUIREMENTS_VULKAN2_KHR};
  require(instance.function<PFN_xrGetVulkanGraphicsRequirements2KHR>("xrGetVulkanGraphicsRequirements2KHR")(
              instance.get(), system, &needs),
          "asking what the headset needs of the graphics processor");
  if (needs.minApiVersionSupported > XR_MAKE_VERSION(1, 3, 0)) {
    throw core::Error("headset", "its software asks for a newer Vulkan than 1.3", "Use sagitta view");
  }
  options.creator.createInstance = [&](const VkInstanceCreateInfo& create, VkInstance* made) {
    const XrVulkanInstanceCreateInfoKHR info{.type = XR_TYPE_VULKAN_INSTANCE_CREATE_INFO_KHR,
                                             .systemId = system,
                                             .pfnGetInstanceProcAddr = vkGetInstanceProcAddr,
                                             .vulkanCreateInfo = &create};
    VkResult result = VK_SUCCESS;
    require(instance.function<PFN_xrCreateVulkanInstanceKHR>("xrCreateVulkanInstanceKHR")(instance.get(), &info, made,
                                                                                          &result),
            "opening Vulkan for the headset");
    return result;
  };
  options.creator.physicalDevice = [&](VkInstance vulkan) {
    const XrVulkanGraphicsDeviceGetInfoKHR info{
        .type = XR_TYPE_VULKAN_GRAPHICS_DEVICE_GET_INFO_KHR, .systemId = system, .vulkanInstance = vulkan};
    VkPhysicalDevice physical{};
    require(instance.function<PFN_xrGetVulkanGraphicsDevice2KHR>("xrGetVulkanGraphicsDevice2KHR")(instance.get(), &info,
                                                                                                  &physical),
            "finding the graphics processor that the headset is connected to");
    return physical;
  };
  options.creator.createDevice = [&](VkPhysicalDevice physical, const VkDeviceCreateInfo& create, VkDevice* made) {
    const XrVulkanDeviceCreateInfoKHR info{.type = XR_TYPE_VULKAN_DEVICE_CREATE_INFO_KHR,
                                           .systemId = system,
                                           .pfnGetInstanceProcAddr = vkGetInstanceProcAddr,
                                           .vulkanPhysicalDevice = physical,
                                           .vulkanCreateInfo = &create};
    VkResult result = VK_SUCCESS;
    require(
        instance.function<PFN_xrCreateVulkanDeviceKHR>("xrCreateVulkanDeviceKHR")(instance.get(), &info, made, &result),
        "opening the graphics processor for the headset");
    return result;
  };
  return std::make_unique<gpu::Device>(options);
}

Session::Session(const Instance& instance, const gpu::Device& device) : instance_(instance) {
  const XrGraphicsBindingVulkan2KHR binding{.type = XR_TYPE_GRAPHICS_BINDING_VULKAN2_KHR,
                                            .instance = device.instance(),
                                            .physicalDevice = device.physical(),
                                            .device = device.get(),
                                            .queueFamilyIndex = device.queueFamily(),
                                            .queueIndex = 0};
  const XrSessionCreateInfo info{.type = XR_TYPE_SESSION_CREATE_INFO, .next = &binding, .systemId = instance.system()};
  XrSession made{};
  require(xrCreateSession(instance.get(), &info, &made), "opening the headset");
  session_ = SessionHandle(made);
  seat_ = makeSpace(made, XR_REFERENCE_SPACE_TYPE_LOCAL);
  head_ = makeSpace(made, XR_REFERENCE_SPACE_TYPE_VIEW);
}

void Session::poll() {
  while (true) {
    XrEventDataBuffer event{.type = XR_TYPE_EVENT_DATA_BUFFER};
    const XrResult result = xrPollEvent(instance_.get(), &event);
    require(result, "listening to the headset");
    if (result == XR_EVENT_UNAVAILABLE) {
      return;
    }
    if (event.type == XR_TYPE_EVENT_DATA_SESSION_STATE_CHANGED) {
      const auto& changed = reinterpret_cast<const XrEventDataSessionStateChanged&>(event);
      if (changed.session == session_.get() && std::size_t(changed.state) < kSessionStates) {
        enter(SessionState(changed.state));
      }
    } else if (event.type == XR_TYPE_EVENT_DATA_INSTANCE_LOSS_PENDING) {
      enter(SessionState::LossPending);
    } else if (event.type == XR_TYPE_EVENT_DATA_REFERENCE_SPACE_CHANGE_PENDING) {
      const auto& changed = reinterpret_cast<const XrEventDataReferenceSpaceChangePending&>(event);
      if (changed.session == session_.get() && changed.referenceSpaceType == XR_REFERENCE_SPACE_TYPE_LOCAL &&
          changed.poseValid == XR_TRUE) {
        recentring_ = {changed.changeTime, interaction::inverse(poseOf(changed.poseInPreviousSpace))};
      }
    }
  }
}

void Session::enter(SessionState state) {
  state_ = state;
  const Duty& duty = dutyOf(state);
  // Every session passes through "not shown" on its way up; only on its way down that says something.
  const bool goesUp = !everShown_ && state == SessionState::Synchronized;
  if (!duty.told.empty() && !goesUp && !leaving_) {
    told_ = {state, duty.told};
  }
  everShown_ = everShown_ || duty.draws;
  if (duty.begin) {
    const XrSessionBeginInfo info{.type = XR_TYPE_SESSION_BEGIN_INFO,
                                  .primaryViewConfigurationType = XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO};
    require(xrBeginSession(session_.get(), &info), "putting pictures up");
    running_ = true;
  }
  if (duty.end) {
    require(xrEndSession(session_.get()), "taking pictures down");
    running_ = false;
    everShown_ = false;
  }
  if (duty.leave) {
    leaving_ = true;
    running_ = false;
  }
  if (duty.lost) {
    throw RuntimeLost("headset", "the connection to it ended", "Connect it again");
  }
}

void Session::leave() {
  if (leaving_) {
    return;
  }
  leaving_ = true;
  if (running_) {
    const XrResult result = xrRequestExitSession(session_.get());
    if (result != XR_ERROR_SESSION_NOT_RUNNING) {
      require(result, "taking pictures down");
    }
  }
}

std::optional<std::string_view> Session::takeTold() {
  const std::optional<Told> told = std::exchange(told_, std::nullopt);
  return told && told->by == state_ ? std::optional(told->what) : std::nullopt;  // what has passed says nothing
}

std::optional<interaction::Pose> Session::takeRecentring(XrTime now) {
  if (!recentring_ || now < recentring_->from) {
    return std::nullopt;
  }
  const interaction::Pose newFromOld = recentring_->newFromOld;
  recentring_.reset();
  return newFromOld;
}

}  // namespace xr
