#include "stage/readings_card.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "core/text.h"
#include "shape/islands.h"

namespace stage {
namespace {

constexpr std::size_t kNamedReaders = 6;  // of more, half are too many names for a line

std::string countOf(std::size_t number, const char* one, const char* several) {
  return std::to_string(number) + " " + (number == 1 ? one : several);
}

std::string mlOf(std::int64_t voxels, const core::Grid& grid) {
  return core::printed("%.2f ml", double(voxels) * grid.voxelVolumeMl());
}

ui::ReadingsCard::Track trackOf(const workflow::CaseTrack& track, const std::vector<workflow::LateChange>& late) {
  const std::string lesions = countOf(track.lesions, "lesion", "lesions");
  switch (track.kind) {
    case workflow::TrackKind::Reading: {
      const auto changed =
          std::find_if(late.begin(), late.end(), [&](const auto& each) { return each.track == track.track; });
      return {track.reader,
              (track.lesions == 0 ? "handed in without a lesion" : lesions) +
                  (changed == late.end() ? "" : "; " + workflow::inWords(*changed)),
              true};
    }
    case workflow::TrackKind::Underway:
      return {track.reader, lesions + " so far; not handed in, so not counted", false};
    case workflow::TrackKind::Again:
      return {track.track, "read again by " + track.reader + ": not counted", false};
    case workflow::TrackKind::Calibration:
      return {track.track, "read for calibration: compared there", false};
    case workflow::TrackKind::Candidates:
      return {track.track, lesions + " of a model: not counted", false};
    case workflow::TrackKind::Consensus:
      return {track.track, lesions + ", made of readings", false};
    case workflow::TrackKind::Withheld:
      return {track.track, "this copy of the project does not hold it", false};
  }
  core::invariantBroken("every track is of some kind", std::source_location::current());
}

std::string methodOf(const workflow::ConsensusTrack& made) {
  const auto method = analysis::consensusMethodNamed(made.record.value("method", ""));
  return method ? std::string(ui::consensusMethods()[std::size_t(*method)].title) : "a method that is not known here";
}

void describe(const workflow::ConsensusState& state, const core::Grid& grid, ui::ReadingsCard::Case& shown) {
  using Consensus = ui::ReadingsCard::Case::Consensus;
  const std::string made = state.made.track + " (" + core::lowered(methodOf(state.made)) + " of " +
                           core::joined(state.made.record.value("tracks", std::vector<std::string>())) + ")";
  if (!state.isCurrent()) {
    shown.consensus = shown.consensus == Consensus::None ? Consensus::Stale : shown.consensus;
    shown.consensusWords.push_back(made + " is older than what " + core::joined(state.changed) +
                                   (state.changed.size() == 1 ? " says" : " say") + " now. Make it again.");
    return;
  }
  const std::vector<TiedPlace> places = tiedPlacesOf(state.ties);
  shown.ties += places.size();
  if (places.empty()) {
    shown.consensus = shown.consensus == Consensus::Tied ? Consensus::Tied : Consensus::Current;
    shown.consensusWords.push_back(made + " is up to date" + (state.made.touched ? ", and was worked on since." : "."));
    return;
  }
  std::int64_t voxels = 0;
  std::vector<std::string> classes;
  for (const TiedPlace& each : places) {
    voxels += each.voxels.count();
    if (!each.classes.empty()) {
      classes.push_back(each.lesion);
    }
  }
  shown.consensus = Consensus::Tied;
  const std::size_t parts = places.size() - classes.size();
  const std::string where =
      parts == 0 ? "" : "at " + countOf(parts, "place", "places") + " (" + mlOf(voxels, grid) + ")";
  const std::string which = classes.empty() ? "" : "on the class of " + core::joined(classes);
  shown.consensusWords.push_back(made + ": readers are split evenly " + which +
                                 (where.empty() || which.empty() ? "" : ", and ") + where +
                                 ", which an adjudicator settles.");
}

}  // namespace

std::vector<TiedPlace> tiedPlacesOf(const std::vector<workflow::TiedLesion>& ties) {
  std::vector<TiedPlace> places;
  for (const workflow::TiedLesion& each : ties) {
    if (!each.classes.empty()) {
      places.push_back({{}, each.name, each.className, each.id, each.markedBy, each.readers, each.classes});
    }
    for (core::Mask& island : shape::islands(each.open)) {
      TiedPlace& place = places.emplace_back(
          TiedPlace{std::move(island), each.name, each.className, each.id, each.markedBy, each.readers});
      for (const auto& [reader, marked] : each.readings) {
        core::Mask both = marked;
        both &= place.voxels;
        if (!both.isEmpty()) {
          place.markers.push_back(reader);
        }
      }
    }
  }
  std::stable_sort(places.begin(), places.end(), [](const TiedPlace& a, const TiedPlace& b) {
    const auto key = [](const TiedPlace& each) {
      return std::tuple(each.classes.empty(), !each.id.isZero(), -each.voxels.count());
    };
    return key(a) < key(b);
  });
  return places;
}

std::string wordsOf(const TiedPlace& place, const core::Grid& grid) {
  if (!place.classes.empty()) {
    std::string words;
    for (const auto& [name, readers] : place.classes) {
      words += (words.empty() ? "" : ", or ") + name + " (" + core::joined(readers) + ")";
    }
    return words + "?";
  }
  const std::int64_t voxels = place.voxels.count();
  // Where other readers marked other parts of it, more of them than half marked something.
  const bool told = place.readers <= kNamedReaders && place.markers.size() * 2 == place.readers;
  return core::printed("%lld voxel%s, ", static_cast<long long>(voxels), voxels == 1 ? "" : "s") + mlOf(voxels, grid) +
         (told ? ": marked by " + core::joined(place.markers) + " alone"
               : core::printed(": half of %d readers marked it", int(place.readers)));
}

std::vector<std::size_t> orderOf(const ReadingsOverview& overview) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < overview.cases.size(); ++i) {
    order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const auto key = [&](const ReadCase& each) {
      const bool has = !each.blind && each.agreement.has_value();
      return std::tuple(each.blind, !has, has ? each.agreement->dice.value_or(1) : 1.0);
    };
    return key(overview.cases[a]) < key(overview.cases[b]);
  });
  return order;
}

bool lacksConsensus(const ReadCase& read) {
  return !read.blind && read.agreement &&
         std::none_of(read.consensus.begin(), read.consensus.end(),
                      [](const workflow::ConsensusState& each) { return each.isCurrent(); });
}

ui::ReadingsCard::Case caseOf(const ReadCase& read) {
  using State = ui::ReadingsCard::Case::State;
  using Consensus = ui::ReadingsCard::Case::Consensus;
  ui::ReadingsCard::Case shown{.name = read.image.name};
  if (read.blind) {
    shown.state = State::Blind;
    shown.words = "read blind: it opens once all who read it have handed in";
    return shown;
  }
  for (const workflow::CaseTrack& each : read.tracks) {
    shown.tracks.push_back(trackOf(each, read.late));
    if (each.kind == workflow::TrackKind::Reading) {
      shown.readers.push_back(each.reader);
    }
  }
  const std::string readers = std::to_string(shown.readers.size()) + " readers";
  if (!read.agreement) {
    shown.state = read.fault.empty() ? State::Waiting : State::Failed;
    shown.words = read.fault.empty() ? readers + ", being compared\u2026" : read.fault;
    return shown;
  }
  shown.state = State::Compared;
  const workflow::CaseAgreement& agreement = *read.agreement;
  shown.dice = agreement.dice;
  const auto fact = [&](const char* label, std::string value) { shown.facts.emplace_back(label, std::move(value)); };
  const auto twoDigits = [](const std::optional<double>& value) {
    return value ? core::printed("%.2f", *value) : std::string("\u2013");
  };
  fact("Dice, mean of all pairs", twoDigits(agreement.dice));
  fact("Lesions", std::to_string(agreement.findings) + ", of which all marked something in " +
                      std::to_string(agreement.foundByAll));
  fact("Lesions found alike (F1)", twoDigits(agreement.f1));
  fact("Found and drawn alike (PQ)", twoDigits(agreement.panopticQuality));
  if (!agreement.leastLesion.empty()) {
    fact("Least agreement on",
         agreement.leastLesion + ", " + agreement.leastClass + ": Dice " + core::printed("%.2f", agreement.leastDice));
  }
  if (!agreement.disputedClasses.empty()) {
    fact("Class disputed", core::joined(agreement.disputedClasses));
  }
  for (const workflow::ConsensusState& each : read.consensus) {
    describe(each, read.image.grid, shown);
  }
  if (read.consensus.empty()) {
    shown.consensusWords.emplace_back(
        "Not yet. A consensus combines readings into a track of its own, which is then reviewed and released.");
  }
  const char* consensus = shown.consensus == Consensus::None      ? "no consensus"
                          : shown.consensus == Consensus::Current ? "consensus up to date"
                          : shown.consensus == Consensus::Stale   ? "consensus older than its readings"
                                                                  : "tied places wait";
  shown.words = readers + " \u00B7 " +
                (agreement.leastLesion.empty() ? "" : agreement.leastLesion + " differs most \u00B7 ") +
                (agreement.disputedClasses.empty() ? "" : "class disputed \u00B7 ") + consensus;
  return shown;
}

ui::ReadingsCard::Trial trialOf(const ConsensusTrial& trial, bool done) {
  ui::ReadingsCard::Trial shown;
  if (!trial.fault.empty()) {
    shown.cautions.push_back(trial.fault);
    return shown;
  }
  const bool several = trial.cases.size() > 1;
  std::size_t cases = 0, lesions = 0, same = 0;
  double ml = 0, tiedMl = 0;
  std::int64_t tied = 0;
  std::vector<std::string> tiedLesions, half, few, classes, others, faults;
  std::set<std::string> tracks;
  for (const CaseTrial& each : trial.cases) {
    const auto named = [&](const std::string& lesion) { return several ? lesion + " of " + each.image.name : lesion; };
    if (!each.fault.empty()) {
      faults.push_back(several ? each.image.name + ": " + each.fault : each.fault);
      continue;
    }
    ++cases;
    same += each.drafts.empty() ? 1 : 0;
    tracks.insert(each.track);
    for (const workflow::LateChange& late : each.late) {
      shown.cautions.push_back(named("The reading of " + late.reader) + " " + workflow::inWords(late) +
                               ". It counts as it is now.");
    }
    for (const std::string& other : each.others) {
      others.push_back(several ? other + " of " + each.image.name : other);
    }
    for (const workflow::Agreed& agreed : each.consensus.findings) {
      const analysis::Consensus& of = agreed.consensus;
      const double voxelMl = each.image.grid.voxelVolumeMl();
      lesions += of.mask.isEmpty() ? 0 : 1;
      ml += double(of.mask.count()) * voxelMl;
      tied += of.ties.count();
      tiedMl += double(of.ties.count()) * voxelMl;
      if (of.mask.isEmpty()) {
        (of.ties.isEmpty() ? few : half).push_back(named(agreed.name));
      } else if (!of.ties.isEmpty()) {
        tiedLesions.push_back(named(agreed.name));
      }
      if (!agreed.tiedClasses.empty() && !of.mask.isEmpty()) {
        classes.push_back(named(agreed.name) + " (" + core::joined(agreed.tiedClasses, " or ") + ")");
      }
    }
  }
  shown.cautions = faults;
  if (cases == 0) {
    return shown;
  }
  shown.ready = same < cases;
  if (same == cases) {
    shown.words.emplace_back(several ? "All of them hold just this consensus already."
                                     : "The track " + *tracks.begin() + " holds just this consensus already.");
    return shown;
  }
  shown.words.push_back(countOf(lesions, "lesion", "lesions") + core::printed(", %.2f ml, ", ml) +
                        (several ? "of " + countOf(cases, "case", "cases") + ", " : "") +
                        (done ? "are in the track " : "into the track ") + core::joined(tracks) + ".");
  if (std::any_of(trial.cases.begin(), trial.cases.end(), [](const CaseTrial& each) { return each.again; })) {
    shown.words.emplace_back(
        "It takes the place of the one that is there. What was settled, called or painted by hand since stays.");
  }
  const auto say = [&](const std::vector<std::string>& which, const std::string& before, const std::string& after) {
    constexpr std::size_t kNamed = 6;
    if (!which.empty()) {
      std::vector<std::string> first(which.begin(), which.begin() + std::ptrdiff_t(std::min(which.size(), kNamed)));
      if (which.size() > kNamed) {
        first.push_back(std::to_string(which.size() - kNamed) + " more");
      }
      shown.words.push_back(before + core::joined(first) + after);
    }
  };
  if (tied > 0) {
    shown.words.push_back(core::printed("%lld voxels (%.2f ml) are tied: as many readers marked them as did not.",
                                        static_cast<long long>(tied), tiedMl));
  }
  say(tiedLesions, "Tied in part: ", ". They are left out until an adjudicator settles them.");
  say(half, "Marked by half of the readers: ", ". An adjudicator says whether it is a lesion.");
  say(few, "Marked by too few, so left out: ", ".");
  say(classes, "Readers are split on the class of ", ". An adjudicator says which.");
  if (!others.empty()) {
    shown.cautions.push_back("There is another consensus besides: " + core::joined(others) +
                             ". A release holds the accepted lesions of both; delete those that are not meant.");
  }
  return shown;
}

}  // namespace stage
