// The hub as a PostgreSQL server holds it: what members may do there, and above all what they may not.
#include "store/hub.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "core/error.h"
#include "store/scratch.h"
#include "store/scratch_hub.h"
#include "store/sync.h"

namespace store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::string refusal(const std::function<void()>& work) {
  try {
    work();
  } catch (const core::Error& error) {
    EXPECT_FALSE(error.remedy().empty());
    return error.what();
  }
  return "done";
}

TEST(HubAddress, IsSafeBeyondThisComputerUnlessSaidOtherwise) {
  const HubAddress remote("postgresql://ada:secret@hub.example.org:5433/liver");
  EXPECT_FALSE(remote.isLocal());
  EXPECT_EQ(remote.words().at("sslmode"), "verify-full");
  EXPECT_EQ(remote.words().at("channel_binding"), "require");
  EXPECT_THAT(remote.warnings(), IsEmpty());
  EXPECT_EQ(remote.shown(), "postgresql://ada@hub.example.org:5433/liver");
  for (const char* mode : {"disable", "allow", "prefer"}) {
    EXPECT_THAT(refusal([&] { HubAddress("postgresql://hub.example.org/liver?sslmode=" + std::string(mode)); }),
                HasSubstr("read and change"));
  }
  // One host of several that is not this computer is enough.
  EXPECT_THAT(refusal([] { HubAddress("postgresql://localhost,hub.example.org/liver?sslmode=disable"); }),
              HasSubstr("read and change"));
  EXPECT_THAT(HubAddress("postgresql://hub.example.org/liver?sslmode=require").warnings(),
              ElementsAre(HasSubstr("pretend to be hub.example.org")));
  EXPECT_TRUE(HubAddress("postgresql://ada@localhost/liver").isLocal());
  EXPECT_TRUE(HubAddress("postgresql:///liver?host=/run/postgresql").isLocal());
  EXPECT_FALSE(HubAddress("postgresql://localhost/liver").words().contains("channel_binding"));
}

TEST(HubAddress, IsRefusedInPlainWordsWhereItIsNone) {
  for (const char* text :
       {"", "liver.sagitta", "http://hub.example.org", "postgresql://hub/x?nonsense=1", "postgresql://%zz"}) {
    EXPECT_THAT(refusal([&] { HubAddress address(text); }), HasSubstr("postgresql://NAME@HOST/DATABASE")) << text;
  }
}

TEST(HubAddress, ForAnotherPersonReadsBackTheSame) {
  for (const char* text : {"postgresql://keeper:k@hub.example.org:5433/liver?sslmode=require",
                           "postgresql://keeper@/liver?host=/tmp/a%20b", "postgresql://keeper@[fe80::1]:77/liver",
                           "postgresql://a.example.org:1,b.example.org:2/liver"}) {
    const HubAddress address(text);
    auto expected = address.words();
    expected["user"] = "Dr. Ada/Lind";
    expected["password"] = "a:b@c/d?e";
    EXPECT_EQ(HubAddress(address.textFor("Dr. Ada/Lind", "a:b@c/d?e")).words(), expected) << text;
  }
}

class AHub : public testing::Test {
 protected:
  void SetUp() override {
    server = ScratchHub::make();
    if (!server) {
      GTEST_SKIP() << "needs PostgreSQL (tools/setup test)";
    }
  }

  // A file with a lesion and a stroke, synced by a member.
  std::filesystem::path filled(const std::string& name) {
    const auto path = folder / (name + ".sagitta");
    ProjectFile::create(path, "Liver", name, folder.home(name));
    ProjectFile project(path, Access::Write, folder.home(name));
    project.append(strokeDraft(project.append(lesionDraft("L1", name)), voxels({0, 0, 0}, 50), {}, name));
    syncOnce(project, *server->connect(server->member(name)), plain);
    return path;
  }

  std::unique_ptr<ScratchHub> server;
  ScratchFolder folder;
};

TEST_F(AHub, IsMadeOnceAndSaysWhereNoneOrAnotherVersionIs) {
  const auto keeper = server->connect(server->keeper());
  EXPECT_FALSE(initHub(*keeper));
  keeper->script("UPDATE sagitta.version SET number = 2");
  EXPECT_THAT(refusal([&] { expectHub(*keeper); }), HasSubstr("newer version"));
  EXPECT_THAT(refusal([&] { initHub(*keeper); }), HasSubstr("newer version"));
  keeper->script("UPDATE sagitta.version SET number = 0");
  EXPECT_THAT(refusal([&] { expectHub(*keeper); }), HasSubstr("not a hub that this version knows"));
  keeper->script("DROP SCHEMA sagitta CASCADE");
  EXPECT_THAT(refusal([&] { expectHub(*keeper); }), HasSubstr("sagitta hub init"));
  EXPECT_TRUE(initHub(*keeper));
  expectHub(*keeper);
}

TEST_F(AHub, LetsNoMemberForgeChangeOrRemoveAnything) {
  filled("Ada");
  const auto mallory = server->connect(server->member("Mallory"));
  const auto keeper = server->connect(server->keeper());
  const auto content = [&] {
    std::string all;
    for (const char* sql : {"SELECT coalesce(string_agg(t::text, '|' ORDER BY t::text), '') FROM sagitta.edit t",
                            "SELECT coalesce(string_agg(t::text, '|' ORDER BY t::text), '') FROM sagitta.body t",
                            "SELECT coalesce(string_agg(t::text, '|' ORDER BY t::text), '') FROM sagitta.blob t",
                            "SELECT coalesce(string_agg(t::text, '|' ORDER BY t::text), '') FROM sagitta.project t",
                            "SELECT coalesce(string_agg(t::text, '|' ORDER BY t::text), '') FROM sagitta.version t",
                            "SELECT coalesce(string_agg(t::text, '|' ORDER BY t::text), '') FROM sagitta.blind t",
                            "SELECT coalesce(string_agg(p::text, '|' ORDER BY p::text), '') FROM pg_proc p "
                            "WHERE pronamespace = 'sagitta'::regnamespace"}) {
      all += keeper->run(sql).text(0, 0) + "\n";
    }
    return all;
  };
  const std::string before = content();
  for (const char* sql : {
           "UPDATE sagitta.edit SET pushed_by = 'Ada'",
           "DELETE FROM sagitta.edit",
           "DELETE FROM sagitta.body",
           "TRUNCATE sagitta.edit CASCADE",
           "UPDATE sagitta.body SET content = ''",
           "DELETE FROM sagitta.blob",
           "DELETE FROM sagitta.project",
           "UPDATE sagitta.project SET root = sha256('')",
           "INSERT INTO sagitta.project(root) VALUES(sha256(''))",
           "INSERT INTO sagitta.version VALUES(2)",
           "INSERT INTO sagitta.blind VALUES('', '')",
           "INSERT INTO sagitta.reader VALUES('', '', 'Mallory')",
           // Who pushed, which edit and when are the server's to say.
           "INSERT INTO sagitta.edit(header, pushed_by) SELECT header, 'Ada' FROM sagitta.edit",
           "INSERT INTO sagitta.edit(header, id) SELECT header, sha256('') FROM sagitta.edit",
           "INSERT INTO sagitta.edit(header, site, sequence) SELECT header, site, 99 FROM sagitta.edit",
           "INSERT INTO sagitta.body(edit, content, pushed_by) SELECT edit, content, 'Ada' FROM sagitta.body",
           "INSERT INTO sagitta.body(edit, content, track) SELECT edit, content, 'x' FROM sagitta.body",
           "INSERT INTO sagitta.blob(hash, raw_bytes, data, pushed_by) VALUES(sha256(''), 1, '', 'Ada')",
           // Contents that are not what the author hashed; headers that are none.
           "INSERT INTO sagitta.body(edit, content) SELECT id, 'forged' FROM sagitta.edit",
           "INSERT INTO sagitta.body(edit, content) VALUES(sha256('no such edit'), '')",
           "INSERT INTO sagitta.edit(header) VALUES('')",
           "INSERT INTO sagitta.edit(header) VALUES(decode(repeat('ff', 200), 'hex'))",
           "INSERT INTO sagitta.edit(header) SELECT substring(header FROM 1 FOR 100) FROM sagitta.edit",
           // The ways around.
           "ALTER TABLE sagitta.edit DISABLE TRIGGER ALL",
           "DROP TRIGGER take ON sagitta.edit",
           "ALTER TABLE sagitta.body DISABLE ROW LEVEL SECURITY",
           "CREATE FUNCTION sagitta.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
           "CREATE OR REPLACE FUNCTION sagitta.without_body() RETURNS SETOF bytea LANGUAGE sql AS 'SELECT NULL::bytea'",
           "DROP SCHEMA sagitta CASCADE",
           "SET ROLE \"Ada\"",
           "SET SESSION AUTHORIZATION \"Ada\"",
           "SET session_replication_role = replica",
           "GRANT sagitta_postgres TO PUBLIC",
       }) {
    EXPECT_NE(refusal([&] { mallory->run(sql); }), "done") << sql;
  }
  // Where a name is looked for first is the caller's to say, and changes nothing.
  mallory->script(
      "CREATE TEMP TABLE edit(id bytea); CREATE FUNCTION pg_temp.sha256(bytea) RETURNS bytea LANGUAGE sql AS "
      "'SELECT ''\\x00''::bytea'; SET search_path = pg_temp, pg_catalog");
  EXPECT_NE(refusal([&] { mallory->run("INSERT INTO sagitta.body(edit, content) SELECT id, 'x' FROM sagitta.edit"); }),
            "done");
  EXPECT_EQ(content(), before);
  // What a member may do is put down to that member.
  mallory->run("INSERT INTO sagitta.blob(hash, raw_bytes, data) VALUES(sha256('x'), 1, 'x')");
  EXPECT_EQ(mallory->run("SELECT pushed_by FROM sagitta.blob").text(0, 0), "Mallory");
  EXPECT_EQ(mallory->run("SELECT DISTINCT pushed_by FROM sagitta.edit").text(0, 0), "Ada");
}

TEST_F(AHub, WorksOutOfAHeaderWhatItsAuthorWrote) {
  core::EditHeader header;
  for (int i = 0; i < 16; ++i) {
    header.site.bytes[std::size_t(i)] = std::uint8_t(250 + i);
  }
  header.person = std::string(300, 'p');  // a length of two bytes
  header.role = "reader";
  header.track = "zweite Lesung \xc3\xbc";
  header.caseId = hashOf("case");
  header.heads = {{newSiteId(), 7, hashOf("other")}};
  header.bodyHash = hashOf("body");
  header.previous = hashOf("before");
  const auto member = server->connect(server->member("Ada"));
  for (const std::uint64_t sequence :
       {std::uint64_t{1}, std::uint64_t{127}, std::uint64_t{128}, std::uint64_t{1} << 40, std::uint64_t(INT64_MAX)}) {
    header.sequence = sequence;
    const core::Bytes bytes = core::encodeHeader(header);
    member->run("INSERT INTO sagitta.edit(header) VALUES($1)", {bytes});
    const HubResult row =
        member->run("SELECT site, sequence, case_id, track, body_hash, pushed_by FROM sagitta.edit WHERE id = $1",
                    {core::editId(header)});
    ASSERT_EQ(row.rows(), 1) << sequence;
    const auto site = row.bytes(0, 0);
    EXPECT_TRUE(std::equal(site.begin(), site.end(), std::as_bytes(std::span(header.site.bytes)).begin()));
    EXPECT_EQ(row.integer(0, 1), std::int64_t(sequence));
    EXPECT_EQ(row.hash(0, 2), header.caseId);
    const auto track = row.bytes(0, 3);
    EXPECT_EQ(std::string(reinterpret_cast<const char*>(track.data()), track.size()), header.track);
    EXPECT_EQ(row.hash(0, 4), header.bodyHash);
    EXPECT_EQ(row.text(0, 5), "Ada");
  }
  header.sequence = std::uint64_t(INT64_MAX) + 1;
  EXPECT_THAT(
      refusal([&] { member->run("INSERT INTO sagitta.edit(header) VALUES($1)", {core::encodeHeader(header)}); }),
      HasSubstr("too large"));
}

TEST_F(AHub, IsForMembersOnlyAndAsLongAsTheyAre) {
  filled("Ada");
  const auto keeper = server->connect(server->keeper());
  keeper->script("CREATE ROLE stranger LOGIN PASSWORD 'stranger'");
  const auto stranger = server->connect(server->addressOf("stranger", "stranger"));
  EXPECT_THAT(refusal([&] { expectHub(*stranger); }), HasSubstr("Ask the hub's keeper for an invitation"));
  EXPECT_THAT(refusal([&] { server->connect(server->addressOf("stranger", "wrong")); }),
              HasSubstr("does not accept the name or password"));
  EXPECT_THAT(refusal([&] { server->connect(server->addressOf("nobody", "wrong")); }),
              HasSubstr("does not accept the name or password"));
  // A name that the server knows already is let in and keeps its password.
  EXPECT_EQ(inviteToHub(*keeper, "stranger"), "");
  expectHub(*stranger);
  const auto ada = server->connect(server->member("Ada"));
  expectHub(*ada);
  dismissFromHub(*keeper, "Ada");
  EXPECT_THAT(refusal([&] { ada->run("SELECT header FROM sagitta.edit"); }), HasSubstr("invitation"));
  EXPECT_THAT(refusal([&] { dismissFromHub(*keeper, "Ada"); }), HasSubstr("not a member"));
  EXPECT_EQ(keeper->run("SELECT FROM sagitta.edit").rows(), 3);
  // Members do not invite.
  EXPECT_NE(refusal([&] { inviteToHub(*stranger, "friend"); }), "done");
  for (const char* name : {"", "pg_monitor", "sagitta_postgres", "public"}) {
    EXPECT_NE(refusal([&] { inviteToHub(*keeper, name); }), "done") << name;
  }
  // The server keeps no password, only what SCRAM needs to check one.
  EXPECT_THAT(keeper->run("SELECT rolpassword FROM pg_authid WHERE rolname = 'Ada'").text(0, 0),
              testing::StartsWith("SCRAM-SHA-256$"));
}

TEST_F(AHub, ShowsBlindTracksToTheirReadersOnlyUntilTheyAreOpened) {
  const auto path = filled("Ada");
  const auto keeper = server->connect(server->keeper());
  const core::CaseId none;
  hideTrack(*keeper, none, "shared", {"Ada"});
  const auto copyOf = [&](const std::string& name) {
    const auto copy = folder / (name + ".sagitta");
    ProjectFile::createEmpty(copy, folder.home(name));
    return ProjectFile(copy, Access::Write, folder.home(name));
  };
  const auto bodies = [](const ProjectFile& project) {
    const auto all = project.arrivedAfter(0);
    return std::count_if(all.begin(), all.end(), [](const Arrival& each) { return each.hasBody; });
  };
  ProjectFile blind = copyOf("Grace");
  const auto grace = server->connect(server->member("Grace"));
  syncOnce(blind, *grace, plain);
  EXPECT_EQ(blind.editCount(), 3);  // every header, so that chains and the hash of the log are whole
  EXPECT_EQ(bodies(blind), 1);      // the project's creation is of no track
  EXPECT_THAT(blind.lesions(), IsEmpty());
  EXPECT_EQ(grace->run("SELECT FROM sagitta.body").rows(), 1);
  EXPECT_EQ(server->connect(server->member("Ada"))->run("SELECT FROM sagitta.body").rows(), 3);
  // Whoever lacks what is hidden does not take it for missing, and whoever has it need not send it again.
  EXPECT_EQ(syncOnce(blind, *grace, plain).pushed, 0);
  ProjectFile whole(path, Access::Write, folder.home("Ada"));
  EXPECT_EQ(syncOnce(whole, *server->connect(server->member("Lin")), plain).pushed, 0);

  showTrack(*keeper, none, "shared");
  EXPECT_EQ(syncOnce(blind, *grace, plain).pulled, 2);
  EXPECT_EQ(bodies(blind), 3);
  EXPECT_EQ(verified(blind).stateHash, verified(whole).stateHash);
  EXPECT_THAT(verified(blind).problems, IsEmpty());
}

}  // namespace
}  // namespace store
