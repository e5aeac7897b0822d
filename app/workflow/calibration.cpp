#include "workflow/calibration.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <set>

#include "analysis/consensus.h"
#include "core/error.h"

namespace workflow {
namespace {

using Items = std::vector<analysis::RatedItem>;

// Every finding of a case as an item: what each reader called it, 0 where it was not marked. `classes` numbers them.
Items lesionItems(const analysis::Comparison& comparison, const SessionReading& reading,
                  std::map<std::string, double>& classes) {
  Items items;
  for (const analysis::FindingComparison& each : comparison.findings) {
    analysis::RatedItem item;
    for (std::size_t reader = 0; reader < reading.readings.size(); ++reader) {
      const auto& lesion = each.finding.lesionOf[reader];
      const auto rating = [&] {
        const std::string& className = reading.readings[reader][*lesion].className;
        return classes.try_emplace(className, double(classes.size() + 1)).first->second;
      };
      item.ratings.push_back(lesion ? rating() : 0);
    }
    items.push_back(std::move(item));
  }
  return items;
}

Items voxelItems(const analysis::Comparison& comparison, const SessionReading& reading) {
  static const core::Mask kNothing;
  Items items;
  for (const analysis::FindingComparison& each : comparison.findings) {
    std::vector<const core::Mask*> masks;
    for (std::size_t reader = 0; reader < reading.readings.size(); ++reader) {
      const auto& lesion = each.finding.lesionOf[reader];
      masks.push_back(lesion ? reading.readings[reader][*lesion].mask : &kNothing);
    }
    const Items voxels =
        analysis::ratedVoxels(analysis::patternsWithin(masks, each.fieldOfView), reading.readings.size());
    items.insert(items.end(), voxels.begin(), voxels.end());
  }
  return items;
}

template <typename Item>
std::vector<Item> sortedOnce(std::vector<Item> items) {
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
  return items;
}

struct Mean {
  double sum = 0;
  int count = 0;
  void add(const std::optional<double>& value) {
    if (value) {
      sum += *value;
      ++count;
    }
  }
  std::optional<double> value() const { return count == 0 ? std::nullopt : std::optional(sum / count); }
};

std::optional<double> meanOf(std::span<const std::optional<double>> values) {
  Mean mean;
  for (const std::optional<double>& value : values) {
    mean.add(value);
  }
  return mean.value();
}

// Whether anything could be told from reading cases twice as a session asks.
void checkReadTwice(const core::CalibrationOpened& opened) {
  const std::string subject = "session " + opened.name;
  if (opened.boxes && !opened.candidates.empty()) {
    throw core::Error(subject, "its cases would be read with candidates and by boxes at once",
                      "Open two sessions, one for each");
  }
  if (!opened.candidates.empty() && opened.reference.empty() && opened.seededFrom.empty()) {
    throw core::Error(subject, "nothing says which candidates are wrong",
                      "Name the track of an expert or a panel as the reference, or seed errors into the candidates");
  }
  if (!opened.candidates.empty() && opened.candidates == opened.reference) {
    throw core::Error(subject, "its candidates would be held against themselves",
                      "Name another track as the reference");
  }
}

std::string text(double value) {
  char digits[32];
  std::snprintf(digits, sizeof digits, "%.2f", value);
  return digits;
}

}  // namespace

std::string calibrationTrack(const std::string& session, const std::string& reader) {
  return session + " - " + reader;
}

std::string secondTrack(const core::CalibrationOpened& opened, const std::string& reader) {
  return calibrationTrack(opened.name, reader) + (opened.boxes ? ", boxes" : ", aided");
}

bool isCalibrationTrack(const Record& record, const core::CaseId& caseId, const std::string& track) {
  bool found = false;
  record.each<core::CalibrationOpened>([&](const core::Edit&, const core::CalibrationOpened& body) {
    found |= std::binary_search(body.cases.begin(), body.cases.end(), caseId) &&
             std::any_of(body.readers.begin(), body.readers.end(), [&](const std::string& reader) {
               return calibrationTrack(body.name, reader) == track ||
                      (body.isReadTwice() && secondTrack(body, reader) == track);
             });
  });
  return found;
}

std::vector<std::string> Session::tracks() const {
  std::vector<std::string> tracks;
  for (const std::string& reader : opened.readers) {
    tracks.push_back(calibrationTrack(opened.name, reader));
  }
  if (!opened.reference.empty()) {
    tracks.push_back(opened.reference);
  }
  return tracks;
}

Readers Session::compared() const {
  return {opened.name, opened.readers, tracks(), opened.reference, "all cases of the session"};
}

std::vector<Session> sessionsOf(const Record& record) {
  std::vector<Session> sessions;
  record.each<core::CalibrationOpened>([&](const core::Edit& edit, const core::CalibrationOpened& body) {
    sessions.push_back({.id = edit.id, .opened = body, .openedMs = edit.header.wallClockMs});
  });
  record.each<core::CalibrationRevealed>([&](const core::Edit& edit, const core::CalibrationRevealed& body) {
    for (Session& session : sessions) {
      if (session.id == body.session && !session.isRevealed()) {
        session.reveal = edit.header;
      }
    }
  });
  return sessions;
}

std::vector<core::EditDraft> openingOf(const Record& record, core::CalibrationOpened opened, const std::string& person,
                                       std::int64_t dueMs) {
  opened.cases = sortedOnce(std::move(opened.cases));
  opened.readers = sortedOnce(std::move(opened.readers));
  if (opened.cases.empty()) {
    throw core::Error("session " + opened.name, "it has no case", "Name at least one");
  }
  if (opened.readers.size() < 2 && opened.reference.empty()) {
    throw core::Error("session " + opened.name, "one reader alone agrees with nobody",
                      "Name at least two readers, or a reference to hold one against");
  }
  checkReadTwice(opened);
  const std::vector<Session> sessions = sessionsOf(record);
  if (std::any_of(sessions.begin(), sessions.end(),
                  [&](const Session& each) { return each.opened.name == opened.name; })) {
    throw core::Error("session " + opened.name, "the project has a session of that name already",
                      "Choose another name");
  }
  std::vector<core::EditDraft> drafts{{.person = person, .body = opened}};
  for (const std::string& reader : opened.readers) {
    std::vector<std::string> tracks{calibrationTrack(opened.name, reader)};
    if (opened.isReadTwice()) {
      tracks.push_back(secondTrack(opened, reader));
    }
    for (const core::CaseId& caseId : opened.cases) {
      for (const std::string& track : tracks) {
        drafts.push_back({.person = person,
                          .caseId = caseId,
                          .track = track,
                          .body = core::Assigned{.reader = reader, .dueMs = dueMs, .blind = true}});
      }
    }
  }
  return drafts;
}

std::vector<ReaderProgress> progressOf(const Record& record, const Session& session) {
  std::vector<ReaderProgress> progress;
  for (const std::string& reader : session.opened.readers) {
    const std::string first = calibrationTrack(session.opened.name, reader);
    const std::string second = session.opened.isReadTwice() ? secondTrack(session.opened, reader) : first;
    std::set<TrackOf> handedIn;
    record.each<core::ReadingSubmitted>([&](const core::Edit& edit, const core::ReadingSubmitted&) {
      const core::EditHeader& header = edit.header;
      if (header.person == reader && (header.track == first || header.track == second) &&
          std::binary_search(session.opened.cases.begin(), session.opened.cases.end(), header.caseId)) {
        handedIn.emplace(header.caseId, header.track);
      }
    });
    progress.push_back({reader, int(handedIn.size())});
  }
  return progress;
}

SessionResult resultOf(const Readers& readers, std::span<const SessionReading> readings,
                       const core::ProgressSink& progress) {
  SessionResult result;
  analysis::ItemGroups lesions, voxels;
  std::map<std::string, double> classes;
  for (const SessionReading& reading : readings) {
    result.cases.push_back(analysis::compare(reading.readings, reading.grid, {}, progress));
    lesions.push_back(lesionItems(result.cases.back(), reading, classes));
    voxels.push_back(voxelItems(result.cases.back(), reading));
  }
  const auto alpha = [](std::span<const analysis::RatedItem> items) { return analysis::krippendorffAlpha(items); };
  result.alphaOfLesions = analysis::estimate(lesions, alpha);
  result.alphaOfVoxels = analysis::estimate(voxels, alpha);
  for (std::size_t reader = 0; reader < readers.names.size(); ++reader) {
    ReaderResult each{.reader = readers.names[reader]};
    std::vector<std::optional<double>> dice, signedMm, logRatio;  // by case
    for (const SessionReading& reading : readings) {
      // Against the reference alone, where there is one.
      const std::vector<analysis::ReadLesions> pair{reading.readings[reader], reading.readings.back()};
      const auto& compared = result.cases[std::size_t(&reading - readings.data())];
      const analysis::ReaderComparison measured =
          readers.haveReference() ? analysis::compare(pair, reading.grid).readers[0] : compared.readers[reader];
      each.lesions += measured.lesions;
      each.missed += measured.missed;
      each.added += measured.added;
      dice.push_back(measured.meanDice);
      signedMm.push_back(measured.meanSignedMm);
      each.cases.push_back({measured.meanDice, measured.missed, measured.added});
      logRatio.push_back(measured.meanExcess ? std::optional(std::log1p(*measured.meanExcess)) : std::nullopt);
    }
    each.meanDice = meanOf(dice);
    each.diceInterval = analysis::bootstrapInterval(dice.size(), [&](std::span<const std::size_t> drawn) {
      Mean mean;
      for (const std::size_t place : drawn) {
        mean.add(dice[place]);
      }
      return mean.value();
    });
    each.meanSignedMm = meanOf(signedMm);
    if (const std::optional<double> mean = meanOf(logRatio)) {
      each.meanExcess = std::expm1(*mean);
    }
    each.typicalError = analysis::typicalOf(each.lesions, each.missed, each.added, each.meanExcess);
    result.readers.push_back(std::move(each));
  }
  return result;
}

Gate gateOf(std::span<const SessionAgreement> trend) {
  if (trend.size() < 2) {
    return {false, "it takes two sessions to see a trend"};
  }
  const std::span<const SessionAgreement> latest = trend.last(2);
  for (const SessionAgreement& each : latest) {
    if (!each.compared) {
      return {false, "session " + each.session + " cannot be compared"};
    }
    if (!each.alpha || !each.alpha->interval) {
      return {false, "session " + each.session + " has too few cases for an interval"};
    }
    if (each.alpha->interval->low < kLeastAlpha) {
      return {false, "the lower limit of alpha in session " + each.session + " is " + text(each.alpha->interval->low) +
                         ", below " + text(kLeastAlpha)};
    }
  }
  const analysis::Estimate& before = *latest[0].alpha;
  const analysis::Estimate& last = *latest[1].alpha;
  if (last.value < before.interval->low) {
    return {false, "session " + latest[1].session + " is clearly worse than the one before"};
  }
  return {true, "two sessions in a row agree enough" +
                    std::string(last.value < kTargetAlpha ? ", though not as far as 0.80" : "")};
}

}  // namespace workflow
