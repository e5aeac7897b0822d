#include "stage/workspace.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <utility>

#include "core/error.h"
#include "core/histogram.h"
#include "core/palette.h"
#include "core/transfer.h"
#include "intake/load.h"
#include "renderer/presets.h"
#include "stage/guideline_card.h"
#include "stage/local_time.h"
#include "stage/review_look.h"
#include "workflow/reading_tracks.h"

namespace stage {
namespace {

std::string factsOf(const core::Case& theCase) {
  const glm::ivec3 size = theCase.grid.size();
  const glm::dvec3 spacing = theCase.grid.spacingMm();
  std::array<char, 128> text{};
  std::snprintf(text.data(), text.size(), "%s \u00B7 %d\u00D7%d\u00D7%d \u00B7 %.3g\u00D7%.3g\u00D7%.3g mm",
                theCase.modality.c_str(), size.x, size.y, size.z, spacing.x, spacing.y, spacing.z);
  return text.data();
}

}  // namespace

Workspace::Workspace(gpu::Device& device, store::ProjectFile project, const core::CaseId& caseId,
                     const std::string& track, const std::string& reader, const core::ProgressSink& progress,
                     std::shared_ptr<const core::Volume> loaded) {
  const std::vector<core::Case> cases = project.cases();
  const auto found =
      std::find_if(cases.begin(), cases.end(), [&](const core::Case& each) { return each.id == caseId; });
  core::check(found != cases.end(), "the case is in the project");
  volume_ = loaded != nullptr ? std::move(loaded)
                              : std::make_shared<const core::Volume>(intake::loadVolume(project, *found, progress));
  sizes_ = std::make_unique<LesionSizes>(*volume_, [this] { bell_.ring(); });
  for (const core::Case& each : cases) {
    cases_.push_back(each.id);
  }
  model_.openCase = std::size_t(found - cases.begin());
  const core::SiteId window = store::newSiteId();
  hub_ = HubLink::of(project, window, [this] { bell_.ring(); });
  company_ = std::make_unique<Company>(project.path(), window,
                                       store::Presence{.person = reader, .caseId = caseId, .track = track}, hub_.get(),
                                       [this] { bell_.ring(); });
  session_ = std::make_unique<session::CaseSession>(std::move(project), caseId, track, reader);
  session_->noteConsultation("view");
  session_->whenChangedElsewhere([this] { bell_.ring(); });
  const core::Case& theCase = session_->theCase();
  useDevice(device, progress);

  constexpr std::size_t kPaletteColors = 7;  // that colour-deficient readers tell apart
  for (std::size_t i = 0; i < kPaletteColors; ++i) {
    model_.palette.push_back(core::lesionColor(i));
  }
  tellNames(cases);
  model_.reader = reader;
  model_.valueUnit = theCase.modality == "CT" ? "HU" : "";
  model_.grid = &theCase.grid;
  model_.classes = classesOf({}, {});
  model_.intensity = theCase.intensity;
  const core::IntensityRange tissue = renderer::tissueRange(*volume_);
  for (const renderer::PresetInfo& preset : renderer::presets()) {
    if (preset.modality == theCase.modality || (theCase.modality != "CT" && preset.modality == "MR")) {
      model_.presets.push_back({std::string(preset.name), std::string(preset.title),
                                renderer::presetFunction(preset.name, theCase.modality, tissue)});
    }
  }
  model_.windows =
      windowsOf(theCase.modality, renderer::defaultWindow(core::ViewMode::Volume, theCase.modality, tissue));
  setHistogram();
  for (std::size_t i = 0; i < session_->lesions().size(); ++i) {
    changed(i);
  }
  if (!session_->lesions().empty()) {
    active_ = 0;
  }
  model_.activeLesion = active_;
  tellFacts();
}

Workspace::~Workspace() = default;

void Workspace::useDevice(gpu::Device& device, const core::ProgressSink& progress) {
  renderer_ = std::make_unique<renderer::Renderer>(device);
  renderer_->setVolume(*volume_, session_->theCase().modality, progress);
  if (const int coarse = renderer_->voxelsPerTexel(); coarse > 1) {
    note(ui::Note::Kind::Caution, "The volume is larger than the graphics memory. 3D shows it " +
                                      std::to_string(coarse) +
                                      " times coarser; slices, painting and measures use every voxel.");
  }
  std::vector<renderer::Lesion> shown;
  for (std::size_t i = 0; i < session_->lesions().size(); ++i) {
    const session::OpenLesion& open = session_->lesions()[i];
    shown.push_back({std::uint32_t(i + 1), core::lesionColor(i, open.lesion.color), &open.mask, hatchedOf(open)});
  }
  renderer_->lesions().assign(shown);
  sendLocks();
  placeTies();
  placeOutlines();
}

void Workspace::leaveDevice() {
  renderer_.reset();
  previewNumber_ = 0;  // gone with the device; what is proposed is asked for anew
  previewed_.clear();
  layers_ = 0;
  tieNumber_ = 0;
  outlineNumbers_.clear();
  ++maskRevision_;
  if (!strokeOpen_) {
    return;
  }
  strokeOpen_ = false;
  core::Mask spared;
  for (std::size_t i = 0; i < session_->lesions().size(); ++i) {
    const bool locked = i < model_.lesions.size() && model_.lesions[i].locked;
    if (i != strokeLesion_ && (stroke_.protectOthers || locked)) {
      spared |= session_->lesions()[i].mask;
    }
  }
  commitFootprint(core::footprint(stroke_, *volume_, spared.isEmpty() ? nullptr : &spared));
}

void Workspace::setHistogram() {
  // All that presets speak of, and the volume's own values where they reach farther; metal's would leave tissue no
  // room.
  core::IntensityRange& range = model_.histogramRange;
  range = renderer::tissueRange(*volume_);
  for (const ui::PresetItem& preset : model_.presets) {
    range.min = std::min(range.min, preset.function.points.front().value);
    range.max = std::max(range.max, preset.function.points.back().value);
  }
  constexpr std::size_t kBars = 140;
  const std::vector<std::size_t> counts = core::histogram(*volume_, range, kBars);
  const double most = std::log1p(double(*std::max_element(counts.begin(), counts.end())));
  for (const std::size_t count : counts) {  // logarithms, or air would be the only bar
    model_.histogram.push_back(most > 0 ? float(std::log1p(double(count)) / most) : 0);
  }
}

interaction::ViewState Workspace::firstView(double aspect) const {
  const core::Case& theCase = session_->theCase();
  std::vector<core::VoxelBox> bounds;
  for (const session::OpenLesion& open : session_->lesions()) {
    if (const auto box = open.mask.bounds()) {
      bounds.push_back(*box);
    }
  }
  interaction::ViewState state;
  state.view.camera = core::framingCamera(theCase.grid, aspect);
  state.view.focusMm = core::defaultFocus(theCase.grid, bounds);
  state.view.window = model_.windows.front().window;
  state.view.clipPlanes = interaction::cutsOff();
  return state;
}

std::optional<double> Workspace::valueAt(glm::dvec3 pointMm) const {
  const glm::ivec3 voxel(glm::round(volume_->grid.voxelOf(pointMm)));
  return volume_->grid.contains(voxel) ? std::optional(volume_->value(volume_->grid.indexOf(voxel))) : std::nullopt;
}

std::optional<core::IntensityRange> Workspace::tissueSeen(const core::View& view) const {
  if (view.mode != core::ViewMode::Volume) {
    return std::nullopt;
  }
  std::optional<core::IntensityRange> seen = core::seenRange(ui::tissueOf(model_, view));
  if (seen) {
    seen->min = std::max(seen->min, model_.intensity.min);
    seen->max = std::min(seen->max, model_.intensity.max);
  }
  return seen && seen->min <= seen->max ? seen : std::nullopt;
}

void Workspace::poll() {
  if (!isPainting()) {  // what comes from elsewhere is shown after the stroke
    takeChanges();
  }
  refreshSizes();
  refreshDetails();
  tellHowThingsAre();
}

void Workspace::takeChanges() {
  const std::vector<session::HistoryEntry> before =
      stepAsked_ ? session_->history() : std::vector<session::HistoryEntry>();
  const session::TakenChanges taken = session_->takeChanges();
  for (const std::size_t lesion : taken.lesions) {
    const bool wasGone = lesion >= model_.lesions.size() || model_.lesions[lesion].gone;
    changed(lesion);
    if (stepAsked_ && wasGone) {
      select(lesion);  // what an undo brings back is what one goes on with
    }
  }
  if (taken.history) {
    refreshHistory();
    stepAsked_ = stepAsked_ && !tellUndone(before);
  }
  if (taken.rights) {
    tellFacts();
  }
  if (taken.cases) {
    tellNames(*taken.cases);
  }
  if (taken.nothingToUndo || taken.nothingToRedo) {
    standing_ += taken.nothingToUndo ? 1 : -1;
    stepAsked_ = false;
  }
  if (taken.nothingToUndo) {
    note(ui::Note::Kind::Info, "There is nothing of yours to undo here.");
  }
  if (taken.nothingToRedo) {
    note(ui::Note::Kind::Info, "There is nothing to redo.");
  }
}

bool Workspace::mayLeave() {
  if (isPainting()) {
    endStroke();
  }
  try {
    session_->flush();
    return true;
  } catch (const core::Error&) {
    if (std::exchange(askedToLeave_, true)) {
      return true;
    }
    note(ui::Note::Kind::Failure,
         "Not closed: what you did last is not on the disk yet. Go on in a copy, or close once more to leave without "
         "it.",
         ui::CommandId::KeepCopy, Notices::kCopyTitle);
    return false;
  }
}

void Workspace::refreshHistory() {
  model_.history.clear();
  for (const session::HistoryEntry& entry : session_->history()) {
    std::string names;
    for (const std::size_t lesion : entry.lesions) {
      names += (names.empty() ? "" : ", ") + session_->lesions()[lesion].lesion.name;
    }
    model_.history.push_back(
        {entry.what, std::move(names), localTime("%H:%M", entry.wallClockMs / 1000), entry.undone});
  }
  model_.canUndo = session_->canUndo();
  model_.canRedo = session_->canRedo();
}

void Workspace::tellFacts() {
  model_.looksOnly.reset();
  if (session_->refusal()) {
    model_.looksOnly = session_->lacksRight() ? ui::CommandId::People : ui::CommandId::Calibration;
  }
  const std::string& track = session_->track();
  model_.caseFacts = session_->path().stem().string() + " \u00B7 " +
                     (track == workflow::kSharedTrack ? "shared reading" : "reading " + track) + " \u00B7 " +
                     factsOf(session_->theCase());
}

void Workspace::tellNames(const std::vector<core::Case>& cases) {
  for (const core::Case& each : cases) {
    caseNames_[each.id] = each.name;
  }
  model_.caseName = session_->theCase().name;
  model_.cases.clear();
  for (const core::CaseId& id : cases_) {
    model_.cases.push_back(caseNames_.at(id));
  }
}

void Workspace::tellHowThingsAre() {
  model_.saving = !session_->isSaved();
  model_.unsaved = session_->unsaved();
  model_.trouble = session_->failure() != nullptr;
  askedToLeave_ = askedToLeave_ && model_.trouble;
  notices_.ofSaving(*session_);
  notices_.ofRights(*session_);
  if (hub_ != nullptr) {
    const store::HubStatus status = hub_->status();
    notices_.ofSync(status);
    model_.sync = signOf(status);
  }
  model_.people = company_->people([this](const core::CaseId& id) {
    const auto found = caseNames_.find(id);
    return found == caseNames_.end() ? std::string("another case") : found->second;
  });
  notices_.ofContest(std::size_t(std::count_if(model_.lesions.begin(), model_.lesions.end(),
                                               [](const ui::LesionItem& lesion) { return lesion.isContested(); })));
  notices_.dropPassing();
  model_.notes = notices_.shown();
}

void Workspace::note(ui::Note::Kind kind, std::string text, std::optional<ui::CommandId> command,
                     std::string commandTitle) {
  notices_.say(kind, std::move(text), command, std::move(commandTitle));
  model_.notes = notices_.shown();
}

void Workspace::withdrawNotes(ui::CommandId command) {
  notices_.withdraw(command);
  model_.notes = notices_.shown();
}

void Workspace::dismiss(int id) {
  notices_.dismiss(id);
  model_.notes = notices_.shown();
}

}  // namespace stage
