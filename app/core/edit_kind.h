// What kinds of edits there are. Read by everything that looks at a log without opening bodies.
#pragma once

#include <cstdint>
#include <string_view>

namespace core {

// The numbers are part of the project file.
enum class EditKind : std::uint8_t {
  ProjectCreated = 1,
  CaseAdded = 2,
  GuidelinePublished = 3,
  LesionCreated = 4,
  MaskChanged = 5,
  Undone = 6,
  Redone = 7,
  LesionChanged = 8,
  // People: core/people.h. Contradictions: core/edit.h.
  PersonEnrolled = 9,
  RoleChanged = 10,
  KeyRevoked = 11,
  DeviceEndorsed = 12,
  Checkpoint = 13,
  ContestSettled = 14,
  // Workflow: core/review.h, core/rollout.h.
  Decided = 15,
  Commented = 16,
  PolicySet = 17,
  Assigned = 18,
  ReadingSubmitted = 19,
  CaseSequestered = 20,
  CaseConsulted = 21,
  CalibrationOpened = 22,
  CalibrationRevealed = 23,
  AutomationReleased = 24,
  ReleaseMade = 25,
  // Cases: core/edit.h, beside CaseAdded.
  CaseRenamed = 26,
};
bool isEditKind(std::uint64_t number);
std::string_view name(EditKind kind);  // "mask changed", for people

}  // namespace core
