// The commands of a window, however they were asked for: by a key, a button, the menu or its name.
#include <algorithm>

#include "core/error.h"
#include "stage/frame_loop.h"
#include "stage/lesion_commands.h"

namespace stage {

// A page takes the whole window: what hands were at ends.
// What stands beside the pictures and what hands are at, before something else takes all room.
void FrameLoop::putAway() {
  desk_.close();
  ui_.state().operations = ui_.state().lesion = false;
  if (workspace_.isPainting()) {
    workspace_.endStroke();
  }
}

void FrameLoop::showPage(bool& shown) {
  putAway();
  shown = true;
}

// Slices through the middle of what is contested of the active lesion.
void FrameLoop::showContested() {
  const session::OpenLesion& open = workspace_.session().lesions()[*workspace_.active()];
  const auto contested = open.contested.bounds();
  if (const auto box = contested ? contested : open.mask.bounds()) {
    toolbox_.state().view.focusMm = core::defaultFocus(workspace_.volume().grid, {&*box, 1});
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
    view.focusMm = interaction::turned(workspace_.volume().grid, view, slice->layout, steps);
  }
}

void FrameLoop::runCommand(ui::CommandId command) {
  using ui::CommandId;
  ui::UiState& state = ui_.state();
  const auto step = [&](int by) {
    workspace_.selectBy(by);
    if (workspace_.active()) {
      answer(ui::SelectLesion{*workspace_.active()});
    }
  };
  switch (command) {
    case CommandId::Undo:
      act(interaction::UndoAsked{}, {workspace_.volume().grid, layout_.panes, {}, {}});
      break;
    case CommandId::Redo:
      act(interaction::RedoAsked{}, {workspace_.volume().grid, layout_.panes, {}, {}});
      break;
    case CommandId::EditLesion:
      state.operations = !desk_.isOpen() && !state.operations;
      state.operationQuery.clear();
      desk_.close();
      break;
    case CommandId::Apply:
      desk_.apply();
      state.operations = state.operations && desk_.isOpen();
      break;
    case CommandId::PutAway:
      if (desk_.isOpen()) {
        desk_.close();
      } else if (state.operations) {
        state.operations = false;
      } else if (layout_.page) {
        state.lesion = false;  // leads back to the list, where that lies over the pictures
      } else {
        state.layout.drawer = false;
      }
      break;
    case CommandId::NextSetting:
    case CommandId::PreviousSetting:
      if (const auto card = desk_.card(); card && !card->parameters.empty()) {
        const std::size_t count = card->parameters.size();
        state.parameter = (state.parameter + (command == CommandId::NextSetting ? 1 : count - 1)) % count;
      }
      break;
    case CommandId::NewLesion:
      state.naming = state.fresh = true;
      state.newName = workspace_.freshName();
      state.newClass = workspace_.likelyClass();
      break;
    case CommandId::NextLesion:
      step(1);
      break;
    case CommandId::PreviousLesion:
      step(-1);
      break;
    case CommandId::ShowLesion:
      desk_.close();
      state.lesion = !state.layout.page || state.operations;
      state.operations = false;
      break;
    case CommandId::Rename:
      desk_.close();
      state.operations = false;
      state.lesion = state.renaming = workspace_.active().has_value();
      break;
    case CommandId::MergeLesions:
      open("merge");
      break;
    case CommandId::DeleteLesion:
      desk_.close();
      // The page would go on with another lesion, which nobody chose.
      state.lesion = !workspace_.doAtOnce("delete") && state.lesion;
      break;
    case CommandId::NextContested:
      workspace_.selectNextContested();
      state.lesion = workspace_.active().has_value() && workspace_.model().lesions[*workspace_.active()].isContested();
      if (state.lesion) {
        desk_.close();
        state.operations = false;
        showContested();
      }
      break;
    case CommandId::RemoveMeasurement:
      if (const auto chosen = toolbox_.measurements().chosen()) {
        toolbox_.measurements().remove(*chosen, workspace_.editsStanding());
      }
      break;
    case CommandId::ClearMeasurements:
      toolbox_.measurements().clear(workspace_.editsStanding());
      break;
    case CommandId::ClearMarks:
      toolbox_.marks().seeds.clear();
      toolbox_.marks().box.reset();
      toolbox_.marks().outline.reset();
      break;
    case CommandId::BrushLarger:
    case CommandId::BrushSmaller:
      if (desk_.isOpen()) {  // what the hand is at
        desk_.adjust(state.parameter, command == CommandId::BrushLarger ? 1 : -1);
      } else {
        runOnLesions(workspace_, toolbox_.brush(), command);
      }
      break;
    case CommandId::NextSlice:
      turnSlices(1);
      break;
    case CommandId::PreviousSlice:
      turnSlices(-1);
      break;
    case CommandId::Appearance:
      state.appearance = !state.appearance;
      break;
    case CommandId::FreeSlice: {
      core::View& view = toolbox_.state().view;
      if (view.oblique) {
        interaction::switchOff(view, interaction::PlaneId::FreeSlice);
      } else {
        interaction::switchOn(view, workspace_.volume().grid, interaction::PlaneId::FreeSlice);
        toolbox_.plane() = interaction::PlaneId::FreeSlice;
      }
      break;
    }
    case CommandId::FlipPlane:
      if (interaction::heldPlane(toolbox_.state().view, toolbox_.plane())) {
        interaction::flip(toolbox_.state().view, toolbox_.plane());
      }
      break;
    case CommandId::RemoveCuts:
      toolbox_.state().view.clipPlanes = interaction::cutsOff();
      break;
    case CommandId::CenterCrosshair: {
      const core::Grid& grid = workspace_.volume().grid;
      toolbox_.state().view.focusMm = grid.worldOf(glm::dvec3(grid.size() - 1) / 2.0);
      break;
    }
    case CommandId::ResetView: {
      const interaction::Pane& pane = layout_.panes[0];
      const interaction::ViewState first = workspace_.firstView(pane.sizeDp.x / pane.sizeDp.y);
      toolbox_.state().view.camera = first.view.camera;
      toolbox_.state().view.clipPlanes = first.view.clipPlanes;
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
    case CommandId::ShowGuideline: {
      const bool shown =
          layout_.history.has_value() && ui::shownAside(state, workspace_.model()) == ui::Aside::Guideline;
      state.layout.drawer = layout_.lesionsCover || !layout_.history ? !shown : state.layout.drawer;
      state.aside = shown ? ui::Aside::History : ui::Aside::Guideline;
      state.operations = state.lesion = false;
      desk_.close();
      break;
    }
    case CommandId::Review:
      putAway();
      desks_.review.open();
      state.review.backTo.reset();
      break;
    case CommandId::Decide:
      if (const auto active = workspace_.active();
          active && desks_.review.openAgainAt(workspace_.session().lesions()[*active].lesion.id)) {
        putAway();
        state.review.backTo.reset();
      } else {
        workspace_.note(ui::Note::Kind::Info, "This is not for you to decide: choose a lesion that others drew.");
      }
      break;
    case CommandId::Compare: {
      putAway();
      if (!desks_.compare.isOffered()) {
        workspace_.note(ui::Note::Kind::Info, "No calibration session of this case is revealed to you.");
      }
      ReviewRoom here = room();
      desks_.compare.open(here);
      break;
    }
    case CommandId::Replay: {
      putAway();
      ReviewRoom here = room();
      replay_.open(here);
      break;
    }
    case CommandId::NextReading: {
      ReviewRoom here = room();
      desks_.calibration.readNext(here);
      break;
    }
    case CommandId::Calibration:
      showPage(state.calibration.shown);
      break;
    case CommandId::Team:
      showPage(state.team.shown);
      break;
    case CommandId::People:
      showPage(state.enrolled.shown);
      break;
    case CommandId::Guideline:
      showPage(state.guideline.shown);
      state.guideline.editing = false;
      break;
    case CommandId::Readings:
      showPage(state.readings.shown);
      break;
    case CommandId::NextTie:
    case CommandId::TieBelongs:
    case CommandId::TieDoesNot:
    case CommandId::TieAllBelongs:
    case CommandId::TieNoneBelongs: {
      using As = ui::SettleTiedLesion::As;
      ReviewRoom here = room();
      if (command == CommandId::NextTie) {
        desks_.ties.next(here);
        state.aside = ui::Aside::Ties;
      } else if (command == CommandId::TieAllBelongs || command == CommandId::TieNoneBelongs) {
        desks_.ties.settleLesionHere(here, command == CommandId::TieAllBelongs ? As::Belongs : As::DoesNot);
      } else {
        desks_.ties.settleHere(here, command == CommandId::TieBelongs);
      }
      break;
    }
    case CommandId::Candidates:
      showPage(state.candidates.shown);
      break;
    case CommandId::Releases:
      showPage(state.releases.shown);
      state.releases.chosen.clear();  // what stands in the way of the next one is what it is opened for
      desks_.releases.lookAt(room(), {});
      break;
    case CommandId::LeaveExample:
      desks_.examples.back();
      break;
    case CommandId::ShowSentBack:
      state.aside = ui::Aside::SentBack;
      state.layout.drawer = state.layout.drawer || layout_.lesionsCover || !layout_.history;
      state.operations = state.lesion = false;
      desk_.close();
      break;
    case CommandId::HandIn:
      state.review.handingIn = feed_.news() != nullptr;
      state.review.ticked.clear();
      break;
    case CommandId::ShowLesionsDrawer:
      state.layout.drawer = !state.layout.drawer || state.layout.page;
      state.operations = false;
      desk_.close();
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
      workspace_.session().goOnInCopy();
      break;
    case CommandId::Cases:
      state.cases = true;
      state.caseNaming.reset();
      break;
    case CommandId::RenameCase:
      state.cases = state.fresh = true;
      state.caseNaming = {workspace_.session().theCase().id, workspace_.model().caseName, workspace_.model().caseName};
      break;
    case CommandId::AddImages:
      end_.addImages = true;
      break;
    case CommandId::Quit:
      closing_ = true;
      break;
    default:
      core::check(runOnLesions(workspace_, toolbox_.brush(), command), "every command does something");
  }
}

}  // namespace stage
