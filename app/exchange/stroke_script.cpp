#include "exchange/stroke_script.h"

#include <nlohmann/json.hpp>
#include <set>

#include "core/error.h"
#include "core/name.h"

namespace exchange {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMaxStrokes = 1'000'000;

class StrokeReader {
 public:
  StrokeReader(const Json& stroke, std::string subject) : stroke_(stroke), subject_(std::move(subject)) {
    if (!stroke.is_object()) {
      fail("it is not an object", "Write {\"lesion\": ..., \"radius_mm\": ..., \"points_mm\": [...]}");
    }
    static const std::set<std::string> kKnown{"lesion", "class",          "mode",  "radius_mm", "points_mm",
                                              "range",  "protect_others", "shape", "normal"};
    for (const auto& [key, value] : stroke.items()) {
      if (!kKnown.contains(key)) {
        fail("it has a field \"" + key + "\" that strokes don't have", "Remove it, or correct its spelling");
      }
    }
  }

  [[noreturn]] void fail(const std::string& cause, const std::string& remedy) const {
    throw core::Error(subject_, cause, remedy);
  }

  std::string text(const char* key, const std::string& otherwise, bool required) const {
    const auto found = stroke_.find(key);
    if (found == stroke_.end()) {
      if (required) {
        fail(std::string("it has no \"") + key + "\"", "Add it");
      }
      return otherwise;
    }
    if (!found->is_string()) {
      fail(std::string("\"") + key + "\" is not a text", "Write it in quotes");
    }
    core::requireName(found->get_ref<const std::string&>(), subject_, std::string("\"") + key + "\"");
    return *found;
  }

  double number(const Json& value, const char* what) const {
    if (!value.is_number()) {
      fail(std::string("\"") + what + "\" holds something that is not a number", "Correct it");
    }
    return value.get<double>();
  }

  const Json& at(const char* key) const {
    const auto found = stroke_.find(key);
    if (found == stroke_.end()) {
      fail(std::string("it has no \"") + key + "\"", "Add it");
    }
    return *found;
  }

  ScriptedStroke read() const {
    ScriptedStroke scripted;
    scripted.lesion = text("lesion", "", true);
    scripted.className = text("class", "", false);
    const std::string mode = text("mode", "add", false);
    if (mode != "add" && mode != "erase") {
      fail("its mode is \"" + mode + "\"", "Write \"add\" or \"erase\"");
    }
    core::BrushStroke& stroke = scripted.stroke;
    stroke.mode = mode == "add" ? core::BrushMode::Add : core::BrushMode::Erase;
    stroke.radiusMm = number(at("radius_mm"), "radius_mm");
    const Json& points = at("points_mm");
    if (!points.is_array()) {
      fail("\"points_mm\" is not a list", "Write [[x, y, z], ...] in LPS millimetres");
    }
    for (const Json& point : points) {
      if (!point.is_array() || point.size() != 3) {
        fail("a point has not three coordinates", "Write [x, y, z] in LPS millimetres");
      }
      stroke.pointsMm.emplace_back(number(point[0], "points_mm"), number(point[1], "points_mm"),
                                   number(point[2], "points_mm"));
    }
    const std::string shape = text("shape", "sphere", false);
    if (shape != "sphere" && shape != "disc") {
      fail("its shape is \"" + shape + "\"", "Write \"sphere\" or \"disc\"");
    }
    if (shape == "disc") {
      const Json& normal = at("normal");
      if (!normal.is_array() || normal.size() != 3) {
        fail("its \"normal\" has not three coordinates", "Write [x, y, z], the direction across the disc");
      }
      stroke.discNormal =
          glm::dvec3(number(normal[0], "normal"), number(normal[1], "normal"), number(normal[2], "normal"));
    } else if (stroke_.contains("normal")) {
      fail("it has a \"normal\" but is no disc", "Write \"shape\": \"disc\", or leave the normal out");
    }
    const auto range = stroke_.find("range");
    if (range != stroke_.end() && !range->is_null()) {
      if (!range->is_array() || range->size() != 2) {
        fail("its \"range\" is not [low, high]", "Write two intensities");
      }
      stroke.range = core::IntensityRange{number((*range)[0], "range"), number((*range)[1], "range")};
    }
    const auto protect = stroke_.find("protect_others");
    if (protect != stroke_.end() && !protect->is_null()) {
      if (!protect->is_boolean()) {
        fail("\"protect_others\" is neither true nor false", "Correct it");
      }
      stroke.protectOthers = protect->get<bool>();
    }
    core::validate(stroke, subject_);
    return scripted;
  }

 private:
  const Json& stroke_;
  std::string subject_;
};

}  // namespace

std::vector<ScriptedStroke> parseStrokeScript(const Json& document, const std::string& subject) {
  const auto strokes = document.is_object() ? document.find("strokes") : document.end();
  if (!document.is_object() || strokes == document.end() || !strokes->is_array()) {
    throw core::Error(subject, "it is no stroke script", "Write {\"strokes\": [...]}");
  }
  if (strokes->size() > kMaxStrokes) {
    throw core::Error(subject, "it has more than a million strokes", "Split it");
  }
  std::vector<ScriptedStroke> script;
  script.reserve(strokes->size());
  for (const Json& stroke : *strokes) {
    script.push_back(StrokeReader(stroke, subject + ", stroke " + std::to_string(script.size() + 1)).read());
  }
  return script;
}

}  // namespace exchange
