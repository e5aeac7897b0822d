#include "commands/bench_xr.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <glm/geometric.hpp>

#include "interaction/xr/resolution.h"
#include "renderer/eye_bench.h"
#include "renderer/render_bench.h"
#include "stage/offscreen_room.h"

namespace commands {
namespace {

using interaction::Side;

constexpr double kPeriodMs = 1000.0 / 90;
constexpr std::array kFoveationWords = {"off", "low", "high"};  // by core::Foveation

// ---- From a hand's pose to the paint in the picture ----

constexpr std::size_t kRestFrames = 60;   // until nothing of the hand is on its way any more
constexpr std::size_t kPaintFrames = 25;  // looked at after that
constexpr double kLeapM = 0.03;
constexpr int kSeen = 24;  // of 255: a difference that is more than a rounding
constexpr double kLooksBeside =
    0.08;  // the eye sees what is near the brush alone, as a tangent: large, and so told apart

// A hand that paints from a frame on, and leaps aside in a later one; what its eye saw, frame by frame.
struct Sitting {
  std::vector<renderer::Picture> pictures;  // from the last frame at rest
  glm::dvec2 beforePx{0}, afterPx{0};       // where the brush is, before and after the leap
  double brushPx = 0;
};

struct Act {
  bool paints = false;
  bool leaps = false;
};

Sitting sit(gpu::Device& device, int side, glm::ivec2 eyePx, Act act) {
  stage::OffscreenRoom room(device, renderer::benchVolume(side), "CT");
  const core::Grid grid = room.workspace().volume().grid;
  Sitting sitting;
  interaction::HandsInput hands;
  hands.focused = true;
  hands.head.positionM = {0, 1.2, 0};
  interaction::HandTools seat;  // where the loop will put the case for such a head
  seat.takeSeat(grid, hands.head);
  // On the bone that faces the wearer; the hand comes from the side, so that it hides nothing.
  const glm::dvec3 size = glm::dvec3(grid.size()) * grid.spacingMm();
  const glm::dvec3 middle = grid.worldOf(glm::dvec3(grid.size() - 1) * 0.5);
  const glm::dvec3 target = seat.placement().room(middle - glm::dvec3(0, 0.42 * size.y, 0));
  const glm::dquat fromRight = glm::angleAxis(glm::radians(90.0), glm::dvec3(0, 1, 0));  // forward is -x
  const auto put = [&](glm::dvec3 tip) {
    interaction::HandInput& hand = hands.hands[std::size_t(Side::Right)];
    hand.tracked = true;
    hand.aim = hand.grip = {tip + glm::dvec3(interaction::HandTools::kTipM, 0, 0), fromRight};
  };
  const glm::dvec3 leapt = target + glm::dvec3(0, std::min(kLeapM, 0.2 * size.z * seat.placement().metresPerMm), 0);
  const glm::dvec3 seen = target - hands.head.positionM + glm::dvec3(stage::kEyesApartM / 2, 0, 0);
  const glm::dvec2 tangent(seen.x / -seen.z, seen.y / -seen.z);
  stage::OffscreenHeadset* worn = nullptr;
  stage::OffscreenHeadset headset(device, {.eyePx = eyePx,
                                           .leftEye = core::Frustum{tangent.x - kLooksBeside, tangent.x + kLooksBeside,
                                                                    tangent.y - kLooksBeside, tangent.y + kLooksBeside},
                                           .wear = [&](std::size_t frame) -> std::optional<interaction::HandsInput> {
                                             if (frame >= kRestFrames + kPaintFrames) {
                                               return std::nullopt;
                                             }
                                             put(act.leaps && frame > kRestFrames ? leapt : target);
                                             hands.hands[std::size_t(Side::Right)].trigger =
                                                 act.paints && frame >= kRestFrames ? 1 : 0;
                                             return hands;
                                           },
                                           .shown =
                                               [&](std::size_t frame) {
                                                 if (frame + 1 >= kRestFrames) {
                                                   sitting.pictures.push_back(worn->picture(0));
                                                 }
                                               }});
  worn = &headset;
  room.wear(headset);
  const double radiusM = interaction::BrushSettings{}.radiusMm * seat.placement().metresPerMm;
  sitting.beforePx = headset.pixelOf(0, target);
  sitting.afterPx = headset.pixelOf(0, leapt);
  sitting.brushPx = glm::distance(headset.pixelOf(0, target + glm::dvec3(radiusM, 0, 0)), sitting.beforePx);
  return sitting;
}

// Whether two pictures differ all over the middle of a brush: over half its radius.
bool differs(const renderer::Picture& a, const renderer::Picture& b, glm::dvec2 atPx, double brushPx) {
  int all = 0, other = 0;
  const int reach = std::max(1, int(brushPx / 2));
  for (int y = -reach; y <= reach; ++y) {
    for (int x = -reach; x <= reach; ++x) {
      const glm::ivec2 pixel = glm::ivec2(atPx) + glm::ivec2(x, y);
      if (x * x + y * y > reach * reach || glm::any(glm::lessThan(pixel, glm::ivec2(0))) ||
          glm::any(glm::greaterThanEqual(pixel, a.size))) {
        continue;
      }
      const std::size_t first = 4 * (std::size_t(pixel.y) * std::size_t(a.size.x) + std::size_t(pixel.x));
      int most = 0;
      for (std::size_t c = first; c < first + 3; ++c) {
        most = std::max(most, std::abs(int(a.rgba[c]) - int(b.rgba[c])));
      }
      ++all;
      other += most > kSeen ? 1 : 0;
    }
  }
  return all > 0 && 2 * other > all;
}

// Frames from the one whose hand caused it to the one in which its paint is seen, 0: the same; null where it never is.
// Against the same hand that does not paint.
Json framesTo(const Sitting& painted, const Sitting& bare, glm::dvec2 atPx, std::size_t causedIn) {
  for (std::size_t i = causedIn; i < painted.pictures.size(); ++i) {
    if (differs(painted.pictures[i], bare.pictures[i], atPx, painted.brushPx)) {
      return i - causedIn;
    }
  }
  return nullptr;
}

Json latency(gpu::Device& device, int side, const core::ProgressSink& progress) {
  constexpr glm::ivec2 kEyePx{256, 256};
  core::report(progress, "Painting, and looking for it in the pictures", 0, 0);
  const Sitting still = sit(device, side, kEyePx, {});
  const Sitting pressed = sit(device, side, kEyePx, {.paints = true});
  const Sitting leapt = sit(device, side, kEyePx, {.leaps = true});
  const Sitting painted = sit(device, side, kEyePx, {.paints = true, .leaps = true});
  // The first picture is that of the last frame at rest, the second that of the press, the third that of the leap.
  return {{"press_to_paint_frames", framesTo(pressed, still, pressed.beforePx, 1)},
          {"leap_to_paint_frames", framesTo(painted, leapt, painted.afterPx, 2)}};
}

}  // namespace

Json benchXr(const std::string& choice, int side, const core::ProgressSink& progress) {
  gpu::Device device({.choice = choice});
  // Without a GPU the same flow at a size that ends.
  const bool processor = device.info().kind == gpu::DeviceKind::Cpu;
  const glm::ivec2 eyePx = processor ? glm::ivec2(516, 552) : glm::ivec2(2064, 2208);
  const auto govern = [] {
    return [resolution = xr::Resolution()](double frameMs) mutable {
      resolution.measured(frameMs, kPeriodMs);
      return renderer::EyeFineness{resolution.scale(), resolution.foveation()};
    };
  };
  const renderer::EyeBench bench =
      renderer::benchEyes(device, renderer::benchVolume(side), "CT", eyePx, govern, progress);
  Json rows = Json::array();
  for (const renderer::EyeBenchRow& row : bench.rows) {
    // The aim: a third of a frame at 90 Hz to spare.
    const auto beside = [](double ms) {
      constexpr double kAimMs = kPeriodMs * 2 / 3;
      return Json{{"ms", ms}, {"aim_ms", kAimMs}, {"over_aim", ms / kAimMs}};
    };
    Json foveations = Json::object();
    for (const renderer::EyeCost& cost : row.costs) {
      foveations[kFoveationWords[std::size_t(cost.foveation)]] = {
          {"record_ms", cost.cpuMs},
          {"device_ms", cost.gpuMs},
          {"both_eyes", beside(cost.frameMs())},
          {"samples_per_pixel", cost.samplesPerPixel},
          {"leaps_per_pixel", cost.leapsPerPixel},
      };
    }
    const renderer::EyeHeld& held = row.held;
    rows.push_back({{"preset", row.preset},
                    {"from", row.from},
                    {"foveation", foveations},
                    {"held",
                     {{"sides", held.fineness.scale},
                      {"pixels", held.fineness.scale * held.fineness.scale},
                      {"foveation", kFoveationWords[std::size_t(held.fineness.foveation)]},
                      {"ms", held.ms},
                      {"in_time", held.ms <= kPeriodMs * xr::Resolution::kShare}}}});
  }
  return {{"device", bench.device},
          {"volume", {bench.volume.x, bench.volume.y, bench.volume.z}},
          {"eye", {bench.eyePx.x, bench.eyePx.y}},
          {"hz", 90},
          {"rows", rows},
          {"pose_to_paint", latency(device, std::min(side, 128), progress)}};
}

}  // namespace commands
