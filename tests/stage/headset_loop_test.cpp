// The loop that draws for a headset, with a headset that nobody wears: what its pictures show.
#include "stage/headset_loop.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include <glm/ext/matrix_transform.hpp>
#include <glm/geometric.hpp>

#include "renderer/render_bench.h"
#include "stage/offscreen_room.h"

namespace {

using interaction::HandsInput;
using interaction::HandTools;
using interaction::Side;

constexpr glm::ivec2 kEyePx{240, 256};

double brightness(const renderer::Picture& picture, glm::ivec2 pixel) {
  const std::size_t first = 4 * (std::size_t(pixel.y) * std::size_t(picture.size.x) + std::size_t(pixel.x));
  return (picture.rgba[first] + picture.rgba[first + 1] + picture.rgba[first + 2]) / 3.0;
}

// Of the pixels that are so many degrees from straight ahead of the left eye, or more.
double meanBetween(const renderer::Picture& picture, double fromDeg, double toDeg) {
  const core::Frustum& f = stage::kCommonLeftEye;
  double sum = 0;
  int count = 0;
  for (int y = 0; y < picture.size.y; ++y) {
    for (int x = 0; x < picture.size.x; ++x) {
      const double right = glm::mix(f.left, f.right, (x + 0.5) / picture.size.x);
      const double up = glm::mix(f.up, f.down, (y + 0.5) / picture.size.y);
      const double degrees = glm::degrees(std::atan(std::hypot(right, up)));
      if (degrees >= fromDeg && degrees < toDeg) {
        sum += brightness(picture, {x, y});
        ++count;
      }
    }
  }
  return sum / count;
}

core::Volume volumeOf(double spacingMm) {
  core::Volume volume = renderer::benchVolume(48);
  volume.grid = core::Grid(volume.grid.size(), glm::scale(glm::dmat4(1), glm::dvec3(spacingMm)));
  return volume;
}

class HeadsetLoopTest : public testing::Test {
 protected:
  explicit HeadsetLoopTest(double spacingMm = 0.8) : room_(device_, volumeOf(spacingMm), "CT") {
    hands_.focused = true;
    hands_.head.positionM = {0, 1.2, 0};
    seat_.takeSeat(room_.workspace().volume().grid, hands_.head);
  }

  void put(Side side, glm::dvec3 atM) {
    interaction::HandInput& hand = hands_.hands[std::size_t(side)];
    hand.tracked = true;
    hand.grip.positionM = hand.aim.positionM = atM;
  }
  // The left eye's picture of some frames of a script that sets hands_.
  std::vector<renderer::Picture> seen(std::size_t frames, const std::function<void(std::size_t)>& move,
                                      const std::vector<std::size_t>& looks,
                                      xr::PanelLayer panel = xr::PanelLayer::Under) {
    std::vector<renderer::Picture> pictures;
    stage::OffscreenHeadset* worn = nullptr;
    stage::OffscreenHeadset headset(device_, {.eyePx = kEyePx,
                                              .panel = panel,
                                              .wear = [&](std::size_t frame) -> std::optional<HandsInput> {
                                                move(frame);
                                                return frame < frames ? std::optional(hands_) : std::nullopt;
                                              },
                                              .shown =
                                                  [&](std::size_t frame) {
                                                    if (std::find(looks.begin(), looks.end(), frame) != looks.end()) {
                                                      pictures.push_back(worn->picture(0));
                                                    }
                                                  }});
    worn = &headset;
    room_.wear(headset);
    buzzes_ = headset.buzzes();
    return pictures;
  }

  gpu::Device device_;
  stage::OffscreenRoom room_;
  HandTools seat_;  // as the loop's own: where the case and the panel are at first
  HandsInput hands_;
  std::vector<interaction::Buzz> buzzes_;
};

// A patient who is large enough to be looked at from within.
class HeadInsideTest : public HeadsetLoopTest {
 protected:
  HeadInsideTest() : HeadsetLoopTest(4.8) {}
};

// The head is in the case's middle; a hand takes it and swings it to and fro, so that it is where it was when it rests.
TEST_F(HeadInsideTest, TheEdgeOfSightGoesDarkWhileAVolumeThatFillsTheViewMovesAndIsSeenAgain) {
  constexpr std::size_t kRest = 20, kSwing = 31, kEnd = 250;  // it ends where it began
  const core::Grid grid = room_.workspace().volume().grid;
  const glm::dvec3 middle = seat_.placement().room(grid.worldOf(glm::dvec3(grid.size() - 1) * 0.5));
  const HandsInput sitting = hands_;
  const glm::dvec3 aside = middle + glm::dvec3(0.3, -0.2, 0.2);
  const auto pictures = seen(kEnd,
                             [&](std::size_t frame) {
                               hands_ = sitting;
                               if (frame > 0) {  // it took its seat in the first
                                 hands_.head.positionM = middle;
                               }
                               const bool swings = frame >= kRest && frame < kRest + kSwing;
                               put(Side::Right, aside + glm::dvec3(0, swings && frame % 2 == 1 ? 0.004 : 0, 0));
                               hands_.hands[std::size_t(Side::Right)].squeeze = swings ? 1 : 0;
                             },
                             {kRest - 2, kRest + kSwing - 2, kEnd - 2});
  ASSERT_EQ(pictures.size(), 3u);
  const double rest = meanBetween(pictures[0], 42, 90), moving = meanBetween(pictures[1], 42, 90),
               after = meanBetween(pictures[2], 42, 90);
  ASSERT_GT(rest, 8) << "there is something to be seen at the edge";
  EXPECT_LT(moving, 0.6 * rest);
  EXPECT_NEAR(after, rest, 0.05 * rest);
  const double middleRest = meanBetween(pictures[0], 0, 15), middleMoving = meanBetween(pictures[1], 0, 15);
  EXPECT_NEAR(middleMoving, middleRest, 0.1 * middleRest) << "the middle stays";
}

TEST_F(HeadsetLoopTest, PaintIsInThePictureOfThePoseThatCausedIt) {
  constexpr std::size_t kPress = 40;
  const core::Grid grid = room_.workspace().volume().grid;
  const glm::dvec3 size = glm::dvec3(grid.size()) * grid.spacingMm();
  const glm::dvec3 tip =
      seat_.placement().room(grid.worldOf(glm::dvec3(grid.size() - 1) * 0.5) - glm::dvec3(0, 0.42 * size.y, 0));
  const auto pictures =
      seen(kPress + 1,
           [&](std::size_t frame) {
             put(Side::Right, tip + glm::dvec3(HandTools::kTipM, 0, 0));  // from the side: the hand hides nothing
             interaction::HandInput& hand = hands_.hands[std::size_t(Side::Right)];
             hand.aim.turn = glm::angleAxis(glm::radians(90.0), glm::dvec3(0, 1, 0));
             hand.trigger = frame >= kPress ? 1 : 0;
           },
           {kPress - 1, kPress});
  ASSERT_EQ(pictures.size(), 2u);
  int changed = 0;
  for (int y = 0; y < kEyePx.y; ++y) {
    for (int x = 0; x < kEyePx.x; ++x) {
      changed += std::abs(brightness(pictures[0], {x, y}) - brightness(pictures[1], {x, y})) > 15 ? 1 : 0;
    }
  }
  EXPECT_GT(changed, 4);
  room_.workspace().session().flush();
  ASSERT_EQ(room_.workspace().session().lesions().size(), 1u) << "it was taken off: the stroke is kept";
  EXPECT_GT(room_.workspace().session().lesions()[0].mask.count(), 100);
}

// Where the panel is, the eyes' pictures are open for the layer below; with another choice they are not.
TEST_F(HeadsetLoopTest, ThePanelLiesWhereItWasAskedToLie) {
  const glm::dvec3 toPanel = seat_.panel().pose.positionM - hands_.head.positionM;
  const interaction::Pose aside{hands_.head.positionM,
                                glm::angleAxis(std::atan2(-toPanel.x, -toPanel.z), glm::dvec3(0, 1, 0))};
  for (const auto& [layer, isOpen] : {std::pair(xr::PanelLayer::Under, true), std::pair(xr::PanelLayer::Over, false),
                                      std::pair(xr::PanelLayer::Within, false)}) {
    stage::OffscreenHeadset* worn = nullptr;
    std::optional<renderer::Picture> picture;
    glm::dvec2 atPx{0};
    stage::OffscreenHeadset headset(
        device_, {.eyePx = kEyePx,
                  .panel = layer,
                  .wear =
                      [&](std::size_t frame) {
                        hands_.head = frame > 0 ? aside : interaction::Pose{.positionM = aside.positionM};
                        return frame < 5 ? std::optional(hands_) : std::nullopt;
                      },
                  .shown =
                      [&](std::size_t) {
                        picture = worn->picture(0);
                        atPx = worn->pixelOf(0, seat_.panel().pose.positionM);
                      }});
    worn = &headset;
    room_.wear(headset);
    ASSERT_TRUE(picture);
    const std::size_t first = 4 * (std::size_t(atPx.y) * std::size_t(kEyePx.x) + std::size_t(atPx.x));
    ASSERT_LT(first, picture->rgba.size());
    EXPECT_EQ(picture->rgba[first + 3] < 64, isOpen) << int(layer);
  }
}

TEST_F(HeadsetLoopTest, OnlookersSeeItCalmlyOrJustAsItIsWorn) {
  const interaction::Pose tilted{{0, 1.2, 0}, glm::angleAxis(0.4, glm::dvec3(0, 0, 1))};
  stage::Spectator calm(device_, 1), worn(device_, 1, stage::Spectator::From::Head);
  EXPECT_NEAR(calm.follow(tilted, 0.01).pose.right().y, 0, 1e-9) << "a level horizon";
  EXPECT_EQ(worn.follow(tilted, 0.01).pose, tilted);
}

// Another's findings, and a wearer who reviews them.
class HeadsetReviewTest : public HeadsetLoopTest {
 protected:
  HeadsetReviewTest() {
    store::ProjectFile project = open();
    for (const char* name : {"A1", "A2"}) {
      draw(project, name, room_.workspace().session().theCase().id);
    }
  }
  store::ProjectFile open() { return {room_.workspace().session().path(), store::Access::Write, room_.installation()}; }
  static void draw(store::ProjectFile& project, const char* name, const core::CaseId& caseId, int side = 8) {
    core::EditDraft draft{.person = "Ada",
                          .caseId = caseId,
                          .track = "shared",
                          .body = core::LesionCreated{.name = name, .className = "lesion"}};
    const core::LesionId id = project.append(draft);
    core::MaskChange change{.lesion = id};
    for (int i = 0; i < side * side; ++i) {
      change.set.setRun({20, 20 + i % side, 12 + i / side}, side);
    }
    draft.body = core::MaskChanged{.changes = {change}};
    project.append(draft);
  }
  std::vector<std::pair<core::Verdict, std::string>> decisions() {
    std::vector<std::pair<core::Verdict, std::string>> all;
    for (const core::Edit& each : open().standing(core::EditKind::Decided, core::EditKind::Decided)) {
      const auto& body = std::get<core::Decided>(each.body);
      all.emplace_back(body.verdict, body.comment);
    }
    return all;
  }
  // Wears it until `next` yields nothing; it is asked before each frame, with the finding that was shown last.
  std::optional<stage::Destination> review(const std::function<bool(const std::string& finding)>& next,
                                           stage::HeadsetLoopOptions options = {}) {
    std::string finding;
    options.trace = [&](const stage::FrameTrace& frame) {
      finding = frame.finding;
      placement_ = frame.tools.placement();
    };
    stage::OffscreenHeadset headset(device_, {.eyePx = {32, 32}, .wear = [&](std::size_t) {
                                                return next(finding) ? std::optional(hands_) : std::nullopt;
                                              }});
    room_.review().open();
    return room_.wear(headset, std::move(options));
  }

  interaction::Placement placement_;
};

TEST_F(HeadsetReviewTest, OneFindingAfterTheOtherStandsBeforeTheEyesAndThumbsDecide) {
  put(Side::Left, {-0.3, 0.8, 0});
  put(Side::Right, {0.3, 0.8, 0});
  int frames = 0;
  std::vector<std::string> seen;
  std::vector<glm::dvec3> middles;
  review([&](const std::string& finding) {
    bool& accept = hands_.hands[std::size_t(Side::Right)].primary;
    accept = false;
    if (finding.empty()) {
      return seen.size() < 2 && ++frames < 3000;
    }
    if (seen.empty() || seen.back() != finding) {
      frames = 0;
      seen.push_back(finding);
      middles.push_back(placement_.room(room_.workspace().volume().grid.worldOf({23.5, 23.5, 15.5})));
    }
    accept = ++frames == 60;  // it has to be seen for a moment
    return frames < 3000;
  });
  ASSERT_EQ(seen, (std::vector<std::string>{"A1", "A2"}));
  for (const glm::dvec3 middle : middles) {
    EXPECT_LT(glm::distance(middle, hands_.head.positionM + glm::dvec3(0, -0.15, -0.55)), 0.02);
  }
  room_.workspace().session().flush();
  const auto all = decisions();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].first, core::Verdict::Accept);
  EXPECT_EQ(all[1].first, core::Verdict::Accept);
  EXPECT_EQ(room_.workspace().session().lesions().size(), 2u) << "nothing was painted";
}

TEST_F(HeadsetReviewTest, FramesGoOnUntilAnotherCaseIsAtHand) {
  store::ProjectFile project = open();
  core::Case other = room_.workspace().session().theCase();
  other.name = "Other";
  other.grid = core::Grid({40, 40, 40}, glm::dmat4(1));
  other.id = core::caseId(other.grid, other.voxelType, other.rescale, other.chunks);
  project.append({.person = "Ada", .caseId = other.id, .body = core::CaseAdded{other}});
  draw(project, "B1", other.id, 3);  // very small, so it comes first
  int asked = 0, frames = 0, atFirst = 0;
  const auto where = review([&](const std::string& finding) { return finding.empty() && ++frames < 3000; },
                            {.isAtHand = [&](const core::CaseId& caseId) {
                              EXPECT_EQ(caseId, other.id);
                              atFirst = asked == 0 ? frames : atFirst;
                              return ++asked == 5;
                            }});
  EXPECT_EQ(where, (stage::Destination{other.id, "shared"}));
  EXPECT_EQ(frames - atFirst, 4) << "one each time that it was not";
}

}  // namespace
