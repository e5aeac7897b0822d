#include "core/edit.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "core/edit_codec.h"
#include "core/error.h"
#include "core/fold.h"

namespace core {
namespace {

using Texts = std::map<std::string, std::string>;

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
  switch (any(engine) % 9) {
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
    case 6: {
      LesionChanged body{.lesion = hashOf(7), .name = "L2"};
      if (any(engine) % 2 == 0) {
        body.className = "node";
        body.color = Color{1, 2, std::uint8_t(any(engine))};
      }
      if (any(engine) % 2 == 0) {
        body.name.reset();
        body.granularity = Granularity::Box;
        body.attributes = Texts{{"side", "left"}};
      }
      return body;
    }
    case 8:
      return CaseRenamed{"Case " + std::to_string(any(engine))};
    case 7:
      return LesionCreated{.name = "L3", .ownStep = true, .color = Color{9, 8, 7}};
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
      for (int removed = any(engine) % 3; removed > 0; --removed) {
        body.removed.push_back(hashOf(100 + removed));
      }
      std::sort(body.removed.begin(), body.removed.end());
      body.stroke =
          BrushStroke{BrushMode::Erase, 3.5, {{1, 2, 3}, {4, 5, 6}}, IntensityRange{-3, 9}, true, std::nullopt};
      if (any(engine) % 2 == 0) {
        body.stroke->discNormal = glm::dvec3(0, 0.5, -2);
      }
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

TEST(EditBody, SpheresAreWrittenAsBeforeThereWereDiscs) {
  MaskChanged body;
  body.stroke = BrushStroke{BrushMode::Erase, 3.5, {{1, 2, 3}}, IntensityRange{-3, 9}, true, std::nullopt};
  ByteWriter expected;
  expected.varint(0);  // lesions
  expected.varint(1);  // a stroke
  expected.varint(1);  // that erases
  expected.f64(3.5);
  expected.varint(1);
  for (const double each : {1.0, 2.0, 3.0}) {
    expected.f64(each);
  }
  expected.varint(1);
  expected.f64(-3);
  expected.f64(9);
  expected.varint(1);
  expected.text("");
  EXPECT_EQ(encodeBody(body), expected.bytes());
  body.stroke->discNormal = glm::dvec3(0, 0, 1);
  EXPECT_EQ(encodeBody(body).size(), expected.bytes().size() + 24);
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

TEST(EditBody, WhatIsNotThereTakesNoBytes) {
  // Bodies of projects that were made before lesions could be taken out or had colours keep their bytes and hashes:
  // these are of such a project.
  MaskChanged changed;
  Mask set;
  set.setRun({1, 2, 3}, 4);
  changed.changes.push_back({hashOf(5), set, {}});
  changed.source = "labels.nii";
  EXPECT_EQ(sha256(encodeBody(changed)).hex(), "beaaa054b24d87d965830dead3a5e0e14701b890015bcb5350d564eb15869287");
  EXPECT_EQ(sha256(encodeBody(LesionCreated{.name = "L1", .className = "cyst"})).hex(),
            "806feb81fa956c5f981337ce87946cf4d5dffc161cb9ec12ae513d6bb3dd7abe");
}

TEST(EditBody, OneWayOnlyToSayWhatIsTakenOut) {
  MaskChanged body;
  body.changes.push_back({hashOf(1), {}, {}});
  const auto decodes = [&](std::vector<LesionId> removed) {
    Bytes bytes = encodeBody(body);
    ByteWriter writer;
    writer.varint(removed.size());
    for (const LesionId& lesion : removed) {
      writer.hash(lesion);
    }
    bytes.insert(bytes.end(), writer.bytes().begin(), writer.bytes().end());
    try {
      decodeBody(EditKind::MaskChanged, bytes);
      return true;
    } catch (const Error&) {
      return false;
    }
  };
  const LesionId low = std::min(hashOf(2), hashOf(3)), high = std::max(hashOf(2), hashOf(3));
  EXPECT_TRUE(decodes({low, high}));
  EXPECT_FALSE(decodes({})) << "an empty list is not written at all";
  EXPECT_FALSE(decodes({high, low}));
  EXPECT_FALSE(decodes({low, low}));
  EXPECT_FALSE(decodes({hashOf(1)})) << "it is changed by the same edit";
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

  std::map<SiteId, Head> heads;

  // knows: whether its author has seen what the other sites did so far.
  EditId add(const std::string& person, EditBody body, SiteId site = {}, bool knows = true) {
    return addIn({}, person, std::move(body), site, knows);
  }
  EditId addIn(const CaseId& in, const std::string& person, EditBody body, SiteId site = {}, bool knows = true) {
    Edit edit;
    edit.header.caseId = in;
    edit.header.site = site;
    edit.header.sequence = heads[site].sequence + 1;
    for (const auto& [other, head] : heads) {
      if (knows && other != site) {
        edit.header.heads.push_back(head);
      }
    }
    edit.header.time.packed = ++time;
    edit.header.person = person;
    edit.header.kind = kindOf(body);
    edit.header.bodyHash = sha256(encodeBody(body));
    edit.body = std::move(body);
    edit.id = editId(edit.header);
    edits.push_back(edit);
    heads[site] = {site, edit.header.sequence, edit.id};
    return edit.id;
  }
  EditId addCase(int number, const std::string& name) {
    CaseAdded body;
    body.added = {.id = hashOf(number), .name = name, .grid = Grid({3, 4, 5}, glm::dmat4(2))};
    return addIn(body.added.id, "A", std::move(body));
  }
  EditId rename(int number, const std::string& name, SiteId site = {}, bool knows = true) {
    return addIn(hashOf(number), "A", CaseRenamed{name}, site, knows);
  }
  EditId removal(const std::string& person, const LesionId& lesion, SiteId site = {}, bool knows = true) {
    return add(person, MaskChanged{.removed = {lesion}}, site, knows);
  }
  bool has(const LesionId& lesion) const { return fold(edits).masks.contains(lesion); }
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
    for (int i = 0; i < 50; ++i) {
      const std::string& person = people[any(engine) % 3];
      const int what = any(engine) % 12;
      if (what == 10) {
        history.addCase(any(engine) % 3, "Case " + std::to_string(i));
      } else if (what == 11) {  // also of a case that comes later, or never
        strokes.push_back(history.rename(any(engine) % 4, "Case " + std::to_string(any(engine) % 5)));
      } else if (lesions.empty() || what == 0) {
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
    const State expected = fold(history.edits);
    std::shuffle(history.edits.begin(), history.edits.end(), engine);
    const State shuffled = fold(history.edits);
    EXPECT_EQ(stateHash(shuffled), stateHash(expected));
    EXPECT_EQ(shuffled.cases, expected.cases) << "with what they were called before";
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

TEST(Fold, LaterChangesOfALesionWinFieldByField) {
  History history;
  const LesionId id = history.add("A", LesionCreated{.name = "L", .className = "cyst", .ownStep = true});
  const auto lesion = [&] { return fold(history.edits).lesions.at(0); };
  const auto version = [&] { return lesionVersion(lesion(), Mask()); };
  const Hash before = version(), stateBefore = stateHash(fold(history.edits));
  const EditId named = history.add("A", LesionChanged{.lesion = id, .name = "M", .color = Color{1, 2, 3}});
  EXPECT_EQ(lesion().name, "M");
  EXPECT_EQ(version(), before) << "a name or a colour is not what was decided on";
  EXPECT_NE(stateHash(fold(history.edits)), stateBefore);
  const EditId classed = history.add("B", LesionChanged{.lesion = id, .className = "node", .color = Color{4, 5, 6}});
  EXPECT_EQ(lesion().name, "M");
  EXPECT_EQ(lesion().className, "node");
  EXPECT_EQ(lesion().color, (Color{4, 5, 6}));
  EXPECT_NE(version(), before);
  history.add("B", Undone{classed});
  EXPECT_EQ(lesion().color, (Color{1, 2, 3}));
  EXPECT_EQ(version(), before);
  history.add("A", Undone{named});
  EXPECT_EQ(lesion().name, "L");
  EXPECT_EQ(stateHash(fold(history.edits)), stateBefore);
  history.add("A", Redone{named});
  EXPECT_EQ(lesion().name, "M");
  history.add("A", LesionChanged{.lesion = id, .attributes = Texts{{"side", "left"}, {"size", "small"}}});
  history.add("B", LesionChanged{.lesion = id, .attributes = Texts{{"side", "right"}}});
  EXPECT_EQ(lesion().attributes, (Texts{{"side", "right"}})) << "as a whole";
}

TEST(Fold, TheLatestNameOfACaseCountsAndFormerOnesAreKept) {
  History history;
  const auto cases = [&] { return fold(history.edits).cases; };
  const SiteId elsewhere{{7}};
  history.addCase(1, "C1");
  history.addCase(2, "C2");
  const Hash before = stateHash(fold(history.edits));
  history.rename(1, "Liver 7");
  EXPECT_EQ(cases()[0].name, "Liver 7");
  EXPECT_EQ(cases()[0].formerNames, std::vector<std::string>{"C1"});
  EXPECT_EQ(cases()[1].name, "C2");
  EXPECT_NE(stateHash(fold(history.edits)), before);

  history.rename(1, "Liver 8", elsewhere, false);
  EXPECT_EQ(cases()[0].name, "Liver 8") << "two unaware of each other: the later one";
  EXPECT_EQ(cases()[0].formerNames, (std::vector<std::string>{"C1", "Liver 7"}));
  const EditId back = history.rename(1, "C1");
  EXPECT_EQ(cases()[0].name, "C1");
  EXPECT_EQ(cases()[0].formerNames, (std::vector<std::string>{"Liver 7", "Liver 8"})) << "each once, C1 no longer";
  history.add("A", Undone{back});
  EXPECT_EQ(cases()[0].name, "Liver 8");

  const Hash now = stateHash(fold(history.edits));
  history.rename(3, "nobody knows it");
  EXPECT_EQ(stateHash(fold(history.edits)), now);
  EXPECT_EQ(cases().size(), 2u);
}

TEST(CaseNames, AFormerNameLeadsToItsCaseWhereNoOtherBearsIt) {
  History history;
  history.addCase(1, "C1");
  history.addCase(2, "C2");
  history.rename(1, "Liver 7");
  const auto named = [&](const std::string& name) {
    const std::vector<Case> cases = fold(history.edits).cases;
    const Case* found = caseNamed(cases, name);
    return found == nullptr ? CaseId() : found->id;
  };
  EXPECT_EQ(named("Liver 7"), hashOf(1));
  EXPECT_EQ(named("C1"), hashOf(1));
  EXPECT_EQ(named("C3"), CaseId());
  EXPECT_EQ(named(""), CaseId());
  history.rename(2, "C1");
  EXPECT_EQ(named("C1"), hashOf(2)) << "who bears a name goes before who bore it";
  EXPECT_EQ(named("C2"), hashOf(2));
  history.rename(2, "Liver 8");
  EXPECT_EQ(named("C1"), CaseId()) << "two bore it: nobody can tell which is meant";
}

TEST(CaseNames, AreOfOneCaseAndReadable) {
  History history;
  history.addCase(1, "C1");
  history.addCase(2, "C2");
  history.rename(2, "Liver 8");
  const std::vector<Case> cases = fold(history.edits).cases;
  const auto fault = [&](const std::string& name) { return faultOfCaseName(cases, hashOf(1), name).value_or(""); };
  EXPECT_EQ(fault("Liver 7"), "");
  EXPECT_EQ(fault("C1"), "") << "its own";
  EXPECT_EQ(fault("C2"), "") << "which nobody bears any more";
  EXPECT_EQ(fault("Liver 8"), "is the name of another case");
  EXPECT_EQ(fault(" "), "is blank");
  EXPECT_EQ(fault("a\tb"), "holds a control character");
}

TEST(Fold, ALesionMadeInPassingComesAndGoesWithItsStrokes) {
  History history;
  const LesionId passing = history.add("A", LesionCreated{.name = "P"});
  const LesionId own = history.add("A", LesionCreated{.name = "O", .ownStep = true});
  EXPECT_FALSE(history.has(passing));
  EXPECT_TRUE(history.has(own));
  const EditId first = history.stroke("A", passing, run(0, 10));
  EXPECT_TRUE(history.has(passing));
  const EditId second = history.stroke("B", passing, {}, run(0, 10));
  EXPECT_TRUE(history.has(passing)) << "what was erased is empty, not gone";
  history.add("A", Undone{first});
  EXPECT_TRUE(history.has(passing));
  history.add("B", Undone{second});
  EXPECT_FALSE(history.has(passing));
  history.add("A", Redone{first});
  EXPECT_TRUE(history.has(passing));
  history.add("A", Undone{own});
  history.stroke("A", own, run(0, 10));
  EXPECT_FALSE(history.has(own)) << "strokes on it wait for its redo";
}

TEST(Fold, ARemovalTakesOutWhatItKnewOf) {
  const SiteId here{{1}}, there{{2}};
  History history;
  const LesionId lesion = history.add("A", LesionCreated{.name = "L"}, here);
  history.stroke("A", lesion, run(0, 10));
  const EditId removed = history.removal("A", lesion, here);
  EXPECT_FALSE(history.has(lesion));
  history.add("A", Undone{removed}, here);
  EXPECT_EQ(fold(history.edits).masks.at(lesion), run(0, 10)) << "with its voxels";
  history.add("A", Redone{removed}, here);
  EXPECT_FALSE(history.has(lesion));

  // Painted there by someone who had not heard of it, and by a clock that is far behind.
  MaskChanged body;
  body.changes.push_back({lesion, run(20, 5), {}});
  Edit late;
  late.header = {.site = there, .sequence = 1, .time = {1}, .kind = EditKind::MaskChanged, .person = "B"};
  late.header.heads = {history.heads[here]};
  late.header.heads[0].sequence = 2;
  late.header.bodyHash = sha256(encodeBody(body));
  late.body = body;
  late.id = editId(late.header);
  history.edits.push_back(late);
  history.heads[there] = {there, 1, late.id};
  Mask both = run(0, 10);
  both |= run(20, 5);
  EXPECT_EQ(fold(history.edits).masks.at(lesion), both) << "nobody's work goes unseen";
  const EditId again = history.removal("B", lesion, there);
  EXPECT_FALSE(history.has(lesion)) << "who takes it out now knows of all";
  history.add("B", Undone{again}, there);
  EXPECT_TRUE(history.has(lesion));
  history.add("B", Undone{late.id}, there);
  EXPECT_FALSE(history.has(lesion)) << "the first removal counts again";
}

TEST(Fold, PaintingOnALesionThatWasTakenOutBringsItBack) {
  History history;
  const LesionId lesion = history.add("A", LesionCreated{.name = "L"});
  history.stroke("A", lesion, run(0, 10));
  history.removal("B", lesion);
  EXPECT_FALSE(history.has(lesion));
  const EditId stroke = history.stroke("C", lesion, run(5, 1));
  EXPECT_EQ(fold(history.edits).masks.at(lesion), run(0, 10));
  history.add("C", Undone{stroke});
  EXPECT_FALSE(history.has(lesion));
}

TEST(Fold, RemovalsAndChangesMayComeBeforeWhatTheyName) {
  const SiteId sites[] = {{{1}}, {{2}}, {{3}}};
  std::mt19937 engine(21);
  for (int round = 0; round < 100; ++round) {
    History history;
    std::vector<LesionId> lesions;
    for (int i = 0; i < 4; ++i) {
      lesions.push_back(history.add("A", LesionCreated{.name = "L", .ownStep = i % 2 == 0}, sites[0]));
    }
    std::vector<EditId> all;
    for (int i = 0; i < 40; ++i) {
      const LesionId lesion = lesions[engine() % lesions.size()];
      const SiteId site = sites[engine() % 3];
      const bool knows = engine() % 2 == 0;
      switch (engine() % 5) {
        case 0:
          all.push_back(history.removal("A", lesion, site, knows));
          break;
        case 1:
          all.push_back(history.add("A", LesionChanged{.lesion = lesion, .name = std::to_string(i)}, site, knows));
          break;
        case 2:
          history.add("A", all.empty() ? EditBody(Undone{lesion}) : EditBody(Undone{all[engine() % all.size()]}), site);
          break;
        default:
          all.push_back(history.stroke("A", lesion, run(int(engine() % 50), 5)));
      }
    }
    const State expected = fold(history.edits);
    std::shuffle(history.edits.begin(), history.edits.end(), engine);
    const State shuffled = fold(history.edits);
    EXPECT_EQ(stateHash(shuffled), stateHash(expected));
    EXPECT_EQ(shuffled.lesions, expected.lesions);
  }
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
