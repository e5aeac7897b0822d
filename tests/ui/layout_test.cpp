// Layouts hold on every size of window: nothing overlaps, nothing sticks out, everything can be hit.
#include "ui/layout.h"

#include <gmock/gmock.h>

namespace {

using ui::LayoutChoice;
using ui::Rect;
using ui::WindowLayout;

bool overlap(const Rect& a, const Rect& b) {
  return a.origin.x < b.end().x - 1e-9 && b.origin.x < a.end().x - 1e-9 && a.origin.y < b.end().y - 1e-9 &&
         b.origin.y < a.end().y - 1e-9;
}

std::vector<Rect> standing(const WindowLayout& layout) {
  if (const auto& review = layout.review) {
    std::vector<Rect> all{review->header, review->criteria, review->said, review->reject,
                          review->accept, review->changes,  review->back, review->skip};
    for (const interaction::Pane& pane : layout.panes) {
      all.push_back({pane.originDp, pane.sizeDp});
    }
    return all;
  }
  std::vector<Rect> all{layout.topBar, layout.tools, layout.settings};
  if (layout.brightness.size.x > 0) {
    all.push_back(layout.brightness);
  }
  if (layout.page && !layout.pageCovers) {
    all.push_back(*layout.page);
  }
  if (!layout.lesionsCover) {
    for (const auto& rect : {layout.lesions, layout.history}) {
      if (rect) {
        all.push_back(*rect);
      }
    }
  }
  for (const interaction::Pane& pane : layout.panes) {
    all.push_back({pane.originDp, pane.sizeDp});
  }
  return all;
}

// Tablets upright and lying, a large tablet at scale 2, laptops, a small window.
const std::vector<glm::dvec2> kSizes = {{1280, 800},  {800, 1280}, {1366, 1024}, {1024, 1366}, {1920, 1080},
                                        {2732, 2048}, {1024, 768}, {640, 480},   {480, 800}};

TEST(Layout, NothingOverlapsOrSticksOut) {
  for (const glm::dvec2 size : kSizes) {
    for (const bool left : {false, true}) {
      for (const int kind : {0, 1, 2, 3, 4}) {
        LayoutChoice choice{.leftHanded = left, .page = kind == 2 || kind == 3, .review = kind == 4};
        if (kind % 2 == 1) {
          choice.enlarged = core::Layout::Axial;
        }
        const std::vector<Rect> rects = standing(ui::layOut(size, choice));
        for (std::size_t i = 0; i < rects.size(); ++i) {
          EXPECT_GE(rects[i].origin.x, 0) << size.x << "x" << size.y;
          EXPECT_GE(rects[i].origin.y, 0);
          EXPECT_LE(rects[i].end().x, size.x);
          EXPECT_LE(rects[i].end().y, size.y);
          EXPECT_GT(std::min(rects[i].size.x, rects[i].size.y), 40) << size.x << "x" << size.y << " rect " << i;
          for (std::size_t j = 0; j < i; ++j) {
            EXPECT_FALSE(overlap(rects[i], rects[j])) << size.x << "x" << size.y << ": " << j << " and " << i;
          }
        }
      }
    }
  }
}

TEST(Layout, TheVolumeIsTheLargestThing) {
  for (const glm::dvec2 size : kSizes) {
    const WindowLayout layout = ui::layOut(size, {});
    const auto area = [](glm::dvec2 s) { return s.x * s.y; };
    ASSERT_EQ(layout.panes[0].layout, core::Layout::ThreeD);
    for (const Rect& rect : standing(layout)) {
      EXPECT_LE(area(rect.size), area(layout.panes[0].sizeDp) + 1e-6) << size.x << "x" << size.y;
    }
  }
}

TEST(Layout, OnePictureEnlargedTakesAllTheRoomUntilListsAreAskedFor) {
  for (const glm::dvec2 size : kSizes) {
    LayoutChoice choice{.enlarged = core::Layout::Axial};
    WindowLayout layout = ui::layOut(size, choice);
    ASSERT_EQ(layout.panes.size(), 1u);
    EXPECT_GT(layout.panes[0].sizeDp.x, size.x - 100) << size.x << "x" << size.y;
    EXPECT_FALSE(layout.lesions);
    choice.drawer = true;
    layout = ui::layOut(size, choice);
    const bool beside = size.x >= 1120 && size.x >= size.y;
    ASSERT_TRUE(layout.lesions);
    EXPECT_EQ(layout.lesionsCover, !beside) << size.x << "x" << size.y;
    if (beside) {
      EXPECT_LE(layout.settings.end().x, layout.lesions->origin.x) << "what sets the brush stays to be seen";
    }
  }
}

TEST(Layout, DecisionsAreLargeAndUnderOppositeThumbs) {
  for (const glm::dvec2 size : kSizes) {
    const ui::ReviewLayout review = ui::layOutReview(size);
    EXPECT_LT(review.reject.end().x, size.x / 2);
    EXPECT_GT(review.accept.origin.x, size.x / 2);
    for (const Rect& rect : {review.reject, review.accept}) {
      EXPECT_GE(rect.size.y, 60) << size.x << "x" << size.y;
      EXPECT_GE(rect.size.x, 140);
      EXPECT_GT(rect.origin.y, size.y * 0.6) << "where thumbs are";
    }
    for (const Rect& rect : {review.changes, review.back, review.skip}) {
      EXPECT_GE(std::min(rect.size.x, rect.size.y), ui::kTouchDp);
    }
    ASSERT_EQ(review.panes.size(), 4u);
    EXPECT_EQ(review.panes[0].layout, core::Layout::ThreeD);
  }
}

TEST(Layout, LeftHandedIsItsMirror) {
  for (const glm::dvec2 size : kSizes) {
    const std::vector<Rect> right = standing(ui::layOut(size, {}));
    const std::vector<Rect> left = standing(ui::layOut(size, {.leftHanded = true}));
    ASSERT_EQ(left.size(), right.size());
    for (std::size_t i = 0; i < left.size(); ++i) {
      EXPECT_DOUBLE_EQ(left[i].origin.x, size.x - right[i].end().x);
      EXPECT_EQ(left[i].size, right[i].size);
    }
  }
}

TEST(Layout, UprightShowsOneSliceUnderTheVolume) {
  const WindowLayout layout = ui::layOut({800, 1280}, {.portraitSlice = core::Layout::Coronal});
  EXPECT_TRUE(layout.portrait);
  ASSERT_EQ(layout.panes.size(), 2u);
  EXPECT_EQ(layout.panes[1].layout, core::Layout::Coronal);
  EXPECT_FALSE(layout.lesions);
  const WindowLayout drawer = ui::layOut({800, 1280}, {.drawer = true});
  EXPECT_TRUE(drawer.lesions && drawer.lesionsCover);
}

TEST(Layout, WhatIsWrittenBesideAPointStaysWithinItsPicture) {
  const Rect pane{{100, 50}, {400, 300}};
  EXPECT_EQ(ui::boxBeside(pane, {200, 150}, 14, {80, 28}), (Rect{{214, 136}, {80, 28}}));
  EXPECT_EQ(ui::boxBeside(pane, {450, 150}, 14, {80, 28}), (Rect{{356, 136}, {80, 28}})) << "no room at the right";
  for (const glm::dvec2 at : {glm::dvec2(-500, 60), glm::dvec2(110, 52), glm::dvec2(499, 349), glm::dvec2(300, 900)}) {
    const Rect box = ui::boxBeside(pane, at, 250, {80, 28});
    EXPECT_GE(box.origin.x, pane.origin.x);
    EXPECT_GE(box.origin.y, pane.origin.y);
    EXPECT_LE(box.end().x, pane.end().x);
    EXPECT_LE(box.end().y, pane.end().y);
  }
}

}  // namespace
