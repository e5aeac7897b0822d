// Readings of a real project file, brought together: what is a reading, when a consensus is behind them, and what of it
// waits for an adjudicator until somebody says so.
#include "workflow/consensus_state.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>

#include "core/error.h"
#include "samples.h"
#include "workflow/case_agreement.h"
#include "workflow/consensus_making.h"
#include "workflow/finding_readings.h"
#include "workflow/gate.h"
#include "workflow/late_changes.h"
#include "workflow/origin.h"
#include "workflow/project_record.h"
#include "workflow/tie_settling.h"

namespace workflow {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

core::Mask block(glm::ivec3 first, glm::ivec3 size) {
  core::Mask mask;
  mask.setBox({first, first + size - 1});
  return mask;
}

class AConsensus : public testing::Test {
 protected:
  AConsensus() {
    folder_ = fs::temp_directory_path() / ("sagitta-consensus-" + std::to_string(::getpid()));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    store::ProjectFile::create(folder_ / "project", "Test", "Lea", store::Installation(folder_ / "home"));
    project_.emplace(folder_ / "project", store::Access::Write, store::Installation(folder_ / "home"));
    image_ = {.name = "Case", .modality = "CT", .grid = core::Grid({64, 64, 64}, glm::dmat4(1))};
    image_.id = core::caseId(image_.grid, image_.voxelType, image_.rescale, image_.chunks);
    project_->append({.caseId = image_.id, .body = core::CaseAdded{image_}});
  }
  ~AConsensus() override {
    project_.reset();
    fs::remove_all(folder_);
  }

  core::EditId mark(const std::string& track, const std::string& name, const core::Mask& mask,
                    core::LesionCreated how = {}) {
    how.name = name;
    how.className = how.className.empty() ? "cyst" : how.className;
    const std::vector<core::EditDraft> drafts{
        draft(track, how),
        draft(track, core::MaskChanged{.changes = {{store::pendingLesion(0), mask, {}}}, .stroke = {}, .removed = {}})};
    return project_->append(drafts).back();
  }
  core::EditDraft draft(const std::string& track, core::EditBody body) const {
    return {.person = track, .caseId = image_.id, .track = track, .body = std::move(body)};
  }
  Record record() const {
    return recordOf(
        *project_, [](const std::string&) { return core::Guideline(); }, 0);
  }
  std::vector<CaseTrack> tracks() const { return tracksOf(record(), withheldTracks(*project_), image_.id); }
  void bringTogether(std::vector<std::string> readings, const std::string& track = "consensus-majority") {
    const CaseConsensus made = consensusOf(readTracks(*project_, image_, readings), image_.grid, kMajority);
    const std::string before = consensusBefore(*project_, image_.id, track, readings);
    project_->append(consensusDrafts(*project_, image_.id, track, "Lea", made, before));
  }
  std::vector<ConsensusState> states() const {
    return consensusStates(*project_, logByCase(*project_).at(image_.id), image_, tracks());
  }

  static constexpr analysis::ConsensusMethod kMajority = analysis::ConsensusMethod::Majority;
  fs::path folder_;
  std::optional<store::ProjectFile> project_;
  core::Case image_;
};

TEST_F(AConsensus, IsMadeAgainWithWhatWasSaidOfItSince) {
  const core::Mask both = block({10, 10, 10}, {4, 4, 4}), adaAlone = block({14, 10, 10}, {2, 4, 4});
  core::Mask all = both;
  all |= adaAlone;
  mark("ada", "L1", all);
  mark("emmy", "L1", both, {.className = "tumour"});
  bringTogether({"ada", "emmy"});
  ASSERT_THAT(states(), SizeIs(1));
  ASSERT_THAT(states()[0].ties, SizeIs(1));
  const TiedLesion tied = states()[0].ties[0];
  project_->append(settlingDrafts(*project_, image_.id, "consensus-majority", "Lea", tied, answerOf(tied.open, true)));
  project_->append(draft("consensus-majority", core::LesionChanged{.lesion = tied.id, .className = "tumour"}));
  mark("consensus-majority", "By hand", block({40, 40, 40}, {3, 3, 3}));
  EXPECT_THAT(states()[0].ties, IsEmpty());

  mark("emmy", "L2", block({30, 30, 30}, {4, 4, 4}));  // and both readers find it
  mark("ada", "L2", block({30, 30, 30}, {4, 4, 4}));
  EXPECT_FALSE(states()[0].isCurrent());
  CaseConsensus anew =
      consensusOf(readTracks(*project_, image_, std::vector<std::string>{"ada", "emmy"}), image_.grid, kMajority);
  const std::vector<ConsensusTrack> made = consensusTracks(*project_, project_->log(), image_.id);
  project_->append(consensusAgain(*project_, image_.id, made.at(0), "Lea", anew));
  ASSERT_THAT(states(), SizeIs(1)) << "in the place of the one there";
  EXPECT_TRUE(states()[0].isCurrent());
  EXPECT_THAT(states()[0].ties, IsEmpty()) << "what was settled needs not be settled again";
  std::map<std::string, std::pair<std::string, std::int64_t>> found;
  for (const store::LesionRow& row : project_->lesions()) {
    if (row.lesion.track == "consensus-majority") {
      found[row.lesion.name] = {row.lesion.className, row.voxels};
    }
  }
  EXPECT_EQ(found["L1"], std::pair(std::string("tumour"), all.count()));
  EXPECT_EQ(found["L2"].second, 64);
  EXPECT_EQ(found["By hand"].second, 27);
}

TEST_F(AConsensus, IsMadeAgainAlsoWhereWhatCameIsTiedAlone) {
  for (const bool settled : {false, true}) {
    const std::string suffix = settled ? " settled" : "";
    const std::string ada = "ada" + suffix, emmy = "emmy" + suffix, track = "consensus" + suffix;
    const core::Mask alike = block({10, 10, 10}, {4, 4, 4});
    mark(ada, "L1", alike);
    mark(emmy, "L1", alike);
    bringTogether({ada, emmy}, track);
    if (settled) {
      mark(track, "By hand", block({40, 40, 40}, {3, 3, 3}));
    }
    const core::Mask late = block({30, 30, 30}, {4, 4, 4});
    mark(ada, "L2", late);  // which is in no majority: what the consensus holds stays as it is
    const auto state = [&] {
      for (ConsensusState& each : states()) {
        if (each.made.track == track) {
          return each;
        }
      }
      throw std::out_of_range(track);
    };
    EXPECT_THAT(state().changed, ElementsAre(ada));
    if (settled) {
      CaseConsensus anew =
          consensusOf(readTracks(*project_, image_, std::vector<std::string>{ada, emmy}), image_.grid, kMajority);
      const auto drafts = consensusAgain(*project_, image_.id, state().made, "Lea", anew);
      ASSERT_THAT(drafts, testing::Not(IsEmpty()));
      project_->append(drafts);
    } else {
      bringTogether({ada, emmy}, track);
    }
    EXPECT_TRUE(state().isCurrent());
    ASSERT_THAT(state().ties, SizeIs(1));
    EXPECT_EQ(state().ties[0].open, late);
    const CaseConsensus same =
        consensusOf(readTracks(*project_, image_, std::vector<std::string>{ada, emmy}), image_.grid, kMajority);
    if (!settled) {
      const std::string before = consensusBefore(*project_, image_.id, track, same.tracks);
      EXPECT_THAT(consensusDrafts(*project_, image_.id, track, "Lea", same, before), IsEmpty()) << "nothing is new";
    }
  }
}

TEST_F(AConsensus, OfReadersWhoAgreeOnNothingIsMadeToo) {
  mark("ada", "L1", block({10, 10, 10}, {4, 4, 4}));
  mark("emmy", "L1", block({40, 40, 40}, {4, 4, 4}));
  bringTogether({"ada", "emmy"});
  ASSERT_THAT(states(), SizeIs(1));
  EXPECT_TRUE(states()[0].isCurrent());
  EXPECT_THAT(states()[0].ties, SizeIs(2));
  EXPECT_TRUE(record().consensus.contains({image_.id, "consensus-majority"}));
  EXPECT_THAT(project_->verify({}).problems, IsEmpty());
}

TEST_F(AConsensus, OfReadersWhoFoundNothingIsMadeToo) {
  project_->append({.person = "Lea", .body = core::PolicySet{.rule = core::ReviewRule::Dual}});
  for (const std::string reader : {"ada", "emmy"}) {
    project_->append(draft(reader, core::ReadingSubmitted{}));
  }
  EXPECT_THAT(lackingReadings(record(), image_.id), ElementsAre(kNotBroughtTogether));
  bringTogether({"ada", "emmy"});
  EXPECT_THAT(lackingReadings(record(), image_.id), IsEmpty());
  EXPECT_THAT(states(), SizeIs(1));
}

TEST_F(AConsensus, CountsReadingsAndNothingThatWasMadeOrIsUnfinished) {
  mark("ada", "L1", block({4, 4, 4}, {4, 4, 4}));
  mark("emmy", "L1", block({4, 4, 4}, {4, 4, 4}));
  mark("grace", "L1", block({4, 4, 4}, {4, 4, 4}));
  mark("model", "K1", block({4, 4, 4}, {4, 4, 4}),
       {.provenance = core::Provenance::Candidate, .model = "net", .modelVersion = "1", .attributes = {}});
  project_->append(draft("grace", core::Assigned{.reader = "Grace", .repeats = ""}));
  project_->append(draft("ada", core::Assigned{.reader = "Ada", .repeats = ""}));
  core::EditDraft handedIn = draft("ada", core::ReadingSubmitted{});
  handedIn.person = "Ada";
  project_->append(handedIn);
  bringTogether({"ada", "emmy"});
  std::map<std::string, TrackKind> kinds;
  std::map<std::string, std::string> readers;
  for (const CaseTrack& each : tracks()) {
    kinds[each.track] = each.kind;
    readers[each.track] = each.reader;
  }
  EXPECT_EQ(kinds, (std::map<std::string, TrackKind>{{"ada", TrackKind::Reading},
                                                     {"emmy", TrackKind::Reading},
                                                     {"grace", TrackKind::Underway},
                                                     {"model", TrackKind::Candidates},
                                                     {"consensus-majority", TrackKind::Consensus}}));
  EXPECT_EQ(readers["ada"], "Ada");
  EXPECT_EQ(readers["emmy"], "emmy");
}

TEST_F(AConsensus, ReadingsThatWereChangedAfterTheyWereHandedInAreNamed) {
  const auto late = [&] { return lateChanges(record(), project_->log(), image_.id); };
  const auto handIn = [&](const std::string& track) { project_->append(draft(track, core::ReadingSubmitted{})); };
  for (const char* track : {"ada", "emmy"}) {
    mark(track, "L1", block({4, 4, 4}, {4, 4, 4}));
    project_->append(draft(track, core::Assigned{.reader = track, .blind = true, .repeats = ""}));
  }
  handIn("ada");
  EXPECT_THAT(late(), IsEmpty());
  const core::EditId slip = mark("ada", "L2", block({20, 4, 4}, {2, 2, 2}));
  ASSERT_THAT(late(), SizeIs(1));
  EXPECT_EQ(late()[0].reader, "ada");
  EXPECT_FALSE(late()[0].handedInAgain);
  EXPECT_FALSE(late()[0].seeing) << "emmy has not handed in, so nothing of hers was to be seen";
  project_->append(draft("ada", core::Undone{slip}));
  EXPECT_THAT(late(), IsEmpty()) << "what came and went changed nothing";
  project_->append(draft("ada", core::Redone{slip}));
  handIn("ada");
  ASSERT_THAT(late(), SizeIs(1));
  EXPECT_TRUE(late()[0].handedInAgain);
  handIn("emmy");
  EXPECT_THAT(late(), SizeIs(1)) << "nothing of emmy's was changed";
  mark("emmy", "L2", block({30, 4, 4}, {2, 2, 2}));
  handIn("emmy");
  ASSERT_THAT(late(), SizeIs(2));
  EXPECT_EQ(late()[1].reader, "emmy");
  EXPECT_TRUE(late()[1].seeing) << "ada's could be seen by then";
  EXPECT_FALSE(late()[0].seeing);
}

TEST_F(AConsensus, WithheldTracksAreNoReadings) {
  mark("ada", "L1", block({4, 4, 4}, {4, 4, 4}));
  mark("emmy", "L1", block({4, 4, 4}, {4, 4, 4}));
  const std::vector<store::ProjectFile::TrackOf> without{{image_.id, "emmy"}};
  project_->snapshot(folder_ / "copy", without);
  project_.emplace(folder_ / "copy", store::Access::Write, store::Installation(folder_ / "home"));
  ASSERT_THAT(tracks(), SizeIs(2));
  EXPECT_EQ(tracks()[0].kind, TrackKind::Reading);
  EXPECT_EQ(tracks()[1].kind, TrackKind::Withheld);
}

TEST_F(AConsensus, IsBehindOnceAReadingChangesOrComes) {
  const core::EditId first = mark("ada", "L1", block({4, 4, 4}, {4, 4, 4}));
  mark("emmy", "L1", block({4, 4, 4}, {4, 4, 4}));
  mark("grace", "L1", block({4, 4, 4}, {4, 4, 4}));
  bringTogether({"ada", "emmy"});
  ASSERT_THAT(states(), SizeIs(1));
  EXPECT_TRUE(states()[0].isCurrent()) << "Grace was there, and left out on purpose";
  mark("grace", "L2", block({40, 4, 4}, {4, 4, 4}));
  EXPECT_TRUE(states()[0].isCurrent()) << "so it is none of its business what she does";
  mark("mary", "L1", block({4, 4, 4}, {4, 4, 4}));
  EXPECT_THAT(states()[0].changed, ElementsAre("mary")) << "who could not have been left out";
  project_->append(draft("ada", core::Undone{first}));
  EXPECT_THAT(states()[0].changed, ElementsAre("ada", "mary"));
  bringTogether({"ada", "emmy", "mary"});
  EXPECT_THAT(states()[0].changed, IsEmpty());
  const core::EditId passing = mark("emmy", "L9", block({50, 50, 50}, {2, 2, 2}));
  EXPECT_THAT(states()[0].changed, ElementsAre("emmy"));
  project_->append(draft("emmy", core::Undone{passing}));
  EXPECT_THAT(states()[0].changed, IsEmpty()) << "what came and went since changes nothing";
}

TEST_F(AConsensus, LeavesTiesUntilSomebodySays) {
  mark("ada", "L1", block({4, 4, 4}, {8, 4, 4}));
  mark("emmy", "L1", block({4, 4, 4}, {4, 4, 4}));
  mark("ada", "L2", block({40, 40, 40}, {3, 3, 3}));
  bringTogether({"ada", "emmy"});
  std::vector<TiedLesion> ties = states()[0].ties;
  ASSERT_THAT(ties, SizeIs(2));
  EXPECT_EQ(ties[0].name, "L1");
  EXPECT_EQ(ties[0].open, block({8, 4, 4}, {4, 4, 4}));
  EXPECT_FALSE(ties[0].id.isZero());
  EXPECT_EQ(ties[1].name, "L2");
  EXPECT_EQ(ties[1].open.count(), 27);
  EXPECT_TRUE(ties[1].id.isZero()) << "one of two is no majority";
  EXPECT_EQ(ties[1].markedBy, 1u);
  // Half of it belongs, the other half is erased: both were said.
  core::MaskChanged said{.changes = {{ties[0].id, block({8, 4, 4}, {2, 4, 4}), block({10, 4, 4}, {2, 4, 4})}},
                         .stroke = {},
                         .removed = {}};
  const core::EditId stroke = project_->append(draft("consensus-majority", said));
  EXPECT_THAT(states()[0].ties, SizeIs(1));
  EXPECT_TRUE(states()[0].made.touched);
  EXPECT_THROW(bringTogether({"ada", "emmy"}), core::Error) << "it would undo what was said";
  project_->append(draft("consensus-majority", core::Undone{stroke}));
  EXPECT_THAT(states()[0].ties, SizeIs(2)) << "nobody said so after all";
}

TEST_F(AConsensus, LeavesAClassOnWhichReadersAreSplitToSomebody) {
  const core::Mask same = block({4, 4, 4}, {4, 4, 4});
  mark("ada", "L1", same, {.className = "metastasis", .attributes = {}});
  mark("emmy", "L1", same, {.className = "cyst", .attributes = {}});
  bringTogether({"ada", "emmy"});
  const std::vector<TiedLesion> ties = states()[0].ties;
  ASSERT_THAT(ties, SizeIs(1));
  EXPECT_TRUE(ties[0].open.isEmpty()) << "of its voxels nothing is tied";
  using testing::Pair;
  EXPECT_THAT(ties[0].classes, ElementsAre(Pair("cyst", ElementsAre("emmy")), Pair("metastasis", ElementsAre("ada"))));
  EXPECT_EQ(obstaclesOf(image_, states()).size(), 1u) << "and no release goes by it";
  const core::EditId said =
      project_->append(classDraft(image_.id, "consensus-majority", "Ines", ties[0].id, ties[0].className));
  EXPECT_THAT(states()[0].ties, IsEmpty()) << "said by somebody, though it was called so already";
  EXPECT_THAT(obstaclesOf(image_, states()), IsEmpty());
  EXPECT_TRUE(states()[0].made.touched);
  project_->append({.person = "Ines", .caseId = image_.id, .track = "consensus-majority", .body = core::Undone{said}});
  EXPECT_THAT(states()[0].ties, SizeIs(1));
}

TEST_F(AConsensus, IsSettledLesionByLesionInOneAppend) {
  mark("ada", "L1", block({4, 4, 4}, {8, 4, 4}));
  mark("emmy", "L1", block({6, 4, 4}, {8, 4, 4}));
  mark("ada", "L2", block({40, 40, 40}, {3, 3, 3}));
  mark("emmy", "L3", block({50, 50, 50}, {3, 3, 3}));
  bringTogether({"ada", "emmy"});
  const std::string track = "consensus-majority";
  const auto settle = [&](const TiedLesion& tied, TieAnswer answer) {
    return project_->append(settlingDrafts(*project_, image_.id, track, "Ines", tied, std::move(answer))).size();
  };
  const auto names = [&] {
    std::vector<std::string> all;
    for (const store::LesionRow& row : project_->lesions()) {
      if (row.lesion.track == track) {
        all.push_back(row.lesion.name + " " + std::to_string(row.voxels));
      }
    }
    return all;
  };
  const TiedLesion l1 = states()[0].ties[0];
  EXPECT_EQ(l1.open.count(), 64) << "at both ends";
  EXPECT_EQ(l1.readings[0].first, "ada");
  EXPECT_EQ(l1.readings[0].second, block({4, 4, 4}, {2, 4, 4}));
  EXPECT_EQ(settle(l1, answerAs(l1.open, "ada", l1.readings[0].second)), 1u) << "one edit, and so one undo";
  EXPECT_THAT(names(), ElementsAre("L1 128"));
  const TiedLesion l2 = states()[0].ties[0];
  EXPECT_EQ(l2.name, "L2");
  settle(l2, answerOf(l2.open, true));
  EXPECT_THAT(names(), ElementsAre("L1 128", "L2 27"));
  const TiedLesion l3 = states()[0].ties[0];
  EXPECT_EQ(settle(l3, answerOf(l3.open, false)), 3u) << "made, said, and its making undone at once";
  EXPECT_THAT(names(), ElementsAre("L1 128", "L2 27")) << "nothing is left lying about";
  EXPECT_THAT(states()[0].ties, IsEmpty());
  const auto step = [&](core::EditBody body) {
    project_->append({.person = "Ines", .caseId = image_.id, .track = track, .body = std::move(body)});
  };
  const auto ends = [&] { return core::historyEnds(project_->history("Ines")); };
  step(core::Undone{ends().undo.value()});
  EXPECT_THAT(names(), ElementsAre("L1 128", "L2 27")) << "one undo, and no empty lesion";
  ASSERT_THAT(states()[0].ties, SizeIs(1));
  EXPECT_EQ(states()[0].ties[0].open, l3.open);
  step(core::Redone{ends().redo.value()});
  EXPECT_THAT(states()[0].ties, IsEmpty());
  const auto asStored = [](const store::Blob& blob) { return blob.data; };
  EXPECT_THAT(project_->verify(asStored).problems, IsEmpty());
}

TEST_F(AConsensus, TellsWhatEachReaderMarkedOfAFinding) {
  mark("ada", "L1", block({4, 4, 4}, {8, 4, 4}), {.className = "metastasis", .attributes = {}});
  mark("emmy", "A", block({4, 4, 4}, {4, 4, 4}));
  mark("emmy", "B", block({9, 4, 4}, {3, 4, 4}), {.className = "node", .attributes = {}});
  mark("emmy", "Beside", block({12, 4, 4}, {30, 1, 4}));
  mark("grace", "Elsewhere", block({40, 40, 40}, {3, 3, 3}));
  bringTogether({"ada", "emmy", "grace"});
  const std::string track = "consensus-majority";
  const auto idOf = [&](const std::string& name, const std::string& in) {
    for (const store::LesionRow& row : project_->lesions()) {
      if (row.lesion.track == in && row.lesion.name == name) {
        return row.lesion.id;
      }
    }
    return core::LesionId();
  };
  const core::LesionId finding = project_->append(std::vector<core::EditDraft>{
      draft(track, core::LesionCreated{.name = "F", .className = "cyst"}),
      draft(track, core::MaskChanged{.changes = {{store::pendingLesion(0), block({4, 4, 4}, {9, 4, 4}), {}}},
                                     .stroke = {},
                                     .removed = {}})})[0];
  const ReadFinding read = readingsOf(*project_, record(), finding);
  ASSERT_THAT(read.readings, SizeIs(3));
  EXPECT_THAT(read.readings[0].classes, ElementsAre("metastasis"));
  EXPECT_EQ(read.readings[0].mask.count(), 128);
  EXPECT_THAT(read.readings[1].classes, ElementsAre("cyst", "node"))
      << "in two pieces, and without what only touches it";
  EXPECT_EQ(read.readings[1].mask.count(), 64 + 48);
  EXPECT_THAT(read.readings[2].classes, IsEmpty());
  EXPECT_TRUE(read.readings[2].mask.isEmpty()) << "marked nothing of it";
  ASSERT_TRUE(read.dice);
  EXPECT_DOUBLE_EQ(read.dice->first, 0) << "to whom it is none";
  EXPECT_DOUBLE_EQ(read.dice->second, 2.0 * (64 + 48) / (128 + 64 + 48));
  EXPECT_THAT(readingsOf(*project_, record(), idOf("L1", "ada")).readings, IsEmpty()) << "a reading has none";
  const std::vector<store::ProjectFile::TrackOf> without{{image_.id, "emmy"}};
  project_->snapshot(folder_ / "copy", without);
  project_.emplace(folder_ / "copy", store::Access::Write, store::Installation(folder_ / "home"));
  EXPECT_TRUE(readingsOf(*project_, record(), finding).readings[1].withheld) << "and not told to have marked nothing";
}

TEST_F(AConsensus, AgreementIsThatOfTheComparison) {
  mark("ada", "L1", block({4, 4, 4}, {8, 4, 4}));
  mark("emmy", "L1", block({4, 4, 4}, {4, 4, 4}), {.className = "node", .attributes = {}});
  mark("ada", "L2", block({40, 40, 40}, {3, 3, 3}));
  const std::vector<std::string> names{"ada", "emmy"};
  const std::vector<CaseReading> readings = readTracks(*project_, image_, names);
  const analysis::Comparison compared = analysis::compare(lesionsOf(readings), image_.grid);
  const CaseAgreement agreement = agreementOf(readings, compared);
  EXPECT_THAT(agreement.tracks, ElementsAre("ada", "emmy"));
  EXPECT_EQ(agreement.findings, 2u);
  EXPECT_EQ(agreement.foundByAll, 1u);
  EXPECT_NEAR(agreement.dice.value(), (2.0 * 64 / (128 + 64) + 0) / 2, 1e-12) << "one lesion is missed";
  EXPECT_DOUBLE_EQ(agreement.f1.value(), compared.detections[0].detection.f1().value());
  EXPECT_EQ(agreement.leastLesion, "L2");
  EXPECT_EQ(agreement.leastDice, 0);
  EXPECT_THAT(agreement.disputedClasses, ElementsAre("L1"));
}

TEST_F(AConsensus, KnowsWhoCorrectedACandidateLastButNotWhoBroughtItIn) {
  const core::Mask proposed = block({4, 4, 4}, {8, 8, 8});
  mark("model", "C", proposed, {.provenance = core::Provenance::Candidate, .model = "net"});
  const core::LesionId candidate = project_->lesions().front().lesion.id;
  const auto changer = [&] { return record().lesions.front().changedBy; };
  const auto change = [&](const std::string& person, core::EditBody body) {
    core::EditDraft corrected = draft("model", std::move(body));
    corrected.person = person;
    return project_->append(corrected);
  };
  EXPECT_EQ(changer(), "");
  change("Ada", core::LesionChanged{.lesion = candidate, .name = "C1"});
  EXPECT_EQ(changer(), "") << "a name is none of what is decided on";
  change("Ada", core::LesionChanged{.lesion = candidate, .className = "tumour"});
  EXPECT_EQ(changer(), "Ada");
  const core::EditId stroke =
      change("Grace",
             core::MaskChanged{.changes = {{candidate, block({3, 4, 4}, {1, 8, 8}), {}}}, .stroke = {}, .removed = {}});
  EXPECT_EQ(changer(), "Grace");
  change("Grace", core::Undone{stroke});
  EXPECT_EQ(changer(), "Ada");
}

TEST_F(AConsensus, SaysWhoseWorkEachLesionIs) {
  const auto origin = [&](const std::string& name) {
    const Record all = record();
    for (const LesionFacts& facts : all.lesions) {
      if (facts.lesion.name == name) {
        return originLine(all, facts);
      }
    }
    return std::string("nothing");
  };
  const auto change = [&](const std::string& person, const std::string& name, core::Mask set) {
    for (const store::LesionRow& row : project_->lesions()) {
      if (row.lesion.name == name) {
        core::EditDraft stroke =
            draft(row.lesion.track,
                  core::MaskChanged{.changes = {{row.lesion.id, std::move(set), {}}}, .stroke = {}, .removed = {}});
        stroke.person = person;
        return project_->append(stroke);
      }
    }
    return core::EditId{};
  };
  mark("ada", "L1", block({4, 4, 4}, {4, 4, 4}));
  mark("emmy", "E1", block({4, 4, 4}, {4, 4, 4}));
  project_->append(draft("emmy", core::Assigned{.reader = "Emmy", .repeats = ""}));
  EXPECT_EQ(origin("L1"), "ada");
  change("Grace", "L1", block({4, 4, 4}, {4, 4, 3}));
  const core::EditId third = change("Noor", "L1", block({4, 4, 4}, {4, 4, 2}));
  EXPECT_EQ(origin("L1"), "ada, Grace and Noor") << "everyone who drew on it";
  project_->append([&] {
    core::EditDraft undo = draft("ada", core::Undone{third});
    undo.person = "Noor";
    return undo;
  }());
  EXPECT_EQ(origin("L1"), "ada and Grace");

  mark("model", "K", block({20, 4, 4}, {8, 8, 8}),
       {.className = "cyst", .provenance = core::Provenance::Candidate, .model = "net", .modelVersion = "3"});
  EXPECT_EQ(origin("K"), "net 3") << "and not who brought it in";
  change("Ben", "K", block({19, 4, 4}, {1, 8, 8}));
  EXPECT_EQ(origin("K"), "net 3, corrected by Ben");
  for (const LesionFacts& facts : record().lesions) {
    if (facts.lesion.name == "K") {
      project_->append(draft("model", core::LesionChanged{.lesion = facts.lesion.id, .className = "tumour"}));
    }
  }
  EXPECT_EQ(origin("K"), "net 3, corrected by Ben, proposed as cyst");

  bringTogether({"ada", "emmy"}, "consensus-majority");
  for (const LesionFacts& facts : record().lesions) {
    if (facts.lesion.track == "consensus-majority") {
      change("Chief", facts.lesion.name, block({4, 4, 4}, {1, 1, 1}));
      const Record all = record();
      for (const LesionFacts& now : all.lesions) {
        if (now.lesion.id == facts.lesion.id) {
          EXPECT_EQ(originLine(all, now), "consensus of ada and Emmy (majority)") << "whoever settled it";
          EXPECT_EQ(originOf(all, now).front().first, "Consensus of");
        }
      }
    }
  }
}

}  // namespace
}  // namespace workflow
