#include "stage/headset_loop.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "exchange/shared_view.h"

namespace stage {
namespace {

constexpr std::size_t kTightenBlocks = std::size_t{1} << 16;  // of the map by which rays leap, a frame: far below 1 ms

}  // namespace

HeadsetLoop::HeadsetLoop(xr::Worn& headset, ui::HeadsetPanel& panel, renderer::UiPass& panelPass, Workspace& workspace,
                         ReviewFeed& feed, WornDesks desks, HeadsetLoopOptions options,
                         std::optional<RoomAsLeft> before)
    : headset_(headset),
      panel_(panel),
      panelPass_(panelPass),
      workspace_(workspace),
      feed_(feed),
      review_(desks.review),
      compare_(desks.compare),
      options_(std::move(options)),
      eyePass_(headset.device()),
      panelPicture_(headset.device(), gpu::Image::Shape::Flat, VK_FORMAT_R8G8B8A8_UNORM,
                    {ui::HeadsetPanel::kPicturePx, 1}, gpu::Image::WrittenBy::Drawing),
      timed_{Timed(headset.device()), Timed(headset.device()), Timed(headset.device())} {
  look_ = workspace.firstView(1);
  if (before) {
    tools_ = before->tools;
    tools_.letGo(before->timeMs);
    if (const auto& slice = tools_.slice()) {  // as it lay, through the middle of what is open now
      tools_.putSlice({*look_.view.focusMm, slice->right, slice->down});
    }
    floorM_ = before->floorM;
    panelPlaced_ = true;
    rest_ = before->rest;
    lastMs_ = before->timeMs;
  } else {
    tools_.settings().leftHanded = options_.leftHanded;
  }
  workspace_.lookAtDetails(true);
  if (options_.spectate) {
    spectator_.emplace(headset.device(), options_.spectateEveryS, options_.spectateFrom);
  }
}

std::optional<Destination> HeadsetLoop::run() {
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
      if (goTo_ && !workspace_.mayLeave()) {
        review_.stay();
        compare_.stay();
        goTo_.reset();
      }
      if (goTo_) {
        break;
      }
    }
  } catch (...) {
    keepAll();
    throw;
  }
  keepAll();
  return goTo_;
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
    tools_.placement() = interaction::seated(workspace_.volume().grid, frame.hands->head);
    if (!std::exchange(panelPlaced_, true)) {
      tools_.placePanel(frame.hands->head);
      floorM_ = frame.hands->head.positionM.y - kSeatedEyesM;
    }
  }
  using interaction::HandTask;
  tools_.settings().task = review_.isOpen()    ? HandTask::Review
                           : compare_.isOpen() ? HandTask::Compare
                                               : HandTask::Paint;
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
  if (done.nextLesion && compare_.isOpen()) {
    compare(ui::CompareAct::Next);
  } else if (done.nextLesion) {
    runCommand(ui::CommandId::NextLesion);
  }
  if (done.verdict) {
    review(*done.verdict == interaction::HandVerdict::Accept   ? ui::ReviewAct::Accept
           : *done.verdict == interaction::HandVerdict::Reject ? ui::ReviewAct::Reject
                                                               : ui::ReviewAct::Skip);
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
  workspace_.show(feed_.news(), review_.isPaused());
  if (shown) {
    goTo_ = pollDesks(frame.hands->head);
    tellWhere(*frame.hands);
    measure();
    drawEyes(frame);
    workspace_.renderer().tighten(kTightenBlocks);
    drawPanel(frame.hands->head, seconds_);
    headset_.placePanel(xr::PanelPlace{tools_.panel().pose, tools_.panel().sizeM});
    headset_.end();
  }
  if (options_.trace) {
    options_.trace({frame.timeMs, shown, *frame.hands, tools_, workspace_.model().caseName, finding_, headset_.scale(),
                    headset_.foveation(), gpuMs_});
  }
}

// Where the review or the comparison leads to, once that can be opened without a wait.
std::optional<Destination> HeadsetLoop::pollDesks(const interaction::Pose& head) {
  sight_.headIs(head);
  if ((review_.isOpen() || compare_.isOpen()) && sight_.tool() != interaction::ToolId::Look) {
    sight_.choose(interaction::ToolId::Look);  // nothing is painted while nothing is shown yet, either
  }
  ReviewRoom here = room();
  review_.poll(here, lastMs_);
  compare_.poll(here);
  if (const auto next = review_.upcoming(); next && options_.expect) {
    options_.expect(*next);
  }
  std::optional<Destination> wanted = review_.wanted();
  wanted = wanted ? wanted : compare_.wanted(here);
  const bool atHand = wanted && (!options_.isAtHand || options_.isAtHand(wanted->caseId));
  return atHand ? wanted : std::nullopt;
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

}  // namespace stage
