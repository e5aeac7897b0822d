// What one person may open: the cases of the project, and the tracks of each, as far as nothing is kept from them.
// Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "stage/review_desk.h"
#include "ui/case_model.h"

namespace stage {

struct CaseList {
  ui::CasesCard card;
  std::vector<std::vector<Destination>> places;  // of its cases' tracks
};

// reader: whose window it is. open: what is open.
CaseList casesFor(const workflow::Record& record, const std::string& reader, const Destination& open);

}  // namespace stage
