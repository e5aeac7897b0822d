// Recorded hands on a made-up window, from gestures to strokes, views and measurements.
#include "interaction/tools.h"

#include <gmock/gmock.h>

#include <glm/geometric.hpp>

#include "interaction/projection.h"

namespace {

using namespace interaction;
using core::Layout;

// 3D at the left, an axial slice at the right; in 3D the hand meets a wall at y = 0 and, beyond x = 60 mm, nothing.
class Bench {
 public:
  Bench() {
    toolbox.state().view.camera = core::Camera{.positionMm = {50, -400, 50}, .targetMm = {50, 0, 50}};
    toolbox.state().view.focusMm = grid.worldOf({50, 50, 50});
    toolbox.state().view.window = core::Window{40, 400};
  }

  std::vector<Action> apply(const Gesture& gesture) { return toolbox.apply(gesture, context()); }
  std::vector<Action> drag(std::initializer_list<glm::dvec2> path, bool erase = false) {
    std::vector<Action> all;
    const auto add = [&](const Gesture& gesture) {
      for (Action& action : toolbox.apply(gesture, context())) {
        all.push_back(std::move(action));
      }
    };
    ToolSample sample;
    bool first = true;
    for (const glm::dvec2 at : path) {
      sample = {.pane = first ? paneAt(at) : sample.pane, .atDp = at, .erase = erase, .kind = Pointer::Finger};
      add(first ? Gesture(ToolDown{sample}) : Gesture(ToolMove{sample}));
      first = false;
    }
    add(ToolUp{sample});
    return all;
  }
  static int paneAt(glm::dvec2 at) { return at.x < 500 ? 0 : 1; }

  ToolContext context() {
    return {.grid = grid,
            .panes = panes,
            .surfaceAt = [this](int pane, glm::dvec2 at) -> std::optional<glm::dvec3> {
              const Ray ray = rayThrough(*toolbox.state().view.camera, panes[std::size_t(pane)].sizeDp, at);
              const glm::dvec3 wall = ray.originMm - ray.direction * (ray.originMm.y / ray.direction.y);
              return wall.x > 60 ? std::optional(wall + ray.direction * 300.0) : std::optional(wall);
            },
            .valueAt = [](glm::dvec3 point) { return std::optional(point.x * 10); },
            .tissueSeen =
                [] {
                  return std::optional(core::IntensityRange{-200, 900});
                }};
  }

  core::Grid grid{{100, 100, 100}, glm::dmat4(1)};
  std::vector<Pane> panes{{Layout::ThreeD, {0, 0}, {500, 500}}, {Layout::Axial, {500, 0}, {500, 500}}};
  Toolbox toolbox;
};

std::string words(const std::vector<Action>& actions) {
  static const char* const kNames[] = {"begin", "extend", "end", "back", "pick", "undo", "redo", "marked"};
  std::string text;
  for (const Action& action : actions) {
    text += (text.empty() ? "" : " ") + std::string(kNames[action.index()]);
  }
  return text;
}

TEST(Tools, StandInTheOrderOfTheirIdsWithKeysOfTheirOwn) {
  std::string keys;
  for (std::size_t i = 0; i < tools().size(); ++i) {
    EXPECT_EQ(std::size_t(tools()[i].id), i);
    EXPECT_EQ(keys.find(tools()[i].key), std::string::npos);
    keys += tools()[i].key;
  }
}

TEST(Tools, TheBrushPaintsOnTheSliceWhereItIsPointed) {
  Bench bench;
  bench.toolbox.choose(ToolId::Brush);
  bench.toolbox.brush() = {.radiusMm = 3, .range = core::IntensityRange{10, 20}, .protectOthers = false};
  const std::vector<Action> actions = bench.drag({{600, 250}, {605, 250}, {605, 250}});
  ASSERT_EQ(words(actions), "begin extend end") << "a still finger adds nothing";
  const core::BrushStroke& stroke = std::get<StrokeBegun>(actions[0]).stroke;
  // 100 mm over 500 dp: dp 100 of the picture is 20 mm from the left face, which lies at -0.5 mm.
  ASSERT_EQ(stroke.pointsMm.size(), 1u);
  EXPECT_NEAR(glm::distance(stroke.pointsMm[0], {19.5, 49.5, 50}), 0, 1e-9);
  EXPECT_NEAR(glm::distance(std::get<StrokeExtended>(actions[1]).pointMm, {20.5, 49.5, 50}), 0, 1e-9);
  EXPECT_EQ(stroke.radiusMm, 3);
  EXPECT_EQ(stroke.mode, core::BrushMode::Add);
  EXPECT_EQ(stroke.range, (core::IntensityRange{10, 20}));
  EXPECT_FALSE(stroke.protectOthers);
}

TEST(Tools, In3DOnlyWhatIsSeenIsPaintedButForARangeOfTheBrushItself) {
  Bench bench;
  const auto rangeOf = [&](glm::dvec2 at, bool erase = false) {
    return std::get<StrokeBegun>(bench.drag({at}, erase)[0]).stroke.range;
  };
  bench.toolbox.choose(ToolId::Brush);
  EXPECT_EQ(rangeOf({250, 250}), (core::IntensityRange{-200, 900}));
  EXPECT_EQ(rangeOf({250, 250}, true), std::nullopt) << "whatever is painted can be erased";
  EXPECT_EQ(rangeOf({600, 250}), std::nullopt) << "a slice shows air, too";
  bench.toolbox.brush().range = core::IntensityRange{10, 20};
  EXPECT_EQ(rangeOf({250, 250}), (core::IntensityRange{10, 20}));
}

TEST(Tools, ADiscPaintsTheSliceWhereItBeganAndASphereIn3D) {
  Bench bench;
  bench.toolbox.choose(ToolId::Brush);
  bench.toolbox.brush().disc = true;
  std::vector<Action> actions = bench.apply(ToolDown{{.pane = 1, .atDp = {600, 250}}});
  const core::BrushStroke& stroke = std::get<StrokeBegun>(actions[0]).stroke;
  ASSERT_TRUE(stroke.discNormal);
  EXPECT_NEAR(std::abs(stroke.discNormal->z), 1, 1e-9);
  bench.apply(SlicesTurned{.pane = 1, .steps = 3});
  actions = bench.apply(ToolMove{{.pane = 1, .atDp = {620, 250}}});
  EXPECT_NEAR(std::get<StrokeExtended>(actions[0]).pointMm.z, stroke.pointsMm[0].z, 1e-9) << "turned under the hand";
  bench.apply(ToolUp{{.pane = 1, .atDp = {620, 250}}});
  EXPECT_FALSE(std::get<StrokeBegun>(bench.drag({{250, 250}})[0]).stroke.discNormal);
}

TEST(Tools, ErasingIsATheToolOrThePensOtherEnd) {
  const auto modeOf = [](ToolId tool, bool erase) {
    Bench bench;
    bench.toolbox.choose(tool);
    return std::get<StrokeBegun>(bench.drag({{600, 250}}, erase)[0]).stroke.mode;
  };
  EXPECT_EQ(modeOf(ToolId::Brush, false), core::BrushMode::Add);
  EXPECT_EQ(modeOf(ToolId::Brush, true), core::BrushMode::Erase);
  EXPECT_EQ(modeOf(ToolId::Eraser, false), core::BrushMode::Erase);
  EXPECT_EQ(modeOf(ToolId::Eraser, true), core::BrushMode::Add);
}

TEST(Tools, AStrokeIn3DFollowsTheSurfaceAndDoesNotLeapBehindIt) {
  Bench bench;
  bench.toolbox.choose(ToolId::Brush);
  const std::vector<Action> actions = bench.drag({{250, 250}, {260, 250}, {300, 250}});
  ASSERT_EQ(words(actions), "begin extend extend end");
  const glm::dvec3 start = std::get<StrokeBegun>(actions[0]).stroke.pointsMm[0];
  const glm::dvec3 near = std::get<StrokeExtended>(actions[1]).pointMm;
  const glm::dvec3 beyond = std::get<StrokeExtended>(actions[2]).pointMm;
  EXPECT_NEAR(start.y, 0, 1e-9);
  EXPECT_NEAR(near.y, 0, 1e-9);
  EXPECT_GT(beyond.x, 60) << "past the edge of the wall";
  EXPECT_NEAR(beyond.y, 0, 1e-9) << "at the stroke's own depth, not 300 mm behind it";
}

TEST(Tools, SlicesShowHowDeepAStrokeIn3DWent) {
  Bench bench;
  bench.toolbox.choose(ToolId::Brush);
  const std::vector<Action> actions = bench.drag({{250, 250}, {255, 252}});
  ASSERT_EQ(words(actions), "begin extend end");
  EXPECT_EQ(bench.toolbox.state().view.focusMm, std::get<StrokeExtended>(actions[1]).pointMm);
  const std::optional<glm::dvec3> before = bench.toolbox.state().view.focusMm;
  bench.drag({{600, 250}, {605, 250}});
  EXPECT_EQ(bench.toolbox.state().view.focusMm, before) << "on a slice one sees it anyway";
}

TEST(Tools, ATakenBackStrokeAndDragLeaveEverythingAsItWas) {
  Bench bench;
  bench.toolbox.choose(ToolId::Brush);
  EXPECT_EQ(words(bench.apply(ToolDown{{.pane = 1, .atDp = {600, 250}}})), "begin");
  EXPECT_EQ(words(bench.apply(ToolCancel{})), "back");
  EXPECT_EQ(words(bench.apply(ToolUp{})), "");

  for (const ToolId tool : {ToolId::WindowLevel, ToolId::Crosshair, ToolId::Sample, ToolId::Look, ToolId::Distance}) {
    bench.toolbox.choose(tool);
    const ViewState before = bench.toolbox.state();
    const BrushSettings brush = bench.toolbox.brush();
    bench.apply(ToolDown{{.pane = 1, .atDp = {600, 250}}});
    bench.apply(ToolMove{{.pane = 1, .atDp = {700, 300}}});
    EXPECT_TRUE(before != bench.toolbox.state() || brush != bench.toolbox.brush() || bench.toolbox.openMeasurement());
    bench.apply(ToolCancel{});
    EXPECT_EQ(before, bench.toolbox.state()) << infoOf(tool).name;
    EXPECT_EQ(brush, bench.toolbox.brush()) << infoOf(tool).name;
    EXPECT_FALSE(bench.toolbox.openMeasurement());
  }
  EXPECT_TRUE(bench.toolbox.measurements().all().empty());
}

TEST(Tools, TheRangeIsTakenFromThePicture) {
  Bench bench;
  bench.toolbox.choose(ToolId::Sample);
  bench.drag({{600, 250}, {650, 250}, {620, 250}});
  ASSERT_TRUE(bench.toolbox.brush().range);
  EXPECT_NEAR(bench.toolbox.brush().range->min, 195, 1e-6);
  EXPECT_NEAR(bench.toolbox.brush().range->max, 295, 1e-6);
}

TEST(Tools, TheCrosshairMovesWhatAllSlicesShow) {
  Bench bench;
  bench.toolbox.choose(ToolId::Crosshair);
  bench.drag({{600, 100}});
  EXPECT_NEAR(glm::distance(*bench.toolbox.state().view.focusMm, {19.5, 19.5, 50}), 0, 1e-9);
}

TEST(Tools, DragsSetContrastAndBrightness) {
  Bench bench;
  bench.toolbox.choose(ToolId::WindowLevel);
  bench.drag({{600, 250}, {800, 250}});
  EXPECT_DOUBLE_EQ(bench.toolbox.state().view.window->width, 800);
  EXPECT_DOUBLE_EQ(bench.toolbox.state().view.window->center, 40);
  bench.drag({{600, 250}, {600, 200}});
  EXPECT_DOUBLE_EQ(bench.toolbox.state().view.window->center, 140);
}

TEST(Tools, DistancesAndAnglesAreTheirDefinitions) {
  Bench bench;
  bench.toolbox.choose(ToolId::Distance);
  bench.drag({{600, 100}, {650, 150}, {750, 300}});
  ASSERT_EQ(bench.toolbox.measurements().all().size(), 1u);
  EXPECT_NEAR(bench.toolbox.measurements().all()[0].mm(), 50, 1e-9) << "a 30 x 40 mm drag";
  bench.drag({{600, 100}});
  EXPECT_EQ(bench.toolbox.measurements().all().size(), 1u) << "a tap measures nothing";

  bench.toolbox.choose(ToolId::Angle);
  bench.drag({{600, 100}, {600, 200}});
  EXPECT_EQ(bench.toolbox.measurements().all().size(), 1u);
  EXPECT_TRUE(bench.toolbox.openMeasurement());
  bench.drag({{700, 200}});
  ASSERT_EQ(bench.toolbox.measurements().all().size(), 2u);
  EXPECT_NEAR(bench.toolbox.measurements().all()[1].deg(), 90, 1e-9);
}

TEST(Tools, APointOfAMeasurementFollowsTheHandThatHoldsIt) {
  Bench bench;
  bench.toolbox.choose(ToolId::Distance);
  bench.drag({{600, 100}, {750, 300}});
  bench.drag({{755, 305}, {700, 100}, {600, 220}});
  ASSERT_EQ(bench.toolbox.measurements().all().size(), 1u) << "none was begun anew";
  EXPECT_NEAR(bench.toolbox.measurements().all()[0].mm(), 24, 1e-9) << "120 dp, 5 to a mm";
  EXPECT_EQ(bench.toolbox.measurements().chosen(), 0u);
  bench.apply(ToolDown{{.pane = 1, .atDp = {600, 100}}});
  bench.apply(ToolMove{{.pane = 1, .atDp = {900, 100}}});
  bench.apply(ToolCancel{});
  EXPECT_NEAR(bench.toolbox.measurements().all()[0].mm(), 24, 1e-9) << "a second finger came";
  bench.toolbox.state().view.focusMm->z += 20;
  bench.drag({{600, 100}, {750, 300}});
  EXPECT_EQ(bench.toolbox.measurements().all().size(), 2u) << "what other slices show is out of reach";
  bench.toolbox.choose(ToolId::Brush);
  EXPECT_FALSE(bench.toolbox.measurements().chosen());
}

TEST(Tools, ATapPicksADragTurns) {
  Bench bench;
  bench.toolbox.choose(ToolId::Look);
  const core::Camera before = *bench.toolbox.state().view.camera;
  const std::vector<Action> tap = bench.drag({{120, 130}});
  ASSERT_EQ(words(tap), "pick");
  EXPECT_EQ(std::get<PickAsked>(tap[0]).inPaneDp, glm::dvec2(120, 130));
  EXPECT_EQ(*bench.toolbox.state().view.camera, before);
  EXPECT_EQ(words(bench.drag({{120, 130}, {180, 130}})), "");
  EXPECT_NE(*bench.toolbox.state().view.camera, before);
}

TEST(Tools, TwoFingersHoldThePointOfTheSurfaceThatTheyTouched) {
  Bench bench;
  const glm::dvec2 at{200, 260};
  const glm::dvec3 held = *bench.context().surfaceAt(0, at);
  glm::dvec2 center = at;
  for (int i = 0; i < 10; ++i) {
    center += glm::dvec2(5, 3);
    bench.apply(Navigated{.pane = 0, .centerDp = center, .panDp = {5, 3}, .zoom = 1.05, .turnRad = 0.02});
  }
  const glm::dvec2 seen = *projected(*bench.toolbox.state().view.camera, {500, 500}, held);
  EXPECT_NEAR(glm::distance(seen, center), 0, 1e-6);
}

TEST(Tools, ScissorsDrawAnOutlineOnWhatIsSeen) {
  Bench bench;
  bench.toolbox.choose(ToolId::Scissors);
  ASSERT_EQ(words(bench.drag({{100, 100}, {200, 100}, {201, 100}, {200, 200}, {100, 200}})), "marked");
  const Outline& outline = *bench.toolbox.marks().outline;
  EXPECT_EQ(outline.pointsDp, (std::vector<glm::dvec2>{{100, 100}, {200, 100}, {200, 200}, {100, 200}}))
      << "points nearer than 3 dp say nothing";
  EXPECT_EQ(std::get<core::Camera>(outline.sight), *bench.toolbox.state().view.camera);
  EXPECT_EQ(words(bench.drag({{600, 100}})), "") << "a tap cuts nothing";
  ASSERT_EQ(words(bench.drag({{600, 100}, {650, 100}, {650, 180}})), "marked");
  const auto& sight = std::get<SliceSight>(bench.toolbox.marks().outline->sight);
  EXPECT_NEAR(sight.mmPerDp, 0.2, 1e-9);
  EXPECT_NEAR(sight.thicknessMm, 1, 1e-9);
  EXPECT_EQ(bench.toolbox.marks().outline->pointsDp[0], glm::dvec2(100, 100)) << "within its picture";
}

TEST(Tools, ASeedBringsItsValuesAndRoomToGrowAndGoesByASecondTap) {
  Bench bench;
  bench.toolbox.choose(ToolId::Seeds);
  ASSERT_EQ(words(bench.drag({{600, 250}})), "marked");
  const Marks& marks = bench.toolbox.marks();
  ASSERT_EQ(marks.seeds.size(), 1u);
  EXPECT_EQ(marks.seeds[0], glm::ivec3(20, 50, 50));
  // Values rise by 10 a voxel: 180 .. 220 around the seed, 14.1 in standard deviation.
  EXPECT_NEAR(marks.range->min, 200 - 2.5 * 14.142, 1e-3);
  EXPECT_NEAR(marks.range->max, 200 + 2.5 * 14.142, 1e-3);
  EXPECT_EQ(*marks.box, (core::VoxelBox{{0, 20, 20}, {50, 80, 80}}));
  bench.drag({{900, 250}});
  EXPECT_EQ(marks.seeds.size(), 2u);
  EXPECT_NEAR(marks.range->min, 200 - 2.5 * 14.142, 1e-3) << "what was chosen stays";
  bench.drag({{603, 251}});
  ASSERT_EQ(marks.seeds.size(), 1u);
  EXPECT_EQ(marks.seeds[0].x, 80);
  EXPECT_EQ(words(bench.drag({{600, 100}, {640, 100}})), "") << "a drag is no tap";
  EXPECT_EQ(marks.seeds.size(), 1u);
}

TEST(Tools, ABoxIsDrawnOnOneSliceAndItsSidesAreDragged) {
  Bench bench;
  bench.toolbox.choose(ToolId::Box);
  ASSERT_EQ(words(bench.drag({{600, 100}, {650, 150}, {700, 200}})), "marked");
  EXPECT_EQ(*bench.toolbox.marks().box, (core::VoxelBox{{20, 20, 40}, {40, 40, 60}}));
  bench.drag({{600, 150}, {560, 150}});
  EXPECT_EQ(*bench.toolbox.marks().box, (core::VoxelBox{{12, 20, 40}, {40, 40, 60}})) << "its right side, as pictured";
  bench.drag({{650, 150}, {650, 200}});
  EXPECT_EQ(*bench.toolbox.marks().box, (core::VoxelBox{{12, 30, 40}, {40, 50, 60}})) << "all of it";
  EXPECT_EQ(words(bench.drag({{100, 100}, {200, 200}})), "") << "in 3D it is only seen";
  const core::VoxelBox before = *bench.toolbox.marks().box;
  bench.apply(ToolDown{{.pane = 1, .atDp = {650, 200}}});
  bench.apply(ToolMove{{.pane = 1, .atDp = {700, 300}}});
  EXPECT_NE(*bench.toolbox.marks().box, before);
  bench.apply(ToolCancel{});
  EXPECT_EQ(*bench.toolbox.marks().box, before) << "a second finger takes it back";
}

TEST(Tools, SampledValuesGoToWhatAsksForThem) {
  Bench bench;
  bench.toolbox.choose(ToolId::Sample);
  bench.toolbox.sampleForMarks(true);
  bench.drag({{600, 250}, {650, 250}});
  EXPECT_FALSE(bench.toolbox.brush().range);
  ASSERT_TRUE(bench.toolbox.marks().range);
  EXPECT_NEAR(bench.toolbox.marks().range->max, 295, 1e-6);
}

TEST(Tools, TapsUndoAndRedo) {
  Bench bench;
  EXPECT_EQ(words(bench.apply(Tapped{2})), "undo");
  EXPECT_EQ(words(bench.apply(Tapped{3})), "redo");
}

}  // namespace
