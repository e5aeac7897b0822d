#include "stage/frame_loop.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "interaction/projection.h"
#include "renderer/gpu/commands.h"

namespace stage {
namespace {

constexpr std::int64_t kStillMs = 120;  // after the last movement, before pictures are refined

const char* titleOf(core::Layout layout) {
  switch (layout) {
    case core::Layout::Axial:
      return "Axial";
    case core::Layout::Coronal:
      return "Coronal";
    case core::Layout::Sagittal:
      return "Sagittal";
    default:
      return "3D";
  }
}

template <typename... F>
struct Cases : F... {
  using F::operator()...;
};

}  // namespace

FrameLoop::FrameLoop(interaction::Display& display, std::function<renderer::UiTarget()> target, ui::Ui& ui,
                     renderer::UiPass& pass, Workspace& workspace)
    : display_(display),
      target_(std::move(target)),
      ui_(ui),
      pass_(pass),
      workspace_(workspace),
      pictures_(workspace.renderer()),
      recognizer_([this](glm::dvec2 at) { return ui_.placeOf(at, layout_); }) {
  toolbox_.state() = workspace.firstView(1);
}

LoopEnd FrameLoop::run(const LoopOptions& options) {
  std::size_t replayed = 0;
  bool idle = false;
  while (!closing_ && !openCase_) {
    interaction::Frame frame = display_.begin(idle && !options.replay);
    if (frame.status == interaction::FrameStatus::Close && workspace_.mayLeave()) {
      break;
    }
    if (options.replay) {
      // Only the recorded hands count, at their own times; at their end all that they began is finished first.
      frame.inputs.clear();
      if (replayed < options.replay->frames.size()) {
        const interaction::RecordedFrame& recorded = options.replay->frames[replayed++];
        frame.timeMs = recorded.timeMs;
        frame.inputs = recorded.inputs;
      } else if (panelInput_.isEmpty() && workspace_.model().saving == false && !pictures_.isRefining()) {
        closing_ = true;  // after this frame, which shows it
      } else {
        frame.timeMs = lastMs_ + 16;
      }
    }
    if (options.record != nullptr) {
      if (options.record->frames.empty()) {
        options.record->pxPerDp = frame.pxPerDp;
      }
      options.record->frames.push_back({frame.timeMs, frame.inputs});
      for (interaction::Input& input : options.record->frames.back().inputs) {
        input.timeMs = frame.timeMs;
      }
    }
    step(frame);
    if ((closing_ || openCase_) && !workspace_.mayLeave()) {
      closing_ = false;
      openCase_.reset();
    }
    idle = frame.inputs.empty() && panelInput_.isEmpty() && !pictures_.isRefining() &&
           (!workspace_.model().saving || workspace_.model().trouble);
  }
  workspace_.renderer().device().waitIdle();
  return {openCase_};
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
  if (!frame.views.empty()) {
    const glm::dvec2 sizeDp = glm::dvec2(frame.views[0].sizePx) / frame.pxPerDp;
    if (sizeDp_ == glm::dvec2(0)) {  // the first frame knows how much room 3D has
      const interaction::Pane& pane = ui_.layout(sizeDp).panes[0];
      toolbox_.state() = workspace_.firstView(pane.sizeDp.x / pane.sizeDp.y);
    }
    sizeDp_ = sizeDp;
  }
  layout_ = ui_.layout(glm::max(sizeDp_, glm::dvec2(480)));
  recognizer_.options().toolPaints = interaction::infoOf(toolbox_.active()).paints;
  const interaction::ToolContext context{.grid = workspace_.volume().grid,
                                         .panes = layout_.panes,
                                         .surfaceAt = [this](int pane, glm::dvec2 at) { return surfaceAt(pane, at); },
                                         .valueAt = [this](glm::dvec3 point) { return workspace_.valueAt(point); }};
  for (const interaction::Input& input : frame.inputs) {
    take(input, context);
  }
  workspace_.poll();
  if (frame.status != interaction::FrameStatus::Render) {
    lastMs_ = frame.timeMs;
    return;
  }
  const bool moved = drawnState_ != toolbox_.state() || workspace_.isPainting();
  if (moved) {
    lastMoveMs_ = frame.timeMs;
  }
  drawnState_ = toolbox_.state();
  try {
    pictures_.update(layout_.panes, toolbox_.state(), workspace_.volume().grid, workspace_.hiddenNumbers(),
                     workspace_.renderer().lesions().revision(), frame.pxPerDp,
                     frame.timeMs - lastMoveMs_ < kStillMs || moved);
  } catch (const core::Error& error) {
    workspace_.note(ui::Note::Kind::Failure, error.what());
  }
  const ui::Model model = modelOf(context);
  const std::vector<ui::Request> requests =
      ui_.frame(model, toolbox_, layout_, panelInput_.next(), sizeDp_, double(frame.timeMs - lastMs_) / 1000);
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
  if (key != nullptr && !ui_.takesKeys()) {
    if (const auto command = ui::commandOf(*key)) {
      runCommand(*command);
      return;
    }
  }
  const interaction::Recognized recognized = recognizer_.push(input);
  for (const interaction::Gesture& gesture : recognized.gestures) {
    if (std::holds_alternative<interaction::ToolDown>(gesture)) {
      ui_.state().presets = false;  // a touch beside a list puts it away
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
    std::visit(Cases{[&](const interaction::StrokeBegun& begun) { workspace_.beginStroke(begun.stroke); },
                     [&](const interaction::StrokeExtended& went) { workspace_.extendStroke(went.pointMm); },
                     [&](const interaction::StrokeEnded&) { workspace_.endStroke(); },
                     [&](const interaction::StrokeTakenBack&) { workspace_.cancelStroke(); },
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
                     [&](const interaction::UndoAsked&) { workspace_.undo(); },
                     [&](const interaction::RedoAsked&) { workspace_.redo(); }},
               action);
  } catch (const core::Error& error) {
    workspace_.cancelStroke();
    workspace_.note(ui::Note::Kind::Failure, error.what());
  }
}

void FrameLoop::answer(const ui::Request& request) {
  try {
    std::visit(Cases{[&](const ui::RunCommand& run) { runCommand(run.command); },
                     [&](const ui::SelectLesion& chosen) {
                       workspace_.select(chosen.lesion);
                       if (const auto box = workspace_.session().lesions()[chosen.lesion].mask.bounds()) {
                         toolbox_.state().view.focusMm = core::defaultFocus(workspace_.volume().grid, {&*box, 1});
                       }
                     },
                     [&](const ui::ToggleLesion& chosen) { workspace_.toggle(chosen.lesion); },
                     [&](const ui::CreateLesion& fresh) { workspace_.addLesion(fresh.name, fresh.className); },
                     [&](const ui::ChoosePreset& preset) { toolbox_.state().view.preset = preset.name; },
                     [&](const ui::OpenCase& chosen) { openCase_ = chosen.index; },
                     [&](const ui::UndoBackTo& back) { workspace_.undoBackTo(back.entry); },
                     [&](const ui::DismissNote& note) { workspace_.dismiss(note.id); }},
               request);
  } catch (const core::Error& error) {
    workspace_.note(ui::Note::Kind::Failure, error.what());
  }
}

void FrameLoop::turnSlices(double steps) {
  const interaction::Pane* slice = nullptr;
  for (std::size_t i = 0; i < layout_.panes.size(); ++i) {
    const interaction::Pane& pane = layout_.panes[i];
    const bool pointed = toolbox_.pointer() && toolbox_.pointer()->pane == int(i);
    if (pane.layout != core::Layout::ThreeD && (slice == nullptr || pointed)) {
      slice = &pane;
    }
  }
  if (slice != nullptr) {
    core::View& view = toolbox_.state().view;
    view.focusMm = interaction::turned(workspace_.volume().grid, slice->layout, *view.focusMm, steps);
  }
}

void FrameLoop::runCommand(ui::CommandId command) {
  using ui::CommandId;
  ui::UiState& state = ui_.state();
  interaction::BrushSettings& brush = toolbox_.brush();
  const std::size_t lesions = workspace_.model().lesions.size();
  const auto step = [&](std::size_t by) {
    if (lesions > 0) {
      answer(ui::SelectLesion{(workspace_.active().value_or(0) + by) % lesions});
    }
  };
  if (command >= CommandId::Look && command <= CommandId::Angle) {
    toolbox_.choose(interaction::ToolId(int(command) - int(CommandId::Look)));
    return;
  }
  switch (command) {
    case CommandId::Undo:
      act(interaction::UndoAsked{}, {workspace_.volume().grid, layout_.panes, {}, {}});
      break;
    case CommandId::Redo:
      act(interaction::RedoAsked{}, {workspace_.volume().grid, layout_.panes, {}, {}});
      break;
    case CommandId::NewLesion:
      state.naming = state.fresh = true;
      state.newName = workspace_.freshName();
      break;
    case CommandId::NextLesion:
      step(1);
      break;
    case CommandId::PreviousLesion:
      step(lesions - 1);
      break;
    case CommandId::ToggleLesion:
      if (workspace_.active()) {
        workspace_.toggle(*workspace_.active());
      }
      break;
    case CommandId::ToggleAllLesions:
      workspace_.toggleAll();
      break;
    case CommandId::ClearMeasurements:
      toolbox_.measurements().clear();
      break;
    case CommandId::BrushLarger:
      brush.radiusMm = std::min(brush.radiusMm * 1.25, brush.kMaxRadiusMm);
      break;
    case CommandId::BrushSmaller:
      brush.radiusMm = std::max(brush.radiusMm / 1.25, brush.kMinRadiusMm);
      break;
    case CommandId::ToggleProtect:
      brush.protectOthers = !brush.protectOthers;
      break;
    case CommandId::ClearRange:
      brush.range.reset();
      break;
    case CommandId::NextSlice:
      turnSlices(1);
      break;
    case CommandId::PreviousSlice:
      turnSlices(-1);
      break;
    case CommandId::ResetView: {
      const interaction::Pane& pane = layout_.panes[0];
      const interaction::ViewState first = workspace_.firstView(pane.sizeDp.x / pane.sizeDp.y);
      toolbox_.state().view.camera = first.view.camera;
      toolbox_.state().slices = first.slices;
      break;
    }
    case CommandId::EnlargePicture:
      if (state.layout.enlarged) {
        state.layout.enlarged.reset();
      } else {
        const int pane = toolbox_.pointer() ? toolbox_.pointer()->pane : 0;
        // The pointer may stand where a pane was before the window was turned.
        state.layout.enlarged = layout_.panes[std::size_t(std::clamp(pane, 0, int(layout_.panes.size()) - 1))].layout;
      }
      break;
    case CommandId::ShowLesionsDrawer:
      state.layout.drawer = !state.layout.drawer;
      break;
    case CommandId::LeftHanded:
      state.layout.leftHanded = !state.layout.leftHanded;
      break;
    case CommandId::PenOnly:
      recognizer_.options().penOnly = !recognizer_.options().penOnly;
      workspace_.note(ui::Note::Kind::Info, recognizer_.options().penOnly
                                                ? "Only the pen paints now. Fingers turn and move the pictures."
                                                : "Fingers paint again.");
      break;
    case CommandId::Palette:
      state.palette = state.fresh = true;
      state.paletteQuery.clear();
      break;
    case CommandId::Keys:
      state.keys = true;
      break;
    case CommandId::KeepCopy:
      workspace_.keepCopy();
      break;
    case CommandId::Quit:
      closing_ = true;
      break;
    default:
      core::check(false, "every command does something");
  }
}

ui::Model FrameLoop::modelOf(const interaction::ToolContext& context) const {
  ui::Model model = workspace_.model();
  for (std::size_t i = 0; i < layout_.panes.size(); ++i) {
    const interaction::Pane& pane = layout_.panes[i];
    ui::Picture& picture = model.pictures.emplace_back();
    picture.texture = const_cast<gpu::Image*>(pictures_.image(i));
    picture.title = titleOf(pane.layout);
    if (pane.layout != core::Layout::ThreeD) {
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
