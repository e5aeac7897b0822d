// Calibration sessions of a project as panels show them, and what a person is to read. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "stage/calibration_results.h"
#include "stage/review_desk.h"
#include "ui/calibration_model.h"
#include "workflow/assignment.h"
#include "workflow/second_reading.h"

namespace stage {

// What a person was asked to read: what is not handed in first, and of that what is overdue; then what was handed in
// last.
std::vector<workflow::Reading> readingsFor(const workflow::Record& record, const std::string& person);

// What is said to whoever has readings to do and opened something else, where others see what they paint; empty where
// there is nothing to say. readings: theirs.
std::string readingsWaiting(const std::vector<workflow::Reading>& readings, const Destination& open);

// How a case is to be read that is read in two ways; empty where it is not.
std::string wayWords(workflow::ReadingWay way);

// outcomes: of the sessions that are revealed, as far as they are worked out. Without those, such a session is shown as
// being worked on. What is open, mayTeach and working are left to whoever knows.
ui::CalibrationCard calibrationCardOf(const workflow::Record& record, const SessionOutcomes& outcomes,
                                      const std::string& person);

// "too large by 0.8 mm", "missing lesions"; empty where nothing stands out.
std::string typicalWords(const workflow::ReaderResult& reader);

}  // namespace stage
