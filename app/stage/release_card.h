// Releases of a project as panels show them. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "release/changes.h"
#include "stage/review_feed.h"
#include "ui/release_model.h"
#include "workflow/gate.h"

namespace stage {

ui::ReleaseCard::Item itemOf(const release::StoredRelease& release);

// In the gate's order. known: whether they were looked at; those that only files tell are unknown until there are any
// obstacles of theirs. places: of each obstacle shown, by check, its place among `obstacles`.
std::vector<ui::ReleaseCard::Check> checksOf(const std::vector<workflow::Obstacle>& obstacles, bool known,
                                             std::vector<std::vector<std::size_t>>& places);

// Which tracks of each case go into the next one, and which do not.
std::vector<ui::ReleaseCard::Holding> holdingsOf(const workflow::Record& record);

// "Renamed: C1 is Liver 7."; the first four of them. Empty where none was.
std::string renamedWords(const std::vector<release::RenamedCase>& renamed);
ui::ReleaseCard::Change changeOf(const release::Change& change);

// After "1": "2"; after "2026-03": "2026-04"; else nothing to propose.
std::string nameAfter(const std::string& latest);

}  // namespace stage
