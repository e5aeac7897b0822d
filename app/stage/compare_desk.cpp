#include "stage/compare_desk.h"

#include <algorithm>
#include <utility>

#include "workflow/assignment.h"
#include "workflow/reading_tracks.h"

namespace stage {
namespace {

constexpr double kLayerOpacity = 0.75;  // in 3D: what lies within what few marked shines through it
constexpr double kSurfaceOpacity = 1;   // what is coloured there is the surface itself

}  // namespace

CompareDesk::CompareDesk(std::string reader, store::Installation installation)
    : reader_(std::move(reader)), loader_(std::move(installation)) {}

std::optional<std::size_t> CompareDesk::placeIn(const ReviewRoom& room) const {
  if (material_ == nullptr || !material_->fault.empty()) {
    return std::nullopt;
  }
  return material_->placeOf(room.workspace.session().theCase().id);
}

std::optional<core::EdgeCase> CompareDesk::edgeCase(const ReviewRoom& room) const {
  const std::optional<std::size_t> place = isOpen() ? placeIn(room) : std::nullopt;
  if (!place || lesion_ >= material_->lesions[*place].size()) {
    return std::nullopt;
  }
  const workflow::LesionDisagreement& lesion = material_->lesions[*place][lesion_];
  core::EdgeCase edge{
      .classes = {lesion.className}, .caseName = material_->read.cases[*place].name, .view = room.sight.lookText()};
  const std::vector<std::string>& tracks = readers_.tracks;
  for (std::size_t track = 0; track < tracks.size(); ++track) {  // the reference's, which is the last, before readers'
    if (lesion.lesionOf[track] && (edge.track.empty() || tracks[track] == readers_.reference)) {
      edge.track = tracks[track];
      edge.lesion = material_->read.names[*place][track][*lesion.lesionOf[track]];
    }
  }
  return edge;
}

void CompareDesk::poll(ReviewRoom& room) {
  if (auto news = room.feed.news()) {
    news_ = std::move(news);  // of the case before, until there are any of this one
  }
  const core::CaseId& here = room.workspace.session().theCase().id;
  if (const std::pair now(here, news_.get()); news_ != nullptr && offeredAt_ != now) {
    offeredAt_ = now;
    offered_ = revealedFor(news_->record, here, reader_);
    const auto tracks = workflow::tracksOf(news_->record, {}, here);
    readingsHere_ =
        workflow::blindTo(news_->record, reader_).contains(here)
            ? 0
            : std::size_t(std::ranges::count(tracks, workflow::TrackKind::Reading, &workflow::CaseTrack::kind));
  }
  const Excursion::Arrival arrival = way_.arrive(room);
  if (!isOpen()) {
    return;
  }
  if (auto material = loader_.take()) {
    material_ = std::move(material);
    readers_ = material_->readers;
    held_ = own();
    take(room);
  } else if (arrival == Excursion::Arrival::There && placeIn(room)) {
    take(room);
  }
  show(room);
}

// What was loaded, or the case that was gone to, is looked at from its first difference on.
void CompareDesk::take(ReviewRoom& room) {
  room.sight.choose(interaction::ToolId::Look);
  room.sight.state().view.lesionSurface = core::LesionSurface::Crisp;  // smoothed, thin layers would vanish
  lookAtLesion(room, 0);
}

void CompareDesk::show(ReviewRoom& room) {
  const std::optional<std::size_t> place = placeIn(room);
  if (!place) {
    return;
  }
  const auto now = [&] { return Shown{placeOf(room), room.workspace.maskRevision(), held_, surface_}; };
  if (shown_ == now()) {
    return;
  }
  const bool surface = surface_ && held_;
  std::vector<CompareLayer> layers =
      surface ? surfaceLayersOf(*material_, *place, *held_) : layersOf(*material_, *place, held_);
  room.sight.state().view.lesionOpacity = surface ? kSurfaceOpacity : kLayerOpacity;
  legend_.clear();
  scale_.clear();
  std::vector<Workspace::Layer> shown;
  for (const CompareLayer& layer : layers) {
    (surface && &layer != &layers.back() ? scale_ : legend_).push_back(layer.look);
    shown.push_back({layer.look.color, &layer.mask, layer.look.hatched});
  }
  room.workspace.showLayers(shown);
  shown_ = now();
}

// Which of the readers looks on.
std::optional<std::size_t> CompareDesk::own() const {
  const std::vector<std::string>& names = readers_.names;
  const auto found = std::find(names.begin(), names.end(), reader_);
  return found == names.end() ? std::nullopt : std::optional(std::size_t(found - names.begin()));
}

void CompareDesk::open(ReviewRoom& room) {
  if (offered_ && !isOpen()) {
    begin(room, *offered_, placeOf(room));
  }
}

void CompareDesk::openHere(ReviewRoom& room) {
  if (offered_) {
    open(room);
  } else {
    open(room, CaseToCompare{.caseId = placeOf(room).caseId, .readers = {.title = "Readings compared"}});
  }
}

void CompareDesk::open(ReviewRoom& room, const workflow::Session& session, const core::CaseId& caseId) {
  if (news_ == nullptr || isOpen()) {
    return;
  }
  if (!revealedFor(news_->record, caseId, reader_)) {
    room.workspace.note(ui::Note::Kind::Info, "You are still to read this case blind in another session.");
    return;
  }
  begin(room, session, {caseId, placeOf(room).track});
}

void CompareDesk::open(ReviewRoom& room, CaseToCompare what) {
  if (news_ == nullptr || isOpen()) {
    return;
  }
  if (workflow::blindTo(news_->record, reader_).contains(what.caseId)) {
    room.workspace.note(ui::Note::Kind::Info, "This case is read blind: it opens once all who read it have handed in.");
    return;
  }
  const Destination where{what.caseId, placeOf(room).track};
  begin(room, std::move(what), where);
}

void CompareDesk::begin(ReviewRoom& room, ToCompare what, Destination where) {
  mode_ = Mode::Open;
  ofCase_ = std::holds_alternative<CaseToCompare>(what);
  way_.leaveFor(room, std::move(where));
  material_.reset();
  shown_.reset();
  scale_.clear();
  legend_.clear();
  surface_ = false;
  readers_ = readersOf(what);
  held_ = own();
  lesion_ = 0;
  loader_.ask(room.workspace.session().path(), std::move(what));
}

void CompareDesk::leave(ReviewRoom& room) {
  mode_ = Mode::Closed;
  room.workspace.endLayers();
  material_.reset();
  shown_.reset();
  way_.goHome();
}

void CompareDesk::act(ReviewRoom& room, ui::CompareAct what) {
  const std::optional<std::size_t> place = placeIn(room);
  switch (what) {
    case ui::CompareAct::Next:
      if (const auto next = place ? nextDifference(*material_, *place, lesion_) : std::nullopt) {
        if (next->place == *place) {
          lookAtLesion(room, next->lesion);
        } else {  // in the track of the same name: a reader's own is that in all cases of a session
          way_.leaveFor(room, {material_->read.cases[next->place].id, placeOf(room).track});
        }
      }
      break;
    case ui::CompareAct::Previous:
      if (lesion_ > 0) {
        lookAtLesion(room, lesion_ - 1);
      }
      break;
    case ui::CompareAct::Everybody:
      held_ = held_ ? std::nullopt : std::optional(own().value_or(0));
      surface_ = false;
      break;
    case ui::CompareAct::Surface:
      surface_ = !surface_ || !held_;
      held_ = held_.value_or(own().value_or(0));
      break;
    case ui::CompareAct::MakeExample:  // matters of panels
    case ui::CompareAct::Consensus:
      break;
    case ui::CompareAct::Leave:
      leave(room);
      break;
  }
}

void CompareDesk::hold(std::size_t reader) {
  if (material_ != nullptr && reader < material_->readers.names.size()) {
    held_ = reader;
  }
}

void CompareDesk::lookAtLesion(ReviewRoom& room, std::size_t lesion) {
  const std::optional<std::size_t> place = placeIn(room);
  if (!place || lesion >= material_->lesions[*place].size()) {
    return;
  }
  lesion_ = lesion;
  const core::Mask& where = material_->lesions[*place][lesion].where;
  if (!where.isEmpty()) {
    lookAt(room, where);
  }
}

std::string CompareDesk::exampleTitle(const ReviewRoom& room) const {
  const std::optional<std::size_t> place = placeIn(room);
  if (!place || lesion_ >= material_->lesions[*place].size()) {
    return "";
  }
  const ui::CompareCard card = cardOf(*material_, *place, reader_, held_, lesion_);
  return card.lesions[lesion_].className + ": " + card.lesions[lesion_].words;
}

void CompareDesk::fill(const ReviewRoom& room, ui::Model& model) const {
  model.canCompare = isOffered();
  model.readingsHere = readingsHere_;
  if (!isOpen()) {
    return;
  }
  const std::optional<std::size_t> place = placeIn(room);
  if (place) {
    model.compare = cardOf(*material_, *place, reader_, held_, lesion_);
    model.compare->surface = surface_;
    model.compare->ofCase = ofCase_;
    model.compare->scale = scale_;
    model.compare->legend = legend_;
    if (const std::optional<core::EdgeCase> edge = edgeCase(room)) {
      model.example = ui::ExampleCard{.version = news_->record.guidelines.size() + 1,
                                      .shown = edge->lesion + " (" + edge->classes.front() + ") of " + edge->caseName};
    }
    return;
  }
  ui::CompareCard& card = model.compare.emplace();
  if (material_ != nullptr && !material_->fault.empty()) {
    card.state = ui::CompareCard::State::Failed;
    card.fault = material_->fault;
  }
}

}  // namespace stage
