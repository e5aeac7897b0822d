#include "stage/readings_work.h"

#include <algorithm>
#include <set>
#include <utility>

#include "core/error.h"
#include "core/name.h"
#include "core/wall_clock.h"
#include "exchange/guideline_file.h"
#include "stage/in_words.h"
#include "workflow/assignment.h"
#include "workflow/project_record.h"

namespace stage {
namespace {

struct AskedOtherwise {};  // nobody waits for it any more

core::Hash hashOfReadings(const workflow::Record& record, const core::CaseId& caseId,
                          const std::vector<std::string>& tracks) {
  core::Sha256 hash;
  for (const std::string& each : tracks) {
    hash.update(each).update(std::string(1, '\0'));
  }
  for (const workflow::LesionFacts& each : record.lesions) {
    if (each.lesion.caseId == caseId && std::find(tracks.begin(), tracks.end(), each.lesion.track) != tracks.end()) {
      hash.update(std::as_bytes(std::span(each.lesion.id.bytes)))
          .update(std::as_bytes(std::span(each.version.bytes)))
          .update(each.lesion.name);
    }
  }
  return hash.finish();
}

core::Hash hashOfLog(std::span<const store::LogEntry> log, const std::vector<workflow::CaseTrack>& tracks) {
  core::Sha256 hash;
  for (const store::LogEntry& each : log) {
    hash.update(std::as_bytes(std::span(each.id.bytes))).update(each.undone ? "-" : "+");
  }
  for (const workflow::CaseTrack& each : tracks) {
    hash.update(each.track).update(std::to_string(int(each.kind)));
  }
  return hash.finish();
}

workflow::CaseAgreement compared(const store::ProjectFile& project, const core::Case& image,
                                 const std::vector<std::string>& tracks, const core::ProgressSink& progress) {
  const std::vector<workflow::CaseReading> readings = workflow::readTracks(project, image, tracks);
  return workflow::agreementOf(readings, analysis::compare(workflow::lesionsOf(readings), image.grid, {}, progress));
}

// The method's usual track, or the next that holds no work which a consensus would overwrite.
std::string freeTrack(const store::ProjectFile& project, const core::CaseId& caseId, analysis::ConsensusMethod method,
                      const std::vector<std::string>& readings, std::string& before) {
  const std::string usual = workflow::consensusTrackOf(method);
  for (int number = 1;; ++number) {
    const std::string track = number == 1 ? usual : usual + "-" + std::to_string(number);
    try {
      before = workflow::consensusBefore(project, caseId, track, readings);
      return track;
    } catch (const core::Error&) {
      core::check(number < 1000, "some track is free");
    }
  }
}

CaseTrial triedOut(const store::ProjectFile& project, const workflow::Record& record,
                   const std::set<workflow::TrackOf>& withheld, std::span<const store::LogEntry> log,
                   const core::Case& image, const ConsensusAsked& asked) {
  CaseTrial trial{.image = image, .late = record.lateIn(image.id)};
  std::vector<std::string> tracks;
  for (const workflow::CaseTrack& each : workflow::tracksOf(record, withheld, image.id)) {
    if (each.kind == workflow::TrackKind::Reading &&
        std::find(asked.readers.begin(), asked.readers.end(), each.reader) != asked.readers.end()) {
      tracks.push_back(each.track);
    }
  }
  std::erase_if(trial.late, [&](const workflow::LateChange& each) {
    return std::find(tracks.begin(), tracks.end(), each.track) == tracks.end();
  });
  try {
    if (tracks.size() < 2) {
      throw core::Error(image.name, "Fewer than two of its readings are chosen", "Choose at least two");
    }
    trial.consensus = workflow::consensusOf(workflow::readTracks(project, image, tracks), image.grid, asked.method);
    const std::vector<workflow::ConsensusTrack> made = workflow::consensusTracks(project, log, image.id);
    const auto earlier = std::find_if(made.begin(), made.end(), [&](const workflow::ConsensusTrack& each) {
      return each.track == workflow::consensusTrackOf(asked.method) && each.touched;
    });
    trial.again = earlier != made.end();
    std::string before;
    trial.track = trial.again ? earlier->track : freeTrack(project, image.id, asked.method, tracks, before);
    trial.basis = basisOf(project, image.id, tracks, trial.track);
    trial.drafts =
        trial.again ? workflow::consensusAgain(project, image.id, *earlier, asked.person, trial.consensus)
                    : workflow::consensusDrafts(project, image.id, trial.track, asked.person, trial.consensus, before);
    for (const workflow::TrackOf& each : record.consensus) {
      const bool holds = std::any_of(record.lesions.begin(), record.lesions.end(), [&](const auto& lesion) {
        return lesion.lesion.caseId == image.id && lesion.lesion.track == each.second && lesion.voxels > 0;
      });
      if (each.first == image.id && each.second != trial.track && holds) {
        trial.others.push_back(each.second);
      }
    }
  } catch (const core::Error& error) {
    trial.fault = inWords(error);
  }
  return trial;
}

ConsensusTrial triedOut(const store::ProjectFile& project, const ConsensusAsked& asked,
                        const std::function<bool()>& stillAsked) {
  ConsensusTrial trial{.asked = asked, .cases = {}, .fault = ""};
  const workflow::Record record = workflow::recordOf(project, exchange::readGuideline, core::nowMs());
  const std::set<workflow::TrackOf> withheld = workflow::withheldTracks(project);
  const std::set<core::CaseId> blind = workflow::blindTo(record, asked.person);
  const std::map<core::CaseId, std::vector<store::LogEntry>> logs = workflow::logByCase(project);
  for (const core::Case& each : record.cases) {
    if (std::find(asked.cases.begin(), asked.cases.end(), each.id) == asked.cases.end() || blind.contains(each.id)) {
      continue;
    }
    if (!stillAsked()) {
      throw AskedOtherwise();
    }
    trial.cases.push_back(triedOut(project, record, withheld, logs.at(each.id), each, asked));
  }
  return trial;
}

}  // namespace

std::vector<std::string> readingsIn(const std::vector<workflow::CaseTrack>& tracks) {
  std::vector<std::string> readings;
  for (const workflow::CaseTrack& each : tracks) {
    if (each.kind == workflow::TrackKind::Reading) {
      readings.push_back(each.track);
    }
  }
  return readings;
}

core::Hash basisOf(const store::ProjectFile& project, const core::CaseId& caseId,
                   const std::vector<std::string>& readings, const std::string& track) {
  core::Sha256 hash;
  for (const store::LesionRow& row : project.lesions()) {
    if (row.lesion.caseId == caseId && (row.lesion.track == track || std::find(readings.begin(), readings.end(),
                                                                               row.lesion.track) != readings.end())) {
      hash.update(std::as_bytes(std::span(row.lesion.id.bytes)))
          .update(std::as_bytes(std::span(row.version.bytes)))
          .update(row.lesion.name)
          .update(std::string(1, '\0'));
    }
  }
  return hash.finish();
}

ReadingsWork::ReadingsWork(store::Installation installation)
    : installation_(std::move(installation)),
      looks_([this](const Look& look, const auto& stillAsked) -> std::optional<Done> {
        try {
          lookAtAll(look, stillAsked);
        } catch (const AskedOtherwise&) {
          return std::nullopt;
        } catch (const core::Error&) {
          return std::nullopt;  // moved, deleted or locked at present: the session says so
        }
        return Done();
      }),
      trials_(
          [this](const Trying& trying, const auto& stillAsked) -> std::optional<std::shared_ptr<const ConsensusTrial>> {
            try {
              const store::ProjectFile project(trying.project, store::Access::Read, installation_);
              return std::make_shared<const ConsensusTrial>(triedOut(project, trying.asked, stillAsked));
            } catch (const AskedOtherwise&) {
              return std::nullopt;
            } catch (const core::Error& error) {
              return std::make_shared<const ConsensusTrial>(
                  ConsensusTrial{.asked = trying.asked, .cases = {}, .fault = inWords(error)});
            }
          }) {}

void ReadingsWork::look(const std::filesystem::path& project, const std::string& person) {
  looks_.ask({project, person});
}

void ReadingsWork::tryOut(const std::filesystem::path& project, ConsensusAsked asked) {
  trials_.ask({project, std::move(asked)});
}

std::shared_ptr<const ReadingsOverview> ReadingsWork::overview() const {
  const std::lock_guard lock(mutex_);
  return overview_;
}

core::Progress ReadingsWork::progress() const {
  const std::lock_guard lock(mutex_);
  return progress_;
}

void ReadingsWork::publish(const ReadingsOverview& overview, std::int64_t done, std::int64_t total) {
  auto copy = std::make_shared<const ReadingsOverview>(overview);
  const std::lock_guard lock(mutex_);
  overview_ = std::move(copy);
  progress_ = {"Comparing readings", done, total};
}

void ReadingsWork::lookAtAll(const Look& look, const std::function<bool()>& stillAsked) {
  const auto expectAsked = [&](const core::Progress&) {
    if (!stillAsked()) {
      throw AskedOtherwise();
    }
  };
  const store::ProjectFile project(look.project, store::Access::Read, installation_);
  const workflow::Record record = workflow::recordOf(project, exchange::readGuideline, core::nowMs());
  const std::set<workflow::TrackOf> withheld = workflow::withheldTracks(project);
  const std::set<core::CaseId> blind = workflow::blindTo(record, look.person);
  const std::map<core::CaseId, std::vector<store::LogEntry>> logs = workflow::logByCase(project);
  ReadingsOverview overview;
  for (const core::Case& each : record.cases) {
    ReadCase read{.image = each};
    read.tracks = workflow::tracksOf(record, withheld, each.id);
    const std::vector<std::string> readings = readingsIn(read.tracks);
    if (readings.size() < 2) {
      ++overview.fewer;
      continue;
    }
    read.blind = blind.contains(each.id);
    read.late = record.lateIn(each.id);
    if (const auto known = known_.find(each.id);
        known != known_.end() && !read.blind && known->second.readings == hashOfReadings(record, each.id, readings)) {
      read.agreement = known->second.agreement;  // so that nothing that was known goes blank meanwhile
      read.consensus = known->second.consensus;
      read.fault = known->second.fault;
    }
    overview.cases.push_back(std::move(read));
  }
  std::int64_t done = 0;
  const std::int64_t total = std::int64_t(overview.cases.size());
  publish(overview, done, total);
  for (ReadCase& each : overview.cases) {
    expectAsked({});
    if (!each.blind) {
      Known& known = known_[each.image.id];
      const std::vector<std::string> readings = readingsIn(each.tracks);
      const core::Hash now = hashOfReadings(record, each.image.id, readings);
      if (known.readings != now) {
        known = {};
        try {
          known.agreement = compared(project, each.image, readings, expectAsked);
        } catch (const core::Error& error) {
          known.fault = inWords(error);
        }
        known.readings = now;
      }
      const std::span<const store::LogEntry> log = logs.at(each.image.id);
      if (const core::Hash as = hashOfLog(log, each.tracks); known.log != as) {
        known.consensus = workflow::consensusStates(project, log, each.image, each.tracks);
        known.log = as;
      }
      each.agreement = known.agreement;
      each.consensus = known.consensus;
      each.fault = known.fault;
    }
    publish(overview, ++done, total);
  }
  overview.complete = true;
  publish(overview, total, total);
}

}  // namespace stage
