// What desks are handed with each call: the case that is open at present, what is known of the project, and how the
// case is looked at. Used from the thread that draws.
#pragma once

#include <string>

#include "stage/review_feed.h"
#include "stage/sight.h"
#include "stage/workspace.h"

namespace stage {

// What is open at present.
struct ReviewRoom {
  Workspace& workspace;
  ReviewFeed& feed;
  Sight& sight;
};

// A case and track to be opened.
struct Destination {
  core::CaseId caseId;
  std::string track;

  bool operator==(const Destination&) const = default;
};

// Brings a finding before whoever looks, at a good size and in a window of intensities in which it is seen: one in the
// lung is black in a window of soft tissue, and one elsewhere white in that of the lung. The mask is not empty.
void lookAt(ReviewRoom& room, const core::Mask& mask);

}  // namespace stage
