#include "stage/workspace.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <utility>

#include "core/error.h"
#include "core/palette.h"
#include "renderer/presets.h"
#include "stage/load.h"

namespace stage {
namespace {

constexpr const char* kCopyTitle = "Go on in a copy";
constexpr int kMaxCopies = 1'000;

std::string factsOf(const core::Case& theCase) {
  const glm::ivec3 size = theCase.grid.size();
  const glm::dvec3 spacing = theCase.grid.spacingMm();
  std::array<char, 128> text{};
  std::snprintf(text.data(), text.size(), "%s \u00B7 %d\u00D7%d\u00D7%d \u00B7 %.3g\u00D7%.3g\u00D7%.3g mm",
                theCase.modality.c_str(), size.x, size.y, size.z, spacing.x, spacing.y, spacing.z);
  return text.data();
}

std::string clock(std::int64_t wallClockMs) {
  const std::time_t seconds = wallClockMs / 1000;
  std::tm local{};
  localtime_r(&seconds, &local);
  std::array<char, 16> text{};
  std::strftime(text.data(), text.size(), "%H:%M", &local);
  return text.data();
}

std::string saying(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const core::Error& error) {
    return error.cause() + ". " + error.remedy() + ".";
  } catch (const std::exception& error) {
    return std::string("Saving failed (") + error.what() + ").";
  }
}

std::vector<ui::WindowItem> windowsOf(const std::string& modality, const core::Window& standard) {
  if (modality == "CT") {
    return {{"Soft", {40, 400}}, {"Bone", {480, 2500}}, {"Lung", {-600, 1500}}, {"Brain", {40, 80}}};
  }
  return {{"Normal", standard},
          {"Strong", {standard.center, standard.width / 2}},
          {"Bright", {standard.center - standard.width / 4, standard.width}},
          {"Soft", {standard.center, standard.width * 1.6}}};
}

}  // namespace

Workspace::Workspace(gpu::Device& device, store::ProjectFile project, const core::CaseId& caseId,
                     const std::string& track, const std::string& reader, const core::ProgressSink& progress)
    : renderer_(device) {
  const std::vector<core::Case> cases = project.cases();
  const auto found =
      std::find_if(cases.begin(), cases.end(), [&](const core::Case& each) { return each.id == caseId; });
  core::check(found != cases.end(), "the case is in the project");
  volume_ = loadVolume(project, *found, progress);
  for (const core::Case& each : cases) {
    model_.cases.push_back(each.name);
  }
  model_.openCase = std::size_t(found - cases.begin());
  session_ = std::make_unique<session::CaseSession>(std::move(project), caseId, track, reader);
  const core::Case& theCase = session_->theCase();
  renderer_.setVolume(volume_, theCase.modality, progress);
  std::vector<renderer::Lesion> shown;
  for (std::size_t i = 0; i < session_->lesions().size(); ++i) {
    const session::OpenLesion& open = session_->lesions()[i];
    shown.push_back({std::uint32_t(i + 1), core::lesionColor(i, open.lesion.color), &open.mask});
  }
  renderer_.lesions().assign(shown);

  model_.caseName = theCase.name;
  model_.caseFacts = factsOf(theCase);
  model_.reader = reader;
  model_.valueUnit = theCase.modality == "CT" ? "HU" : "";
  model_.grid = &theCase.grid;
  model_.intensity = theCase.intensity;
  for (const renderer::PresetInfo& preset : renderer::presets()) {
    if (preset.modality == theCase.modality || (theCase.modality != "CT" && preset.modality == "MR")) {
      model_.presets.push_back({std::string(preset.name), std::string(preset.title)});
    }
  }
  model_.windows = windowsOf(theCase.modality, renderer::defaultWindow(core::ViewMode::Volume, theCase.modality,
                                                                       renderer::tissueRange(volume_)));
  for (std::size_t i = 0; i < session_->lesions().size(); ++i) {
    changed(i);
  }
  if (!session_->lesions().empty()) {
    active_ = 0;
  }
  model_.activeLesion = active_;
}

Workspace::~Workspace() = default;

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
  return state;
}

std::optional<double> Workspace::valueAt(glm::dvec3 pointMm) const {
  const glm::ivec3 voxel(glm::round(volume_.grid.voxelOf(pointMm)));
  return volume_.grid.contains(voxel) ? std::optional(volume_.value(volume_.grid.indexOf(voxel))) : std::nullopt;
}

void Workspace::beginStroke(const core::BrushStroke& stroke) {
  if (!active_) {
    if (stroke.mode == core::BrushMode::Erase) {
      note(ui::Note::Kind::Info, "There is no lesion to erase from yet. Paint one first.");
      return;
    }
    addLesion(freshName(), "lesion");
  }
  stroke_ = stroke;
  strokeLesion_ = *active_;
  strokeHeads_ = session_->knownHeads();
  if (model_.lesions[strokeLesion_].hidden) {
    toggle(strokeLesion_);  // nobody paints what they cannot see
  }
  renderer_.painter().begin(stroke, std::uint32_t(strokeLesion_ + 1));
}

void Workspace::extendStroke(glm::dvec3 pointMm) {
  if (isPainting()) {
    stroke_.pointsMm.push_back(pointMm);
    renderer_.painter().extend({&pointMm, 1});
  }
}

void Workspace::endStroke() {
  if (!isPainting()) {
    return;
  }
  core::Mask footprint = renderer_.painter().finish().take();
  if (footprint.isEmpty()) {
    note(ui::Note::Kind::Info, stroke_.range
                                   ? "Nothing here has a value that may be painted. Widen \u201COnly paint\u201D."
                                   : "The brush touched no voxel that it may change.");
    return;
  }
  session_->commitStroke(strokeLesion_, stroke_, std::move(footprint), std::move(strokeHeads_));
  changed(strokeLesion_);
}

void Workspace::cancelStroke() {
  if (isPainting()) {
    renderer_.painter().cancel();
  }
}

void Workspace::undo() {
  if (!isPainting()) {
    session_->undo();
  }
}

void Workspace::redo() {
  if (!isPainting()) {
    session_->redo();
  }
}

void Workspace::undoBackTo(std::size_t entry) {
  if (entry < session_->history().size() && !isPainting()) {
    session_->undoBackTo(session_->history()[entry].edit);
  }
}

void Workspace::select(std::size_t lesion) {
  if (lesion < model_.lesions.size()) {
    active_ = lesion;
    model_.activeLesion = lesion;
  }
}

void Workspace::toggle(std::size_t lesion) {
  if (lesion < model_.lesions.size()) {
    model_.lesions[lesion].hidden = !model_.lesions[lesion].hidden;
  }
}

void Workspace::toggleAll() {
  const bool anyShown = std::any_of(model_.lesions.begin(), model_.lesions.end(),
                                    [](const ui::LesionItem& lesion) { return !lesion.hidden; });
  for (ui::LesionItem& lesion : model_.lesions) {
    lesion.hidden = anyShown;
  }
}

std::string Workspace::freshName() const {
  for (std::size_t number = session_->lesions().size() + 1;; ++number) {
    const std::string name = "L" + std::to_string(number);
    if (!session_->find(name)) {
      return name;
    }
  }
}

void Workspace::addLesion(const std::string& name, const std::string& className) {
  const std::size_t lesion = session_->addLesion(name, className);
  changed(lesion);
  select(lesion);
}

std::vector<std::uint32_t> Workspace::hiddenNumbers() const {
  std::vector<std::uint32_t> numbers;
  for (std::size_t i = 0; i < model_.lesions.size(); ++i) {
    if (model_.lesions[i].hidden) {
      numbers.push_back(std::uint32_t(i + 1));
    }
  }
  return numbers;
}

void Workspace::changed(std::size_t lesion) {
  const session::OpenLesion& open = session_->lesions()[lesion];
  const glm::vec3 color = core::lesionColor(lesion, open.lesion.color);
  renderer_.lesions().update({std::uint32_t(lesion + 1), color, open.stands ? &open.mask : nullptr});
  if (model_.lesions.size() <= lesion) {
    model_.lesions.resize(lesion + 1);
  }
  ui::LesionItem& item = model_.lesions[lesion];
  item.name = open.lesion.name;
  item.className = open.lesion.className;
  item.gone = !open.stands;
  item.color = color;
  item.volumeMl = double(open.mask.count()) * volume_.grid.voxelVolumeMl();
  item.extentMm = 0;
  if (const auto box = open.mask.bounds()) {
    const glm::dvec3 side = glm::dvec3(box->max - box->min + 1) * volume_.grid.spacingMm();
    item.extentMm = std::max({side.x, side.y, side.z});
  }
}

void Workspace::poll() {
  tellOfSaving();
  if (isPainting()) {
    return;  // what comes from elsewhere is shown after the stroke
  }
  const session::TakenChanges taken = session_->takeChanges();
  for (const std::size_t lesion : taken.lesions) {
    changed(lesion);
  }
  if (taken.history) {
    refreshHistory();
  }
  if (taken.nothingToUndo) {
    note(ui::Note::Kind::Info, "There is nothing of yours to undo here.");
  }
  if (taken.nothingToRedo) {
    note(ui::Note::Kind::Info, "There is nothing to redo.");
  }
}

// One note for as long as nothing can be saved: it says what is wrong, what helps, and that nothing is lost by waiting.
void Workspace::tellOfSaving() {
  const std::exception_ptr failure = session_->failure();
  model_.saving = !session_->isSaved();
  model_.unsaved = session_->unsaved();
  model_.trouble = failure != nullptr;
  if (failure) {
    const std::string kept =
        model_.unsaved == 0 ? "Nothing is lost."
        : model_.unsaved == 1
            ? "One change is kept here, and is saved as soon as that can be."
            : std::to_string(model_.unsaved) + " changes are kept here, and are saved as soon as that can be.";
    const std::string text = saying(failure) + " " + kept;
    const auto told = std::find_if(model_.notes.begin(), model_.notes.end(),
                                   [&](const ui::Note& each) { return each.id == troubleNote_; });
    if (told != model_.notes.end()) {
      told->text = text;
    } else if (troubleNote_ == 0) {
      note(ui::Note::Kind::Caution, text, ui::CommandId::KeepCopy, kCopyTitle);
      troubleNote_ = model_.notes.back().id;
    }
  } else if (troubleNote_ != 0) {
    dismiss(std::exchange(troubleNote_, 0));
    askedToLeave_ = false;
    note(ui::Note::Kind::Info, "Everything is saved again.");
  }
  if (const std::filesystem::path now = session_->path(); now != path_) {
    if (!path_.empty()) {
      note(ui::Note::Kind::Info, "The project is " + now.string() + " now. Work goes on there.");
    }
    path_ = now;
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
         ui::CommandId::KeepCopy, kCopyTitle);
    return false;
  }
}

void Workspace::keepCopy() {
  const std::filesystem::path now = session_->path();
  const char* home = std::getenv("HOME");
  std::error_code none;
  std::vector<std::filesystem::path> names;
  for (const std::filesystem::path& folder : {now.parent_path(), std::filesystem::path(home != nullptr ? home : ""),
                                              std::filesystem::temp_directory_path(none)}) {
    for (int number = 1; !folder.empty() && number < kMaxCopies; ++number) {
      const std::string ending = number == 1 ? " (copy)" : " (copy " + std::to_string(number) + ")";
      const std::filesystem::path name = folder / (now.stem().string() + ending + now.extension().string());
      if (!std::filesystem::exists(name, none)) {
        names.push_back(name);
        break;
      }
    }
  }
  session_->goOnIn(std::move(names));
}

void Workspace::refreshHistory() {
  model_.history.clear();
  for (const session::HistoryEntry& entry : session_->history()) {
    std::string names;
    for (const std::size_t lesion : entry.lesions) {
      names += (names.empty() ? "" : ", ") + session_->lesions()[lesion].lesion.name;
    }
    const bool mask = entry.kind == core::EditKind::MaskChanged;
    model_.history.push_back({(mask ? "Changed " : "Created ") + names, clock(entry.wallClockMs), entry.undone});
  }
  model_.canUndo = session_->canUndo();
  model_.canRedo = session_->canRedo();
}

void Workspace::note(ui::Note::Kind kind, std::string text, std::optional<ui::CommandId> command,
                     std::string commandTitle) {
  const auto same =
      std::find_if(model_.notes.begin(), model_.notes.end(), [&](const ui::Note& note) { return note.text == text; });
  if (same == model_.notes.end()) {
    constexpr std::size_t kMost = 3;
    if (model_.notes.size() == kMost) {
      model_.notes.erase(model_.notes.begin());
    }
    model_.notes.push_back({nextNote_++, kind, std::move(text), command, std::move(commandTitle)});
  }
}

void Workspace::dismiss(int id) {
  std::erase_if(model_.notes, [&](const ui::Note& note) { return note.id == id; });
}

}  // namespace stage
