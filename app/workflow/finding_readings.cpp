#include "workflow/finding_readings.h"

#include <algorithm>
#include <set>

#include "analysis/overlap.h"
#include "workflow/reading_tracks.h"

namespace workflow {
namespace {

constexpr double kPart = 0.1;  // of the smaller of the two, that lies in the other

FindingReading readingIn(const std::string& track, const store::ProjectFile& project, const Record& record,
                         const core::Lesion& finding, const core::Mask& there) {
  FindingReading reading{.track = track, .reader = track, .classes = {}, .mask = {}};
  std::set<std::string> classes;
  double most = 0;  // of those that are no more than touched
  const LesionFacts* touched = nullptr;
  for (const LesionFacts& facts : record.lesions) {
    if (facts.lesion.caseId != finding.caseId || facts.lesion.track != track) {
      continue;
    }
    const core::Mask mask = project.mask(facts.lesion.id);
    const analysis::Overlap overlap = analysis::overlapOf(there, mask);
    const std::int64_t smaller = std::min(overlap.a, overlap.b);
    const double part = smaller > 0 ? double(overlap.both) / double(smaller) : 0;
    if (part >= kPart) {
      reading.mask |= mask;
      classes.insert(facts.lesion.className);
    } else if (part > most) {
      most = part;
      touched = &facts;
    }
  }
  if (classes.empty() && touched != nullptr) {
    reading.mask = project.mask(touched->lesion.id);
    classes.insert(touched->lesion.className);
  }
  reading.classes.assign(classes.begin(), classes.end());
  return reading;
}

}  // namespace

ReadFinding readingsOf(const store::ProjectFile& project, const Record& record, const core::LesionId& finding) {
  ReadFinding read;
  const auto found = std::find_if(record.lesions.begin(), record.lesions.end(),
                                  [&](const LesionFacts& each) { return each.lesion.id == finding; });
  if (found == record.lesions.end()) {
    return read;
  }
  const core::Lesion& lesion = found->lesion;
  const std::vector<CaseTrack> tracks = tracksOf(record, withheldTracks(project), lesion.caseId);
  const core::Mask there = project.mask(finding);
  const auto made = record.madeOf.find({lesion.caseId, lesion.track});
  if (made == record.madeOf.end()) {
    return read;
  }
  for (const std::string& track : made->second.tracks) {
    FindingReading& reading = read.readings.emplace_back(readingIn(track, project, record, lesion, there));
    const auto known =
        std::find_if(tracks.begin(), tracks.end(), [&](const CaseTrack& each) { return each.track == track; });
    if (known != tracks.end()) {
      reading.reader = known->reader;
      reading.withheld = known->kind == TrackKind::Withheld;
    }
  }
  for (std::size_t one = 0; one < read.readings.size(); ++one) {
    for (std::size_t other = one + 1; other < read.readings.size(); ++other) {
      const FindingReading& a = read.readings[one];
      const FindingReading& b = read.readings[other];
      if (const auto dice = analysis::overlapOf(a.mask, b.mask).dice(); dice && !a.withheld && !b.withheld) {
        const auto [low, high] = read.dice.value_or(std::pair(*dice, *dice));
        read.dice = std::pair(std::min(low, *dice), std::max(high, *dice));
      }
    }
  }
  return read;
}

}  // namespace workflow
