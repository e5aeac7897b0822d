#include <algorithm>
#include <array>

#include "core/body_codec.h"
#include "core/error.h"

namespace core {
namespace {

constexpr std::uint64_t kMaxHeads = 1 << 16;
constexpr std::uint64_t kMaxSignature = 1 << 10;
constexpr std::uint64_t kMaxLimitHours = 24 * 3660;
constexpr std::uint64_t kMaxVoxel = 1 << 30;

constexpr std::array<std::string_view, 4> kVerdicts = {"accept", "reject", "changes", "escalate"};
constexpr std::array<std::string_view, 4> kRules = {"single", "dual", "sampled", "consensus"};
constexpr std::uint64_t kWithReason = kRules.size();

template <typename Enum, std::size_t Count>
std::optional<Enum> named(const std::array<std::string_view, Count>& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? std::nullopt : std::optional(Enum(found - names.begin()));
}

// A list of texts is a varint count and each text.
void writeList(ByteWriter& writer, const std::vector<std::string>& texts) {
  writer.varint(texts.size());
  for (const std::string& text : texts) {
    writer.text(text);
  }
}

std::vector<std::string> readList(ByteReader& reader) {
  std::vector<std::string> texts;
  for (std::uint64_t left = reader.varintUpTo(reader.left()); left > 0; --left) {
    texts.push_back(reader.text());
  }
  return texts;
}

template <typename Item>
bool isStrictlyOrdered(const std::vector<Item>& items) {
  return std::adjacent_find(items.begin(), items.end(), [](const Item& a, const Item& b) { return !(a < b); }) ==
         items.end();
}

void writeSet(ByteWriter& writer, const std::vector<std::string>& texts) {
  check(isStrictlyOrdered(texts), "what is a set is sorted and holds each once");
  writeList(writer, texts);
}

std::vector<std::string> readSet(ByteReader& reader) {
  std::vector<std::string> texts = readList(reader);
  if (!isStrictlyOrdered(texts)) {
    reader.fail("a list in it is not in order");
  }
  return texts;
}

// varint length, 0 where there is none; the signature.
void writeOptional(ByteWriter& writer, const std::optional<Signature>& signature) {
  ByteWriter bytes;
  if (signature) {
    writeSignature(bytes, *signature);
  }
  check(bytes.bytes().size() <= kMaxSignature, "a signature is short");
  writer.varint(bytes.bytes().size());
  writer.raw(bytes.bytes());
}

std::optional<Signature> readOptional(ByteReader& reader) {
  const std::uint64_t length = reader.varintUpTo(std::min<std::uint64_t>(kMaxSignature, reader.left()));
  if (length == 0) {
    return std::nullopt;
  }
  ByteReader bytes(reader.raw(length), "edit body");
  Signature signature = readSignature(bytes);
  bytes.expectEnd();
  return signature;
}

}  // namespace

std::string_view name(Verdict verdict) {
  return kVerdicts.at(std::size_t(verdict));
}

std::optional<Verdict> verdictNamed(std::string_view name) {
  return named<Verdict>(kVerdicts, name);
}

std::string_view name(ReviewRule rule) {
  return kRules.at(std::size_t(rule));
}

std::optional<ReviewRule> reviewRuleNamed(std::string_view name) {
  return named<ReviewRule>(kRules, name);
}

void writeHeads(ByteWriter& writer, const std::vector<Head>& heads) {
  writer.varint(heads.size());
  for (const Head& head : heads) {
    writer.raw(std::as_bytes(std::span(head.site.bytes)));
    writer.varint(head.sequence);
    writer.hash(head.edit);
  }
}

std::vector<Head> readHeads(ByteReader& reader) {
  std::vector<Head> heads;
  for (std::uint64_t left = reader.varintUpTo(kMaxHeads); left > 0; --left) {
    Head head;
    std::memcpy(head.site.bytes.data(), reader.raw(head.site.bytes.size()).data(), head.site.bytes.size());
    head.sequence = reader.varint();
    head.edit = reader.hash();
    if (!heads.empty() && !(heads.back() < head)) {
      reader.fail("its heads are not in order");
    }
    heads.push_back(head);
  }
  return heads;
}

// Decided: lesion (32) | version (32) | varint verdict | comment | varint ms looked at | varint length, signature
void write(ByteWriter& writer, const Decided& body) {
  writer.hash(body.lesion);
  writer.hash(body.version);
  writer.varint(std::uint64_t(body.verdict));
  writer.text(body.comment);
  writer.varint(body.lookedMs);
  writeOptional(writer, body.signature);
}

void read(ByteReader& reader, Decided& body) {
  body.lesion = reader.hash();
  body.version = reader.hash();
  body.verdict = readEnum(reader, Verdict::Escalate);
  body.comment = reader.text();
  body.lookedMs = reader.varint();
  body.signature = readOptional(reader);
}

// Commented: lesion (32) | text | flag, then i, j, k as varints | view
void write(ByteWriter& writer, const Commented& body) {
  writer.hash(body.lesion);
  writer.text(body.text);
  writer.varint(body.voxel.has_value());
  for (int axis = 0; body.voxel && axis < 3; ++axis) {
    check((*body.voxel)[axis] >= 0, "a remark is pinned to a voxel of the image");
    writer.varint(std::uint64_t((*body.voxel)[axis]));
  }
  writer.text(body.view);
}

void read(ByteReader& reader, Commented& body) {
  body.lesion = reader.hash();
  body.text = reader.text();
  if (readFlag(reader)) {
    body.voxel.emplace();
    for (int axis = 0; axis < 3; ++axis) {
      (*body.voxel)[axis] = int(reader.varintUpTo(kMaxVoxel));
    }
  }
  body.view = reader.text();
}

// PolicySet: varint rule | critical classes | f64 part | seed | resolvers | varint hours. Where it gives a reason,
// there comes before all that: varint 4, which is no rule | reason, never empty
void write(ByteWriter& writer, const PolicySet& body) {
  if (!body.reason.empty()) {
    writer.varint(kWithReason);
    writer.text(body.reason);
  }
  writer.varint(std::uint64_t(body.rule));
  writeSet(writer, body.criticalClasses);
  writer.f64(body.sampledPart);
  writer.text(body.seed);
  writeList(writer, body.resolvers);
  writer.varint(body.limitHours);
}

void read(ByteReader& reader, PolicySet& body) {
  std::uint64_t rule = reader.varintUpTo(kWithReason);
  if (rule == kWithReason) {
    body.reason = reader.text();
    if (body.reason.empty()) {
      reader.fail("it gives a reason that says nothing");
    }
    rule = reader.varintUpTo(kWithReason - 1);
  }
  body.rule = ReviewRule(rule);
  body.criticalClasses = readSet(reader);
  body.sampledPart = reader.f64();
  if (!(body.sampledPart >= 0 && body.sampledPart <= 1)) {
    reader.fail("the part that it draws is none");
  }
  body.seed = reader.text();
  body.resolvers = readList(reader);
  body.limitHours = reader.varintUpTo(kMaxLimitHours);
}

// Assigned: reader | u64 due, ms since 1970 | flag blind | the track that it repeats
void write(ByteWriter& writer, const Assigned& body) {
  writer.text(body.reader);
  writer.u64(std::uint64_t(body.dueMs));
  writer.varint(body.blind);
  writer.text(body.repeats);
}

void read(ByteReader& reader, Assigned& body) {
  body.reader = reader.text();
  body.dueMs = std::int64_t(reader.u64());
  body.blind = readFlag(reader);
  body.repeats = reader.text();
}

void write(ByteWriter& writer, const ReadingSubmitted& body) {
  writeList(writer, body.confirmed);
}

void read(ByteReader& reader, ReadingSubmitted& body) {
  body.confirmed = readList(reader);
}

void write(ByteWriter& writer, const CaseSequestered& body) {
  writer.varint(body.sequestered);
}

void read(ByteReader& reader, CaseSequestered& body) {
  body.sequestered = readFlag(reader);
}

void write(ByteWriter& writer, const CaseConsulted& body) {
  writer.text(body.purpose);
}

void read(ByteReader& reader, CaseConsulted& body) {
  body.purpose = reader.text();
}

// CalibrationOpened: name, never empty | varint cases, each 32 | readers | reference track. Where its cases are read
// twice, there comes before all that: varint 0 | varint 1 where it is by boxes, else 0 | candidates' track | the track
// before seeding
void write(ByteWriter& writer, const CalibrationOpened& body) {
  check(isStrictlyOrdered(body.cases), "cases of a session are sorted, each once");
  check(!body.name.empty(), "a session has a name");
  if (body.isReadTwice()) {
    writer.text("");
    writer.varint(body.boxes);
    writer.text(body.candidates);
    writer.text(body.seededFrom);
  }
  writer.text(body.name);
  writer.varint(body.cases.size());
  for (const CaseId& each : body.cases) {
    writer.hash(each);
  }
  writeSet(writer, body.readers);
  writer.text(body.reference);
}

void read(ByteReader& reader, CalibrationOpened& body) {
  body.name = reader.text();
  if (body.name.empty()) {
    body.boxes = readFlag(reader);
    body.candidates = reader.text();
    body.seededFrom = reader.text();
    if (body.boxes == !body.candidates.empty() || (body.candidates.empty() && !body.seededFrom.empty())) {
      reader.fail("it does not say how its cases are read twice");
    }
    body.name = reader.text();
  }
  if (body.name.empty()) {
    reader.fail("the session has no name");
  }
  for (std::uint64_t left = reader.varintUpTo(reader.left() / 32); left > 0; --left) {
    body.cases.push_back(reader.hash());
  }
  if (!isStrictlyOrdered(body.cases)) {
    reader.fail("its cases are not in order");
  }
  body.readers = readSet(reader);
  body.reference = reader.text();
}

void write(ByteWriter& writer, const CalibrationRevealed& body) {
  writer.hash(body.session);
}

void read(ByteReader& reader, CalibrationRevealed& body) {
  body.session = reader.hash();
}

void write(ByteWriter& writer, const AutomationReleased& body) {
  writer.text(body.className);
  writer.text(body.reason);
}

void read(ByteReader& reader, AutomationReleased& body) {
  body.className = reader.text();
  body.reason = reader.text();
}

// ReleaseMade: name | manifest (32) | heads | previous (32) | varint length, signature
void write(ByteWriter& writer, const ReleaseMade& body) {
  writer.text(body.name);
  writer.hash(body.manifest);
  writeHeads(writer, body.cut);
  writer.hash(body.previous);
  writeOptional(writer, body.signature);
}

void read(ByteReader& reader, ReleaseMade& body) {
  body.name = reader.text();
  body.manifest = reader.hash();
  body.cut = readHeads(reader);
  body.previous = reader.hash();
  body.signature = readOptional(reader);
}

}  // namespace core
