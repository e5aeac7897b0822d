// What a headset's loop draws: both eyes, the slice and the magnifier, and the picture for others.
#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>

#include "interaction/projection.h"
#include "renderer/gpu/commands.h"
#include "stage/headset_loop.h"
#include "stage/worn_target.h"

namespace stage {
namespace {

constexpr int kSliceTarget = 2;  // of the renderer's images; those before are the eyes'
constexpr int kSpectatorTarget = 3;
constexpr int kLensTarget = 4;
constexpr glm::ivec2 kSlicePx{512, 512};
constexpr glm::ivec2 kLensPx{256, 256};
constexpr double kEdgeFromDeg = 18, kEdgeToDeg = 38;  // from straight ahead: where the edge of sight is darkened
// The side of the slice in the hand: about what it cuts, also where it is not held by its middle.
constexpr double kSliceOverVolume = 1.5, kLeastSliceM = 0.24, kMostSliceM = 0.6;
constexpr double kNearM = 0.06;  // tissue nearer to the eye than this is not drawn: nobody can look at it

static_assert(xr::Worn::kNearestM == gpu_types::kEyeNearM, "the headset is told what the eyes' pass writes");

}  // namespace

core::View HeadsetLoop::viewOf(const interaction::Eye& eye, bool seesRoom) const {
  const interaction::Placement& placement = tools_.placement();
  const glm::dvec3 spacing = workspace_.volume().grid.spacingMm();
  core::View view = look_.view;
  view.layout = core::Layout::ThreeD;
  view.hiddenLesions = workspace_.hiddenNumbers();
  view.background = seesRoom ? glm::vec3(0) : view.background;
  view.stepMm = std::min({spacing.x, spacing.y, spacing.z});  // the eye never rests; finer is not seen
  core::Camera camera;
  camera.positionMm = placement.world(eye.pose.positionM);
  const glm::dvec3 forward = placement.worldDirection(eye.pose.forward());
  camera.targetMm = camera.positionMm + forward * 100.0;
  camera.up = placement.worldDirection(eye.pose.up());
  camera.frustum = eye.frustum;
  view.camera = camera;
  view.clipPlanes = {{camera.positionMm + forward * (kNearM / placement.metresPerMm), forward}};
  if (const auto& slice = tools_.slice()) {
    view.clipPlanes.push_back({slice->centerMm, glm::cross(slice->right, slice->down)});
  }
  return view;
}

void HeadsetLoop::measure() {
  Timed& oldest = timed_[frame_ % timed_.size()];
  if (oldest.drawn && workspace_.renderer().device().isDone(*oldest.drawn)) {
    gpuMs_ = oldest.watch.milliseconds();
    headset_.tookMs(gpuMs_);
  }
  oldest.drawn.reset();
}

void HeadsetLoop::drawEyes(const interaction::Frame& frame) {
  renderer::Renderer& renderer = workspace_.renderer();
  gpu::Device& device = renderer.device();
  Timed& timed = timed_[frame_++ % timed_.size()];
  device.submit([&](gpu::Commands& commands) { commands.start(timed.watch); });
  const bool seesRoom = tools_.settings().seesRoom || headset_.addsLight();
  for (std::size_t i = 0; i < frame.views.size(); ++i) {
    const interaction::Eye& eye = *frame.views[i].eye;
    const glm::ivec2 sizePx = frame.views[i].sizePx;
    renderer.draw(viewOf(eye, seesRoom), sizePx,
                  {.target = int(i),
                   .zones = renderer::zonesOf(headset_.foveation(), eye.frustum, sizePx),
                   .opacityInAlpha = seesRoom,
                   .readBack = false});
  }
  const core::Grid& grid = workspace_.volume().grid;
  const glm::dvec3 sizeMm = glm::dvec3(grid.size()) * grid.spacingMm();
  const double metresPerMm = tools_.placement().metresPerMm;
  const double sliceSideMm = std::clamp(kSliceOverVolume * std::max({sizeMm.x, sizeMm.y, sizeMm.z}),
                                        kLeastSliceM / metresPerMm, kMostSliceM / metresPerMm);
  if (const auto& slice = tools_.slice()) {
    drawPlane(*slice, kSlicePx, sliceSideMm, kSliceTarget);
  }
  const std::optional<interaction::Lens> lens = interaction::lensFor(tools_, frame.hands->head);
  if (lens) {
    drawPlane(lens->plane, kLensPx, lens->sideMm(tools_.placement()), kLensTarget);
  }
  edgeTaken_ = vignette_.next(tools_.placement(), workspace_.volume().grid, *frame.views.front().eye, seconds_);
  glm::vec3 color = glm::vec3(0xE6, 0x9F, 0x00) / 255.f;
  if (const auto active = workspace_.active()) {
    color = workspace_.model().lesions[*active].color;
  }
  RoomState room{workspace_.volume().grid,
                 tools_,
                 *frame.hands,
                 floorM_,
                 color,
                 sliceSideMm,
                 workspace_.model().people,
                 lens,
                 depthOfTip(frame.hands->head),
                 seesRoom};
  for (const interaction::Side side : {interaction::Side::Left, interaction::Side::Right}) {
    room.models[std::size_t(side)] = &options_.handModels[std::size_t(side)];
  }
  room.showsPanel = panelDrawn_;
  if (panelDrawn_) {
    for (const interaction::Side side : {interaction::Side::Left, interaction::Side::Right}) {
      room.cards[std::size_t(side)] = cardPlace(*frame.hands, tools_, side);
    }
  }
  timed.drawn = device.submit([&](gpu::Commands& commands) {
    for (std::size_t i = 0; i < frame.views.size(); ++i) {
      const interaction::Eye& eye = *frame.views[i].eye;
      const HeadsetScene meshes = sceneFor(room, eye.pose.positionM);
      renderer::EyeScene scene = sceneOf(meshes, frame.views[i], int(i));
      scene.edge = edgeOf(scene);
      scene.boardIsBelow = headset_.panelLayer() == xr::PanelLayer::Under;
      const renderer::UiTarget target = targetOf(headset_.eye(i), VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL);
      const xr::Target* depth = headset_.eyeDepth(i);
      const renderer::UiTarget deep =
          depth != nullptr ? targetOf(*depth, VK_IMAGE_LAYOUT_DEPTH_STENCIL_ATTACHMENT_OPTIMAL) : renderer::UiTarget{};
      eyePass_.draw(commands, scene, target, frame.views[i].sizePx, depth != nullptr ? &deep : nullptr);
    }
    commands.stop(timed.watch);
  });
  if (spectator_ && !panel_.takesSecret()) {  // nobody else sees which keys a ray meets
    drawForOthers(frame, room);
  }
}

std::optional<TipDepth> HeadsetLoop::depthOfTip(const interaction::Pose& head) const {
  const auto tissue = workspace_.tissueSeen(look_.view);
  if (!tools_.tipM() || !tissue || glm::distance(head.positionM, *tools_.tipM()) < 1e-3) {
    return std::nullopt;
  }
  const interaction::Placement& placement = tools_.placement();
  const std::optional<core::SlicePlane>& slice = tools_.slice();
  const glm::dvec3 spacing = workspace_.volume().grid.spacingMm();
  return tipDepth(placement.world(*tools_.tipM()),
                  placement.worldDirection(glm::normalize(head.positionM - *tools_.tipM())),
                  std::min({spacing.x, spacing.y, spacing.z}), [&](glm::dvec3 pointMm) {
                    // What the slice cuts away is not seen, and so is no tissue.
                    if (slice && glm::dot(pointMm - slice->centerMm, glm::cross(slice->right, slice->down)) < 0) {
                      return false;
                    }
                    const auto value = workspace_.valueAt(pointMm);
                    return value && *value >= tissue->min && *value <= tissue->max;
                  });
}

// A square part of the patient, its middle the plane's.
void HeadsetLoop::drawPlane(const core::SlicePlane& plane, glm::ivec2 sizePx, double sideMm, int target) {
  core::View view = look_.view;
  view.layout = core::Layout::Oblique;
  view.hiddenLesions = workspace_.hiddenNumbers();
  view.oblique = plane;
  view.focusMm = plane.centerMm;
  const double whole = interaction::sliceMmPerDp(workspace_.volume().grid, plane, glm::dvec2(sizePx), 1);
  view.sliceZoom = whole / (sideMm / sizePx.x);
  workspace_.renderer().draw(view, sizePx, {.target = target, .readBack = false});
}

renderer::EyeEdge HeadsetLoop::edgeOf(const renderer::EyeScene& scene) const {
  const auto px = [&](double degrees) { return float(std::tan(glm::radians(degrees))) * scene.pxPerTangent.y; };
  return {.taken = float(edgeTaken_), .fromPx = px(kEdgeFromDeg), .toPx = px(kEdgeToDeg)};
}

renderer::EyeScene HeadsetLoop::sceneOf(const HeadsetScene& meshes, const interaction::DisplayView& view,
                                        int target) const {
  const renderer::Renderer& renderer = workspace_.renderer();
  const interaction::Eye& eye = *view.eye;
  const core::Frustum& sight = eye.frustum;
  const glm::dvec2 pxPerTangent = glm::dvec2(view.sizePx) / glm::dvec2(sight.right - sight.left, sight.up - sight.down);
  return {.volume = renderer.image(target),
          .depth = renderer.depthImage(target),
          .picture = tools_.slice() ? renderer.image(kSliceTarget) : nullptr,
          .panel = panelDrawn_ ? &panelPicture_ : nullptr,
          .lens = renderer.image(kLensTarget),
          .clipFromRoom = clipFromRoom(eye),
          .eyeM = eye.pose.positionM,
          .mmPerMetre = float(1 / tools_.placement().metresPerMm),
          .straightAhead = glm::vec2(glm::dvec2(-sight.left, sight.up) * pxPerTangent),
          .pxPerTangent = glm::vec2(pxPerTangent),
          .around = meshes.around,
          .board = meshes.board,
          .solid = meshes.solid,
          .hands = meshes.hands,
          .over = meshes.over};
}

void HeadsetLoop::drawForOthers(const interaction::Frame& frame, const RoomState& room) {
  if (const auto picture = spectator_->take()) {
    options_.spectate(*picture);
  }
  const interaction::Eye& eye = spectator_->follow(frame.hands->head, seconds_);
  if (!spectator_->isDue()) {
    return;
  }
  workspace_.renderer().draw(viewOf(eye, false), Spectator::kPicturePx,
                             {.target = kSpectatorTarget, .readBack = false});
  const HeadsetScene meshes = sceneFor(room, eye.pose.positionM);
  const renderer::EyeScene scene = sceneOf(meshes, {.sizePx = Spectator::kPicturePx, .eye = eye}, kSpectatorTarget);
  spectator_->draw(eyePass_, scene);
}

}  // namespace stage
