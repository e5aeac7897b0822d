// Whose readings are held against each other: of a calibration session, or of any case that several people read. Plain
// values; any thread.
#pragma once

#include <string>
#include <vector>

#include "analysis/comparison.h"
#include "core/edit.h"

namespace workflow {

struct Readers {
  std::string title;                // of the comparison, for people
  std::vector<std::string> names;   // of the readers
  std::vector<std::string> tracks;  // of each; then the reference's, where there is one
  std::string reference;            // the track of an expert or a panel; empty: readers are held against each other
  std::string over = "this case";   // what means are over, for people

  bool haveReference() const { return !reference.empty(); }
};

// One case as it was read: a reading a track, in the order of Readers::tracks.
struct SessionReading {
  core::Grid grid;
  std::vector<analysis::ReadLesions> readings;
};

// Cases as they were read, with what the readings point to.
struct LoadedReadings {
  std::vector<core::Case> cases;
  std::vector<SessionReading> readings;  // of each
  std::vector<std::vector<core::Mask>> masks;
  std::vector<std::vector<std::vector<std::string>>> names;  // of lesions, by case and track
};

}  // namespace workflow
