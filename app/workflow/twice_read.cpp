#include "workflow/twice_read.h"

#include <algorithm>
#include <tuple>

#include "core/error.h"
#include "core/text.h"
#include "workflow/session_past.h"

namespace workflow {
namespace {

// What a session's readers handed in, as the reveal knew it.
class HandedIn {
 public:
  HandedIn(std::span<const store::LogEntry> log, const core::EditHeader& reveal) {
    for (const store::LogEntry& entry : log) {
      const core::EditHeader& header = entry.header;
      if (header.kind == core::EditKind::ReadingSubmitted && core::knewOf(reveal, core::EditPlace::of(header))) {
        first_.try_emplace({header.caseId, header.track, header.person}, &header);
      }
    }
  }
  const core::EditHeader* find(const core::CaseId& caseId, const std::string& track, const std::string& reader) const {
    const auto found = first_.find({caseId, track, reader});
    return found == first_.end() ? nullptr : found->second;
  }

 private:
  std::map<std::tuple<core::CaseId, std::string, std::string>, const core::EditHeader*> first_;
};

class Loader {
 public:
  Loader(const store::ProjectFile& project, const Session& session)
      : project_(project), session_(session), log_(project.log()), handedIn_(log_, *session.reveal) {}

  TwiceRead load(const core::ProgressSink& progress) {
    const core::CalibrationOpened& opened = session_.opened;
    std::map<std::string, std::size_t> places;
    for (const core::Case& each : project_.cases()) {
      if (!std::binary_search(opened.cases.begin(), opened.cases.end(), each.id)) {
        continue;
      }
      for (const std::string& reader : opened.readers) {
        core::report(progress, "Loading readings", 0, 0);
        if (!take(each, reader, places)) {
          ++read_.unfinished[reader];
        }
      }
    }
    return std::move(read_);
  }

 private:
  // A reader's place in the answer, made where there is none yet.
  std::size_t placeOf(const std::string& reader, std::map<std::string, std::size_t>& places) {
    const auto [found, isNew] = places.try_emplace(reader, read_.readers.size());
    if (isNew) {
      read_.readers.push_back(reader);
      read_.aided.emplace_back();
      read_.granularity.emplace_back();
    }
    return found->second;
  }

  bool take(const core::Case& each, const std::string& reader, std::map<std::string, std::size_t>& places) {
    const core::CalibrationOpened& opened = session_.opened;
    const std::string first = calibrationTrack(opened.name, reader), second = secondTrack(opened, reader);
    const core::EditHeader* firstEnd = handedIn_.find(each.id, first, reader);
    if (firstEnd == nullptr || handedIn_.find(each.id, second, reader) == nullptr) {
      return false;
    }
    const bool aided = !opened.candidates.empty();
    // An aided reading is painted knowing the unaided one, which may not change after it.
    const std::optional<analysis::ReadLesions> before = lesionsOf(each.id, first, aided ? *firstEnd : *session_.reveal);
    const std::optional<analysis::ReadLesions> after = lesionsOf(each.id, second, *session_.reveal);
    if (!before || !after) {
      return false;
    }
    if (aided) {
      const std::string& truth = opened.reference.empty() ? opened.seededFrom : opened.reference;
      const analysis::ReadLesions shown = needed(each.id, opened.candidates), right = needed(each.id, truth);
      read_.aided[placeOf(reader, places)].push_back({*before, *after, shown, right});
    } else {
      read_.granularity[placeOf(reader, places)].push_back({.caseId = each.id,
                                                            .grid = each.grid,
                                                            .masks = *before,
                                                            .boxes = *after,
                                                            .secondsByMasks = secondsIn(each.id, first, reader),
                                                            .secondsByBoxes = secondsIn(each.id, second, reader)});
    }
    return true;
  }

  // Nothing where the track is withheld.
  std::optional<analysis::ReadLesions> lesionsOf(const core::CaseId& caseId, const std::string& track,
                                                 const core::EditHeader& asOf) {
    Past past = pastOf(project_, log_, std::set<TrackOf>{TrackOf(caseId, track)}, asOf);
    if (!past.withheld.empty()) {
      return std::nullopt;
    }
    analysis::ReadLesions lesions;
    for (const core::Lesion& lesion : past.state.lesions) {
      if (lesion.caseId == caseId && lesion.track == track) {
        read_.masks.push_back(std::move(past.state.masks.at(lesion.id)));
        lesions.push_back({&read_.masks.back(), lesion.className});
      }
    }
    return lesions;
  }

  // Candidates or the truth, which all readers of a case are held against.
  const analysis::ReadLesions& needed(const core::CaseId& caseId, const std::string& track) {
    const auto [found, isNew] = needed_.try_emplace({caseId, track});
    if (isNew) {
      std::optional<analysis::ReadLesions> lesions = lesionsOf(caseId, track, *session_.reveal);
      if (!lesions) {
        throw core::Error("session " + session_.opened.name, "what " + track + " marked is withheld from this copy",
                          "Merge a copy that holds it, or receive it from the hub");
      }
      found->second = std::move(*lesions);
    }
    return found->second;
  }

  double secondsIn(const core::CaseId& caseId, const std::string& track, const std::string& reader) const {
    std::vector<std::int64_t> editsMs;
    for (const store::LogEntry& entry : log_) {
      const core::EditHeader& header = entry.header;
      if (header.caseId == caseId && header.track == track && header.person == reader &&
          core::knewOf(*session_.reveal, core::EditPlace::of(header))) {
        editsMs.push_back(header.wallClockMs);
      }
    }
    return workedSeconds(std::move(editsMs));
  }

  const store::ProjectFile& project_;
  const Session& session_;
  const std::vector<store::LogEntry> log_;
  const HandedIn handedIn_;
  std::map<TrackOf, analysis::ReadLesions> needed_;
  TwiceRead read_;
};

}  // namespace

TwiceRead loadTwiceRead(const store::ProjectFile& project, const Session& session, const core::ProgressSink& progress) {
  core::check(session.isRevealed() && session.opened.isReadTwice(),
              "readings are compared after they are revealed, where cases were read twice");
  return Loader(project, session).load(progress);
}

std::vector<std::string> inWords(const TwiceRead& read) {
  std::vector<std::string> words;
  for (const auto& [reader, cases] : read.unfinished) {
    words.push_back(reader + " read " + core::printed("%d %s", cases, cases == 1 ? "case" : "cases") +
                    " not both ways.");
  }
  const auto part = [](const Part& each) {
    const auto interval = each.interval();
    return core::printed("%lld of %lld", static_cast<long long>(each.count), static_cast<long long>(each.of)) +
           (interval ? core::printed(" (95 %%: %.0f\u2013%.0f %%)", 100 * interval->low, 100 * interval->high) : "");
  };
  const auto secondsOf = [](const char* what, const GranularityResult& result) {
    return std::string(what) +
           (result.medianSecondsPerCase ? core::printed(" %.0f s a case", *result.medianSecondsPerCase) : "") +
           (result.meanDice ? core::printed(", Dice %.2f", *result.meanDice) : "") +
           (result.alphaOfLesions ? core::printed(", alpha of lesions %.2f", result.alphaOfLesions->value) : "");
  };
  const bool isAided =
      std::any_of(read.aided.begin(), read.aided.end(), [](const auto& cases) { return !cases.empty(); });
  if (isAided) {
    const AutomationBias all = automationBiasOfAll(read.aided);
    words.push_back("Followed though right before: " + part(all.commission) + " false candidates taken over, " +
                    part(all.omission) + " lesions without a candidate given up.");
    words.push_back("Helped: " + part(all.helped) + " lesions missed before were found with their candidate.");
    if (all.meanPull) {
      words.push_back("Wrong borders: " + part(all.towardsWrongBorder) + " lesions came nearer to them, Dice " +
                      core::printed("%+.2f.", *all.meanPull));
    }
  } else if (const GranularityPilot pilot = granularityPilotOf(read.granularity); pilot.cases > 0) {
    words.push_back(secondsOf("By masks", pilot.masks) +
                    (pilot.asBoxes.meanDice ? core::printed(" (as boxes %.2f)", *pilot.asBoxes.meanDice) : "") + ".");
    words.push_back(secondsOf("By boxes", pilot.boxes) + ".");
  }
  return words;
}

}  // namespace workflow
