// An Edit is the only way that a project's state changes: a stroke, an undo, a new case, a new guideline. One immutable
// value serves undo, storage, sync, audit and replay. Its identity is the SHA-256 of its canonical header bytes, which
// hold the hash of its body. State is a fold over the set of edits in one total order (core/fold.h), so merging two
// projects is the union of two sets. Values; any thread.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/brush.h"
#include "core/bytes.h"
#include "core/edit_kind.h"
#include "core/hash.h"
#include "core/log_place.h"
#include "core/mask.h"
#include "core/people.h"
#include "core/review.h"
#include "core/rollout.h"
#include "core/study.h"

namespace core {

// Hybrid logical clock: 48 bits of milliseconds since 1970, 16 bits of counter. Orders edits; the wall clock beside it
// only informs.
struct HybridTime {
  std::uint64_t packed = 0;

  static constexpr int kCounterBits = 16;
  std::uint64_t milliseconds() const { return packed >> kCounterBits; }
  auto operator<=>(const HybridTime&) const = default;
};

// The time of a new edit: later than everything seen, and not before the wall clock.
HybridTime nextTime(HybridTime latestSeen, std::int64_t wallClockMs);

struct EditHeader {
  SiteId site;
  std::uint64_t sequence = 0;  // 1, 2, 3, ... within the site
  HybridTime time;
  std::int64_t wallClockMs = 0;  // since 1970, UTC, as the author's machine believed
  EditKind kind = EditKind::ProjectCreated;
  std::string person;
  std::string role;
  Hash guideline;           // the version in force; zero: none
  CaseId caseId;            // zero where the edit concerns no case
  std::string track;        // empty where it concerns none
  std::vector<Head> heads;  // what its author knew of other sites when the work on it began, by site
  Hash bodyHash;            // of the body's canonical bytes
  EditId previous;          // the same site's edit before this one; zero for the first

  bool operator==(const EditHeader&) const = default;
};

Bytes encodeHeader(const EditHeader& header);
EditHeader decodeHeader(std::span<const std::byte> bytes);  // throws Error on anything that encodeHeader cannot write
EditId editId(const EditHeader& header);                    // SHA-256 of "sagitta.edit.1" and the header's bytes

// The total order of the fold: time, site, sequence, id.
bool isBefore(const EditHeader& a, const EditId& aId, const EditHeader& b, const EditId& bId);

// ---- Bodies: what each kind says; of the workflow, in core/review.h and core/rollout.h ----

struct ProjectCreated {
  static constexpr EditKind kKind = EditKind::ProjectCreated;
  std::string title;
  bool operator==(const ProjectCreated&) const = default;
};

struct CaseAdded {
  static constexpr EditKind kKind = EditKind::CaseAdded;
  Case added;
  bool operator==(const CaseAdded&) const = default;
};

// Gives the case that the header names another name, which core::faultOfCaseName() has let through. Of several, the
// latest in total order counts. What was called by the former name is still found by it: core::caseNamed().
struct CaseRenamed {
  static constexpr EditKind kKind = EditKind::CaseRenamed;
  std::string name;
  bool operator==(const CaseRenamed&) const = default;
};

struct GuidelinePublished {
  static constexpr EditKind kKind = EditKind::GuidelinePublished;
  std::string document;  // canonical JSON; its SHA-256 is the version's name
  bool operator==(const GuidelinePublished&) const = default;
};

using Color = std::array<std::uint8_t, 3>;  // sRGB

enum class Granularity : std::uint8_t { Instance = 0, SemanticRegion = 1, Box = 2 };
enum class Provenance : std::uint8_t { Drawn = 0, Candidate = 1 };

struct LesionCreated {
  static constexpr EditKind kKind = EditKind::LesionCreated;
  std::string name;
  std::string className;
  Granularity granularity = Granularity::Instance;
  Provenance provenance = Provenance::Drawn;
  std::string model;  // of a candidate: who proposed it
  std::string modelVersion;
  std::optional<double> confidence;
  std::map<std::string, std::string> attributes;
  // Whether it was made on purpose, even without a voxel, and is undone by itself. Where a stroke made it in passing,
  // it comes and goes with the edits that touch its voxels (core/fold.h, stands()).
  bool ownStep = false;
  std::optional<Color> color;  // where its author chose one

  bool operator==(const LesionCreated&) const = default;
};

// The footprint of one stroke (or import) on one lesion: the voxels that it asserts set and those that it asserts
// cleared, whether or not they were so already.
struct MaskChange {
  LesionId lesion;
  Mask set;
  Mask cleared;  // disjoint from `set`

  bool operator==(const MaskChange&) const = default;
};

struct MaskChanged {
  static constexpr EditKind kKind = EditKind::MaskChanged;
  std::vector<MaskChange> changes;    // by lesion, each once
  std::optional<BrushStroke> stroke;  // how it was drawn: for replay and teaching, never to compute voxels again
  std::string source;                 // of an import: its file and values; of an operation: its name and parameters
  // The lesions that it takes out of the project, because they were deleted or went into one of `changes`; sorted, each
  // once, none of them in `changes`. Their voxels stay in the log: undo brings them back as they were.
  std::vector<LesionId> removed;

  bool operator==(const MaskChanged&) const = default;
};

// Takes an edit of the same person out of the fold; Redone puts it back. The latest of them in total order counts.
struct Undone {
  static constexpr EditKind kKind = EditKind::Undone;
  EditId target;
  bool operator==(const Undone&) const = default;
};
struct Redone {
  static constexpr EditKind kKind = EditKind::Redone;
  EditId target;
  bool operator==(const Redone&) const = default;
};

// Gives a lesion another name, class, colour, granularity or other attributes; at least one of them. Of several such
// edits, the latest in total order counts, field by field. A name or a colour is how people tell lesions apart, so a
// change of them leaves decisions as they are; the rest is part of what a decision names (lesionVersion()).
struct LesionChanged {
  static constexpr EditKind kKind = EditKind::LesionChanged;
  LesionId lesion;
  std::optional<std::string> name;
  std::optional<std::string> className;
  std::optional<Color> color;
  std::optional<Granularity> granularity;
  std::optional<std::map<std::string, std::string>> attributes;  // all of them: those not named here are gone

  bool operator==(const LesionChanged&) const = default;
  bool isEmpty() const { return !name && !className && !color && !granularity && !attributes; }
};

// A person's choice where others, unaware of each other, said different things of the same voxels (core/contest.h):
// what they are from now on, as one more footprint. Its author knows of all that it settles, so nothing is contested
// after it until somebody unaware of it speaks again.
struct ContestSettled {
  static constexpr EditKind kKind = EditKind::ContestSettled;
  MaskChanged outcome;
  bool operator==(const ContestSettled&) const = default;
};

using AnyEditBody =
    std::variant<ProjectCreated, CaseAdded, GuidelinePublished, LesionCreated, MaskChanged, Undone, Redone,
                 LesionChanged, PersonEnrolled, RoleChanged, KeyRevoked, DeviceEndorsed, Checkpoint, ContestSettled,
                 Decided, Commented, PolicySet, Assigned, ReadingSubmitted, CaseSequestered, CaseConsulted,
                 CalibrationOpened, CalibrationRevealed, AutomationReleased, ReleaseMade, CaseRenamed>;

// Every kind has one body, and says by kKind which. A class of its own, so that the copying of two dozen kinds is
// compiled once, not in every file that hands an edit on.
struct EditBody : AnyEditBody {
  using AnyEditBody::AnyEditBody;
  EditBody();
  EditBody(const EditBody& other);
  EditBody(EditBody&& other) noexcept;
  EditBody& operator=(const EditBody& other);
  EditBody& operator=(EditBody&& other) noexcept;
  ~EditBody();
  bool operator==(const EditBody& other) const;
};

EditKind kindOf(const EditBody& body);
Bytes encodeBody(const EditBody& body);
// Throws Error on anything that encodeBody cannot write; memory is bounded by a small multiple of the input's size
// times a brick's (a brick takes at least four bytes of input and 4 KiB of memory).
EditBody decodeBody(EditKind kind, std::span<const std::byte> bytes);

// What a body says of voxels (MaskChanged, ContestSettled); null where it says nothing of them.
const MaskChanged* footprintOf(const EditBody& body);
MaskChanged* footprintOf(EditBody& body);
bool changesVoxels(EditKind kind);  // whether bodies of this kind have a footprint

// The signature in a body: of every kind that has a member `signature`, be it always there or optional; null where
// there is none. It covers the whole edit: the header with name, time, place in the chain and causal heads, and the
// body.
const Signature* signatureOf(const EditBody& body);
Signature* signatureOf(EditBody& body);
// The bytes that are signed: "sagitta.signature.1" and the header, whose body hash is taken with the signature's own
// bytes at zero. `body` has a signature, with key and meaning filled in.
Bytes signedMessage(EditHeader header, EditBody body);
bool isSigned(const EditHeader& header, const EditBody& body);  // whether the signature in it is true

// Whether undo steps on it: strokes, imports, lesions created on purpose, and what was changed about them.
bool isUndoStep(const EditBody& body);

// ---- What an author hands to the log, which adds site, sequence, times, heads and hashes ----

struct EditDraft {
  std::string person;
  std::string role;
  Hash guideline;
  CaseId caseId;
  std::string track;
  EditBody body;
  std::optional<std::vector<Head>> heads;  // what the author knew when the work began; nothing: all that is in the log
  // Of a body with a signature, whose key and meaning are filled in: makes the rest, once the header is known.
  std::function<SignatureBytes(std::span<const std::byte> message)> sign;
};

}  // namespace core
