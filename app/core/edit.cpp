#include "core/edit.h"

#include <algorithm>
#include <tuple>

#include "core/body_codec.h"
#include "core/edit_codec.h"
#include "core/error.h"

namespace core {
namespace {

constexpr char kEditDomain[] = "sagitta.edit.1";
constexpr char kSignatureDomain[] = "sagitta.signature.1";

template <std::size_t... Index>
bool hasBody(std::uint64_t number, std::index_sequence<Index...>) {
  return ((number == std::uint64_t(std::variant_alternative_t<Index, AnyEditBody>::kKind)) || ...);
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

bool isEditKind(std::uint64_t number) {
  return hasBody(number, std::make_index_sequence<std::variant_size_v<AnyEditBody>>());
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
    case EditKind::PersonEnrolled:
      return "person enrolled";
    case EditKind::RoleChanged:
      return "role changed";
    case EditKind::KeyRevoked:
      return "key revoked";
    case EditKind::DeviceEndorsed:
      return "device endorsed";
    case EditKind::Checkpoint:
      return "checkpoint";
    case EditKind::ContestSettled:
      return "contest settled";
    case EditKind::Decided:
      return "decided";
    case EditKind::Commented:
      return "commented";
    case EditKind::PolicySet:
      return "review policy set";
    case EditKind::Assigned:
      return "reading assigned";
    case EditKind::ReadingSubmitted:
      return "reading handed in";
    case EditKind::CaseSequestered:
      return "case kept apart";
    case EditKind::CaseConsulted:
      return "case kept apart looked at";
    case EditKind::CalibrationOpened:
      return "calibration opened";
    case EditKind::CalibrationRevealed:
      return "calibration revealed";
    case EditKind::AutomationReleased:
      return "candidates released";
    case EditKind::ReleaseMade:
      return "release made";
    case EditKind::CaseRenamed:
      return "case renamed";
  }
  return "unknown";
}

// Header: site (16) | varint sequence | u64 time | u64 wall clock | u8 kind | person | role | guideline (32) | case
// (32)
//         | track | varint heads, each site (16), varint sequence, id (32) | body hash (32) | previous (32)
Bytes encodeHeader(const EditHeader& header) {
  ByteWriter writer;
  writer.raw(std::as_bytes(std::span(header.site.bytes)));
  writer.varint(header.sequence);
  writer.u64(header.time.packed);
  writer.u64(std::uint64_t(header.wallClockMs));
  writer.u8(std::uint8_t(header.kind));
  writer.text(header.person);
  writer.text(header.role);
  writer.hash(header.guideline);
  writer.hash(header.caseId);
  writer.text(header.track);
  writeHeads(writer, header.heads);
  writer.hash(header.bodyHash);
  writer.hash(header.previous);
  return writer.take();
}

EditHeader decodeHeader(std::span<const std::byte> bytes) {
  ByteReader reader(bytes, "edit header");
  EditHeader header;
  std::memcpy(header.site.bytes.data(), reader.raw(header.site.bytes.size()).data(), header.site.bytes.size());
  header.sequence = reader.varint();
  header.time.packed = reader.u64();
  header.wallClockMs = std::int64_t(reader.u64());
  const std::uint8_t kind = reader.u8();
  if (!isEditKind(kind)) {
    reader.fail("its kind is unknown");
  }
  header.kind = EditKind(kind);
  header.person = reader.text();
  header.role = reader.text();
  header.guideline = reader.hash();
  header.caseId = reader.hash();
  header.track = reader.text();
  header.heads = readHeads(reader);
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

EditBody::EditBody() = default;
EditBody::EditBody(const EditBody& other) = default;
EditBody::EditBody(EditBody&& other) noexcept = default;
EditBody& EditBody::operator=(const EditBody& other) = default;
EditBody& EditBody::operator=(EditBody&& other) noexcept = default;
EditBody::~EditBody() = default;

bool EditBody::operator==(const EditBody& other) const {
  return static_cast<const AnyEditBody&>(*this) == static_cast<const AnyEditBody&>(other);
}

EditKind kindOf(const EditBody& body) {
  return std::visit([](const auto& typed) { return std::remove_cvref_t<decltype(typed)>::kKind; }, body);
}

MaskChanged* footprintOf(EditBody& body) {
  if (auto* settled = std::get_if<ContestSettled>(&body)) {
    return &settled->outcome;
  }
  return std::get_if<MaskChanged>(&body);
}
const MaskChanged* footprintOf(const EditBody& body) {
  return footprintOf(const_cast<EditBody&>(body));
}

bool changesVoxels(EditKind kind) {
  return kind == EditKind::MaskChanged || kind == EditKind::ContestSettled;
}

Signature* signatureOf(EditBody& body) {
  return std::visit(
      []<typename Body>(Body& typed) -> Signature* {
        if constexpr (requires(Signature * there) { there = &typed.signature; }) {
          return &typed.signature;
        } else if constexpr (requires { typed.signature.value(); }) {
          return typed.signature ? &*typed.signature : nullptr;
        } else {
          return nullptr;
        }
      },
      body);
}
const Signature* signatureOf(const EditBody& body) {
  return signatureOf(const_cast<EditBody&>(body));
}

Bytes signedMessage(EditHeader header, EditBody body) {
  Signature* signature = signatureOf(body);
  check(signature != nullptr, "a body that is signed has a signature");
  signature->bytes = {};
  header.bodyHash = sha256(encodeBody(body));
  ByteWriter writer;
  writer.text(kSignatureDomain);
  writer.raw(encodeHeader(header));
  return writer.take();
}

bool isSigned(const EditHeader& header, const EditBody& body) {
  const Signature* signature = signatureOf(body);
  return signature != nullptr && isSignedBy(signature->key, signedMessage(header, body), signature->bytes);
}

bool isUndoStep(const EditBody& body) {
  if (const auto* created = std::get_if<LesionCreated>(&body)) {
    return created->ownStep;
  }
  return footprintOf(body) != nullptr || std::holds_alternative<LesionChanged>(body);
}

}  // namespace core
