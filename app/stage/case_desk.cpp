#include "stage/case_desk.h"

#include <utility>

#include "core/error.h"
#include "stage/excursion.h"
#include "stage/in_words.h"

namespace stage {

void CaseDesk::poll(ReviewRoom& room) {
  outbox_.poll();
  if (std::exchange(refresh_, false)) {
    room.feed.refresh();
  }
}

const Destination& CaseDesk::destinationOf(const ui::OpenTrack& asked) const {
  return list_.places.at(asked.caseAt).at(asked.trackAt);
}

void CaseDesk::rename(const ReviewRoom& room, const ui::RenameCase& asked) {
  Workspace& workspace = room.workspace;
  outbox_.send(
      workspace.session(),
      [this, &workspace, asked, person = workspace.model().reader](store::ProjectFile& project) -> Outbox::Then {
        try {
          project.append({.person = person, .caseId = asked.caseId, .body = core::CaseRenamed{asked.name}});
        } catch (const core::Error& error) {
          return [&workspace, why = inWords(error)] { workspace.note(ui::Note::Kind::Failure, why); };
        }
        return [this] { refresh_ = true; };
      },
      Outbox::Changes::CaseName);
}

void CaseDesk::fill(const ReviewRoom& room, bool shown, ui::Model& model) {
  const auto news = room.feed.news();
  if (news != nullptr) {
    model.mayImport = news->allows(model.reader, core::Right::Import);
  }
  if (!shown) {
    news_.reset();
  } else if (news != nullptr) {
    if (std::exchange(news_, news) != news) {
      list_ = casesFor(news->record, model.reader, placeOf(room));
    }
    model.listed = list_.card;
  }
}

}  // namespace stage
