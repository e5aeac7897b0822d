// Copies of a project that go their own ways and meet again: whatever the order, one log and one state.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/error.h"
#include "store/merge.h"
#include "store/scratch.h"

namespace store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// 2 to 6 sites that each know a part of what the others did, with clocks up to 5 s apart: strokes, erasing, lesions
// made, changed and taken out, cases renamed, undo and redo of what they know; now and then one is worked on twice as
// if it were one.
class Sites {
 public:
  explicit Sites(unsigned seed) : engine_(seed), sites_(2 + engine_() % 5) {
    for (std::size_t i = 0; i < sites_.size(); ++i) {
      sites_[i].id.bytes[0] = std::uint8_t(i + 1);
      sites_[i].clockMs = 1'000'000 + std::int64_t(engine_() % 10'000) - 5'000;
      sites_[i].person = std::string(1, char('A' + i % 3));  // some are one person's
    }
    add(0, core::ProjectCreated{"Liver"});
    for (int number = 0; number < kCases; ++number) {
      core::CaseAdded body;
      body.added = {
          .id = caseOf(number), .name = "Case " + std::to_string(number), .grid = core::Grid({8, 8, 8}, glm::dmat4(1))};
      add(0, body, body.added.id);
    }
    for (std::size_t i = 1; i < sites_.size() - 1; ++i) {  // the last one joins late
      sites_[i].known = sites_[0].known;
    }
    for (int i = 0; i < 70; ++i) {
      step();
    }
  }

  const std::vector<ForeignEdit>& all() const { return all_; }
  std::size_t count() const { return sites_.size(); }
  std::vector<ForeignEdit> knownTo(std::size_t site) const {
    std::vector<ForeignEdit> edits;
    for (const std::size_t i : sites_[site].known) {
      edits.push_back(all_[i]);
    }
    return edits;
  }
  std::mt19937& engine() { return engine_; }
  bool forked() const { return forked_; }

 private:
  static constexpr int kCases = 2;
  static core::CaseId caseOf(int number) { return hashOf("case " + std::to_string(number)); }

  struct Site {
    core::SiteId id;
    std::int64_t clockMs = 0;
    std::string person;
    std::uint64_t sequence = 0;
    core::EditId last;
    std::set<std::size_t> known;  // of all_
  };

  void step() {
    const std::size_t at = engine_() % sites_.size();
    Site& site = sites_[at];
    site.clockMs += std::int64_t(engine_() % 700);
    const std::vector<core::EditId> lesions = knownOf(site, {core::EditKind::LesionCreated});
    const std::vector<core::EditId> steps =
        knownOf(site, {core::EditKind::MaskChanged, core::EditKind::LesionChanged, core::EditKind::LesionCreated});
    const unsigned what = engine_() % 21;
    if (what == 20) {
      add(at, core::CaseRenamed{"Case " + std::to_string(engine_() % 5)}, caseOf(int(engine_() % kCases)));
    } else if (what < 4) {  // meets another
      const Site& other = sites_[engine_() % sites_.size()];
      site.known.insert(other.known.begin(), other.known.end());
    } else if (what < 6 || lesions.empty()) {
      add(at, core::LesionCreated{.name = "L" + std::to_string(all_.size()), .ownStep = engine_() % 2 == 0});
    } else if (what < 13) {
      core::Mask set = randomMask(engine_, int(engine_() % 3)), cleared = randomMask(engine_, int(engine_() % 3));
      cleared -= set;
      core::MaskChanged body;
      body.changes.push_back({lesions[engine_() % lesions.size()], set, cleared});
      const Site before = site;
      add(at, body);
      if (engine_() % 15 == 0) {  // a copy goes on from the same place
        const Site after = site;
        site = before;
        site.clockMs += 1;
        body.source = "the copy";
        add(at, body);
        // Somebody else meets the one that is not seen again.
        Site& other = sites_[(at + 1) % sites_.size()];
        other.known.insert(site.known.begin(), site.known.end());
        other.known.insert(after.known.begin(), after.known.end());
        site = engine_() % 2 == 0 ? after : site;
        forked_ = true;
      }
    } else if (what < 14) {
      core::MaskChanged body;
      body.removed = {lesions[engine_() % lesions.size()]};
      add(at, body);
    } else if (what < 16) {
      add(at, core::LesionChanged{.lesion = lesions[engine_() % lesions.size()], .name = std::to_string(all_.size())});
    } else {
      const core::EditId target = steps[engine_() % steps.size()];
      add(at, what < 19 ? core::EditBody(core::Undone{target}) : core::EditBody(core::Redone{target}));
    }
  }

  std::vector<core::EditId> knownOf(const Site& site, std::set<core::EditKind> kinds) const {
    std::vector<core::EditId> ids;
    for (const std::size_t i : site.known) {
      if (kinds.contains(all_[i].header.kind)) {
        ids.push_back(core::editId(all_[i].header));
      }
    }
    return ids;
  }

  void add(std::size_t at, const core::EditBody& body, const core::CaseId& in = {}) {
    Site& site = sites_[at];
    core::HybridTime latest;
    std::map<core::SiteId, core::Head> heads;
    for (const std::size_t i : site.known) {
      const core::EditHeader& header = all_[i].header;
      latest = std::max(latest, header.time);
      core::Head& head = heads[header.site];
      if (header.sequence > head.sequence) {
        head = {header.site, header.sequence, core::editId(header)};
      }
    }
    core::EditHeader header{.site = site.id,
                            .sequence = ++site.sequence,
                            .time = core::nextTime(latest, site.clockMs),
                            .wallClockMs = site.clockMs,
                            .kind = core::kindOf(body),
                            .person = site.person,
                            .caseId = in,
                            .track = in.isZero() ? "shared" : "",
                            .previous = site.last};
    for (const auto& [other, head] : heads) {
      if (other != site.id) {
        header.heads.push_back(head);
      }
    }
    core::Bytes bytes = core::encodeBody(body);
    header.bodyHash = core::sha256(bytes);
    site.last = core::editId(header);
    site.known.insert(all_.size());
    all_.push_back({header, std::move(bytes)});
  }

  std::mt19937 engine_;
  std::vector<Site> sites_;
  std::vector<ForeignEdit> all_;
  bool forked_ = false;
};

TEST(Merge, ManySitesEndWithOneLogAndOneStateWhateverTheOrder) {
  int forks = 0;
  const std::size_t histories = soakOr("SAGITTA_SOAK_HISTORIES", 12);
  const unsigned first = firstSeed("SAGITTA_SOAK_HISTORIES");
  for (unsigned seed = first; seed < first + histories; ++seed) {
    SCOPED_TRACE(seed);
    Sites sites(seed);
    ScratchFolder folder;
    std::vector<core::Edit> everything;
    for (const ForeignEdit& edit : sites.all()) {
      everything.push_back({core::editId(edit.header), edit.header, core::decodeBody(edit.header.kind, *edit.body)});
    }
    std::vector<ProjectFile> files;
    for (std::size_t i = 0; i < sites.count(); ++i) {
      const auto path = folder / std::to_string(i);
      ProjectFile::createEmpty(path, folder.home(std::to_string(i)));
      files.emplace_back(path, Access::Write, folder.home(std::to_string(i)));
      std::vector<ForeignEdit> own = sites.knownTo(i);
      std::shuffle(own.begin(), own.end(), sites.engine());
      files.back().importEdits(own);
    }
    // Anyone meets anyone, in any order, until all have met all; some meet twice.
    std::vector<std::pair<std::size_t, std::size_t>> meetings;
    for (std::size_t round = 0; round < 2; ++round) {
      for (std::size_t a = 0; a < files.size(); ++a) {
        for (std::size_t b = 0; b < files.size(); ++b) {
          if (a != b) {
            meetings.emplace_back(a, b);
          }
        }
      }
      std::shuffle(meetings.end() - std::ptrdiff_t(files.size() * (files.size() - 1)), meetings.end(), sites.engine());
    }
    for (const auto& [into, from] : meetings) {
      merge(files[into], files[from], plain);
    }
    const core::State folded = core::fold(everything);
    const core::Hash state = core::stateHash(folded);
    for (std::size_t i = 0; i < files.size(); ++i) {
      EXPECT_EQ(merge(files[i], files[(i + 1) % files.size()], plain).edits, 0) << "nothing is left to say";
      EXPECT_EQ(files[i].logHash(), files[0].logHash());
      EXPECT_EQ(files[i].stateHash(), state);
      EXPECT_EQ(files[i].cases(), folded.cases);
      EXPECT_EQ(cachedState(files[i]).contested, folded.contested);
      EXPECT_EQ(cachedState(files[i]).disputed, folded.disputed);
      const VerifyReport report = verified(files[i]);
      EXPECT_EQ(report.stateHash, state);
      EXPECT_EQ(report.logHash, files[i].logHash());
      for (const std::string& problem : report.problems) {
        EXPECT_THAT(problem, HasSubstr("of another person"));
      }
      EXPECT_EQ(report.notes.empty(), !sites.forked());
    }
    forks += sites.forked();
  }
  EXPECT_TRUE(forks > 0 || histories < 12);
}

class MergeTwo : public testing::Test {
 protected:
  MergeTwo() {
    ProjectFile::create(folder / "a", "Liver", "Ada", here);
    ProjectFile project(folder / "a", Access::Write, here);
    lesion = project.append(lesionDraft("L1"));
    project.append(strokeDraft(lesion, voxels({0, 0, 0}, 10)));
    project.putBlob(hashOf("x"), {1, core::Bytes{std::byte{'x'}}});
    project.snapshot(folder / "b");
  }
  ProjectFile open(const std::string& name, Access access = Access::Write) { return {folder / name, access, here}; }

  ScratchFolder folder;
  Installation here = folder.home();
  core::LesionId lesion;
};

TEST_F(MergeTwo, ASnapshotIsTheSameProjectAndBecomesASiteOfItsOwn) {
  EXPECT_EQ(verified(open("b", Access::Read)).stateHash, verified(open("a", Access::Read)).stateHash);
  EXPECT_THAT(verified(open("b", Access::Read)).problems, IsEmpty());
  EXPECT_EQ(open("b", Access::Read).blob(hashOf("x")).data, core::Bytes{std::byte{'x'}});
  open("b").append(strokeDraft(lesion, voxels({0, 1, 0}, 5)));
  open("a").append(strokeDraft(lesion, voxels({0, 2, 0}, 5)));
  EXPECT_EQ(open("b").heads().size(), 2u);
  ProjectFile a = open("a"), b = open("b");
  EXPECT_EQ(merge(a, b, plain).edits, 1);
  EXPECT_EQ(merge(b, a, plain).edits, 1);
  EXPECT_EQ(a.stateHash(), b.stateHash());
  EXPECT_EQ(a.lesions().front().voxels, 20);
  EXPECT_THAT(a.forks(), IsEmpty());
}

TEST_F(MergeTwo, WhatTwoSayUnawareOfEachOtherIsContestedUntilSomebodyWhoKnowsBothSpeaks) {
  open("b").append(strokeDraft(lesion, {}, voxels({4, 0, 0}, 4), "Grace"));
  open("a").append(strokeDraft(lesion, voxels({0, 0, 0}, 6)));  // says again what was so
  ProjectFile a = open("a");
  merge(a, open("b", Access::Read), plain);
  EXPECT_EQ(a.contested(lesion), voxels({4, 0, 0}, 2));
  EXPECT_EQ(a.lesions().front().contested, 2);
  EXPECT_THAT(verified(a).problems, IsEmpty());
  const core::EditId settled =
      a.append(draftOf(core::ContestSettled{{.changes = {{lesion, voxels({4, 0, 0}, 1), voxels({5, 0, 0}, 1)}},
                                             .stroke = {},
                                             .source = "by hand",
                                             .removed = {}}}));
  EXPECT_EQ(a.lesions().front().contested, 0);
  EXPECT_TRUE(a.mask(lesion).test({4, 0, 0}));
  EXPECT_FALSE(a.mask(lesion).test({5, 0, 0}));
  EXPECT_THAT(verified(a).problems, IsEmpty());
  a.append(draftOf(core::Undone{settled}));
  EXPECT_EQ(a.lesions().front().contested, 2) << "the choice was taken back";
  {
    ProjectFile b = open("b");
    merge(b, a, plain);
    EXPECT_EQ(b.contested(lesion), a.contested(lesion));
    b.append(strokeDraft(lesion, voxels({4, 0, 0}, 2), {}, "Grace"));
    EXPECT_EQ(b.lesions().front().contested, 0) << "a stroke by somebody who knows of both is a choice too";
  }
  EXPECT_THAT(verified(a).problems, IsEmpty());
}

TEST_F(MergeTwo, ARemovalUnawareOfAStrokeIsContestedAndTheLesionStays) {
  core::MaskChanged removal;
  removal.removed = {lesion};
  open("b").append(draftOf(removal, "Grace"));
  open("a").append(strokeDraft(lesion, voxels({0, 3, 0}, 6)));
  ProjectFile a = open("a");
  merge(a, open("b", Access::Read), plain);
  ASSERT_EQ(a.lesions().size(), 1u);
  EXPECT_TRUE(a.lesions().front().disputed);
  EXPECT_THAT(verified(a).problems, IsEmpty());
  a.append(draftOf(
      core::ContestSettled{{.changes = {{lesion, a.mask(lesion), {}}}, .stroke = {}, .source = {}, .removed = {}}}));
  EXPECT_FALSE(a.lesions().front().disputed) << "kept";
  a.append(draftOf(core::Undone{a.log().back().id}));
  EXPECT_TRUE(a.lesions().front().disputed);
  a.append(draftOf(core::ContestSettled{removal}));
  EXPECT_TRUE(a.lesions().empty()) << "or let go";
  EXPECT_THAT(verified(a).problems, IsEmpty());
}

TEST_F(MergeTwo, ASnapshotForABlindReaderHoldsHeadersOfAllAndNoBodyOfOthersTracks) {
  core::EditDraft blind = lesionDraft("Secret lesion", "Grace", true);
  blind.track = "grace";
  {
    ProjectFile a = open("a");
    core::EditDraft stroke = strokeDraft(a.append(blind), voxels({0, 4, 0}, 8), {}, "Grace");
    stroke.track = "grace";
    a.append(stroke);
    const ProjectFile::TrackOf withheld(blind.caseId, "grace");
    a.snapshot(folder / "c", std::span(&withheld, 1));
  }
  ProjectFile c = open("c"), a = open("a");
  EXPECT_EQ(c.logHash(), a.logHash());
  EXPECT_EQ(c.lesions().size(), 1u);
  EXPECT_THAT(verified(c).problems, IsEmpty());
  EXPECT_THAT(verified(c).notes, ElementsAre(HasSubstr("2 edits are not in this copy")));
  const core::Bytes bytes = readFile(folder / "c");
  const std::string text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  EXPECT_EQ(text.find("Secret lesion"), std::string::npos) << "not even in a free page";
  c.append(strokeDraft(lesion, voxels({0, 7, 0}, 3)));
  merge(a, c, plain);
  EXPECT_EQ(a.lesions().size(), 2u) << "nothing of it is taken from the other copy";
  EXPECT_EQ(merge(c, a, plain).edits, 2) << "once it may be seen, it comes by merge";
  EXPECT_EQ(c.stateHash(), a.stateHash());
  EXPECT_THAT(verified(c).notes, IsEmpty());
}

TEST_F(MergeTwo, ASnapshotIsTakenOfAFileThatIsWrittenTo) {
  ProjectFile writing = open("a");
  writing.append(strokeDraft(lesion, voxels({0, 1, 0}, 5)));  // stands in the write-ahead log only
  open("a", Access::Read).snapshot(folder / "c");
  EXPECT_FALSE(std::filesystem::exists((folder / "c").string() + "-wal"));
  EXPECT_EQ(open("c", Access::Read).stateHash(), writing.stateHash());
  const core::Bytes before = readFile(folder / "c");
  EXPECT_THROW(writing.snapshot(folder / "c"), core::Error) << "there is such a file";
  EXPECT_THROW(writing.snapshot(folder / "nowhere/c"), core::Error);
  EXPECT_EQ(readFile(folder / "c"), before);
}

TEST_F(MergeTwo, AFileThatWasPutBackToAnOlderStateGivesNoNumberTwice) {
  const core::Bytes older = readFile(folder / "a");
  open("a").append(strokeDraft(lesion, voxels({0, 1, 0}, 5)));
  open("a").snapshot(folder / "kept");
  writeFile(folder / "a", older);  // the same file to the system
  open("a").append(strokeDraft(lesion, voxels({0, 2, 0}, 5)));
  ProjectFile a = open("a");
  merge(a, open("kept", Access::Read), plain);
  EXPECT_THAT(a.forks(), IsEmpty());
  EXPECT_THAT(verified(a).problems, IsEmpty());
  EXPECT_EQ(a.lesions().front().voxels, 20);
}

TEST_F(MergeTwo, AForkCountsOnBothSidesAndIsNamedInWords) {
  // A copy with its installation's notes, as when a whole disk is copied: both go on as one site.
  const auto note = here.noteOf(folder / "a");
  ASSERT_TRUE(note);
  here.write(folder / "b", *note);
  open("a").append(strokeDraft(lesion, voxels({0, 1, 0}, 5)));
  open("b").append(strokeDraft(lesion, voxels({0, 2, 0}, 5)));
  ProjectFile a = open("a"), b = open("b");
  merge(a, b, plain);
  merge(b, a, plain);
  EXPECT_EQ(a.stateHash(), b.stateHash());
  EXPECT_EQ(a.lesions().front().voxels, 20);
  ASSERT_EQ(a.forks().size(), 1u);
  EXPECT_EQ(a.forks()[0].sequence, 4u);
  EXPECT_THAT(verified(a).problems, IsEmpty());
  EXPECT_THAT(verified(a).notes, ElementsAre(HasSubstr("a copy of the project was worked on")));
  // From here on each is a site of its own, or the fork would grow.
  a.append(strokeDraft(lesion, voxels({0, 3, 0}, 5)));
  b.append(strokeDraft(lesion, voxels({0, 4, 0}, 5)));
  merge(a, b, plain);
  EXPECT_EQ(a.forks()[0].edits, 2);
  EXPECT_THAT(verified(a).problems, IsEmpty());
}

TEST_F(MergeTwo, WhatIsNotWhatItsHashSaysIsRefusedAndNothingIsAdded) {
  {
    ProjectFile b = open("b");
    b.append(strokeDraft(lesion, voxels({0, 1, 0}, 5)));
    b.putBlob(hashOf("y"), {1, core::Bytes{std::byte{'z'}}});
  }
  ProjectFile a = open("a");
  const core::Hash before = a.logHash();
  EXPECT_THROW(merge(a, open("b", Access::Read), plain), core::Error);
  EXPECT_EQ(a.logHash(), before);
  EXPECT_FALSE(a.hasBlob(hashOf("y")));
}

TEST_F(MergeTwo, CasesThatGetOneNameElsewhereBothKeepIt) {
  const auto add = [&](ProjectFile& to, int size) {
    core::Case added{.name = "Case " + std::to_string(size), .grid = core::Grid({size, size, size}, glm::dmat4(1))};
    added.id = core::caseId(added.grid, added.voxelType, added.rescale, added.chunks);
    to.append(core::EditDraft{.person = "Ada", .caseId = added.id, .body = core::CaseAdded{added}});
    return added.id;
  };
  const auto rename = [](ProjectFile& in, const core::CaseId& id, const std::string& name) {
    in.append(core::EditDraft{.person = "Ada", .caseId = id, .body = core::CaseRenamed{name}});
  };
  ProjectFile a = open("a"), b = open("b");
  const core::CaseId first = add(a, 8), second = add(a, 9);
  merge(b, a, plain);
  rename(a, first, "Liver");
  rename(b, second, "Liver");
  merge(a, b, plain);
  merge(b, a, plain);
  EXPECT_EQ(a.stateHash(), b.stateHash());
  ASSERT_EQ(a.cases().size(), 2u);
  for (const core::Case& each : a.cases()) {
    EXPECT_EQ(each.name, "Liver");
  }
  rename(b, second, "Spleen");
  EXPECT_EQ(b.cases()[1].name, "Spleen");
  EXPECT_THAT(verified(b).problems, IsEmpty());
}

TEST_F(MergeTwo, ErasedSourceAttributesStayErased) {
  core::Case added{.name = "Case", .modality = "CT", .grid = core::Grid({8, 8, 8}, glm::dmat4(1))};
  added.id = core::caseId(added.grid, added.voxelType, added.rescale, added.chunks);
  core::SourceAttributes source;
  source.seriesUid = "1.2.3";
  {
    ProjectFile b = open("b");
    b.append(core::EditDraft{.person = "Ada", .caseId = added.id, .body = core::CaseAdded{added}});
    b.setSource(added.id, source);
  }
  ProjectFile a = open("a");
  EXPECT_TRUE(merge(a, open("b", Access::Read), plain).related);
  EXPECT_EQ(a.sourceOf(added.id)->seriesUid, "1.2.3");
  a.eraseSources();
  merge(a, open("b", Access::Read), plain);
  EXPECT_FALSE(a.sourceOf(added.id));
}

}  // namespace
}  // namespace store
