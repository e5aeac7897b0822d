// One frame of a headset after the other: hands become strokes and places, the case is drawn for each eye with what
// stands in the room, the panel is drawn when it has something new, the headset shows it. Never waits for disk or
// network.
#pragma once

#include <functional>
#include <optional>

#include "interaction/hand_tools.h"
#include "interaction/lens.h"
#include "interaction/panel_queue.h"
#include "interaction/rest.h"
#include "interaction/vignette.h"
#include "interaction/xr/worn.h"
#include "renderer/eye_pass.h"
#include "renderer/ui_pass.h"
#include "stage/compare_desk.h"
#include "stage/hand_model.h"
#include "stage/headset_scene.h"
#include "stage/headset_sight.h"
#include "stage/review_desk.h"
#include "stage/spectator.h"
#include "stage/workspace.h"
#include "ui/headset_panel.h"

namespace stage {

// One frame as it was, for those who study or test what hands do.
struct FrameTrace {
  std::int64_t timeMs = 0;
  bool shown = false;
  const interaction::HandsInput& hands;
  const interaction::HandTools& tools;
  std::string_view caseName;
  std::string_view finding;  // that is reviewed; empty: none is shown
  double scale = 1;          // of the eyes' width and height that is drawn
  core::Foveation foveation = core::Foveation::Off;
  double gpuMs = 0;  // of an earlier frame, as the device's own clock has it; 0: unknown
};

struct HeadsetLoopOptions {
  bool leftHanded = false;
  std::function<void(const FrameTrace&)> trace;       // after every frame
  std::function<bool()> mustStop;                     // asked every frame: the person wants to leave
  std::function<void(std::string_view)> tell;         // what is worth a line beside the headset
  std::function<void(const core::CaseId&)> expect;    // told of a case that will be opened soon
  std::function<bool(const core::CaseId&)> isAtHand;  // asked, before another case is opened: frames go on until it is
  std::function<void(const renderer::Picture&)> spectate;  // what others see of it
  double spectateEveryS = Spectator::kFollowedS;           // so often
  Spectator::From spectateFrom = Spectator::From::CalmView;
  HandModels handModels = plainControllers();  // what is seen of the controllers
};

// Hands, panel and room as the loop over one case leaves them to that over the next.
struct RoomAsLeft {
  interaction::HandTools tools;
  double floorM = 0;
  interaction::Rest rest;
  std::int64_t timeMs = 0;
};

// What outlives the cases that are opened for it.
struct WornDesks {
  ReviewDesk& review;
  CompareDesk& compare;
};

class HeadsetLoop {
 public:
  HeadsetLoop(xr::Worn& headset, ui::HeadsetPanel& panel, renderer::UiPass& panelPass, Workspace& workspace,
              ReviewFeed& feed, WornDesks desks, HeadsetLoopOptions options, std::optional<RoomAsLeft> before = {});

  // Until the person leaves (nothing), or another case is to be opened. However it ends, also by xr::RuntimeLost, the
  // open stroke is kept and all is on disk.
  std::optional<Destination> run();
  RoomAsLeft asLeft() const { return {tools_, floorM_, rest_, lastMs_}; }

 private:
  void step(const interaction::Frame& frame);
  void act(const interaction::Action& action);
  void answer(const ui::Request& request);
  void runCommand(ui::CommandId command);
  void review(ui::ReviewAct what);
  void compare(ui::CompareAct what);
  void pin(const std::string& text);
  void bringBack();
  ReviewRoom room() { return {workspace_, feed_, sight_}; }
  std::optional<Destination> pollDesks(const interaction::Pose& head);
  void drawEyes(const interaction::Frame& frame);
  std::optional<TipDepth> depthOfTip(const interaction::Pose& head) const;
  void drawForOthers(const interaction::Frame& frame, const RoomState& room);
  void drawPlane(const core::SlicePlane& plane, glm::ivec2 sizePx, double sideMm, int target);
  renderer::EyeEdge edgeOf(const renderer::EyeScene& scene) const;
  renderer::EyeScene sceneOf(const HeadsetScene& meshes, const interaction::DisplayView& view, int target) const;
  void drawPanel(const interaction::Pose& head, double seconds);
  double tipNear() const;
  ui::ControlNames controlNames() const;
  std::vector<std::string> suggestNames() const;
  void tellWhere(const interaction::HandsInput& hands);
  core::View viewOf(const interaction::Eye& eye, bool seesRoom) const;
  void measure();

  xr::Worn& headset_;
  ui::HeadsetPanel& panel_;
  renderer::UiPass& panelPass_;
  Workspace& workspace_;
  ReviewFeed& feed_;
  ReviewDesk& review_;
  CompareDesk& compare_;
  HeadsetLoopOptions options_;
  renderer::EyePass eyePass_;
  std::optional<Spectator> spectator_;
  gpu::Image panelPicture_;  // the panel and the cards, for what stands in the room
  bool panelDrawn_ = false;
  interaction::HandTools tools_;
  interaction::PanelQueue panelInput_;
  interaction::ViewState look_;
  HeadsetSight sight_{tools_, look_};
  std::optional<Destination> goTo_;  // wished for
  std::string finding_;              // that is shown
  interaction::Vignette vignette_;
  double edgeTaken_ = 0;
  double floorM_ = 0;
  bool seated_ = false;
  bool panelPlaced_ = false;
  std::int64_t lastMs_ = 0;
  double seconds_ = 0.01;
  interaction::Rest rest_;
  double gpuMs_ = 0;
  int framesSincePanel_ = 1000;  // it is drawn at once
  int panelBusy_ = 0;            // frames in which it must be drawn anew
  // Two frames are on their way; each has its own watch.
  struct Timed {
    explicit Timed(const gpu::Device& device) : watch(device) {}
    gpu::Stopwatch watch;
    std::optional<gpu::Ticket> drawn;
  };
  std::array<Timed, 3> timed_;
  std::size_t frame_ = 0;
};

}  // namespace stage
