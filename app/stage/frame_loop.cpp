#include "stage/frame_loop.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "core/cases.h"
#include "core/error.h"
#include "exchange/shared_view.h"
#include "interaction/projection.h"
#include "renderer/gpu/commands.h"
#include "stage/panel_scale.h"

namespace stage {
namespace {

constexpr std::int64_t kStillMs = 120;   // after the last movement, before pictures are refined
constexpr std::int64_t kPanelsMs = 100;  // that panels may lag where only pictures are at work
constexpr int kSettling = 4;             // frames that panels take to follow a touch: opened fields get keys late

const char* titleOf(core::Layout layout) {
  switch (layout) {
    case core::Layout::Axial:
      return "Axial";
    case core::Layout::Coronal:
      return "Coronal";
    case core::Layout::Sagittal:
      return "Sagittal";
    case core::Layout::Oblique:
      return "Free slice";
    default:
      return "3D";
  }
}

}  // namespace

FrameLoop::FrameLoop(interaction::Display& display, std::function<renderer::UiTarget()> target, ui::Ui& ui,
                     renderer::UiPass& pass, Workspace& workspace, ReviewFeed& feed, Desks desks,
                     const interaction::Toolbox* before)
    : display_(display),
      target_(std::move(target)),
      ui_(ui),
      pass_(pass),
      workspace_(workspace),
      feed_(feed),
      desks_(desks),
      pictures_(workspace.renderer()),
      desk_(workspace, toolbox_),
      handIn_(workspace),
      recognizer_([this](glm::dvec2 at) { return ui_.placeOf(at, layout_); }) {
  resumed_ = before != nullptr;
  if (resumed_) {
    toolbox_ = *before;
  } else {
    toolbox_.state() = workspace.firstView(1);
  }
}

LoopEnd FrameLoop::run(LoopOptions& options) {
  workspace_.whenNews([this] { display_.wake(); });
  showFile_ = options.show;
  if (options.brush && !resumed_) {
    toolbox_.brush() = *options.brush;
    toolbox_.brush().range.reset();  // another image has other values
  }
  bool idle = false;
  while (!closing_ && !end_.addImages && !end_.goTo) {
    interaction::Frame frame = display_.begin(idle && !options.replay);
    if (frame.status == interaction::FrameStatus::Close && workspace_.mayLeave()) {
      break;
    }
    if (options.replay) {
      // Only the recorded hands count, at their own times; at their end all that they began is finished first.
      frame.inputs.clear();
      if (desk_.isWorking() || feed_.isBehind() || areDesksWorking()) {
        frame.timeMs = lastMs_;  // hands acted on what they saw: on a slower machine they would have waited for it
      } else if (options.replayed < options.replay->frames.size()) {
        const interaction::RecordedFrame& recorded = options.replay->frames[options.replayed++];
        frame.timeMs = recorded.timeMs;
        frame.inputs = recorded.inputs;
        options.replayScale = recorded.pxPerDp ? recorded.pxPerDp : options.replayScale;
      } else if (!isBusy() && !workspace_.model().saving) {
        closing_ = true;  // after this frame, which shows it
      } else {
        frame.timeMs = lastMs_ + 16;
      }
      frame.pxPerDp = options.replayScale.value_or(frame.pxPerDp);
    }
    if (options.record != nullptr) {
      if (options.record->frames.empty()) {
        options.record->pxPerDp = frame.pxPerDp;
      }
      options.record->frames.push_back({frame.timeMs, frame.inputs});
      if (frame.pxPerDp != ui_.pxPerDp()) {
        options.record->frames.back().pxPerDp = frame.pxPerDp;
      }
      std::vector<interaction::Input>& kept = options.record->frames.back().inputs;
      for (interaction::Input& input : kept) {
        input.timeMs = frame.timeMs;
      }
      if (ui_.takesSecret()) {
        std::erase_if(kept, [](const interaction::Input& input) {
          return std::holds_alternative<interaction::TextInput>(input.what) ||
                 std::holds_alternative<interaction::KeyInput>(input.what);
        });
      }
    }
    const auto start = std::chrono::steady_clock::now();
    const bool refining = pictures_.isRefining();
    step(frame);
    if (const auto next = desks_.review.upcoming(); next && options.expect) {
      options.expect(*next);
    }
    if (options.times != nullptr && (moved_ || refining)) {
      const double ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
      (moved_ ? options.times->moving : options.times->refining).push_back(ms);
    }
    if ((closing_ || end_.addImages || end_.goTo) && !workspace_.mayLeave()) {
      if (end_.goTo) {
        desks_.stay();
      }
      closing_ = false;
      end_ = {};
    }
    idle = frame.inputs.empty() && !isBusy();
  }
  options.brush = toolbox_.brush();
  workspace_.whenNews({});
  workspace_.renderer().device().waitIdle();
  return end_;
}

bool FrameLoop::areDesksWorking() const {
  return desks_.isWorking() || handIn_.isWorking() || cases_.isWorking() || replay_.isWorking();
}

bool FrameLoop::isBusy() const {
  const bool trouble = workspace_.model().trouble;  // it ends by itself, or never
  const bool sending = workspace_.model().saving || areDesksWorking();
  return !panelInput_.isEmpty() || replay_.isPlaying() || (sending && !trouble) || pictures_.isRefining() ||
         desk_.isWorking() || desks_.guideline.isCounting() || ui_.isMoving();
}

std::optional<glm::dvec3> FrameLoop::surfaceAt(int pane, glm::dvec2 inPaneDp) const {
  const renderer::Seen seen = pictures_.seenAt(std::size_t(pane), inPaneDp);
  if (!std::isfinite(seen.depthMm)) {
    return std::nullopt;
  }
  const interaction::Ray ray =
      interaction::rayThrough(*toolbox_.state().view.camera, layout_.panes[std::size_t(pane)].sizeDp, inPaneDp);
  return ray.originMm + ray.direction * double(seen.depthMm);
}

void FrameLoop::step(const interaction::Frame& frame) {
  useScale(ui_, pass_, frame.pxPerDp);
  if (!frame.views.empty()) {
    const glm::dvec2 sizeDp = glm::dvec2(frame.views[0].sizePx) / frame.pxPerDp;
    if (sizeDp_ == glm::dvec2(0) && !resumed_) {  // the first frame knows how much room 3D has
      const interaction::Pane& pane = ui_.layout(sizeDp).panes[0];
      toolbox_.state() = workspace_.firstView(pane.sizeDp.x / pane.sizeDp.y);
    }
    sizeDp_ = sizeDp;
  }
  ui::UiState& state = ui_.state();
  state.lesion = state.lesion && workspace_.active();
  state.layout.page = desk_.isOpen() || state.operations || state.lesion;
  workspace_.lookAtDetails((state.lesion && !desk_.isOpen() && !state.operations) || desks_.review.isOpen());
  state.layout.review = desks_.review.isOpen();
  state.layout.compare = desks_.compare.isOpen();
  state.layout.replay = replay_.isOpen();
  state.layout.changes = desks_.releases.isOpen();
  ui_.state().layout.freeSlice = toolbox_.state().view.oblique.has_value();
  layout_ = ui_.layout(glm::max(sizeDp_, glm::dvec2(480)));
  recognizer_.options().toolPaints = interaction::infoOf(toolbox_.active()).paints;
  const interaction::ToolContext context{.grid = workspace_.volume().grid,
                                         .panes = layout_.panes,
                                         .surfaceAt = [this](int pane, glm::dvec2 at) { return surfaceAt(pane, at); },
                                         .valueAt = [this](glm::dvec3 point) { return workspace_.valueAt(point); },
                                         .tissueSeen = [this] { return workspace_.tissueSeen(toolbox_.state().view); },
                                         .edits = [this] { return workspace_.editsStanding(); }};
  for (const interaction::Input& input : frame.inputs) {
    take(input, context);
  }
  workspace_.poll();
  feed_.follow(workspace_.session().path());
  workspace_.show(feed_.news(), desks_.review.isPaused());
  ReviewRoom here = room();
  desks_.poll(here, state, frame.timeMs);
  replay_.poll(here, frame.timeMs);
  end_.goTo = desks_.wanted(here);
  handIn_.poll(feed_.news().get());
  cases_.poll(here);
  followView();
  tellWhere(context);
  desk_.poll();
  if (frame.status != interaction::FrameStatus::Render) {
    lastMs_ = frame.timeMs;
    return;
  }
  moved_ = drawnState_ != toolbox_.state() || workspace_.isPainting();
  if (moved_) {
    lastMoveMs_ = frame.timeMs;
  }
  drawnState_ = toolbox_.state();
  bool anew = true;
  try {
    anew = pictures_.update(layout_.panes, toolbox_.state(), workspace_.volume().grid, workspace_.hiddenNumbers(),
                            workspace_.renderer().lesions().revision(), frame.pxPerDp,
                            frame.timeMs - lastMoveMs_ < kStillMs || moved_);
  } catch (const gpu::DeviceLost&) {
    throw;
  } catch (const core::Error& error) {
    workspace_.note(ui::Note::Kind::Failure, error.what());
  }
  if (!frame.inputs.empty() || !panelInput_.isEmpty() || ui_.isMoving()) {
    unsettled_ = kSettling;
  }
  unsettled_ = std::max(0, unsettled_ - 1);
  if (!anew && unsettled_ == 0 && pictures_.isRefining() && frame.timeMs - panelsMs_ < kPanelsMs) {
    lastMs_ = frame.timeMs;  // to draw panels and show all again would take as long as the piece
    return;
  }
  const ui::Model model = modelOf(context);
  const std::vector<ui::Request> requests =
      ui_.frame(model, toolbox_, layout_, panelInput_.next(), sizeDp_, double(frame.timeMs - panelsMs_) / 1000);
  panelsMs_ = frame.timeMs;
  const renderer::UiTarget target = target_();
  constexpr glm::vec3 kGround = glm::vec3(0x0E, 0x10, 0x13) / 255.f;
  workspace_.renderer().device().submit(
      [&](gpu::Commands& commands) { pass_.draw(commands, ui_.drawData(), target, kGround); });
  display_.end();
  for (const ui::Request& request : requests) {
    answer(request);
  }
  lastMs_ = frame.timeMs;
}

void FrameLoop::take(const interaction::Input& input, const interaction::ToolContext& context) {
  const auto* key = std::get_if<interaction::KeyInput>(&input.what);
  if (key != nullptr && !ui_.takesKeys() && layout_.review) {
    if (const auto wanted = ui::actOf(ui::reviewKeys(), *key)) {
      review(*wanted);
      return;
    }
  }
  if (key != nullptr && !ui_.takesKeys() && layout_.compare) {
    if (const auto wanted = ui::actOf(ui::compareKeys(), *key)) {
      compare(*wanted);
      return;
    }
  }
  if (key != nullptr && !ui_.takesKeys() && layout_.replay) {
    if (const auto wanted = ui::actOf(ui::replayKeys(), *key)) {
      answer(ui::DoInReplay{*wanted});
      return;
    }
  }
  if (key != nullptr && !ui_.takesKeys() && layout_.changes) {
    if (const auto wanted = ui::actOf(ui::changeKeys(), *key)) {
      answer(ui::DoInChanges{*wanted});
      return;
    }
  }
  if (key != nullptr && !ui_.takesKeys()) {
    auto deed = ui::commandOf(*key);
    if (deed == ui::Deed(ui::CommandId::DeleteLesion) &&
        (toolbox_.measurements().chosen() || interaction::measures(toolbox_.active()))) {
      deed = ui::CommandId::RemoveMeasurement;  // what the hand is at, and never the lesion when there is none
    }
    if (deed && (!layout_.isDeck() || ui::isForReview(*deed))) {
      answer(ui::RunCommand{*deed});
      return;
    }
  }
  const interaction::Recognized recognized = recognizer_.push(input);
  for (const interaction::Gesture& gesture : recognized.gestures) {
    if (std::holds_alternative<interaction::ToolDown>(gesture)) {
      ui_.state().presets = false;  // a touch beside a list puts it away
      ui_.stopTyping();
      if (layout_.lesionsCover) {
        ui_.state().layout.drawer = false;
      }
    }
    for (const interaction::Action& action : toolbox_.apply(gesture, context)) {
      act(action, context);
    }
  }
  // What is typed reaches the panels only where something asks for it; that a key was let go, always: else the Return
  // that closed a dialog would still be held when the next one opens.
  const bool typed = (key != nullptr && key->down) || std::holds_alternative<interaction::TextInput>(input.what);
  if (recognized.forPanels && (!typed || ui_.takesKeys())) {
    panelInput_.push(input);
  }
}

void FrameLoop::act(const interaction::Action& action, const interaction::ToolContext& context) {
  try {
    std::visit(core::Cases{[&](const interaction::StrokeBegun& begun) {
                             workspace_.beginStroke(begun.stroke);
                             pictures_.holdDepths(std::size_t(begun.pane));
                           },
                           [&](const interaction::StrokeExtended& went) { workspace_.extendStroke(went.pointMm); },
                           [&](const interaction::StrokeEnded&) {
                             pictures_.releaseDepths();
                             workspace_.endStroke();
                           },
                           [&](const interaction::StrokeTakenBack&) {
                             pictures_.releaseDepths();
                             workspace_.cancelStroke();
                           },
                           [&](const interaction::PickAsked& asked) {
                             const renderer::Seen seen = pictures_.seenAt(std::size_t(asked.pane), asked.inPaneDp);
                             if (seen.lesion > 0) {
                               workspace_.select(seen.lesion - 1);
                             }
                             const core::Layout layout = context.panes[std::size_t(asked.pane)].layout;
                             const auto point =
                                 layout == core::Layout::ThreeD ? surfaceAt(asked.pane, asked.inPaneDp) : std::nullopt;
                             if (point) {
                               toolbox_.state().view.focusMm = *point;  // slices show what was tapped
                             }
                           },
                           [&](const interaction::UndoAsked&) {
                             if (desks_.review.isOpen()) {
                               review(ui::ReviewAct::TakeBack);
                             } else if (layout_.isDeck()) {
                               return;
                             } else if (const auto what = toolbox_.measurements().undo(workspace_.editsStanding())) {
                               workspace_.tellStep("Undone: " + *what);
                             } else {
                               workspace_.undo();
                             }
                           },
                           [&](const interaction::RedoAsked&) {
                             if (layout_.isDeck()) {
                               return;
                             }
                             if (const auto what = toolbox_.measurements().redo(workspace_.editsStanding())) {
                               workspace_.tellStep("Redone: " + *what);
                             } else {
                               workspace_.redo();
                             }
                           },
                           [&](const interaction::Marked& marked) { takeMark(marked.tool); }},
               action);
  } catch (const gpu::DeviceLost&) {
    throw;  // the stroke is not lost with it
  } catch (const core::Error& error) {
    pictures_.releaseDepths();
    workspace_.cancelStroke();
    workspace_.note(ui::Note::Kind::Failure, error.what());
  }
}

void FrameLoop::follow(const std::string& session) {
  workspace_.company().follow(session);
  followedView_.clear();
  viewThen_ = exchange::encodeSharedView(toolbox_.state().view);
}

// Looks as the followed person looks, until one's own hands look elsewhere.
void FrameLoop::followView() {
  Company& company = workspace_.company();
  if (!company.isFollowing()) {
    return;
  }
  core::View& view = toolbox_.state().view;
  if (exchange::encodeSharedView(view) != viewThen_) {
    follow({});
    workspace_.note(ui::Note::Kind::Info, "You look for yourself again.");
    return;
  }
  const std::optional<std::string> theirs = company.followedView();
  if (!theirs) {
    follow({});
    workspace_.note(ui::Note::Kind::Info, "Whom you followed has left.");
  } else if (*theirs != followedView_) {
    followedView_ = *theirs;
    if (auto as = exchange::decodeSharedView(*theirs, view)) {
      as->focusMm = as->focusMm ? as->focusMm : view.focusMm;
      as->window = as->window ? as->window : view.window;
      if (as->clipPlanes.size() != view.clipPlanes.size()) {
        as->clipPlanes = view.clipPlanes;  // a headset cuts in ways of its own
      }
      view = std::move(*as);
      viewThen_ = exchange::encodeSharedView(view);
    }
  }
}

// What the others hear of this window.
void FrameLoop::tellWhere(const interaction::ToolContext& context) {
  const interaction::ViewState& state = toolbox_.state();
  store::Presence where{.view = exchange::encodeSharedView(state.view)};
  const auto& pointer = toolbox_.pointer();
  if (pointer && pointer->pane >= 0 && std::size_t(pointer->pane) < layout_.panes.size()) {
    const interaction::Pane& pane = layout_.panes[std::size_t(pointer->pane)];
    const glm::dvec2 at = pointer->atDp - pane.originDp;
    if (pane.layout == core::Layout::ThreeD) {
      where.cursorMm = surfaceAt(pointer->pane, at);
    }
    for (std::size_t i = 0; i < interaction::kSliceLayouts.size(); ++i) {
      if (interaction::kSliceLayouts[i] == pane.layout) {
        const interaction::SliceLook& look = state.slices[i];
        const core::SlicePlane plane = interaction::planeOf(context.grid, state.view, pane.layout, look);
        const double mmPerDp = interaction::sliceMmPerDp(context.grid, plane, pane.sizeDp, look.zoom);
        where.cursorMm = interaction::pointOnSlice(plane, mmPerDp, pane.sizeDp, at);
      }
    }
  }
  workspace_.company().tell(std::move(where));
}

ui::Model FrameLoop::modelOf(const interaction::ToolContext& context) {
  ui::Model model = workspace_.model();
  model.canUndo = model.canUndo || toolbox_.measurements().canUndo();
  model.canRedo = model.canRedo || toolbox_.measurements().canRedo();
  model.operations = operations_;
  model.operation = desk_.card();
  desks_.fill(room(), ui_.state(), model);
  replay_.fill(room(), model);
  cases_.fill(room(), ui_.state().cases, model);
  if (const auto news = feed_.news(); news != nullptr && ui_.state().review.handingIn) {
    model.handIn = handIn_.card(*news);
  }
  for (std::size_t i = 0; i < layout_.panes.size(); ++i) {
    const interaction::Pane& pane = layout_.panes[i];
    ui::Picture& picture = model.pictures.emplace_back();
    picture.texture = const_cast<gpu::Image*>(pictures_.image(i));
    picture.title = titleOf(pane.layout);
    if (pane.layout == core::Layout::ThreeD && model.review && model.review->opened) {
      picture.title = model.review->name;
      picture.detail = model.review->origin;
    }
    if (pane.layout != core::Layout::ThreeD && pane.layout != core::Layout::Oblique) {
      const interaction::SliceNumber number =
          interaction::sliceNumber(context.grid, pane.layout, *toolbox_.state().view.focusMm);
      picture.detail = std::to_string(number.index + 1);
    }
  }
  const auto& pointer = toolbox_.pointer();
  if (pointer && pointer->pane >= 0 && std::size_t(pointer->pane) < layout_.panes.size() &&
      layout_.panes[std::size_t(pointer->pane)].layout == core::Layout::ThreeD) {
    const interaction::Pane& pane = layout_.panes[std::size_t(pointer->pane)];
    model.surfaceUnderPointer = surfaceAt(pointer->pane, pointer->atDp - pane.originDp);
  }
  return model;
}

}  // namespace stage
