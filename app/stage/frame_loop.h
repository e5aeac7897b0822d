// One frame of a window after the other: input becomes gestures, gestures become strokes and views, the case is drawn,
// panels are drawn over it, the display shows it. The same for every display, and for recorded hands.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>

#include "interaction/display.h"
#include "interaction/gestures.h"
#include "interaction/panel_queue.h"
#include "interaction/recording.h"
#include "renderer/ui_pass.h"
#include "stage/case_desk.h"
#include "stage/desks.h"
#include "stage/hand_in.h"
#include "stage/operation_desk.h"
#include "stage/pictures.h"
#include "stage/replay_desk.h"
#include "stage/workspace.h"
#include "ui/ui.h"

namespace stage {

// What frames cost from their input to their being handed to the display, ms: those in which pictures moved, and those
// that refined pictures at rest.
struct FrameTimes {
  std::vector<double> moving;
  std::vector<double> refining;
};

struct LoopOptions {
  std::optional<interaction::Recording> replay;     // these hands instead of those at the display; ends with them
  std::size_t replayed = 0;                         // how many of its frames were done
  std::optional<double> replayScale;                // of the monitor that these hands came to since
  interaction::Recording* record = nullptr;         // where to write down what hands do
  FrameTimes* times = nullptr;                      // where to note what frames cost
  std::function<void(const core::CaseId&)> expect;  // told of a case that will be opened soon
  // Shows a file with whatever the desktop shows such files with; false where it has nothing for it.
  std::function<bool(const std::filesystem::path&)> show;
  std::optional<interaction::BrushSettings> brush;  // as it was left, from case to case
};

// How a loop ended: with the wish to close, to open another case or track of the project, or to bring images into it.
struct LoopEnd {
  bool addImages = false;
  std::optional<Destination> goTo;
};

class FrameLoop {
 public:
  // target: the display's image of the current frame. before: tools and views as an earlier loop over the same case
  // left them.
  FrameLoop(interaction::Display& display, std::function<renderer::UiTarget()> target, ui::Ui& ui,
            renderer::UiPass& pass, Workspace& workspace, ReviewFeed& feed, Desks desks,
            const interaction::Toolbox* before = nullptr);

  // Throws gpu::DeviceLost, with the case and the replay as far as they went.
  LoopEnd run(LoopOptions& options);
  const interaction::Toolbox& toolbox() const { return toolbox_; }

 private:
  void step(const interaction::Frame& frame);
  void take(const interaction::Input& input, const interaction::ToolContext& context);
  void act(const interaction::Action& action, const interaction::ToolContext& context);
  void answer(const ui::Request& request);
  void runCommand(ui::CommandId command);
  void review(ui::ReviewAct act);
  void compare(ui::CompareAct act);
  void publish(const ui::PublishExample& example);
  void seeDifferences(const ui::SeeDifferences& asked);
  void lookAt(const ui::LookAtCandidates& asked);
  void goTo(const ui::GoToObstacle& asked);
  void seeReadings(const ui::SeeReadings& asked);
  void goToTies(const ui::GoToTies& asked);
  void lookAtChanges(ui::ChangeAct act);
  void openReport(const std::string& release);
  void givePassphrase(const ui::GivePassphrase& given);
  void putAway();
  void showPage(bool& shown);
  ReviewRoom room() { return {workspace_, feed_, sight_}; }
  std::optional<glm::dvec3> surfaceAt(int pane, glm::dvec2 inPaneDp) const;
  ui::Model modelOf(const interaction::ToolContext& context);
  void showContested();
  void follow(const std::string& session);
  void followView();
  void tellWhere(const interaction::ToolContext& context);
  void turnSlices(double steps);
  void takeMark(interaction::ToolId tool);
  void open(const std::string& operation);
  bool areDesksWorking() const;
  bool isBusy() const;  // something goes on without hands, and wants frames

  interaction::Display& display_;
  std::function<renderer::UiTarget()> target_;
  ui::Ui& ui_;
  renderer::UiPass& pass_;
  Workspace& workspace_;
  ReviewFeed& feed_;
  const Desks desks_;
  Pictures pictures_;
  interaction::Toolbox toolbox_;
  ToolboxSight sight_{toolbox_};
  OperationDesk desk_;
  ReplayDesk replay_;
  HandInDesk handIn_;
  CaseDesk cases_;
  interaction::GestureRecognizer recognizer_;
  interaction::PanelQueue panelInput_;
  const std::vector<ui::OperationItem> operations_ = OperationDesk::list();
  ui::WindowLayout layout_;
  glm::dvec2 sizeDp_{0};
  interaction::ViewState drawnState_;
  std::int64_t lastMs_ = 0;
  std::int64_t panelsMs_ = 0;  // when panels were drawn last
  int unsettled_ = 0;          // frames in which they still follow the last touch
  std::int64_t lastMoveMs_ = 0;
  bool closing_ = false;
  bool resumed_ = false;
  bool moved_ = false;  // pictures, in the last frame
  LoopEnd end_;         // what was wished for
  std::function<bool(const std::filesystem::path&)> showFile_;
  std::string followedView_;  // as it was taken over last, and as ours was then
  std::string viewThen_;
};

}  // namespace stage
