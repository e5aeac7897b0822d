#include "workflow/assignment.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "core/error.h"
#include "workflow/calibration.h"

namespace workflow {
namespace {

core::Hash drawOf(const std::string& seed, const core::CaseId& caseId, const std::string& reader) {
  return core::Sha256().update(seed).update(std::as_bytes(std::span(caseId.bytes))).update(reader).finish();
}

}  // namespace

std::vector<Reading> readingsOf(const Record& record) {
  std::map<TrackOf, Reading> byTrack;
  record.each<core::Assigned>([&](const core::Edit& edit, const core::Assigned& body) {
    byTrack.insert_or_assign({edit.header.caseId, edit.header.track},
                             Reading{edit.id, edit.header.caseId, edit.header.track, body, {}, false});
  });
  record.each<core::ReadingSubmitted>([&](const core::Edit& edit, const core::ReadingSubmitted&) {
    const auto found = byTrack.find({edit.header.caseId, edit.header.track});
    if (found != byTrack.end() && found->second.assigned.reader == edit.header.person) {
      found->second.submittedMs = edit.header.wallClockMs;
    }
  });
  std::vector<Reading> readings;
  for (const core::Case& each : record.cases) {
    for (auto it = byTrack.lower_bound({each.id, ""}); it != byTrack.end() && it->first.first == each.id; ++it) {
      Reading& reading = it->second;
      if (!reading.assigned.reader.empty()) {
        reading.overdue = !reading.submittedMs && reading.assigned.dueMs != 0 && record.nowMs > reading.assigned.dueMs;
        readings.push_back(std::move(reading));
      }
    }
  }
  return readings;
}

std::string readerOf(const Record& record, const core::CaseId& caseId, const std::string& track) {
  for (const Reading& each : readingsOf(record)) {
    if (each.caseId == caseId && each.track == track) {
      return each.assigned.reader;
    }
  }
  return "";
}

std::set<core::CaseId> blindTo(const Record& record, const std::string& person) {
  std::set<std::string> over;  // tracks of sessions that are revealed
  for (const Session& session : sessionsOf(record)) {
    if (session.isRevealed()) {
      for (const std::string& reader : session.opened.readers) {
        over.insert(calibrationTrack(session.opened.name, reader));
        over.insert(secondTrack(session.opened, reader));
      }
    }
  }
  std::set<core::CaseId> own, open;  // read blind by this person, and by anybody who has not handed in
  for (const Reading& reading : readingsOf(record)) {
    if (!reading.assigned.blind || over.contains(reading.track)) {
      continue;
    }
    if (reading.assigned.reader == person) {
      own.insert(reading.caseId);
    }
    if (!reading.submittedMs) {
      open.insert(reading.caseId);
    }
  }
  std::erase_if(own, [&](const core::CaseId& each) { return !open.contains(each); });
  return own;
}

std::vector<PlannedReading> planReadings(const Record& record, std::span<const core::CaseId> cases,
                                         std::span<const std::string> readers, const PlanSettings& settings) {
  core::check(settings.readersPerCase >= 1 && std::size_t(settings.readersPerCase) <= readers.size(),
              "a case has no more readers than there are");
  std::map<std::string, int> load;
  std::set<TrackOf> taken;
  for (const Reading& reading : readingsOf(record)) {
    ++load[reading.assigned.reader];
    taken.insert({reading.caseId, reading.track});
  }
  std::vector<core::CaseId> order(cases.begin(), cases.end());
  std::sort(order.begin(), order.end(), [&](const core::CaseId& a, const core::CaseId& b) {
    return drawOf(settings.seed, a, "") < drawOf(settings.seed, b, "");
  });
  const auto repeated = std::size_t(std::lround(settings.repeatedPart * double(order.size())));
  std::vector<PlannedReading> plan;
  for (std::size_t i = 0; i < order.size(); ++i) {
    std::vector<std::string> free;
    for (const std::string& reader : readers) {
      if (!taken.contains({order[i], reader})) {
        free.push_back(reader);
      }
    }
    std::sort(free.begin(), free.end(), [&](const std::string& a, const std::string& b) {
      return std::tuple(load[a], drawOf(settings.seed, order[i], a)) <
             std::tuple(load[b], drawOf(settings.seed, order[i], b));
    });
    free.resize(std::min(free.size(), std::size_t(settings.readersPerCase)));
    for (const std::string& reader : free) {
      ++load[reader];
      plan.push_back({order[i], reader, reader, ""});
    }
    const std::string again = free.empty() ? "" : free.front() + " again";
    if (i < repeated && !free.empty() && !taken.contains({order[i], again})) {
      ++load[free.front()];
      plan.push_back({order[i], again, free.front(), free.front()});
    }
  }
  return plan;
}

}  // namespace workflow
