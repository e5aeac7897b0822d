#include "exchange/view_file.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <type_traits>

#include "core/error.h"

namespace exchange {
namespace {

using Json = nlohmann::json;

const std::map<std::string, core::Layout> kLayouts = {
    {"quad", core::Layout::Quad},       {"3d", core::Layout::ThreeD},         {"axial", core::Layout::Axial},
    {"coronal", core::Layout::Coronal}, {"sagittal", core::Layout::Sagittal}, {"oblique", core::Layout::Oblique}};
const std::map<std::string, core::ViewMode> kModes = {
    {"volume", core::ViewMode::Volume}, {"maximum", core::ViewMode::Maximum}, {"average", core::ViewMode::Average}};
const std::map<std::string, core::Projection> kProjections = {{"perspective", core::Projection::Perspective},
                                                              {"orthographic", core::Projection::Orthographic}};
const std::map<std::string, core::LesionSurface> kSurfaces = {{"smooth", core::LesionSurface::Smooth},
                                                              {"crisp", core::LesionSurface::Crisp}};

template <typename Enum>
const std::string& wordOf(Enum value, const std::map<std::string, Enum>& choices) {
  const auto found =
      std::find_if(choices.begin(), choices.end(), [&](const auto& choice) { return choice.second == value; });
  core::check(found != choices.end(), "every choice has a word");
  return found->first;
}

template <typename Vector>
Json numbers(const Vector& value) {
  return {value.x, value.y, value.z};
}

// Reads the fields of one JSON object; what is left unread at the end is an error, so that no misspelt field is lost.
class Fields {
 public:
  Fields(const Json& object, std::string subject) : object_(object), subject_(std::move(subject)) {
    if (!object.is_object()) {
      fail("it is not a JSON object", "Write {\"field\": value, ...}");
    }
  }

  [[noreturn]] void fail(const std::string& cause, const std::string& remedy) const {
    throw core::Error(subject_, cause, remedy);
  }

  const Json* find(const char* key) {
    read_.push_back(key);
    const auto found = object_.find(key);
    return found == object_.end() || found->is_null() ? nullptr : &*found;
  }

  template <typename Number>
  void number(const char* key, Number& value) {
    if (const Json* found = find(key)) {
      const double given = numberOf(*found, key);
      if constexpr (std::is_integral_v<Number>) {
        if (given != std::round(given) || std::abs(given) > std::numeric_limits<Number>::max()) {
          fail(quoted(key) + " is not a whole number", "Write one");
        }
      }
      value = Number(given);
    }
  }

  void flag(const char* key, bool& value) {
    if (const Json* found = find(key)) {
      if (!found->is_boolean()) {
        fail(quoted(key) + " is neither true nor false", "Write true or false");
      }
      value = *found;
    }
  }

  void text(const char* key, std::string& value) {
    if (const Json* found = find(key)) {
      if (!found->is_string()) {
        fail(quoted(key) + " is not a text", "Write it in quotes");
      }
      value = *found;
    }
  }

  template <typename Vector>
  void vector(const char* key, Vector& value) {
    if (const Json* found = find(key)) {
      if (!found->is_array() || found->size() != 3) {
        fail(quoted(key) + " has not three numbers", "Write [x, y, z]");
      }
      for (int i = 0; i < 3; ++i) {
        value[i] = typename Vector::value_type(numberOf((*found)[std::size_t(i)], key));
      }
    }
  }

  template <typename Enum>
  void choice(const char* key, Enum& value, const std::map<std::string, Enum>& choices) {
    std::string word;
    text(key, word);
    if (word.empty()) {
      return;
    }
    const auto found = choices.find(word);
    if (found == choices.end()) {
      std::string all;
      for (const auto& [each, unused] : choices) {
        all += (all.empty() ? "" : ", ") + each;
      }
      fail(quoted(key) + " is \"" + word + "\"", "It may be " + all);
    }
    value = found->second;
  }

  Fields object(const char* key, const Json& value) const { return {value, subject_ + ", " + quoted(key)}; }

  const Json& list(const char* key, const Json& value) const {
    if (!value.is_array()) {
      fail(quoted(key) + " is not a list", "Write [...]");
    }
    return value;
  }

  void expectNothingElse() const {
    for (const auto& [key, value] : object_.items()) {
      if (std::find(read_.begin(), read_.end(), key) == read_.end()) {
        fail("it has a field " + quoted(key) + " that does not belong there", "Remove it, or correct its spelling");
      }
    }
  }

 private:
  static std::string quoted(const std::string& key) { return "\"" + key + "\""; }

  double numberOf(const Json& value, const char* key) const {
    if (!value.is_number()) {
      fail(quoted(key) + " holds something that is not a number", "Write a number");
    }
    return value.get<double>();
  }

  const Json& object_;
  std::string subject_;
  std::vector<std::string> read_;
};

core::Camera cameraOf(Fields fields) {
  core::Camera camera;
  fields.vector("position_mm", camera.positionMm);
  fields.vector("target_mm", camera.targetMm);
  fields.vector("up", camera.up);
  fields.choice("projection", camera.projection, kProjections);
  fields.number("field_of_view_deg", camera.fieldOfViewDeg);
  fields.number("height_mm", camera.heightMm);
  fields.expectNothingElse();
  return camera;
}

core::TransferFunction transferFunctionOf(Fields fields) {
  core::TransferFunction function;
  if (const Json* points = fields.find("points")) {
    for (const Json& each : fields.list("points", *points)) {
      Fields point = fields.object("points", each);
      core::TransferPoint& added = function.points.emplace_back();
      point.number("value", added.value);
      point.vector("color", added.color);
      point.number("opacity", added.opacity);
      point.expectNothingElse();
    }
  }
  if (const Json* shading = fields.find("shading")) {
    Fields inner = fields.object("shading", *shading);
    inner.flag("enabled", function.shading.enabled);
    inner.number("ambient", function.shading.ambient);
    inner.number("diffuse", function.shading.diffuse);
    inner.number("specular", function.shading.specular);
    inner.number("shininess", function.shading.shininess);
    inner.vector("light_offset", function.shading.lightOffset);
    inner.expectNothingElse();
  }
  fields.expectNothingElse();
  return function;
}

core::SlicePlane slicePlaneOf(Fields fields) {
  core::SlicePlane plane;
  fields.vector("center_mm", plane.centerMm);
  fields.vector("right", plane.right);
  fields.vector("down", plane.down);
  fields.expectNothingElse();
  return plane;
}

}  // namespace

core::View parseView(const Json& document, const std::string& subject, const std::vector<std::string>& lesionNames) {
  Fields fields(document, subject);
  core::View view;
  fields.choice("layout", view.layout, kLayouts);
  fields.choice("mode", view.mode, kModes);
  if (const Json* camera = fields.find("camera")) {
    view.camera = cameraOf(fields.object("camera", *camera));
  }
  fields.text("preset", view.preset);
  if (const Json* function = fields.find("transfer_function")) {
    view.transferFunction = transferFunctionOf(fields.object("transfer_function", *function));
  }
  fields.flag("shaded", view.shaded);
  if (const Json* window = fields.find("window")) {
    Fields inner = fields.object("window", *window);
    view.window.emplace();
    inner.number("center", view.window->center);
    inner.number("width", view.window->width);
    inner.expectNothingElse();
  }
  if (const Json* planes = fields.find("clip_planes")) {
    for (const Json& each : fields.list("clip_planes", *planes)) {
      Fields inner = fields.object("clip_planes", each);
      core::ClipPlane& plane = view.clipPlanes.emplace_back();
      inner.vector("point_mm", plane.pointMm);
      inner.vector("normal", plane.normal);
      inner.flag("enabled", plane.enabled);
      inner.expectNothingElse();
    }
  }
  if (fields.find("focus_mm") != nullptr) {
    fields.vector("focus_mm", view.focusMm.emplace());
  }
  if (const Json* plane = fields.find("oblique")) {
    view.oblique = slicePlaneOf(fields.object("oblique", *plane));
  }
  fields.number("slice_zoom", view.sliceZoom);
  fields.number("step_mm", view.stepMm);
  fields.flag("jitter", view.jitter);
  fields.flag("show_lesions", view.showLesions);
  if (const Json* hidden = fields.find("hidden_lesions")) {
    for (const Json& each : fields.list("hidden_lesions", *hidden)) {
      const auto found = each.is_string() ? std::find(lesionNames.begin(), lesionNames.end(), each.get<std::string>())
                                          : lesionNames.end();
      if (found == lesionNames.end()) {
        fields.fail("\"hidden_lesions\" names a lesion that is not there: " + each.dump(), "Correct its name");
      }
      view.hiddenLesions.push_back(std::uint32_t(found - lesionNames.begin() + 1));
    }
  }
  fields.number("lesion_opacity", view.lesionOpacity);
  fields.number("lesions_through_tissue", view.lesionsThroughTissue);
  fields.choice("lesion_surface", view.lesionSurface, kSurfaces);
  fields.flag("lesion_outlines", view.lesionOutlines);
  fields.vector("background", view.background);
  fields.expectNothingElse();
  core::validate(view, subject);
  return view;
}

Json viewDocument(const core::View& view) {
  Json document = {{"layout", wordOf(view.layout, kLayouts)},
                   {"mode", wordOf(view.mode, kModes)},
                   {"shaded", view.shaded},
                   {"slice_zoom", view.sliceZoom},
                   {"step_mm", view.stepMm},
                   {"jitter", view.jitter},
                   {"show_lesions", view.showLesions},
                   {"lesion_opacity", view.lesionOpacity},
                   {"lesions_through_tissue", view.lesionsThroughTissue},
                   {"lesion_surface", wordOf(view.lesionSurface, kSurfaces)},
                   {"lesion_outlines", view.lesionOutlines},
                   {"background", numbers(view.background)}};
  if (const auto& camera = view.camera) {
    document["camera"] = {{"position_mm", numbers(camera->positionMm)},
                          {"target_mm", numbers(camera->targetMm)},
                          {"up", numbers(camera->up)},
                          {"projection", wordOf(camera->projection, kProjections)},
                          {"field_of_view_deg", camera->fieldOfViewDeg},
                          {"height_mm", camera->heightMm}};
  }
  if (!view.preset.empty()) {
    document["preset"] = view.preset;
  }
  if (const auto& function = view.transferFunction) {
    Json points = Json::array();
    for (const core::TransferPoint& each : function->points) {
      points.push_back({{"value", each.value}, {"color", numbers(each.color)}, {"opacity", each.opacity}});
    }
    const core::Shading& shading = function->shading;
    document["transfer_function"] = {{"points", points},
                                     {"shading",
                                      {{"enabled", shading.enabled},
                                       {"ambient", shading.ambient},
                                       {"diffuse", shading.diffuse},
                                       {"specular", shading.specular},
                                       {"shininess", shading.shininess},
                                       {"light_offset", numbers(shading.lightOffset)}}}};
  }
  if (view.window) {
    document["window"] = {{"center", view.window->center}, {"width", view.window->width}};
  }
  for (const core::ClipPlane& each : view.clipPlanes) {
    document["clip_planes"].push_back(
        {{"point_mm", numbers(each.pointMm)}, {"normal", numbers(each.normal)}, {"enabled", each.enabled}});
  }
  if (view.focusMm) {
    document["focus_mm"] = numbers(*view.focusMm);
  }
  if (view.oblique) {
    document["oblique"] = {{"center_mm", numbers(view.oblique->centerMm)},
                           {"right", numbers(view.oblique->right)},
                           {"down", numbers(view.oblique->down)}};
  }
  return document;
}

}  // namespace exchange
