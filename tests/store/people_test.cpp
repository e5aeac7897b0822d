// Projects with enrolled people: who may write, what is signed, and what `verify` says of a log that was tampered with.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>

#include "core/error.h"
#include "store/merge.h"
#include "store/scratch.h"

namespace store {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

core::EditDraft signedDraft(const core::KeyPair& key, const std::string& person, core::EditBody body) {
  core::EditDraft draft{.person = person, .body = std::move(body)};
  core::signatureOf(draft.body)->key = key.publicKey();
  draft.sign = [&key](std::span<const std::byte> message) { return key.sign(message); };
  return draft;
}

core::EditId enroll(ProjectFile& project, const core::KeyPair& key, const std::string& person) {
  return project.append(signedDraft(key, person, core::PersonEnrolled{.name = person, .signature = {}}));
}

void endorse(ProjectFile& project, const core::KeyPair& key, const std::string& person, bool endorsed = true) {
  project.append(signedDraft(key, person,
                             core::DeviceEndorsed{.device = project.installation().deviceKey().publicKey(),
                                                  .name = "here",
                                                  .endorsed = endorsed,
                                                  .signature = {}}));
}

void grant(ProjectFile& project, const core::KeyPair& by, const std::string& lead, const core::EditId& enrolment,
           core::Role role, bool granted = true) {
  project.append(signedDraft(
      by, lead, core::RoleChanged{.enrolment = enrolment, .role = role, .granted = granted, .signature = {}}));
}

class EnrolledProject : public testing::Test {
 protected:
  EnrolledProject() {
    ProjectFile::create(folder / "a", "Liver", "Ada", here);
    ProjectFile project(folder / "a", Access::Write, here);
    lesion = project.append(lesionDraft("L1"));
    enroll(project, ada, "Ada");
    endorse(project, ada, "Ada");
    project.append(strokeDraft(lesion, voxels({0, 0, 0}, 10)));
  }
  ProjectFile open(const std::string& name, Access access = Access::Write) { return {folder / name, access, here}; }
  ProjectFile there(const std::string& name, Access access = Access::Write) { return {folder / name, access, other}; }

  // Grace takes a copy elsewhere and is given the role there by Ada's word, carried by merge.
  void joinGrace(core::Role role) {
    open("a").snapshot(folder / "b");
    {
      ProjectFile b = there("b");
      graceIs = enroll(b, grace, "Grace");
      endorse(b, grace, "Grace");
    }
    ProjectFile a = open("a");
    merge(a, there("b", Access::Read), plain);
    grant(a, ada, "Ada", graceIs, role);
    ProjectFile b = there("b");
    merge(b, a, plain);
  }

  ScratchFolder folder;
  Installation here = folder.home(), other = folder.home("other");
  core::KeyPair ada = core::KeyPair::generate(), grace = core::KeyPair::generate();
  core::EditId graceIs;
  core::LesionId lesion;
};

TEST_F(EnrolledProject, IsProvenFromEndToEnd) {
  const VerifyReport report = verified(open("a", Access::Read));
  EXPECT_THAT(report.problems, IsEmpty());
  EXPECT_THAT(report.findings, IsEmpty());
  EXPECT_EQ(open("a", Access::Read).log().back().header.kind, core::EditKind::Checkpoint) << "signed on closing";
}

TEST_F(EnrolledProject, TakesEditsOnlyFromThoseWhoMayAndOnDevicesThatTheyLet) {
  ProjectFile a = open("a");
  const std::int64_t before = a.editCount();
  EXPECT_THROW(a.append(strokeDraft(lesion, voxels({0, 1, 0}, 5), {}, "Nobody")), core::Error);
  EXPECT_THROW(a.append(strokeDraft(lesion, voxels({0, 1, 0}, 5), {}, "")), core::Error);
  graceIs = enroll(a, grace, "Grace");
  endorse(a, grace, "Grace");
  EXPECT_THROW(a.append(strokeDraft(lesion, voxels({0, 1, 0}, 5), {}, "Grace")), core::Error) << "no role yet";
  EXPECT_THROW(grant(a, grace, "Grace", graceIs, core::Role::Lead), core::Error) << "no lead";
  grant(a, ada, "Ada", graceIs, core::Role::Reader);
  a.append(strokeDraft(lesion, voxels({0, 1, 0}, 5), {}, "Grace"));
  EXPECT_THROW(a.append(draftOf(core::GuidelinePublished{"{}"}, "Grace")), core::Error);
  endorse(a, grace, "Grace", false);
  EXPECT_THROW(a.append(strokeDraft(lesion, voxels({0, 2, 0}, 5), {}, "Grace")), core::Error) << "not on this device";
  a.append(strokeDraft(lesion, voxels({0, 3, 0}, 5)));
  EXPECT_EQ(a.editCount(), before + 6);
  EXPECT_THAT(verified(a).problems, IsEmpty());
  EXPECT_THAT(verified(a).findings, Contains(HasSubstr("not signed yet"))) << "until the file is closed";
}

TEST_F(EnrolledProject, MeetsAnotherInstallationAndEveryStrokeIsAttributed) {
  joinGrace(core::Role::Reader);
  there("b").append(strokeDraft(lesion, voxels({0, 5, 0}, 5), {}, "Grace"));
  {
    ProjectFile a = open("a");
    merge(a, there("b", Access::Read), plain);
  }
  EXPECT_THAT(verified(open("a", Access::Read)).problems, IsEmpty());
  EXPECT_THAT(verified(open("a", Access::Read)).findings, IsEmpty());
}

TEST_F(EnrolledProject, EditsMadeDuringARevocationAreFoundForALead) {
  joinGrace(core::Role::Reader);
  {
    ProjectFile a = open("a");
    a.append(signedDraft(ada, "Ada", core::KeyRevoked{.enrolment = graceIs, .reason = "left", .signature = {}}));
  }
  there("b").append(strokeDraft(lesion, voxels({0, 5, 0}, 5), {}, "Grace"));  // has not heard of it
  ProjectFile a = open("a");
  merge(a, there("b", Access::Read), plain);
  EXPECT_THAT(verified(a).problems, IsEmpty());
  EXPECT_THAT(verified(a).findings, Contains(HasSubstr("was being taken away")));
  EXPECT_THAT(a.lesions(), SizeIs(1));
  EXPECT_EQ(a.lesions()[0].voxels, 15) << "nothing is lost";
  ProjectFile b = there("b");
  merge(b, a, plain);
  EXPECT_THROW(b.append(strokeDraft(lesion, voxels({0, 6, 0}, 5), {}, "Grace")), core::Error) << "now it has";
}

TEST(People, TwoWhoEnrolFirstUnawareOfEachOtherAreBothLeadsUntilOneOfThemSaysOtherwise) {
  const ScratchFolder folder;
  const Installation here = folder.home(), other = folder.home("other");
  const core::KeyPair ada = core::KeyPair::generate(), grace = core::KeyPair::generate();
  ProjectFile::create(folder / "a", "Liver", "Ada", here);
  ProjectFile a(folder / "a", Access::Write, here);
  a.snapshot(folder / "b");
  ProjectFile b(folder / "b", Access::Write, other);
  enroll(a, ada, "Ada");
  endorse(a, ada, "Ada");
  const core::EditId graceIs = enroll(b, grace, "Grace");
  endorse(b, grace, "Grace");
  merge(a, b, plain);
  merge(b, a, plain);
  EXPECT_EQ(a.stateHash(), b.stateHash());
  for (const ProjectFile* project : {&a, &b}) {  // whoever's edit came first by the clock
    EXPECT_TRUE(project->enrolled().isLead("Ada"));
    EXPECT_TRUE(project->enrolled().isLead("Grace"));
    EXPECT_THAT(verified(*project).problems, IsEmpty());
    EXPECT_THAT(verified(*project).findings, Contains(HasSubstr("each enrolled as the first, unaware of each other")));
  }
  grant(a, ada, "Ada", graceIs, core::Role::Lead, false);
  merge(b, a, plain);
  EXPECT_FALSE(b.enrolled().isLead("Grace"));
  EXPECT_TRUE(b.enrolled().isLead("Ada"));
  EXPECT_THROW(b.append(strokeDraft(b.append(lesionDraft("L1", "Grace")), voxels({0, 0, 0}, 5), {}, "Grace")),
               core::Error);
}

// Somebody with the file and a program of their own, but no keys.
class Forgery : public EnrolledProject {
 protected:
  // The log with the edits from `at` on replaced and everything after hashed again, in a file of its own.
  void rewrite(const std::string& into, const std::function<void(std::vector<ForeignEdit>&)>& change) {
    std::vector<ForeignEdit> edits = foreignOf(open("a", Access::Read));
    std::sort(edits.begin(), edits.end(),
              [](const auto& x, const auto& y) { return x.header.sequence < y.header.sequence; });
    change(edits);
    core::EditId previous;
    for (ForeignEdit& edit : edits) {
      edit.header.previous = previous;
      edit.header.bodyHash = core::sha256(*edit.body);
      previous = core::editId(edit.header);
    }
    ProjectFile::createEmpty(folder / into, here);
    open(into).importEdits(edits);
  }
  core::Bytes strokeOf(int length) {
    core::MaskChanged body;
    body.changes.push_back({lesion, voxels({0, 9, 0}, length), {}});
    return core::encodeBody(body);
  }
};

TEST_F(Forgery, ARewrittenLogIsFoundByTheDevicesSignature) {
  rewrite("forged", [&](std::vector<ForeignEdit>& edits) {
    for (ForeignEdit& edit : edits) {
      if (edit.header.kind == core::EditKind::MaskChanged) {
        edit.body = strokeOf(3);
      }
    }
  });
  const VerifyReport report = verified(open("forged", Access::Read));
  EXPECT_THAT(report.problems, Contains(HasSubstr("may have been rewritten")));
}

TEST_F(Forgery, ALogWithoutItsSignatureProvesNothing) {
  rewrite("forged", [&](std::vector<ForeignEdit>& edits) {
    std::erase_if(edits, [](const ForeignEdit& edit) { return edit.header.kind == core::EditKind::Checkpoint; });
  });
  EXPECT_THAT(verified(open("forged", Access::Read)).findings, Contains(HasSubstr("not signed yet")));
}

TEST_F(Forgery, AForeignDevicesSignatureProvesNothing) {
  const core::KeyPair foreign = core::KeyPair::generate();
  rewrite("forged", [&](std::vector<ForeignEdit>& edits) {
    core::EditId previous;
    for (ForeignEdit& edit : edits) {
      edit.header.previous = previous;
      if (edit.header.kind == core::EditKind::MaskChanged) {
        edit.body = strokeOf(3);
        edit.header.bodyHash = core::sha256(*edit.body);
      } else if (edit.header.kind == core::EditKind::Checkpoint) {
        core::EditBody body = core::Checkpoint{{.key = foreign.publicKey(), .meaning = "mine"}};
        core::signatureOf(body)->bytes = foreign.sign(core::signedMessage(edit.header, body));
        edit.body = core::encodeBody(body);
      }
      edit.header.bodyHash = core::sha256(*edit.body);
      previous = core::editId(edit.header);
    }
  });
  EXPECT_THAT(verified(open("forged", Access::Read)).problems, Contains(HasSubstr("has not let work in their name")));
}

TEST_F(Forgery, RightsThatSomebodyGaveThemselvesCountForNothing) {
  joinGrace(core::Role::Observer);
  std::vector<ForeignEdit> edits = foreignOf(there("b", Access::Read));
  core::MaskChanged stroke;
  stroke.changes.push_back({lesion, voxels({0, 9, 0}, 3), {}});
  ForeignEdit forged{{.site = newSiteId(),
                      .sequence = 1,
                      .time = {edits.back().header.time.packed + 100},
                      .kind = core::EditKind::MaskChanged,
                      .person = "Grace",
                      .track = "shared",
                      .heads = there("b", Access::Read).heads()},
                     core::encodeBody(stroke)};
  forged.header.bodyHash = core::sha256(*forged.body);
  ProjectFile a = open("a");
  merge(a, there("b", Access::Read), plain);
  a.importEdits(std::span(&forged, 1));
  EXPECT_THAT(verified(a).problems, Contains(HasSubstr("had no right to annotate")));
}

// Every byte in turn as a soak (SAGITTA_SOAK_STRIDE=1), some of them here.
TEST_F(EnrolledProject, AFlippedByteIsFoundOrHasNoEffect) {
  open("a").append(draftOf(core::Undone{open("a").append(strokeDraft(lesion, voxels({0, 3, 0}, 5)))}));
  const VerifyReport whole = verified(open("a", Access::Read));
  ASSERT_THAT(whole.problems, IsEmpty());
  const core::Bytes bytes = readFile(folder / "a");
  std::size_t found = 0;
  for (std::size_t at = 0; at < bytes.size(); at += soakOr("SAGITTA_SOAK_STRIDE", 97)) {
    core::Bytes flipped = bytes;
    flipped[at] ^= std::byte(1 << at % 8);
    writeFile(folder / "flipped", flipped);
    try {
      const VerifyReport report = verified(open("flipped", Access::Read));
      const bool same = report.logHash == whole.logHash && report.stateHash == whole.stateHash &&
                        report.findings == whole.findings && report.notes == whole.notes;
      EXPECT_TRUE(!report.problems.empty() || same) << "byte " << at;
      found += !report.problems.empty();
    } catch (const core::Error&) {
      ++found;  // it does not open, and says why
    }
  }
  EXPECT_GT(found, 0u);
}

TEST(LargeNumbers, ASiteWhoseNumbersSomebodyElseUsedUpIsLeft) {
  ScratchFolder folder;
  ProjectFile::create(folder / "a", "Liver", "Ada", folder.home());
  ProjectFile project(folder / "a", Access::Write, folder.home());
  const core::LesionId lesion = project.append(lesionDraft("L1"));
  ForeignEdit forged = foreignOf(project).back();
  forged.header.sequence = INT64_MAX;
  forged.header.person = "Mallory";
  project.importEdits(std::span(&forged, 1));
  project.append(strokeDraft(lesion, voxels({0, 0, 0}, 5)));
  EXPECT_EQ(project.lesions()[0].voxels, 5);
  EXPECT_NE(project.log().back().header.site, forged.header.site) << "a new site, and nothing is stuck";
}

}  // namespace
}  // namespace store
