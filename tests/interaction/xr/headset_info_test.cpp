// How a headset's pictures meet the room around, from what its runtime offers. Of those that tests can wear, none
// offers more than opaque pictures.
#include <gtest/gtest.h>

#include "interaction/xr/instance.h"

namespace {

constexpr XrEnvironmentBlendMode kOpaque = XR_ENVIRONMENT_BLEND_MODE_OPAQUE;
constexpr XrEnvironmentBlendMode kAlpha = XR_ENVIRONMENT_BLEND_MODE_ALPHA_BLEND;
constexpr XrEnvironmentBlendMode kAdditive = XR_ENVIRONMENT_BLEND_MODE_ADDITIVE;

xr::HeadsetInfo offering(std::vector<XrEnvironmentBlendMode> modes) {
  return {.blendModes = std::move(modes)};
}

TEST(HeadsetInfoTest, AClosedHeadsetShowsNothingOfTheRoom) {
  const xr::HeadsetInfo closed = offering({kOpaque});
  EXPECT_FALSE(closed.seeThrough());
  EXPECT_FALSE(closed.addsLight());
  EXPECT_EQ(closed.blendMode(false), kOpaque);
  EXPECT_EQ(closed.blendMode(true), kOpaque);
}

TEST(HeadsetInfoTest, OneWithCamerasShowsTheRoomOnlyWhenAsked) {
  for (const auto& modes : {std::vector{kOpaque, kAlpha}, std::vector{kAlpha, kOpaque}}) {
    const xr::HeadsetInfo open = offering(modes);
    EXPECT_TRUE(open.seeThrough());
    EXPECT_FALSE(open.addsLight());
    EXPECT_EQ(open.blendMode(false), kOpaque) << "whatever the runtime likes best";
    EXPECT_EQ(open.blendMode(true), kAlpha);
  }
}

TEST(HeadsetInfoTest, GlassesAlwaysShowIt) {
  const xr::HeadsetInfo glasses = offering({kAdditive});
  EXPECT_FALSE(glasses.seeThrough());
  EXPECT_TRUE(glasses.addsLight());
  EXPECT_EQ(glasses.blendMode(false), kAdditive);
  EXPECT_EQ(glasses.blendMode(true), kAdditive);
}

TEST(HeadsetInfoTest, GlassesThatCanBeClosedAreAskedToBe) {
  const xr::HeadsetInfo both = offering({kAdditive, kOpaque});
  EXPECT_FALSE(both.addsLight()) << "black can be shown";
  EXPECT_EQ(both.blendMode(false), kOpaque);
}

}  // namespace
