// What changed between two releases; manifests and masks are made by hand.
#include "release/changes.h"

#include <gmock/gmock.h>

namespace release {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using Kind = workflow::LesionChange::Kind;

core::Hash hashOf(const std::string& text) {
  return core::Sha256().update(text).finish();
}

core::Mask cube(int from, int to) {
  core::Mask mask;
  for (int y = from; y < to; ++y) {
    for (int z = from; z < to; ++z) {
      mask.setRun({from, y, z}, to - from);
    }
  }
  return mask;
}

class TwoReleases : public testing::Test {
 protected:
  EarlierRelease before_;
  workflow::Manifest after_;
  core::State state_;

  TwoReleases() {
    state_.cases.push_back({.id = hashOf("Kidney"), .name = "Kidney", .grid = core::Grid({64, 64, 64}, glm::dmat4(1))});
    before_.state.cases = state_.cases;
  }
  static void put(workflow::Manifest& manifest, core::State& state, const std::string& name, const core::Mask& mask,
                  const std::string& className = "tumour") {
    manifest.lesions.push_back({.id = hashOf(name),
                                .name = name,
                                .className = className,
                                .caseId = hashOf("Kidney"),
                                .track = "shared",
                                .version = hashOf(name + className + std::to_string(mask.count())),
                                .volumeMl = double(mask.count()) / 1000});
    state.masks[hashOf(name)] = mask;
  }
};

TEST_F(TwoReleases, DifferByLesionInMlAndMm) {
  put(before_.manifest, before_.state, "gone", cube(0, 10));
  put(before_.manifest, before_.state, "grown", cube(20, 30));
  put(before_.manifest, before_.state, "same", cube(40, 50));
  put(after_, state_, "grown", cube(18, 32), "cyst");
  put(after_, state_, "new", cube(5, 15));
  put(after_, state_, "same", cube(40, 50));
  const std::vector<Change> changes = changesSince(before_, after_, state_);
  ASSERT_THAT(changes, SizeIs(3));
  EXPECT_EQ(changes[0].kind, Kind::Removed);
  EXPECT_EQ(lineOf(changes[0]), "Kidney, \"gone\" (tumour): removed, 1.000 ml");
  EXPECT_EQ(changes[1].kind, Kind::Changed);
  EXPECT_EQ(changes[1].classBefore, "tumour");
  EXPECT_EQ(changes[1].mlAfter, 2.744);
  // Two voxels of 1 mm on every side.
  ASSERT_TRUE(changes[1].movedMm);
  EXPECT_GE(*changes[1].movedMm, 2);
  EXPECT_LT(*changes[1].movedMm, 2 * std::sqrt(3.0) + 0.1);
  EXPECT_EQ(lineOf(changes[2]), "Kidney, \"new\" (tumour): added, 1.000 ml");
}

TEST_F(TwoReleases, DoNotDifferByWhatWasMadeAnewVoxelForVoxel) {
  put(before_.manifest, before_.state, "L1", cube(0, 10));
  put(after_, state_, "L1 anew", cube(0, 10));
  EXPECT_THAT(changesSince(before_, after_, state_), IsEmpty());
  after_.lesions.back().className = "cyst";
  EXPECT_THAT(changesSince(before_, after_, state_), SizeIs(2)) << "of another class it is another lesion";
}

TEST_F(TwoReleases, SayWhichCasesWereRenamed) {
  before_.manifest.cases = {{.id = hashOf("1"), .name = "C1"}, {.id = hashOf("2"), .name = "C2"}};
  after_.cases = {{.id = hashOf("1"), .name = "Liver 7"}, {.id = hashOf("2"), .name = "C2"}, {.id = {}, .name = "C3"}};
  const std::vector<RenamedCase> renamed = renamedSince(before_.manifest, after_);
  ASSERT_THAT(renamed, SizeIs(1));
  EXPECT_EQ(renamed[0], (RenamedCase{hashOf("1"), "C1", "Liver 7"}));
  EXPECT_EQ(lineOf(renamed[0]), "Liver 7: was called C1");
}

TEST_F(TwoReleases, OfTheSameLesionsDifferInNothing) {
  put(before_.manifest, before_.state, "same", cube(40, 50));
  put(after_, state_, "same", cube(40, 50));
  EXPECT_THAT(changesSince(before_, after_, state_), IsEmpty());
}

}  // namespace
}  // namespace release
