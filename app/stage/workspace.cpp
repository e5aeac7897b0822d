#include "stage/workspace.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <utility>

#include "core/error.h"
#include "core/histogram.h"
#include "core/palette.h"
#include "core/transfer.h"
#include "intake/load.h"
#include "renderer/presets.h"
#include "stage/guideline_card.h"
#include "stage/local_time.h"

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

// What is drawn hatched of a lesion: where all of it hangs on a choice, all of it.
const core::Mask* hatchedOf(const session::OpenLesion& open) {
  return open.disputed ? &open.mask : &open.contested;
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
    model_.cases.push_back(each.name);
    caseNames_[each.id] = each.name;
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
  model_.caseName = theCase.name;
  model_.caseFacts = factsOf(theCase);
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
}

void Workspace::leaveDevice() {
  renderer_.reset();
  previewNumber_ = 0;  // gone with the device; what is proposed is asked for anew
  previewed_.clear();
  layers_ = 0;
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

void Workspace::beginStroke(const core::BrushStroke& stroke) {
  endPreview();
  if (!active_) {
    if (stroke.mode == core::BrushMode::Erase) {
      note(ui::Note::Kind::Info, "There is no lesion to erase from yet. Paint one first.");
      return;
    }
    addLesion(freshName(), likelyClass());
  }
  if (!mayChange(active_, {})) {
    return;
  }
  stroke_ = stroke;
  strokeLesion_ = *active_;
  strokeHeads_ = session_->knownHeads();
  if (model_.lesions[strokeLesion_].hidden) {
    toggle(strokeLesion_);  // nobody paints what they cannot see
  }
  strokeOpen_ = true;
  renderer_->painter().begin(stroke, std::uint32_t(strokeLesion_ + 1));
}

void Workspace::extendStroke(glm::dvec3 pointMm) {
  if (isPainting()) {
    stroke_.pointsMm.push_back(pointMm);
    renderer_->painter().extend({&pointMm, 1});
  }
}

void Workspace::endStroke() {
  if (!isPainting()) {
    return;
  }
  core::Mask footprint = renderer_->painter().finish().take();
  strokeOpen_ = false;
  commitFootprint(std::move(footprint));
}

void Workspace::commitFootprint(core::Mask footprint) {
  if (footprint.isEmpty()) {
    note(ui::Note::Kind::Info, stroke_.range
                                   ? "Nothing here has a value that may be painted: widen \u201COnly paint\u201D, or "
                                     "show more tissue in 3D."
                                   : "The brush touched no voxel that it may change.");
    return;
  }
  session_->commitStroke(strokeLesion_, stroke_, std::move(footprint), std::move(strokeHeads_));
  didEdit();
  changed(strokeLesion_);
}

void Workspace::cancelStroke() {
  if (isPainting()) {
    strokeOpen_ = false;
    renderer_->painter().cancel();
  }
}

void Workspace::undo() {
  if (!isPainting()) {
    session_->undo();
    --standing_;
    stepAsked_ = true;
  }
}

void Workspace::redo() {
  if (!isPainting()) {
    session_->redo();
    ++standing_;
    stepAsked_ = true;
  }
}

void Workspace::undoBackTo(std::size_t entry) {
  const std::vector<session::HistoryEntry>& history = session_->history();
  if (entry < history.size() && !isPainting()) {
    session_->undoBackTo(history[entry].edit);
    standing_ -= std::count_if(history.begin(), history.begin() + std::ptrdiff_t(entry) + 1,
                               [](const session::HistoryEntry& each) { return !each.undone; });
    stepAsked_ = true;
  }
}

void Workspace::didEdit() {
  ++standing_;
  dismiss(std::exchange(stepNote_, 0));  // whose offer to undo would be about another step now
}

void Workspace::tellStep(std::string text, std::optional<ui::CommandId> command, std::string commandTitle) {
  dismiss(std::exchange(stepNote_, 0));
  stepNote_ = notices_.say(ui::Note::Kind::Info, std::move(text), command, std::move(commandTitle));
  model_.notes = notices_.shown();
}

// What an undo or redo changed may lie in no picture: so it is said. Whether there is anything of the kind yet.
bool Workspace::tellUndone(const std::vector<session::HistoryEntry>& before) {
  std::map<core::EditId, bool> undone;
  for (const session::HistoryEntry& entry : before) {
    undone[entry.edit] = entry.undone;
  }
  std::size_t count = 0;
  std::string last;
  bool back = false;
  for (std::size_t i = 0; i < session_->history().size(); ++i) {
    const session::HistoryEntry& entry = session_->history()[i];
    const auto was = undone.find(entry.edit);
    if (entry.undone == (was != undone.end() && was->second)) {
      continue;
    }
    ++count;
    back = !entry.undone;
    const ui::HistoryItem& item = model_.history[i];
    last = item.lesions.empty() ? item.what : item.what + " \u00B7 " + item.lesions;
  }
  if (count > 0) {
    tellStep((back ? "Redone: " : "Undone: ") + (count == 1 ? last : std::to_string(count) + " steps"));
  }
  return count > 0;
}

PreviewSizes Workspace::preview(const session::Proposal& proposal) {
  endPreview();
  core::Mask gained;
  core::Mask lost;
  for (const session::LesionChange& change : proposal.changes) {
    const core::Mask& mask = session_->lesions()[change.lesion].mask;
    core::Mask added = change.set;
    added -= mask;
    core::Mask taken = change.cleared;
    taken &= mask;
    core::Mask kept = mask;
    kept -= taken;
    renderer_->lesions().update({std::uint32_t(change.lesion + 1), model_.lesions[change.lesion].color, &kept});
    previewed_.push_back(change.lesion);
    gained |= added;
    lost |= taken;
  }
  for (const std::size_t removed : proposal.removed) {
    lost |= session_->lesions()[removed].mask;
    renderer_->lesions().update({std::uint32_t(removed + 1), {}, nullptr});
    previewed_.push_back(removed);
  }
  for (const session::NewLesion& created : proposal.created) {
    gained |= created.mask;
  }
  const double voxelMl = volume_->grid.voxelVolumeMl();
  const PreviewSizes sizes{double(gained.count()) * voxelMl, double(lost.count()) * voxelMl};
  lost -= gained;  // what only moves from one lesion to another is seen where it comes to
  previewNumber_ = std::uint32_t(session_->lesions().size()) + 1;
  renderer_->lesions().update({previewNumber_, ui::kGainedColor, &gained});
  renderer_->lesions().update({previewNumber_ + 1, ui::kLostColor, &lost});
  return sizes;
}

void Workspace::endPreview() {
  const std::uint32_t number = std::exchange(previewNumber_, 0);
  if (number == 0) {
    return;
  }
  for (const std::size_t lesion : std::exchange(previewed_, {})) {
    show(lesion);
  }
  renderer_->lesions().update({number, ui::kGainedColor, nullptr});
  renderer_->lesions().update({number + 1, ui::kLostColor, nullptr});
}

void Workspace::showLayers(std::span<const Layer> layers) {
  endPreview();
  endLayers();
  firstLayer_ = std::uint32_t(session_->lesions().size()) + 1;
  layers_ = std::uint32_t(layers.size());
  for (std::uint32_t i = 0; i < layers_; ++i) {
    const Layer& layer = layers[i];
    renderer_->lesions().update({firstLayer_ + i, layer.color, layer.mask, layer.hatched ? layer.mask : nullptr});
  }
}

void Workspace::endLayers() {
  for (std::uint32_t i = 0, count = std::exchange(layers_, 0); i < count; ++i) {
    renderer_->lesions().update({firstLayer_ + i, {}, nullptr});
  }
}

void Workspace::apply(session::Proposal proposal, std::vector<core::Head> heads) {
  endPreview();
  std::vector<std::size_t> touched;
  for (const session::LesionChange& change : proposal.changes) {
    touched.push_back(change.lesion);
  }
  touched.insert(touched.end(), proposal.removed.begin(), proposal.removed.end());
  const std::vector<std::size_t> created = session::commit(*session_, std::move(proposal), std::move(heads));
  touched.insert(touched.end(), created.begin(), created.end());
  didEdit();
  for (const std::size_t lesion : touched) {
    changed(lesion);
  }
  if (!created.empty() && touched.size() == created.size()) {
    select(created.front());  // what was only made is what goes on; what was split goes on as itself
  }
}

void Workspace::select(std::size_t lesion) {
  if (lesion < model_.lesions.size() && !model_.lesions[lesion].gone) {
    active_ = lesion;
    model_.activeLesion = lesion;
  }
}

void Workspace::selectNextContested() {
  const std::size_t count = model_.lesions.size();
  for (std::size_t step = 1; step <= count; ++step) {
    const std::size_t lesion = (active_.value_or(count - 1) + step) % count;
    if (model_.lesions[lesion].isContested()) {
      select(lesion);
      return;
    }
  }
  note(ui::Note::Kind::Info, "Nothing is contested here.");
}

void Workspace::settle(session::Settlement choice) {
  if (!active_ || !model_.lesions[*active_].isContested()) {
    note(ui::Note::Kind::Info, "Nothing is contested of this lesion.");
    return;
  }
  if (mayChange(active_, {})) {
    const std::size_t lesion = *active_;
    session_->settle(lesion, choice);
    didEdit();
    changed(lesion);
  }
}

void Workspace::selectBy(int steps) {
  const std::ptrdiff_t count = std::ptrdiff_t(model_.lesions.size());
  std::ptrdiff_t at = active_ ? std::ptrdiff_t(*active_) : steps > 0 ? -1 : 0;
  for (std::ptrdiff_t tries = 0; tries < count; ++tries) {
    at = (at + steps + count) % count;
    if (!model_.lesions[std::size_t(at)].gone) {
      select(std::size_t(at));
      return;
    }
  }
}

void Workspace::isolate() {
  if (!active_) {
    return;
  }
  const auto isOther = [&](const ui::LesionItem& lesion) {
    return &lesion != &model_.lesions[*active_] && !lesion.gone;
  };
  const bool alone = std::none_of(model_.lesions.begin(), model_.lesions.end(),
                                  [&](const ui::LesionItem& lesion) { return isOther(lesion) && !lesion.hidden; });
  for (ui::LesionItem& lesion : model_.lesions) {
    lesion.hidden = isOther(lesion) && !alone;
  }
}

void Workspace::lock(std::size_t lesion) {
  if (lesion < model_.lesions.size()) {
    model_.lesions[lesion].locked = !model_.lesions[lesion].locked;
    ++maskRevision_;  // what is proposed may no longer be
    sendLocks();
  }
}

void Workspace::sendLocks() {
  std::vector<std::uint32_t> numbers;
  for (const std::size_t lesion : lockedLesions()) {
    numbers.push_back(std::uint32_t(lesion + 1));
  }
  renderer_->lesions().lock(numbers);
}

std::vector<std::size_t> Workspace::lockedLesions() const {
  std::vector<std::size_t> locked;
  for (std::size_t i = 0; i < model_.lesions.size(); ++i) {
    if (model_.lesions[i].locked && !model_.lesions[i].gone) {
      locked.push_back(i);
    }
  }
  return locked;
}

bool Workspace::mayChange(std::optional<std::size_t> target, std::span<const std::size_t> others) {
  std::vector<std::size_t> all(others.begin(), others.end());
  if (target) {
    all.push_back(*target);
  }
  for (const std::size_t lesion : all) {
    if (model_.lesions[lesion].locked) {
      note(ui::Note::Kind::Info, model_.lesions[lesion].name + " is locked. Unlock it first.");
      return false;
    }
  }
  return true;
}

bool Workspace::doAtOnce(std::string_view operation) {
  if (!active_) {
    note(ui::Note::Kind::Info, "Choose a lesion first.");
    return false;
  }
  const session::Operation* found = session::findOperation(operation);
  core::check(found != nullptr, "an operation of the table");
  if (operation != "copy" && !mayChange(active_, {})) {
    return false;
  }
  std::vector<core::Head> heads = session_->knownHeads();
  session::Proposal proposal =
      session::propose(*found, session::inputOf(*session_, active_, {}, false, volume_.get(), session::Values{}));
  if (proposal.isEmpty()) {
    note(ui::Note::Kind::Info, "Nothing is painted in " + model_.lesions[*active_].name + " yet.");
    return false;
  }
  const std::string name = model_.lesions[*active_].name;
  apply(std::move(proposal), std::move(heads));
  if (operation == "delete") {
    tellStep(name + " deleted.", ui::CommandId::Undo, "Undo");
  }
  return true;
}

void Workspace::change(const ui::ChangeLesion& change) {
  core::LesionChanged changes{.name = change.name, .className = change.className};
  if (change.color) {
    const glm::vec3 bytes = glm::round(*change.color * 255.f);
    changes.color = core::Color{std::uint8_t(bytes.r), std::uint8_t(bytes.g), std::uint8_t(bytes.b)};
  }
  const session::OpenLesion& open = session_->lesions()[change.lesion];
  const bool unmade = open.lesion.id.isZero() && open.mask.isEmpty();  // its first stroke will say all this
  session_->changeLesion(change.lesion, std::move(changes));
  if (!unmade) {
    didEdit();
  }
  changed(change.lesion);
}

void Workspace::refreshSizes() {
  const auto maskOf = [this](std::size_t lesion) -> const core::Mask& { return session_->lesions()[lesion].mask; };
  if (const auto found = sizes_->poll(maskOf, active_)) {
    model_.lesions[*found].largestDiameterMm = sizes_->of(*found)->largestDiameterMm;
  }
}

void Workspace::refreshDetails() {
  model_.details.reset();
  if (!looksAtDetails_ || !active_) {
    return;
  }
  const core::Lesion& lesion = session_->lesions()[*active_].lesion;
  ui::LesionDetails& details = model_.details.emplace();
  const bool candidate = lesion.provenance == core::Provenance::Candidate;
  details.state = candidate                                      ? "Proposed by " + lesion.model
                  : lesion.granularity == core::Granularity::Box ? "Marked by a box"
                                                                 : "Drawn";
  details.author = lesion.author;
  details.isolated = std::none_of(model_.lesions.begin(), model_.lesions.end(),
                                  [&](const ui::LesionItem& other) {
                                    return &other != &model_.lesions[*active_] && !other.gone && !other.hidden;
                                  }) &&
                     std::count_if(model_.lesions.begin(), model_.lesions.end(),
                                   [](const ui::LesionItem& item) { return !item.gone; }) > 1;
  if (const shape::Sizes* sizes = sizes_->of(*active_)) {
    details.sizesKnown = true;
    details.largestDiameterMm = sizes->largestDiameterMm;
    // By patient axis, whatever order the file keeps its voxels in.
    const auto along = [&](core::Layout layout) {
      return sizes->extentMm[interaction::planeAxes(volume_->grid, layout).across];
    };
    details.extentMm = {along(core::Layout::Sagittal), along(core::Layout::Coronal), along(core::Layout::Axial)};
    if (const auto& within = sizes->intensities) {
      details.intensities = {within->mean, within->standardDeviation, within->min, within->max};
    }
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
  endPreview();
  const std::size_t lesion = session_->addLesion(name, className);
  changed(lesion);
  select(lesion);
}

std::string Workspace::likelyClass() const {
  return active_ ? model_.lesions[*active_].className : model_.classes.front().name;
}

void Workspace::show(std::shared_ptr<const ReviewNews> news) {
  const std::pair now(maskRevision_, likelyClass());
  if (news == nullptr || (news == news_ && explained_ == now)) {
    return;
  }
  news_ = std::move(news);
  explained_ = now;
  model_.classes = classesOf(news_->record, model_.lesions);
  model_.guideline = guidelineCard(news_->record, likelyClass());
}

std::vector<std::uint32_t> Workspace::hiddenNumbers() const {
  std::vector<std::uint32_t> numbers;
  for (std::size_t i = 0; i < model_.lesions.size(); ++i) {
    if (model_.lesions[i].hidden || layers_ > 0) {
      numbers.push_back(std::uint32_t(i + 1));
    }
  }
  return numbers;
}

void Workspace::changed(std::size_t lesion) {
  endPreview();
  endLayers();
  ++maskRevision_;
  const session::OpenLesion& open = session_->lesions()[lesion];
  if (model_.lesions.size() <= lesion) {
    model_.lesions.resize(lesion + 1);
  }
  ui::LesionItem& item = model_.lesions[lesion];
  item.name = open.lesion.name;
  item.className = open.lesion.className;
  item.gone = !open.stands;
  item.color = core::lesionColor(lesion, open.lesion.color);
  item.volumeMl = double(open.mask.count()) * volume_->grid.voxelVolumeMl();
  item.contestedMl = double(open.contested.count()) * volume_->grid.voxelVolumeMl();
  item.removalContested = open.disputed;
  sizes_->changed(lesion);
  show(lesion);
  if (item.gone && active_ == lesion) {
    selectBy(1);
    if (active_ == lesion) {
      active_.reset();
      model_.activeLesion.reset();
    }
  }
}

void Workspace::show(std::size_t lesion) {
  if (renderer_ == nullptr) {
    return;  // another device will get them all
  }
  const session::OpenLesion& open = session_->lesions()[lesion];
  renderer_->lesions().update({std::uint32_t(lesion + 1), model_.lesions[lesion].color,
                               open.stands ? &open.mask : nullptr, open.stands ? hatchedOf(open) : nullptr});
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

void Workspace::tellHowThingsAre() {
  model_.saving = !session_->isSaved();
  model_.unsaved = session_->unsaved();
  model_.trouble = session_->failure() != nullptr;
  askedToLeave_ = askedToLeave_ && model_.trouble;
  notices_.ofSaving(*session_);
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

void Workspace::dismiss(int id) {
  notices_.dismiss(id);
  model_.notes = notices_.shown();
}

}  // namespace stage
