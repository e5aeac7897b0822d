// From SDL's events to ours. Pure but for SDL's tables of key names; any thread.
#pragma once

#include <SDL_events.h>

#include <glm/vec2.hpp>
#include <optional>

#include "interaction/input.h"

namespace window {

struct WindowScale {
  glm::dvec2 sizeDp{1};     // of the window's inside
  glm::dvec2 dpPerUnit{1};  // SDL's window coordinates are units of the window system
};

// Nothing where the event is none of a person's input. timeMs is the event's own.
std::optional<interaction::Input> inputOf(const SDL_Event& event, const WindowScale& scale);

}  // namespace window
