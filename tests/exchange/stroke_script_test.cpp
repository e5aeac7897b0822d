#include "exchange/stroke_script.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/error.h"

namespace exchange {
namespace {

using nlohmann::json;
using testing::HasSubstr;

std::vector<ScriptedStroke> parse(const std::string& text) {
  return parseStrokeScript(json::parse(text), "s.json");
}

// What the script is refused with.
std::string complaint(const std::string& strokes) {
  try {
    parse(R"({"strokes": [{"lesion": "ok", "radius_mm": 1, "points_mm": [[0, 0, 0]]}, )" + strokes + "]}");
  } catch (const core::Error& error) {
    return error.what();
  }
  return "accepted";
}

TEST(StrokeScript, ReadsEveryField) {
  const auto script = parse(R"({"strokes": [{"lesion": "L1", "class": "cyst", "mode": "erase", "radius_mm": 2.5,
      "points_mm": [[1, 2, 3], [4, 5, 6.5]], "range": [-100, 40], "protect_others": true},
      {"lesion": "L2", "radius_mm": 1, "points_mm": [[0, 0, 0]]}]})");
  ASSERT_EQ(script.size(), 2u);
  EXPECT_EQ(script[0].lesion, "L1");
  EXPECT_EQ(script[0].className, "cyst");
  EXPECT_EQ(script[0].stroke, (core::BrushStroke{.mode = core::BrushMode::Erase,
                                                 .radiusMm = 2.5,
                                                 .pointsMm = {{1, 2, 3}, {4, 5, 6.5}},
                                                 .range = core::IntensityRange{-100, 40},
                                                 .protectOthers = true}));
  EXPECT_EQ(script[1].stroke, (core::BrushStroke{.radiusMm = 1, .pointsMm = {{0, 0, 0}}}));
}

TEST(StrokeScript, ReadsDiscs) {
  const auto script = parse(R"({"strokes": [{"lesion": "L1", "radius_mm": 2.5, "points_mm": [[1, 2, 3], [4, 5, 3]],
      "shape": "disc", "normal": [0, 0, 2]}, {"lesion": "L1", "radius_mm": 1, "points_mm": [[0, 0, 0]],
      "shape": "sphere"}]})");
  ASSERT_EQ(script.size(), 2u);
  EXPECT_EQ(script[0].stroke.discNormal, glm::dvec3(0, 0, 2));
  EXPECT_FALSE(script[1].stroke.discNormal);
}

TEST(StrokeScript, NamesTheStrokeAndWhatIsWrongWithIt) {
  const struct {
    const char* stroke;
    const char* says;
  } kCases[] = {
      {R"(7)", "stroke 2: it is not an object"},
      {R"({"radius_mm": 1, "points_mm": [[0, 0, 0]]})", "no \"lesion\""},
      {R"({"lesion": "", "radius_mm": 1, "points_mm": [[0, 0, 0]]})", "\"lesion\" is blank"},
      {R"({"lesion": "a", "points_mm": [[0, 0, 0]]})", "no \"radius_mm\""},
      {R"({"lesion": "a", "radius_mm": "1", "points_mm": [[0, 0, 0]]})", "not a number"},
      {R"({"lesion": "a", "radius_mm": -1, "points_mm": [[0, 0, 0]]})", "radius_mm is -1"},
      {R"({"lesion": "a", "radius_mm": 1, "points_mm": []})", "0 points"},
      {R"({"lesion": "a", "radius_mm": 1, "points_mm": [[0, 0]]})", "three coordinates"},
      {R"({"lesion": "a", "radius_mm": 1, "points_mm": [[0, 0, 0]], "range": [3]})", "[low, high]"},
      {R"({"lesion": "a", "radius_mm": 1, "points_mm": [[0, 0, 0]], "range": [3, 2]})", "range is empty"},
      {R"({"lesion": "a", "radius_mm": 1, "points_mm": [[0, 0, 0]], "mode": "paint"})", "mode is \"paint\""},
      {R"({"lesion": "a", "radius_mm": 1, "points_mm": [[0, 0, 0]], "protect_others": 1})", "neither true nor false"},
      {R"({"lesion": "a", "radius_mm": 1, "points_mm": [[0, 0, 0]], "radus": 1})", "\"radus\""},
      {R"({"lesion": "a", "radius_mm": 1, "points_mm": [[0, 0, 0]], "shape": "cube"})", "shape is \"cube\""},
      {R"({"lesion": "a", "radius_mm": 1, "points_mm": [[0, 0, 0]], "shape": "disc"})", "no \"normal\""},
      {R"({"lesion": "a", "radius_mm": 1, "points_mm": [[0, 0, 0]], "normal": [0, 0, 1]})", "but is no disc"},
      {R"({"lesion": "a", "radius_mm": 1, "points_mm": [[0, 0, 0], [0, 0, 1]], "shape": "disc", "normal": [0, 0, 1]})",
       "leaves the plane"},
  };
  for (const auto& each : kCases) {
    EXPECT_THAT(complaint(each.stroke), HasSubstr(each.says));
    EXPECT_THAT(complaint(each.stroke), HasSubstr("s.json, stroke 2"));
  }
}

TEST(StrokeScript, RefusesWhatIsNoScript) {
  for (const char* text : {"[]", "{}", R"({"strokes": {}})", "null", "3"}) {
    EXPECT_THROW(parse(text), core::Error) << text;
  }
  EXPECT_TRUE(parse(R"({"strokes": []})").empty());
}

}  // namespace
}  // namespace exchange
