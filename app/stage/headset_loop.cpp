#include "stage/headset_loop.h"

#include <algorithm>
#include <cmath>

#include "core/cases.h"
#include "core/error.h"
#include "exchange/shared_view.h"
#include "interaction/projection.h"
#include "renderer/gpu/commands.h"

namespace stage {
namespace {

constexpr int kSliceTarget = 2;  // of the renderer's images; those before are the eyes'
constexpr int kSpectatorTarget = 3;
constexpr int kLensTarget = 4;
constexpr std::size_t kTightenBlocks = std::size_t{1} << 16;  // of the map by which rays leap, a frame: far below 1 ms
constexpr glm::ivec2 kSlicePx{512, 512};
constexpr glm::ivec2 kLensPx{256, 256};
constexpr double kEdgeFromDeg = 18, kEdgeToDeg = 38;  // from straight ahead: where the edge of sight is darkened
// The side of the slice in the hand: about what it cuts, also where it is not held by its middle.
constexpr double kSliceOverVolume = 1.5, kLeastSliceM = 0.24, kMostSliceM = 0.6;
constexpr double kNearM = 0.06;  // tissue nearer to the eye than this is not drawn: nobody can look at it
constexpr int kPanelEvery = 9;   // frames between looks for news on a panel that nobody points at
constexpr double kSmallestPanelM = 0.3, kLargestPanelM = 0.9;  // its width

static_assert(xr::Headset::kNearestM == gpu_types::kEyeNearM, "the headset is told what the eyes' pass writes");

renderer::UiTarget targetOf(const xr::Target& target, VkImageLayout layout) {
  return {target.image, target.view, target.format, target.size, layout};
}

}  // namespace

HeadsetLoop::HeadsetLoop(xr::Headset& headset, ui::HeadsetPanel& panel, renderer::UiPass& panelPass,
                         Workspace& workspace, ReviewFeed& feed, HeadsetLoopOptions options)
    : headset_(headset),
      panel_(panel),
      panelPass_(panelPass),
      workspace_(workspace),
      feed_(feed),
      options_(std::move(options)),
      eyePass_(headset.device()),
      panelPicture_(headset.device(), gpu::Image::Shape::Flat, VK_FORMAT_R8G8B8A8_UNORM,
                    {ui::HeadsetPanel::kPicturePx, 1}, gpu::Image::WrittenBy::Drawing),
      timed_{Timed(headset.device()), Timed(headset.device()), Timed(headset.device())} {
  look_ = workspace.firstView(1);
  tools_.settings().leftHanded = options_.leftHanded;
  workspace_.lookAtDetails(true);
  if (options_.spectate) {
    spectator_.emplace(headset.device(), options_.spectateEveryS);
  }
}

void HeadsetLoop::run() {
  const auto keepAll = [&] {
    if (workspace_.isPainting()) {
      workspace_.endStroke();
    }
    workspace_.renderer().device().waitIdle();
    workspace_.session().flush();
  };
  try {
    while (true) {
      if (options_.mustStop && options_.mustStop()) {
        headset_.leave();
      }
      const interaction::Frame frame = headset_.begin(false);
      if (frame.status == interaction::FrameStatus::Close) {
        break;
      }
      step(frame);
    }
  } catch (...) {
    keepAll();
    throw;
  }
  keepAll();
}

void HeadsetLoop::step(const interaction::Frame& frame) {
  seconds_ = std::clamp(double(frame.timeMs - lastMs_) / 1000, 0.001, 0.5);
  lastMs_ = frame.timeMs;
  if (const auto newFromOld = headset_.takeRecentring()) {
    tools_.recentre(*newFromOld);
    options_.tell("Recentred; the volume stays where it was.");
  }
  const bool shown = frame.status == interaction::FrameStatus::Render;
  if (shown && !seated_) {
    seated_ = true;
    tools_.takeSeat(workspace_.volume().grid, frame.hands->head);
    floorM_ = frame.hands->head.positionM.y - kSeatedEyesM;
  }
  const std::optional<std::size_t> active = workspace_.active();
  const auto& lesions = workspace_.session().lesions();
  const auto voxelAt = [&](glm::dvec3 pointMm) {
    return glm::ivec3(glm::round(workspace_.volume().grid.voxelOf(pointMm)));
  };
  const auto holds = [&](std::size_t lesion, glm::dvec3 pointMm) {
    const glm::ivec3 voxel = voxelAt(pointMm);
    return workspace_.volume().grid.contains(voxel) && lesions[lesion].mask.test(voxel);
  };
  const interaction::HandContext context{
      .grid = workspace_.volume().grid,
      .inActive = [&](glm::dvec3 pointMm) { return active && holds(*active, pointMm); },
      .inOther =
          [&](glm::dvec3 pointMm) {
            for (std::size_t i = 0; i < lesions.size(); ++i) {
              if (i != active && lesions[i].stands && holds(i, pointMm)) {
                return true;
              }
            }
            return false;
          }};
  // Hands act only while something of them is seen.
  const interaction::HandStep done =
      seated_ && shown ? tools_.step(*frame.hands, seconds_, frame.timeMs, context) : tools_.letGo(frame.timeMs);
  for (const interaction::Action& action : done.actions) {
    act(action);
  }
  if (done.nextLesion) {
    runCommand(ui::CommandId::NextLesion);
  }
  for (const interaction::Buzz& buzz : done.buzzes) {
    headset_.buzz(buzz);
  }
  for (const interaction::Input& input : done.panel) {
    panelInput_.push(input);
  }
  if (rest_.isDue(shown, frame.timeMs)) {
    workspace_.note(ui::Note::Kind::Info,
                    "25 minutes: look into the distance for a moment, or take it off. All is kept.");
    options_.tell("Worn for 25 minutes: time for a short rest.");
  }
  workspace_.poll();
  feed_.follow(workspace_.session().path());
  workspace_.show(feed_.news());
  if (shown) {
    tellWhere(*frame.hands);
    measure();
    drawEyes(frame);
    workspace_.renderer().tighten(kTightenBlocks);
    drawPanel(frame.hands->head, seconds_);
    headset_.placePanel(xr::PanelPlace{tools_.panel().pose, tools_.panel().sizeM});
    headset_.end();
  }
  if (options_.trace) {
    options_.trace({frame.timeMs, shown, *frame.hands, tools_, headset_.scale(), headset_.foveation(), gpuMs_});
  }
}

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
  const bool seesRoom = tools_.settings().seesRoom || headset_.info().addsLight();
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
  RoomState room{workspace_.volume().grid,  tools_, *frame.hands, floorM_, color, sliceSideMm,
                 workspace_.model().people, lens,   seesRoom};
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
      scene.boardIsBelow = true;
      const renderer::UiTarget target = targetOf(headset_.eye(i), VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL);
      const xr::Target* depth = headset_.eyeDepth(i);
      const renderer::UiTarget deep =
          depth != nullptr ? targetOf(*depth, VK_IMAGE_LAYOUT_DEPTH_STENCIL_ATTACHMENT_OPTIMAL) : renderer::UiTarget{};
      eyePass_.draw(commands, scene, target, frame.views[i].sizePx, depth != nullptr ? &deep : nullptr);
    }
    commands.stop(timed.watch);
  });
  if (spectator_) {
    drawForOthers(frame, room);
  }
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

void HeadsetLoop::drawPanel(const interaction::Pose& head, double seconds) {
  const bool pointed = tools_.pointing().has_value() || !panelInput_.isEmpty();
  panelBusy_ = pointed ? 3 : std::max(0, panelBusy_ - 1);  // the cursor must also go
  if (panelBusy_ == 0 && ++framesSincePanel_ < kPanelEvery) {
    return;
  }
  framesSincePanel_ = 0;
  const auto& presets = workspace_.model().presets;  // none named: the first
  const ui::HeadsetState state{
      .preset = look_.view.preset.empty() && !presets.empty() ? presets.front().name : look_.view.preset,
      .belowVoxels = tools_.isBelowVoxels(workspace_.volume().grid),
      .canSeeRoom = headset_.info().seeThrough(),
      .tipNear = tipNear()};
  const ui::HeadsetAsked asked =
      panel_.frame(workspace_.model(), state, tools_.settings(), panelInput_.next(), cards(), seconds);
  headset_.seeRoom(tools_.settings().seesRoom);
  const renderer::UiTarget target = targetOf(headset_.panelTarget(), VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL);
  workspace_.renderer().device().submit([&](gpu::Commands& commands) {
    panelPass_.draw(commands, panel_.drawData(), target, glm::vec3(0), 0);
    panelPass_.draw(commands, panel_.drawData(), renderer::targetOf(panelPicture_), glm::vec3(0), 0);
  });
  panelDrawn_ = true;
  for (const ui::Request& request : asked.requests) {
    answer(request);
  }
  const core::Grid& grid = workspace_.volume().grid;
  if (asked.side) {
    tools_.placement() = interaction::facing(tools_.placement(), grid, *asked.side, head);
  }
  if (asked.trueSize) {
    tools_.placement() = interaction::trueSize(tools_.placement(), grid);
  }
  if (asked.enlarge) {
    glm::dvec2& size = tools_.panel().sizeM;
    size *= std::clamp(size.x * *asked.enlarge, kSmallestPanelM, kLargestPanelM) / size.x;
  }
}

double HeadsetLoop::tipNear() const {
  const double toPanelM = tools_.tipToPanelM().value_or(interaction::HandTools::kTouchNearM);
  return std::clamp(1 - toPanelM / interaction::HandTools::kTouchNearM, 0.0, 1.0);
}

std::array<ui::HandCard, 2> HeadsetLoop::cards() const {
  const std::array profiles = {headset_.profile(interaction::Side::Left), headset_.profile(interaction::Side::Right)};
  return handCards(tools_, workspace_.model(), [&](interaction::Side side, interaction::Control control) {
    const xr::Profile* profile = profiles[std::size_t(side)];
    return profile != nullptr ? xr::nameOf(*profile, side, control) : xr::nameOf(control);
  });
}

// What the others hear of the wearer: head, hands and the brush's tip as they stand to the patient, and the view from
// there for those who follow.
void HeadsetLoop::tellWhere(const interaction::HandsInput& hands) {
  const interaction::Placement& placement = tools_.placement();
  const auto inPatient = [&](const interaction::Pose& pose) {
    return store::Pose{placement.world(pose.positionM), glm::conjugate(placement.turn) * pose.turn};
  };
  store::Presence where{.head = inPatient(hands.head)};
  for (const interaction::Side side : {interaction::Side::Left, interaction::Side::Right}) {
    if (hands.focused && hands.at(side).tracked) {
      where.hands.push_back(inPatient(hands.at(side).grip));
    }
  }
  if (tools_.tipM()) {
    where.cursorMm = placement.world(*tools_.tipM());
  }
  core::View view = look_.view;
  constexpr double kSeenDeg = 60;
  view.camera = core::Camera{.positionMm = where.head->positionMm,
                             .targetMm = where.head->positionMm + where.head->orientation * glm::dvec3(0, 0, -100),
                             .up = where.head->orientation * glm::dvec3(0, 1, 0),
                             .fieldOfViewDeg = kSeenDeg};
  where.view = exchange::encodeSharedView(view);
  workspace_.company().tell(std::move(where));
}

void HeadsetLoop::act(const interaction::Action& action) {
  try {
    std::visit(
        core::Cases{[&](const interaction::StrokeBegun& begun) {
                      while (!workspace_.model().notes.empty()) {  // read by now
                        workspace_.dismiss(workspace_.model().notes.back().id);
                      }
                      workspace_.beginStroke(begun.stroke);
                    },
                    [&](const interaction::StrokeExtended& went) { workspace_.extendStroke(went.pointMm); },
                    [&](const interaction::StrokeEnded&) { workspace_.endStroke(); },
                    [&](const interaction::StrokeTakenBack&) { workspace_.cancelStroke(); },
                    [&](const interaction::PickAsked&) {}, [&](const interaction::UndoAsked&) { workspace_.undo(); },
                    [&](const interaction::RedoAsked&) { workspace_.redo(); },
                    [&](const interaction::Marked&) {}},  // hands have no tools that mark
        action);
  } catch (const core::Error& error) {
    workspace_.cancelStroke();
    workspace_.note(ui::Note::Kind::Failure, error.what());
  }
}

void HeadsetLoop::answer(const ui::Request& request) {
  try {
    if (const auto* run = std::get_if<ui::RunCommand>(&request)) {
      if (const auto* command = std::get_if<ui::CommandId>(&run->deed)) {
        runCommand(*command);
      }
    } else if (const auto* change = std::get_if<ui::ChangeLesion>(&request)) {
      workspace_.change(*change);
    } else if (const auto* lesion = std::get_if<ui::SelectLesion>(&request)) {
      workspace_.select(lesion->lesion);
    } else if (const auto* chosen = std::get_if<ui::ChoosePreset>(&request)) {
      look_.view.preset = chosen->name;
      look_.view.transferFunction.reset();
    }
  } catch (const core::Error& error) {
    workspace_.note(ui::Note::Kind::Failure, error.what());
  }
}

void HeadsetLoop::runCommand(ui::CommandId command) {
  using ui::CommandId;
  interaction::BrushSettings& brush = tools_.settings().brush;
  switch (command) {
    case CommandId::Undo:
      act(interaction::UndoAsked{});
      break;
    case CommandId::Redo:
      act(interaction::RedoAsked{});
      break;
    case CommandId::NewLesion:
      workspace_.addLesion(workspace_.freshName(), workspace_.likelyClass());
      tools_.settings().tool = interaction::HandTool::Paint;  // there is nothing to erase from it
      break;
    case CommandId::NextLesion:
      workspace_.selectBy(1);
      break;
    case CommandId::ToggleLesion:
      if (workspace_.active()) {
        workspace_.toggle(*workspace_.active());
      }
      break;
    case CommandId::Isolate:
      workspace_.isolate();
      break;
    case CommandId::LockLesion:
      if (workspace_.active()) {
        workspace_.lock(*workspace_.active());
      }
      break;
    case CommandId::DeleteLesion:
      workspace_.doAtOnce("delete");
      break;
    case CommandId::KeepContested:
      workspace_.settle(session::Settlement::Keep);
      break;
    case CommandId::DropContested:
      workspace_.settle(session::Settlement::LetGo);
      break;
    case CommandId::BrushLarger:
      brush.radiusMm = std::min(brush.radiusMm * 1.25, brush.kMaxRadiusMm);
      break;
    case CommandId::BrushSmaller:
      brush.radiusMm = std::max(brush.radiusMm / 1.25, brush.kMinRadiusMm);
      break;
    case CommandId::LeftHanded:
      tools_.settings().leftHanded = !tools_.settings().leftHanded;
      break;
    case CommandId::ResetView:
      seated_ = false;  // the next frame knows where the head is
      tools_.putSliceAway();
      break;
    default:
      core::check(false, "the panel asks only for what it shows");
  }
}

}  // namespace stage
