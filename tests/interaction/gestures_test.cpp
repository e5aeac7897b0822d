#include "interaction/gestures.h"

#include <gmock/gmock.h>

#include <cmath>
#include <numbers>
#include <sstream>

namespace {

using namespace interaction;

// A window with a panel at the left (x < 100), a 3D picture (100..700) and a slice (700..1000), whose right edge turns.
Place placeOf(glm::dvec2 at) {
  if (at.x < 100) {
    return {};
  }
  if (at.x < 700) {
    return {Zone::Volume, 0, false};
  }
  return {Zone::Slice, 1, at.x > 970};
}

// The kinds of gesture in order, moves and their like joined: "down move up".
std::string words(const std::vector<Gesture>& gestures) {
  static const char* const kNames[] = {"down", "move", "up", "cancel", "hover", "view", "orbit", "slices", "tap"};
  std::string text;
  std::string last;
  for (const Gesture& gesture : gestures) {
    std::string word = kNames[gesture.index()];
    if (const auto* tapped = std::get_if<Tapped>(&gesture)) {
      word += std::to_string(tapped->fingers);
    }
    if (word != last || word == "down" || word == "up") {
      text += (text.empty() ? "" : " ") + word;
    }
    last = word;
  }
  return text;
}

class Hands {
 public:
  GestureRecognizer recognizer{placeOf};
  std::vector<Gesture> gestures;
  int forPanels = 0;
  std::int64_t nowMs = 1000;

  Hands& finger(int id, Phase phase, double x, double y) { return pointer(Pointer::Finger, id, phase, {x, y}); }
  Hands& pen(Phase phase, double x, double y, bool eraser = false) {
    return push(PointerInput{.kind = Pointer::Pen, .id = 7, .phase = phase, .atDp = {x, y}, .eraser = eraser});
  }
  Hands& mouse(Phase phase, double x, double y, Button button = Button::Primary, Modifiers modifiers = {}) {
    return push(PointerInput{.phase = phase, .atDp = {x, y}, .button = button, .modifiers = modifiers});
  }
  Hands& pointer(Pointer kind, int id, Phase phase, glm::dvec2 at) {
    return push(PointerInput{.kind = kind, .id = id, .phase = phase, .atDp = at});
  }
  Hands& after(std::int64_t ms) {
    nowMs += ms;
    return *this;
  }
  template <typename What>
  Hands& push(What what) {
    const Recognized recognized = recognizer.push({nowMs, what});
    gestures.insert(gestures.end(), recognized.gestures.begin(), recognized.gestures.end());
    forPanels += recognized.forPanels ? 1 : 0;
    return *this;
  }
  template <typename Kind>
  std::vector<Kind> all() const {
    std::vector<Kind> found;
    for (const Gesture& gesture : gestures) {
      if (const auto* each = std::get_if<Kind>(&gesture)) {
        found.push_back(*each);
      }
    }
    return found;
  }
};

TEST(Gestures, OneFingerWorksTheToolFromItsFirstTouch) {
  Hands hands;
  hands.finger(1, Phase::Down, 300, 300);
  EXPECT_EQ(words(hands.gestures), "down") << "paint shows in the frame of the touch, not after a pause";
  hands.after(20).finger(1, Phase::Move, 320, 300).after(20).finger(1, Phase::Up, 320, 300);
  EXPECT_EQ(words(hands.gestures), "down move up");
  EXPECT_EQ(hands.all<ToolMove>()[0].sample.atDp, glm::dvec2(320, 300));
  EXPECT_EQ(hands.all<ToolMove>()[0].sample.zone, Zone::Volume);
  EXPECT_FALSE(hands.recognizer.isBusy());
}

TEST(Gestures, ASecondFingerSoonTakesTheStrokeBackAndMovesTheView) {
  Hands hands;
  hands.finger(1, Phase::Down, 300, 300).after(80).finger(2, Phase::Down, 400, 300);
  EXPECT_EQ(words(hands.gestures), "down cancel");
  hands.after(20).finger(1, Phase::Move, 250, 300).finger(2, Phase::Move, 450, 300);
  EXPECT_EQ(words(hands.gestures), "down cancel view");
  hands.finger(1, Phase::Up, 250, 300).finger(2, Phase::Up, 450, 300);
  EXPECT_EQ(words(hands.gestures), "down cancel view") << "no stroke and no tap at the end";
}

TEST(Gestures, ALateSecondFingerLeavesTheStrokeAlone) {
  Hands hands;
  hands.finger(1, Phase::Down, 300, 300).after(81).finger(2, Phase::Down, 400, 300);
  hands.finger(2, Phase::Move, 440, 300).finger(1, Phase::Move, 310, 300).finger(2, Phase::Up, 440, 300);
  hands.finger(1, Phase::Up, 310, 300);
  EXPECT_EQ(words(hands.gestures), "down move up");
  EXPECT_EQ(hands.all<ToolMove>().size(), 1u);
}

TEST(Gestures, ALateSecondFingerMovesTheViewWhereTheToolMakesNoStroke) {
  Hands hands;
  hands.recognizer.options().toolPaints = false;
  hands.finger(1, Phase::Down, 300, 300).after(500).finger(2, Phase::Down, 400, 300);
  EXPECT_EQ(words(hands.gestures), "down cancel");
}

TEST(Gestures, TwoFingersKeepWhatTheyHoldUnderThem) {
  Hands hands;
  hands.finger(1, Phase::Down, 300, 300).after(10).finger(2, Phase::Down, 400, 300).after(10);
  // A point of the picture between the fingers, moved by every step that is told.
  glm::dvec2 marked{300, 300};
  for (int i = 1; i <= 20; ++i) {
    const double angle = i * 0.05;
    const double reach = 50 + i * 4;
    const glm::dvec2 middle{350 + i * 2, 300 + i};
    const glm::dvec2 along{std::cos(angle) * reach, std::sin(angle) * reach};
    hands.finger(1, Phase::Move, middle.x - along.x, middle.y - along.y);
    hands.finger(2, Phase::Move, middle.x + along.x, middle.y + along.y);
  }
  double zoom = 1;
  double turn = 0;
  for (const Navigated& step : hands.all<Navigated>()) {
    zoom *= step.zoom;
    turn += step.turnRad;
    const glm::dvec2 from = marked - (step.centerDp - step.panDp);
    marked = step.centerDp + step.zoom * glm::dvec2(from.x * std::cos(step.turnRad) - from.y * std::sin(step.turnRad),
                                                    from.x * std::sin(step.turnRad) + from.y * std::cos(step.turnRad));
  }
  // The first finger held the marked point when the view began to follow: it must still.
  const glm::dvec2 finger{390 - std::cos(1.0) * 130, 320 - std::sin(1.0) * 130};
  EXPECT_NEAR(marked.x, finger.x, 6);
  EXPECT_NEAR(marked.y, finger.y, 6);
  EXPECT_NEAR(zoom, 130.0 / 50, 0.15);
  EXPECT_NEAR(turn, 1.0, 0.12);
}

TEST(Gestures, TapsOfTwoAndThreeFingers) {
  Hands two;
  two.finger(1, Phase::Down, 300, 300).after(30).finger(2, Phase::Down, 400, 300).after(90);
  two.finger(1, Phase::Up, 301, 300).after(20).finger(2, Phase::Up, 400, 302);
  EXPECT_EQ(words(two.gestures), "down cancel tap2");

  Hands three;
  three.finger(1, Phase::Down, 300, 300).after(20).finger(2, Phase::Down, 400, 300).after(40);
  three.finger(3, Phase::Down, 500, 310).after(60);
  three.finger(2, Phase::Up, 400, 300).finger(1, Phase::Up, 300, 300).after(20).finger(3, Phase::Up, 500, 310);
  EXPECT_EQ(words(three.gestures), "down cancel tap3");
}

TEST(Gestures, NoTapWhenFingersRestOrMove) {
  Hands rest;
  rest.finger(1, Phase::Down, 300, 300).finger(2, Phase::Down, 400, 300).after(281);
  rest.finger(1, Phase::Up, 300, 300).finger(2, Phase::Up, 400, 300);
  EXPECT_EQ(words(rest.gestures), "down cancel");

  Hands moved;
  moved.finger(1, Phase::Down, 300, 300).finger(2, Phase::Down, 400, 300).after(50);
  moved.finger(1, Phase::Move, 320, 300).finger(1, Phase::Up, 320, 300).finger(2, Phase::Up, 400, 300);
  EXPECT_THAT(words(moved.gestures), testing::Not(testing::HasSubstr("tap")));
}

TEST(Gestures, TwoFingersDownASliceTurnSlicesAcrossItMoveIt) {
  Hands down;
  down.finger(1, Phase::Down, 760, 200).finger(2, Phase::Down, 860, 200).after(20);
  for (int i = 1; i <= 18; ++i) {
    down.finger(1, Phase::Move, 760, 200 + i * 5).finger(2, Phase::Move, 860, 200 + i * 5);
  }
  EXPECT_EQ(words(down.gestures), "down cancel slices");
  double steps = 0;
  for (const SlicesTurned& turned : down.all<SlicesTurned>()) {
    EXPECT_EQ(turned.pane, 1);
    steps += turned.steps;
  }
  EXPECT_NEAR(steps, 10, 1e-9) << "90 dp, 9 dp a slice";

  Hands across;
  across.finger(1, Phase::Down, 760, 200).finger(2, Phase::Down, 860, 200).after(20);
  across.finger(1, Phase::Move, 790, 200).finger(2, Phase::Move, 890, 200);
  EXPECT_EQ(words(across.gestures), "down cancel view");

  Hands inVolume;
  inVolume.finger(1, Phase::Down, 300, 200).finger(2, Phase::Down, 400, 200).after(20);
  inVolume.finger(1, Phase::Move, 300, 230).finger(2, Phase::Move, 400, 230);
  EXPECT_EQ(words(inVolume.gestures), "down cancel view");
}

TEST(Gestures, TheEdgeOfASliceTurnsSlicesForFingersOnly) {
  Hands finger;
  finger.finger(1, Phase::Down, 985, 300).after(20).finger(1, Phase::Move, 985, 318).finger(1, Phase::Up, 985, 318);
  EXPECT_EQ(words(finger.gestures), "slices");
  EXPECT_DOUBLE_EQ(finger.all<SlicesTurned>()[0].steps, 2);

  Hands pen;
  pen.pen(Phase::Down, 985, 300).pen(Phase::Move, 985, 318).pen(Phase::Up, 985, 318);
  EXPECT_EQ(words(pen.gestures), "down move up");
}

TEST(Gestures, TheWheelTurnsSlicesAndZoomsTheVolume) {
  Hands hands;
  hands.push(WheelInput{{800, 300}, 1, {}}).push(WheelInput{{300, 300}, 1, {}});
  hands.push(WheelInput{{800, 300}, -1, {.control = true}}).push(WheelInput{{50, 300}, 1, {}});
  EXPECT_EQ(words(hands.gestures), "slices view");
  EXPECT_EQ(hands.all<SlicesTurned>()[0].steps, -1);
  EXPECT_GT(hands.all<Navigated>()[0].zoom, 1);
  EXPECT_LT(hands.all<Navigated>()[1].zoom, 1);
  EXPECT_EQ(hands.forPanels, 1);
}

TEST(Gestures, WhatBeginsOnAPanelStaysWithIt) {
  Hands hands;
  hands.finger(1, Phase::Down, 50, 300).finger(1, Phase::Move, 400, 300).finger(1, Phase::Up, 400, 300);
  EXPECT_EQ(words(hands.gestures), "");
  EXPECT_EQ(hands.forPanels, 3);
  hands.finger(1, Phase::Down, 400, 300).finger(1, Phase::Move, 50, 300).finger(1, Phase::Up, 50, 300);
  EXPECT_EQ(words(hands.gestures), "down move up") << "and what begins on the picture with the picture";
  EXPECT_EQ(hands.forPanels, 3);
}

TEST(Gestures, ThePenPaintsErasesAndOverrulesTheHandThatHoldsIt) {
  Hands hands;
  hands.finger(1, Phase::Down, 500, 500).after(30).pen(Phase::Down, 300, 300);
  EXPECT_EQ(words(hands.gestures), "down cancel down") << "the palm landed first";
  hands.finger(1, Phase::Move, 520, 500).finger(2, Phase::Down, 530, 520).pen(Phase::Move, 310, 300);
  hands.pen(Phase::Up, 310, 300).finger(1, Phase::Up, 520, 500).finger(2, Phase::Up, 530, 520);
  EXPECT_EQ(words(hands.gestures), "down cancel down move up");
  EXPECT_EQ(hands.all<ToolMove>().size(), 1u);
  hands.after(499).finger(3, Phase::Down, 400, 400).finger(3, Phase::Up, 400, 400);
  EXPECT_EQ(words(hands.gestures), "down cancel down move up") << "the hand is still there";
  hands.after(2).finger(4, Phase::Down, 400, 400).finger(4, Phase::Up, 400, 400);
  EXPECT_EQ(words(hands.gestures), "down cancel down move up down up");

  Hands eraser;
  eraser.pen(Phase::Down, 300, 300, true);
  EXPECT_TRUE(eraser.all<ToolDown>()[0].sample.erase);
}

TEST(Gestures, ATouchFarFromAYoungStrokeIsAPalm) {
  Hands hands;
  hands.recognizer.options().palmDp = 200;
  hands.finger(1, Phase::Down, 300, 300).after(50).finger(2, Phase::Down, 600, 500);
  hands.after(10).finger(1, Phase::Move, 310, 300);
  EXPECT_EQ(words(hands.gestures), "down move");
}

TEST(Gestures, PenOnlyFingersTurnAndPanAndNeverPaint) {
  Hands hands;
  hands.recognizer.options().penOnly = true;
  hands.finger(1, Phase::Down, 300, 300).finger(1, Phase::Move, 330, 300).finger(1, Phase::Up, 330, 300);
  EXPECT_EQ(words(hands.gestures), "orbit");
  hands.finger(1, Phase::Down, 800, 300).finger(1, Phase::Move, 830, 300).finger(1, Phase::Up, 830, 300);
  EXPECT_EQ(words(hands.gestures), "orbit view");
  hands.pen(Phase::Down, 300, 300).pen(Phase::Up, 300, 300);
  EXPECT_EQ(words(hands.gestures), "orbit view down up");
}

TEST(Gestures, TheMouseTurnsByItsRightButtonAndPansByItsMiddleOne) {
  Hands hands;
  hands.mouse(Phase::Down, 300, 300, Button::Secondary).mouse(Phase::Move, 320, 300, Button::Secondary);
  hands.mouse(Phase::Up, 320, 300, Button::Secondary);
  hands.mouse(Phase::Down, 300, 300, Button::Middle).mouse(Phase::Move, 320, 310, Button::Middle);
  hands.mouse(Phase::Up, 320, 310, Button::Middle);
  EXPECT_EQ(words(hands.gestures), "orbit view");
  EXPECT_EQ(hands.all<Navigated>()[0].panDp, glm::dvec2(20, 10));
  hands.mouse(Phase::Down, 300, 300, Button::Primary, {.control = true});
  EXPECT_TRUE(hands.all<ToolDown>()[0].sample.erase);
}

TEST(Gestures, APointerThatLeavesThePicturesIsSaidToBeNowhere) {
  Hands hands;
  hands.mouse(Phase::Hover, 300, 300).mouse(Phase::Hover, 50, 300);
  ASSERT_EQ(hands.all<ToolHover>().size(), 2u);
  EXPECT_EQ(hands.all<ToolHover>()[0].sample.pane, 0);
  EXPECT_EQ(hands.all<ToolHover>()[1].sample.pane, -1);
  EXPECT_EQ(hands.forPanels, 2);
}

TEST(Gestures, LosingTheFocusKeepsWhatWasPainted) {
  Hands hands;
  hands.finger(1, Phase::Down, 300, 300).finger(1, Phase::Move, 320, 300).push(FocusLost{});
  EXPECT_EQ(words(hands.gestures), "down move up");
  EXPECT_EQ(hands.all<ToolUp>()[0].sample.atDp, glm::dvec2(320, 300));
  EXPECT_FALSE(hands.recognizer.isBusy());
  hands.finger(1, Phase::Up, 320, 300);
  EXPECT_EQ(words(hands.gestures), "down move up");
}

TEST(Gestures, ACancelledContactTakesItsStrokeBack) {
  Hands hands;
  hands.finger(1, Phase::Down, 300, 300).finger(1, Phase::Cancel, 300, 300);
  EXPECT_EQ(words(hands.gestures), "down cancel");
}

// Whatever hands do, strokes open and close in turn, and nothing stays held when all have left.
TEST(Gestures, AnySequenceLeavesNoStrokeOpen) {
  std::uint32_t seed = 12345;
  const auto random = [&](int count) {
    seed = seed * 1664525u + 1013904223u;
    return int((seed >> 8) % std::uint32_t(count));
  };
  for (int run = 0; run < 500; ++run) {
    Hands hands;
    hands.recognizer.options().penOnly = run % 3 == 0;
    bool down[4] = {};
    for (int step = 0; step < 60; ++step) {
      const int id = random(4);
      const glm::dvec2 at{random(1100), random(600)};
      const Phase phase = !down[id]       ? Phase::Down
                          : random(3) > 0 ? Phase::Move
                          : random(8) > 0 ? Phase::Up
                                          : Phase::Cancel;
      down[id] = phase == Phase::Down || phase == Phase::Move;
      hands.after(random(120)).pointer(id == 3 ? Pointer::Pen : Pointer::Finger, id, phase, at);
    }
    for (int id = 0; id < 4; ++id) {
      hands.pointer(id == 3 ? Pointer::Pen : Pointer::Finger, id, Phase::Up, {500, 300});
    }
    ASSERT_FALSE(hands.recognizer.isBusy());
    bool open = false;
    for (const Gesture& gesture : hands.gestures) {
      if (std::holds_alternative<ToolDown>(gesture)) {
        ASSERT_FALSE(open) << "run " << run;
        open = true;
      } else if (std::holds_alternative<ToolUp>(gesture) || std::holds_alternative<ToolCancel>(gesture)) {
        ASSERT_TRUE(open) << "run " << run;
        open = false;
      } else if (std::holds_alternative<ToolMove>(gesture)) {
        ASSERT_TRUE(open) << "run " << run;
      }
    }
    ASSERT_FALSE(open) << "run " << run;
  }
}

}  // namespace
