// A revealed session as panels show it; its masks are cubes whose overlaps are counted by hand.
#include "stage/compare_card.h"

#include <gmock/gmock.h>

namespace stage {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

core::Mask box(glm::ivec3 first, glm::ivec3 size) {
  core::Mask mask;
  mask.setBox({first, first + size - 1});
  return mask;
}

core::CaseId caseNamed(const std::string& name) {
  return core::Sha256().update(name).finish();
}

// Ada, Emmy and Grace read two cases: they agree on the first lesion of case A and differ on its second; in B all
// agree.
class CompareCard : public testing::Test {
 protected:
  const core::Mask same_ = box({4, 4, 4}, {6, 6, 6});
  const core::Mask missed_ = box({40, 40, 40}, {5, 5, 5});
  const core::Mask wide_ = box({20, 20, 20}, {8, 4, 4}), narrow_ = box({20, 20, 20}, {4, 4, 4});
  CompareMaterial material_;

  CompareCard() {
    const core::Grid grid({64, 64, 64}, glm::dmat4(1));
    material_.readers = {.title = "May", .names = {"Ada", "Emmy", "Grace Hopper"}, .tracks = {}, .reference = ""};
    for (const std::string name : {"A", "B"}) {
      material_.read.cases.push_back({.id = caseNamed(name), .name = name, .grid = grid});
    }
    material_.read.readings = {{grid,
                                {{{&same_, "cyst"}, {&wide_, "cyst"}, {&missed_, "tumour"}},
                                 {{&same_, "cyst"}, {&narrow_, "cyst"}},
                                 {{&same_, "cyst"}, {&wide_, "cyst"}}}},
                               {grid, {{{&same_, "cyst"}}, {{&same_, "cyst"}}, {{&same_, "cyst"}}}}};
    material_.result = workflow::resultOf(material_.readers, material_.read.readings);
    for (std::size_t i = 0; i < 2; ++i) {
      const workflow::SessionReading& reading = material_.read.readings[i];
      material_.lesions.push_back(workflow::disagreementsOf(reading, material_.result.cases[i]));
      auto& surfaces = material_.surfaces.emplace_back();
      for (std::size_t reader = 0; reader < 3; ++reader) {
        surfaces.push_back(
            workflow::surfaceAgainstPanel(material_.readers, reading, material_.result.cases[i], reader));
      }
    }
  }
};

TEST_F(CompareCard, SaysWhoFoundWhatAndWhatComesNext) {
  const ui::CompareCard card = cardOf(material_, 0, "Emmy", 1, 0);
  EXPECT_EQ(card.place, "A \u00B7 case 1 of 2");
  EXPECT_THAT(card.columns, ElementsAre("A", "E", "GH"));
  ASSERT_THAT(card.lesions, SizeIs(3));
  EXPECT_EQ(card.lesions[0].className, "tumour");
  EXPECT_EQ(card.lesions[0].words, "found by 1 of 3");
  EXPECT_THAT(card.lesions[0].marked, ElementsAre(true, false, false));
  EXPECT_EQ(card.lesions[1].words, "0.06 ml differ");
  EXPECT_EQ(card.lesions[2].words, "all marked the same");
  EXPECT_EQ(card.next, "Next: cyst");
  EXPECT_TRUE(card.readers[1].you);
  EXPECT_EQ(card.readers[0].added, 1) << "that tumour";
  EXPECT_THAT(card.readers[2].interval, HasSubstr("\u2013"));
  EXPECT_THAT(card.agreement, HasSubstr("alpha"));
}

TEST_F(CompareCard, PassesOverWhatIsAgreedOn) {
  EXPECT_EQ(nextDifference(material_, 0, 0), (Difference{0, 1}));
  EXPECT_FALSE(nextDifference(material_, 0, 1)) << "nothing differs in B";
  EXPECT_EQ(cardOf(material_, 0, "Emmy", 1, 1).next, "");
  std::swap(material_.lesions[0], material_.lesions[1]);
  EXPECT_EQ(nextDifference(material_, 0, 0), (Difference{1, 0}));
}

TEST_F(CompareCard, LayersShareNoVoxelAndHoldEverything) {
  core::Mask all = same_;
  all |= missed_;
  all |= wide_;
  for (const std::optional<std::size_t> reader : {std::optional<std::size_t>(), std::optional<std::size_t>(1)}) {
    core::Mask seen;
    std::int64_t voxels = 0;
    for (const CompareLayer& layer : layersOf(material_, 0, reader)) {
      voxels += layer.mask.count();
      seen |= layer.mask;
    }
    EXPECT_EQ(voxels, seen.count());
    core::Mask expected = all;
    if (reader) {
      expected -= missed_;  // neither Emmy nor most others
    }
    EXPECT_EQ(seen, expected);
  }
  const std::vector<CompareLayer> cloud = layersOf(material_, 0, std::nullopt);
  ASSERT_THAT(cloud, SizeIs(3));
  EXPECT_TRUE(cloud[0].look.hatched) << "one of three";
  EXPECT_FALSE(cloud[1].look.hatched);
  const auto lightness = [](glm::vec3 c) { return 0.2126f * c.r + 0.7152f * c.g + 0.0722f * c.b; };
  EXPECT_LT(lightness(cloud[0].look.color), lightness(cloud[1].look.color));
  EXPECT_LT(lightness(cloud[1].look.color), lightness(cloud[2].look.color));
}

TEST_F(CompareCard, ASurfaceIsAScaleAndWhatIsMissedIsHatched) {
  const std::vector<CompareLayer> layers = surfaceLayersOf(material_, 0, 1);
  ASSERT_THAT(layers, SizeIs(2 * workflow::kFarthestBandMm + 2));
  EXPECT_EQ(layers.front().look.text, "\u2264 \u22123");
  EXPECT_EQ(layers[3].look.text, "0");
  EXPECT_EQ(layers[6].look.text, "\u2265 +3");
  EXPECT_TRUE(layers.back().look.hatched);
  // Emmy's second cyst ends where the others' goes on: there it is too small, elsewhere as the panel's.
  EXPECT_GT(layers[3].mask.count(), 0);
  EXPECT_GT(layers[0].mask.count() + layers[1].mask.count() + layers[2].mask.count(), 0);
  EXPECT_TRUE(layers[4].mask.isEmpty() && layers[5].mask.isEmpty() && layers[6].mask.isEmpty());
  for (std::size_t i = 0; i < 3; ++i) {  // blue is not red: told apart by whoever sees no green
    EXPECT_GT(layers[i].look.color.b, layers[i].look.color.r);
    EXPECT_LT(layers[6 - i].look.color.b, layers[6 - i].look.color.r);
  }
}

TEST(RevealedFor, ShowsNothingToWhomTheCaseIsStillBlind) {
  workflow::Record record;
  const auto add = [&](core::EditBody body) {
    core::Edit edit{.body = std::move(body)};
    edit.header.kind = core::kindOf(edit.body);
    edit.header.sequence = record.edits.size() + 1;
    edit.header.wallClockMs = 7;
    edit.id = core::editId(edit.header);
    record.edits.push_back(edit);
    return edit.id;
  };
  const std::vector<core::CaseId> cases{caseNamed("A")};
  const core::EditId may = add(core::CalibrationOpened{.name = "May", .cases = cases, .readers = {"Ada", "Emmy"}});
  EXPECT_FALSE(revealedFor(record, cases[0], "Ada")) << "it is being read";
  add(core::CalibrationRevealed{may});
  EXPECT_EQ(revealedFor(record, cases[0], "Ada")->opened.name, "May");
  EXPECT_FALSE(revealedFor(record, caseNamed("B"), "Ada"));
  add(core::CalibrationOpened{.name = "June", .cases = cases, .readers = {"Ada", "Grace"}});
  EXPECT_FALSE(revealedFor(record, cases[0], "Ada")) << "she reads it blind once more";
  EXPECT_EQ(revealedFor(record, cases[0], "Emmy")->opened.name, "May");
}

}  // namespace
}  // namespace stage
