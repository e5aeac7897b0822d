// Readings of a case, looked at side by side: where readers differ, voxel by voxel, who found which lesion, and what is
// worth looking at first. Pure functions; any thread.
#pragma once

#include <string>
#include <vector>

#include "workflow/calibration.h"

namespace workflow {

// How many of the readers marked a voxel: those that exactly 1, 2, ... of them did, at [0], [1], ... A reference is
// none of them.
std::vector<core::Mask> readersCloud(const Readers& readers, const SessionReading& reading);

// One reader against the panel: each voxel that either of them marked is in one of these.
struct AgainstPanel {
  core::Mask agreed;
  core::Mask onlyReader;
  core::Mask onlyPanel;
};
// The panel is the reference where there is one, else what more than half of the other readers marked; where these are
// split evenly, the reader is held right. `reader`: a place among them.
AgainstPanel againstPanel(const Readers& readers, const SessionReading& reading, std::size_t reader);

// How far a reader's surface lies outside the panel's, in bands of a millimetre around -3, -2, ..., +3; the first and
// the last hold all that is farther out. Negative is too small.
inline constexpr int kFarthestBandMm = 3;
struct ReaderSurface {
  std::vector<core::Mask> bands;  // the voxels at the reader's surface, each in one of them
  core::Mask missed;              // what the panel marked of lesions that the reader did not find
};
// Voxels take the mean of the surface that they carry (analysis::signedDistances()). Where the panel marked nothing,
// all is too large. The panel: as of againstPanel(). compared: of this reading (SessionResult::cases).
ReaderSurface surfaceAgainstPanel(const Readers& readers, const SessionReading& reading,
                                  const analysis::Comparison& compared, std::size_t reader);

// One lesion, as whoever looks at the case afterwards needs it.
struct LesionDisagreement {
  std::string className;                             // what most called it
  bool classDisputed = false;                        // whether some called it otherwise
  std::vector<std::optional<std::size_t>> lesionOf;  // by track compared: which of its lesions in the case
  core::Mask where;                                  // everything that anybody marked of it
  std::int64_t differing = 0;                        // voxels of that which not all marked
  double agreement = 1;  // mean Dice of all pairs of tracks; a pair that both left it out agrees
};
// Those that readers agree on least come first. compared: as above.
std::vector<LesionDisagreement> disagreementsOf(const SessionReading& reading, const analysis::Comparison& compared);

}  // namespace workflow
