// Whether the log proves who did what: signatures, the rights that authors had at the time, and whether a device that
// each author let work in their name has signed the chain. Part of verification; reads only.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/rights.h"
#include "store/edit_log.h"

namespace store {

struct Testimony {
  std::vector<std::string> problems;  // what is false, or was not allowed
  std::vector<std::string> findings;  // what is not proven, or was allowed by rights taken away at the same time
};

// edits: the whole log, in total order. body: of an edit, or nothing where it is not here or not what was hashed.
// A project in which nobody is enrolled proves nothing and claims nothing.
Testimony checkedTestimony(std::span<const EditRow> edits,
                           const std::function<std::optional<core::EditBody>(const EditRow&)>& body);

}  // namespace store
