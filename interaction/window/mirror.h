// A window on the desk that shows pictures from memory: what a headset's wearer sees. It needs no graphics device, so
// that the headset keeps its own to itself. One per process, on the thread that made it.
#pragma once

#include <cstdint>
#include <glm/vec2.hpp>
#include <memory>
#include <span>
#include <string>

namespace window {

class Mirror {
 public:
  // Throws core::Error where there is no window system.
  Mirror(const std::string& title, glm::ivec2 sizePx);
  ~Mirror();
  Mirror(const Mirror&) = delete;
  Mirror& operator=(const Mirror&) = delete;

  // 8 bits each of red, green, blue and alpha, rows from the top; as large as the window allows, its shape kept. Does
  // nothing once the window was closed.
  void show(std::span<const std::uint8_t> rgba, glm::ivec2 sizePx);

 private:
  class System;
  std::unique_ptr<System> system_;
};

}  // namespace window
