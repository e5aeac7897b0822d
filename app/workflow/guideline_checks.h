// What is to be looked at before a guideline is published: what keeps it from being one, and what its readers would
// stumble over. Pure functions; any thread.
#pragma once

#include <string>
#include <vector>

#include "core/guideline_draft.h"
#include "workflow/record.h"

namespace workflow {

struct GuidelineFault {
  enum class Part : std::uint8_t { Whole, Class, EdgeCase, Change };

  std::string what;     // "\u201Ccyst\u201D is defined twice"
  std::string remedy;   // "Rename one of them, or remove it"
  bool blocks = false;  // whether it cannot be published so
  Part part = Part::Whole;
  std::size_t place = 0;  // among those

  bool operator==(const GuidelineFault&) const = default;
};

// What keeps it back first, then in the order of the guideline.
std::vector<GuidelineFault> faultsOf(const core::GuidelineDraft& draft, const Record& record);

}  // namespace workflow
