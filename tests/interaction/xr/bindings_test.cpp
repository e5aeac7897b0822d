// The table of bindings, as far as no runtime is needed; that a runtime takes each path is shown in
// tests/app/vr_test.py.
#include "interaction/xr/bindings.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace {

using xr::ActionId;

TEST(BindingsTest, EveryProfileHasPosesAndATrigger) {
  for (const xr::Profile& profile : xr::profiles()) {
    std::set<ActionId> bound;
    for (const xr::Binding& binding : profile.bindings) {
      EXPECT_TRUE(bound.insert(binding.action).second) << profile.path;
      for (const char* path : {binding.left, binding.right}) {
        ASSERT_NE(path, nullptr) << profile.path;
        EXPECT_TRUE(std::string(path).starts_with("/input/") || std::string(path).starts_with("/output/")) << path;
      }
    }
    for (const ActionId needed : {ActionId::GripPose, ActionId::AimPose, ActionId::Trigger}) {
      EXPECT_TRUE(bound.contains(needed)) << profile.path;
    }
  }
}

TEST(BindingsTest, EveryComponentThatAPersonPressesHasAName) {
  for (const xr::Profile& profile : xr::profiles()) {
    for (const xr::Binding& binding : profile.bindings) {
      if (binding.action != ActionId::GripPose && binding.action != ActionId::AimPose &&
          binding.action != ActionId::PokePose && binding.action != ActionId::Buzz) {
        EXPECT_FALSE(xr::nameOf(binding.left).empty()) << profile.path << binding.left;
        EXPECT_FALSE(xr::nameOf(binding.right).empty()) << profile.path << binding.right;
      }
    }
  }
}

TEST(BindingsTest, ControlsAreCalledAsTheyAreLabelled) {
  using interaction::Control;
  using interaction::Side;
  const auto named = [](const char* path) {
    for (const xr::Profile& profile : xr::profiles()) {
      if (std::string(profile.path) == path) {
        return &profile;
      }
    }
    return static_cast<const xr::Profile*>(nullptr);
  };
  const xr::Profile* touch = named("/interaction_profiles/oculus/touch_controller");
  ASSERT_NE(touch, nullptr);
  EXPECT_EQ(xr::nameOf(*touch, Side::Left, Control::Primary), "X");
  EXPECT_EQ(xr::nameOf(*touch, Side::Right, Control::Primary), "A");
  EXPECT_EQ(xr::nameOf(*touch, Side::Right, Control::Stick), "Stick");
  const xr::Profile* simple = named("/interaction_profiles/khr/simple_controller");
  ASSERT_NE(simple, nullptr);
  EXPECT_EQ(xr::nameOf(*simple, Side::Left, Control::Trigger), "Button");
  EXPECT_EQ(xr::nameOf(*simple, Side::Left, Control::Squeeze), "") << "it has none";
}

TEST(BindingsTest, ControlsOfAnUnknownControllerHaveNamesOfTheirOwn) {
  using enum interaction::Control;
  std::set<std::string_view> names;
  for (const interaction::Control control : {Trigger, Squeeze, Stick, Primary, Secondary}) {
    EXPECT_FALSE(xr::nameOf(control).empty());
    EXPECT_TRUE(names.insert(xr::nameOf(control)).second) << xr::nameOf(control);
  }
}

TEST(BindingsTest, ActionsStandInTheirOrderUnderNamesThatOpenXrAllows) {
  std::set<std::string> names;
  for (std::size_t i = 0; i < xr::actions().size(); ++i) {
    const xr::ActionInfo& action = xr::actions()[i];
    EXPECT_EQ(std::size_t(action.id), i);
    EXPECT_TRUE(names.insert(action.name).second);
    EXPECT_EQ(std::string(action.name).find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_"), std::string::npos);
    EXPECT_LT(std::string(action.name).size(), 64u);
    EXPECT_LT(std::string(action.title).size(), 128u);
  }
}

}  // namespace
