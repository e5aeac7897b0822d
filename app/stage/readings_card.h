// Cases that several people read, as panels show them, and what a consensus would be in words. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "stage/readings_work.h"
#include "ui/readings_model.h"

namespace stage {

// A place of a consensus where readers were split evenly: one island; or a lesion on whose class they were.
struct TiedPlace {
  core::Mask voxels;  // empty where it is about the class
  std::string lesion;
  std::string className;
  core::LesionId id;  // in the track of the consensus; zero: it is not there
  std::size_t markedBy = 0;
  std::size_t readers = 0;
  std::vector<std::pair<std::string, std::vector<std::string>>> classes = {};  // as TiedLesion has them
  std::vector<std::string> markers = {};                                       // who marked anything of `voxels`
};
// Classes come first, then lesions that are not in the consensus at all, then what is large.
std::vector<TiedPlace> tiedPlacesOf(const std::vector<workflow::TiedLesion>& ties);
std::string wordsOf(const TiedPlace& place,
                    const core::Grid& grid);  // "34 voxels, 0.12 ml: marked by Ada alone"

// In the order in which they are listed, as places in `overview.cases`: those that readers agree on least first; then
// those that are not compared yet, and those that this person is not to see.
std::vector<std::size_t> orderOf(const ReadingsOverview& overview);
ui::ReadingsCard::Case caseOf(const ReadCase& read);
// Whether no consensus of it is up to date.
bool lacksConsensus(const ReadCase& read);

// What comes of a consensus. done: whether it was made.
ui::ReadingsCard::Trial trialOf(const ConsensusTrial& trial, bool done);

}  // namespace stage
