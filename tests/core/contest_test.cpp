// What is contested, against the definition worked out voxel by voxel.
#include "core/contest.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace core {
namespace {

Brick brickOf(const std::set<int>& voxels) {
  Brick brick;
  for (const int voxel : voxels) {
    brick.set({voxel, 0, 0});
  }
  return brick;
}

// One edit over the voxels 0 to 7 of a brick.
struct Said {
  EditHeader header;
  std::set<int> set, cleared;
};

// From the definition: of all edits that name a voxel, those over which nobody has spoken who knew of them.
std::set<int> byDefinition(const std::vector<Said>& all) {
  std::set<int> contested;
  for (int voxel = 0; voxel < 8; ++voxel) {
    bool set = false, cleared = false;
    for (const Said& each : all) {
      const bool names = each.set.contains(voxel) || each.cleared.contains(voxel);
      bool spokenOver = false;
      for (const Said& other : all) {
        const bool knew =
            other.header.site == each.header.site
                ? other.header.sequence > each.header.sequence
                : std::any_of(other.header.heads.begin(), other.header.heads.end(), [&](const Head& head) {
                    return head.site == each.header.site && head.sequence >= each.header.sequence;
                  });
        spokenOver |= knew && (other.set.contains(voxel) || other.cleared.contains(voxel));
      }
      set |= names && !spokenOver && each.set.contains(voxel);
      cleared |= names && !spokenOver && each.cleared.contains(voxel);
    }
    if (set && cleared) {
      contested.insert(voxel);
    }
  }
  return contested;
}

TEST(Contest, IsWhatItsDefinitionSays) {
  std::mt19937 engine(11);
  int contestedRounds = 0;
  for (int round = 0; round < 500; ++round) {
    std::vector<Said> all;
    std::map<int, std::uint64_t> sequences;
    for (int i = 0; i < 8; ++i) {
      const int site = int(engine() % 3);
      Said said;
      said.header.site.bytes[0] = std::uint8_t(site);
      said.header.sequence = ++sequences[site];
      for (const auto& [other, sequence] : sequences) {
        if (other != site && engine() % 2 == 0) {
          said.header.heads.push_back({{{std::uint8_t(other)}}, 1 + engine() % sequence, {}});
        }
      }
      for (int voxel = 0; voxel < 8; ++voxel) {
        const unsigned what = engine() % 4;
        if (what == 0) {
          said.set.insert(voxel);
        } else if (what == 1) {
          said.cleared.insert(voxel);
        }
      }
      all.push_back(std::move(said));
    }
    std::vector<Brick> bricks;
    bricks.reserve(2 * all.size());
    std::vector<Assertion> assertions;
    for (const Said& said : all) {
      bricks.push_back(brickOf(said.set));
      const Brick* set = said.set.empty() ? nullptr : &bricks.back();
      bricks.push_back(brickOf(said.cleared));
      assertions.push_back({&said.header, set, said.cleared.empty() ? nullptr : &bricks.back()});
    }
    const std::set<int> expected = byDefinition(all);
    EXPECT_EQ(contestedIn(assertions), brickOf(expected)) << round;
    contestedRounds += !expected.empty();
    std::shuffle(assertions.begin(), assertions.end(), engine);
    EXPECT_EQ(contestedIn(assertions), brickOf(expected)) << "in any order";
  }
  EXPECT_GT(contestedRounds, 100);
}

TEST(Contest, OfARemovalNeedsTwoWhoWereUnaware) {
  const SiteId here{{1}}, there{{2}};
  EditHeader stroke{.site = here, .sequence = 5};
  EditHeader unaware{.site = there, .sequence = 3};
  EditHeader aware{.site = there, .sequence = 3};
  aware.heads = {{here, 5, {}}};
  EXPECT_TRUE(isRemovalContested({.created = true, .touched = {&stroke}, .removals = {&unaware}}));
  EXPECT_FALSE(isRemovalContested({.created = true, .touched = {&stroke}, .removals = {&aware}}));
  EditHeader later{.site = here, .sequence = 6};
  later.heads = {{there, 3, {}}};
  EXPECT_FALSE(isRemovalContested({.created = true, .touched = {&stroke, &later}, .removals = {&unaware}}))
      << "who paints on, knowing that it was taken out, has chosen";
}

}  // namespace
}  // namespace core
