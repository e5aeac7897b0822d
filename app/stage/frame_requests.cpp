// What panels, keys and marks ask of a window: each is handed to whoever does it.
#include <algorithm>

#include "core/cases.h"
#include "core/error.h"
#include "stage/frame_loop.h"
#include "stage/review_look.h"

namespace stage {

// A mark without an operation that asks for it opens the one that it is most often for.
void FrameLoop::takeMark(interaction::ToolId tool) {
  if (!desk_.takes(tool)) {
    open(tool == interaction::ToolId::Scissors ? "cut" : tool == interaction::ToolId::Seeds ? "grow-range" : "box");
  }
}

void FrameLoop::open(const std::string& operation) {
  desk_.open(operation);
  ui_.state().parameter = 0;
}

void FrameLoop::review(ui::ReviewAct what) {
  if (what == ui::ReviewAct::Comment) {
    ui_.state().review.commenting = ui_.state().fresh = true;
    ui_.state().review.comment.clear();
    return;
  }
  if (review_.asksFirst(what, lastMs_)) {
    ui_.state().review.asking = what;
    ui_.state().review.why.clear();
    ui_.state().fresh = true;
    return;
  }
  try {
    ReviewRoom here = room();
    review_.act(here, what, lastMs_);
  } catch (const core::Error& error) {
    workspace_.note(ui::Note::Kind::Failure, error.what());
  }
}

void FrameLoop::compare(ui::CompareAct what) {
  ReviewRoom here = room();
  if (what == ui::CompareAct::MakeExample) {
    ui_.state().compare.teaching = ui_.state().fresh = compare_.edgeCase(here).has_value();
    ui_.state().compare.title = compare_.exampleTitle(here);
    ui_.state().compare.decision.clear();
    return;
  }
  compare_.act(here, what);
  if (what == ui::CompareAct::Leave && compare_.isOfCase()) {
    ui_.state().readings.shown = true;  // back on the page that led here
  }
}

void FrameLoop::publish(const ui::PublishExample& example) {
  ReviewRoom here = room();
  if (std::optional<core::EdgeCase> edge = compare_.edgeCase(here)) {
    edge->title = example.title;
    edge->decision = example.decision;
    examples_.publish(here, std::move(*edge));
  }
}

void FrameLoop::seeDifferences(const ui::SeeDifferences& asked) {
  if (const auto where = calibration_.differences(asked)) {
    ReviewRoom here = room();
    compare_.open(here, where->first, where->second);
  }
}

void FrameLoop::lookAt(const ui::LookAtCandidates& asked) {
  if (const std::vector<core::LesionId> waiting = candidates_.waiting(asked.place); !waiting.empty()) {
    ui_.state().candidates.shown = false;
    if (!review_.openAt(waiting)) {
      review_.leadTo(waiting.front());
    }
  }
}

void FrameLoop::seeReadings(const ui::SeeReadings& asked) {
  if (std::optional<CaseToCompare> what = readings_.toCompare(asked.place)) {
    ReviewRoom here = room();
    compare_.open(here, std::move(*what));
  }
}

void FrameLoop::goToTies(const ui::GoToTies& asked) {
  ReviewRoom here = room();
  readings_.goToTies(here, asked.place);
  ties_.lookAtFirst();
  ui_.state().aside = ui::Aside::Ties;
  ui_.state().layout.drawer = ui_.state().layout.drawer || layout_.lesionsCover || !layout_.history;
}

void FrameLoop::lookAtChanges(ui::ChangeAct act) {
  ReviewRoom here = room();
  releases_.act(here, act);
  ui_.state().releases.shown = !releases_.isOpen();  // back on the page that led here
}

void FrameLoop::givePassphrase(const ui::GivePassphrase& given) {
  if (releases_.asksPassphrase()) {
    releases_.give(given.passphrase);
  } else {
    review_.give(given.passphrase);
  }
}

// A page takes the whole window: what hands were at ends.
void FrameLoop::showPage(bool& shown) {
  desk_.close();
  ui_.state().operations = ui_.state().lesion = false;
  if (workspace_.isPainting()) {
    workspace_.endStroke();
  }
  shown = true;
}

void FrameLoop::answer(const ui::Request& request) {
  ReviewRoom here = room();
  try {
    std::visit(core::Cases{[&](const ui::RunCommand& run) {
                             std::visit(core::Cases{[&](ui::CommandId command) { runCommand(command); },
                                                    [&](interaction::ToolId tool) { toolbox_.choose(tool); }},
                                        run.deed);
                           },
                           [&](const ui::SelectLesion& chosen) {
                             workspace_.select(chosen.lesion);
                             const core::Mask& mask = workspace_.session().lesions()[chosen.lesion].mask;
                             if (!mask.isEmpty()) {
                               bringIntoView(toolbox_.state(), workspace_.volume().grid, mask);
                             }
                           },
                           [&](const ui::ToggleLesion& chosen) { workspace_.toggle(chosen.lesion); },
                           [&](const ui::ChangeLesion& change) { workspace_.change(change); },
                           [&](const ui::CreateLesion& fresh) { workspace_.addLesion(fresh.name, fresh.className); },
                           [&](const ui::ChoosePreset& preset) {
                             toolbox_.state().view.preset = preset.name;
                             toolbox_.state().view.transferFunction.reset();
                           },
                           [&](const ui::OpenTrack& to) { end_.goTo = cases_.places.at(to.caseAt).at(to.trackAt); },
                           [&](const ui::UndoBackTo& back) { workspace_.undoBackTo(back.entry); },
                           [&](const ui::FollowPerson& person) { follow(person.session); },
                           [&](const ui::DismissNote& note) { workspace_.dismiss(note.id); },
                           [&](const ui::OpenOperation& chosen) { open(chosen.id); },
                           [&](const ui::SetParameter& set) { desk_.set(set.key, set.value); },
                           [&](const ui::ChooseOther& other) { desk_.chooseOther(other.lesion); },
                           [&](const ui::DoInReview& asked) { review(asked.act); },
                           [&](const ui::DecideWith& asked) { review_.decideWith(here, asked, lastMs_); },
                           [&](const ui::PinComment& comment) { review_.pin(here, comment.text); },
                           [&](const ui::ShowSaid& said) { review_.showSaid(here, said.said); },
                           [&](const ui::TickCriterion& tick) { review_.tick(tick.text); },
                           [&](const ui::SwitchReading& asked) { review_.switchReading(asked.reading); },
                           [&](const ui::GivePassphrase& given) { givePassphrase(given); },
                           [&](const ui::ShowSentBack& asked) { review_.showSentBack(asked.item); },
                           [&](const ui::HandIn& asked) { handIn_.handIn(asked.confirmed); },
                           [&](const ui::DoInReplay& asked) { replay_.act(here, asked.act); },
                           [&](const ui::ReplayTo& to) { replay_.goTo(to.step); },
                           [&](const ui::DoInCompare& asked) { compare(asked.act); },
                           [&](const ui::HoldAgainstPanel& held) { compare_.hold(held.reader); },
                           [&](const ui::LookAtDifference& at) { compare_.lookAtLesion(here, at.lesion); },
                           [&](const ui::ShowEdgeCase& shown) { examples_.show(here, shown.place); },
                           [&](const ui::PublishExample& example) { publish(example); },
                           [&](const ui::OpenReading& asked) { calibration_.read(here, asked.reading); },
                           [&](const ui::OpenSession& asked) { calibration_.open(here, asked); },
                           [&](const ui::RevealSession& asked) { calibration_.reveal(here, asked.name); },
                           [&](const ui::SeeDifferences& asked) { seeDifferences(asked); },
                           [&](const ui::LookAtRelease& asked) { releases_.lookAt(here, asked.name); },
                           [&](const ui::GoToObstacle& asked) {
                             const auto finding = releases_.undecided(asked);
                             if (!finding || !review_.openAt({&*finding, 1})) {
                               releases_.goTo(asked);
                             }
                           },
                           [&](const ui::MakeRelease& asked) { releases_.make(here, asked); },
                           [&](const ui::VerifyRelease& asked) { releases_.verify(here, asked.name); },
                           [&](const ui::ExportRelease& asked) { releases_.askWhereTo(here, asked.name); },
                           [&](const ui::ChooseForRelease& asked) { releases_.choose(here, asked.request); },
                           [&](const ui::CancelRelease&) { releases_.cancel(); },
                           [&](const ui::SeeChange& asked) { releases_.see(here, asked.change); },
                           [&](const ui::DoInChanges& asked) { lookAtChanges(asked.act); },
                           [&](const ui::ChooseCandidates&) { candidates_.chooseFile(); },
                           [&](const ui::ChooseForCandidates& asked) { candidates_.choose(asked.request); },
                           [&](const ui::BringCandidates& asked) { candidates_.bring(here, asked); },
                           [&](const ui::LookAtCandidates& asked) { lookAt(asked); },
                           [&](const ui::DropCandidates&) { candidates_.drop(); },
                           [&](const ui::ReleaseClass& asked) { candidates_.release(here, asked); },
                           [&](const ui::SetPolicy& asked) { team_.set(here, asked); },
                           [&](const ui::AssignReadings& asked) { team_.assign(here, asked); },
                           [&](const ui::EnrolPerson& asked) { people_.enrol(asked); },
                           [&](const ui::EndorseDevice& asked) { people_.endorse(asked); },
                           [&](const ui::ChangeRoles& asked) { people_.change(asked); },
                           [&](const ui::RevokeKey& asked) { people_.revoke(asked); },
                           [&](const ui::EditGuideline&) { guideline_.edit(); },
                           [&](const ui::ChangeGuideline& asked) { guideline_.change(asked.draft); },
                           [&](const ui::ShowOpenInEdgeCase& asked) { guideline_.showOpen(here, asked.place); },
                           [&](const ui::DiscardGuideline&) { guideline_.discard(); },
                           [&](const ui::CarryGuidelineOver&) { guideline_.carryOver(); },
                           [&](const ui::SettleGuidelineDraft& asked) { guideline_.settleDraft(asked.mine); },
                           [&](const ui::PublishGuideline&) { guideline_.publish(here); },
                           [&](const ui::LookAtTouched& asked) { guideline_.lookAt(asked.place); },
                           [&](const ui::SeeReadings& asked) { seeReadings(asked); },
                           [&](const ui::TryConsensus& asked) { readings_.tryOut(here, asked); },
                           [&](const ui::MakeConsensus&) { readings_.make(here); },
                           [&](const ui::DropConsensus&) { readings_.drop(); },
                           [&](const ui::GoToTies& asked) { goToTies(asked); },
                           [&](const ui::LookAtTie& asked) { ties_.lookAt(here, asked.place); },
                           [&](const ui::SettleClass& asked) { ties_.settleClass(here, asked); },
                           [&](const ui::SettleTie& asked) { ties_.settle(here, asked.place, asked.belongs); },
                           [&](const ui::SettleTiedLesion& asked) { ties_.settleLesion(here, asked); }},
               request);
  } catch (const gpu::DeviceLost&) {
    throw;
  } catch (const core::Error& error) {
    workspace_.note(ui::Note::Kind::Failure, error.what());
  }
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
  interaction::BrushSettings& brush = toolbox_.brush();
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
    case CommandId::ToggleLesion:
      if (workspace_.active()) {
        workspace_.toggle(*workspace_.active());
      }
      break;
    case CommandId::ToggleAllLesions:
      workspace_.toggleAll();
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
    case CommandId::Isolate:
      workspace_.isolate();
      break;
    case CommandId::LockLesion:
      if (workspace_.active()) {
        workspace_.lock(*workspace_.active());
      }
      break;
    case CommandId::CopyLesion:
      workspace_.doAtOnce("copy");
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
    case CommandId::KeepContested:
      workspace_.settle(session::Settlement::Keep);
      break;
    case CommandId::DropContested:
      workspace_.settle(session::Settlement::LetGo);
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
      if (desk_.isOpen()) {  // what the hand is at
        desk_.adjust(state.parameter, 1);
        break;
      }
      brush.radiusMm = std::min(brush.radiusMm * 1.25, brush.kMaxRadiusMm);
      break;
    case CommandId::BrushSmaller:
      if (desk_.isOpen()) {
        desk_.adjust(state.parameter, -1);
        break;
      }
      brush.radiusMm = std::max(brush.radiusMm / 1.25, brush.kMinRadiusMm);
      break;
    case CommandId::ToggleProtect:
      brush.protectOthers = !brush.protectOthers;
      break;
    case CommandId::ToggleDisc:
      brush.disc = !brush.disc;
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
      desk_.close();
      state.operations = state.lesion = false;
      if (workspace_.isPainting()) {
        workspace_.endStroke();
      }
      review_.open();
      break;
    case CommandId::Compare: {
      desk_.close();
      state.operations = state.lesion = false;
      if (workspace_.isPainting()) {
        workspace_.endStroke();
      }
      if (!compare_.isOffered()) {
        workspace_.note(ui::Note::Kind::Info, "No calibration session of this case is revealed to you.");
      }
      ReviewRoom here = room();
      compare_.open(here);
      break;
    }
    case CommandId::Replay: {
      desk_.close();
      state.operations = state.lesion = false;
      if (workspace_.isPainting()) {
        workspace_.endStroke();
      }
      ReviewRoom here = room();
      replay_.open(here);
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
        ties_.next(here);
      } else if (command == CommandId::TieAllBelongs || command == CommandId::TieNoneBelongs) {
        ties_.settleLesionHere(here, command == CommandId::TieAllBelongs ? As::Belongs : As::DoesNot);
      } else {
        ties_.settleHere(here, command == CommandId::TieBelongs);
      }
      break;
    }
    case CommandId::Candidates:
      showPage(state.candidates.shown);
      break;
    case CommandId::Releases:
      showPage(state.releases.shown);
      break;
    case CommandId::LeaveExample:
      examples_.back();
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
      break;
    case CommandId::AddImages:
      end_.addImages = true;
      break;
    case CommandId::Quit:
      closing_ = true;
      break;
    default:
      core::check(false, "every command does something");
  }
}

}  // namespace stage
