#include "stage/calibration_card.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

#include "core/text.h"
#include "stage/compare_card.h"
#include "stage/review_card.h"

namespace stage {
namespace {

constexpr double kAlikeDice = 0.8;  // a case on whose lesions Dice is above it need not be looked at again

// "+0.8 mm", with a true minus sign; what rounds to nothing has none.
std::string signedMm(double mm) {
  const char* sign = mm >= 0.05 ? "+" : mm <= -0.05 ? "\u2212" : "";
  return sign + core::printed("%.1f mm", std::abs(mm));
}

ui::TrendPoint pointOf(const std::string& session, const std::optional<double>& value,
                       const std::optional<analysis::Interval>& interval) {
  ui::TrendPoint point{.session = session, .value = value};
  if (value && interval) {
    point.low = interval->low;
    point.high = interval->high;
  }
  return point;
}

const SessionOutcome* outcomeIn(const SessionOutcomes& outcomes, const core::EditId& session) {
  const auto found = std::find_if(outcomes.begin(), outcomes.end(),
                                  [&](const SessionOutcome& each) { return each.session.id == session; });
  return found == outcomes.end() ? nullptr : &*found;
}

ui::CalibrationCard::Session beingRead(const workflow::Record& record, const workflow::Session& session,
                                       const std::string& person) {
  ui::CalibrationCard::Session shown{.name = session.opened.name,
                                     .when = "opened " + whenWords(session.openedMs, record.nowMs),
                                     .cases = session.opened.cases.size(),
                                     .readings = session.readings()};
  for (const workflow::ReaderProgress& each : workflow::progressOf(record, session)) {
    shown.readers.push_back(
        {.agreement = {.name = each.reader, .you = each.reader == person}, .handedIn = std::size_t(each.handedIn)});
  }
  return shown;
}

ui::CalibrationCard::Session revealed(const workflow::Record& record, const workflow::Session& session,
                                      const SessionOutcome* outcome, const std::string& person) {
  using State = ui::CalibrationCard::Session::State;
  ui::CalibrationCard::Session shown{.name = session.opened.name,
                                     .when = "revealed " + whenWords(session.reveal->wallClockMs, record.nowMs),
                                     .cases = session.opened.cases.size(),
                                     .state = State::Working};
  if (outcome == nullptr) {
    return shown;
  }
  shown.state = outcome->fault.empty() ? State::Shown : State::Failed;
  shown.fault = outcome->fault;
  shown.remarks = outcome->remarks;
  shown.twice = outcome->twice;
  for (const workflow::ReaderResult& each : outcome->result.readers) {
    shown.readers.push_back({.agreement = {.name = each.reader,
                                           .you = each.reader == person,
                                           .dice = each.meanDice ? core::printed("%.2f", *each.meanDice) : "\u2013",
                                           .interval = each.diceInterval ? rangeOf(*each.diceInterval) : "",
                                           .missed = each.missed,
                                           .added = each.added},
                             .surface = each.meanSignedMm ? signedMm(*each.meanSignedMm) : "",
                             .typical = typicalWords(each)});
  }
  const std::string& reference = session.opened.reference;
  shown.agreement = (reference.empty() ? "Held against each other. " : "Held against " + reference + ". ") +
                    alphaInWords(outcome->result.alphaOfVoxels);
  return shown;
}

// "to read" goes on with it.
const char* wayTitle(workflow::ReadingWay way) {
  using Way = workflow::ReadingWay;
  switch (way) {
    case Way::ByMasks:
      return " by masks";
    case Way::ByBoxes:
      return " by boxes";
    case Way::Unaided:
      return " without candidates";
    case Way::Aided:
      return " with candidates";
    case Way::Once:
      break;
  }
  return "";
}

ui::CalibrationCard::Reading shownReading(const workflow::Record& record, const workflow::Withholding& withheld,
                                          const workflow::Reading& reading) {
  using State = ui::CalibrationCard::Reading::State;
  const std::string due = reading.assigned.dueMs == 0 ? "" : whenWords(reading.assigned.dueMs, record.nowMs);
  const std::string where = " \u00B7 " + reading.track;
  ui::CalibrationCard::Reading shown{.name = record.findCase(reading.caseId)->name, .overdue = reading.overdue};
  if (reading.submittedMs) {
    shown.state = State::HandedIn;
    shown.words = "handed in " + whenWords(*reading.submittedMs, record.nowMs) + where;
  } else if (const auto reason = withheld.reason(reading.caseId, reading.track, reading.assigned.reader)) {
    shown.state = State::Waiting;
    shown.words = *reason;
  } else {
    const workflow::ReadingWay way = workflow::wayOf(record, reading.caseId, reading.track, reading.assigned.reader);
    shown.words = std::string("to read") + wayTitle(way) +
                  (due.empty() ? "" : (reading.overdue ? ", overdue since " : ", until ") + due) + where;
  }
  return shown;
}

// Cases of a session on which its reader at `place` is apart from the panel, with how far as the first.
std::vector<std::pair<double, ui::CalibrationCard::Again>> apartOf(const workflow::Record& record,
                                                                   const SessionOutcome& outcome, std::size_t place) {
  std::vector<std::pair<double, ui::CalibrationCard::Again>> apart;
  const std::vector<workflow::CaseOfReader>& cases = outcome.result.readers[place].cases;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const double dice = cases[i].dice.value_or(cases[i].missed + cases[i].added > 0 ? 0 : 1);
    if (dice >= kAlikeDice && cases[i].missed + cases[i].added == 0) {
      continue;
    }
    std::string words = cases[i].dice ? core::printed("Dice %.2f", *cases[i].dice) : "";
    const auto count = [&](std::int64_t number, const char* what) {
      if (number > 0) {
        words += core::printed(words.empty() ? "%d %s" : ", %d %s", int(number), what);
      }
    };
    count(cases[i].missed, "missed");
    count(cases[i].added, "added");
    // What was missed weighs as much as what was marked quite elsewhere.
    apart.emplace_back(
        dice - double(cases[i].missed + cases[i].added),
        ui::CalibrationCard::Again{outcome.session.opened.name, record.findCase(outcome.cases[i])->name, words});
  }
  return apart;
}

// Tracks with lesions but those of sessions, which are readers' own: whose marks others may be held against; or those
// with a model's candidates, which are not the truth themselves.
std::vector<std::string> tracksIn(const workflow::Record& record, bool candidates) {
  std::set<std::string> tracks;
  for (const workflow::LesionFacts& each : record.lesions) {
    if ((each.lesion.provenance == core::Provenance::Candidate) == candidates &&
        !workflow::isCalibrationTrack(record, each.lesion.caseId, each.lesion.track)) {
      tracks.insert(each.lesion.track);
    }
  }
  return {tracks.begin(), tracks.end()};
}

std::vector<std::string> likelyReaders(const workflow::Record& record, const std::vector<workflow::Session>& sessions) {
  if (!sessions.empty()) {
    return sessions.back().opened.readers;
  }
  std::set<std::string> readers;
  for (const workflow::LesionFacts& each : record.lesions) {
    if (each.lesion.provenance != core::Provenance::Candidate) {
      readers.insert(each.lesion.author);
    }
  }
  return {readers.begin(), readers.end()};
}

}  // namespace

std::vector<workflow::Reading> readingsFor(const workflow::Record& record, const std::string& person) {
  std::vector<workflow::Reading> readings = workflow::readingsOf(record);
  std::erase_if(readings, [&](const workflow::Reading& each) { return each.assigned.reader != person; });
  const workflow::Withholding withheld(record);
  const auto order = [&](const workflow::Reading& each) {
    const bool waits = withheld.reason(each.caseId, each.track, person).has_value();
    return std::tuple(each.submittedMs.has_value(), waits, !each.overdue, -each.submittedMs.value_or(0));
  };
  std::stable_sort(readings.begin(), readings.end(),
                   [&](const workflow::Reading& a, const workflow::Reading& b) { return order(a) < order(b); });
  return readings;
}

std::string readingsWaiting(const std::vector<workflow::Reading>& readings, const Destination& open) {
  std::size_t waiting = 0;
  bool blind = false;
  for (const workflow::Reading& each : readings) {
    if (each.submittedMs) {
      continue;
    }
    if (Destination{each.caseId, each.track} == open) {
      return "";
    }
    ++waiting;
    blind = blind || each.assigned.blind;
  }
  if (waiting == 0) {
    return "";
  }
  return "You are to read " + std::to_string(waiting) + (waiting == 1 ? " case" : " cases") +
         (blind ? " without seeing what others found" : "") + ". This is the track \u201C" + open.track +
         "\u201D: what you paint here, others see.";
}

std::string wayWords(workflow::ReadingWay way) {
  using Way = workflow::ReadingWay;
  switch (way) {
    case Way::ByMasks:
      return "Read this case by masks: paint each lesion. By boxes you read it another time.";
    case Way::ByBoxes:
      return "Read this case by boxes: drag one around each lesion on a slice, see to its depth on another, and apply. "
             "By "
             "masks you read it another time.";
    case Way::Unaided:
      return "Read this case by yourself. Once it is handed in, you read it again with a model\u2019s candidates.";
    case Way::Aided:
      return "These are a model\u2019s candidates: keep, correct or delete each, and mark what is missing.";
    case Way::Once:
      break;
  }
  return "";
}

std::string typicalWords(const workflow::ReaderResult& reader) {
  // Of volume and surface the one can be larger and the other not: then no distance is said.
  const bool larger = reader.typicalError == analysis::TypicalError::TooLarge;
  const bool agrees = reader.meanSignedMm && (larger ? *reader.meanSignedMm > 0 : *reader.meanSignedMm < 0);
  const std::string by = agrees ? core::printed(" by %.1f mm", std::abs(*reader.meanSignedMm)) : std::string();
  switch (reader.typicalError) {
    case analysis::TypicalError::TooLarge:
      return "too large" + by;
    case analysis::TypicalError::TooSmall:
      return "too small" + by;
    case analysis::TypicalError::Misses:
      return "missing lesions";
    case analysis::TypicalError::Adds:
      return "marking what others do not";
    case analysis::TypicalError::None:
      break;
  }
  return "";
}

ui::CalibrationCard calibrationCardOf(const workflow::Record& record, const SessionOutcomes& outcomes,
                                      const std::string& person) {
  ui::CalibrationCard card{.least = workflow::kLeastAlpha};
  const std::vector<workflow::Session> sessions = workflow::sessionsOf(record);
  card.proposedReaders = likelyReaders(record, sessions);
  card.references = tracksIn(record, false);
  card.candidates = tracksIn(record, true);
  const workflow::Withholding withheld(record);
  for (const workflow::Reading& each : readingsFor(record, person)) {
    card.readings.push_back(shownReading(record, withheld, each));
  }
  std::vector<workflow::SessionAgreement> trend;
  std::vector<std::pair<double, ui::CalibrationCard::Again>> again;
  for (const workflow::Session& session : sessions) {
    if (!session.isRevealed()) {
      card.sessions.push_back(beingRead(record, session, person));
      continue;
    }
    const SessionOutcome* outcome = outcomeIn(outcomes, session.id);
    card.sessions.push_back(revealed(record, session, outcome, person));
    if (outcome == nullptr) {
      continue;
    }
    const std::optional<analysis::Estimate>& alpha = outcome->result.alphaOfVoxels;
    trend.push_back({session.opened.name, alpha, outcome->fault.empty()});
    card.trend.push_back(pointOf(session.opened.name, alpha ? std::optional(alpha->value) : std::nullopt,
                                 alpha ? alpha->interval : std::nullopt));
    const auto& readers = outcome->result.readers;
    const auto you = std::find_if(readers.begin(), readers.end(),
                                  [&](const workflow::ReaderResult& each) { return each.reader == person; });
    if (you != readers.end()) {
      card.own.push_back(pointOf(session.opened.name, you->meanDice, you->diceInterval));
      card.ownError = typicalWords(*you);
      for (auto& each : apartOf(record, *outcome, std::size_t(you - readers.begin()))) {
        again.push_back(std::move(each));
      }
    }
  }
  std::reverse(card.sessions.begin(), card.sessions.end());
  std::stable_sort(again.begin(), again.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (auto& [distance, each] : again) {
    card.again.push_back(std::move(each));
  }
  const workflow::Gate gate = workflow::gateOf(trend);
  card.gateOpen = gate.open;
  card.gate = gate.reason;
  return card;
}

}  // namespace stage
