#include "session/operations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <glm/geometric.hpp>
#include <stdexcept>

#include "core/error.h"
#include "session/taking.h"
#include "shape/box.h"
#include "shape/islands.h"
#include "shape/morphology.h"

namespace session {
namespace {

namespace fs = std::filesystem;

// A project with one case of 64^3 voxels, a ball of value 100 in it, and three lesions: "a" in the ball, "b" beside it,
// overlapping "a", and "c" far away.
class OperationsTest : public testing::Test {
 protected:
  OperationsTest() {
    folder_ = fs::temp_directory_path() / ("sagitta-operations-" + std::to_string(::getpid()));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    store::ProjectFile::create(file(), "Test", "A", installation());
    core::Case added{.name = "Case", .modality = "CT", .grid = grid_};
    added.id = core::caseId(added.grid, added.voxelType, added.rescale, added.chunks);
    caseId_ = added.id;
    store::ProjectFile(file(), store::Access::Write, installation())
        .append({.caseId = added.id, .body = core::CaseAdded{added}});

    std::vector<std::int16_t> voxels(grid_.voxelCount());
    for (std::size_t i = 0; i < voxels.size(); ++i) {
      const glm::ivec3 voxel(int(i % 64), int(i / 64 % 64), int(i / 4096));
      voxels[i] = glm::length(glm::dvec3(voxel - 32)) <= 12 ? 100 : -50;
    }
    volume_ = {.grid = grid_, .voxels = std::move(voxels)};

    CaseSession open = session();
    draw(open, "a", shape::boxBetween({30, 30, 30}, {35, 34, 33}, grid_));
    draw(open, "b", shape::boxBetween({34, 30, 30}, {40, 34, 33}, grid_));
    draw(open, "c", shape::boxBetween({2, 2, 2}, {4, 4, 4}, grid_));
    open.flush();
  }
  ~OperationsTest() override { fs::remove_all(folder_); }

  fs::path file() const { return folder_ / "test.sagitta"; }
  store::Installation installation() const { return store::Installation(folder_ / "home"); }
  store::ProjectFile open() const { return {file(), store::Access::Write, installation()}; }
  CaseSession session() const { return {open(), caseId_, "shared", "A"}; }

  static void draw(CaseSession& open, const std::string& name, core::Mask mask) {
    const core::BrushStroke stroke{.radiusMm = 1, .pointsMm = {{0, 0, 0}}};
    open.commitStroke(open.addLesion(name, "cyst"), stroke, std::move(mask), open.knownHeads());
  }

  std::map<std::string, core::Mask> stored() const {
    const store::ProjectFile project = open();
    std::map<std::string, core::Mask> masks;
    for (const store::LesionRow& row : project.lesions()) {
      masks[row.lesion.name] = project.mask(row.lesion.id);
    }
    return masks;
  }
  static std::map<std::string, core::Mask> inMemory(const CaseSession& open) {
    std::map<std::string, core::Mask> masks;
    for (const OpenLesion& each : open.lesions()) {
      if (each.stands) {
        masks[each.lesion.name] = each.mask;
      }
    }
    return masks;
  }

  Proposal proposed(const CaseSession& open, std::string_view id, std::optional<std::size_t> target,
                    std::vector<std::size_t> others, Values values, bool protectOthers = false) const {
    const Operation* operation = findOperation(id);
    if (operation == nullptr) {
      throw std::out_of_range("no such operation");
    }
    return propose(*operation, inputOf(open, target, others, protectOthers, &volume_, std::move(values)));
  }

  const core::Grid grid_{{64, 64, 64}, glm::dmat4(1)};
  fs::path folder_;
  core::CaseId caseId_;
  core::Volume volume_;
};

// One of every operation, so that each does something here.
struct Example {
  std::string_view id;
  std::optional<std::size_t> target;
  std::vector<std::size_t> others;
  Values values;
};

std::vector<Example> examples() {
  const core::VoxelBox box{{14, 14, 14}, {50, 50, 50}};
  const core::IntensityRange range{50, 150};
  const shape::Lasso lasso{{{31.5, 0}, {64, 0}, {64, 64}, {31.5, 64}}, {}, {}};
  return {
      {"fill-slices", 0, {}, {}},
      {"grow-range", 0, {}, {{"seeds", std::vector<glm::ivec3>{{32, 32, 32}}}, {"box", box}, {"range", range}}},
      {"grow-seeds", 0, {2}, {{"box", box}}},
      {"threshold", 0, {}, {{"box", box}, {"range", range}}},
      {"keep-range", 2, {}, {{"range", range}}},
      {"smooth", 0, {}, {{"sigma", 2.0}}},
      {"open", 0, {}, {{"radius", 3.0}}},
      {"close", 0, {}, {{"radius", 4.0}}},
      {"fill-holes", 0, {}, {}},
      {"remove-islands", 0, {}, {{"volume", 0.02}}},
      {"keep-largest", 0, {}, {}},
      {"split-islands", 0, {}, {}},
      {"grow", 0, {}, {}},
      {"shrink", 0, {}, {{"margin", 1.0}}},
      {"hollow", 0, {}, {{"thickness", 1.0}}},
      {"union", 0, {1}, {}},
      {"subtract", 0, {1}, {}},
      {"intersect", 0, {1}, {}},
      {"cut", 0, {}, {{"lasso", lasso}}},
      {"copy", 0, {}, {}},
      {"merge", 0, {1, 2}, {}},
      {"delete", 1, {}, {}},
      {"box", {}, {}, {{"box", core::VoxelBox{{9, 9, 9}, {5, 5, 5}}}}},
  };
}

TEST_F(OperationsTest, EachIsOneEditAndOneUndo) {
  // An "a" on which every example acts: two slabs with a gap, one of them with a hole, and a crumb.
  core::Mask rough = shape::boxBetween({26, 26, 40}, {38, 38, 44}, grid_);
  rough.clear({32, 32, 42});
  rough.set({60, 60, 60});
  {
    CaseSession open = session();
    open.commitChanges({{.lesion = 0, .set = rough, .cleared = {}}}, {}, open.knownHeads(), "rough");
    open.flush();
  }
  const std::map<std::string, core::Mask> before = stored();
  std::set<std::string_view> tried;
  for (const Example& example : examples()) {
    SCOPED_TRACE(std::string(example.id));
    tried.insert(example.id);
    std::map<std::string, core::Mask> after;
    std::int64_t edits = open().editCount();
    CommittedChanges told;
    std::size_t created = 0;
    {
      CaseSession open = session();
      Proposal proposal = proposed(open, example.id, example.target, example.others, example.values);
      ASSERT_FALSE(proposal.isEmpty());
      created = proposal.created.size();
      commit(open, std::move(proposal), open.knownHeads(), [&](const CommittedChanges& done) { told = done; });
      open.flush();
      after = inMemory(open);
    }
    EXPECT_EQ(stored(), after);
    EXPECT_EQ(open().editCount(), edits + 1 + std::int64_t(created));
    ASSERT_TRUE(told.edit);
    {
      store::ProjectFile project = open();
      EXPECT_EQ(core::historyEnds(project.history("A")).undo, told.edit);
      project.append({.person = "A", .body = core::Undone{*told.edit}});
    }
    EXPECT_EQ(stored(), before) << "lesions that it made are gone with it";
  }
  EXPECT_EQ(tried.size(), operations().size());
}

TEST_F(OperationsTest, AMarginIsTheShapesMargin) {
  CaseSession open = session();
  const core::Mask a = open.lesions()[0].mask;
  const Proposal proposal = proposed(open, "grow", 0, {}, {{"margin", 4.0}});
  EXPECT_EQ(proposal.what, "Grow margin, 4 mm");
  EXPECT_EQ(open.lesions()[0].mask, a);  // a proposal changes nothing
  commit(open, proposal, open.knownHeads());
  EXPECT_EQ(open.lesions()[0].mask, shape::grow(a, grid_, 4));
}

TEST_F(OperationsTest, ProtectedLesionsLoseNothingAndTheNamedOnesAreNotProtected) {
  CaseSession open = session();
  const core::Mask a = open.lesions()[0].mask, b = open.lesions()[1].mask;
  commit(open, proposed(open, "grow", 0, {}, {{"margin", 4.0}}, true), open.knownHeads());
  core::Mask expected = shape::grow(a, grid_, 4), gained = b;
  gained -= a;
  expected -= gained;
  EXPECT_EQ(open.lesions()[0].mask, expected);
  commit(open, proposed(open, "union", 0, {1}, {}, true), open.knownHeads());
  EXPECT_EQ(open.lesions()[0].mask, expected |= b);
}

TEST_F(OperationsTest, SplittingKeepsTheNameOfTheLargestAndNumbersTheRest) {
  CaseSession open = session();
  core::Mask crumbs;
  crumbs.setRun({10, 50, 50}, 7);
  crumbs.set({50, 10, 10});
  open.commitChanges({{.lesion = 0, .set = crumbs, .cleared = {}}}, {}, open.knownHeads(), "crumbs");
  const core::Mask whole = open.lesions()[0].mask;
  draw(open, "a 2", crumbs);  // the name is taken
  const std::vector<std::size_t> made = commit(open, proposed(open, "split-islands", 0, {}, {}), open.knownHeads());
  open.flush();
  ASSERT_EQ(made.size(), 2u);
  const std::vector<core::Mask> islands = shape::islands(whole);
  EXPECT_EQ(open.lesions()[0].mask, islands[0]);
  EXPECT_EQ(open.lesions()[made[0]].mask, islands[1]);
  EXPECT_EQ(open.lesions()[made[0]].lesion.name, "a 3");
  EXPECT_EQ(open.lesions()[made[1]].lesion.name, "a 4");
  EXPECT_EQ(open.lesions()[made[1]].lesion.className, "cyst");
  EXPECT_EQ(stored(), inMemory(open));
}

TEST_F(OperationsTest, MergingMovesVoxelsAndTakesTheOthersOutInOneEdit) {
  CaseSession open = session();
  core::Mask all = open.lesions()[0].mask;
  all |= open.lesions()[1].mask;
  all |= open.lesions()[2].mask;
  const std::map<std::string, core::Mask> before = stored();
  commit(open, proposed(open, "merge", 0, {1, 2}, {}), open.knownHeads());
  EXPECT_EQ(inMemory(open), (std::map<std::string, core::Mask>{{"a", all}}));
  EXPECT_EQ(open.find("b"), std::nullopt);
  open.flush();
  EXPECT_EQ(stored(), inMemory(open));
  EXPECT_THAT(undone(open), testing::Optional(testing::UnorderedElementsAre(0u, 1u, 2u)));
  EXPECT_EQ(inMemory(open), before);
  EXPECT_EQ(stored(), before);
}

TEST_F(OperationsTest, ADeletedLesionLeavesNoTraceInWhatOthersProtectOrAreCalled) {
  CaseSession open = session();
  const core::Mask b = open.lesions()[1].mask;
  commit(open, proposed(open, "delete", 1, {}, {}), open.knownHeads());
  EXPECT_EQ(open.lesions()[1].mask, b) << "its voxels wait for an undo";
  EXPECT_EQ(open.othersThan(0), open.lesions()[2].mask);
  const OperationInput input = inputOf(open, 0, {}, true, &volume_, {});
  EXPECT_EQ(input.names, (std::set<std::string>{"a", "c"}));
  EXPECT_EQ(input.spare, open.lesions()[2].mask);
  // The name is free for another, and a stroke on the deleted one brings it back.
  draw(open, "b", shape::boxBetween({50, 50, 50}, {51, 51, 51}, grid_));
  open.flush();
  EXPECT_EQ(stored(), inMemory(open));
}

TEST_F(OperationsTest, ABoxHasItsGranularityAlsoAfterReopening) {
  {
    CaseSession open = session();
    const core::VoxelBox corners{{9, 5, 9}, {5, 6, 5}};
    commit(
        open,
        proposed(open, "box", {}, {}, {{"box", corners}, {"name", std::string("a")}, {"class", std::string("cyst")}}),
        open.knownHeads());
    open.flush();
  }
  const CaseSession again = session();
  const std::optional<std::size_t> box = again.find("a 2");
  ASSERT_TRUE(box);
  EXPECT_EQ(again.lesions()[*box].lesion.granularity, core::Granularity::Box);
  EXPECT_EQ(again.lesions()[*box].lesion.className, "cyst");
  EXPECT_EQ(again.lesions()[*box].mask, shape::boxBetween({5, 5, 5}, {9, 6, 9}, grid_));
}

TEST_F(OperationsTest, WhatWouldChangeNothingIsEmptyAndWritesNothing) {
  CaseSession open = session();
  const std::int64_t before = this->open().editCount();
  for (const char* id : {"fill-slices", "fill-holes", "keep-largest", "split-islands"}) {
    Proposal proposal = proposed(open, id, 0, {}, {});
    EXPECT_TRUE(proposal.isEmpty()) << id;
    commit(open, std::move(proposal), open.knownHeads());
  }
  EXPECT_TRUE(proposed(open, "subtract", 0, {2}, {}).isEmpty());
  open.flush();
  EXPECT_EQ(this->open().editCount(), before);
}

TEST_F(OperationsTest, WrongRequestsAreRefusedInWords) {
  const CaseSession open = session();
  const auto expectRefused = [&](std::string_view id, std::optional<std::size_t> target,
                                 std::vector<std::size_t> others, Values values) {
    EXPECT_THROW(proposed(open, id, target, std::move(others), std::move(values)), core::Error) << id;
  };
  expectRefused("grow", {}, {}, {});
  expectRefused("grow", 0, {1}, {});
  expectRefused("grow", 0, {}, {{"margin", -1.0}});
  expectRefused("grow", 0, {}, {{"margin", std::string("wide")}});
  expectRefused("grow", 0, {}, {{"margn", 3.0}});
  expectRefused("fill-holes", 0, {}, {{"within", std::string("x")}});
  expectRefused("union", 0, {}, {});
  expectRefused("union", 0, {0}, {});
  expectRefused("merge", 0, {1, 1}, {});
  expectRefused("threshold", 0, {}, {{"box", core::VoxelBox{{0, 0, 0}, {5, 5, 5}}}});
  const Operation& threshold = *findOperation("threshold");
  OperationInput input = inputOf(open, 0, {}, false, nullptr, {});
  EXPECT_THROW(propose(threshold, input), core::Error);
  EXPECT_EQ(findOperation("no such thing"), nullptr);
}

TEST_F(OperationsTest, ACancelledProposalLeavesEverythingAsItWas) {
  const CaseSession open = session();
  const std::vector<std::size_t> none;
  const OperationInput input = inputOf(open, 0, none, false, &volume_, {{"margin", 20.0}});
  EXPECT_THROW(
      propose(*findOperation("grow"), input, [](const core::Progress&) { throw std::runtime_error("cancelled"); }),
      std::runtime_error);
  EXPECT_EQ(stored(), inMemory(open));
}

TEST_F(OperationsTest, EveryOperationIsDescribedForPeople) {
  std::set<std::string_view> ids, names;
  for (const Operation& operation : operations()) {
    EXPECT_TRUE(ids.insert(operation.id).second) << operation.id;
    EXPECT_TRUE(names.insert(operation.name).second) << operation.name;
    EXPECT_TRUE(operation.hint.ends_with('.')) << operation.id;
    std::set<std::string_view> keys;
    for (const Parameter& parameter : operation.parameters) {
      EXPECT_TRUE(keys.insert(parameter.key).second) << operation.id << " " << parameter.key;
      EXPECT_FALSE(parameter.name.empty());
      if (parameter.kind == ParameterKind::Number) {
        EXPECT_LE(parameter.min, parameter.standard);
        EXPECT_LT(parameter.standard, parameter.max);
      }
      EXPECT_EQ(parameter.kind == ParameterKind::Choice, !parameter.choices.empty());
    }
  }
}

}  // namespace
}  // namespace session
