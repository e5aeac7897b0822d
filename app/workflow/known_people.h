// Whom a project knows, from its record. Pure; any thread.
#pragma once

#include "core/known_people.h"
#include "core/rights.h"
#include "workflow/record.h"

namespace workflow {

// Those who are enrolled; where nobody is: whoever drew, was asked to read, decided or is to decide.
core::KnownPeople knownPeople(const Record& record, const core::People& people);
// Of them, those who have a role, or whose role gives a right; all, where nobody has or nobody is enrolled.
core::KnownPeople thoseWith(const core::KnownPeople& known, const core::People& people, core::Role role);
core::KnownPeople thoseWith(const core::KnownPeople& known, const core::People& people, core::Right right);

}  // namespace workflow
