#include "exchange/view_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "core/error.h"
#include "exchange/json_text.h"

namespace exchange {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

core::View parseText(const std::string& text) {
  return parseView(parseJson(text, "v.json"), "v.json", {"L1", "L2"});
}

std::string viewComplaint(const std::string& text) {
  try {
    parseText(text);
  } catch (const core::Error& error) {
    return error.what();
  }
  return "accepted";
}

TEST(ViewFile, ReadsWhatIsThereAndLeavesTheRest) {
  const core::View view = parseText(R"({"layout": "coronal", "window": {"center": -600, "width": 1500},
      "camera": {"position_mm": [0, -400, 10], "projection": "orthographic"}, "focus_mm": [1, 2.5, -3],
      "hidden_lesions": ["L2"], "jitter": false})");
  EXPECT_EQ(view.layout, core::Layout::Coronal);
  EXPECT_EQ(view.window, (core::Window{-600, 1500}));
  EXPECT_EQ(view.camera->positionMm, glm::dvec3(0, -400, 10));
  EXPECT_EQ(view.camera->projection, core::Projection::Orthographic);
  EXPECT_EQ(view.camera->fieldOfViewDeg, core::Camera{}.fieldOfViewDeg);
  EXPECT_EQ(view.focusMm, glm::dvec3(1, 2.5, -3));
  EXPECT_THAT(view.hiddenLesions, ElementsAre(2u));
  EXPECT_FALSE(view.jitter);
  EXPECT_EQ(parseText("{}"), core::View{});
}

TEST(ViewFile, NamesTheFieldThatIsWrong) {
  EXPECT_THAT(viewComplaint(R"({"layuot": "quad"})"), HasSubstr("\"layuot\""));
  EXPECT_THAT(viewComplaint(R"({"layout": "top"})"), HasSubstr("coronal"));
  EXPECT_THAT(viewComplaint(R"({"window": {"center": 1, "width": "wide"}})"), HasSubstr("\"width\""));
  EXPECT_THAT(viewComplaint(R"({"focus_mm": [1, 2]})"), HasSubstr("three numbers"));
  EXPECT_THAT(viewComplaint(R"({"hidden_lesions": ["L3"]})"), HasSubstr("L3"));
  EXPECT_THAT(viewComplaint(R"({"camera": {"fov": 3}})"), HasSubstr("\"camera\""));
}

TEST(ViewFile, RefusesNumbersBeyondWhatCanBeDrawn) {
  const auto shaded = [](const std::string& shading) {
    return R"({"transfer_function": {"points": [{"value": 0}, {"value": 1}], "shading": {)" + shading + "}}}";
  };
  EXPECT_EQ(viewComplaint(shaded(R"("shininess": 20, "ambient": 0.5)")), "accepted");
  EXPECT_THAT(viewComplaint(shaded(R"("shininess": 1e300)")), HasSubstr("whole number"));
  EXPECT_THAT(viewComplaint(shaded(R"("shininess": 10.5)")), HasSubstr("whole number"));
  EXPECT_THAT(viewComplaint(shaded(R"("ambient": 1e300)")), HasSubstr("ambient"));
  EXPECT_THAT(viewComplaint(shaded(R"("light_offset": [0, 1e300, 0])")), HasSubstr("light"));
  EXPECT_THAT(viewComplaint(R"({"clip_planes": [{"normal": [1e200, 0, 0]}]})"), HasSubstr("clip plane"));
}

TEST(ViewFile, TellsWhereTextIsNoJson) {
  EXPECT_THAT(viewComplaint("{\"layout\":\n quad}"), HasSubstr("line 2"));
  EXPECT_THAT(viewComplaint(std::string(1000, '[')), HasSubstr("nested"));
}

// Views as hands make them: whatever is written is read back as it was.
TEST(ViewFile, WritesWhatItReadsBack) {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> anywhere(-500, 500);
  std::uniform_real_distribution<float> part(0.01f, 1);
  const auto point = [&] { return glm::dvec3(anywhere(random), anywhere(random), anywhere(random)); };
  for (int round = 0; round < 200; ++round) {
    const auto flip = [&] { return random() % 2 == 0; };
    core::View view;
    view.layout = core::Layout(random() % 4);  // an oblique one asks for its plane
    view.mode = core::ViewMode(random() % 3);
    view.lesionSurface = core::LesionSurface(random() % 2);
    view.shaded = flip();
    view.jitter = flip();
    view.lesionOpacity = double(part(random));
    view.lesionsThroughTissue = double(part(random));
    view.background = {part(random), part(random), part(random)};
    if (flip()) {
      view.camera = core::Camera{.positionMm = point(),
                                 .targetMm = point(),
                                 .up = point(),
                                 .projection = core::Projection(random() % 2),
                                 .fieldOfViewDeg = 170 * 0.9 * double(part(random)),
                                 .heightMm = 300 * double(part(random))};
      view.focusMm = point();
    }
    if (flip()) {
      view.window = core::Window{anywhere(random), 2000 * double(part(random))};
      view.preset = "bone";
      view.oblique = core::SlicePlane{.centerMm = point()};
    }
    for (std::size_t planes = random() % 3; planes > 0; --planes) {
      view.clipPlanes.push_back({point(), point(), flip()});
    }
    if (flip()) {
      core::TransferFunction function{.points = {}, .shading = {.enabled = flip(), .ambient = part(random)}};
      for (int value = 0; value < 3; ++value) {
        function.points.push_back(
            {value + double(part(random)) / 2, {part(random), part(random), part(random)}, part(random)});
      }
      view.transferFunction = function;
    }
    EXPECT_EQ(parseText(viewDocument(view).dump()), view) << viewDocument(view).dump();
  }
}

}  // namespace
}  // namespace exchange
