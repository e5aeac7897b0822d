#include "interaction/recording.h"

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "core/error.h"

namespace interaction {
namespace {

using nlohmann::json;

constexpr std::array kPointers = {"finger", "pen", "mouse"};
constexpr std::array kPhases = {"hover", "down", "move", "up", "cancel"};
constexpr std::array kButtons = {"primary", "secondary", "middle"};
constexpr std::array kKeyPhases = {"up", "down", "repeat"};
constexpr int kMaxSideDp = 8192;
constexpr double kSmallestScale = 0.25;  // pixels per dp
constexpr double kLargestScale = 8;

json encode(const Modifiers& modifiers) {
  json names = json::array();
  if (modifiers.control) {
    names.push_back("control");
  }
  if (modifiers.shift) {
    names.push_back("shift");
  }
  if (modifiers.alt) {
    names.push_back("alt");
  }
  return names;
}

void addModifiers(json& object, const Modifiers& modifiers) {
  if (modifiers != Modifiers{}) {
    object["modifiers"] = encode(modifiers);
  }
}

struct Encoder {
  json operator()(const PointerInput& pointer) const {
    json object{{"pointer", kPointers[std::size_t(pointer.kind)]},
                {"phase", kPhases[std::size_t(pointer.phase)]},
                {"at", {pointer.atDp.x, pointer.atDp.y}}};
    if (pointer.id != 0) {
      object["id"] = pointer.id;
    }
    if (pointer.button != Button::Primary) {
      object["button"] = kButtons[std::size_t(pointer.button)];
    }
    if (pointer.pressure != 1) {
      object["pressure"] = pointer.pressure;
    }
    if (pointer.eraser) {
      object["eraser"] = true;
    }
    addModifiers(object, pointer.modifiers);
    return object;
  }
  json operator()(const WheelInput& wheel) const {
    json object{{"wheel", wheel.steps}, {"at", {wheel.atDp.x, wheel.atDp.y}}};
    addModifiers(object, wheel.modifiers);
    return object;
  }
  json operator()(const KeyInput& key) const {
    json object{{"key", key.key}, {"phase", kKeyPhases[!key.down ? 0 : key.repeat ? 2 : 1]}};
    addModifiers(object, key.modifiers);
    return object;
  }
  json operator()(const TextInput& text) const { return {{"text", text.utf8}}; }
  json operator()(const FocusLost&) const { return {{"focus_lost", true}}; }
};

// One JSON object, of which every field must be known.
class Reader {
 public:
  Reader(const json& object, std::string subject, std::set<std::string> known)
      : object_(object), subject_(std::move(subject)) {
    if (!object.is_object()) {
      fail("it is not a JSON object", "Write {\"field\": value, ...}");
    }
    for (const auto& [key, value] : object.items()) {
      if (!known.contains(key)) {
        fail("it has a field \"" + key + "\" that does not belong there", "Remove it, or correct its spelling");
      }
    }
  }

  [[noreturn]] void fail(const std::string& cause, const std::string& remedy) const {
    throw core::Error(subject_, cause, remedy);
  }

  bool has(const char* key) const { return object_.contains(key); }

  const json& at(const char* key) const {
    if (!has(key)) {
      fail(std::string("it has no \"") + key + "\"", "Add it");
    }
    return object_.at(key);
  }

  const json& list(const char* key) const {
    const json& found = at(key);
    if (!found.is_array()) {
      fail(std::string("\"") + key + "\" is not a list", "Write [...]");
    }
    return found;
  }

  double number(const char* key, double low, double high) const { return number(at(key), key, low, high); }

  double number(const char* key, double low, double high, double otherwise) const {
    return has(key) ? number(key, low, high) : otherwise;
  }

  glm::dvec2 pair(const char* key, double low, double high) const {
    const json& found = list(key);
    if (found.size() != 2) {
      fail(std::string("\"") + key + "\" has not two numbers", "Write [x, y]");
    }
    return {number(found[0], key, low, high), number(found[1], key, low, high)};
  }

  std::string text(const char* key) const {
    const json& found = at(key);
    if (!found.is_string()) {
      fail(std::string("\"") + key + "\" is not a text", "Write it in quotes");
    }
    return found;
  }

  template <std::size_t count>
  std::size_t choice(const char* key, const std::array<const char*, count>& words, std::size_t otherwise) const {
    if (!has(key)) {
      return otherwise;
    }
    const std::string word = text(key);
    std::string all;
    for (std::size_t i = 0; i < count; ++i) {
      if (word == words[i]) {
        return i;
      }
      all += std::string(i == 0 ? "" : ", ") + words[i];
    }
    fail(std::string("\"") + key + "\" is \"" + word + "\"", "It may be " + all);
  }

  bool flag(const char* key) const {
    if (!has(key)) {
      return false;
    }
    if (!at(key).is_boolean()) {
      fail(std::string("\"") + key + "\" is neither true nor false", "Write true or false");
    }
    return at(key);
  }

  Modifiers modifiers() const {
    Modifiers held;
    if (has("modifiers")) {
      for (const json& each : list("modifiers")) {
        const std::string name = each.is_string() ? each.get<std::string>() : "";
        if (name != "control" && name != "shift" && name != "alt") {
          fail("\"modifiers\" holds " + each.dump(), "It may hold control, shift and alt");
        }
        (name == "control" ? held.control : name == "shift" ? held.shift : held.alt) = true;
      }
    }
    return held;
  }

 private:
  double number(const json& value, const char* key, double low, double high) const {
    if (!value.is_number() || !(value.get<double>() >= low && value.get<double>() <= high)) {
      std::string bounds = json(low).dump() + " to " + json(high).dump();
      fail(std::string("\"") + key + "\" holds something other than a number from " + bounds, "Correct it");
    }
    return value.get<double>();
  }

  const json& object_;
  std::string subject_;
};

constexpr double kFarDp = 1e5;

Input decodeInput(const json& object, const std::string& subject, std::int64_t timeMs) {
  const auto has = [&](const char* key) { return object.is_object() && object.contains(key); };
  if (has("pointer")) {
    const Reader reader(object, subject, {"pointer", "id", "phase", "at", "button", "pressure", "eraser", "modifiers"});
    PointerInput pointer;
    pointer.kind = Pointer(reader.choice("pointer", kPointers, 0));
    pointer.id = std::int64_t(reader.number("id", -9e15, 9e15, 0));
    reader.at("phase");
    pointer.phase = Phase(reader.choice("phase", kPhases, 0));
    pointer.atDp = reader.pair("at", -kFarDp, kFarDp);
    pointer.button = Button(reader.choice("button", kButtons, 0));
    pointer.pressure = reader.number("pressure", 0, 1, 1);
    pointer.eraser = reader.flag("eraser");
    pointer.modifiers = reader.modifiers();
    return {timeMs, pointer};
  }
  if (has("wheel")) {
    const Reader reader(object, subject, {"wheel", "at", "modifiers"});
    return {timeMs,
            WheelInput{reader.pair("at", -kFarDp, kFarDp), reader.number("wheel", -1000, 1000), reader.modifiers()}};
  }
  if (has("key")) {
    const Reader reader(object, subject, {"key", "phase", "modifiers"});
    const std::size_t phase = reader.choice("phase", kKeyPhases, 1);
    return {timeMs, KeyInput{reader.text("key"), phase != 0, phase == 2, reader.modifiers()}};
  }
  if (has("text")) {
    return {timeMs, TextInput{Reader(object, subject, {"text"}).text("text")}};
  }
  const Reader reader(object, subject, {"focus_lost"});
  if (!reader.flag("focus_lost")) {
    reader.fail("it is no kind of input", "It holds one of pointer, wheel, key, text, focus_lost");
  }
  return {timeMs, FocusLost{}};
}

}  // namespace

std::string encodeRecording(const Recording& recording) {
  json frames = json::array();
  for (const RecordedFrame& frame : recording.frames) {
    json inputs = json::array();
    for (const Input& input : frame.inputs) {
      inputs.push_back(std::visit(Encoder{}, input.what));
    }
    frames.push_back({{"time_ms", frame.timeMs}, {"input", std::move(inputs)}});
    if (frame.pxPerDp) {
      frames.back()["px_per_dp"] = *frame.pxPerDp;
    }
  }
  return json{{"sagitta_input", 1},
              {"size_dp", {recording.sizeDp.x, recording.sizeDp.y}},
              {"px_per_dp", recording.pxPerDp},
              {"frames", std::move(frames)}}
      .dump(1);
}

Recording decodeRecording(std::string_view text, const std::string& subject) {
  json document;
  try {
    document = json::parse(text);
  } catch (const json::exception&) {  // of several kinds: a number may be too large for any type
    throw core::Error(subject, "it is not JSON", "Give a file that --record wrote");
  }
  const Reader reader(document, subject, {"sagitta_input", "size_dp", "px_per_dp", "frames"});
  if (reader.at("sagitta_input") != 1) {
    reader.fail("it is a recording of another version", "Record it anew");
  }
  Recording recording;
  recording.sizeDp = reader.pair("size_dp", 64, kMaxSideDp);
  recording.pxPerDp = reader.number("px_per_dp", kSmallestScale, kLargestScale, 1);
  for (const json& each : reader.list("frames")) {
    const std::string where = subject + ", frame " + std::to_string(recording.frames.size());
    const Reader frame(each, where, {"time_ms", "px_per_dp", "input"});
    RecordedFrame& added = recording.frames.emplace_back();
    added.timeMs = std::int64_t(frame.number("time_ms", 0, 9e15));
    if (recording.frames.size() > 1 && added.timeMs < recording.frames[recording.frames.size() - 2].timeMs) {
      frame.fail("it is earlier than the frame before it", "Let \"time_ms\" rise");
    }
    if (frame.has("px_per_dp")) {
      added.pxPerDp = frame.number("px_per_dp", kSmallestScale, kLargestScale);
    }
    if (frame.has("input")) {
      for (const json& input : frame.list("input")) {
        added.inputs.push_back(
            decodeInput(input, where + ", input " + std::to_string(added.inputs.size()), added.timeMs));
      }
    }
  }
  return recording;
}

}  // namespace interaction
