// Who reads what: readings as they were assigned, and a fair plan for new ones. Pure functions; any thread.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/record.h"

namespace workflow {

struct Reading {
  core::EditId edit;  // the assignment
  core::CaseId caseId;
  std::string track;
  core::Assigned assigned;
  std::optional<std::int64_t> submittedMs;  // by the reader it is assigned to; nothing: not yet
  bool overdue = false;
};
// Those that were not taken back, by case in total order, then track.
std::vector<Reading> readingsOf(const Record& record);
// Who was asked for the reading that a track is; empty: nobody, and anybody may work in it.
std::string readerOf(const Record& record, const core::CaseId& caseId, const std::string& track);
// The cases that a person reads without knowing what others found there: until all who read them blind have handed in,
// themselves included, so that nobody can bring a reading into line with another. What a calibration session asked for,
// no longer than until it is revealed.
std::set<core::CaseId> blindTo(const Record& record, const std::string& person);

struct PlannedReading {
  core::CaseId caseId;
  std::string track;  // of the reader: "anna", and "anna again" of a repeated reading
  std::string reader;
  std::string repeats;
};

struct PlanSettings {
  int readersPerCase = 1;   // at most as many as there are readers
  double repeatedPart = 0;  // of the cases, read once more by one of their readers
  std::string seed;         // the same seed, cases and readers give the same plan everywhere
};

// Balanced: every reader gets as many cases as any other, give or take one, counting what they have already. Who gets
// which case is drawn from the seed.
std::vector<PlannedReading> planReadings(const Record& record, std::span<const core::CaseId> cases,
                                         std::span<const std::string> readers, const PlanSettings& settings);

}  // namespace workflow
