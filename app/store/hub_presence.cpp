#include "store/hub_presence.h"

#include <cstring>

#include "core/bytes.h"
#include "core/error.h"

namespace store {
namespace {

constexpr std::size_t kMaxText = 300;
constexpr std::size_t kMaxView = 2'000;
constexpr std::size_t kMaxHands = 2;
constexpr std::size_t kMaxDigits = 7'998;
constexpr char kDigits[] = "0123456789abcdef";

void write(core::ByteWriter& writer, glm::dvec3 point) {
  for (int axis = 0; axis < 3; ++axis) {
    writer.f64(point[axis]);
  }
}

void write(core::ByteWriter& writer, const Pose& pose) {
  write(writer, pose.positionMm);
  for (const double part : {pose.orientation.w, pose.orientation.x, pose.orientation.y, pose.orientation.z}) {
    writer.f64(part);
  }
}

glm::dvec3 readPoint(core::ByteReader& reader) {
  glm::dvec3 point;
  for (int axis = 0; axis < 3; ++axis) {
    point[axis] = reader.f64();
  }
  return point;
}

Pose readPose(core::ByteReader& reader) {
  Pose pose{.positionMm = readPoint(reader), .orientation = {}};
  const double w = reader.f64(), x = reader.f64(), y = reader.f64(), z = reader.f64();
  pose.orientation = glm::dquat(w, x, y, z);
  return pose;
}

std::optional<core::Bytes> fromHex(std::string_view text) {
  if (text.size() % 2 != 0 || text.size() > kMaxDigits) {
    return std::nullopt;
  }
  core::Bytes bytes;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const char* high = std::strchr(kDigits, text[i]);
    const char* low = std::strchr(kDigits, text[i + 1]);
    if (high == nullptr || low == nullptr || *high == '\0' || *low == '\0') {
      return std::nullopt;
    }
    bytes.push_back(std::byte((high - kDigits) << 4 | (low - kDigits)));
  }
  return bytes;
}

}  // namespace

// Message: session (16) | person | case (32) | track | varint 0..1, cursor (3 f64) | varint 0..1, head | varint hands,
// each position (3 f64) and orientation (4 f64: w, x, y, z) | view
std::string encodePresence(const PresenceMessage& message) {
  const Presence& presence = message.presence;
  core::ByteWriter writer;
  writer.raw(std::as_bytes(std::span(message.session.bytes)));
  writer.text(std::string_view(presence.person).substr(0, kMaxText));
  writer.hash(presence.caseId);
  writer.text(std::string_view(presence.track).substr(0, kMaxText));
  writer.varint(presence.cursorMm ? 1 : 0);
  if (presence.cursorMm) {
    write(writer, *presence.cursorMm);
  }
  writer.varint(presence.head ? 1 : 0);
  if (presence.head) {
    write(writer, *presence.head);
  }
  core::check(presence.hands.size() <= kMaxHands, "a person has at most two hands");
  writer.varint(presence.hands.size());
  for (const Pose& hand : presence.hands) {
    write(writer, hand);
  }
  // Half a view helps nobody.
  writer.text(presence.view.size() <= kMaxView ? std::string_view(presence.view) : std::string_view());
  std::string text;
  for (const std::byte byte : writer.bytes()) {
    text += {kDigits[std::to_integer<unsigned>(byte) >> 4], kDigits[std::to_integer<unsigned>(byte) & 15]};
  }
  return text;
}

std::optional<PresenceMessage> decodePresence(std::string_view text) {
  const auto bytes = fromHex(text);
  if (!bytes) {
    return std::nullopt;
  }
  try {
    core::ByteReader reader(*bytes, "presence");
    PresenceMessage message;
    const auto session = reader.raw(message.session.bytes.size());
    std::memcpy(message.session.bytes.data(), session.data(), session.size());
    Presence& presence = message.presence;
    presence.person = reader.text();
    presence.caseId = reader.hash();
    presence.track = reader.text();
    if (reader.varintUpTo(1) == 1) {
      presence.cursorMm = readPoint(reader);
    }
    if (reader.varintUpTo(1) == 1) {
      presence.head = readPose(reader);
    }
    for (std::uint64_t hands = reader.varintUpTo(kMaxHands); hands > 0; --hands) {
      presence.hands.push_back(readPose(reader));
    }
    presence.view = reader.text();
    reader.expectEnd();
    return message;
  } catch (const core::Error&) {
    return std::nullopt;
  }
}

}  // namespace store
