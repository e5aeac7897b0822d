// A session of input as a file, so that what hands did can be done again, exactly: one entry per frame, with the
// frame's own time, so that a replay does not depend on how fast this machine draws. Times ms, positions dp.
//
//   {"sagitta_input": 1, "size_dp": [1280, 800], "px_per_dp": 1,
//    "frames": [{"time_ms": 16, "px_per_dp": 2, "input": [
//       {"pointer": "finger|pen|mouse", "id": 1, "phase": "hover|down|move|up|cancel", "at": [x, y],
//        "button": "primary|secondary|middle", "pressure": 1, "eraser": false, "modifiers": ["control", ...]},
//       {"wheel": steps, "at": [x, y]}, {"key": "Z", "phase": "down|up|repeat", "modifiers": [...]},
//       {"text": "..."}, {"focus_lost": true}]}]}
//
// A frame names px_per_dp where the window came to a monitor of another scale. What has its default may be left out.
// Plain functions; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "interaction/display.h"

namespace interaction {

struct RecordedFrame {
  std::int64_t timeMs = 0;
  std::vector<Input> inputs;           // each at timeMs
  std::optional<double> pxPerDp = {};  // from here on

  bool operator==(const RecordedFrame&) const = default;
};

struct Recording {
  glm::ivec2 sizeDp{1280, 800};
  double pxPerDp = 1;
  std::vector<RecordedFrame> frames;  // times never fall

  bool operator==(const Recording&) const = default;
};

std::string encodeRecording(const Recording& recording);

// Throws core::Error ("SUBJECT: ...") naming the frame and field where the text is no recording.
Recording decodeRecording(std::string_view text, const std::string& subject);

}  // namespace interaction
