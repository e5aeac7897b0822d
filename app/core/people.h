// What edits say of people: who is enrolled with which key, who has which role, which devices work in their name. The
// bodies alone; what follows from them, and which role may do what, is core/rights.h. Values; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/edit_kind.h"
#include "core/hash.h"
#include "core/signature.h"

namespace core {

// The numbers are part of the project file.
enum class Role : std::uint8_t { Reader = 1, Reviewer = 2, Adjudicator = 3, Lead = 4, Teacher = 5, Observer = 6 };
inline constexpr Role kLastRole = Role::Observer;
std::string_view name(Role role);                      // "reader"
std::optional<Role> roleNamed(std::string_view name);  // nothing where no role is called so

// A person says: this is my name, and this is my key. Signed with that key, so that nobody enrols a key that is not
// theirs. It gives no right: a lead grants roles to it. Only who enrols knowing of nobody enrolled becomes lead by it.
// One person may be enrolled with several keys, one after another.
struct PersonEnrolled {
  static constexpr EditKind kKind = EditKind::PersonEnrolled;
  std::string name;
  Signature signature;

  bool operator==(const PersonEnrolled&) const = default;
};

// A lead gives a role to a person under one key, or takes it away.
struct RoleChanged {
  static constexpr EditKind kKind = EditKind::RoleChanged;
  Hash enrolment;  // id of the edit of PersonEnrolled
  Role role = Role::Reader;
  bool granted = true;
  Signature signature;

  bool operator==(const RoleChanged&) const = default;
};

// A lead, or the person, says that a key is no longer theirs alone: lost, stolen, or its holder gone.
struct KeyRevoked {
  static constexpr EditKind kKind = EditKind::KeyRevoked;
  Hash enrolment;
  std::string reason;
  Signature signature;

  bool operator==(const KeyRevoked&) const = default;
};

// A person says that the holder of a device's key works in their name, or no longer does.
struct DeviceEndorsed {
  static constexpr EditKind kKind = EditKind::DeviceEndorsed;
  PublicKey device;
  std::string name;  // of the device, for people: "reading room 2"
  bool endorsed = true;
  Signature signature;

  bool operator==(const DeviceEndorsed&) const = default;
};

// A device signs its chain: the header names the edit before, which names the one before it, and so on to the first, so
// one signature covers all that the device has done so far. (What it knew of other sites is covered too: their heads
// stand in the header.)
struct Checkpoint {
  static constexpr EditKind kKind = EditKind::Checkpoint;
  Signature signature;

  bool operator==(const Checkpoint&) const = default;
};

}  // namespace core
