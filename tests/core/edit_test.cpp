#include "core/edit.h"

#include <gtest/gtest.h>

#include <random>

#include "core/edit_codec.h"
#include "core/error.h"
#include "core/fold.h"

namespace core {
namespace {

Hash hashOf(int number) {
  return Sha256().update(std::to_string(number)).finish();
}

Mask randomMask(std::mt19937& engine, int runs) {
  std::uniform_int_distribution<int> where(0, 200), length(1, 90);
  Mask mask;
  for (int i = 0; i < runs; ++i) {
    mask.setRun({where(engine), where(engine), where(engine)}, length(engine));
  }
  return mask;
}

EditBody randomBody(std::mt19937& engine) {
  std::uniform_int_distribution<int> any(0, 1000);
  switch (any(engine) % 6) {
    case 0:
      return ProjectCreated{"Title " + std::to_string(any(engine))};
    case 1: {
      CaseAdded body;
      body.added = {.id = hashOf(1),
                    .name = "Case",
                    .modality = "CT",
                    .grid = Grid({3, 4, 5}, glm::dmat4(2)),
                    .voxelType = VoxelType::UInt16,
                    .rescale = {1, -1024},
                    .intensity = {-1024, 3},
                    .chunks = {hashOf(2), hashOf(3)},
                    .format = "DICOM",
                    .notes = {"resampled"}};
      return body;
    }
    case 2:
      return LesionCreated{.name = "L1", .className = "cyst", .confidence = 0.5, .attributes = {{"a", "b"}, {"c", ""}}};
    case 3:
      return Undone{hashOf(any(engine))};
    case 4:
      return Redone{hashOf(any(engine))};
    default: {
      MaskChanged body;
      std::vector<Hash> lesions{hashOf(5), hashOf(6)};
      std::sort(lesions.begin(), lesions.end());
      for (const Hash& lesion : lesions) {
        Mask set = randomMask(engine, any(engine) % 20), cleared = randomMask(engine, any(engine) % 3);
        cleared -= set;
        body.changes.push_back({lesion, set, cleared});
      }
      body.stroke = BrushStroke{BrushMode::Erase, 3.5, {{1, 2, 3}, {4, 5, 6}}, IntensityRange{-3, 9}, true};
      return body;
    }
  }
}

TEST(EditBody, DecodesToWhatWasEncoded) {
  std::mt19937 engine(3);
  for (int i = 0; i < 300; ++i) {
    const EditBody body = randomBody(engine);
    EXPECT_EQ(decodeBody(kindOf(body), encodeBody(body)), body);
  }
}

TEST(EditBody, EveryBytesStandForOneBodyOnly) {
  // Canonical form: whatever decodes must encode to the same bytes again, also after damage.
  std::mt19937 engine(4);
  std::uniform_int_distribution<int> any(0, 1 << 20);
  int accepted = 0;
  for (int i = 0; i < 3000; ++i) {
    const EditBody body = randomBody(engine);
    Bytes bytes = encodeBody(body);
    const std::size_t at = std::size_t(any(engine)) % bytes.size();
    bytes[at] ^= std::byte(1 << any(engine) % 8);
    try {
      EXPECT_EQ(encodeBody(decodeBody(kindOf(body), bytes)), bytes);
      ++accepted;
    } catch (const Error&) {
    }
  }
  EXPECT_GT(accepted, 100);
}

TEST(EditBody, TruncatedBytesAreRefused) {
  std::mt19937 engine(5);
  const EditBody body = randomBody(engine);
  const Bytes bytes = encodeBody(body);
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_THROW(decodeBody(kindOf(body), std::span(bytes).first(length)), Error);
  }
}

TEST(EditBody, FewBytesCannotAskForMuchMemory) {
  // A mask that says it has one brick more than an edit may change is refused before any is made.
  ByteWriter writer;
  writer.varint(1);
  writer.hash(hashOf(1));
  writer.varint(0);
  writer.varint(kMaxBricksPerEdit + 1);
  EXPECT_THROW(decodeBody(EditKind::MaskChanged, writer.bytes()), Error);
}

TEST(EditHeader, DecodesToWhatWasEncodedAndItsIdCoversEveryByte) {
  EditHeader header;
  header.site.bytes[3] = 7;
  header.sequence = 300;
  header.time.packed = 0x123456789abcdef0;
  header.wallClockMs = 1'700'000'000'000;
  header.kind = EditKind::MaskChanged;
  header.person = "Dr. Ä";
  header.track = "shared";
  header.heads = {{SiteId{}, 3, hashOf(1)}, {SiteId{{1}}, 4, hashOf(2)}};
  header.bodyHash = hashOf(4);
  EXPECT_EQ(decodeHeader(encodeHeader(header)), header);
  const Bytes bytes = encodeHeader(header);
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    Bytes damaged = bytes;
    damaged[at] ^= std::byte{1};
    try {
      EXPECT_NE(editId(decodeHeader(damaged)), editId(header)) << at;
    } catch (const Error&) {
    }
  }
}

TEST(HybridTime, NeverStandsStillNorGoesBack) {
  HybridTime time;
  for (const std::int64_t wall : {1000, 1000, 400, 2000, -5, 2000}) {
    const HybridTime next = nextTime(time, wall);
    EXPECT_GT(next, time);
    time = next;
  }
  EXPECT_EQ(time.milliseconds(), 2000u);
}

// ---- The fold ----

struct History {
  std::vector<Edit> edits;
  std::uint64_t time = 0;

  EditId add(const std::string& person, EditBody body, SiteId site = {}) {
    Edit edit;
    edit.header.site = site;
    edit.header.sequence = edits.size() + 1;
    edit.header.time.packed = ++time;
    edit.header.person = person;
    edit.header.kind = kindOf(body);
    edit.header.bodyHash = sha256(encodeBody(body));
    edit.body = std::move(body);
    edit.id = editId(edit.header);
    edits.push_back(edit);
    return edit.id;
  }
  EditId stroke(const std::string& person, const LesionId& lesion, Mask set, Mask cleared = {}) {
    MaskChanged body;
    body.changes.push_back({lesion, std::move(set), std::move(cleared)});
    return add(person, std::move(body));
  }
};

Mask run(int first, int length) {
  Mask mask;
  mask.setRun({first, 0, 0}, length);
  return mask;
}

TEST(Fold, TheSameSetInAnyOrderGivesTheSameState) {
  std::mt19937 engine(9);
  std::uniform_int_distribution<int> any(0, 1 << 20);
  for (int round = 0; round < 50; ++round) {
    History history;
    std::vector<EditId> lesions, strokes;
    const std::string people[] = {"A", "B", "C"};
    for (int i = 0; i < 40; ++i) {
      const std::string& person = people[any(engine) % 3];
      const int what = any(engine) % 10;
      if (lesions.empty() || what == 0) {
        lesions.push_back(history.add(person, LesionCreated{.name = "L" + std::to_string(i)}));
      } else if (what < 7) {
        Mask set = randomMask(engine, 3), cleared = randomMask(engine, 2);
        cleared -= set;
        strokes.push_back(history.stroke(person, lesions[any(engine) % lesions.size()], set, cleared));
      } else if (!strokes.empty()) {
        const EditId target = strokes[any(engine) % strokes.size()];
        history.add(person, what == 7 ? EditBody(Redone{target}) : EditBody(Undone{target}));
      }
    }
    const Hash expected = stateHash(fold(history.edits));
    std::shuffle(history.edits.begin(), history.edits.end(), engine);
    EXPECT_EQ(stateHash(fold(history.edits)), expected);
  }
}

TEST(Fold, AnAssertionSurvivesTheUndoOfAnothers) {
  History history;
  const LesionId lesion = history.add("A", LesionCreated{.name = "L"});
  const EditId first = history.stroke("A", lesion, run(0, 10));
  history.stroke("B", lesion, run(5, 10));
  history.add("A", Undone{first});
  EXPECT_EQ(fold(history.edits).masks.at(lesion), run(5, 10));
}

TEST(Fold, NobodyUndoesAnothersStroke) {
  History history;
  const LesionId lesion = history.add("A", LesionCreated{.name = "L"});
  const EditId stroke = history.stroke("A", lesion, run(0, 10));
  history.add("B", Undone{stroke});
  EXPECT_EQ(fold(history.edits).masks.at(lesion), run(0, 10));
}

TEST(HistoryEnds, UndoAndRedoWithoutLimit) {
  std::vector<HistoryStep> steps;
  const auto stroke = [&](int id) { steps.push_back({hashOf(id), EditKind::MaskChanged, {}, true}); };
  const auto undo = [&](int id, int target) { steps.push_back({hashOf(id), EditKind::Undone, hashOf(target), false}); };
  const auto redo = [&](int id, int target) { steps.push_back({hashOf(id), EditKind::Redone, hashOf(target), false}); };
  EXPECT_FALSE(historyEnds(steps).undo);
  stroke(1);
  stroke(2);
  stroke(3);
  EXPECT_EQ(historyEnds(steps).undo, hashOf(3));
  EXPECT_FALSE(historyEnds(steps).redo);
  undo(10, 3);
  undo(11, 2);
  EXPECT_EQ(historyEnds(steps).undo, hashOf(1));
  EXPECT_EQ(historyEnds(steps).redo, hashOf(2));
  redo(12, 2);
  EXPECT_EQ(historyEnds(steps).undo, hashOf(2));
  EXPECT_EQ(historyEnds(steps).redo, hashOf(3));
  stroke(4);
  EXPECT_EQ(historyEnds(steps).undo, hashOf(4));
  EXPECT_FALSE(historyEnds(steps).redo);
}

}  // namespace
}  // namespace core
