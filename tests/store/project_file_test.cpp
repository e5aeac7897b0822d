#include "store/project_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/error.h"
#include "store/scratch.h"

namespace store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class AProject : public testing::Test {
 protected:
  AProject() { ProjectFile::create(path, "Liver", "Ada", here); }
  ProjectFile open(Access access = Access::Write) { return ProjectFile(path, access, here); }

  ScratchFolder folder;
  Installation here = folder.home();
  std::filesystem::path path = folder / "liver.sagitta";
};

core::Case someCase(const std::vector<core::Hash>& chunks) {
  core::Case added{.name = "Case 1",
                   .modality = "CT",
                   .grid = core::Grid({100, 100, 100}, glm::dmat4(1)),
                   .voxelType = core::VoxelType::Int16,
                   .rescale = {1, -1024},
                   .intensity = {-1024, 3000},
                   .chunks = chunks,
                   .format = "DICOM",
                   .notes = {}};
  added.id = core::caseId(added.grid, added.voxelType, added.rescale, chunks);
  return added;
}

TEST_F(AProject, HoldsWhatWasAppendedAfterReopening) {
  core::LesionId lesion;
  const core::Mask mask = voxels({30, 5, 70}, 40);
  {
    ProjectFile project = open();
    lesion = project.append(lesionDraft("L1"));
    project.append(strokeDraft(lesion, mask, {}, "Grace"));
    project.append(draftOf(core::GuidelinePublished{"{}"}));
    project.append(draftOf(core::CaseAdded{someCase({})}));
  }
  const ProjectFile project = open(Access::Read);
  EXPECT_EQ(project.title(), "Liver");
  EXPECT_EQ(project.guideline(), hashOf("{}"));
  EXPECT_THAT(project.cases(), ElementsAre(someCase({})));
  EXPECT_THAT(project.people(), ElementsAre("Ada", "Grace"));
  EXPECT_EQ(project.editCount(), 5);
  EXPECT_EQ(project.mask(lesion), mask);
  ASSERT_THAT(project.lesions(), SizeIs(1));
  const LesionRow row = project.lesions().front();
  EXPECT_EQ(row.lesion.name, "L1");
  EXPECT_EQ(row.lesion.author, "Ada");
  EXPECT_EQ(row.voxels, 40);
  EXPECT_EQ(row.bounds, mask.bounds());
  EXPECT_THAT(verified(project).problems, IsEmpty());
}

TEST_F(AProject, EveryEditSaysWhichGuidelineWasInForce) {
  ProjectFile project = open();
  const core::EditId before = project.append(lesionDraft("L1"));
  const core::EditId first = project.append(draftOf(core::GuidelinePublished{"{}"}));
  const core::EditId under = project.append(lesionDraft("L2"));
  project.append(draftOf(core::GuidelinePublished{"[]"}));
  const core::EditId late = project.append(lesionDraft("L3"));
  project.append(draftOf(core::Undone{first}));
  EXPECT_TRUE(project.logEntry(before).header.guideline.isZero());
  EXPECT_EQ(project.logEntry(under).header.guideline, hashOf("{}"));
  EXPECT_EQ(project.logEntry(late).header.guideline, hashOf("[]"));
}

TEST_F(AProject, TellsWhatWasDecidedAndStands) {
  ProjectFile project = open();
  const core::LesionId lesion = project.append(lesionDraft("L1"));
  const auto decide = [&](core::Verdict verdict) {
    return project.append(draftOf(core::Decided{.lesion = lesion, .verdict = verdict}));
  };
  const core::EditId accepted = decide(core::Verdict::Accept);
  const core::EditId rejected = decide(core::Verdict::Reject);
  project.append(draftOf(core::ReleaseMade{.name = "1"}));
  const auto standing = [&] {
    std::vector<core::EditId> ids;
    for (const core::Edit& edit : project.standing(core::EditKind::Decided, core::EditKind::Commented)) {
      EXPECT_TRUE(std::holds_alternative<core::Decided>(edit.body));
      ids.push_back(edit.id);
    }
    return ids;
  };
  EXPECT_THAT(standing(), ElementsAre(accepted, rejected));
  project.append(draftOf(core::Undone{accepted}));
  EXPECT_THAT(standing(), ElementsAre(rejected));
  EXPECT_EQ(core::historyEnds(project.history("Ada")).undo, std::nullopt) << "undo while painting takes none back";
  EXPECT_THAT(verified(project).problems, IsEmpty());
}

TEST_F(AProject, KeepsOneChainPerSite) {
  ProjectFile project = open();
  project.append(lesionDraft("L1"));
  project.append(lesionDraft("L2"));
  const std::vector<LogEntry> log = project.log();
  ASSERT_THAT(log, SizeIs(3));
  EXPECT_TRUE(log[0].header.previous.isZero());
  for (std::size_t i = 0; i < log.size(); ++i) {
    EXPECT_EQ(log[i].header.site, log[0].header.site);
    EXPECT_EQ(log[i].header.sequence, i + 1);
    EXPECT_EQ(core::editId(log[i].header), log[i].id);
    if (i > 0) {
      EXPECT_EQ(log[i].header.previous, log[i - 1].id);
      EXPECT_LT(log[i - 1].header.time, log[i].header.time);
    }
  }
  EXPECT_EQ(project.heads(), (std::vector<core::Head>{{log[0].header.site, 3, log[2].id}}));
}

TEST_F(AProject, AppendsAllOfACallOrNothing) {
  ProjectFile project = open();
  const core::LesionId lesion = project.append(lesionDraft("L1"));
  const std::vector<core::EditDraft> drafts{strokeDraft(lesion, voxels({0, 0, 0}, 5)),
                                            draftOf(core::Undone{hashOf("no such edit")})};
  EXPECT_THROW(project.append(drafts), core::Error);
  EXPECT_EQ(project.editCount(), 2);
  EXPECT_TRUE(project.mask(lesion).isEmpty());
  project.append(strokeDraft(lesion, voxels({40, 0, 0}, 3)));
  EXPECT_EQ(project.mask(lesion), voxels({40, 0, 0}, 3));
  EXPECT_THAT(verified(project).problems, IsEmpty());
}

TEST_F(AProject, ACaseIsCalledAsItWasLastRenamed) {
  ProjectFile project = open();
  const core::Case added = someCase({hashOf("x")});
  core::Case other = added;
  other.id = hashOf("another");
  other.name = "Case 2";
  const auto append = [&](const core::CaseId& id, const core::EditBody& body) {
    project.append({.person = "Ada", .caseId = id, .body = body});
  };
  append(added.id, core::CaseAdded{added});
  append(other.id, core::CaseAdded{other});
  append(added.id, core::CaseRenamed{"Liver 7"});
  EXPECT_EQ(project.cases()[0].name, "Liver 7");
  EXPECT_THAT(project.cases()[0].formerNames, ElementsAre("Case 1"));
  EXPECT_EQ(project.cases()[1], other);
  const std::int64_t edits = project.editCount();
  const auto refused = [&](const core::CaseId& id, const std::string& name, const std::string& why) {
    try {
      append(id, core::CaseRenamed{name});
      ADD_FAILURE() << name;
    } catch (const core::Error& error) {
      EXPECT_THAT(error.what(), HasSubstr(why));
    }
  };
  refused(added.id, "Case 2", "is the name of another case");
  refused(added.id, " ", "is blank");
  refused(hashOf("none"), "Liver 8", "It has no case");
  EXPECT_EQ(project.editCount(), edits);
  append(other.id, core::CaseRenamed{"Case 1"});  // which is free again
  EXPECT_EQ(project.cases()[1].name, "Case 1");
  EXPECT_THAT(project.history("Ada"), IsEmpty()) << "renamed again rather than undone";
  const VerifyReport report = verified(project);
  EXPECT_EQ(report.stateHash, project.stateHash());
}

TEST_F(AProject, WhatBelongsTogetherGoesInByOneCommitOrNotAtAll) {
  ProjectFile project = open();
  const core::Case added = someCase({hashOf("x")});
  const auto take = [&] {
    project.putBlob(hashOf("x"), {1, core::Bytes{std::byte{'x'}}});
    project.setSource(added.id, {});
    project.append(draftOf(core::CaseAdded{added}));
  };
  EXPECT_THROW(project.inOneCommit([&] {
    take();
    throw core::Error("image", "it ends too early", "Copy it again");
  }),
               core::Error);
  EXPECT_FALSE(project.hasBlob(hashOf("x")));
  EXPECT_THAT(project.cases(), IsEmpty());
  EXPECT_EQ(project.editCount(), 1);

  const ProjectFile reader = open(Access::Read);
  const std::uint64_t before = reader.changeCounter();
  project.inOneCommit(take);
  EXPECT_NE(reader.changeCounter(), before);
  EXPECT_THAT(reader.cases(), SizeIs(1));
  EXPECT_TRUE(reader.hasBlob(hashOf("x")));
  EXPECT_THAT(verified(project).problems, IsEmpty());
}

TEST_F(AProject, ADraftNamesALesionOfTheSameCall) {
  ProjectFile project = open();
  core::EditDraft both = strokeDraft(pendingLesion(1), voxels({0, 0, 0}, 5));
  std::get<core::MaskChanged>(both.body).changes.push_back({pendingLesion(0), voxels({9, 9, 9}, 2), {}});
  const auto ids = project.append(std::vector{lesionDraft("L1"), lesionDraft("L2"), both});
  EXPECT_EQ(project.mask(ids[0]), voxels({9, 9, 9}, 2));
  EXPECT_EQ(project.mask(ids[1]), voxels({0, 0, 0}, 5));
  EXPECT_THAT(verified(project).problems, IsEmpty());
}

TEST_F(AProject, UndoAndRedoComeAndGoAlsoAfterReopening) {
  core::LesionId lesion;
  core::EditId first, second;
  {
    ProjectFile project = open();
    lesion = project.append(lesionDraft("L1"));
    first = project.append(strokeDraft(lesion, voxels({0, 0, 0}, 10)));
    second = project.append(strokeDraft(lesion, voxels({5, 0, 0}, 10)));
  }
  ProjectFile project = open();
  EXPECT_EQ(core::historyEnds(project.history("Ada")).undo, second);
  project.append(draftOf(core::Undone{second}));
  EXPECT_EQ(project.mask(lesion), voxels({0, 0, 0}, 10));
  EXPECT_EQ(core::historyEnds(project.history("Ada")).undo, first);
  EXPECT_EQ(core::historyEnds(project.history("Ada")).redo, second);
  project.append(draftOf(core::Undone{first}));
  EXPECT_TRUE(project.mask(lesion).isEmpty());
  EXPECT_FALSE(core::historyEnds(project.history("Ada")).undo);  // the lesion was made in passing
  project.append(draftOf(core::Redone{second}));
  EXPECT_EQ(project.mask(lesion), voxels({5, 0, 0}, 10));
  EXPECT_THAT(project.history("Grace"), IsEmpty());

  const std::vector<LogEntry> log = project.log();
  ASSERT_THAT(log, SizeIs(7));
  EXPECT_TRUE(log[2].undone);
  EXPECT_FALSE(log[3].undone);
  EXPECT_EQ(log[4].target, second);
  EXPECT_THAT(log[4].lesions, ElementsAre(lesion));
  EXPECT_THAT(log[2].lesions, ElementsAre(lesion));
  EXPECT_THAT(verified(project).problems, IsEmpty());
}

TEST_F(AProject, NobodyUndoesAnothersEdit) {
  ProjectFile project = open();
  const core::LesionId lesion = project.append(lesionDraft("L1"));
  const core::EditId stroke = project.append(strokeDraft(lesion, voxels({0, 0, 0}, 10)));
  EXPECT_THROW(project.append(draftOf(core::Undone{stroke}, "Grace")), core::Error);
  EXPECT_EQ(project.mask(lesion), voxels({0, 0, 0}, 10));
}

TEST_F(AProject, RecordsWhatTheAuthorKnewOfOthers) {
  ProjectFile project = open();
  const core::LesionId lesion = project.append(lesionDraft("L1"));
  const auto before = project.heads();
  std::filesystem::copy_file(path, folder / "copy.sagitta");
  ProjectFile copy(folder / "copy.sagitta", Access::Write, here);
  copy.append(strokeDraft(lesion, voxels({0, 0, 0}, 4)));
  const auto foreign = foreignOf(copy);
  EXPECT_EQ(project.importEdits(foreign), 1);
  project.append(strokeDraft(lesion, voxels({2, 0, 0}, 4)));
  core::EditDraft begunBefore = strokeDraft(lesion, voxels({9, 0, 0}, 4));
  begunBefore.heads = before;
  project.append(begunBefore);
  const auto log = project.log();
  ASSERT_THAT(log, SizeIs(5));
  const LogEntry& theirs = *std::find_if(
      log.begin(), log.end(), [&](const LogEntry& entry) { return entry.header.site != log[0].header.site; });
  EXPECT_THAT(theirs.header.heads, SizeIs(1));
  EXPECT_THAT(log[3].header.heads, ElementsAre(core::Head{theirs.header.site, 1, theirs.id}));
  EXPECT_THAT(log[4].header.heads, IsEmpty());
}

// ---- Sites ----

TEST_F(AProject, AFileThatIsReopenedOrRenamedKeepsItsSite) {
  open().append(lesionDraft("L1"));
  std::filesystem::rename(path, folder / "renamed.sagitta");
  ProjectFile project(folder / "renamed.sagitta", Access::Write, here);
  project.append(lesionDraft("L2"));
  EXPECT_THAT(project.heads(), SizeIs(1));
}

TEST_F(AProject, ACopyGetsASiteOfItsOwn) {
  open().append(lesionDraft("L1"));
  std::filesystem::copy_file(path, folder / "copy.sagitta");
  ProjectFile copy(folder / "copy.sagitta", Access::Write, here);
  copy.append(lesionDraft("in the copy"));
  ProjectFile project = open();
  project.append(lesionDraft("in the original"));
  project.importEdits(foreignOf(copy));
  EXPECT_THAT(project.heads(), SizeIs(2));
  EXPECT_THAT(verified(project).problems, IsEmpty());
}

TEST_F(AProject, AFileSetBackToAnOlderStateGetsANewSite) {
  const core::Bytes older = readFile(path);
  open().append(lesionDraft("L1"));
  writeFile(path, older);  // the same device and inode
  ProjectFile project = open();
  project.append(lesionDraft("L2"));
  EXPECT_THAT(project.heads(), SizeIs(2));
}

TEST_F(AProject, AnotherInstallationIsAnotherSite) {
  ProjectFile(path, Access::Write, folder.home("other")).append(lesionDraft("L1"));
  ProjectFile project = open();
  project.append(lesionDraft("L2"));
  EXPECT_THAT(project.heads(), SizeIs(2));
}

// ---- Several at once ----

TEST_F(AProject, AReaderSeesWhatAWriterCommits) {
  const ProjectFile reader = open(Access::Read);
  const std::uint64_t before = reader.changeCounter();
  EXPECT_EQ(reader.changeCounter(), before);
  ProjectFile writer = open();
  const core::LesionId lesion = writer.append(lesionDraft("L1"));
  EXPECT_NE(reader.changeCounter(), before);
  EXPECT_EQ(reader.lesions().front().lesion.id, lesion);
}

TEST_F(AProject, AFileIsCompleteByItselfOnceItsWriterIsClosed) {
  open().append(lesionDraft("L1"));
  EXPECT_FALSE(std::filesystem::exists(path.string() + "-wal"));
  std::filesystem::copy_file(path, folder / "copy.sagitta");
  EXPECT_EQ(ProjectFile(folder / "copy.sagitta", Access::Read, here).editCount(), 2);
}

TEST_F(AProject, TheWriteAheadLogIsMovedIntoTheFileAsItGrows) {
  ProjectFile project(path, Access::Write, here, {.logPages = 40});
  const core::LesionId lesion = project.append(lesionDraft("L1"));
  const std::uintmax_t before = std::filesystem::file_size(path);
  std::uintmax_t largest = 0;
  for (int stroke = 0; stroke < 60; ++stroke) {
    project.append(strokeDraft(lesion, voxels({3 * stroke, 7, 70}, 40)));
    largest = std::max(largest, std::filesystem::file_size(path.string() + "-wal"));
  }
  EXPECT_LT(largest, 100u * 4096);
  EXPECT_GT(std::filesystem::file_size(path), before);
}

TEST_F(AProject, AFileIsCompleteByItselfOnceItsWriterIsClosedAlsoBesideAReader) {
  const ProjectFile reader = open(Access::Read);
  EXPECT_EQ(reader.editCount(), 1);
  open().append(lesionDraft("L1"));
  std::filesystem::copy_file(path, folder / "copy.sagitta");
  EXPECT_EQ(ProjectFile(folder / "copy.sagitta", Access::Read, here).editCount(), 2);
  EXPECT_EQ(reader.editCount(), 2);
}

TEST_F(AProject, ReadingChangesNotOneByte) {
  {
    ProjectFile project = open();
    project.append(strokeDraft(project.append(lesionDraft("L1")), voxels({0, 0, 0}, 5)));
  }
  const core::Bytes before = readFile(path);
  {
    ProjectFile reader = open(Access::Read);
    verified(reader);
    reader.log();
    reader.lesions();
    EXPECT_THROW(reader.append(lesionDraft("L2")), core::Error);
    EXPECT_THROW(reader.rebuildCaches(), core::Error);
    EXPECT_THROW(reader.eraseSources(), core::Error);
  }
  EXPECT_EQ(readFile(path), before);
}

// ---- Blobs and source attributes ----

TEST_F(AProject, KeepsBlobsByTheirHash) {
  ProjectFile project = open();
  core::Bytes data(300'000);
  std::mt19937 engine(1);
  std::generate(data.begin(), data.end(), [&] { return std::byte(engine()); });
  const core::Hash hash = core::sha256(data);
  EXPECT_FALSE(project.hasBlob(hash));
  EXPECT_THROW(project.blob(hash), core::Error);
  project.putBlob(hash, {data.size(), data});
  project.putBlob(hash, {data.size(), data});
  EXPECT_TRUE(project.hasBlob(hash));
  EXPECT_EQ(project.blob(hash).data, data);
  EXPECT_EQ(project.blob(hash).rawBytes, data.size());
  project.append(draftOf(core::CaseAdded{someCase({hash})}));
  EXPECT_THAT(verified(project).problems, IsEmpty());
  project.append(draftOf(core::CaseAdded{[] {
    core::Case other = someCase({hashOf("nowhere")});
    other.name = "Case 2";
    return other;
  }()}));
  EXPECT_THAT(verified(project).problems, ElementsAre(HasSubstr("Case 2 lacks a part of its image")));
}

TEST_F(AProject, SourceAttributesAreKeptApartAndErasedForGood) {
  core::SourceAttributes source{.frameOfReferenceUid = "1.2.3",
                                .studyUid = "1.2.4",
                                .seriesUid = "1.2.5",
                                .sopClassUid = "1.2.840.10008.5.1.4.1.1.2",
                                .sopInstanceUids = {"1.2.6", "1.2.7"},
                                .frameNumbers = {1, 2},
                                .attributes = {{"PatientSex", "F"}, {"StudyDate", "ERASE-ME-20200229"}}};
  const auto holds = [&](const std::string& text) {
    for (const auto& entry : std::filesystem::directory_iterator(path.parent_path())) {
      if (entry.is_regular_file()) {
        const core::Bytes bytes = readFile(entry.path());
        const auto* begin = reinterpret_cast<const char*>(bytes.data());
        if (std::string_view(begin, bytes.size()).find(text) != std::string_view::npos) {
          return true;
        }
      }
    }
    return false;
  };
  {
    ProjectFile project = open();
    for (int i = 0; i < 40; ++i) {
      project.setSource(hashOf(std::to_string(i)), source);
    }
    source.attributes["PatientSex"] = "O";
    project.setSource(hashOf("3"), source);
    EXPECT_EQ(project.sourceOf(hashOf("3")), source);
    EXPECT_FALSE(project.sourceOf(hashOf("none")));
  }
  ASSERT_TRUE(holds("ERASE-ME"));
  {
    ProjectFile project = open();
    project.eraseSources();
    EXPECT_FALSE(project.sourceOf(hashOf("3")));
    EXPECT_THAT(verified(project).problems, IsEmpty());
  }
  EXPECT_FALSE(holds("ERASE-ME"));
  ProjectFile project = open();
  project.append(lesionDraft("L1"));
  EXPECT_THAT(verified(project).problems, IsEmpty());
}

TEST_F(AProject, TellsWhatArrivedSoThatACopyCanBeFilled) {
  ProjectFile project = open();
  const core::LesionId lesion = project.append(lesionDraft("L1"));
  const core::EditId stroke = project.append(strokeDraft(lesion, voxels({0, 0, 0}, 9)));
  const std::vector<Arrival> all = project.arrivedAfter(0);
  ASSERT_THAT(all, SizeIs(3));
  EXPECT_EQ(all[1].id, lesion);
  EXPECT_EQ(all[2].sequence, 3u);
  EXPECT_TRUE(all[2].hasBody);
  const std::vector<Arrival> late = project.arrivedAfter(all[1].row);
  ASSERT_THAT(late, SizeIs(1));
  EXPECT_EQ(late[0].id, stroke);
  EXPECT_THAT(project.roots(), ElementsAre(all[0].id));
  project.putBlob(hashOf("image"), {5, core::Bytes(5)});
  ASSERT_THAT(project.blobsArrivedAfter(0), SizeIs(1));
  EXPECT_EQ(project.blobsArrivedAfter(0).front().hash, hashOf("image"));
  EXPECT_THAT(project.blobsArrivedAfter(project.blobsArrivedAfter(0).front().row), IsEmpty());

  const auto other = folder / "copy.sagitta";
  ProjectFile::createEmpty(other, folder.home("other"));
  ProjectFile copy(other, Access::Write, folder.home("other"));
  EXPECT_EQ(copy.editCount(), 0);
  EXPECT_EQ(copy.title(), "");
  EXPECT_THAT(verified(copy).problems, IsEmpty());
  const core::EditId ids[] = {all[0].id, lesion, hashOf("none"), stroke};
  EXPECT_EQ(copy.importEdits(project.editsOf(ids)), 3);
  EXPECT_EQ(verified(copy).stateHash, verified(project).stateHash);
}

}  // namespace
}  // namespace store
