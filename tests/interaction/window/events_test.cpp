#include "interaction/window/events.h"

#include <gmock/gmock.h>

namespace {

using namespace interaction;

// A window of 1000 x 500 units that holds 2000 x 1000 pixels at 2.5 pixels per dp.
const window::WindowScale kScale{{800, 400}, {0.8, 0.8}};

SDL_Event event(Uint32 type) {
  SDL_Event made{};
  made.type = type;
  made.common.timestamp = 42;
  return made;
}

template <typename What>
What input(const SDL_Event& sdl) {
  const std::optional<Input> found = window::inputOf(sdl, kScale);
  EXPECT_TRUE(found);
  EXPECT_EQ(found->timeMs, 42);
  return std::get<What>(found->what);
}

TEST(Events, FingersSpanTheWindow) {
  SDL_Event sdl = event(SDL_FINGERDOWN);
  sdl.tfinger.fingerId = 7;
  sdl.tfinger.x = 0.5f;
  sdl.tfinger.y = 0.25f;
  sdl.tfinger.pressure = 0.5f;
  EXPECT_EQ(
      input<PointerInput>(sdl),
      (PointerInput{.kind = Pointer::Finger, .id = 7, .phase = Phase::Down, .atDp = {400, 100}, .pressure = 0.5}));
  sdl.type = SDL_FINGERMOTION;
  EXPECT_EQ(input<PointerInput>(sdl).phase, Phase::Move);
  sdl.type = SDL_FINGERUP;
  EXPECT_EQ(input<PointerInput>(sdl).phase, Phase::Up);
}

TEST(Events, TheMouseIsInDp) {
  SDL_Event sdl = event(SDL_MOUSEBUTTONDOWN);
  sdl.button.button = SDL_BUTTON_RIGHT;
  sdl.button.x = 100;
  sdl.button.y = 50;
  EXPECT_EQ(input<PointerInput>(sdl),
            (PointerInput{.phase = Phase::Down, .atDp = {80, 40}, .button = Button::Secondary}));
  sdl = event(SDL_MOUSEMOTION);
  EXPECT_EQ(input<PointerInput>(sdl).phase, Phase::Hover);
  sdl.motion.state = SDL_BUTTON_LMASK;
  EXPECT_EQ(input<PointerInput>(sdl).phase, Phase::Move);
}

TEST(Events, AFingersShadowOfAMouseIsNobody) {
  SDL_Event sdl = event(SDL_MOUSEBUTTONDOWN);
  sdl.button.button = SDL_BUTTON_LEFT;
  sdl.button.which = SDL_TOUCH_MOUSEID;
  EXPECT_FALSE(window::inputOf(sdl, kScale));
  sdl = event(SDL_MOUSEMOTION);
  sdl.motion.which = SDL_TOUCH_MOUSEID;
  EXPECT_FALSE(window::inputOf(sdl, kScale));
}

TEST(Events, WheelKeysAndText) {
  SDL_Event sdl = event(SDL_MOUSEWHEEL);
  sdl.wheel.mouseX = 10;
  sdl.wheel.mouseY = 20;
  sdl.wheel.preciseY = -1.5f;
  EXPECT_EQ(input<WheelInput>(sdl), (WheelInput{{8, 16}, -1.5, {}}));
  sdl = event(SDL_KEYDOWN);
  sdl.key.keysym.sym = SDLK_z;
  sdl.key.keysym.mod = KMOD_LCTRL | KMOD_RSHIFT;
  EXPECT_EQ(input<KeyInput>(sdl), (KeyInput{"Z", true, false, {.control = true, .shift = true}}));
  sdl = event(SDL_TEXTINPUT);
  sdl.text.text[0] = 'q';
  EXPECT_EQ(input<TextInput>(sdl), (TextInput{"q"}));
  EXPECT_FALSE(window::inputOf(event(SDL_USEREVENT), kScale));
}

}  // namespace
