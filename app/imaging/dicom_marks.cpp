#include "imaging/dicom_marks.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <string_view>

namespace imaging {
namespace {

using Positions = std::vector<std::vector<std::size_t>>;
using FrameOf = std::function<const DicomFrame&(std::size_t)>;

struct MarkWords {
  std::string keyword;
  std::string words;
  std::string unit;
};

// By how likely an attribute is the reason for several images at one position.
const MarkWords kMarks[] = {
    {"TemporalPositionIdentifier", "time point", ""},
    {"TemporalPositionIndex", "time point", ""},
    {"TemporalPositionTimeOffset", "time", " s"},
    {"ComplexImageComponent", "component", ""},
    {"EchoNumbers", "echo", ""},
    {"EchoTime", "echo time", " ms"},
    {"DiffusionBValue", "b-value", ""},
    {"DiffusionDirectionality", "diffusion", ""},
    {"DiffusionGradientOrientation", "gradient", ""},
    {"ImageType", "image type", ""},
    {"TriggerTime", "trigger time", " ms"},
    {"NominalPercentageOfCardiacPhase", "cardiac phase", " %"},
    {"NominalPercentageOfRespiratoryPhase", "respiratory phase", " %"},
    {"InversionTime", "inversion time", " ms"},
    {"FlipAngle", "flip angle", " degrees"},
    {"RepetitionTime", "repetition time", " ms"},
    {"KVP", "tube voltage", " kV"},
    {"ConvolutionKernel", "kernel", ""},
    {"AcquisitionNumber", "acquisition", ""},
    {"AcquisitionDateTime", "acquired at", ""},
    {"AcquisitionTime", "acquired at", ""},
    {"ContentTime", "made at", ""},
    {"StackID", "stack", ""},
    {"Dimension1", "first dimension", ""},
    {"Dimension2", "second dimension", ""},
    {"Dimension3", "third dimension", ""},
    {"Dimension4", "fourth dimension", ""},
    {"Dimension5", "fifth dimension", ""},
    {"SOPInstanceUID", "file", ""},
};

// Orders images at one position where each has a time of its own.
constexpr const char* kTimes[] = {"AcquisitionDateTime", "AcquisitionTime", "TriggerTime", "ContentTime"};

std::string valueOf(const DicomFrame& frame, const std::string& keyword) {
  const auto found = frame.marks.find(keyword);
  return found == frame.marks.end() ? std::string() : found->second;
}

std::optional<double> numeric(std::string_view value) {
  double result = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), result);
  const bool isWhole = error == std::errc() && end == value.data() + value.size();
  return isWhole ? std::optional(result) : std::nullopt;
}

struct ByNumberThenText {
  bool operator()(const std::string& a, const std::string& b) const {
    const auto first = numeric(a);
    const auto second = numeric(b);
    if (first.has_value() != second.has_value()) {
      return first.has_value();
    }
    if (first && *first != *second) {
      return *first < *second;
    }
    return a < b;
  }
};

using Values = std::map<std::string, std::vector<std::size_t>, ByNumberThenText>;

std::vector<std::string> tokens(const std::string& value) {
  std::vector<std::string> parts(1);
  for (const char c : value) {
    if (c == '\\') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

// The components of a multi-valued attribute that differ between the values: of ORIGINAL\PRIMARY\M and
// ORIGINAL\PRIMARY\P, "M" and "P".
std::string distinctPart(const std::string& value, const Values& values) {
  std::string result;
  const std::vector<std::string> own = tokens(value);
  for (std::size_t i = 0; i < own.size(); ++i) {
    const bool differs = std::ranges::any_of(values, [&](const auto& other) {
      const std::vector<std::string> theirs = tokens(other.first);
      return i >= theirs.size() || theirs[i] != own[i];
    });
    if (differs && !own[i].empty()) {
      result += (result.empty() ? "" : " ") + own[i];
    }
  }
  return result.empty() ? "none" : result;
}

std::vector<MarkedPart> partsOf(const Values& values, const MarkWords& mark) {
  std::vector<MarkedPart> parts;
  const bool isUid = mark.keyword == "SOPInstanceUID";
  for (const auto& [value, frames] : values) {
    const std::string shown = isUid ? std::to_string(parts.size() + 1) : distinctPart(value, values);
    parts.push_back({mark.words + " " + shown + (shown == "none" ? "" : mark.unit), frames});
  }
  return parts;
}

std::vector<MarkedPart> splitByOrder(const Positions& positions, const FrameOf& frameOf, const char* keyword) {
  const std::size_t count = positions.front().size();
  std::vector<MarkedPart> parts(count);
  for (const std::vector<std::size_t>& frames : positions) {
    std::map<std::string, std::size_t, ByNumberThenText> ordered;
    for (const std::size_t frame : frames) {
      ordered.emplace(valueOf(frameOf(frame), keyword), frame);
    }
    if (ordered.size() != count || frames.size() != count) {
      return {};
    }
    std::size_t rank = 0;
    for (const auto& [time, frame] : ordered) {
      parts[rank++].frames.push_back(frame);
    }
  }
  for (std::size_t rank = 0; rank < count; ++rank) {
    parts[rank].label = "time point " + std::to_string(rank + 1);
  }
  return parts;
}

}  // namespace

std::vector<MarkedPart> splitByMark(const std::vector<std::size_t>& frames, const std::string& keyword,
                                    const FrameOf& frameOf) {
  Values values;
  for (const std::size_t frame : frames) {
    values[valueOf(frameOf(frame), keyword)].push_back(frame);
  }
  const auto* mark = std::ranges::find(kMarks, keyword, &MarkWords::keyword);
  return values.size() < 2 || mark == std::end(kMarks) ? std::vector<MarkedPart>() : partsOf(values, *mark);
}

std::vector<MarkedPart> splitByMarks(const Positions& positions, const FrameOf& frameOf) {
  const std::size_t most = std::ranges::max(positions, {}, &std::vector<std::size_t>::size).size();
  // First an attribute of which every value was imaged at every position; then one that at least leaves no two images
  // of one value at one position (a last time point may be incomplete). An attribute with more values than images at
  // one position changes from slice to slice, like a time of acquisition, and tells no volumes apart.
  for (const bool mustCover : {true, false}) {
    for (const MarkWords& mark : kMarks) {
      Values values;
      bool isDistinct = true;
      std::map<std::string, std::size_t> positionsOf;
      for (const std::vector<std::size_t>& frames : positions) {
        std::set<std::string> here;
        for (const std::size_t frame : frames) {
          const std::string value = valueOf(frameOf(frame), mark.keyword);
          values[value].push_back(frame);
          isDistinct = here.insert(value).second && isDistinct;
        }
        for (const std::string& value : here) {
          ++positionsOf[value];
        }
      }
      const bool covers =
          std::ranges::all_of(positionsOf, [&](const auto& value) { return value.second == positions.size(); });
      if (values.size() >= 2 && values.size() <= most && (mustCover ? covers : isDistinct)) {
        return partsOf(values, mark);
      }
    }
  }
  for (const char* keyword : kTimes) {
    if (auto parts = splitByOrder(positions, frameOf, keyword); !parts.empty()) {
      return parts;
    }
  }
  return {};
}

}  // namespace imaging
