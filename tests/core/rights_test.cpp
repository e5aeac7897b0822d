// Who may do what, judged by what each edit could know of; and what a signature covers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "core/error.h"
#include "core/rights.h"

namespace core {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// RFC 8032, section 7.1, test 2: another's word for what a signature is.
TEST(Signature, IsEd25519AsPublished) {
  const auto seed = Hash::fromHex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
  const KeyPair pair(std::as_bytes(std::span(seed->bytes)));
  EXPECT_EQ(pair.publicKey().hex(), "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  const Bytes message{std::byte{0x72}};
  const SignatureBytes signature = pair.sign(message);
  Hash firstHalf;
  std::copy_n(signature.begin(), firstHalf.bytes.size(), firstHalf.bytes.begin());
  EXPECT_EQ(firstHalf.hex(), "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da");
  EXPECT_TRUE(isSignedBy(pair.publicKey(), message, signature));
  EXPECT_FALSE(isSignedBy(pair.publicKey(), Bytes{std::byte{0x73}}, signature));
}

// People at sites of their own, each edit with the heads that its author had.
class Team {
 public:
  Edit make(int site, const std::string& person, EditBody body, const KeyPair& key,
            std::optional<std::vector<Head>> heads = {}) {
    EditHeader& last = last_[site];
    EditHeader header{.site = {{std::uint8_t(site)}},
                      .sequence = last.sequence + 1,
                      .time = {++time_},
                      .wallClockMs = std::int64_t(time_),
                      .kind = kindOf(body),
                      .person = person,
                      .heads = heads.value_or(headsBut(site))};
    if (Signature* signature = signatureOf(body)) {
      signature->key = key.publicKey();
      signature->meaning = "test";
      signature->bytes = key.sign(signedMessage(header, body));
    }
    header.bodyHash = sha256(encodeBody(body));
    const Edit edit{editId(header), header, std::move(body)};
    last = header;
    lastId_[site] = edit.id;
    edits.push_back(edit);
    return edit;
  }
  Edit enrol(int site, const std::string& person, const KeyPair& key, std::optional<std::vector<Head>> heads = {}) {
    return make(site, person, PersonEnrolled{.name = person, .signature = {}}, key, std::move(heads));
  }
  Edit role(int site, const std::string& by, const KeyPair& key, const Edit& of, Role role, bool granted = true) {
    return make(site, by, RoleChanged{.enrolment = of.id, .role = role, .granted = granted, .signature = {}}, key);
  }
  // The header of an edit as `person` would make it next at a site.
  EditHeader next(int site, const std::string& person, std::optional<std::vector<Head>> heads = {}) {
    return {.site = {{std::uint8_t(site)}},
            .sequence = last_[site].sequence + 1,
            .time = {time_ + 1},
            .kind = EditKind::MaskChanged,
            .person = person,
            .heads = heads.value_or(headsBut(site))};
  }
  std::vector<Head> headsBut(int site) {
    std::vector<Head> heads;
    for (const auto& [other, header] : last_) {
      if (other != site && header.sequence > 0) {
        heads.push_back({header.site, header.sequence, lastId_[other]});
      }
    }
    return heads;
  }

  std::vector<Edit> edits;

 private:
  std::map<int, EditHeader> last_;
  std::map<int, EditId> lastId_;
  std::uint64_t time_ = 0;
};

struct Keys {
  KeyPair ada = KeyPair::generate(), grace = KeyPair::generate(), mallory = KeyPair::generate();
};

TEST(Rights, NobodyEnrolledMeansEverythingIsOpen) {
  const People people;
  EXPECT_TRUE(people.isOpen());
  Team team;
  EXPECT_EQ(people.judge(team.next(1, "Ada"), Right::Release), Judgement::Open);
}

TEST(Rights, TheFirstIsLeadAndGivesRolesAndTakesThem) {
  Team team;
  Keys keys;
  const EditHeader before = team.next(2, "Grace");
  team.enrol(1, "Ada", keys.ada);
  const Edit grace = team.enrol(2, "Grace", keys.grace);
  EXPECT_EQ(People(team.edits).judge(team.next(1, "Ada"), Right::Manage), Judgement::Allowed);
  EXPECT_EQ(People(team.edits).judge(team.next(2, "Grace"), Right::Annotate), Judgement::Denied);
  EXPECT_EQ(People(team.edits).judge(before, Right::Annotate), Judgement::Open) << "it could not know";
  team.role(1, "Ada", keys.ada, grace, Role::Reader);
  EXPECT_EQ(People(team.edits).judge(team.next(2, "Grace"), Right::Annotate), Judgement::Allowed);
  EXPECT_EQ(People(team.edits).judge(team.next(2, "Grace"), Right::Release), Judgement::Denied);
  EXPECT_EQ(People(team.edits).judge(team.next(2, "Nobody"), Right::Annotate), Judgement::Denied);
  const EditHeader unaware = team.next(2, "Grace");
  team.role(1, "Ada", keys.ada, grace, Role::Reader, false);
  const People people(team.edits);
  EXPECT_EQ(people.judge(team.next(2, "Grace"), Right::Annotate), Judgement::Denied);
  EXPECT_EQ(people.judge(unaware, Right::Annotate), Judgement::Lapsed) << "made at the same time: for a lead";
  team.role(1, "Ada", keys.ada, grace, Role::Reader);
  EXPECT_EQ(People(team.edits).judge(team.next(2, "Grace"), Right::Annotate), Judgement::Allowed) << "given again";
  EXPECT_EQ(People(team.edits).judge(team.next(2, "Grace"), Right::None), Judgement::Allowed);
  EXPECT_THAT(People(team.edits).faults(), IsEmpty());
}

TEST(Rights, WhoHasNoRoleYetMayStillTakePart) {
  Team team;
  Keys keys;
  team.enrol(1, "Ada", keys.ada);
  team.enrol(2, "Grace", keys.grace);
  EXPECT_EQ(People(team.edits).judge(team.next(2, "Grace"), Right::None), Judgement::Allowed);
}

TEST(Rights, NobodyGivesThemselvesARole) {
  Team team;
  Keys keys;
  team.enrol(1, "Ada", keys.ada);
  const Edit mallory = team.enrol(3, "Mallory", keys.mallory);
  team.role(3, "Mallory", keys.mallory, mallory, Role::Lead);
  team.role(3, "Ada", keys.mallory, mallory, Role::Lead);  // in another's name, with her own key
  const People people(team.edits);
  EXPECT_EQ(people.faults().size(), 2u);
  EXPECT_FALSE(people.isLead("Mallory"));
  EXPECT_EQ(people.judge(team.next(3, "Mallory"), Right::Annotate), Judgement::Denied);
}

TEST(Rights, AnEditWhoseSignatureCoversSomethingElseHasNoEffect) {
  Team team;
  Keys keys;
  team.enrol(1, "Ada", keys.ada);
  const Edit mallory = team.enrol(3, "Mallory", keys.mallory);
  Edit grant = team.role(1, "Ada", keys.ada, mallory, Role::Observer);
  EXPECT_TRUE(isSigned(grant.header, grant.body));
  Edit more = grant;
  std::get<RoleChanged>(more.body).role = Role::Lead;
  EXPECT_FALSE(isSigned(more.header, more.body));
  for (const auto change :
       {+[](EditHeader& header) { header.wallClockMs += 1; }, +[](EditHeader& header) { header.person = "Grace"; },
        +[](EditHeader& header) { header.sequence += 1; }, +[](EditHeader& header) { header.heads.clear(); },
        +[](EditHeader& header) { header.previous.bytes[0] ^= 1; }}) {
    EditHeader header = grant.header;
    change(header);
    EXPECT_FALSE(isSigned(header, grant.body)) << "name, time, place in the chain and knowledge are covered";
  }
  std::replace_if(
      team.edits.begin(), team.edits.end(), [&](const Edit& edit) { return edit.id == grant.id; }, more);
  const People people(team.edits);
  EXPECT_THAT(people.faults(), ElementsAre(HasSubstr("not signed")));
  EXPECT_FALSE(people.isLead("Mallory"));
}

TEST(Rights, ARevokedKeyEndsWhatKnowsOfIt) {
  Team team;
  Keys keys;
  team.enrol(1, "Ada", keys.ada);
  const Edit grace = team.enrol(2, "Grace", keys.grace);
  team.role(1, "Ada", keys.ada, grace, Role::Reviewer);
  const EditHeader before = team.next(2, "Grace");
  team.make(1, "Ada", KeyRevoked{.enrolment = grace.id, .reason = "lost", .signature = {}}, keys.ada);
  EXPECT_EQ(People(team.edits).judge(team.next(2, "Grace"), Right::Annotate), Judgement::Denied);
  EXPECT_EQ(People(team.edits).judge(before, Right::Annotate), Judgement::Lapsed);
  EXPECT_FALSE(People(team.edits).enrolmentOf("Grace"));
  const KeyPair fresh = KeyPair::generate();
  const Edit again = team.enrol(2, "Grace", fresh);
  team.role(1, "Ada", keys.ada, again, Role::Reviewer);
  EXPECT_EQ(People(team.edits).judge(team.next(2, "Grace"), Right::Decide), Judgement::Allowed) << "with a new key";
  EXPECT_EQ(People(team.edits).judge(team.next(2, "Grace"), Right::Decide, keys.grace.publicKey()), Judgement::Denied);
}

TEST(Rights, TwoWhoEnrolFirstUnawareOfEachOtherAreBothNamed) {
  Team team;
  Keys keys;
  team.enrol(1, "Ada", keys.ada);
  team.enrol(2, "Grace", keys.grace, std::vector<Head>{});
  int founded = 0;
  for (const Enrolment& each : People(team.edits).enrolments()) {
    founded += each.founded;
  }
  EXPECT_EQ(founded, 2);
}

TEST(Rights, DevicesWorkInTheNameOfThoseWhoLetThem) {
  Team team;
  Keys keys;
  const KeyPair device = KeyPair::generate();
  team.enrol(1, "Ada", keys.ada);
  const auto endorsed = [&](bool yes) {
    team.make(1, "Ada", DeviceEndorsed{.device = device.publicKey(), .name = "d", .endorsed = yes, .signature = {}},
              keys.ada);
    return People(team.edits).isEndorsedNow(device.publicKey(), "Ada");
  };
  EXPECT_TRUE(endorsed(true));
  EXPECT_FALSE(People(team.edits).isEndorsedNow(device.publicKey(), "Grace"));
  EXPECT_FALSE(endorsed(false));
  EXPECT_TRUE(endorsed(true));
}

// The judgement is the same in whatever order edits arrive.
TEST(Rights, HoldInWhateverOrderEditsCome) {
  std::mt19937 engine(5);
  Team team;
  Keys keys;
  const Edit ada = team.enrol(1, "Ada", keys.ada);
  const Edit grace = team.enrol(2, "Grace", keys.grace);
  std::vector<EditHeader> asked;
  for (int i = 0; i < 30; ++i) {
    const int by = 1 + int(engine() % 2);
    team.role(by, by == 1 ? "Ada" : "Grace", by == 1 ? keys.ada : keys.grace, engine() % 3 == 0 ? ada : grace,
              Role(1 + engine() % 6), engine() % 3 != 0);
    asked.push_back(team.next(2, "Grace", engine() % 2 == 0 ? std::optional(team.headsBut(2)) : std::nullopt));
  }
  const People people(team.edits);
  for (int round = 0; round < 10; ++round) {
    std::shuffle(team.edits.begin(), team.edits.end(), engine);
    const People shuffled(team.edits);
    EXPECT_EQ(shuffled.faults(), people.faults());
    for (const EditHeader& header : asked) {
      EXPECT_EQ(shuffled.judge(header, Right::Decide), people.judge(header, Right::Decide));
    }
  }
}

TEST(People, BodiesKeepTheirBytes) {
  Signature signature{.key = {}, .meaning = "I do", .bytes = {}};
  signature.key.bytes[3] = 7;
  signature.bytes[63] = 9;
  DeviceEndorsed device{.device = {}, .name = "reading room", .endorsed = false, .signature = signature};
  device.device.bytes[0] = 1;
  MaskChanged outcome{.changes = {}, .stroke = {}, .source = "by hand", .removed = {sha256({})}};
  for (const EditBody& body :
       {EditBody(PersonEnrolled{"Ada", signature}), EditBody(RoleChanged{sha256({}), Role::Teacher, false, signature}),
        EditBody(KeyRevoked{sha256({}), "lost", signature}), EditBody(device), EditBody(Checkpoint{signature}),
        EditBody(ContestSettled{outcome})}) {
    const Bytes bytes = encodeBody(body);
    EXPECT_EQ(decodeBody(kindOf(body), bytes), body);
    // (A footprint without the lesions that it takes out is whole by itself.)
    for (std::size_t length = 0; signatureOf(body) != nullptr && length < bytes.size(); ++length) {
      EXPECT_THROW(decodeBody(kindOf(body), std::span(bytes).first(length)), Error);
    }
  }
  Bytes wrong = encodeBody(RoleChanged{sha256({}), Role::Teacher, true, signature});
  wrong[32] = std::byte{0};
  EXPECT_THROW(decodeBody(EditKind::RoleChanged, wrong), Error) << "no such role";
  wrong[32] = std::byte{7};
  EXPECT_THROW(decodeBody(EditKind::RoleChanged, wrong), Error);
}

}  // namespace
}  // namespace core
