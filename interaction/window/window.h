// A window of the desktop: the display that tablets and monitors are. Owns SDL, the window and the images it shows; one
// per process, made and used on the main thread (window systems ask for that).
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "interaction/display.h"
#include "interaction/window/swapchain.h"

namespace window {

struct WindowOptions {
  std::string title = "Sagitta";
  glm::ivec2 sizeDp{1280, 800};
  double pxPerDp = 0;           // 0: as the monitor has it
  double framesPerSecond = 60;  // at most; some window systems do not hold back by themselves
};

class Window : public interaction::Display {
 public:
  // Opens the window, and a device that can show pictures in it. Throws core::Error where there is no window system, or
  // no such device.
  explicit Window(const WindowOptions& options, gpu::DeviceOptions device = {});
  ~Window() override;
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  // The window's own: it is opened for this screen, and ends with it.
  gpu::Device& device() { return *device_; }
  // After a loss: another device for the same window. All that was made from the one before has to be gone. Throws as
  // the constructor does.
  void reopenDevice(gpu::DeviceOptions options);

  interaction::Frame begin(bool idle) override;
  void wake() override;
  void end() override;
  // What to draw into, after a begin() that said Render and until end().
  const Target& target() const { return target_; }

  double pxPerDp() const { return pxPerDp_; }  // may change from frame to frame, with the monitor
  void setTitle(const std::string& title);
  // With whatever the desktop shows such files with; false where it has nothing for it. Does not wait for it.
  bool showFile(const std::filesystem::path& file);
  // What is cut and copied, shared with other programs; UTF-8.
  std::string clipboard() const;
  void setClipboard(const std::string& words);

 private:
  class System;
  void openDevice(gpu::DeviceOptions options);
  void gather(interaction::Frame& frame, int waitMs);
  bool acquire();
  glm::ivec2 sizePx() const;

  std::unique_ptr<System> system_;
  double framesPerSecond_;
  bool followsMonitor_;
  double pxPerDp_ = 1;
  std::unique_ptr<gpu::Device> device_;
  std::unique_ptr<Swapchain> swapchain_;
  Target target_;
  std::optional<glm::ivec2> acquiredPx_;  // the window's size as target_ was made; nothing once it was shown
  std::int64_t lastFrameMs_ = 0;
  bool closing_ = false;
  bool hidden_ = false;
};

}  // namespace window
