// A finding that was changed after somebody decided on it, as it was then: whoever looks at it a second time is to see
// what is new.
#pragma once

#include <optional>
#include <string>

#include "workflow/queue.h"

namespace workflow {

// The latest decision that counted until the finding itself was changed; null where there is none. Pure.
const Opinion* decidedBeforeChange(const QueueItem& item);

struct AsDecided {
  core::Lesion lesion;  // its class then
  core::Mask mask;
};
// What that decision was about: a fold of what its author knew. Nothing where that does not give the very version that
// the decision names, since part of its past is withheld from this copy. On the thread of the project file.
std::optional<AsDecided> asDecided(const store::ProjectFile& project, const Record& record, const QueueItem& item);

}  // namespace workflow
