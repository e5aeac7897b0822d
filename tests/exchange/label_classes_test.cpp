// What a segmentation calls its values, and which class of the guideline that is.
#include "exchange/label_classes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"

namespace exchange {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

core::Guideline guideline() {
  core::Guideline rules;
  rules.classes = {{.name = "lung nodule"}, {.name = "grade 1"}, {.name = "grade 2"}};
  return rules;
}

imaging::LabelSegment segment(int value, const std::string& name, const std::string& className = "") {
  return {.value = value, .name = name, .className = className};
}

std::string guessed(const std::string& name, const std::string& className = "") {
  const core::Guideline rules = guideline();
  const core::GuidelineClass* found = classOf(rules, segment(1, name, className));
  return found == nullptr ? "" : found->name;
}

TEST(LabelClasses, AreGuessedWhereNamesMatch) {
  EXPECT_EQ(guessed("Lung_Nodule"), "lung nodule");
  EXPECT_EQ(guessed("LUNG-NODULE 12"), "lung nodule") << "the twelfth of them";
  EXPECT_EQ(guessed("Grade_2"), "grade 2") << "the number is part of its name";
  EXPECT_EQ(guessed("grade 3"), "");
  EXPECT_EQ(guessed("L1", "Lung nodule"), "lung nodule") << "by what the file says of its class";
  EXPECT_EQ(guessed("grade 1", "lung nodule"), "lung nodule");
  EXPECT_EQ(guessed("label 1"), "");
  EXPECT_EQ(guessed("7"), "");
  EXPECT_EQ(guessed(""), "");
}

ClassOfValue from(const std::vector<std::string>& said) {
  const std::vector<imaging::LabelSegment> segments{segment(1, "label 1"), segment(2, "Vessel"), segment(7, "Big=one")};
  return classesFrom(said, segments, guideline(), "a.nrrd");
}

std::string refusal(const std::string& said) {
  try {
    from({said});
  } catch (const core::Error& error) {
    return error.what();
  }
  return "";
}

TEST(LabelClasses, AreSaidByValueOrByName) {
  EXPECT_THAT(from({"1=Lung nodule", "vessel="}), ElementsAre(Pair(1, "lung nodule"), Pair(2, "")));
  EXPECT_THAT(from({"7=grade 1", "7=grade 2"}), ElementsAre(Pair(7, "grade 2")));
  EXPECT_THAT(refusal("3=lung nodule"), HasSubstr("1 (label 1), 2 (Vessel)"));
  EXPECT_THAT(refusal("1=tumour"), HasSubstr("lung nodule, grade 1, grade 2"));
  EXPECT_THAT(refusal("1"), HasSubstr("VALUE=CLASS"));
}

TEST(LabelClasses, OfAGuidelineWithoutAnyAreAsTheyAreSaid) {
  const std::vector<imaging::LabelSegment> segments{segment(1, "label 1")};
  EXPECT_THAT(classesFrom(std::vector<std::string>{"1=Tumour"}, segments, {}, "a.nrrd"),
              ElementsAre(Pair(1, "Tumour")));
}

}  // namespace
}  // namespace exchange
