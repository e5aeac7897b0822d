#include "core/edit_codec.h"

#include <algorithm>
#include <bit>

#include "core/body_codec.h"
#include "core/edit.h"
#include "core/error.h"
#include "core/people_codec.h"

namespace core {
namespace {

constexpr int kBrickBits = Brick::kRows * Brick::kSide;
constexpr std::uint64_t kKeys = std::uint64_t{1} << 30;
constexpr std::uint64_t kMaxLesions = 65'535;

// The first position in [from, kBrickBits) whose bit is `value`, or kBrickBits.
int findBit(const Brick& brick, int from, bool value) {
  while (from < kBrickBits) {
    const std::uint32_t row = brick.rows[from / 32];
    const std::uint32_t bits = (value ? row : ~row) >> (from % 32);
    if (bits != 0) {
      return from + std::countr_zero(bits);
    }
    from = (from / 32 + 1) * 32;
  }
  return kBrickBits;
}

void setBits(Brick& brick, int from, int to) {
  while (from < to) {
    const int first = from % 32;
    const int length = std::min(32 - first, to - from);
    brick.rows[from / 32] |= (length >= 32 ? ~0u : (1u << length) - 1u) << first;
    from += length;
  }
}

void writeBrick(ByteWriter& writer, const Brick& brick) {
  bool value = false;
  for (int at = 0; at < kBrickBits; value = !value) {
    const int end = findBit(brick, at, !value);
    writer.varint(std::uint64_t(end - at));
    at = end;
  }
}

void readBrick(ByteReader& reader, Brick& brick) {
  bool value = false;
  for (int at = 0; at < kBrickBits; value = !value) {
    const int length = int(reader.varintUpTo(std::uint64_t(kBrickBits - at)));
    if (length == 0 && at > 0) {
      reader.fail("a run in it is empty");
    }
    if (length == kBrickBits && !value) {
      reader.fail("a brick in it is empty");
    }
    if (value) {
      setBits(brick, at, at + length);
    }
    at += length;
  }
}

void writeTexts(ByteWriter& writer, const std::map<std::string, std::string>& texts) {
  writer.varint(texts.size());
  for (const auto& [key, value] : texts) {
    writer.text(key);
    writer.text(value);
  }
}

std::map<std::string, std::string> readTexts(ByteReader& reader) {
  std::map<std::string, std::string> texts;
  for (std::uint64_t left = reader.varintUpTo(reader.left()); left > 0; --left) {
    std::string key = reader.text();
    std::string value = reader.text();
    if (!texts.empty() && !(texts.rbegin()->first < key)) {
      reader.fail("its attributes are not in order");
    }
    texts.emplace_hint(texts.end(), std::move(key), std::move(value));
  }
  return texts;
}

void writeColor(ByteWriter& writer, const Color& color) {
  for (const std::uint8_t channel : color) {
    writer.u8(channel);
  }
}

Color readColor(ByteReader& reader) {
  Color color;
  for (std::uint8_t& channel : color) {
    channel = reader.u8();
  }
  return color;
}

Grid readGrid(ByteReader& reader) {
  glm::ivec3 size;
  for (int a = 0; a < 3; ++a) {
    size[a] = int(reader.varintUpTo(Grid::kMaxSize));
  }
  glm::dmat4 worldFromVoxel(1);
  for (int column = 0; column < 4; ++column) {
    for (int row = 0; row < 3; ++row) {
      worldFromVoxel[column][row] = reader.f64();
    }
  }
  return Grid(size, worldFromVoxel);
}

void writeGrid(ByteWriter& writer, const Grid& grid) {
  for (int a = 0; a < 3; ++a) {
    writer.varint(std::uint64_t(grid.size()[a]));
  }
  for (int column = 0; column < 4; ++column) {
    for (int row = 0; row < 3; ++row) {
      writer.f64(grid.worldFromVoxel()[column][row]);
    }
  }
}

// One overload pair per body, in the order of EditKind; those of the workflow are in core/workflow_codec.cpp.

void write(ByteWriter& writer, const ProjectCreated& body) {
  writer.text(body.title);
}
void read(ByteReader& reader, ProjectCreated& body) {
  body.title = reader.text();
}

void write(ByteWriter& writer, const CaseAdded& body) {
  const Case& added = body.added;
  writer.hash(added.id);
  writer.text(added.name);
  writer.text(added.modality);
  writeGrid(writer, added.grid);
  writer.varint(std::uint64_t(added.voxelType));
  writer.f64(added.rescale.slope);
  writer.f64(added.rescale.intercept);
  writer.f64(added.intensity.min);
  writer.f64(added.intensity.max);
  writer.varint(added.chunks.size());
  for (const Hash& chunk : added.chunks) {
    writer.hash(chunk);
  }
  writer.text(added.format);
  writer.varint(added.notes.size());
  for (const std::string& note : added.notes) {
    writer.text(note);
  }
}

void read(ByteReader& reader, CaseAdded& body) {
  Case& added = body.added;
  added.id = reader.hash();
  added.name = reader.text();
  added.modality = reader.text();
  added.grid = readGrid(reader);
  const std::uint64_t type = reader.varintUpTo(std::uint64_t(VoxelType::Float32));
  if (type == 0) {
    reader.fail("its voxel type is unknown");
  }
  added.voxelType = VoxelType(type);
  added.rescale.slope = reader.f64();
  added.rescale.intercept = reader.f64();
  added.intensity.min = reader.f64();
  added.intensity.max = reader.f64();
  for (std::uint64_t left = reader.varintUpTo(reader.left() / 32); left > 0; --left) {
    added.chunks.push_back(reader.hash());
  }
  added.format = reader.text();
  for (std::uint64_t left = reader.varintUpTo(reader.left()); left > 0; --left) {
    added.notes.push_back(reader.text());
  }
}

void write(ByteWriter& writer, const CaseRenamed& body) {
  writer.text(body.name);
}
void read(ByteReader& reader, CaseRenamed& body) {
  body.name = reader.text();
}

void write(ByteWriter& writer, const GuidelinePublished& body) {
  writer.text(body.document);
}
void read(ByteReader& reader, GuidelinePublished& body) {
  body.document = reader.text();
}

void write(ByteWriter& writer, const LesionCreated& body) {
  writer.text(body.name);
  writer.text(body.className);
  writer.varint(std::uint64_t(body.granularity));
  writer.varint(std::uint64_t(body.provenance));
  writer.text(body.model);
  writer.text(body.modelVersion);
  writer.varint(body.confidence.has_value());
  if (body.confidence) {
    writer.f64(*body.confidence);
  }
  writeTexts(writer, body.attributes);
  writer.varint(body.ownStep);
  // Bodies from before lesions had colours end here, and keep their bytes.
  if (body.color) {
    writeColor(writer, *body.color);
  }
}

void read(ByteReader& reader, LesionCreated& body) {
  body.name = reader.text();
  body.className = reader.text();
  body.granularity = readEnum(reader, Granularity::Box);
  body.provenance = readEnum(reader, Provenance::Candidate);
  body.model = reader.text();
  body.modelVersion = reader.text();
  if (readFlag(reader)) {
    body.confidence = reader.f64();
  }
  body.attributes = readTexts(reader);
  body.ownStep = readFlag(reader);
  if (reader.left() > 0) {
    body.color = readColor(reader);
  }
}

// A stroke's first number is its mode (0 adds, 1 erases), and 2 more where it is a disc, whose normal then stands at
// the end: spheres are written as they were before there were discs.
constexpr std::uint64_t kDisc = 2;

void write(ByteWriter& writer, const BrushStroke& stroke) {
  writer.varint(std::uint64_t(stroke.mode) + (stroke.discNormal ? kDisc : 0));
  writer.f64(stroke.radiusMm);
  writer.varint(stroke.pointsMm.size());
  for (const glm::dvec3& point : stroke.pointsMm) {
    writer.f64(point.x);
    writer.f64(point.y);
    writer.f64(point.z);
  }
  writer.varint(stroke.range.has_value());
  if (stroke.range) {
    writer.f64(stroke.range->min);
    writer.f64(stroke.range->max);
  }
  writer.varint(stroke.protectOthers);
  if (stroke.discNormal) {
    writer.f64(stroke.discNormal->x);
    writer.f64(stroke.discNormal->y);
    writer.f64(stroke.discNormal->z);
  }
}

void read(ByteReader& reader, BrushStroke& stroke) {
  const std::uint64_t kind = reader.varintUpTo(kDisc + std::uint64_t(BrushMode::Erase));
  stroke.mode = BrushMode(kind % kDisc);
  stroke.radiusMm = reader.f64();
  stroke.pointsMm.resize(reader.varintUpTo(reader.left() / 24));
  for (glm::dvec3& point : stroke.pointsMm) {
    point.x = reader.f64();
    point.y = reader.f64();
    point.z = reader.f64();
  }
  if (readFlag(reader)) {
    stroke.range.emplace();
    stroke.range->min = reader.f64();
    stroke.range->max = reader.f64();
  }
  stroke.protectOthers = readFlag(reader);
  if (kind >= kDisc) {
    stroke.discNormal.emplace();
    stroke.discNormal->x = reader.f64();
    stroke.discNormal->y = reader.f64();
    stroke.discNormal->z = reader.f64();
  }
}

bool share(const Mask& a, const Mask& b) {
  for (const auto& [key, brick] : b.bricks()) {
    const Brick* other = a.find(key);
    for (int i = 0; other != nullptr && i < Brick::kRows; ++i) {
      if ((brick.rows[i] & other->rows[i]) != 0) {
        return true;
      }
    }
  }
  return false;
}

void write(ByteWriter& writer, const MaskChanged& body) {
  std::uint64_t bricks = 0;
  for (const MaskChange& change : body.changes) {
    bricks += change.set.bricks().size() + change.cleared.bricks().size();
  }
  if (bricks > kMaxBricksPerEdit) {
    throw Error("edit", "it changes more than 524,288 blocks of 32 x 32 x 32 voxels at once", "Do it in parts");
  }
  writer.varint(body.changes.size());
  for (const MaskChange& change : body.changes) {
    writer.hash(change.lesion);
    writeMask(writer, change.set);
    writeMask(writer, change.cleared);
  }
  writer.varint(body.stroke.has_value());
  if (body.stroke) {
    write(writer, *body.stroke);
  }
  writer.text(body.source);
  // Bodies from before lesions could be taken out end here, and keep their bytes.
  if (!body.removed.empty()) {
    writer.varint(body.removed.size());
    for (const LesionId& lesion : body.removed) {
      writer.hash(lesion);
    }
  }
}

void readRemoved(ByteReader& reader, MaskChanged& body) {
  const std::uint64_t count = reader.varintUpTo(std::min<std::uint64_t>(kMaxLesions, reader.left() / 32));
  if (count == 0) {
    reader.fail("it says at length that it takes out no lesion");
  }
  for (std::uint64_t left = count; left > 0; --left) {
    const LesionId lesion = reader.hash();
    if (!body.removed.empty() && !(body.removed.back() < lesion)) {
      reader.fail("the lesions that it takes out are not in order");
    }
    const auto changed = std::lower_bound(body.changes.begin(), body.changes.end(), lesion,
                                          [](const MaskChange& a, const LesionId& b) { return a.lesion < b; });
    if (changed != body.changes.end() && changed->lesion == lesion) {
      reader.fail("it changes a lesion that it takes out");
    }
    body.removed.push_back(lesion);
  }
}

void read(ByteReader& reader, MaskChanged& body) {
  std::uint64_t bricksLeft = kMaxBricksPerEdit;
  for (std::uint64_t left = reader.varintUpTo(kMaxLesions); left > 0; --left) {
    MaskChange change;
    change.lesion = reader.hash();
    if (!body.changes.empty() && !(body.changes.back().lesion < change.lesion)) {
      reader.fail("its lesions are not in order");
    }
    change.set = readMask(reader, bricksLeft);
    change.cleared = readMask(reader, bricksLeft);
    if (share(change.set, change.cleared)) {
      reader.fail("it sets and clears the same voxel");
    }
    body.changes.push_back(std::move(change));
  }
  if (readFlag(reader)) {
    read(reader, body.stroke.emplace());
  }
  body.source = reader.text();
  if (reader.left() > 0) {
    readRemoved(reader, body);
  }
}

void write(ByteWriter& writer, const Undone& body) {
  writer.hash(body.target);
}
void read(ByteReader& reader, Undone& body) {
  body.target = reader.hash();
}

void write(ByteWriter& writer, const Redone& body) {
  writer.hash(body.target);
}
void read(ByteReader& reader, Redone& body) {
  body.target = reader.hash();
}

// LesionChanged: lesion (32) | u8 which fields follow, from the lowest bit: name, class, colour (3 bytes sRGB),
// granularity, attributes | those fields.
void write(ByteWriter& writer, const LesionChanged& body) {
  check(!body.isEmpty(), "a lesion is changed in something");
  writer.hash(body.lesion);
  writer.u8(std::uint8_t(body.name.has_value() | body.className.has_value() << 1 | body.color.has_value() << 2 |
                         body.granularity.has_value() << 3 | body.attributes.has_value() << 4));
  if (body.name) {
    writer.text(*body.name);
  }
  if (body.className) {
    writer.text(*body.className);
  }
  if (body.color) {
    writeColor(writer, *body.color);
  }
  if (body.granularity) {
    writer.varint(std::uint64_t(*body.granularity));
  }
  if (body.attributes) {
    writeTexts(writer, *body.attributes);
  }
}

void read(ByteReader& reader, LesionChanged& body) {
  body.lesion = reader.hash();
  const std::uint8_t fields = reader.u8();
  if (fields == 0 || fields > 31) {
    reader.fail("it does not say what it changes");
  }
  if ((fields & 1) != 0) {
    body.name = reader.text();
  }
  if ((fields & 2) != 0) {
    body.className = reader.text();
  }
  if ((fields & 4) != 0) {
    body.color = readColor(reader);
  }
  if ((fields & 8) != 0) {
    body.granularity = readEnum(reader, Granularity::Box);
  }
  if ((fields & 16) != 0) {
    body.attributes = readTexts(reader);
  }
}

void write(ByteWriter& writer, const ContestSettled& body) {
  write(writer, body.outcome);
}
void read(ByteReader& reader, ContestSettled& body) {
  read(reader, body.outcome);
}

template <typename Body>
bool decodeAs(EditKind kind, ByteReader& reader, EditBody& body) {
  if (kind != Body::kKind) {
    return false;
  }
  read(reader, body.emplace<Body>());
  reader.expectEnd();
  return true;
}

template <std::size_t... Index>
EditBody decodedAs(EditKind kind, std::span<const std::byte> bytes, std::index_sequence<Index...>) {
  ByteReader reader(bytes, "edit body");
  EditBody body;
  if (!(decodeAs<std::variant_alternative_t<Index, AnyEditBody>>(kind, reader, body) || ...)) {
    reader.fail("its kind is unknown");
  }
  return body;
}

}  // namespace

void writeMask(ByteWriter& writer, const Mask& mask) {
  writer.varint(mask.bricks().size());
  std::uint32_t before = 0;
  for (const auto& [key, brick] : mask.bricks()) {
    writer.varint(key.packed - before);
    before = key.packed;
    writeBrick(writer, brick);
  }
}

Mask readMask(ByteReader& reader, std::uint64_t& bricksLeft) {
  Mask mask;
  const std::uint64_t bricks = reader.varintUpTo(bricksLeft);
  bricksLeft -= bricks;
  std::uint64_t key = 0;
  for (std::uint64_t i = 0; i < bricks; ++i) {
    const std::uint64_t step = reader.varintUpTo(kKeys - 1);
    if (i > 0 && step == 0) {
      reader.fail("a brick in it stands twice");
    }
    key += step;
    if (key >= kKeys) {
      reader.fail("a brick in it lies outside of any volume");
    }
    readBrick(reader, mask.append({std::uint32_t(key)}));
  }
  return mask;
}

Bytes encodeBody(const EditBody& body) {
  ByteWriter writer;
  std::visit([&](const auto& typed) { write(writer, typed); }, body);
  return writer.take();
}

EditBody decodeBody(EditKind kind, std::span<const std::byte> bytes) {
  return decodedAs(kind, bytes, std::make_index_sequence<std::variant_size_v<AnyEditBody>>());
}

}  // namespace core
