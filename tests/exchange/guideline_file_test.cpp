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

}  // namespace
}  // namespace exchange
