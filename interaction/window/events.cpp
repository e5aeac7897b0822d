#include "interaction/window/events.h"

#include <SDL_keyboard.h>
#include <SDL_mouse.h>
#include <SDL_touch.h>

#include <algorithm>

namespace window {
namespace {

using namespace interaction;

Modifiers modifiersOf(SDL_Keymod state) {
  return {.control = (state & (KMOD_CTRL | KMOD_GUI)) != 0,
          .shift = (state & KMOD_SHIFT) != 0,
          .alt = (state & KMOD_ALT) != 0};
}

std::optional<Button> buttonOf(Uint8 button) {
  switch (button) {
    case SDL_BUTTON_LEFT:
      return Button::Primary;
    case SDL_BUTTON_RIGHT:
      return Button::Secondary;
    case SDL_BUTTON_MIDDLE:
      return Button::Middle;
    default:
      return std::nullopt;
  }
}

std::optional<PointerInput> mouse(const SDL_Event& event, const WindowScale& scale) {
  PointerInput pointer{.kind = Pointer::Mouse, .modifiers = modifiersOf(SDL_GetModState())};
  if (event.type == SDL_MOUSEMOTION) {
    if (event.motion.which == SDL_TOUCH_MOUSEID) {
      return std::nullopt;  // a finger's shadow: fingers speak for themselves
    }
    pointer.phase = event.motion.state != 0 ? Phase::Move : Phase::Hover;
    pointer.button = event.motion.state & SDL_BUTTON_LMASK   ? Button::Primary
                     : event.motion.state & SDL_BUTTON_RMASK ? Button::Secondary
                     : event.motion.state & SDL_BUTTON_MMASK ? Button::Middle
                                                             : Button::Primary;
    pointer.atDp = glm::dvec2(event.motion.x, event.motion.y) * scale.dpPerUnit;
    return pointer;
  }
  const std::optional<Button> button = buttonOf(event.button.button);
  if (event.button.which == SDL_TOUCH_MOUSEID || !button) {
    return std::nullopt;
  }
  pointer.phase = event.type == SDL_MOUSEBUTTONDOWN ? Phase::Down : Phase::Up;
  pointer.button = *button;
  pointer.atDp = glm::dvec2(event.button.x, event.button.y) * scale.dpPerUnit;
  return pointer;
}

PointerInput finger(const SDL_TouchFingerEvent& event, const WindowScale& scale) {
  return {.kind = Pointer::Finger,
          .id = event.fingerId,
          .phase = event.type == SDL_FINGERDOWN ? Phase::Down
                   : event.type == SDL_FINGERUP ? Phase::Up
                                                : Phase::Move,
          .atDp = glm::dvec2(event.x, event.y) * scale.sizeDp,
          .pressure = std::clamp(double(event.pressure), 0.0, 1.0),
          .modifiers = modifiersOf(SDL_GetModState())};
}

}  // namespace

std::optional<Input> inputOf(const SDL_Event& event, const WindowScale& scale) {
  const std::int64_t timeMs = event.common.timestamp;
  switch (event.type) {
    case SDL_MOUSEMOTION:
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP:
      if (const std::optional<PointerInput> pointer = mouse(event, scale)) {
        return Input{timeMs, *pointer};
      }
      return std::nullopt;
    case SDL_MOUSEWHEEL: {
      if (event.wheel.which == SDL_TOUCH_MOUSEID) {
        return std::nullopt;
      }
      const double direction = event.wheel.direction == SDL_MOUSEWHEEL_FLIPPED ? -1 : 1;
      return Input{timeMs, WheelInput{glm::dvec2(event.wheel.mouseX, event.wheel.mouseY) * scale.dpPerUnit,
                                      event.wheel.preciseY * direction, modifiersOf(SDL_GetModState())}};
    }
    case SDL_FINGERDOWN:
    case SDL_FINGERMOTION:
    case SDL_FINGERUP:
      return Input{timeMs, finger(event.tfinger, scale)};
    case SDL_KEYDOWN:
    case SDL_KEYUP:
      return Input{timeMs, KeyInput{SDL_GetKeyName(event.key.keysym.sym), event.type == SDL_KEYDOWN,
                                    event.key.repeat != 0, modifiersOf(SDL_Keymod(event.key.keysym.mod))}};
    case SDL_TEXTINPUT:
      return Input{timeMs, TextInput{event.text.text}};
    case SDL_WINDOWEVENT:
      if (event.window.event == SDL_WINDOWEVENT_FOCUS_LOST) {
        return Input{timeMs, FocusLost{}};
      }
      if (event.window.event == SDL_WINDOWEVENT_LEAVE) {
        return Input{timeMs, PointerInput{.phase = Phase::Hover, .atDp = {-1e4, -1e4}}};
      }
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

}  // namespace window
