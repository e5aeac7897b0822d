// A calibration session as panels show it after it is revealed. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "stage/compare_material.h"
#include "ui/compare_model.h"

namespace stage {

// The session whose readings may be shown to a person in a case: the latest one that is revealed. Nothing where there
// is none, and while that person is still to read the case blind in another session.
std::optional<workflow::Session> revealedFor(const workflow::Record& record, const core::CaseId& caseId,
                                             const std::string& person);

// A layer of voxels over the pictures, none of which is in another one.
struct CompareLayer {
  core::Mask mask;
  ui::CompareCard::LegendItem look;
};
// Of a case of the material: how many readers marked each voxel, or one reader against the panel. Light is what many
// marked, dark what few did; what less than half marked, or the reader left out, is hatched.
std::vector<CompareLayer> layersOf(const CompareMaterial& material, std::size_t place,
                                   std::optional<std::size_t> reader);
// A reader's surface, from too small (blue) through where the panel's is to too large (red); then, hatched, what the
// reader missed. All but the last are steps of a scale.
std::vector<CompareLayer> surfaceLayersOf(const CompareMaterial& material, std::size_t place, std::size_t reader);

// "0.70\u20130.91", and an estimate with it: "Krippendorff's alpha 0.80 (95 %: 0.70\u20130.91)"; empty where there is
// none.
std::string rangeOf(const analysis::Interval& interval);
std::string alphaInWords(const std::optional<analysis::Estimate>& ofVoxels);  // empty: nothing is known

// All but the legend. lesion: of those of the case.
ui::CompareCard cardOf(const CompareMaterial& material, std::size_t place, const std::string& person,
                       std::optional<std::size_t> held, std::size_t lesion);

// What differs next after a lesion: another of its case, then the first of a later case. Nothing: there is none.
struct Difference {
  std::size_t place = 0;  // of the case
  std::size_t lesion = 0;

  bool operator==(const Difference&) const = default;
};
std::optional<Difference> nextDifference(const CompareMaterial& material, std::size_t place, std::size_t lesion);

}  // namespace stage
