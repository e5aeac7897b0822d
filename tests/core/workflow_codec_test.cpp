// The bodies of the workflow: one encoding each, nothing else decodes, and the state of masks does not hang on them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <random>

#include "core/edit.h"
#include "core/edit_codec.h"
#include "core/error.h"
#include "core/fold.h"

namespace core {
namespace {

class Bodies {
 public:
  explicit Bodies(unsigned seed) : engine_(seed) {}

  int below(int end) { return int(engine_() % unsigned(end)); }

  EditBody any() {
    switch (below(11)) {
      case 0:
        return Decided{hash(), hash(), Verdict(below(4)), text(), std::uint64_t(below(100'000)), signature()};
      case 1:
        return Commented{hash(), text(),
                         below(2) == 0 ? std::nullopt : std::optional(glm::ivec3(below(512), below(512), below(999))),
                         text()};
      case 2:
        return PolicySet{ReviewRule(below(4)),
                         set(),
                         double(below(101)) / 100,
                         text(),
                         texts(),
                         std::uint64_t(below(1000)),
                         below(2) == 0 ? "" : "why" + text()};
      case 3:
        return Assigned{text(), below(1 << 30) - (1 << 29), below(2) == 0, text()};
      case 4:
        return ReadingSubmitted{texts()};
      case 5:
        return CaseSequestered{below(2) == 0};
      case 6:
        return CaseConsulted{text()};
      case 7: {
        CalibrationOpened body{"May" + text(), {hash(), hash(), hash()}, set(), text()};
        std::sort(body.cases.begin(), body.cases.end());
        body.cases.erase(std::unique(body.cases.begin(), body.cases.end()), body.cases.end());
        body.boxes = below(3) == 0;
        if (!body.boxes && below(2) == 0) {
          body.candidates = "model";
          body.seededFrom = text();
        }
        return body;
      }
      case 8:
        return CalibrationRevealed{hash()};
      case 9:
        return AutomationReleased{text(), text()};
      default: {
        ReleaseMade body{text(), hash(), {}, hash(), signature()};
        for (int i = below(4); i > 0; --i) {
          body.cut.push_back({SiteId{{std::uint8_t(9 - i)}}, std::uint64_t(below(1000)), hash()});
        }
        return body;
      }
    }
  }

  Hash hash() { return Sha256().update(std::to_string(below(40))).finish(); }

 private:
  std::string text() { return below(3) == 0 ? "" : "text " + std::to_string(below(1000)); }
  std::vector<std::string> texts() {
    std::vector<std::string> all(std::size_t(below(4)));
    std::generate(all.begin(), all.end(), [&] { return text(); });
    return all;
  }
  std::vector<std::string> set() {
    std::vector<std::string> all = texts();
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
  }
  std::optional<Signature> signature() {
    if (below(2) == 0) {
      return std::nullopt;
    }
    Signature signature{.key = {hash().bytes}, .meaning = text(), .bytes = {}};
    std::generate(signature.bytes.begin(), signature.bytes.end(), [&] { return std::uint8_t(below(256)); });
    return signature;
  }

  std::mt19937 engine_;
};

TEST(WorkflowBodies, DecodeToWhatWasEncoded) {
  Bodies bodies(1);
  for (int i = 0; i < 2000; ++i) {
    const EditBody body = bodies.any();
    EXPECT_EQ(decodeBody(kindOf(body), encodeBody(body)), body);
  }
}

TEST(WorkflowBodies, EveryBytesStandForOneBodyOnly) {
  Bodies bodies(2);
  int accepted = 0;
  for (int i = 0; i < 20'000; ++i) {
    const EditBody body = bodies.any();
    Bytes bytes = encodeBody(body);
    bytes[std::size_t(bodies.below(int(bytes.size())))] ^= std::byte(1 << bodies.below(8));
    try {
      EXPECT_EQ(encodeBody(decodeBody(kindOf(body), bytes)), bytes);
      ++accepted;
    } catch (const Error&) {
    }
  }
  EXPECT_GT(accepted, 5000);
}

TEST(WorkflowBodies, CutShortOrGoingOnAreRefused) {
  Bodies bodies(3);
  for (int i = 0; i < 300; ++i) {
    const EditBody body = bodies.any();
    Bytes bytes = encodeBody(body);
    for (std::size_t length = 0; length < bytes.size(); ++length) {
      EXPECT_THROW(decodeBody(kindOf(body), std::span(bytes).first(length)), Error);
    }
    bytes.push_back({});
    EXPECT_THROW(decodeBody(kindOf(body), bytes), Error);
  }
}

TEST(WorkflowBodies, WhatIsASetHasOneOrder) {
  const PolicySet body{.criticalClasses = {"a", "b"}};
  Bytes bytes = encodeBody(body);
  ASSERT_EQ(bytes[3], std::byte('a'));
  std::swap(bytes[3], bytes[5]);
  EXPECT_THROW(decodeBody(EditKind::PolicySet, bytes), Error);
  bytes[3] = bytes[5];
  EXPECT_THROW(decodeBody(EditKind::PolicySet, bytes), Error);
}

TEST(WorkflowBodies, APolicyWithoutAReasonHasTheBytesItAlwaysHad) {
  PolicySet body{.rule = ReviewRule::Dual, .criticalClasses = {"a"}, .seed = "s", .resolvers = {"Ines"}};
  const Bytes bytes = encodeBody(body);
  Bytes written(1 + 1 + 2 + 8 + 2 + 1 + 5 + 1);
  const std::string_view parts(
      "\x01\x01\x01"
      "a"
      "\x9a\x99\x99\x99\x99\x99\xc9\x3f"
      "\x01s\x01\x04Ines\x48");
  ASSERT_EQ(written.size(), parts.size());
  std::memcpy(written.data(), parts.data(), parts.size());
  EXPECT_EQ(bytes, written);
  body.reason = "too few readers";
  EXPECT_GT(encodeBody(body).size(), bytes.size());
  EXPECT_EQ(decodeBody(EditKind::PolicySet, encodeBody(body)), EditBody(body));
  EXPECT_THROW(decodeBody(EditKind::PolicySet, Bytes{std::byte{4}, std::byte{0}}), Error);
}

TEST(AReviewPolicy, SaysInWhatItAsksForLess) {
  using testing::ElementsAre;
  const PolicySet dual{.rule = ReviewRule::Dual, .resolvers = {"Ines"}};
  EXPECT_TRUE(asksForLess(PolicySet{}, dual).empty());
  EXPECT_THAT(asksForLess(dual, PolicySet{}), ElementsAre("cases are read by one person, not by two",
                                                          "nobody in particular decides what is escalated"));
  const PolicySet sampled{.rule = ReviewRule::Sampled, .criticalClasses = {"cyst", "tumour"}, .sampledPart = 0.2};
  PolicySet fewer = sampled;
  EXPECT_THAT(asksForLess(PolicySet{}, sampled), ElementsAre("20 % of what is not risky is decided on, not all of it"));
  EXPECT_TRUE(asksForLess(sampled, fewer).empty());
  fewer.sampledPart = 0.1;
  fewer.criticalClasses = {"tumour"};
  EXPECT_THAT(asksForLess(sampled, fewer), ElementsAre("10 % is drawn, not 20 %", "cyst is no longer critical"));
  EXPECT_TRUE(asksForLess(fewer, sampled).empty());
  fewer = sampled;
  fewer.seed = "again";
  EXPECT_THAT(asksForLess(sampled, fewer), ElementsAre("what was drawn before may not be drawn again"));
  EXPECT_THAT(asksForLess(PolicySet{.rule = ReviewRule::Consensus}, PolicySet{}),
              ElementsAre("critical classes need one who accepts, not two"));
}

TEST(WorkflowBodies, APartIsBetweenNoneAndAll) {
  for (const double part : {-0.1, 1.1}) {
    EXPECT_THROW(decodeBody(EditKind::PolicySet, encodeBody(PolicySet{.sampledPart = part})), Error);
  }
}

TEST(WorkflowBodies, KindsAreFoundByTheirNumbersAndHaveNames) {
  Bodies bodies(4);
  for (int i = 0; i < 200; ++i) {
    EXPECT_TRUE(isEditKind(std::uint64_t(kindOf(bodies.any()))));
  }
  for (int number = 0; number < 256; ++number) {
    EXPECT_EQ(isEditKind(std::uint64_t(number)), name(EditKind(number)) != "unknown") << number;
  }
  EXPECT_FALSE(isEditKind(256 + 1));
}

TEST(WorkflowBodies, WordsOfTheCommandLineComeBack) {
  for (const Verdict each : {Verdict::Accept, Verdict::Reject, Verdict::Changes, Verdict::Escalate}) {
    EXPECT_EQ(verdictNamed(name(each)), each);
  }
  for (const ReviewRule each : {ReviewRule::Single, ReviewRule::Dual, ReviewRule::Sampled, ReviewRule::Consensus}) {
    EXPECT_EQ(reviewRuleNamed(name(each)), each);
  }
  EXPECT_FALSE(verdictNamed("approve"));
}

TEST(WorkflowBodies, ChangeNoMask) {
  Bodies bodies(5);
  std::vector<Edit> edits;
  const auto add = [&](EditBody body) {
    Edit edit{.body = std::move(body)};
    edit.header.sequence = edits.size() + 1;
    edit.header.time.packed = edits.size() + 1;
    edit.header.kind = kindOf(edit.body);
    edit.header.bodyHash = sha256(encodeBody(edit.body));
    edit.id = editId(edit.header);
    edits.push_back(edit);
  };
  add(LesionCreated{.name = "L", .ownStep = true});
  const Hash before = stateHash(fold(edits));
  for (int i = 0; i < 100; ++i) {
    add(bodies.any());
    EXPECT_FALSE(isUndoStep(edits.back().body)) << "undo while painting takes no decision back";
  }
  EXPECT_EQ(stateHash(fold(edits)), before);
}

}  // namespace
}  // namespace core
