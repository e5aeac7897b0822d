#include "interaction/recording.h"

#include <gmock/gmock.h>

#include "core/error.h"

namespace {

using namespace interaction;

Recording everyKind() {
  Recording recording{.sizeDp = {800, 1280}, .pxPerDp = 1.5};
  recording.frames.push_back({16,
                              {{16, PointerInput{.kind = Pointer::Pen,
                                                 .id = 3,
                                                 .phase = Phase::Down,
                                                 .atDp = {1.0 / 3, 700.25},
                                                 .pressure = 0.1,
                                                 .eraser = true,
                                                 .modifiers = {.control = true, .alt = true}}},
                               {16, PointerInput{.phase = Phase::Hover, .button = Button::Middle}},
                               {16, WheelInput{{5, 6}, -2.5, {.shift = true}}}}});
  recording.frames.push_back({16, {}, 2.0});
  recording.frames.push_back({33,
                              {{33, KeyInput{"Z", true, false, {.control = true}}},
                               {33, KeyInput{"Left", true, true, {}}},
                               {33, KeyInput{"Z", false, false, {}}},
                               {33, TextInput{"Lésion \"1\""}},
                               {33, FocusLost{}}}});
  return recording;
}

TEST(Recording, ComesBackAsItWas) {
  EXPECT_EQ(decodeRecording(encodeRecording(everyKind()), "test"), everyKind());
}

TEST(Recording, MayLeaveOutWhatHasADefault) {
  const Recording recording = decodeRecording(
      R"({"sagitta_input": 1, "size_dp": [640, 480], "frames": [{"time_ms": 5, "input": [
          {"pointer": "finger", "phase": "down", "at": [1, 2]}, {"key": "A"}]}]})",
      "test");
  ASSERT_EQ(recording.frames.size(), 1u);
  EXPECT_EQ(recording.frames[0].inputs[0],
            (Input{5, PointerInput{.kind = Pointer::Finger, .phase = Phase::Down, .atDp = {1, 2}}}));
  EXPECT_EQ(recording.frames[0].inputs[1], (Input{5, KeyInput{.key = "A"}}));
}

TEST(Recording, SaysWhatIsWrongAndWhere) {
  const auto message = [](const std::string& text) -> std::string {
    try {
      decodeRecording(text, "R.json");
    } catch (const core::Error& error) {
      return error.what();
    }
    return "accepted";
  };
  const auto framed = [&](const std::string& input) {
    return message(R"({"sagitta_input": 1, "size_dp": [640, 480], "frames": [{"time_ms": 5, "input": [)" + input +
                   "]}]}");
  };
  EXPECT_THAT(message("{"), testing::HasSubstr("R.json: it is not JSON"));
  EXPECT_THAT(message(R"({"sagitta_input": 1111E11111})"), testing::HasSubstr("not JSON")) << "too large a number";
  EXPECT_THAT(message("[]"), testing::HasSubstr("not a JSON object"));
  EXPECT_THAT(message(R"({"sagitta_input": 2, "size_dp": [640, 480], "frames": []})"),
              testing::HasSubstr("another version"));
  EXPECT_THAT(message(R"({"sagitta_input": 1, "size_dp": [640], "frames": []})"), testing::HasSubstr("two numbers"));
  EXPECT_THAT(message(R"({"sagitta_input": 1, "size_dp": [640, 1e9], "frames": []})"), testing::HasSubstr("size_dp"));
  EXPECT_THAT(message(R"({"sagitta_input": 1, "size_dp": [640, 480], "frames": [{"time_ms": 5}, {"time_ms": 4}]})"),
              testing::HasSubstr("frame 1: it is earlier"));
  EXPECT_THAT(framed(R"({"pointer": "nose", "phase": "down", "at": [1, 2]})"),
              testing::AllOf(testing::HasSubstr("frame 0, input 0"), testing::HasSubstr("finger, pen, mouse")));
  EXPECT_THAT(framed(R"({"pointer": "pen", "at": [1, 2]})"), testing::HasSubstr("no \"phase\""));
  EXPECT_THAT(framed(R"({"pointer": "pen", "phase": "down", "at": [1, 2], "presure": 1})"),
              testing::HasSubstr("\"presure\""));
  EXPECT_THAT(framed(R"({"key": "A", "modifiers": ["hyper"]})"), testing::HasSubstr("hyper"));
  EXPECT_THAT(framed("{}"), testing::HasSubstr("no kind of input"));
  EXPECT_THAT(framed("7"), testing::HasSubstr("not a JSON object"));
}

}  // namespace
