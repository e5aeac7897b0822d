// A workspace's lesions: which is active, hidden, locked or contested, what is told of them and what the device shows.
#include <algorithm>
#include <utility>

#include "core/error.h"
#include "core/palette.h"
#include "core/text.h"
#include "stage/guideline_card.h"
#include "stage/lesion_standing.h"
#include "stage/workspace.h"
#include "store/right_refused.h"
#include "workflow/assignment.h"
#include "workflow/origin.h"

namespace stage {

const core::Mask* Workspace::hatchedOf(const session::OpenLesion& open) {
  return open.disputed ? &open.mask : &open.contested;
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

bool Workspace::mayAnnotate() {
  const std::optional<store::RightRefused>& refusal = session_->refusal();
  if (refusal) {
    note(ui::Note::Kind::Info, "Nothing is changed: " + refusal->cause() + ".", model_.looksOnly,
         session_->lacksRight() ? "People" : "Your readings");
  }
  return !refusal;
}

bool Workspace::mayChange(std::optional<std::size_t> target, std::span<const std::size_t> others) {
  if (!mayAnnotate()) {
    return false;
  }
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
  if (operation == "copy" ? !mayAnnotate() : !mayChange(active_, {})) {
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
  const bool accepted = model_.lesions[*active_].mark == ui::ReviewMark::Accepted;
  apply(std::move(proposal), std::move(heads));
  if (operation == "delete") {
    tellStep(name + (accepted ? ", which was accepted, is deleted." : " deleted."), ui::CommandId::Undo, "Undo");
  }
  return true;
}

void Workspace::change(const ui::ChangeLesion& change) {
  if (!mayAnnotate()) {
    return;
  }
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
    const shape::Sizes& sizes = *sizes_->of(*found);
    model_.lesions[*found].inSliceDiameterMm = sizes.inSliceDiameterMm;
    model_.lesions[*found].pieces =
        sizes.pieces < 2 ? "" : core::printed("%zu pieces, the smallest %.2g ml", sizes.pieces, sizes.smallestPieceMl);
  }
}

// As the news have it; they lack what was drawn just now.
std::vector<std::pair<std::string, std::string>> Workspace::origin(const core::Lesion& lesion) const {
  if (news_ != nullptr) {
    for (const workflow::LesionFacts& facts : news_->record.lesions) {
      if (facts.lesion.id == lesion.id) {
        return workflow::originOf(news_->record, facts);
      }
    }
  }
  workflow::LesionFacts fresh;
  fresh.lesion = lesion;
  return workflow::originOf({}, fresh);
}

void Workspace::refreshDetails() {
  model_.details.reset();
  if (!looksAtDetails_ || !active_) {
    return;
  }
  const core::Lesion& lesion = session_->lesions()[*active_].lesion;
  ui::LesionDetails& details = model_.details.emplace();
  details.state = lesion.granularity == core::Granularity::Box ? "Marked by a box" : "";
  details.origin = origin(lesion);
  if (const workflow::QueueItem* item = *active_ < reviewed_.size() ? reviewed_[*active_] : nullptr) {
    if (standingShown_.first != item) {
      standingShown_ = {item, standingOf(*news_, *item)};
    }
    details.review = standingShown_.second;
  }
  details.isolated = std::none_of(model_.lesions.begin(), model_.lesions.end(),
                                  [&](const ui::LesionItem& other) {
                                    return &other != &model_.lesions[*active_] && !other.gone && !other.hidden;
                                  }) &&
                     std::count_if(model_.lesions.begin(), model_.lesions.end(),
                                   [](const ui::LesionItem& item) { return !item.gone; }) > 1;
  if (const shape::Sizes* sizes = sizes_->of(*active_)) {
    details.sizesKnown = true;
    details.inSliceDiameterMm = sizes->inSliceDiameterMm;
    for (const auto& [layout, name] : {std::pair(core::Layout::Axial, "axial"),
                                       {core::Layout::Coronal, "coronal"},
                                       {core::Layout::Sagittal, "sagittal"}}) {
      if (interaction::planeAxes(volume_->grid, layout).across == 2) {
        details.slices = name;
      }
    }
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
  if (!mayAnnotate()) {
    return;
  }
  endPreview();
  const std::size_t lesion = session_->addLesion(name, className);
  changed(lesion);
  select(lesion);
}

std::string Workspace::likelyClass() const {
  return active_ ? model_.lesions[*active_].className : model_.classes.front().name;
}

void Workspace::show(std::shared_ptr<const ReviewNews> news, bool editsForReview) {
  if (news != nullptr && (news != news_ || editsForReview != editsForReview_)) {
    editsForReview_ = editsForReview;
    const std::string reader = workflow::readerOf(news->record, session_->theCase().id, session_->track());
    const bool isOthers = !reader.empty() && reader != model_.reader && !editsForReview;
    session_->lookOnly(isOthers
                           ? std::optional(store::RightRefused(
                                 session_->path().string(), "This is the reading of " + reader, "Open one of your own"))
                           : std::nullopt);
    tellFacts();
  }
  const std::pair now(maskRevision_, likelyClass());
  if (news == nullptr || (news == news_ && explained_ == now)) {
    return;
  }
  news_ = std::move(news);
  explained_ = now;
  model_.classes = classesOf(news_->record, model_.lesions);
  model_.guideline = guidelineCard(news_->record, likelyClass());
  refreshStandings();
}

void Workspace::refreshStandings() {
  std::vector<core::LesionId> ids;
  for (const session::OpenLesion& open : session_->lesions()) {
    ids.push_back(open.lesion.id);
  }
  reviewed_ = reviewedOf(*news_, ids);
  reviewed_.resize(model_.lesions.size());
  for (std::size_t i = 0; i < reviewed_.size(); ++i) {
    model_.lesions[i].mark = reviewed_[i] != nullptr ? markOf(reviewed_[i]->state) : ui::ReviewMark::None;
  }
  standingShown_ = {};
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
  placeTies();
  placeOutlines();
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

}  // namespace stage
