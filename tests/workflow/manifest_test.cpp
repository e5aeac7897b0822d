#include "workflow/manifest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "workflow/samples.h"

namespace workflow {
namespace {

using testing::ElementsAre;
using testing::SizeIs;
using testing::UnorderedElementsAre;

Manifest sample() {
  Manifest manifest{.name = "2",
                    .project = "Kidney \"study\"",
                    .made = "2026-03-01T12:00:00.000Z",
                    .program = "0.1",
                    .log = hashOf("log"),
                    .previous = "1"};
  manifest.cases = {{hashOf("C"), "C", "CT", true}};
  manifest.lesions = {{.id = hashOf("L1"),
                       .name = "L1",
                       .className = "cyst",
                       .caseId = hashOf("C"),
                       .track = "shared",
                       .version = hashOf("1"),
                       .voxels = 3,
                       .volumeMl = 0.1,
                       .provenance = "drawn",
                       .acceptedBy = {"Grace"}}};
  manifest.files = {{"images/C.nii", 12, hashOf("a"), {}, hashOf("C")},
                    {"report.html", 7, hashOf("b"), {hashOf("b1"), hashOf("b2")}, std::nullopt}};
  return manifest;
}

TEST(AManifest, ReadsBackAsItWasWritten) {
  const Manifest manifest = sample();
  EXPECT_EQ(decodeManifest(encodeManifest(manifest), "m"), manifest);
  EXPECT_EQ(encodeManifest(decodeManifest(encodeManifest(manifest), "m")), encodeManifest(manifest));
}

TEST(AManifest, ThatIsNoneOrReachesOutsideIsRefused) {
  for (const char* text : {"", "{}", "[]", R"({"format": "sagitta release 2"})"}) {
    EXPECT_THROW(decodeManifest(text, "m"), core::Error) << text;
  }
  for (const char* path : {"/etc/passwd", "../out", "a/../../b", "", "..", "a\\b"}) {
    Manifest manifest = sample();
    manifest.files[1].path = path;
    EXPECT_THROW(decodeManifest(encodeManifest(manifest), "m"), core::Error) << path;
  }
}

TEST(Changes, AreFoundByVersionAndNotByName) {
  const Manifest before = sample();
  Manifest after = sample();
  after.lesions[0].name = "renamed";
  EXPECT_THAT(changesBetween(before, after), SizeIs(0));
  after.lesions[0].version = hashOf("2");
  after.lesions.push_back({.id = hashOf("L2"), .name = "L2", .caseId = hashOf("C")});
  auto changes = changesBetween(before, after);
  ASSERT_THAT(changes, SizeIs(2));
  EXPECT_EQ(changes[0].kind, LesionChange::Kind::Added);
  EXPECT_EQ(changes[1].kind, LesionChange::Kind::Changed);
  changes = changesBetween(after, before);
  EXPECT_EQ(changes[0].kind, LesionChange::Kind::Changed);
  EXPECT_EQ(changes[1].kind, LesionChange::Kind::Removed);
}

TEST(ACut, HoldsTheChainsOfItsHeadsAndNothingThatCameLater) {
  const core::SiteId here{{1}}, there{{2}};
  std::vector<std::pair<core::EditId, core::EditHeader>> log;
  const auto add = [&](const core::SiteId& site, const core::EditId& previous, std::uint64_t time) {
    core::EditHeader header{.site = site, .sequence = log.size() + 1, .time = {time}, .previous = previous};
    log.emplace_back(core::editId(header), header);
    return log.back().first;
  };
  const core::EditId a1 = add(here, {}, 10), a2 = add(here, a1, 20), a3 = add(here, a2, 30);
  const core::EditId b1 = add(there, {}, 1);  // by a clock that is behind
  const core::EditId fork = add(here, a1, 21);
  const std::vector<core::Head> first{{here, 2, a2}}, both{{here, 2, a2}, {there, 1, b1}};
  EXPECT_THAT(editsWithin(first, log), UnorderedElementsAre(a1, a2));
  EXPECT_THAT(editsWithin(both, log), UnorderedElementsAre(a1, a2, b1));
  const std::vector<core::Head> forked{{here, 3, a3}, {here, 5, fork}};
  EXPECT_THAT(editsWithin(forked, log), UnorderedElementsAre(a1, a2, a3, fork));
  const std::vector<core::Head> unknown{{here, 9, hashOf("elsewhere")}};
  EXPECT_THROW(editsWithin(unknown, log), core::Error);
}

}  // namespace
}  // namespace workflow
