#include "exchange/shared_view.h"

#include <gtest/gtest.h>

#include <random>

namespace exchange {
namespace {

core::View full() {
  core::View view;
  view.camera = core::Camera{
      .positionMm = {1, -500, 3}, .targetMm = {4, 5, 6}, .up = {0, 0.1, 1}, .fieldOfViewDeg = 40, .heightMm = 120};
  view.focusMm = glm::dvec3(7, 8, 9);
  view.mode = core::ViewMode::Maximum;
  view.preset = "bone";
  view.shaded = false;
  view.window = core::Window{-600, 1500};
  view.clipPlanes.resize(core::View::kMaxClipPlanes, {{1, 2, 3}, {0, 1, 0}, false});
  view.oblique = core::SlicePlane{{1, 1, 1}, {1, 0, 0}, {0, 0, -1}};
  return view;
}

TEST(SharedView, ComesBackAsItWasAndLeavesTheRestAlone) {
  const std::string bytes = encodeSharedView(full());
  EXPECT_LE(bytes.size(), kMaxSharedView);
  core::View own;
  own.hiddenLesions = {3};
  own.lesionOpacity = 0.5;
  own.layout = core::Layout::Axial;
  const auto seen = decodeSharedView(bytes, own);
  ASSERT_TRUE(seen);
  core::View expected = full();
  expected.hiddenLesions = {3};
  expected.lesionOpacity = 0.5;
  expected.layout = core::Layout::Axial;
  EXPECT_EQ(*seen, expected);
  EXPECT_EQ(encodeSharedView(*seen), bytes);

  core::View least;
  least.camera = core::Camera{};
  EXPECT_EQ(decodeSharedView(encodeSharedView(least), full())->window, std::nullopt);
}

TEST(SharedView, WhatIsNoneIsRefused) {
  const std::string bytes = encodeSharedView(full());
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_FALSE(decodeSharedView(bytes.substr(0, length), full())) << length;
  }
  EXPECT_FALSE(decodeSharedView(bytes + "x", full()));
  std::string other = bytes;
  other[0] = 2;  // another version
  EXPECT_FALSE(decodeSharedView(other, full()));
  EXPECT_FALSE(decodeSharedView(std::string(kMaxSharedView + 1, '\1'), full()));
  std::mt19937 engine(5);
  for (int round = 0; round < 2'000; ++round) {  // whatever comes over a network ends in a view that can be drawn
    std::string damaged = bytes;
    damaged[engine() % damaged.size()] = char(engine());
    if (const auto seen = decodeSharedView(damaged, full())) {
      core::validate(*seen, "what was let in");
    }
  }
}

}  // namespace
}  // namespace exchange
