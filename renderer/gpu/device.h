// The graphics processor: which there are, opening one, and handing it work. A Device owns the Vulkan instance, the
// logical device and its one queue; it outlives everything made from it. One thread at a time per Device.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "renderer/gpu/handle.h"

namespace gpu {

class Commands;
struct Kept;

enum class DeviceKind { Discrete, Integrated, Virtual, Cpu, Other };
std::string_view name(DeviceKind kind);  // "discrete", "integrated", ...

// What `sagitta devices` lists.
struct DeviceInfo {
  int index = 0;     // as given to `--device`
  std::string name;  // the driver's name for it
  DeviceKind kind = DeviceKind::Other;
  std::string api;                // Vulkan version, "1.3.230"
  std::string driver;             // "llvmpipe, Mesa 22.3.6"
  std::uint64_t memoryBytes = 0;  // of its largest device-local heap
  std::string lacks;              // what it would need to be usable here; empty when it is
};

// Every Vulkan device of this machine, usable or not; empty without a Vulkan driver. Throws core::Error only where the
// Vulkan loader itself fails.
std::vector<DeviceInfo> devices();

// The driver has given the device up: whatever was on it is gone, nothing more can be done with it, and everything made
// from it may still be destroyed. Another Device may work.
class DeviceLost : public core::Error {
 public:
  using core::Error::Error;
};

// How instance and device come to be. A headset runtime makes both itself: it then fills in these.
struct Creator {
  std::vector<const char*> instanceExtensions;
  std::vector<const char*> deviceExtensions;
  std::function<VkResult(const VkInstanceCreateInfo&, VkInstance*)> createInstance;              // else Vulkan's own
  std::function<VkPhysicalDevice(VkInstance)> physicalDevice;                                    // else by choice
  std::function<VkResult(VkPhysicalDevice, const VkDeviceCreateInfo&, VkDevice*)> createDevice;  // else Vulkan's own
};

struct DeviceOptions {
  std::string choice;  // an index, or part of a name in any case; empty: discrete before integrated before CPU
  // Where set, VK_LAYER_KHRONOS_validation is loaded and speaks to it, on whatever thread Vulkan calls from.
  std::function<void(std::string_view)> onValidationMessage;
  Creator creator;
  // What may be used of the device, where that is less than it has.
  std::uint64_t memoryBytes = UINT64_MAX;
  std::uint32_t maxImageSide3d = UINT32_MAX;
  // For tests: this submission (from 1) fails as on a device that is lost, and all after it. 0: none.
  std::uint64_t loseAt = 0;
};

// A moment on the device's timeline: the end of one submission.
struct Ticket {
  std::uint64_t value = 0;
};

// What the renderer needs to know of the hardware.
struct Limits {
  std::uint32_t maxImageSide3d = 0;
  std::uint64_t maxAllocationBytes = 0;
  std::uint64_t maxStorageRange = 0;
  double timestampNs = 0;  // of one tick; 0: no timestamps
};

class Device {
 public:
  // Throws core::Error naming the device and the remedy where there is none, none fits, or it cannot be opened.
  explicit Device(const DeviceOptions& options = {});
  ~Device();
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;

  const DeviceInfo& info() const { return info_; }
  const Limits& limits() const { return limits_; }
  VkInstance instance() const { return instance_; }
  VkPhysicalDevice physical() const { return physical_; }
  VkDevice get() const { return device_; }
  VkQueue queue() const { return queue_; }
  std::uint32_t queueFamily() const { return queueFamily_; }
  PFN_vkCmdPushDescriptorSetKHR pushDescriptors() const { return pushDescriptors_; }

  // Whether an optimally tiled 3D image of this format can be used in all of the ways named.
  bool supports(VkFormat format, VkFormatFeatureFlags2 features) const;

  // The memory type with all of `wanted`, preferring `preferred` as well. Throws core::Error where there is none.
  std::uint32_t memoryType(std::uint32_t allowed, VkMemoryPropertyFlags wanted, VkMemoryPropertyFlags preferred) const;

  // Records and submits; returns at once. Submissions run in order. Throws DeviceLost as all that asks for results
  // does.
  Ticket submit(const std::function<void(Commands&)>& record);
  bool isDone(Ticket ticket) const;
  void wait(Ticket ticket) const;
  // Until nothing is used any more. A lost device uses nothing: this returns, so that destructors may call it.
  void waitIdle() const;
  bool isLost() const { return lost_; }
  // submit() and wait().
  void run(const std::function<void(Commands&)>& record) { wait(submit(record)); }

 private:
  void openInstance(const DeviceOptions& options);
  void choose(const DeviceOptions& options);
  void openDevice(const DeviceOptions& options);
  void close();  // whatever of it is open
  VkCommandBuffer freshCommandBuffer();

  friend void require(VkResult result, const Device& device, std::string_view what);
  [[noreturn]] void lose(std::string_view what) const;

  struct InFlight {
    Ticket ticket;
    VkCommandBuffer commands;
    std::unique_ptr<Kept> kept;
  };

  std::function<void(std::string_view)> onValidationMessage_;
  VkInstance instance_{};
  VkDebugUtilsMessengerEXT messenger_{};
  VkPhysicalDevice physical_{};
  VkDevice device_{};
  VkQueue queue_{};
  std::uint32_t queueFamily_ = 0;
  PFN_vkCmdPushDescriptorSetKHR pushDescriptors_{};
  DeviceInfo info_;
  Limits limits_;
  VkPhysicalDeviceMemoryProperties memory_{};
  CommandPoolHandle pool_;
  SemaphoreHandle timeline_;
  std::uint64_t submitted_ = 0;
  std::uint64_t loseAt_ = 0;
  mutable bool lost_ = false;  // found out by whoever asks first
  std::deque<InFlight> inFlight_;
};

// Throws core::Error, naming the device, what was tried and Vulkan's own word for the failure, unless result is
// success; DeviceLost where that is what happened.
void require(VkResult result, const Device& device, std::string_view what);

}  // namespace gpu
