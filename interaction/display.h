// The seam between a display and everything else: a window, a headset and a recording each yield the same small values
// per frame, and what is behind them (tools, session, renderer, panels) cannot tell which. The image to render into
// is the display's own (interaction/window), because only it and the renderer know graphics processors.
#pragma once

#include <cstdint>
#include <glm/vec2.hpp>
#include <optional>
#include <vector>

#include "interaction/hands.h"
#include "interaction/input.h"

namespace interaction {

enum class FrameStatus {
  Render,  // draw every view
  Skip,    // nothing is visible (minimised, taken off): handle the input, draw nothing
  Close,   // the user wants to leave
};

// One picture to render, as pixels of the target.
struct DisplayView {
  glm::ivec2 originPx{0};
  glm::ivec2 sizePx{0};
  std::optional<Eye> eye;  // of a headset

  bool operator==(const DisplayView&) const = default;
};

struct Frame {
  FrameStatus status = FrameStatus::Render;
  std::int64_t timeMs = 0;  // since the display opened
  double pxPerDp = 1;       // > 0
  std::vector<DisplayView> views;
  std::vector<Input> inputs;        // since the last frame, in order
  std::optional<HandsInput> hands;  // of a headset, as they are when this frame will be seen

  bool operator==(const Frame&) const = default;
};

// Called from the thread that draws.
class Display {
 public:
  virtual ~Display() = default;

  // Waits until it is time to draw, and tells what there is to draw and what happened meanwhile. idle: nothing is going
  // on, so it may wait for input (not for ever: other machines and threads have news too).
  virtual Frame begin(bool idle) = 0;
  // Ends the wait of begin(): there is news from another thread. Any thread.
  virtual void wake() {}
  // Shows what was drawn. At most once after a begin() that said Render; without it all stays as it was shown, and the
  // next begin() yields the same target.
  virtual void end() = 0;
};

}  // namespace interaction
