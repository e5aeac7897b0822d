// The lesions that a version of the guideline touches, as far as one person may see them. Pure; any thread.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "stage/review_room.h"
#include "ui/guideline_model.h"
#include "workflow/guideline_change.h"

namespace stage {

struct TouchedLesions {
  std::vector<ui::GuidelinePageCard::Touched> items;
  struct Place {
    Destination at;
    core::LesionId lesion;
  };
  std::vector<Place> places;  // of each
};

// Those that are to be decided on again first, then those that the version no longer allows, then the others, and what
// was rejected anyway. rules: that version. touched, again: places in the record.
TouchedLesions touchedLesions(const ReviewNews& news, const core::Guideline& rules,
                              const std::vector<std::size_t>& touched, const std::set<std::size_t>& again,
                              const std::string& reader);

// Of the version in force, held against the one before it; nothing where it is the first.
TouchedLesions touchedByLatest(const ReviewNews& news, const std::string& reader);

}  // namespace stage
