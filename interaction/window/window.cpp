#include "interaction/window/window.h"

#include <SDL.h>
#include <SDL_vulkan.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <glm/common.hpp>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "core/error.h"
#include "core/text.h"
#include "interaction/window/events.h"

namespace window {
namespace {

constexpr int kIdleMs = 200;  // between looks for news where nothing moves
constexpr double kDesktopDpi = 96;

double monitorScale(SDL_Window* window) {
  float dpi = 0;
  if (SDL_GetDisplayDPI(std::max(0, SDL_GetWindowDisplayIndex(window)), &dpi, nullptr, nullptr) != 0) {
    return 1;
  }
  return std::clamp(std::round(dpi / kDesktopDpi * 4) / 4, 1.0, 3.0);
}

// Whether a program is among those that are found by name.
bool isInstalled(const char* program) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "" : path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    std::error_code ignored;
    if (!folder.empty() && std::filesystem::exists(std::filesystem::path(folder) / program, ignored)) {
      return true;
    }
  }
  return false;
}

}  // namespace

class Window::System {
 public:
  explicit System(const WindowOptions& options) {
    // Fingers speak for themselves, and a captured mouse takes them away under Linux.
    SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
    SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
    SDL_SetHint(SDL_HINT_MOUSE_AUTO_CAPTURE, "0");
    SDL_SetHint(SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "0");
    if (SDL_Init(SDL_INIT_VIDEO) != 0) {
      throw core::Error("window", std::string("there is no screen to open it on (") + SDL_GetError() + ")",
                        "Run it in a desktop session, or use sagitta render");
    }
    const double scale = options.pxPerDp > 0 ? options.pxPerDp : 1;
    window = SDL_CreateWindow(options.title.c_str(), SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED,
                              int(options.sizeDp.x * scale), int(options.sizeDp.y * scale),
                              SDL_WINDOW_VULKAN | SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI);
    if (window == nullptr) {
      const std::string why = SDL_GetError();
      SDL_Quit();
      throw core::Error("window", "it could not be opened (" + why + ")",
                        "Install a Vulkan driver for this screen, or use sagitta render");
    }
    SDL_SetWindowMinimumSize(window, 480, 480);
  }
  ~System() {
    SDL_DestroyWindow(window);
    SDL_Quit();
  }
  System(const System&) = delete;

  SDL_Window* window = nullptr;
};

Window::Window(const WindowOptions& options, gpu::DeviceOptions device)
    : system_(std::make_unique<System>(options)),
      framesPerSecond_(options.framesPerSecond),
      followsMonitor_(options.pxPerDp <= 0),
      pxPerDp_(options.pxPerDp > 0 ? options.pxPerDp : monitorScale(system_->window)) {
  openDevice(std::move(device));
}

void Window::openDevice(gpu::DeviceOptions options) {
  unsigned count = 0;
  SDL_Vulkan_GetInstanceExtensions(system_->window, &count, nullptr);
  std::vector<const char*>& extensions = options.creator.instanceExtensions;
  extensions.resize(count);
  SDL_Vulkan_GetInstanceExtensions(system_->window, &count, extensions.data());
  options.creator.deviceExtensions.push_back(VK_KHR_SWAPCHAIN_EXTENSION_NAME);
  device_ = std::make_unique<gpu::Device>(options);
  VkSurfaceKHR surface{};
  if (SDL_Vulkan_CreateSurface(system_->window, device_->instance(), &surface) != SDL_TRUE) {
    throw core::Error("window", std::string("the graphics driver refuses it (") + SDL_GetError() + ")",
                      "Choose another device with --device, or use sagitta render");
  }
  swapchain_ = std::make_unique<Swapchain>(*device_, surface);
}

void Window::reopenDevice(gpu::DeviceOptions options) {
  acquiredPx_.reset();
  swapchain_.reset();
  device_.reset();
  openDevice(std::move(options));
}

Window::~Window() = default;

void Window::setTitle(const std::string& title) {
  SDL_SetWindowTitle(system_->window, title.c_str());
}

bool Window::showFile(const std::filesystem::path& file) {
  if (!isInstalled("xdg-open")) {  // SDL starts it, and does not learn that there is none
    return false;
  }
  std::string url = "file://";
  for (const char each : std::filesystem::absolute(file).string()) {
    constexpr std::string_view kPlain = "/-._~";
    const bool plain =
        std::isalnum(static_cast<unsigned char>(each)) != 0 || kPlain.find(each) != std::string_view::npos;
    url += plain ? std::string(1, each) : core::printed("%%%02X", unsigned(static_cast<unsigned char>(each)));
  }
  return SDL_OpenURL(url.c_str()) == 0;
}

std::string Window::clipboard() const {
  const std::unique_ptr<char, decltype(&SDL_free)> words(SDL_GetClipboardText(), SDL_free);
  return words == nullptr ? "" : words.get();
}

void Window::setClipboard(const std::string& words) {
  SDL_SetClipboardText(words.c_str());
}

glm::ivec2 Window::sizePx() const {
  glm::ivec2 size{0};
  SDL_Vulkan_GetDrawableSize(system_->window, &size.x, &size.y);
  return size;
}

interaction::Frame Window::begin(bool idle) {
  interaction::Frame frame;
  const std::int64_t due = lastFrameMs_ + std::int64_t(1000 / framesPerSecond_);
  const std::int64_t now = SDL_GetTicks64();
  const int waitMs = idle || hidden_ ? kIdleMs : int(std::max<std::int64_t>(0, due - now));
  gather(frame, waitMs);
  // Input that comes early does not make frames come faster than the cap.
  while (!closing_ && std::int64_t(SDL_GetTicks64()) < due) {
    gather(frame, int(due - std::int64_t(SDL_GetTicks64())));
  }
  lastFrameMs_ = SDL_GetTicks64();
  frame.timeMs = lastFrameMs_;
  frame.pxPerDp = pxPerDp_;
  if (std::exchange(closing_, false)) {  // who uses it may stay; then it is asked for anew
    frame.status = interaction::FrameStatus::Close;
    return frame;
  }
  if (hidden_ || !acquire()) {
    frame.status = interaction::FrameStatus::Skip;
    return frame;
  }
  frame.views = {{{0, 0}, target_.size}};
  return frame;
}

// Whether there is a target: a new one, or the one before, where nothing was shown of it.
bool Window::acquire() {
  const glm::ivec2 size = sizePx();
  if (acquiredPx_ != size) {
    const std::optional<Target> target = swapchain_->acquire(size);
    acquiredPx_ = target ? std::optional(size) : std::nullopt;
    target_ = target.value_or(Target());
  }
  return acquiredPx_.has_value();
}

void Window::wake() {
  SDL_Event event{.type = SDL_USEREVENT};
  SDL_PushEvent(&event);
}

void Window::gather(interaction::Frame& frame, int waitMs) {
  glm::ivec2 units{1};
  SDL_GetWindowSize(system_->window, &units.x, &units.y);
  const glm::dvec2 sizeDp = glm::dvec2(sizePx()) / pxPerDp_;
  const WindowScale scale{sizeDp, sizeDp / glm::max(glm::dvec2(units), 1.0)};
  SDL_Event event;
  if (waitMs > 0 ? SDL_WaitEventTimeout(&event, waitMs) == 0 : SDL_PollEvent(&event) == 0) {
    return;
  }
  do {
    if (event.type == SDL_QUIT) {
      closing_ = true;
    } else if (event.type == SDL_WINDOWEVENT) {
      if (event.window.event == SDL_WINDOWEVENT_MINIMIZED || event.window.event == SDL_WINDOWEVENT_HIDDEN) {
        hidden_ = true;
      } else if (event.window.event == SDL_WINDOWEVENT_RESTORED || event.window.event == SDL_WINDOWEVENT_SHOWN ||
                 event.window.event == SDL_WINDOWEVENT_EXPOSED) {
        hidden_ = false;
      } else if (event.window.event == SDL_WINDOWEVENT_DISPLAY_CHANGED && followsMonitor_) {
        pxPerDp_ = monitorScale(system_->window);
      }
    } else if (event.type == SDL_DISPLAYEVENT && followsMonitor_) {
      pxPerDp_ = monitorScale(system_->window);  // the same monitor, set to another resolution
    }
    if (const std::optional<interaction::Input> input = inputOf(event, scale)) {
      frame.inputs.push_back(*input);
    }
  } while (SDL_PollEvent(&event) != 0);
}

void Window::end() {
  swapchain_->present();
  acquiredPx_.reset();
}

}  // namespace window
