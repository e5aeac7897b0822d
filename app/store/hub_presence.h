// Who is where just now: said to the others at the hub and never stored. Values; any thread.
#pragma once

#include <glm/gtc/quaternion.hpp>
#include <glm/vec3.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/edit.h"
#include "core/study.h"

namespace store {

// Where a head or a hand is and how it is turned, in patient space (LPS, mm).
struct Pose {
  glm::dvec3 positionMm{0};
  glm::dquat orientation{1, 0, 0, 0};

  bool operator==(const Pose&) const = default;
};

struct Presence {
  std::string person;
  core::CaseId caseId;  // zero: in no case
  std::string track;
  std::optional<glm::dvec3> cursorMm;
  std::optional<Pose> head;
  std::vector<Pose> hands;  // at most two
  std::string view;         // what they look at, for those who follow; as its writer put it, at most 2,000 bytes

  bool operator==(const Presence&) const = default;
};

// `session` tells two windows of one person apart.
struct PresenceMessage {
  core::SiteId session;
  Presence presence;
};

// What fits into an announcement: hexadecimal digits, at most 8,000.
std::string encodePresence(const PresenceMessage& message);
std::optional<PresenceMessage> decodePresence(std::string_view text);  // nothing where it is no such message

}  // namespace store
