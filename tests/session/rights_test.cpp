// What a session does where its reader may not, or no longer: it keeps what was painted, says why it is not in the
// project, and asks no more until a lead has changed that. And what is written down when a case of the test set is
// seen.
#include <gmock/gmock.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "core/error.h"
#include "session/taking.h"
#include "store/right_refused.h"

namespace session {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class Rights : public testing::Test {
 protected:
  Rights() {
    folder_ = fs::temp_directory_path() / ("sagitta-rights-" + std::to_string(::getpid()));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    store::ProjectFile::create(folder_ / "project", "Test", "Ada", home());
    core::Case added{.name = "Case", .modality = "CT", .grid = core::Grid({64, 64, 64}, glm::dmat4(1))};
    added.id = core::caseId(added.grid, added.voxelType, added.rescale, added.chunks);
    caseId_ = added.id;
    open().append({.caseId = added.id, .body = core::CaseAdded{added}});
  }
  ~Rights() override { fs::remove_all(folder_); }

  store::Installation home() const { return store::Installation(folder_ / "home"); }
  store::ProjectFile open() const { return {folder_ / "project", store::Access::Write, home()}; }

  static core::EditDraft signedBy(const core::KeyPair& key, const std::string& person, core::EditBody body) {
    core::EditDraft draft{.person = person, .body = std::move(body)};
    core::signatureOf(draft.body)->key = key.publicKey();
    draft.sign = [&key](std::span<const std::byte> message) { return key.sign(message); };
    return draft;
  }
  core::EditId enroll(const core::KeyPair& key, const std::string& person) {
    store::ProjectFile project = open();
    const core::EditId id =
        project.append(signedBy(key, person, core::PersonEnrolled{.name = person, .signature = {}}));
    project.append(signedBy(key, person,
                            core::DeviceEndorsed{.device = project.installation().deviceKey().publicKey(),
                                                 .name = "here",
                                                 .endorsed = true,
                                                 .signature = {}}));
    return id;
  }
  void grant(core::Role role, bool granted = true) {
    open().append(signedBy(ada_, "Ada",
                           core::RoleChanged{.enrolment = grace_, .role = role, .granted = granted, .signature = {}}));
  }
  void enrollBoth() {
    enroll(ada_, "Ada");
    grace_ = enroll(graceKey_, "Grace");
    grant(core::Role::Reader);
  }
  static void paint(CaseSession& session, std::size_t lesion, int first) {
    core::Mask mask;
    mask.setRun({first, 3, 3}, 5);
    session.commitStroke(lesion, {.radiusMm = 1, .pointsMm = {{0, 0, 0}}}, std::move(mask), session.knownHeads());
  }
  template <typename Holds>
  static bool eventually(Holds&& holds) {
    for (int tries = 0; tries < 4'000; ++tries) {
      if (holds()) {
        return true;
      }
      std::this_thread::sleep_for(5ms);
    }
    return false;
  }
  static bool isRefusal(const std::exception_ptr& failure) {
    try {
      std::rethrow_exception(failure);
    } catch (const store::RightRefused&) {
      return true;
    } catch (...) {
      return false;
    }
  }
  std::size_t count(core::EditKind kind) const { return open().standing(kind, kind).size(); }

  fs::path folder_;
  core::CaseId caseId_;
  core::KeyPair ada_ = core::KeyPair::generate(), graceKey_ = core::KeyPair::generate();
  core::EditId grace_;
};

TEST_F(Rights, WhatOneMayNoLongerWaitsUntilALeadGivesTheRightBack) {
  enrollBoth();
  CaseSession session(open(), caseId_, "shared", "Grace");
  const std::size_t lesion = session.addLesion("L1", "cyst");
  paint(session, lesion, 0);
  session.flush();
  grant(core::Role::Reader, false);
  paint(session, lesion, 20);
  ASSERT_TRUE(eventually([&] { return session.failure() != nullptr; }));
  EXPECT_TRUE(isRefusal(session.failure()));
  EXPECT_EQ(session.unsaved(), 1u) << "kept";
  EXPECT_EQ(session.lesions()[lesion].mask.count(), 10);
  EXPECT_EQ(count(core::EditKind::MaskChanged), 1u);
  grant(core::Role::Reader);
  EXPECT_TRUE(eventually([&] { return session.isSaved(); })) << "nobody has to ask for it";
  EXPECT_EQ(session.failure(), nullptr);
  EXPECT_EQ(count(core::EditKind::MaskChanged), 2u);
}

TEST_F(Rights, WhereOneOnlyLooksNothingIsChangedWhateverOneMay) {
  CaseSession session(open(), caseId_, "ada", "Grace");
  const std::size_t lesion = session.addLesion("L1", "cyst");
  session.lookOnly(store::RightRefused("project", "This is the reading of Ada", ""));
  ASSERT_TRUE(session.refusal());
  EXPECT_FALSE(session.lacksRight());
  EXPECT_THROW(paint(session, lesion, 0), store::RightRefused);
  EXPECT_THROW(session.undo(), store::RightRefused);
  EXPECT_TRUE(session.lesions()[lesion].mask.isEmpty());
  session.lookOnly(std::nullopt);
  EXPECT_FALSE(session.refusal());
  paint(session, lesion, 0);
  session.flush();
  EXPECT_EQ(count(core::EditKind::MaskChanged), 1u);
}

TEST_F(Rights, OneWhoMayNotSettleIsToldBeforeAnythingChanges) {
  enrollBoth();
  CaseSession session(open(), caseId_, "shared", "Grace");
  const std::size_t lesion = session.addLesion("L1", "cyst");
  EXPECT_THROW(session.settle(lesion, Settlement::Keep), core::Error);
  EXPECT_TRUE(session.isSaved() || eventually([&] { return session.isSaved(); }));
  EXPECT_EQ(session.failure(), nullptr);
}

TEST_F(Rights, WhoMayNotAnnotateLooksOnlyUntilTheyMay) {
  enroll(ada_, "Ada");
  {
    CaseSession session(open(), caseId_, "shared", "Ada");
    paint(session, session.addLesion("L1", "cyst"), 0);
    session.flush();
  }
  CaseSession session(open(), caseId_, "shared", "Grace");
  ASSERT_TRUE(session.refusal());
  EXPECT_THAT(session.refusal()->cause(), testing::HasSubstr("Grace is not"));
  EXPECT_EQ(session.lesions().at(0).mask.count(), 5) << "it is there to be seen";
  EXPECT_THROW(session.addLesion("L2", "cyst"), store::RightRefused);
  EXPECT_THROW(paint(session, 0, 20), store::RightRefused);
  EXPECT_THROW(session.changeLesion(0, {.name = "L3"}), store::RightRefused);
  EXPECT_THROW(session.undo(), store::RightRefused);
  EXPECT_EQ(session.lesions().at(0).mask.count(), 5);
  grace_ = enroll(graceKey_, "Grace");
  ASSERT_TRUE(eventually([&] {
    session.takeChanges();
    return session.refusal()->cause().find("no role") != std::string::npos;
  })) << "enrolled, and in need of a role";
  grant(core::Role::Reader);
  ASSERT_TRUE(eventually([&] { return session.takeChanges().rights; }));
  EXPECT_FALSE(session.refusal());
  paint(session, 0, 20);
  session.flush();
  EXPECT_EQ(count(core::EditKind::MaskChanged), 2u);
}

TEST_F(Rights, ACaseOfTheTestSetIsNotShownToWhomNothingCouldBeWrittenDownOf) {
  open().append({.person = "Ada", .caseId = caseId_, .body = core::CaseSequestered{}});
  enroll(ada_, "Ada");
  EXPECT_THROW(CaseSession(open(), caseId_, "shared", "Grace"), store::RightRefused);
  grace_ = enroll(graceKey_, "Grace");
  grant(core::Role::Observer);
  const CaseSession session(open(), caseId_, "shared", "Grace");
  EXPECT_TRUE(session.refusal());
}

TEST_F(Rights, LookingAtACaseOfTheTestSetIsWrittenDown) {
  {
    CaseSession session(open(), caseId_, "shared", "Grace");
    session.noteConsultation("view");
    session.flush();
  }
  EXPECT_EQ(count(core::EditKind::CaseConsulted), 0u) << "it is an ordinary case";
  open().append({.person = "Ada", .caseId = caseId_, .body = core::CaseSequestered{}});
  CaseSession session(open(), caseId_, "shared", "Grace");
  session.noteConsultation("view");
  paint(session, session.addLesion("L1", "cyst"), 0);
  session.flush();
  const std::vector<core::Edit> seen = open().standing(core::EditKind::CaseConsulted, core::EditKind::CaseConsulted);
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_EQ(seen[0].header.person, "Grace");
  EXPECT_EQ(seen[0].header.caseId, caseId_);
  EXPECT_EQ(std::get<core::CaseConsulted>(seen[0].body).purpose, "view");
  session.undo();
  session.undo();  // the stroke, and then nothing: that it was seen stays
  session.flush();
  EXPECT_EQ(count(core::EditKind::CaseConsulted), 1u);
  EXPECT_EQ(count(core::EditKind::MaskChanged), 0u);
}

}  // namespace
}  // namespace session
