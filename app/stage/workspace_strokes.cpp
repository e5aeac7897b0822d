// What hands change in a workspace: strokes, what is undone and redone, proposals seen before they are applied.
#include <algorithm>
#include <utility>

#include "core/brush.h"
#include "core/error.h"
#include "stage/workspace.h"

namespace stage {

void Workspace::beginStroke(const core::BrushStroke& stroke) {
  endPreview();
  if (!mayAnnotate()) {
    return;
  }
  if (!active_) {
    if (stroke.mode == core::BrushMode::Erase) {
      note(ui::Note::Kind::Info, "There is no lesion to erase from yet. Paint one first.");
      return;
    }
    addLesion(freshName(), likelyClass());
    classAssumed_ = active_ && model_.classes.size() > 1;
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
  if (std::exchange(classAssumed_, false)) {
    const ui::LesionItem& lesion = model_.lesions[strokeLesion_];
    tellStep(lesion.name + " is taken for: " + lesion.className + ".", ui::CommandId::ShowLesion, "Another class");
  }
}

void Workspace::cancelStroke() {
  if (isPainting()) {
    strokeOpen_ = false;
    renderer_->painter().cancel();
  }
}

void Workspace::undo() {
  if (!isPainting() && mayAnnotate()) {
    session_->undo();
    --standing_;
    stepAsked_ = true;
  }
}

void Workspace::redo() {
  if (!isPainting() && mayAnnotate()) {
    session_->redo();
    ++standing_;
    stepAsked_ = true;
  }
}

void Workspace::undoBackTo(std::size_t entry) {
  const std::vector<session::HistoryEntry>& history = session_->history();
  if (entry < history.size() && !isPainting() && mayAnnotate()) {
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
  placeTies();  // out of the way, before layers take their numbers
  placeOutlines();
  for (std::uint32_t i = 0; i < layers_; ++i) {
    const Layer& layer = layers[i];
    renderer_->lesions().update({firstLayer_ + i, layer.color, layer.mask, layer.hatched ? layer.mask : nullptr});
  }
}

void Workspace::endLayers() {
  for (std::uint32_t i = 0, count = std::exchange(layers_, 0); i < count; ++i) {
    renderer_->lesions().update({firstLayer_ + i, {}, nullptr});
  }
  placeTies();
  placeOutlines();
}

void Workspace::showTies(core::Mask ties) {
  ties_ = std::move(ties);
  placeTies();
}

// Behind the numbers of a preview, so that neither takes the other's place.
void Workspace::placeTies() {
  if (renderer_ == nullptr) {
    return;  // another device will get them
  }
  if (const std::uint32_t number = std::exchange(tieNumber_, 0); number != 0) {
    renderer_->lesions().update({number, {}, nullptr});
  }
  core::Mask open = layers_ > 0 ? core::Mask() : ties_;
  for (std::size_t i = 0; !open.isEmpty() && i < session_->lesions().size(); ++i) {
    if (session_->lesions()[i].stands) {
      open -= session_->lesions()[i].mask;
    }
  }
  if (!open.isEmpty()) {
    tieNumber_ = std::uint32_t(session_->lesions().size()) + 3;
    renderer_->lesions().update({tieNumber_, ui::kTieColor, nullptr, &open});
  }
}

void Workspace::showOutlines(std::shared_ptr<const Outlines> outlines) {
  if (outlines != outlines_) {
    outlines_ = std::move(outlines);
    placeOutlines();
  }
}

// Behind the number of the ties.
void Workspace::placeOutlines() {
  if (renderer_ == nullptr) {
    return;  // another device will get them
  }
  for (const std::uint32_t number : std::exchange(outlineNumbers_, {})) {
    renderer_->lesions().update({number, {}, nullptr});
  }
  if (outlines_ == nullptr || layers_ > 0) {
    return;
  }
  std::uint32_t number = std::uint32_t(session_->lesions().size()) + 4;
  for (const Outline& each : *outlines_) {
    renderer_->lesions().update({number, each.color, &each.mask, nullptr, true});
    outlineNumbers_.push_back(number++);
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

}  // namespace stage
