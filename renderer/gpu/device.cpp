#include "renderer/gpu/device.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include <unistd.h>

#include "core/error.h"
#include "core/text.h"
#include "renderer/gpu/commands.h"

namespace gpu {
namespace {

constexpr std::uint32_t kApi = VK_API_VERSION_1_3;
constexpr const char* kValidationLayer = "VK_LAYER_KHRONOS_validation";
constexpr const char* kInstallDriver = "Install a Vulkan driver: mesa-vulkan-drivers has one that needs no GPU";

std::string_view nameOf(VkResult result) {
  switch (result) {
    case VK_ERROR_OUT_OF_HOST_MEMORY:
      return "out of memory";
    case VK_ERROR_OUT_OF_DEVICE_MEMORY:
      return "out of device memory";
    case VK_ERROR_DEVICE_LOST:
      return "the device was lost";
    case VK_ERROR_INCOMPATIBLE_DRIVER:
      return "no Vulkan driver is installed";
    case VK_ERROR_LAYER_NOT_PRESENT:
      return "the validation layer is not installed (vulkan-validationlayers)";
    case VK_ERROR_EXTENSION_NOT_PRESENT:
      return "an extension is missing";
    case VK_ERROR_FEATURE_NOT_PRESENT:
      return "a feature is missing";
    case VK_ERROR_INITIALIZATION_FAILED:
      return "initialisation failed";
    default:
      return "Vulkan failed";
  }
}

[[noreturn]] void fail(const std::string& subject, std::string_view what, VkResult result, std::string remedy) {
  throw core::Error(
      subject,
      std::string(what) + ": " + std::string(nameOf(result)) + " (VkResult " + std::to_string(int(result)) + ")",
      std::move(remedy));
}

// Mesa before 23 compiles shaders anew for every submission when it has no writable cache: 50 to 100 ms each.
void giveMesaShaderCache() {
  namespace fs = std::filesystem;
  const auto writable = [](const char* folder) { return folder != nullptr && access(folder, W_OK) == 0; };
  if (std::getenv("MESA_SHADER_CACHE_DIR") != nullptr || writable(std::getenv("XDG_CACHE_HOME")) ||
      writable(std::getenv("HOME"))) {
    return;
  }
  std::error_code ignored;
  const char* home = std::getenv("SAGITTA_HOME");
  const fs::path base = writable(home) ? fs::path(home) / "temp" : fs::temp_directory_path(ignored);
  const fs::path folder = base / ("sagitta-shaders-" + std::to_string(getuid()));
  fs::create_directories(folder, ignored);
  setenv("MESA_SHADER_CACHE_DIR", folder.c_str(), 0);
}

VKAPI_ATTR VkBool32 VKAPI_CALL onMessage(VkDebugUtilsMessageSeverityFlagBitsEXT, VkDebugUtilsMessageTypeFlagsEXT,
                                         const VkDebugUtilsMessengerCallbackDataEXT* data, void* user) {
  (*static_cast<std::function<void(std::string_view)>*>(user))(data->pMessage);
  return VK_FALSE;
}

VkInstanceCreateInfo instanceInfo(const VkApplicationInfo& application, const std::vector<const char*>& extensions,
                                  const std::vector<const char*>& layers) {
  return {.sType = VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO,
          .pApplicationInfo = &application,
          .enabledLayerCount = std::uint32_t(layers.size()),
          .ppEnabledLayerNames = layers.data(),
          .enabledExtensionCount = std::uint32_t(extensions.size()),
          .ppEnabledExtensionNames = extensions.data()};
}

constexpr VkApplicationInfo kApplication{.sType = VK_STRUCTURE_TYPE_APPLICATION_INFO,
                                         .pApplicationName = "Sagitta",
                                         .pEngineName = "Sagitta",
                                         .apiVersion = kApi};

std::vector<VkPhysicalDevice> physicalDevices(VkInstance instance) {
  std::uint32_t count = 0;
  vkEnumeratePhysicalDevices(instance, &count, nullptr);
  std::vector<VkPhysicalDevice> found(count);
  vkEnumeratePhysicalDevices(instance, &count, found.data());
  found.resize(count);
  return found;
}

// Everything that is asked of a device beyond Vulkan 1.3 without options, in one place.
struct Features {
  VkPhysicalDeviceVulkan13Features v13{.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_3_FEATURES};
  VkPhysicalDeviceVulkan12Features v12{.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_2_FEATURES, .pNext = &v13};
  VkPhysicalDeviceFeatures2 all{.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FEATURES_2, .pNext = &v12};

  Features() = default;
  Features(const Features&) = delete;
};

std::uint32_t computeFamily(VkPhysicalDevice physical) {
  std::uint32_t count = 0;
  vkGetPhysicalDeviceQueueFamilyProperties(physical, &count, nullptr);
  std::vector<VkQueueFamilyProperties> families(count);
  vkGetPhysicalDeviceQueueFamilyProperties(physical, &count, families.data());
  constexpr VkQueueFlags kBoth = VK_QUEUE_GRAPHICS_BIT | VK_QUEUE_COMPUTE_BIT;
  for (const VkQueueFlags wanted : {VkQueueFlags(kBoth), VkQueueFlags(VK_QUEUE_COMPUTE_BIT)}) {
    for (std::uint32_t i = 0; i < count; ++i) {
      if ((families[i].queueFlags & wanted) == wanted) {
        return i;
      }
    }
  }
  return UINT32_MAX;
}

std::string lacks(VkPhysicalDevice physical, const VkPhysicalDeviceProperties& properties) {
  if (properties.apiVersion < kApi) {
    return "Vulkan 1.3";
  }
  std::uint32_t count = 0;
  vkEnumerateDeviceExtensionProperties(physical, nullptr, &count, nullptr);
  std::vector<VkExtensionProperties> extensions(count);
  vkEnumerateDeviceExtensionProperties(physical, nullptr, &count, extensions.data());
  const bool push = std::any_of(extensions.begin(), extensions.end(), [](const VkExtensionProperties& extension) {
    return std::strcmp(extension.extensionName, VK_KHR_PUSH_DESCRIPTOR_EXTENSION_NAME) == 0;
  });
  Features features;
  vkGetPhysicalDeviceFeatures2(physical, &features.all);
  if (!push) {
    return "push descriptors";
  }
  if (!features.v12.scalarBlockLayout || !features.v12.timelineSemaphore || !features.v12.bufferDeviceAddress ||
      !features.v13.synchronization2 || !features.all.features.shaderStorageImageExtendedFormats) {
    return "scalar block layout, timeline semaphores, buffer addresses, synchronization2 or small storage formats";
  }
  return computeFamily(physical) == UINT32_MAX ? "a compute queue" : "";
}

DeviceKind kindOf(VkPhysicalDeviceType type) {
  switch (type) {
    case VK_PHYSICAL_DEVICE_TYPE_DISCRETE_GPU:
      return DeviceKind::Discrete;
    case VK_PHYSICAL_DEVICE_TYPE_INTEGRATED_GPU:
      return DeviceKind::Integrated;
    case VK_PHYSICAL_DEVICE_TYPE_VIRTUAL_GPU:
      return DeviceKind::Virtual;
    case VK_PHYSICAL_DEVICE_TYPE_CPU:
      return DeviceKind::Cpu;
    default:
      return DeviceKind::Other;
  }
}

DeviceInfo describe(VkPhysicalDevice physical, int index) {
  VkPhysicalDeviceDriverProperties driver{.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_DRIVER_PROPERTIES};
  VkPhysicalDeviceProperties2 properties{.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2};
  vkGetPhysicalDeviceProperties(physical, &properties.properties);
  if (properties.properties.apiVersion >= VK_API_VERSION_1_2) {
    properties.pNext = &driver;
    vkGetPhysicalDeviceProperties2(physical, &properties);
  }
  VkPhysicalDeviceMemoryProperties memory{};
  vkGetPhysicalDeviceMemoryProperties(physical, &memory);
  DeviceInfo info;
  info.index = index;
  info.name = properties.properties.deviceName;
  info.kind = kindOf(properties.properties.deviceType);
  const std::uint32_t version = properties.properties.apiVersion;
  info.api = std::to_string(VK_API_VERSION_MAJOR(version)) + "." + std::to_string(VK_API_VERSION_MINOR(version)) + "." +
             std::to_string(VK_API_VERSION_PATCH(version));
  info.driver = std::string(driver.driverName) + (driver.driverInfo[0] != 0 ? ", " : "") + driver.driverInfo;
  for (std::uint32_t i = 0; i < memory.memoryHeapCount; ++i) {
    if (memory.memoryHeaps[i].flags & VK_MEMORY_HEAP_DEVICE_LOCAL_BIT) {
      info.memoryBytes = std::max<std::uint64_t>(info.memoryBytes, memory.memoryHeaps[i].size);
    }
  }
  info.lacks = lacks(physical, properties.properties);
  return info;
}

std::string listed(const std::vector<DeviceInfo>& infos) {
  std::string text;
  for (const DeviceInfo& info : infos) {
    text += (text.empty() ? "" : ", ") + std::to_string(info.index) + " " + info.name;
  }
  return text;
}

// Position in `infos` of the device that `choice` asks for; throws core::Error where it names none that is usable.
std::size_t chosen(const std::vector<DeviceInfo>& infos, const std::string& choice) {
  if (infos.empty()) {
    throw core::Error("Vulkan", "this machine has no Vulkan device", kInstallDriver);
  }
  if (choice.empty()) {
    const auto best = std::min_element(infos.begin(), infos.end(), [](const DeviceInfo& a, const DeviceInfo& b) {
      return std::pair(!a.lacks.empty(), a.kind) < std::pair(!b.lacks.empty(), b.kind);
    });
    if (!best->lacks.empty()) {
      throw core::Error(best->name, "it lacks " + best->lacks, kInstallDriver);
    }
    return std::size_t(best - infos.begin());
  }
  const bool isNumber = std::all_of(choice.begin(), choice.end(), [](unsigned char c) { return std::isdigit(c); });
  const auto found = std::find_if(infos.begin(), infos.end(), [&](const DeviceInfo& info) {
    return isNumber ? std::to_string(info.index) == choice
                    : core::lowered(info.name).find(core::lowered(choice)) != std::string::npos;
  });
  if (found == infos.end()) {
    throw core::Error("--device " + choice, "no device has that number or name", "There are: " + listed(infos));
  }
  if (!found->lacks.empty()) {
    throw core::Error(found->name, "it lacks " + found->lacks, "Choose another: " + listed(infos));
  }
  return std::size_t(found - infos.begin());
}

}  // namespace

std::string_view name(DeviceKind kind) {
  constexpr std::array<std::string_view, 5> kNames = {"discrete", "integrated", "virtual", "cpu", "other"};
  return kNames[std::size_t(kind)];
}

std::vector<DeviceInfo> devices() {
  const VkInstanceCreateInfo create = instanceInfo(kApplication, {}, {});
  VkInstance instance{};
  const VkResult result = vkCreateInstance(&create, nullptr, &instance);
  if (result == VK_ERROR_INCOMPATIBLE_DRIVER) {
    return {};
  }
  if (result != VK_SUCCESS) {
    fail("Vulkan", "listing devices", result, kInstallDriver);
  }
  std::vector<DeviceInfo> infos;
  for (const VkPhysicalDevice physical : physicalDevices(instance)) {
    infos.push_back(describe(physical, int(infos.size())));
  }
  vkDestroyInstance(instance, nullptr);
  return infos;
}

Device::Device(const DeviceOptions& options)
    : onValidationMessage_(options.onValidationMessage), loseAt_(options.loseAt) {
  giveMesaShaderCache();
  try {
    openInstance(options);
    choose(options);
    openDevice(options);
  } catch (...) {
    close();
    throw;
  }
}

Device::~Device() {
  close();
}

void Device::close() {
  if (device_ != nullptr) {
    vkDeviceWaitIdle(device_);
  }
  inFlight_.clear();
  pool_ = {};
  timeline_ = {};
  if (device_ != nullptr) {
    vkDestroyDevice(std::exchange(device_, nullptr), nullptr);
  }
  if (messenger_ != nullptr) {
    const auto destroy =
        PFN_vkDestroyDebugUtilsMessengerEXT(vkGetInstanceProcAddr(instance_, "vkDestroyDebugUtilsMessengerEXT"));
    destroy(instance_, std::exchange(messenger_, nullptr), nullptr);
  }
  if (instance_ != nullptr) {
    vkDestroyInstance(std::exchange(instance_, nullptr), nullptr);
  }
}

void Device::openInstance(const DeviceOptions& options) {
  std::vector<const char*> extensions = options.creator.instanceExtensions;
  std::vector<const char*> layers;
  if (onValidationMessage_) {
    extensions.push_back(VK_EXT_DEBUG_UTILS_EXTENSION_NAME);
    layers.push_back(kValidationLayer);
  }
  const VkInstanceCreateInfo create = instanceInfo(kApplication, extensions, layers);
  const VkResult result = options.creator.createInstance ? options.creator.createInstance(create, &instance_)
                                                         : vkCreateInstance(&create, nullptr, &instance_);
  if (result != VK_SUCCESS) {
    instance_ = nullptr;
    fail("Vulkan", "opening Vulkan", result, kInstallDriver);
  }
  if (onValidationMessage_) {
    const VkDebugUtilsMessengerCreateInfoEXT listen{.sType = VK_STRUCTURE_TYPE_DEBUG_UTILS_MESSENGER_CREATE_INFO_EXT,
                                                    .messageSeverity = VK_DEBUG_UTILS_MESSAGE_SEVERITY_WARNING_BIT_EXT |
                                                                       VK_DEBUG_UTILS_MESSAGE_SEVERITY_ERROR_BIT_EXT,
                                                    .messageType = VK_DEBUG_UTILS_MESSAGE_TYPE_VALIDATION_BIT_EXT,
                                                    .pfnUserCallback = onMessage,
                                                    .pUserData = &onValidationMessage_};
    const auto make =
        PFN_vkCreateDebugUtilsMessengerEXT(vkGetInstanceProcAddr(instance_, "vkCreateDebugUtilsMessengerEXT"));
    make(instance_, &listen, nullptr, &messenger_);
  }
}

void Device::choose(const DeviceOptions& options) {
  if (options.creator.physicalDevice) {
    physical_ = options.creator.physicalDevice(instance_);
    info_ = describe(physical_, 0);
    if (!info_.lacks.empty()) {
      throw core::Error(info_.name, "it lacks " + info_.lacks, "Use a newer driver or graphics card");
    }
  } else {
    const std::vector<VkPhysicalDevice> all = physicalDevices(instance_);
    std::vector<DeviceInfo> infos;
    for (const VkPhysicalDevice physical : all) {
      infos.push_back(describe(physical, int(infos.size())));
    }
    const std::size_t index = chosen(infos, options.choice);
    physical_ = all[index];
    info_ = infos[index];
  }
  vkGetPhysicalDeviceMemoryProperties(physical_, &memory_);
  VkPhysicalDeviceMaintenance3Properties sizes{.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_MAINTENANCE_3_PROPERTIES};
  VkPhysicalDeviceProperties2 properties{.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2, .pNext = &sizes};
  vkGetPhysicalDeviceProperties2(physical_, &properties);
  info_.memoryBytes = std::min(info_.memoryBytes, options.memoryBytes);
  limits_ = {.maxImageSide3d = std::min(properties.properties.limits.maxImageDimension3D, options.maxImageSide3d),
             .maxAllocationBytes = sizes.maxMemoryAllocationSize,
             .maxStorageRange = properties.properties.limits.maxStorageBufferRange,
             .timestampNs = properties.properties.limits.timestampPeriod};
}

void Device::openDevice(const DeviceOptions& options) {
  queueFamily_ = computeFamily(physical_);
  const float priority = 1;
  const VkDeviceQueueCreateInfo queue{.sType = VK_STRUCTURE_TYPE_DEVICE_QUEUE_CREATE_INFO,
                                      .queueFamilyIndex = queueFamily_,
                                      .queueCount = 1,
                                      .pQueuePriorities = &priority};
  std::vector<const char*> extensions = options.creator.deviceExtensions;
  extensions.push_back(VK_KHR_PUSH_DESCRIPTOR_EXTENSION_NAME);
  Features features;
  features.all.features.shaderStorageImageExtendedFormats = VK_TRUE;
  features.v12.scalarBlockLayout = VK_TRUE;
  features.v12.timelineSemaphore = VK_TRUE;
  features.v12.bufferDeviceAddress = VK_TRUE;
  features.v13.synchronization2 = VK_TRUE;
  features.v13.dynamicRendering = VK_TRUE;
  features.v13.maintenance4 = VK_TRUE;  // glslc names local sizes by constants for Vulkan 1.3
  const VkDeviceCreateInfo create{.sType = VK_STRUCTURE_TYPE_DEVICE_CREATE_INFO,
                                  .pNext = &features.all,
                                  .queueCreateInfoCount = 1,
                                  .pQueueCreateInfos = &queue,
                                  .enabledExtensionCount = std::uint32_t(extensions.size()),
                                  .ppEnabledExtensionNames = extensions.data()};
  const VkResult result = options.creator.createDevice ? options.creator.createDevice(physical_, create, &device_)
                                                       : vkCreateDevice(physical_, &create, nullptr, &device_);
  if (result != VK_SUCCESS) {
    device_ = nullptr;
    fail(info_.name, "opening the device", result, "Update its driver, or choose another with --device");
  }
  vkGetDeviceQueue(device_, queueFamily_, 0, &queue_);
  pushDescriptors_ = PFN_vkCmdPushDescriptorSetKHR(vkGetDeviceProcAddr(device_, "vkCmdPushDescriptorSetKHR"));

  const VkCommandPoolCreateInfo pool{.sType = VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO,
                                     .flags = VK_COMMAND_POOL_CREATE_RESET_COMMAND_BUFFER_BIT,
                                     .queueFamilyIndex = queueFamily_};
  VkCommandPool poolHandle{};
  require(vkCreateCommandPool(device_, &pool, nullptr, &poolHandle), *this, "making a command pool");
  pool_ = {device_, poolHandle};

  const VkSemaphoreTypeCreateInfo type{.sType = VK_STRUCTURE_TYPE_SEMAPHORE_TYPE_CREATE_INFO,
                                       .semaphoreType = VK_SEMAPHORE_TYPE_TIMELINE};
  const VkSemaphoreCreateInfo semaphore{.sType = VK_STRUCTURE_TYPE_SEMAPHORE_CREATE_INFO, .pNext = &type};
  VkSemaphore semaphoreHandle{};
  require(vkCreateSemaphore(device_, &semaphore, nullptr, &semaphoreHandle), *this, "making a timeline");
  timeline_ = {device_, semaphoreHandle};
}

bool Device::supports(VkFormat format, VkFormatFeatureFlags2 features) const {
  VkFormatProperties3 more{.sType = VK_STRUCTURE_TYPE_FORMAT_PROPERTIES_3};
  VkFormatProperties2 properties{.sType = VK_STRUCTURE_TYPE_FORMAT_PROPERTIES_2, .pNext = &more};
  vkGetPhysicalDeviceFormatProperties2(physical_, format, &properties);
  return (more.optimalTilingFeatures & features) == features;
}

std::uint32_t Device::memoryType(std::uint32_t allowed, VkMemoryPropertyFlags wanted,
                                 VkMemoryPropertyFlags preferred) const {
  for (const VkMemoryPropertyFlags flags : {wanted | preferred, wanted}) {
    for (std::uint32_t i = 0; i < memory_.memoryTypeCount; ++i) {
      if ((allowed >> i & 1u) != 0 && (memory_.memoryTypes[i].propertyFlags & flags) == flags) {
        return i;
      }
    }
  }
  throw core::Error(info_.name, "it has no memory of the kind needed", "Choose another device with --device");
}

VkCommandBuffer Device::freshCommandBuffer() {
  if (!inFlight_.empty() && isDone(inFlight_.front().ticket)) {
    const VkCommandBuffer commands = inFlight_.front().commands;
    inFlight_.pop_front();
    for (InFlight& later : inFlight_) {  // what other finished submissions kept need not wait for their turn
      if (isDone(later.ticket)) {
        later.kept.reset();
      }
    }
    return commands;
  }
  const VkCommandBufferAllocateInfo allocate{.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO,
                                             .commandPool = pool_.get(),
                                             .level = VK_COMMAND_BUFFER_LEVEL_PRIMARY,
                                             .commandBufferCount = 1};
  VkCommandBuffer commands{};
  require(vkAllocateCommandBuffers(device_, &allocate, &commands), *this, "making a command buffer");
  return commands;
}

Ticket Device::submit(const std::function<void(Commands&)>& record) {
  if (lost_ || (loseAt_ != 0 && submitted_ + 1 >= loseAt_)) {
    lose("submitting work");
  }
  const VkCommandBuffer buffer = freshCommandBuffer();
  const VkCommandBufferBeginInfo begin{.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO,
                                       .flags = VK_COMMAND_BUFFER_USAGE_ONE_TIME_SUBMIT_BIT};
  require(vkBeginCommandBuffer(buffer, &begin), *this, "recording");
  auto kept = std::make_unique<Kept>();
  Commands commands(*this, buffer, *kept);
  record(commands);
  require(vkEndCommandBuffer(buffer), *this, "recording");

  const Ticket ticket{++submitted_};
  const VkCommandBufferSubmitInfo what{.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_SUBMIT_INFO, .commandBuffer = buffer};
  const VkSemaphoreSubmitInfo signal{.sType = VK_STRUCTURE_TYPE_SEMAPHORE_SUBMIT_INFO,
                                     .semaphore = timeline_.get(),
                                     .value = ticket.value,
                                     .stageMask = VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT};
  const VkSubmitInfo2 submit{.sType = VK_STRUCTURE_TYPE_SUBMIT_INFO_2,
                             .commandBufferInfoCount = 1,
                             .pCommandBufferInfos = &what,
                             .signalSemaphoreInfoCount = 1,
                             .pSignalSemaphoreInfos = &signal};
  require(vkQueueSubmit2(queue_, 1, &submit, VK_NULL_HANDLE), *this, "submitting work");
  inFlight_.push_back({ticket, buffer, std::move(kept)});
  return ticket;
}

bool Device::isDone(Ticket ticket) const {
  std::uint64_t reached = 0;
  require(vkGetSemaphoreCounterValue(device_, timeline_.get(), &reached), *this, "asking for progress");
  return reached >= ticket.value;
}

void Device::wait(Ticket ticket) const {
  if (lost_) {
    lose("waiting for work");
  }
  const VkSemaphore semaphore = timeline_.get();
  const VkSemaphoreWaitInfo wait{.sType = VK_STRUCTURE_TYPE_SEMAPHORE_WAIT_INFO,
                                 .semaphoreCount = 1,
                                 .pSemaphores = &semaphore,
                                 .pValues = &ticket.value};
  require(vkWaitSemaphores(device_, &wait, UINT64_MAX), *this, "waiting for work");
}

void Device::waitIdle() const {
  if (!lost_) {
    const VkSemaphore semaphore = timeline_.get();
    const VkSemaphoreWaitInfo wait{.sType = VK_STRUCTURE_TYPE_SEMAPHORE_WAIT_INFO,
                                   .semaphoreCount = 1,
                                   .pSemaphores = &semaphore,
                                   .pValues = &submitted_};
    lost_ = vkWaitSemaphores(device_, &wait, UINT64_MAX) == VK_ERROR_DEVICE_LOST;
  }
  if (lost_) {
    vkDeviceWaitIdle(device_);  // returns at once, and makes it lawful to destroy what the device had in hand
  }
}

void Device::lose(std::string_view what) const {
  lost_ = true;
  throw DeviceLost(info_.name, std::string(what) + ": the driver has given the device up",
                   "Update the graphics driver, or choose another device with --device");
}

void require(VkResult result, const Device& device, std::string_view what) {
  if (result == VK_SUCCESS) {
    return;
  }
  if (result == VK_ERROR_DEVICE_LOST) {
    device.lose(what);
  }
  const bool memory = result == VK_ERROR_OUT_OF_DEVICE_MEMORY || result == VK_ERROR_OUT_OF_HOST_MEMORY;
  fail(device.info().name, what, result,
       memory ? "Close other programs that use the graphics memory, or choose another device with --device"
              : "Update the graphics driver, or choose another device with --device");
}

}  // namespace gpu
