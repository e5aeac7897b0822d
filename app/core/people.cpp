#include "core/people.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/people_codec.h"

namespace core {
namespace {

constexpr std::array<std::pair<Role, std::string_view>, 6> kRoles{{{Role::Reader, "reader"},
                                                                   {Role::Reviewer, "reviewer"},
                                                                   {Role::Adjudicator, "adjudicator"},
                                                                   {Role::Lead, "lead"},
                                                                   {Role::Teacher, "teacher"},
                                                                   {Role::Observer, "observer"}}};

}  // namespace

std::string_view name(Role role) {
  const auto found = std::find_if(kRoles.begin(), kRoles.end(), [&](const auto& each) { return each.first == role; });
  return found == kRoles.end() ? "unknown" : found->second;
}

std::optional<Role> roleNamed(std::string_view name) {
  const auto found = std::find_if(kRoles.begin(), kRoles.end(), [&](const auto& each) { return each.second == name; });
  return found == kRoles.end() ? std::nullopt : std::optional(found->first);
}

// PersonEnrolled: name | signature.
void write(ByteWriter& writer, const PersonEnrolled& body) {
  writer.text(body.name);
  writeSignature(writer, body.signature);
}
void read(ByteReader& reader, PersonEnrolled& body) {
  body.name = reader.text();
  body.signature = readSignature(reader);
}

// RoleChanged: enrolment (32) | role | granted | signature.
void write(ByteWriter& writer, const RoleChanged& body) {
  writer.hash(body.enrolment);
  writer.varint(std::uint64_t(body.role));
  writer.varint(body.granted);
  writeSignature(writer, body.signature);
}
void read(ByteReader& reader, RoleChanged& body) {
  body.enrolment = reader.hash();
  body.role = Role(reader.varintUpTo(std::uint64_t(kLastRole)));
  if (body.role < Role::Reader) {
    reader.fail("its role is unknown");
  }
  body.granted = reader.varintUpTo(1) == 1;
  body.signature = readSignature(reader);
}

// KeyRevoked: enrolment (32) | reason | signature.
void write(ByteWriter& writer, const KeyRevoked& body) {
  writer.hash(body.enrolment);
  writer.text(body.reason);
  writeSignature(writer, body.signature);
}
void read(ByteReader& reader, KeyRevoked& body) {
  body.enrolment = reader.hash();
  body.reason = reader.text();
  body.signature = readSignature(reader);
}

// DeviceEndorsed: key (32) | name | endorsed | signature.
void write(ByteWriter& writer, const DeviceEndorsed& body) {
  writer.raw(std::as_bytes(std::span(body.device.bytes)));
  writer.text(body.name);
  writer.varint(body.endorsed);
  writeSignature(writer, body.signature);
}
void read(ByteReader& reader, DeviceEndorsed& body) {
  body.device.bytes = reader.hash().bytes;
  body.name = reader.text();
  body.endorsed = reader.varintUpTo(1) == 1;
  body.signature = readSignature(reader);
}

// Checkpoint: signature.
void write(ByteWriter& writer, const Checkpoint& body) {
  writeSignature(writer, body.signature);
}
void read(ByteReader& reader, Checkpoint& body) {
  body.signature = readSignature(reader);
}

}  // namespace core
