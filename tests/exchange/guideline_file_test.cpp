#include "exchange/guideline_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"

namespace exchange {
namespace {

TEST(GuidelineFile, IsTheSameVersionHoweverItIsLaidOut) {
  const auto one = parseGuideline(R"({"task": "stones", "classes": [{"name": "stone", "min_mm": 2.50}]})", "g.json");
  const auto other =
      parseGuideline("{ \"classes\": [\n {\"min_mm\": 2.5, \"name\": \"stone\"} ],\n \"task\": \"stones\"}\n", "g");
  EXPECT_EQ(one, other);
  EXPECT_NE(one, parseGuideline(R"({"task": "stones", "classes": [{"name": "stone", "min_mm": 3}]})", "g.json"));
}

TEST(GuidelineFile, RefusesWhatIsNoObject) {
  for (const char* text : {"[]", "3", "\"rules\"", "", "{\"a\": \"\xff\"}"}) {
    EXPECT_THROW(parseGuideline(text, "g.json"), core::Error) << text;
  }
}

TEST(GuidelineFile, SaysWhatIsToBeMarkedAndHow) {
  const core::Guideline guideline = readGuideline(parseGuideline(R"({
    "title": "Kidney", "objective": "find tumours", "granularity": "box", "acceptance": ["all marked"],
    "reading_acceptance": ["all slices seen"],
    "classes": [{"name": "tumour", "definition": "solid", "includes": ["necrosis"],
                 "excludes": ["cysts", "scars"], "smallest_mm3": 30, "tolerance_mm": 1.5, "critical": true},
                {"name": "cyst", "granularity": "instance", "may_overlap": false}],
    "edge_cases": [{"title": "Wall", "decision": "leave it out", "classes": ["cyst"], "case": "C1",
                    "view": {"layout": "3d"}}],
    "changes": [{"what": "no wall", "classes": ["cyst"]}], "mood": "fine"})",
                                                                 "g.json")
                                                      .document);
  EXPECT_EQ(guideline.title, "Kidney");
  ASSERT_EQ(guideline.classes.size(), 2u);
  EXPECT_EQ(guideline.classes[0], (core::GuidelineClass{.name = "tumour",
                                                        .definition = "solid",
                                                        .includes = {"necrosis"},
                                                        .excludes = {"cysts", "scars"},
                                                        .granularity = core::Granularity::Box,
                                                        .smallestMm3 = 30,
                                                        .toleranceMm = 1.5,
                                                        .critical = true}));
  EXPECT_EQ(guideline.find("cyst")->granularity, core::Granularity::Instance);
  EXPECT_FALSE(guideline.find("cyst")->mayOverlap);
  EXPECT_EQ(guideline.find("stone"), nullptr);
  ASSERT_EQ(guideline.edgeCases.size(), 1u);
  EXPECT_EQ(guideline.edgeCases[0].view, R"({"layout":"3d"})");
  EXPECT_EQ(guideline.changes, (std::vector<core::GuidelineChange>{{"no wall", {"cyst"}}}));
  EXPECT_EQ(guideline.acceptance, std::vector<std::string>{"all marked"});
  EXPECT_EQ(guideline.readingAcceptance, std::vector<std::string>{"all slices seen"});
}

TEST(GuidelineFile, TakesOneMoreEdgeCaseAndSaysThatItIsAllThatChanged) {
  const core::EdgeCase wall{.title = "Wall",
                            .decision = "leave it out",
                            .classes = {"cyst"},
                            .caseName = "C1",
                            .track = "panel",
                            .lesion = "L2",
                            .view = R"({"layout":"3d"})",
                            .picture = core::Sha256().update("picture").finish()};
  const std::string before = R"({"title": "Kidney", "classes": [{"name": "cyst"}], "mood": "fine",
    "edge_cases": [{"title": "Septum", "decision": "part of it"}],
    "changes": [{"what": "stones are out", "classes": ["stone"]}]})";
  const std::string document = withEdgeCase(before, wall).document;
  const core::Guideline after = readGuideline(document);
  EXPECT_EQ(after.title, "Kidney");
  ASSERT_EQ(after.edgeCases.size(), 2u);
  EXPECT_EQ(after.edgeCases[0].title, "Septum");
  EXPECT_EQ(after.edgeCases[1], wall);
  ASSERT_EQ(after.changes.size(), 1u);
  EXPECT_EQ(after.changes[0].classes, std::vector<std::string>{"cyst"});
  EXPECT_NE(document.find("mood"), std::string::npos) << "what the program does not know stays";
  EXPECT_EQ(readGuideline(withEdgeCase("", wall).document).edgeCases, std::vector<core::EdgeCase>{wall});
  EXPECT_THROW(withEdgeCase("[]", wall), core::Error);
}

TEST(GuidelineFile, NamesTheFieldThatIsWrong) {
  using testing::HasSubstr;
  const auto complaint = [](const char* text) -> std::string {
    try {
      parseGuideline(text, "g.json");
      return "";
    } catch (const core::Error& error) {
      return error.what();
    }
  };
  EXPECT_THAT(complaint(R"({"classes": [{"name": "a"}, {"name": 3}]})"), HasSubstr("\"name\" of class 2"));
  EXPECT_THAT(complaint(R"({"classes": [{"name": "a"}, {"name": "a"}]})"), HasSubstr("a class before it"));
  EXPECT_THAT(complaint(R"({"classes": [{"definition": "x"}]})"), HasSubstr("\"name\" of class 1"));
  EXPECT_THAT(complaint(R"({"classes": {}})"), HasSubstr("\"classes\" of the guideline is not a list"));
  EXPECT_THAT(complaint(R"({"classes": [{"name": "a", "smallest_mm3": -1}]})"), HasSubstr("smallest_mm3"));
  EXPECT_THAT(complaint(R"({"granularity": "voxel"})"), HasSubstr("granularity"));
  EXPECT_THAT(complaint(R"({"edge_cases": [{"picture": "12"}]})"), HasSubstr("edge case 1"));
  EXPECT_THAT(readGuideline(R"({"title": 7})").title, HasSubstr("cannot be read"));
}

}  // namespace
}  // namespace exchange
