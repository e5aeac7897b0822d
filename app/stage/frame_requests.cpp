// What panels, keys and marks ask of a window: each is handed to whoever does it.
#include <utility>

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
  if (desks_.review.asksFirst(what, lastMs_)) {
    ui_.state().review.asking = what;
    ui_.state().review.why.clear();
    ui_.state().fresh = true;
    return;
  }
  try {
    ReviewRoom here = room();
    desks_.review.act(here, what, lastMs_);
    if (what == ui::ReviewAct::Leave) {
      if (const auto page = std::exchange(ui_.state().review.backTo, std::nullopt)) {
        runCommand(*page);  // that led here
      }
    }
  } catch (const core::Error& error) {
    workspace_.note(ui::Note::Kind::Failure, error.what());
  }
}

void FrameLoop::compare(ui::CompareAct what) {
  ReviewRoom here = room();
  if (what == ui::CompareAct::MakeExample) {
    ui_.state().compare.teaching = ui_.state().fresh = desks_.compare.edgeCase(here).has_value();
    ui_.state().compare.title = desks_.compare.exampleTitle(here);
    ui_.state().compare.decision.clear();
    return;
  }
  const bool consensus = what == ui::CompareAct::Consensus;
  if (consensus && !desks_.compare.isOfCase()) {
    return;  // a session's readings are for teaching
  }
  desks_.compare.act(here, consensus ? ui::CompareAct::Leave : what);
  if (!desks_.compare.isOpen() && desks_.compare.isOfCase()) {
    ui_.state().readings.shown = true;  // back on the page that led here
    ui_.state().readings.wantsMaking = consensus;
  }
}

void FrameLoop::publish(const ui::PublishExample& example) {
  ReviewRoom here = room();
  if (std::optional<core::EdgeCase> edge = desks_.compare.edgeCase(here)) {
    edge->title = example.title;
    edge->decision = example.decision;
    desks_.examples.publish(here, std::move(*edge));
  }
}

void FrameLoop::seeDifferences(const ui::SeeDifferences& asked) {
  if (const auto where = desks_.calibration.differences(asked)) {
    ReviewRoom here = room();
    desks_.compare.open(here, where->first, where->second);
  }
}

void FrameLoop::lookAt(const ui::LookAtCandidates& asked) {
  if (const std::vector<core::LesionId> waiting = desks_.candidates.waiting(asked.place); !waiting.empty()) {
    ui_.state().candidates.shown = false;
    if (desks_.review.openAt(waiting)) {
      ui_.state().review.backTo = ui::CommandId::Candidates;
    } else {
      desks_.review.leadTo(waiting.front());
    }
  }
}

// To the decision that is missing, where that is all; else to where it can be seen to.
void FrameLoop::goTo(const ui::GoToObstacle& asked) {
  const auto finding = desks_.releases.toDecide(asked);
  if (finding && (desks_.review.openAt({&*finding, 1}) || desks_.review.openAgainAt(*finding))) {
    ui_.state().review.backTo = ui::CommandId::Releases;
  } else {
    desks_.releases.goTo(asked);
  }
}

void FrameLoop::seeReadings(const ui::SeeReadings& asked) {
  if (std::optional<CaseToCompare> what = desks_.readings.toCompare(asked.place)) {
    ReviewRoom here = room();
    desks_.compare.open(here, std::move(*what));
  }
}

void FrameLoop::goToTies(const ui::GoToTies& asked) {
  ReviewRoom here = room();
  desks_.readings.goToConsensus(here, asked.place, true);
  desks_.ties.lookAtFirst();
  ui_.state().aside = ui::Aside::Ties;
  ui_.state().layout.drawer = ui_.state().layout.drawer || layout_.lesionsCover || !layout_.history;
}

void FrameLoop::lookAtChanges(ui::ChangeAct act) {
  ReviewRoom here = room();
  desks_.releases.act(here, act);
  ui_.state().releases.shown = !desks_.releases.isOpen();  // back on the page that led here
}

void FrameLoop::openReport(const std::string& release) {
  if (const auto file = desks_.releases.report(release)) {
    const bool opens = showFile_ && showFile_(*file);
    workspace_.note(opens ? ui::Note::Kind::Info : ui::Note::Kind::Caution,
                    (opens ? "The browser opens the report. It lies in "
                           : "Nothing on this computer opens pages by itself. The report lies in ") +
                        file->string() + ".");
  }
}

void FrameLoop::givePassphrase(const ui::GivePassphrase& given) {
  if (desks_.releases.asksPassphrase()) {
    desks_.releases.give(given.passphrase);
  } else {
    desks_.review.give(given.passphrase);
  }
}

void FrameLoop::answer(const ui::Request& request) {
  ReviewRoom here = room();
  try {
    std::visit(
        core::Cases{[&](const ui::RunCommand& run) {
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
                    [&](const ui::OpenTrack& to) { end_.goTo = cases_.destinationOf(to); },
                    [&](const ui::RenameCase& asked) { cases_.rename(here, asked); },
                    [&](const ui::UndoBackTo& back) { workspace_.undoBackTo(back.entry); },
                    [&](const ui::FollowPerson& person) { follow(person.session); },
                    [&](const ui::DismissNote& note) { workspace_.dismiss(note.id); },
                    [&](const ui::OpenOperation& chosen) { open(chosen.id); },
                    [&](const ui::SetParameter& set) { desk_.set(set.key, set.value); },
                    [&](const ui::ChooseOther& other) { desk_.chooseOther(other.lesion); },
                    [&](const ui::DoInReview& asked) { review(asked.act); },
                    [&](const ui::DecideWith& asked) { desks_.review.decideWith(here, asked, lastMs_); },
                    [&](const ui::PinComment& comment) { desks_.review.pin(here, comment.text); },
                    [&](const ui::ShowSaid& said) { desks_.review.showSaid(here, said.said); },
                    [&](const ui::TickCriterion& tick) { desks_.review.tick(tick.text); },
                    [&](const ui::SwitchReading& asked) { desks_.review.switchReading(asked.reading); },
                    [&](const ui::GivePassphrase& given) { givePassphrase(given); },
                    [&](const ui::ShowSentBack& asked) { desks_.review.showSentBack(asked.item); },
                    [&](const ui::HandIn& asked) { handIn_.handIn(asked.confirmed); },
                    [&](const ui::DoInReplay& asked) { replay_.act(here, asked.act); },
                    [&](const ui::ReplayTo& to) { replay_.goTo(to.step); },
                    [&](const ui::DoInCompare& asked) { compare(asked.act); },
                    [&](const ui::HoldAgainstPanel& held) { desks_.compare.hold(held.reader); },
                    [&](const ui::LookAtDifference& at) { desks_.compare.lookAtLesion(here, at.lesion); },
                    [&](const ui::ShowEdgeCase& shown) { desks_.examples.show(here, shown.place); },
                    [&](const ui::PublishExample& example) { publish(example); },
                    [&](const ui::OpenReading& asked) { desks_.calibration.read(here, asked.reading); },
                    [&](const ui::OpenSession& asked) { desks_.calibration.open(here, asked); },
                    [&](const ui::RevealSession& asked) { desks_.calibration.reveal(here, asked.name); },
                    [&](const ui::SeeDifferences& asked) { seeDifferences(asked); },
                    [&](const ui::LookAtRelease& asked) { desks_.releases.lookAt(here, asked); },
                    [&](const ui::GoToObstacle& asked) { goTo(asked); },
                    [&](const ui::MakeRelease& asked) { desks_.releases.make(here, asked); },
                    [&](const ui::VerifyRelease& asked) { desks_.releases.verify(here, asked.name); },
                    [&](const ui::OpenReport& asked) { openReport(asked.name); },
                    [&](const ui::ExportRelease& asked) { desks_.releases.askWhereTo(here, asked.name); },
                    [&](const ui::ChooseForRelease& asked) { desks_.releases.choose(here, asked.request); },
                    [&](const ui::CancelRelease&) { desks_.releases.cancel(); },
                    [&](const ui::SeeChange& asked) { desks_.releases.see(here, asked.change); },
                    [&](const ui::DoInChanges& asked) { lookAtChanges(asked.act); },
                    [&](const ui::ChooseCandidates&) { desks_.candidates.chooseFile(); },
                    [&](const ui::ChooseForCandidates& asked) { desks_.candidates.choose(asked.request); },
                    [&](const ui::BringCandidates& asked) { desks_.candidates.bring(here, asked); },
                    [&](const ui::LookAtCandidates& asked) { lookAt(asked); },
                    [&](const ui::DropCandidates&) { desks_.candidates.drop(); },
                    [&](const ui::ReleaseClass& asked) { desks_.candidates.release(here, asked); },
                    [&](const ui::SetPolicy& asked) { desks_.team.set(here, asked); },
                    [&](const ui::AssignReadings& asked) { desks_.team.assign(here, asked); },
                    [&](const ui::EnrolPerson& asked) { desks_.people.enrol(asked); },
                    [&](const ui::EndorseDevice& asked) { desks_.people.endorse(here, asked); },
                    [&](const ui::ChangeRoles& asked) { desks_.people.change(here, asked); },
                    [&](const ui::RevokeKey& asked) { desks_.people.revoke(here, asked); },
                    [&](const ui::EditGuideline&) { desks_.guideline.edit(); },
                    [&](const ui::ChangeGuideline& asked) { desks_.guideline.change(asked.draft); },
                    [&](const ui::ShowOpenInEdgeCase& asked) { desks_.guideline.showOpen(here, asked.place); },
                    [&](const ui::DiscardGuideline&) { desks_.guideline.discard(); },
                    [&](const ui::CarryGuidelineOver&) { desks_.guideline.carryOver(); },
                    [&](const ui::SettleGuidelineDraft& asked) { desks_.guideline.settleDraft(asked.mine); },
                    [&](const ui::PublishGuideline&) { desks_.guideline.publish(here); },
                    [&](const ui::LookAtTouched& asked) { desks_.guideline.lookAt(asked.place); },
                    [&](const ui::SeeReadings& asked) { seeReadings(asked); },
                    [&](const ui::TryConsensus& asked) { desks_.readings.tryOut(here, asked); },
                    [&](const ui::MakeConsensus&) { desks_.readings.make(here); },
                    [&](const ui::DropConsensus&) { desks_.readings.drop(); },
                    [&](const ui::OpenConsensus& asked) { desks_.readings.goToConsensus(here, asked.place, false); },
                    [&](const ui::GoToTies& asked) { goToTies(asked); },
                    [&](const ui::LookAtTie& asked) { desks_.ties.lookAt(here, asked.place); },
                    [&](const ui::SettleClass& asked) { desks_.ties.settleClass(here, asked); },
                    [&](const ui::SettleTie& asked) { desks_.ties.settle(here, asked.place, asked.belongs); },
                    [&](const ui::SettleTiedLesion& asked) { desks_.ties.settleLesion(here, asked); }},
        request);
  } catch (const gpu::DeviceLost&) {
    throw;
  } catch (const core::Error& error) {
    workspace_.note(ui::Note::Kind::Failure, error.what());
  }
}

}  // namespace stage
