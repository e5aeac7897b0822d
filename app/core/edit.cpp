#include "core/edit.h"

#include <algorithm>
#include <tuple>

#include "core/edit_codec.h"
#include "core/error.h"

namespace core {
namespace {

constexpr char kEditDomain[] = "sagitta.edit.1";
constexpr std::uint64_t kMaxHeads = 1 << 16;

SiteId readSite(ByteReader& reader) {
  SiteId site;
  std::memcpy(site.bytes.data(), reader.raw(site.bytes.size()).data(), site.bytes.size());
  return site;
}

void writeSite(ByteWriter& writer, const SiteId& site) {
  writer.raw(std::as_bytes(std::span(site.bytes)));
}

}  // namespace

std::string SiteId::hex() const {
  Hash padded;
  std::copy(bytes.begin(), bytes.end(), padded.bytes.begin());
  return padded.hex().substr(0, 32);
}

HybridTime nextTime(HybridTime latestSeen, std::int64_t wallClockMs) {
  const HybridTime wall{std::uint64_t(std::max<std::int64_t>(wallClockMs, 0)) << HybridTime::kCounterBits};
  return wall > latestSeen ? wall : HybridTime{latestSeen.packed + 1};
}

std::string_view name(EditKind kind) {
  switch (kind) {
    case EditKind::ProjectCreated:
      return "project created";
    case EditKind::CaseAdded:
      return "case added";
    case EditKind::GuidelinePublished:
      return "guideline published";
    case EditKind::LesionCreated:
      return "lesion created";
    case EditKind::MaskChanged:
      return "mask changed";
    case EditKind::Undone:
      return "undone";
    case EditKind::Redone:
      return "redone";
    case EditKind::LesionChanged:
      return "lesion changed";
  }
  return "unknown";
}

// Header: site (16) | varint sequence | u64 time | u64 wall clock | u8 kind | person | role | guideline (32) | case
// (32)
//         | track | varint heads, each site (16), varint sequence, id (32) | body hash (32) | previous (32)
Bytes encodeHeader(const EditHeader& header) {
  ByteWriter writer;
  writeSite(writer, header.site);
  writer.varint(header.sequence);
  writer.u64(header.time.packed);
  writer.u64(std::uint64_t(header.wallClockMs));
  writer.u8(std::uint8_t(header.kind));
  writer.text(header.person);
  writer.text(header.role);
  writer.hash(header.guideline);
  writer.hash(header.caseId);
  writer.text(header.track);
  writer.varint(header.heads.size());
  for (const Head& head : header.heads) {
    writeSite(writer, head.site);
    writer.varint(head.sequence);
    writer.hash(head.edit);
  }
  writer.hash(header.bodyHash);
  writer.hash(header.previous);
  return writer.take();
}

EditHeader decodeHeader(std::span<const std::byte> bytes) {
  ByteReader reader(bytes, "edit header");
  EditHeader header;
  header.site = readSite(reader);
  header.sequence = reader.varint();
  header.time.packed = reader.u64();
  header.wallClockMs = std::int64_t(reader.u64());
  const std::uint8_t kind = reader.u8();
  if (kind < std::uint8_t(EditKind::ProjectCreated) || kind > std::uint8_t(kLastKind)) {
    reader.fail("its kind is unknown");
  }
  header.kind = EditKind(kind);
  header.person = reader.text();
  header.role = reader.text();
  header.guideline = reader.hash();
  header.caseId = reader.hash();
  header.track = reader.text();
  const std::uint64_t heads = reader.varintUpTo(kMaxHeads);
  for (std::uint64_t i = 0; i < heads; ++i) {
    Head head;
    head.site = readSite(reader);
    head.sequence = reader.varint();
    head.edit = reader.hash();
    if (!header.heads.empty() && !(header.heads.back() < head)) {
      reader.fail("its heads are not in order");
    }
    header.heads.push_back(head);
  }
  header.bodyHash = reader.hash();
  header.previous = reader.hash();
  reader.expectEnd();
  return header;
}

EditId editId(const EditHeader& header) {
  const Bytes bytes = encodeHeader(header);
  return Sha256().update(kEditDomain).update(bytes).finish();
}

bool isBefore(const EditHeader& a, const EditId& aId, const EditHeader& b, const EditId& bId) {
  return std::tie(a.time, a.site, a.sequence, aId) < std::tie(b.time, b.site, b.sequence, bId);
}

EditKind kindOf(const EditBody& body) {
  return EditKind(body.index() + 1);
}

bool isUndoStep(const EditBody& body) {
  if (const auto* created = std::get_if<LesionCreated>(&body)) {
    return created->ownStep;
  }
  return std::holds_alternative<MaskChanged>(body) || std::holds_alternative<LesionChanged>(body);
}

}  // namespace core
