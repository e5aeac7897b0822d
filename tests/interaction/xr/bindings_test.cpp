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
