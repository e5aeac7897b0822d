// The table of session states, held against what OpenXR 1.0 (9.3) says of each.
#include "interaction/xr/lifecycle.h"

#include <gtest/gtest.h>
#include <openxr/openxr.h>

namespace {

using xr::SessionState;

TEST(LifecycleTest, StatesHaveTheNumbersOfTheSpecification) {
  EXPECT_EQ(int(SessionState::Idle), int(XR_SESSION_STATE_IDLE));
  EXPECT_EQ(int(SessionState::Ready), int(XR_SESSION_STATE_READY));
  EXPECT_EQ(int(SessionState::Synchronized), int(XR_SESSION_STATE_SYNCHRONIZED));
  EXPECT_EQ(int(SessionState::Visible), int(XR_SESSION_STATE_VISIBLE));
  EXPECT_EQ(int(SessionState::Focused), int(XR_SESSION_STATE_FOCUSED));
  EXPECT_EQ(int(SessionState::Stopping), int(XR_SESSION_STATE_STOPPING));
  EXPECT_EQ(int(SessionState::LossPending), int(XR_SESSION_STATE_LOSS_PENDING));
  EXPECT_EQ(int(SessionState::Exiting), int(XR_SESSION_STATE_EXITING));
}

TEST(LifecycleTest, FramesRunExactlyBetweenBeginAndEnd) {
  for (std::size_t i = 0; i < xr::kSessionStates; ++i) {
    const auto state = SessionState(i);
    const bool runs = state == SessionState::Ready || state == SessionState::Synchronized ||
                      state == SessionState::Visible || state == SessionState::Focused;
    EXPECT_EQ(xr::dutyOf(state).frames, runs) << i;
    EXPECT_EQ(xr::dutyOf(state).begin, state == SessionState::Ready) << i;
    EXPECT_EQ(xr::dutyOf(state).end, state == SessionState::Stopping) << i;
  }
}

TEST(LifecycleTest, VisibleDrawsWithoutHands) {
  EXPECT_TRUE(xr::dutyOf(SessionState::Visible).draws);
  EXPECT_FALSE(xr::dutyOf(SessionState::Visible).hands);
  EXPECT_TRUE(xr::dutyOf(SessionState::Focused).draws);
  EXPECT_TRUE(xr::dutyOf(SessionState::Focused).hands);
  EXPECT_FALSE(xr::dutyOf(SessionState::Synchronized).draws);
}

TEST(LifecycleTest, LossCallsForAnotherSessionAndExitingForNone) {
  EXPECT_TRUE(xr::dutyOf(SessionState::LossPending).lost);
  EXPECT_FALSE(xr::dutyOf(SessionState::LossPending).leave);
  EXPECT_TRUE(xr::dutyOf(SessionState::Exiting).leave);
  EXPECT_FALSE(xr::dutyOf(SessionState::Exiting).lost);
}

}  // namespace
