#include "stage/example_desk.h"

#include <algorithm>
#include <utility>

#include "core/error.h"
#include "exchange/guideline_file.h"
#include "renderer/picture_file.h"
#include "stage/in_words.h"
#include "workflow/calibration.h"

namespace stage {
namespace {

constexpr glm::ivec2 kPicturePx{960, 640};
constexpr int kPictureTarget = 40;  // of the renderer's images, beyond those of panes

}  // namespace

bool isReadBlind(const workflow::Record& record, const core::CaseId& caseId, const std::string& track) {
  const std::vector<workflow::Session> sessions = workflow::sessionsOf(record);
  return std::any_of(sessions.begin(), sessions.end(), [&](const workflow::Session& session) {
    const auto& cases = session.opened.cases;
    const std::vector<std::string> tracks = session.tracks();
    return !session.isRevealed() && std::binary_search(cases.begin(), cases.end(), caseId) &&
           std::find(tracks.begin(), tracks.end(), track) != tracks.end();
  });
}

imaging::EncodedChunk pictureOf(ReviewRoom& room) {
  core::View view = room.sight.state().view;
  view.layout = core::Layout::Quad;
  view.sliceZoom = room.sight.state().slices[0].zoom;
  view.hiddenLesions = room.workspace.hiddenNumbers();
  view.stepMm = 0;
  std::vector<std::byte> png =
      renderer::encodePng(room.workspace.renderer().render(view, kPicturePx, {.target = kPictureTarget}));
  png.resize(png.size() + png.size() % 2);  // chunks are even; what reads a PNG stops at its end
  return imaging::encodeBytes(png);
}

core::GuidelinePublished publishedIn(const store::ProjectFile& project) {
  const std::vector<core::Edit> versions =
      project.standing(core::EditKind::GuidelinePublished, core::EditKind::GuidelinePublished);
  return versions.empty() ? core::GuidelinePublished{} : std::get<core::GuidelinePublished>(versions.back().body);
}

std::optional<ExamplePlace> placeOfExample(const workflow::Record& record, const core::EdgeCase& edge,
                                           const std::string& track) {
  const core::Case* theCase = core::caseNamed(record.cases, edge.caseName);
  if (theCase == nullptr) {
    return std::nullopt;
  }
  std::optional<ExamplePlace> found;
  for (const workflow::LesionFacts& facts : record.lesions) {
    const core::Lesion& lesion = facts.lesion;
    const bool meant = lesion.caseId == theCase->id && lesion.name == edge.lesion &&
                       (edge.track.empty() || lesion.track == edge.track);
    if (meant && (!found || lesion.track == track) && !isReadBlind(record, lesion.caseId, lesion.track)) {
      found = ExamplePlace{{lesion.caseId, lesion.track}, lesion.id};
    }
  }
  if (edge.lesion.empty()) {
    const std::string in = edge.track.empty() ? track : edge.track;
    if (!isReadBlind(record, theCase->id, in)) {
      found = ExamplePlace{{theCase->id, in}, {}};
    }
  }
  return found;
}

void ExampleDesk::poll(ReviewRoom& room) {
  outbox_.poll();
  if (std::exchange(refresh_, false)) {
    room.feed.refresh();
  }
  for (Told& each : std::exchange(told_, {})) {
    room.workspace.note(each.kind, std::move(each.text));
  }
  if (way_.arrive(room) != Excursion::Arrival::There) {
    return;
  }
  const core::Grid& grid = room.workspace.volume().grid;
  room.sight.choose(interaction::ToolId::Look);
  const auto lesion = there_.lesion.isZero() ? std::nullopt : room.workspace.session().find(there_.lesion.hex());
  if (lesion) {
    const core::Mask& mask = room.workspace.session().lesions()[*lesion].mask;
    room.workspace.select(*lesion);
    if (!mask.isEmpty()) {
      lookAt(room, mask);
    }
  }
  if (!shown_.view.empty()) {
    try {
      room.sight.lookAs(grid, shown_.view);
    } catch (const core::Error& error) {  // another program wrote it
      room.workspace.note(ui::Note::Kind::Caution, "Its view cannot be shown: " + error.cause() + ".");
    }
  }
  room.workspace.note(ui::Note::Kind::Info, shown_.title + ": " + shown_.decision);
}

void ExampleDesk::show(ReviewRoom& room, std::size_t place) {
  const std::shared_ptr<const ReviewNews> news = room.feed.news();
  if (news == nullptr || news->record.guidelines.empty() ||
      place >= news->record.guidelines.back().guideline.edgeCases.size()) {
    return;  // another version is in force since the card was drawn
  }
  const core::EdgeCase& edge = news->record.guidelines.back().guideline.edgeCases[place];
  const std::optional<ExamplePlace> there = placeOfExample(news->record, edge, room.workspace.session().track());
  if (!there) {
    throw core::Error(edge.title, "what it shows is not in this project, or is being read blind",
                      "Ask whoever keeps the guideline for another example");
  }
  shown_ = edge;
  there_ = *there;
  way_.leaveFor(room, there_.place);
}

void ExampleDesk::publish(ReviewRoom& room, core::EdgeCase edge) {
  imaging::EncodedChunk picture = pictureOf(room);
  edge.picture = picture.hash;
  outbox_.send(
      room.workspace.session(),
      [this, edge = std::move(edge), picture = std::move(picture),
       person = reader_](store::ProjectFile& project) -> Outbox::Then {
        try {
          project.expectRight(person, core::Right::Guideline);
          const core::GuidelinePublished published = exchange::withEdgeCase(publishedIn(project).document, edge);
          project.putBlob(picture.hash, {picture.rawBytes, picture.data});
          project.append({.person = person, .body = published});
        } catch (const core::Error& error) {
          return [this, why = inWords(error)] { told_.push_back({ui::Note::Kind::Failure, "Not published: " + why}); };
        }
        return [this] {
          refresh_ = true;
          told_.push_back({ui::Note::Kind::Info, "It stands in the guideline from now on, beside whoever paints."});
        };
      });
}

}  // namespace stage
