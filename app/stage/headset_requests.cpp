// The panel of a headset's loop: what it shows, and what is done of what is asked on it and by hands.
#include <algorithm>
#include <variant>

#include "core/cases.h"
#include "core/error.h"
#include "renderer/gpu/commands.h"
#include "stage/headset_loop.h"
#include "stage/lesion_commands.h"
#include "stage/lesion_names.h"
#include "stage/review_look.h"
#include "stage/worn_target.h"

namespace stage {
namespace {

constexpr int kPanelFollows = 3;  // frames in which it is drawn after the last touch: the cursor must also go
constexpr int kPanelEvery = 9;    // frames between looks for news on a panel that nobody points at

}  // namespace

void HeadsetLoop::drawPanel(const interaction::Pose& head, double seconds) {
  const bool pointed = tools_.pointing().has_value() || !panelInput_.isEmpty();
  panelBusy_ = pointed || tools_.isScaling() ? kPanelFollows : std::max(0, panelBusy_ - 1);
  if (panelBusy_ == 0 && ++framesSincePanel_ < kPanelEvery) {
    return;
  }
  framesSincePanel_ = 0;
  const auto& presets = workspace_.model().presets;  // none named: the first
  const ui::HeadsetState state{
      .preset = look_.view.preset.empty() && !presets.empty() ? presets.front().name : look_.view.preset,
      .belowVoxels = tools_.isBelowVoxels(workspace_.volume().grid),
      .canSeeRoom = headset_.seeThrough(),
      .tipNear = tipNear(),
      .cut = tools_.slice().has_value(),
      .controls = controlNames(),
      .suggestNames = [this] { return suggestNames(); }};
  ui::Model model = workspace_.model();
  review_.fill(room(), model);
  compare_.fill(room(), model);
  finding_ = model.review && model.review->opened ? model.review->name : "";
  const ui::HeadsetAsked asked = panel_.frame(model, state, tools_.settings(), panelInput_.next(),
                                              handCards(tools_, model, state.controls), seconds);
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
  if (asked.putSliceAway) {
    tools_.putSliceAway();
  }
  if (asked.enlarge) {
    tools_.enlargePanel(*asked.enlarge);
  }
}

std::vector<std::string> HeadsetLoop::suggestNames() const {
  constexpr std::size_t kMost = 6;
  const core::Grid& grid = workspace_.volume().grid;
  const std::size_t lesion = workspace_.active().value();
  const core::Mask& mask = workspace_.session().lesions()[lesion].mask;
  const auto middle = mask.isEmpty() ? std::nullopt : std::optional(middleOf(mask, grid));
  return namesFor(workspace_.model(), lesion, grid, middle, kMost);
}

double HeadsetLoop::tipNear() const {
  const double toPanelM = tools_.tipToPanelM().value_or(interaction::HandTools::kTouchNearM);
  return std::clamp(1 - toPanelM / interaction::HandTools::kTouchNearM, 0.0, 1.0);
}

// What is in the hands just now has its names on it.
ui::ControlNames HeadsetLoop::controlNames() const {
  const std::array profiles = {headset_.profile(interaction::Side::Left), headset_.profile(interaction::Side::Right)};
  return [profiles](interaction::Side side, interaction::Control control) {
    const xr::Profile* profile = profiles[std::size_t(side)];
    return profile != nullptr ? xr::nameOf(*profile, side, control) : xr::nameOf(control);
  };
}

void HeadsetLoop::act(const interaction::Action& action) {
  try {
    std::visit(core::Cases{[&](const interaction::StrokeBegun& begun) {
                             while (!workspace_.model().notes.empty()) {  // read by now
                               workspace_.dismiss(workspace_.model().notes.back().id);
                             }
                             workspace_.beginStroke(begun.stroke);
                           },
                           [&](const interaction::StrokeExtended& went) { workspace_.extendStroke(went.pointMm); },
                           [&](const interaction::StrokeEnded&) { workspace_.endStroke(); },
                           [&](const interaction::StrokeTakenBack&) { workspace_.cancelStroke(); },
                           [&](const interaction::PickAsked&) {},
                           [&](const interaction::UndoAsked&) {
                             if (review_.isOpen()) {
                               review(ui::ReviewAct::TakeBack);
                             } else if (!compare_.isOpen()) {
                               workspace_.undo();
                             }
                           },
                           [&](const interaction::RedoAsked&) {
                             if (!review_.isOpen() && !compare_.isOpen()) {
                               workspace_.redo();
                             }
                           },
                           [&](const interaction::Marked&) {}},  // hands have no tools that mark
               action);
  } catch (const core::Error& error) {
    workspace_.cancelStroke();
    workspace_.note(ui::Note::Kind::Failure, error.what());
  }
}

void HeadsetLoop::answer(const ui::Request& request) {
  ReviewRoom here = room();
  try {
    std::visit(core::Cases{[&](const ui::RunCommand& run) {
                             if (const auto* command = std::get_if<ui::CommandId>(&run.deed)) {
                               runCommand(*command);
                             }
                           },
                           [&](const ui::ChangeLesion& change) { workspace_.change(change); },
                           [&](const ui::SelectLesion& chosen) { workspace_.select(chosen.lesion); },
                           [&](const ui::ChoosePreset& chosen) {
                             look_.view.preset = chosen.name;
                             look_.view.transferFunction.reset();
                           },
                           [&](const ui::DoInReview& asked) { review(asked.act); },
                           [&](const ui::DecideWith& asked) { review_.decideWith(here, asked, lastMs_); },
                           [&](const ui::PinComment& comment) { pin(comment.text); },
                           [&](const ui::ShowSaid& said) { review_.showSaid(here, said.said); },
                           [&](const ui::TickCriterion& tick) { review_.tick(tick.text); },
                           [&](const ui::SwitchReading& asked) { review_.switchReading(asked.reading); },
                           [&](const ui::GivePassphrase& given) { review_.give(given.passphrase); },
                           [&](const ui::ShowSentBack& asked) { review_.showSentBack(asked.item); },
                           [&](const ui::DoInCompare& asked) { compare(asked.act); },
                           [&](const ui::HoldAgainstPanel& held) { compare_.hold(held.reader); },
                           [&](const ui::LookAtDifference& at) { compare_.lookAtLesion(here, at.lesion); },
                           [](const auto&) { core::check(false, "the panel asks only for what it shows"); }},
               static_cast<const ui::AnyRequest&>(request));
  } catch (const core::Error& error) {
    workspace_.note(ui::Note::Kind::Failure, error.what());
  }
}

// A decision, unless something is to be asked first; by buttons of hands as by the panel's.
void HeadsetLoop::review(ui::ReviewAct what) {
  panelBusy_ = kPanelFollows;
  while (!workspace_.model().notes.empty()) {  // read by now
    workspace_.dismiss(workspace_.model().notes.back().id);
  }
  if (what == ui::ReviewAct::Comment || review_.asksFirst(what, lastMs_)) {
    panel_.ask(what);
    return;
  }
  try {
    ReviewRoom here = room();
    review_.act(here, what, lastMs_);
  } catch (const core::Error& error) {
    workspace_.note(ui::Note::Kind::Failure, error.what());
  }
}

void HeadsetLoop::compare(ui::CompareAct what) {
  panelBusy_ = kPanelFollows;
  ReviewRoom here = room();
  compare_.act(here, what);
  if (what == ui::CompareAct::Leave) {
    sight_.lookAway();
  }
}

void HeadsetLoop::pin(const std::string& text) {
  const auto active = workspace_.active();
  if (!review_.isOpen() && active) {
    const core::Mask& mask = workspace_.session().lesions()[*active].mask;
    look_.view.focusMm = mask.isEmpty() ? look_.view.focusMm : middleOf(mask, workspace_.volume().grid);
  }
  ReviewRoom here = room();
  review_.pin(here, text);
}

// All before the wearer, in a review the finding.
void HeadsetLoop::bringBack() {
  const auto active = workspace_.active();
  const core::Mask* finding = review_.isOpen() && active ? &workspace_.session().lesions()[*active].mask : nullptr;
  if (finding == nullptr || finding->isEmpty()) {
    seated_ = panelPlaced_ = false;  // the next frame knows where the head is
    tools_.putSliceAway();
    return;
  }
  const core::Grid& grid = workspace_.volume().grid;
  tools_.takeSeat(grid, sight_.head());
  sight_.lookAt(grid, *finding);
}

void HeadsetLoop::runCommand(ui::CommandId command) {
  using ui::CommandId;
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
    case CommandId::DeleteLesion:
      workspace_.doAtOnce("delete");
      break;
    case CommandId::LeftHanded:
      tools_.settings().leftHanded = !tools_.settings().leftHanded;
      break;
    case CommandId::ResetView:
      bringBack();
      break;
    case CommandId::Review:
      if (workspace_.isPainting()) {
        workspace_.endStroke();
      }
      review_.open();
      break;
    case CommandId::Compare: {
      if (workspace_.isPainting()) {
        workspace_.endStroke();
      }
      ReviewRoom here = room();
      compare_.openHere(here);
      break;
    }
    default:
      core::check(runOnLesions(workspace_, tools_.settings().brush, command), "the panel asks only for what it shows");
  }
}

}  // namespace stage
