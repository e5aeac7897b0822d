// The page of calibration sessions: what can be asked on it is a tap away in windows of all shapes, and what cannot be
// taken back is asked twice.
#include "ui/calibration_layout.h"
#include "ui/panels.h"

namespace ui {
namespace {

using testing::ElementsAre;
using State = CalibrationCard::Session::State;

class CalibrationTest : public UiTest {
 protected:
  void SetUp() override {
    UiTest::SetUp();
    if (!panels_) {
      return;
    }
    CalibrationCard::Session june{.name = "June", .when = "opened 1 Jun", .cases = 3, .state = State::Reading};
    june.readers = {{.agreement = {.name = "Ada"}, .handedIn = 3}, {.agreement = {.name = "Emmy"}, .handedIn = 1}};
    CalibrationCard::Session may{.name = "May", .when = "revealed 4 May", .cases = 3, .state = State::Shown};
    may.readers = {{.agreement = {"Ada", true, "0.87", "0.80\u20130.93", 1, 0}, .surface = "+0.8 mm"}};
    model_.calibration = CalibrationCard{.readings = {{"Case", "to read \u00B7 June - Ada"}},
                                         .sessions = {june, may},
                                         .trend = {{"May", 0.7, 0.6, 0.8}},
                                         .own = {{"May", 0.87, 0.8, 0.93}},
                                         .least = 0.667,
                                         .gate = "it takes two sessions to see a trend",
                                         .again = {{"May", "Other", "Dice 0.41, 1 missed"}},
                                         .mayTeach = true,
                                         .proposedReaders = {"Ada", "Emmy"},
                                         .references = {"panel"},
                                         .candidates = {"model"}};
    panels_->state().calibration.shown = true;
    settle();
  }
  CalibrationState& state() { return panels_->state().calibration; }
  bool has(const std::string& name) {
    settle();
    return panels_->boxes().contains(name);
  }
};

TEST_F(CalibrationTest, EverythingIsATapAwayInWindowsOfAllShapes) {
  for (const glm::dvec2 size : {glm::dvec2(1280, 800), glm::dvec2(800, 1280), glm::dvec2(1024, 768)}) {
    size_ = size;
    state().shown = true;
    settle();
    EXPECT_EQ(only<OpenReading>(tap("reading 0"))->reading, 0u);
    EXPECT_FALSE(state().shown) << "the reading is shown";
    state().shown = true;
    settle();
    tap("session May");
    const auto again = only<SeeDifferences>(tap("again 0"));
    EXPECT_EQ(again->caseName, "Other");
    state().shown = true;
    settle();
    EXPECT_EQ(only<SeeDifferences>(tap("calibration see"))->session, "May");
    state().shown = true;
    settle();
    tap("calibration leave");
    EXPECT_FALSE(state().shown);
  }
}

TEST_F(CalibrationTest, ATouchBetweenTheCardsHidesNone) {
  const CalibrationLayout layout = layOutCalibration(size_, {.readings = true, .own = true});
  tapAt({layout.trend.origin.x + 100, layout.trend.origin.y - 4});
  tap("calibration reveal");
  EXPECT_TRUE(has("reveal now"));
}

TEST_F(CalibrationTest, ItIsRevealedByTwoTaps) {
  EXPECT_TRUE(tap("calibration reveal").empty());
  EXPECT_TRUE(tap("reveal cancel").empty());
  EXPECT_FALSE(has("reveal now"));
  tap("calibration reveal");
  EXPECT_EQ(only<RevealSession>(tap("reveal now"))->name, "June");
  EXPECT_FALSE(has("reveal now"));
}

TEST_F(CalibrationTest, ASessionNeedsANameReadersAndCases) {
  tap("calibration act");
  EXPECT_TRUE(tap("opening now").empty()) << "it has no name";
  state().name = "May";
  tap("opening case 1");
  EXPECT_TRUE(tap("opening now").empty()) << "there is one of that name";
  state().name = "July";
  state().readers = " Ada ,, ";
  settle();
  EXPECT_TRUE(tap("opening now").empty()) << "one reader alone agrees with nobody";
  tap("opening against 1");
  const auto asked = only<OpenSession>(tap("opening now"));
  EXPECT_EQ(asked->name, "July");
  EXPECT_THAT(asked->readers, ElementsAre("Ada"));
  EXPECT_THAT(asked->cases, ElementsAre(1u));
  EXPECT_EQ(asked->reference, "panel");
  EXPECT_FALSE(state().opening);
}

TEST_F(CalibrationTest, ReadersAreProposed) {
  tap("calibration act");
  EXPECT_EQ(state().readers, "Ada, Emmy");
}

TEST_F(CalibrationTest, WhoMayNotTeachIsOfferedNeither) {
  model_.calibration->mayTeach = false;
  settle();
  EXPECT_FALSE(has("calibration act"));
  EXPECT_FALSE(has("calibration reveal"));
}

TEST_F(CalibrationTest, EscapePutsAwayOneThingAtATime) {
  tap("calibration act");
  key("Escape");
  settle();
  EXPECT_FALSE(state().opening);
  EXPECT_TRUE(state().shown);
  key("Escape");
  settle();
  EXPECT_FALSE(state().shown);
}

TEST(CalibrationPage, CardsShareNoRoomAndLieWithinTheWindow) {
  for (const glm::dvec2 size :
       {glm::dvec2(480, 480), glm::dvec2(1280, 800), glm::dvec2(800, 1280), glm::dvec2(2560, 1440)}) {
    for (const CalibrationParts parts :
         {CalibrationParts{}, CalibrationParts{true, true}, CalibrationParts{true, false}}) {
      const CalibrationLayout layout = layOutCalibration(size, parts);
      std::vector<Rect> cards{layout.header, layout.sessions, layout.readers, layout.trend};
      EXPECT_EQ(layout.readings.has_value(), parts.readings);
      EXPECT_EQ(layout.own.has_value(), parts.own);
      for (const auto& each : {layout.readings, layout.own}) {
        if (each) {
          cards.push_back(*each);
        }
      }
      for (std::size_t i = 0; i < cards.size(); ++i) {
        EXPECT_GE(cards[i].origin.x, 0);
        EXPECT_LE(cards[i].end().x, size.x);
        EXPECT_LE(cards[i].end().y, size.y);
        EXPECT_GT(cards[i].size.x, 100);
        for (std::size_t j = 0; j < i; ++j) {
          const glm::dvec2 low = glm::max(cards[i].origin, cards[j].origin);
          const glm::dvec2 high = glm::min(cards[i].end(), cards[j].end());
          EXPECT_FALSE(low.x < high.x && low.y < high.y) << i << " over " << j;
        }
      }
    }
  }
}

}  // namespace
}  // namespace ui
