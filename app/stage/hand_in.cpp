#include "stage/hand_in.h"

#include <algorithm>
#include <utility>

#include "core/error.h"
#include "core/text.h"
#include "stage/calibration_card.h"
#include "stage/in_words.h"
#include "stage/review_card.h"
#include "workflow/assignment.h"
#include "workflow/reading_checks.h"

namespace stage {
namespace {

// When this reading was last handed in by its author; nothing: not yet.
std::optional<std::int64_t> handedInMs(const workflow::Record& record, const core::CaseId& caseId,
                                       const std::string& track, const std::string& reader) {
  std::optional<std::int64_t> latest;
  record.each<core::ReadingSubmitted>([&](const core::Edit& edit, const core::ReadingSubmitted&) {
    const core::EditHeader& header = edit.header;
    if (header.caseId == caseId && header.track == track && header.person == reader) {
      latest = header.wallClockMs;
    }
  });
  return latest;
}

// What goes out, so that a stroke that went astray is seen: by how far its lesion reaches.
std::vector<std::string> linesOf(const ui::Model& model) {
  std::vector<std::string> lines;
  for (const ui::LesionItem& each : model.lesions) {
    if (!each.gone) {
      lines.push_back(
          each.name + " \u00B7 " + each.className + core::printed(" \u00B7 %.2f ml", each.volumeMl) +
          (each.inSliceDiameterMm > 0 ? core::printed(" \u00B7 %.0f mm across", each.inSliceDiameterMm) : "") +
          (each.pieces.empty() ? "" : " \u00B7 in " + each.pieces));
    }
  }
  return lines;
}

}  // namespace

void HandInDesk::poll(const ReviewNews* news) {
  outbox_.poll();
  const std::int64_t standing = workspace_.editsStanding();
  if (std::exchange(standing_, standing) == standing || warned_ || news == nullptr) {
    return;
  }
  const session::CaseSession& session = workspace_.session();
  if (handedInMs(news->record, session.theCase().id, session.track(), workspace_.model().reader)) {
    warned_ = true;
    workspace_.note(ui::Note::Kind::Caution,
                    "You have handed this reading in. It is marked as changed since, until you hand it in again.",
                    ui::CommandId::HandIn, "Hand in");
  }
}

const ui::HandInCard& HandInDesk::card(const ReviewNews& news) {
  const std::pair now(workspace_.maskRevision(), &news);
  if (checkedAt_ == now) {
    card_.lesions = linesOf(workspace_.model());  // how far they reach takes a moment
    return card_;
  }
  checkedAt_ = now;
  const workflow::Record& record = news.record;
  const session::CaseSession& session = workspace_.session();
  const std::string& reader = workspace_.model().reader;
  const std::vector<workflow::Reading> readings = readingsFor(record, reader);
  more_ = std::any_of(readings.begin(), readings.end(), [&](const workflow::Reading& each) {
    return !each.submittedMs && (each.caseId != session.theCase().id || each.track != session.track());
  });
  const core::Guideline* guideline = record.guidelines.empty() ? nullptr : &record.guidelines.back().guideline;
  std::vector<workflow::MarkedLesion> marked;
  std::vector<std::size_t> places;  // of these among the session's lesions
  for (std::size_t i = 0; i < session.lesions().size(); ++i) {
    if (session.lesions()[i].stands) {
      marked.push_back({&session.lesions()[i].lesion, &session.lesions()[i].mask});
      places.push_back(i);
    }
  }
  static const core::Guideline kNoRules;
  const core::Guideline& rules = guideline == nullptr ? kNoRules : *guideline;
  card_ = {.reading = session.theCase().name + " \u00B7 " + session.track() + " \u00B7 " +
                      std::to_string(marked.size()) + (marked.size() == 1 ? " lesion" : " lesions"),
           .lesions = linesOf(workspace_.model()),
           .readingAcceptance = rules.readingAcceptance,
           .acceptance = rules.acceptance};
  for (workflow::ReadingCheck& check : workflow::checksOf(guideline, session.theCase().grid, marked)) {
    ui::HandInCard::Check& shown = card_.checks.emplace_back();
    shown.what = std::move(check.what);
    for (workflow::ReadingCheck::Fault& fault : check.faults) {
      shown.against.push_back(std::move(fault.words));
      shown.lesion = shown.lesion.value_or(places[fault.lesions.front()]);
    }
  }
  if (const auto ms = handedInMs(record, session.theCase().id, session.track(), reader)) {
    card_.already = "handed in before, " + whenWords(*ms, record.nowMs);
  }
  return card_;
}

void HandInDesk::handIn(std::vector<std::string> confirmed) {
  const session::CaseSession& session = workspace_.session();
  core::EditDraft draft{.person = workspace_.model().reader,
                        .caseId = session.theCase().id,
                        .track = session.track(),
                        .body = core::ReadingSubmitted{std::move(confirmed)}};
  outbox_.send(workspace_.session(), [this, draft = std::move(draft)](store::ProjectFile& project) -> Outbox::Then {
    try {
      project.expectRight(draft.person, core::rightFor(core::EditKind::ReadingSubmitted));
    } catch (const core::Error& error) {
      return [this, why = inWords(error)] { workspace_.note(ui::Note::Kind::Failure, "Not handed in: " + why); };
    }
    project.append(draft);
    return [this] {
      warned_ = false;
      workspace_.withdrawNotes(ui::CommandId::HandIn);
      workspace_.withdrawNotes(ui::CommandId::ShowLesion);  // of a step that is behind
      workspace_.note(ui::Note::Kind::Info, "Handed in. It can be changed and handed in again.",
                      more_ ? ui::CommandId::NextReading : ui::CommandId::Calibration,
                      more_ ? "Next reading" : "To your readings");
    };
  });
}

}  // namespace stage
