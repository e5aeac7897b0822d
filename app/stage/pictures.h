// The pictures of a window between frames: coarse while something moves, refined piece by piece once it is still, so
// that no submission keeps input waiting. Same thread as its Renderer.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <vector>

#include "interaction/tools.h"
#include "renderer/renderer.h"

namespace stage {

class Pictures {
 public:
  explicit Pictures(renderer::Renderer& renderer);

  // Draws what has changed, and a piece of what is not yet fine. hidden: numbers of lesions that are not shown;
  // revision differs when lesions do. Returns whether a picture is another now: pieces are seen when all are there.
  bool update(std::span<const interaction::Pane> panes, const interaction::ViewState& state, const core::Grid& grid,
              std::vector<std::uint32_t> hidden, std::uint64_t revision, double pxPerDp, bool moving);

  // Whether something is still to be drawn or refined.
  bool isRefining() const;

  // Of a pane of the last update(); null before its first picture.
  const gpu::Image* image(std::size_t pane) const;
  // What is seen there. atDp: from the pane's upper left corner.
  renderer::Seen seenAt(std::size_t pane, glm::dvec2 atDp) const;
  // From now on depths are those of a 3D pane's picture as it is at this moment, until it is looked at otherwise or
  // releaseDepths(): what a stroke paints must not become what it is painted on, or it would grow towards the eye.
  void holdDepths(std::size_t pane);
  void releaseDepths() { held_.reset(); }

 private:
  struct Shown {
    interaction::Pane pane;
    core::View view;
    std::uint64_t revision = 0;
    glm::ivec2 finePx{0};
    int target = -1;  // that holds what is shown
    glm::ivec2 targetPx{0};
    int fineRows = 0;  // of the fine picture that are drawn
    bool fine = false;
  };

  struct Held {
    std::size_t pane = 0;
    std::optional<core::Camera> camera;
    glm::dvec2 sizeDp{0};
    glm::ivec2 sizePx{0};
    std::vector<float> depthsMm;  // rows from the top
  };

  void drawCoarse(Shown& shown, const core::Grid& grid);
  void refine(Shown& shown);
  bool tighten();
  double timed(const core::View& view, glm::ivec2 size, const renderer::RenderOptions& options);

  renderer::Renderer& renderer_;
  std::vector<Shown> shown_;
  std::optional<Held> held_;
  bool behind_ = false;  // 3D is older than the slices beside it, until the next frame
  // How much of something can be done within a time. What it takes to do anything at all, which grows where the machine
  // is busy, is told apart from what each part of it takes: else little would be done at a time, slowly and for long.
  class Pace {
   public:
    void measured(double ms, double amount);
    double fitting(double ms) const;  // an amount; at least half the time is for it

   private:
    double leastMs_ = 1e6;
    double msPerAmount_ = 0;
  };

  int level_;  // of coarseness, an index into the table of levels
  Pace coarse_;
  int tileRows_ = 16;
  Pace tile_;
  double blocks_ = 65536;  // of the map by which rays leap, at a time
  Pace map_;
};

}  // namespace stage
