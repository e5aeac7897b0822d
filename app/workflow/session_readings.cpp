#include "workflow/session_readings.h"

#include <algorithm>
#include <set>

#include "core/error.h"
#include "workflow/origin.h"
#include "workflow/session_past.h"

namespace workflow {
namespace {

using Versions = std::map<core::LesionId, core::Hash>;

Versions versionsOf(const core::State& state, const std::string& track) {
  Versions versions;
  for (const core::Lesion& lesion : state.lesions) {
    if (lesion.track == track) {
      versions.emplace(lesion.id, core::lesionVersion(lesion, state.masks.at(lesion.id)));
    }
  }
  return versions;
}

Versions versionsOf(const std::vector<store::LesionRow>& rows, const std::vector<core::CaseId>& cases,
                    const std::string& track) {
  Versions versions;
  for (const store::LesionRow& row : rows) {
    if (row.lesion.track == track && std::binary_search(cases.begin(), cases.end(), row.lesion.caseId)) {
      versions.emplace(row.lesion.id, row.version);
    }
  }
  return versions;
}

void takeCase(SessionReadings& read, const core::Case& each, const core::State& state) {
  SessionReading reading{.grid = each.grid, .readings = {}};
  read.names.emplace_back();
  for (const std::string& track : read.session.tracks()) {
    std::vector<const core::Lesion*> marked;
    for (const core::Lesion& lesion : state.lesions) {
      if (lesion.caseId == each.id && lesion.track == track) {
        marked.push_back(&lesion);
      }
    }
    std::vector<core::Mask>& masks = read.masks.emplace_back();
    masks.reserve(marked.size());  // readings point into it
    analysis::ReadLesions& lesions = reading.readings.emplace_back();
    std::vector<std::string>& names = read.names.back().emplace_back();
    for (const core::Lesion* lesion : marked) {
      masks.push_back(state.masks.at(lesion->id));
      lesions.push_back({&masks.back(), lesion->className});
      names.push_back(lesion->name);
    }
  }
  read.readings.push_back(std::move(reading));
  read.cases.push_back(each);
}

}  // namespace

SessionReadings loadReadings(const store::ProjectFile& project, const Session& session,
                             const core::ProgressSink& progress) {
  core::check(session.isRevealed(), "a session is compared after it is revealed");
  const core::CalibrationOpened& opened = session.opened;
  std::set<TrackOf> tracks;
  for (const core::CaseId& caseId : opened.cases) {
    for (const std::string& track : session.tracks()) {
      tracks.emplace(caseId, track);
    }
  }
  const Past past = pastOf(project, project.log(), tracks, *session.reveal);
  const auto casesIn = [&](const std::set<TrackOf>& set, const std::string& track) {
    return std::count_if(opened.cases.begin(), opened.cases.end(), [&](const core::CaseId& caseId) {
      return set.contains({caseId, track});
    });
  };
  SessionReadings read;
  read.session = session;
  std::vector<std::string>& compared = read.session.opened.readers;
  compared.clear();
  for (const std::string& reader : opened.readers) {
    const std::string track = calibrationTrack(opened.name, reader);
    const int begun = int(casesIn(past.begun, track));
    if (casesIn(past.withheld, track) > 0) {
      read.withheld.push_back(reader);
    } else if (begun == 0) {
      read.unread.push_back(reader);
    } else {
      compared.push_back(reader);
      if (begun < int(opened.cases.size())) {
        read.unfinished.emplace(reader, int(opened.cases.size()) - begun);
      }
    }
  }
  if (!opened.reference.empty() && casesIn(past.withheld, opened.reference) > 0) {
    throw core::Error("session " + opened.name, "what " + opened.reference + " marked is withheld from this copy",
                      "Merge a copy that holds it, or receive it from the hub");
  }
  if (read.session.tracks().size() < 2 || compared.empty()) {
    const bool withheld = !read.withheld.empty();
    throw core::Error("session " + opened.name,
                      withheld ? "what " + listed(read.withheld) + " read is withheld from this copy"
                               : "it was revealed before two readings could be compared",
                      withheld ? "Merge a copy that holds it, or receive it from the hub"
                               : "Open another session, and reveal it once its readers have handed in");
  }
  for (const core::Case& each : project.cases()) {
    if (std::binary_search(opened.cases.begin(), opened.cases.end(), each.id)) {
      core::report(progress, "Loading readings", std::int64_t(read.cases.size()), std::int64_t(opened.cases.size()));
      takeCase(read, each, past.state);
    }
  }
  const std::vector<store::LesionRow> rows = project.lesions();
  const std::vector<std::string> used = read.session.tracks();
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (versionsOf(past.state, used[i]) != versionsOf(rows, opened.cases, used[i])) {
      read.changedSince.push_back(i < compared.size() ? compared[i] : opened.reference);
    }
  }
  return read;
}

std::vector<std::string> remarksOn(const SessionReadings& read) {
  std::vector<std::string> remarks;
  const auto say = [&](const std::vector<std::string>& names, const std::string& one, const std::string& several) {
    if (!names.empty()) {
      remarks.push_back(listed(names) + " " + (names.size() == 1 ? one : several));
    }
  };
  say(read.withheld, "is left out: this copy does not hold that reading.",
      "are left out: this copy does not hold their readings.");
  say(read.unread, "had read nothing when it was revealed, and is left out.",
      "had read nothing when it was revealed, and are left out.");
  for (const auto& [reader, cases] : read.unfinished) {
    remarks.push_back(reader + " had not begun " + std::to_string(cases) + (cases == 1 ? " case." : " cases."));
  }
  say(read.changedSince, "changed the reading since; it is compared as it was at the reveal.",
      "changed their readings since; they are compared as they were at the reveal.");
  return remarks;
}

}  // namespace workflow
