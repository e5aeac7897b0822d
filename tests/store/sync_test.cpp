// Files and a hub end with the same edits, whatever happens on the way: clients are killed, the server crashes,
// connections are cut. How many random histories: SAGITTA_SYNC_HISTORIES (default 3).
#include "store/sync.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <functional>

#include "core/error.h"
#include "store/hub_client.h"
#include "store/scratch.h"
#include "store/scratch_hub.h"

namespace store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class Sync : public testing::Test {
 protected:
  void SetUp() override {
    server = ScratchHub::make();
    if (!server) {
      GTEST_SKIP() << "needs PostgreSQL (tools/setup test)";
    }
  }

  std::filesystem::path pathOf(const std::string& name) const { return folder / (name + ".sagitta"); }
  ProjectFile open(const std::string& name) const {
    return ProjectFile(pathOf(name), Access::Write, folder.home(name));
  }
  ProjectFile create(const std::string& name) {
    ProjectFile::create(pathOf(name), "Liver", name, folder.home(name));
    return open(name);
  }
  ProjectFile createEmpty(const std::string& name) {
    ProjectFile::createEmpty(pathOf(name), folder.home(name));
    return open(name);
  }
  SyncReport sync(ProjectFile& project, const std::string& member = "Ada") {
    return syncOnce(project, *server->connect(server->member(member)), plain);
  }
  static void expectEqual(const ProjectFile& a, const ProjectFile& b) {
    const VerifyReport one = verified(a), other = verified(b);
    EXPECT_THAT(one.problems, IsEmpty());
    EXPECT_THAT(other.problems, IsEmpty());
    EXPECT_EQ(one.edits, other.edits);
    EXPECT_EQ(one.logHash, other.logHash);
    EXPECT_EQ(one.stateHash, other.stateHash);
  }

  std::unique_ptr<ScratchHub> server;
  ScratchFolder folder;
};

Blob blobOf(const std::string& text) {
  const auto bytes = std::as_bytes(std::span(text.data(), text.size()));
  return {text.size(), core::Bytes(bytes.begin(), bytes.end())};
}

// Another edit with the number of this file's last one, as if a copy of it had been painted on as well.
ForeignEdit siblingOf(const ProjectFile& project, std::mt19937& engine, const std::string& person) {
  const std::vector<LogEntry> log = project.log();
  core::EditHeader header = log[engine() % log.size()].header;
  const core::Bytes body =
      core::encodeBody(core::LesionCreated{.name = "Fork " + std::to_string(engine()), .className = "cyst"});
  header.kind = core::EditKind::LesionCreated;
  header.person = person;
  header.track = "shared";
  header.bodyHash = core::sha256(body);
  header.time.packed += engine() % 1'000;
  return {header, body};
}

TEST_F(Sync, BringsEditsAndImagesFromOneFileToAnother) {
  ProjectFile ada = create("Ada");
  const core::LesionId lesion = ada.append(lesionDraft("L1"));
  ada.append(strokeDraft(lesion, voxels({0, 0, 0}, 50)));
  ada.putBlob(hashOf("image"), blobOf("image"));
  const SyncReport up = sync(ada);
  EXPECT_EQ(up.pushed, 3);
  EXPECT_EQ(up.blobsPushed, 1);
  ProjectFile grace = createEmpty("Grace");
  const SyncReport down = sync(grace, "Grace");
  EXPECT_EQ(down.pulled, 3);
  EXPECT_EQ(down.blobsPulled, 1);
  EXPECT_EQ(down.pushed, 0);
  EXPECT_EQ(grace.blob(hashOf("image")).data, blobOf("image").data);
  expectEqual(ada, grace);

  // Both go on apart, and come together again; an exchange that brings nothing new changes nothing.
  grace.append(strokeDraft(lesion, {}, voxels({10, 0, 0}, 9), "Grace"));
  ada.append(core::EditDraft{.person = "Ada", .body = core::Undone{ada.history("Ada").back().id}});
  sync(ada);
  EXPECT_EQ(sync(grace, "Grace").pulled, 1);
  EXPECT_EQ(sync(ada).pulled, 1);
  expectEqual(ada, grace);
  const SyncReport again = sync(ada);
  EXPECT_EQ(again, SyncReport{});
}

TEST_F(Sync, PassesLargeContentsOnWhole) {
  ProjectFile ada = create("Ada");
  std::mt19937 engine(5);
  core::Mask mask;
  for (int i = 0; i < 40'000; ++i) {
    mask.setRun({int(engine() % 300), int(engine() % 300), int(engine() % 300)}, 1);
  }
  ada.append(strokeDraft(ada.append(lesionDraft("L1")), mask));
  ASSERT_GT(core::encodeBody(ada.body(ada.heads().front().edit)).size(), 65'536u);
  sync(ada);
  ProjectFile grace = createEmpty("Grace");
  sync(grace, "Grace");
  expectEqual(ada, grace);
}

TEST_F(Sync, KeepsAHubToTheProjectThatWasThereFirst) {
  ProjectFile ada = create("Ada");
  ProjectFile empty = createEmpty("Empty");
  EXPECT_THROW(sync(empty), core::Error);
  sync(ada);
  ProjectFile other = create("Other");
  try {
    sync(other, "Other");
    FAIL();
  } catch (const core::Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("another project"));
  }
  EXPECT_EQ(other.editCount(), 1);
  ProjectFile grace = createEmpty("Grace");
  EXPECT_EQ(sync(grace).pulled, 1);
}

TEST_F(Sync, BringsForksToBothSidesAndNamesThem) {
  ProjectFile ada = create("Ada");
  ada.append(lesionDraft("L1"));
  sync(ada);
  ProjectFile grace = createEmpty("Grace");
  sync(grace, "Grace");
  std::mt19937 engine(3);
  const ForeignEdit sibling = siblingOf(ada, engine, "Grace");
  ada.append(lesionDraft("L2"));
  grace.importEdits(std::span(&sibling, 1));
  for (int round = 0; round < 2; ++round) {
    sync(ada);
    sync(grace, "Grace");
  }
  const DoubledEdit fork{sibling.header.site, sibling.header.sequence, {"Ada", "Grace"}};
  EXPECT_THAT(sync(ada).forks, ElementsAre(fork));
  EXPECT_THAT(sync(grace, "Grace").forks, ElementsAre(fork));
  EXPECT_EQ(ada.editCount(), 4);
  EXPECT_EQ(verified(ada).logHash, verified(grace).logHash);
  EXPECT_EQ(verified(ada).stateHash, verified(grace).stateHash);
}

TEST_F(Sync, HearsOfASiteThatItHasNotPulledYet) {
  ProjectFile ada = create("Ada");
  ada.append(lesionDraft("L1"));
  sync(ada);
  ProjectFile grace = createEmpty("Grace");
  const auto hub = server->connect(server->member("Grace"));
  Synchronizer graces(grace, plain);
  graces.begin(*hub);
  const std::string announced = ada.heads().front().site.hex() + ":2";
  graces.hear(*hub, {{"sagitta", announced}, {"sagitta", "bodies"}, {"sagitta", "blobs"}, {"sagitta", "nonsense"}});
  while (graces.step(*hub)) {
  }
  expectEqual(ada, grace);
}

TEST_F(Sync, LeavesAtTheHubWhatIsNotWhatItClaimsAndSaysWhoseItIs) {
  ProjectFile ada = create("Ada");
  sync(ada);
  const auto mallory = server->connect(server->member("Mallory"));
  mallory->run("INSERT INTO sagitta.blob(hash, raw_bytes, data) VALUES($1, 5, 'other')", {hashOf("image")});
  // Headers that PostgreSQL can read and no version of the program would write.
  core::EditHeader header{.site = newSiteId(), .sequence = 1};
  header.bodyHash = hashOf("not a body");
  core::Bytes bytes = core::encodeHeader(header);
  bytes[16 + 1 + 8 + 8] = std::byte{200};  // the kind
  mallory->run("INSERT INTO sagitta.edit(header) VALUES($1)", {bytes});
  header.sequence = 2;
  mallory->run("INSERT INTO sagitta.edit(header) VALUES($1)", {core::encodeHeader(header)});
  const std::string nonsense = "not a body";
  mallory->run("INSERT INTO sagitta.body(edit, content) VALUES($1, $2)", {core::editId(header), blobOf(nonsense).data});

  ada.append(lesionDraft("L1"));
  const SyncReport report = sync(ada);
  EXPECT_EQ(report.pulled, 0);
  EXPECT_EQ(report.pushed, 1);
  EXPECT_THAT(report.problems, SizeIs(3));
  EXPECT_THAT(report.problems, testing::Each(HasSubstr("pushed by Mallory")));
  EXPECT_FALSE(ada.hasBlob(hashOf("image")));
  EXPECT_THAT(verified(ada).problems, IsEmpty());
  // Once the keeper has removed it, the right data find their way.
  server->connect(server->keeper())->script("DELETE FROM sagitta.blob");
  ada.putBlob(hashOf("image"), blobOf("image"));
  EXPECT_EQ(sync(ada).blobsPushed, 1);
}

// ---- Random histories ----

// One person at one file: strokes, lesions, undo and redo, images, and now and then a fork.
class Painter {
 public:
  Painter(std::string name, unsigned seed) : name_(std::move(name)), engine_(seed) {}

  const std::string& name() const { return name_; }

  void work(ProjectFile& project, int edits) {
    for (int i = 0; i < edits; ++i) {
      const std::vector<LesionRow> lesions = project.lesions();
      const core::HistoryEnds ends = core::historyEnds(project.history(name_));
      const unsigned what = engine_() % 10;
      if (lesions.empty() || what == 0) {
        project.append(lesionDraft("Lesion " + std::to_string(engine_()), name_));
      } else if (what == 1 && ends.undo) {
        project.append(core::EditDraft{.person = name_, .body = core::Undone{*ends.undo}});
      } else if (what == 2 && ends.redo) {
        project.append(core::EditDraft{.person = name_, .body = core::Redone{*ends.redo}});
      } else if (what == 3) {
        const std::string image = "image " + std::to_string(engine_() % 20);
        project.putBlob(hashOf(image), blobOf(image));
      } else if (what == 4 && engine_() % 4 == 0) {
        const ForeignEdit fork = siblingOf(project, engine_, name_);
        project.importEdits(std::span(&fork, 1));
      } else {
        const core::LesionId lesion = lesions[engine_() % lesions.size()].lesion.id;
        core::Mask set = randomMask(engine_, 3), cleared = randomMask(engine_, 2);
        cleared -= set;
        project.append(strokeDraft(lesion, std::move(set), std::move(cleared), name_));
      }
    }
  }

 private:
  std::string name_;
  std::mt19937 engine_;
};

// Runs in a process of its own, so that it can be killed anywhere.
pid_t inChild(const std::function<void()>& work) {
  const pid_t child = ::fork();
  core::check(child >= 0, "a process can be started");
  if (child == 0) {
    int status = 0;
    try {
      work();
    } catch (const HubUnreachable&) {
      status = 2;
    } catch (const core::Error& error) {
      std::fprintf(stderr, "%s\n", error.what());
      status = 1;
    }
    ::_exit(status);
  }
  return child;
}

TEST_F(Sync, EndsWithOneStateWhateverIsInterrupted) {
  std::size_t cut = 0, finished = 0;
  const std::size_t histories = soakOr("SAGITTA_SYNC_HISTORIES", 3);
  for (std::size_t history = 0; history < histories; ++history) {
    std::mt19937 engine(100 + firstSeed("SAGITTA_SYNC_HISTORIES") + unsigned(history));
    server->connect(server->keeper())->script("DROP SCHEMA sagitta CASCADE");
    initHub(*server->connect(server->keeper()));
    std::vector<Painter> painters;
    const std::size_t count = 2 + engine() % 5;
    for (std::size_t i = 0; i < count; ++i) {
      const std::string name = "P" + std::to_string(history) + std::to_string(i);
      painters.emplace_back(name, engine());
      server->member(name);
      if (i == 0) {
        ProjectFile first = create(name);
        sync(first, name);
      } else if (i + 1 < count) {
        createEmpty(name);  // the last one joins late
      }
    }
    for (int round = 0; round < 6; ++round) {
      std::vector<pid_t> children;
      for (Painter& painter : painters) {
        if (!std::filesystem::exists(pathOf(painter.name()))) {
          if (round < 3) {
            continue;
          }
          createEmpty(painter.name());
        }
        {
          ProjectFile project = open(painter.name());
          if (project.editCount() > 0) {
            painter.work(project, int(engine() % 12));
          }
        }
        children.push_back(inChild([&, name = painter.name()] {
          ProjectFile project = open(name);
          sync(project, name);
        }));
      }
      ::usleep(useconds_t(engine() % 60'000));
      switch (engine() % 4) {
        case 0:
          for (const pid_t child : children) {
            ::kill(child, SIGKILL);
          }
          break;
        case 1:
          server->stop();
          server->start();
          break;
        case 2:
          server->connect(server->keeper())
              ->run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename LIKE 'P%'");
          break;
        default:
          break;
      }
      for (const pid_t child : children) {
        int status = 0;
        ::waitpid(child, &status, 0);
        ASSERT_FALSE(WIFEXITED(status) && WEXITSTATUS(status) == 1);
        const bool whole = WIFEXITED(status) && WEXITSTATUS(status) == 0;
        (whole ? finished : cut) += 1;
      }
    }
    for (int round = 0; round < 2; ++round) {
      for (const Painter& painter : painters) {
        ProjectFile project = open(painter.name());
        sync(project, painter.name());
      }
    }
    const ProjectFile first = open(painters.front().name());
    const VerifyReport expected = verified(first);
    const auto blobs = first.blobsArrivedAfter(0).size();
    for (const Painter& painter : painters) {
      const ProjectFile project = open(painter.name());
      const VerifyReport report = verified(project);
      EXPECT_EQ(report.logHash, expected.logHash) << "history " << history << ", " << painter.name();
      EXPECT_EQ(report.stateHash, expected.stateHash) << "history " << history << ", " << painter.name();
      EXPECT_EQ(project.blobsArrivedAfter(0).size(), blobs);
      EXPECT_EQ(core::stateHash(core::fold(editsOf(project))), report.stateHash);
    }
  }
  EXPECT_GT(cut, 0u);
  EXPECT_GT(finished, 0u);
}

// ---- Live ----

void eventually(const std::function<bool()>& holds) {
  for (int tries = 0; !holds(); ++tries) {
    ASSERT_LT(tries, 12'000) << "for a minute";
    ::usleep(5'000);
  }
}

TEST_F(Sync, GoesOnByItselfWhileTheHubComesAndGoes) {
  ProjectFile ada = create("Ada");
  createEmpty("Grace");
  HubClient here(open("Ada"), server->member("Ada"), plain);
  HubClient there(open("Grace"), server->member("Grace"), plain);
  const ProjectFile grace(pathOf("Grace"), Access::Read, folder.home("Grace"));
  const auto holds = [&](std::int64_t edits) { return [&grace, edits] { return grace.editCount() == edits; }; };
  eventually([&] { return here.status().state == HubState::InSync; });
  const core::LesionId lesion = ada.append(lesionDraft("L1"));
  here.nudge();
  eventually(holds(2));
  ada.append(strokeDraft(lesion, voxels({0, 0, 0}, 5)));  // noticed without a word
  eventually(holds(3));

  server->stop();
  ada.append(strokeDraft(lesion, voxels({0, 3, 0}, 5)));
  ada.append(strokeDraft(lesion, voxels({0, 6, 0}, 5)));
  eventually([&] { return here.status().state == HubState::Offline && here.status().waiting == 2; });
  EXPECT_THAT(here.status().words, HasSubstr("othing is lost"));
  server->start();
  eventually(holds(5));
  eventually([&] { return here.status().state == HubState::InSync && here.status().waiting == 0; });
  expectEqual(ada, grace);
}

TEST_F(Sync, CountsWhatWaitsSinceItBeganWhereItHasNeverReachedTheHub) {
  ProjectFile ada = create("Ada");
  const HubAddress address = server->member("Ada");
  server->stop();
  HubClient client(open("Ada"), address, plain);
  eventually([&] { return client.status().state == HubState::Offline; });
  EXPECT_EQ(client.status().waiting, 0);
  ada.append(lesionDraft("L1"));
  eventually([&] { return client.status().waiting == 1; });
}

TEST_F(Sync, TellsAClientForGoodWhatAPersonHasToMend) {
  create("Ada");
  HubClient client(open("Ada"), server->addressOf("Ada", "wrong"), plain);
  eventually([&] { return client.status().state == HubState::Refused; });
  EXPECT_THAT(client.status().words, HasSubstr("name or password"));
}

TEST_F(Sync, SaysWhoIsWhereAndKeepsNoneOfIt) {
  create("Ada");
  HubClient here(open("Ada"), server->member("Ada"), plain);
  eventually([&] { return here.status().state == HubState::InSync; });
  createEmpty("Grace");
  HubClient there(open("Grace"), server->member("Grace"), plain);
  const Presence presence{.person = "Ada",
                          .caseId = hashOf("case"),
                          .track = "shared",
                          .cursorMm = glm::dvec3(1.5, -2, 3),
                          .head = Pose{{0, 0, 400}, {0.5, 0.5, 0.5, 0.5}},
                          .hands = {Pose{}, Pose{{1, 2, 3}, {1, 0, 0, 0}}},
                          .view = R"({"layout":"quad"})"};
  here.tell(presence);
  eventually([&] { return !there.others().empty() && there.others().front().presence == presence; });
  EXPECT_THAT(here.others(), IsEmpty());
  eventually([&] { return there.status().state == HubState::InSync; });
  const ProjectFile grace = open("Grace");
  EXPECT_EQ(grace.editCount(), 1);
}

TEST(Presence, IsReadBackOrRefused) {
  const PresenceMessage message{newSiteId(), {.person = "Ada", .hands = {Pose{}}, .view = "v"}};
  const std::string text = encodePresence(message);
  ASSERT_TRUE(decodePresence(text));
  EXPECT_EQ(decodePresence(text)->presence, message.presence);
  EXPECT_EQ(decodePresence(text)->session, message.session);
  for (std::size_t length = 0; length < text.size(); ++length) {
    EXPECT_FALSE(decodePresence(text.substr(0, length)));
  }
  EXPECT_FALSE(decodePresence(text + "00"));
  EXPECT_FALSE(decodePresence("zz"));
  EXPECT_LE(encodePresence({newSiteId(),
                            {.person = std::string(9'000, 'p'),
                             .track = std::string(9'000, 't'),
                             .hands = {Pose{}, Pose{}},
                             .view = std::string(9'000, 'v')}})
                .size(),
            7'998u);
}

}  // namespace
}  // namespace store
