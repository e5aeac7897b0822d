#include "stage/open_to.h"

#include <utility>

namespace stage {

OpenTo::OpenTo(const workflow::Record& record, std::string person)
    : person_(std::move(person)), withheld_(record), blind_(workflow::blindTo(record, person_)) {
  for (const workflow::Reading& each : workflow::readingsOf(record)) {
    if (each.assigned.reader == person_) {
      own_.emplace(each.caseId, each.track);
    }
  }
}

bool OpenTo::allows(const core::CaseId& caseId, const std::string& track) const {
  return (!isBlind(caseId) || own_.contains({caseId, track})) && !withheld_.reason(caseId, track, person_);
}

}  // namespace stage
