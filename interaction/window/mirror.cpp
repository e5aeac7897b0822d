#include "interaction/window/mirror.h"

#include <SDL.h>

#include <algorithm>

#include "core/error.h"

namespace window {
namespace {

// The largest rectangle of that shape in the middle of another.
SDL_Rect fit(glm::ivec2 shape, glm::ivec2 within) {
  const double scale = std::min(double(within.x) / shape.x, double(within.y) / shape.y);
  const glm::ivec2 size(int(shape.x * scale), int(shape.y * scale));
  return {(within.x - size.x) / 2, (within.y - size.y) / 2, size.x, size.y};
}

}  // namespace

class Mirror::System {
 public:
  System(const std::string& title, glm::ivec2 sizePx) {
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");  // Ctrl+C takes the headset's pictures down, not this window's
    if (SDL_Init(SDL_INIT_VIDEO) != 0) {
      throw core::Error("mirror", std::string("there is no screen to open it on (") + SDL_GetError() + ")",
                        "Run it in a desktop session, or without --mirror");
    }
    window = SDL_CreateWindow(title.c_str(), SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, sizePx.x, sizePx.y,
                              SDL_WINDOW_RESIZABLE);
    if (window == nullptr) {
      const std::string why = SDL_GetError();
      SDL_Quit();
      throw core::Error("mirror", "its window could not be opened (" + why + ")", "Run it without --mirror");
    }
  }
  ~System() {
    close();
    SDL_Quit();
  }
  System(const System&) = delete;

  void close() {
    if (window != nullptr) {
      SDL_DestroyWindow(window);
      window = nullptr;
    }
  }

  SDL_Window* window = nullptr;
};

Mirror::Mirror(const std::string& title, glm::ivec2 sizePx) : system_(std::make_unique<System>(title, sizePx)) {}
Mirror::~Mirror() = default;

void Mirror::show(std::span<const std::uint8_t> rgba, glm::ivec2 sizePx) {
  SDL_Event event;
  while (SDL_PollEvent(&event) != 0) {
    if (event.type == SDL_QUIT || (event.type == SDL_WINDOWEVENT && event.window.event == SDL_WINDOWEVENT_CLOSE)) {
      system_->close();
    }
  }
  SDL_Surface* screen = system_->window != nullptr ? SDL_GetWindowSurface(system_->window) : nullptr;
  if (screen == nullptr) {
    return;
  }
  SDL_Surface* picture = SDL_CreateRGBSurfaceWithFormatFrom(const_cast<std::uint8_t*>(rgba.data()), sizePx.x, sizePx.y,
                                                            32, sizePx.x * 4, SDL_PIXELFORMAT_RGBA32);
  if (picture == nullptr) {
    return;
  }
  SDL_SetSurfaceBlendMode(picture, SDL_BLENDMODE_NONE);
  SDL_Rect where = fit(sizePx, {screen->w, screen->h});
  SDL_FillRect(screen, nullptr, 0);
  SDL_BlitScaled(picture, nullptr, screen, &where);
  SDL_FreeSurface(picture);
  SDL_UpdateWindowSurface(system_->window);
}

}  // namespace window
