// Calibration sessions: a few difficult cases that everybody reads blind, so that it is known how far readers agree
// before their readings count. Pure functions; any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/progress.h"
#include "workflow/readers.h"
#include "workflow/record.h"

namespace workflow {

// The track in which a reader reads the cases of a session.
std::string calibrationTrack(const std::string& session, const std::string& reader);
// And that in which they read them a second time, where cases are read twice: with candidates, or by boxes.
std::string secondTrack(const core::CalibrationOpened& opened, const std::string& reader);
bool isCalibrationTrack(const Record& record, const core::CaseId& caseId, const std::string& track);

struct Session {
  core::EditId id;
  core::CalibrationOpened opened;
  std::int64_t openedMs = 0;
  std::optional<core::EditHeader> reveal;  // of the edit that revealed it; nothing: it is being read

  bool isRevealed() const { return reveal.has_value(); }
  // Whose readings are compared: the readers' tracks, then the reference where there is one.
  std::vector<std::string> tracks() const;
  Readers compared() const;
  // How many readings are asked of each reader.
  std::size_t readings() const { return opened.cases.size() * (opened.isReadTwice() ? 2 : 1); }
};
std::vector<Session> sessionsOf(const Record& record);  // in total order

// What opens a session: it, and a blind assignment for each of its readers and cases, two where they are read twice.
// dueMs: since 1970, or 0. Throws core::Error where the project has a session of that name, nobody would be held
// against anybody, or nothing could be told from reading twice.
std::vector<core::EditDraft> openingOf(const Record& record, core::CalibrationOpened opened, const std::string& person,
                                       std::int64_t dueMs = 0);

// How far the readers of a session are: how many of Session::readings() each has handed in, in the order of its
// readers.
struct ReaderProgress {
  std::string reader;
  int handedIn = 0;
};
std::vector<ReaderProgress> progressOf(const Record& record, const Session& session);

// A reader in one case, against the reference or the others.
struct CaseOfReader {
  std::optional<double> dice;
  std::int64_t missed = 0;
  std::int64_t added = 0;
};

// A reader against the reference, or where there is none against the others: sums and means over all cases.
struct ReaderResult {
  std::string reader;
  std::int64_t lesions = 0;
  std::int64_t missed = 0;
  std::int64_t added = 0;
  std::optional<double> meanDice;                  // over the cases that have one
  std::optional<analysis::Interval> diceInterval;  // of that; draws whole cases
  std::optional<double> meanSignedMm;              // positive: too large
  std::optional<double> meanExcess;                // of volume, as analysis::ReaderComparison says it
  analysis::TypicalError typicalError = analysis::TypicalError::None;
  std::vector<CaseOfReader> cases;  // in the order given
};

struct SessionResult {
  std::optional<analysis::Estimate> alphaOfLesions;  // Krippendorff's, every finding an item
  std::optional<analysis::Estimate> alphaOfVoxels;   // every voxel of a finding's field of view
  std::vector<ReaderResult> readers;
  std::vector<analysis::Comparison> cases;  // in the order given
};

// Intervals draw whole cases with replacement. readings: at least one, each with two or more tracks.
SessionResult resultOf(const Readers& readers, std::span<const SessionReading> readings,
                       const core::ProgressSink& progress = {});

// Whether readers may go on to production. Limits of Krippendorff (Content Analysis, 4th ed., chapter 12).
inline constexpr double kLeastAlpha = 0.667;  // the lower limit of the interval, below which conclusions are not drawn
inline constexpr double kTargetAlpha = 0.80;  // the value to aim at
struct Gate {
  bool open = false;
  std::string reason;
};
// One revealed session in the trend.
struct SessionAgreement {
  std::string session;
  std::optional<analysis::Estimate> alpha;  // of voxels; nothing where it has none
  bool compared = true;                     // whether its readings could be compared at all
};
// Open once the last two sessions both keep to kLeastAlpha and the last is not clearly worse than the one before: its
// value does not lie below the other's interval. trend: of the revealed sessions, in total order.
Gate gateOf(std::span<const SessionAgreement> trend);

}  // namespace workflow
