#include "workflow/disagreement.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <map>
#include <numeric>

#include "analysis/surface_distance.h"

namespace workflow {
namespace {

// Everything that each track marked in the case, classes and lesions together.
std::vector<core::Mask> wholeReadings(const SessionReading& reading) {
  std::vector<core::Mask> whole;
  for (const analysis::ReadLesions& lesions : reading.readings) {
    core::Mask& mask = whole.emplace_back();
    for (const analysis::ReadLesion& each : lesions) {
      mask |= *each.mask;
    }
  }
  return whole;
}

std::vector<const core::Mask*> pointersTo(const std::vector<core::Mask>& masks, std::size_t count) {
  std::vector<const core::Mask*> pointers;
  for (std::size_t i = 0; i < count; ++i) {
    pointers.push_back(&masks[i]);
  }
  return pointers;
}

// Mean Dice of all pairs of tracks.
double agreementOf(const analysis::FindingComparison& finding) {
  double sum = 0;
  for (const analysis::PairMeasures& pair : finding.pairs) {
    sum += pair.overlap.dice().value_or(1);
  }
  return finding.pairs.empty() ? 1 : sum / double(finding.pairs.size());
}

// Everything that anybody marked of a finding.
core::Mask wholeOf(const analysis::FindingComparison& finding, const SessionReading& reading) {
  core::Mask whole;
  for (std::size_t track = 0; track < reading.readings.size(); ++track) {
    if (const std::optional<std::size_t>& place = finding.finding.lesionOf[track]) {
      whole |= *reading.readings[track][*place].mask;
    }
  }
  return whole;
}

// Of `onlyPanel`, what is of findings that the reader did not mark.
core::Mask missedOf(const SessionReading& reading, const analysis::Comparison& compared, std::size_t reader,
                    const core::Mask& onlyPanel) {
  core::Mask missed;
  for (const analysis::FindingComparison& finding : compared.findings) {
    if (!finding.finding.lesionOf[reader]) {
      missed |= wholeOf(finding, reading);
    }
  }
  missed &= onlyPanel;
  return missed;
}

}  // namespace

std::vector<core::Mask> readersCloud(const Readers& readers, const SessionReading& reading) {
  const std::vector<core::Mask> whole = wholeReadings(reading);
  return analysis::voxelsByVotes(pointersTo(whole, readers.names.size()));
}

AgainstPanel againstPanel(const Readers& readers, const SessionReading& reading, std::size_t reader) {
  const std::vector<core::Mask> whole = wholeReadings(reading);
  const std::size_t count = readers.names.size();
  const bool hasReference = readers.haveReference();
  const std::vector<const core::Mask*> masks = pointersTo(whole, count + (hasReference ? 1 : 0));
  const analysis::VotePattern own = analysis::VotePattern(1) << reader;
  const auto panelMarks = [&](analysis::VotePattern pattern) {
    if (hasReference) {
      return (pattern >> count & 1) != 0;
    }
    const std::size_t others = std::size_t(std::popcount(pattern & ~own));
    return 2 * others > count - 1 || (2 * others == count - 1 && (pattern & own) != 0);
  };
  const auto where = [&](bool ownMarks, bool panel) {
    return analysis::voxelsWhere(masks, [&, ownMarks, panel](analysis::VotePattern pattern) {
      return ((pattern & own) != 0) == ownMarks && panelMarks(pattern) == panel;
    });
  };
  return {where(true, true), where(true, false), where(false, true)};
}

ReaderSurface surfaceAgainstPanel(const Readers& readers, const SessionReading& reading,
                                  const analysis::Comparison& compared, std::size_t reader) {
  AgainstPanel against = againstPanel(readers, reading, reader);
  ReaderSurface surface{.bands = std::vector<core::Mask>(2 * kFarthestBandMm + 1),
                        .missed = missedOf(reading, compared, reader, against.onlyPanel)};
  core::Mask own = against.agreed, panel = std::move(against.agreed);
  own |= against.onlyReader;
  panel |= against.onlyPanel;
  if (panel.isEmpty()) {
    surface.bands.back() = std::move(own);
    return surface;
  }
  struct Sum {
    double mmArea = 0;
    double area = 0;
  };
  std::map<std::array<int, 3>, Sum> sums;  // by voxel
  for (const analysis::SignedPiece& piece : analysis::signedDistances(own, panel, reading.grid.spacingMm())) {
    for (int corner = 0; corner < 8; ++corner) {
      const glm::ivec3 voxel = piece.cell - glm::ivec3(corner & 1, corner >> 1 & 1, corner >> 2);
      if (own.test(voxel)) {
        Sum& sum = sums[{voxel.z, voxel.y, voxel.x}];
        sum.mmArea += piece.mm * piece.area;
        sum.area += piece.area;
      }
    }
  }
  for (const auto& [voxel, sum] : sums) {
    const long mm = std::clamp(std::lround(sum.mmArea / sum.area), -long(kFarthestBandMm), long(kFarthestBandMm));
    surface.bands[std::size_t(mm + kFarthestBandMm)].set({voxel[2], voxel[1], voxel[0]});
  }
  return surface;
}

std::vector<LesionDisagreement> disagreementsOf(const SessionReading& reading, const analysis::Comparison& compared) {
  std::vector<LesionDisagreement> lesions;
  for (const analysis::FindingComparison& finding : compared.findings) {
    LesionDisagreement lesion{.className = finding.className,
                              .classDisputed = finding.classDisputed,
                              .lesionOf = finding.finding.lesionOf,
                              .differing = std::accumulate(finding.votes.begin(), finding.votes.end(), std::int64_t(0)),
                              .agreement = agreementOf(finding)};
    lesion.where = wholeOf(finding, reading);
    lesion.differing -= finding.votes.empty() ? 0 : finding.votes.back();
    lesions.push_back(std::move(lesion));
  }
  std::stable_sort(lesions.begin(), lesions.end(),
                   [](const LesionDisagreement& a, const LesionDisagreement& b) { return a.agreement < b.agreement; });
  return lesions;
}

}  // namespace workflow
