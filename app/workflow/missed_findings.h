// What a model did not see: findings that people accepted where it proposed nothing. Pure functions; any thread.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "workflow/automation.h"
#include "workflow/queue.h"
#include "workflow/record.h"

namespace workflow {

// Whether two lesions share a voxel; of a model's candidates, the voxels that they came with count.
using Meets = std::function<bool(const core::LesionId& one, const core::LesionId& other)>;

// Counts ClassWatch::missed, in cases for which the version of the model proposed anything at all: a case that it found
// nothing in does not tell whether it was asked. queue: reviewQueue() of the record.
void countMissed(const Record& record, std::span<const QueueItem> queue, const Meets& meets,
                 std::span<ClassWatch> watches);

}  // namespace workflow
