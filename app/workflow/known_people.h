// Whom a project knows, from its record. Pure; any thread.
#pragma once

#include "core/known_people.h"
#include "core/rights.h"
#include "workflow/record.h"

namespace workflow {

// Those who are enrolled; where nobody is: whoever drew, was asked to read, decided or is to decide.
core::KnownPeople knownPeople(const Record& record, const core::People& people);

}  // namespace workflow
