// sagitta devices [--json]
#include <memory>

#include "commands/commands.h"
#include "commands/terminal.h"
#include "renderer/gpu/device.h"

namespace commands {
namespace {

void listDevices(bool json) {
  const std::vector<gpu::DeviceInfo> devices = gpu::devices();
  if (json) {
    Json list = Json::array();
    for (const gpu::DeviceInfo& device : devices) {
      list.push_back({{"index", device.index},
                      {"name", device.name},
                      {"kind", gpu::name(device.kind)},
                      {"vulkan", device.api},
                      {"driver", device.driver},
                      {"memory_bytes", device.memoryBytes},
                      {"usable", device.lacks.empty()},
                      {"lacks", device.lacks}});
    }
    printJson({{"devices", list}});
    return;
  }
  if (devices.empty()) {
    std::printf("No Vulkan device. Install a driver; without a GPU, the package mesa-vulkan-drivers.\n");
  }
  for (const gpu::DeviceInfo& device : devices) {
    std::printf("%d  %s (%s, Vulkan %s, %s)%s%s\n", device.index, device.name.c_str(),
                std::string(gpu::name(device.kind)).c_str(), device.api.c_str(), device.driver.c_str(),
                device.lacks.empty() ? "" : "  not usable, lacks ", device.lacks.c_str());
  }
}

}  // namespace

void addDevices(Command program) {
  auto json = std::make_shared<bool>(false);
  Command command = program.command("devices", "List the graphics processors that --device chooses from");
  command.flag("--json", *json, "As JSON");
  command.runs([json] { listDevices(*json); });
}

}  // namespace commands
