// How the lesions of an open track stand in the review, for whoever draws them: what was decided, by whom, and in which
// words. Pure; any thread.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "stage/review_feed.h"
#include "ui/model.h"

namespace stage {

// Of each of these lesions, what the news know of its review; null where nobody reviews it.
std::vector<const workflow::QueueItem*> reviewedOf(const ReviewNews& news, std::span<const core::LesionId> lesions);

ui::ReviewMark markOf(workflow::LesionState state);
ui::LesionStanding standingOf(const ReviewNews& news, const workflow::QueueItem& item);

}  // namespace stage
