// Draws one scene of a raw volume and prints what it cost: for comparing pictures and times with other programs.
//
//   render_probe SCENE.json
//
// SCENE.json: {"volume": {"file": "v.raw", "type": "int16|uint16|float32", "size": [i,j,k],
//   "world_from_voxel": [16 numbers, row-major, LPS mm]}, "modality": "CT", "device": "",
//   "picture": {"size": [w,h], "out": "p.png"}, "repeat": 3, "paced": false, "step_mm": 0,
//   "camera": {"position_mm": [...], "target_mm": [...], "up": [...], "field_of_view_deg": 30},
//   "preset": "bone" | "transfer_function": {"points": [[value, r, g, b, opacity per mm], ...],
//     "shading": {"ambient", "diffuse", "specular", "shininess"} | null},
//   "layout": "3d|quad|axial|coronal|sagittal", "mode": "volume|maximum|average", "background": [r,g,b],
//   "clip_planes": [{"point_mm": [...], "normal": [...]}], "jitter": false, "like_vtk": false, "skip": true,
//   "gradient_volume": true, "lesions": [{"center_mm": [...], "radius_mm": 8}]}
// Paced, it draws a frame for every line on its standard input and answers with that frame's cost, so that frames of
// another program can be drawn between.
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <glm/mat4x4.hpp>
#include <iostream>
#include <nlohmann/json.hpp>

#include "core/brush.h"
#include "core/error.h"
#include "core/palette.h"
#include "core/timing.h"
#include "renderer/picture_file.h"
#include "renderer/renderer.h"

namespace {

using nlohmann::json;

glm::dvec3 vectorOf(const json& numbers) {
  return {numbers.at(0).get<double>(), numbers.at(1).get<double>(), numbers.at(2).get<double>()};
}

core::Volume volumeOf(const json& scene) {
  const json& what = scene.at("volume");
  glm::dmat4 worldFromVoxel(1);
  for (int row = 0; row < 4; ++row) {
    for (int column = 0; column < 4; ++column) {
      worldFromVoxel[column][row] = what.at("world_from_voxel").at(std::size_t(row * 4 + column)).get<double>();
    }
  }
  const std::string type = what.at("type");
  core::Volume volume;
  volume.grid = core::Grid(glm::ivec3(vectorOf(what.at("size"))), worldFromVoxel);
  volume.voxels = core::makeVoxels(type == "int16"    ? core::VoxelType::Int16
                                   : type == "uint16" ? core::VoxelType::UInt16
                                                      : core::VoxelType::Float32,
                                   volume.grid.voxelCount());
  const std::string file = what.at("file");
  std::ifstream in(file, std::ios::binary);
  std::visit(
      [&](auto& voxels) {
        in.read(reinterpret_cast<char*>(voxels.data()), std::streamsize(voxels.size() * sizeof(voxels[0])));
      },
      volume.voxels);
  if (!in) {
    throw core::Error(file, "it is missing or too short for its size", "Give the file that the scene describes");
  }
  return volume;
}

template <typename T>
T choice(const json& scene, const char* key, std::initializer_list<std::pair<const char*, T>> names) {
  const std::string given = scene.value(key, names.begin()->first);
  for (const auto& [name, value] : names) {
    if (given == name) {
      return value;
    }
  }
  throw core::Error(given, std::string("it is no ") + key);
}

core::View viewOf(const json& scene) {
  core::View view;
  view.layout = choice<core::Layout>(scene, "layout",
                                     {{"3d", core::Layout::ThreeD},
                                      {"quad", core::Layout::Quad},
                                      {"axial", core::Layout::Axial},
                                      {"coronal", core::Layout::Coronal},
                                      {"sagittal", core::Layout::Sagittal}});
  view.mode = choice<core::ViewMode>(
      scene, "mode",
      {{"volume", core::ViewMode::Volume}, {"maximum", core::ViewMode::Maximum}, {"average", core::ViewMode::Average}});
  if (scene.contains("camera")) {
    const json& camera = scene["camera"];
    view.camera = {.positionMm = vectorOf(camera.at("position_mm")),
                   .targetMm = vectorOf(camera.at("target_mm")),
                   .up = vectorOf(camera.at("up")),
                   .fieldOfViewDeg = camera.value("field_of_view_deg", 30.0)};
  }
  view.preset = scene.value("preset", "");
  if (scene.contains("transfer_function")) {
    const json& given = scene["transfer_function"];
    core::TransferFunction function;
    for (const json& point : given.at("points")) {
      function.points.push_back({point.at(0).get<double>(),
                                 {point.at(1).get<float>(), point.at(2).get<float>(), point.at(3).get<float>()},
                                 point.at(4).get<float>()});
    }
    const json shading = given.value("shading", json());
    function.shading.enabled = !shading.is_null();
    if (function.shading.enabled) {
      function.shading.ambient = shading.at("ambient");
      function.shading.diffuse = shading.at("diffuse");
      function.shading.specular = shading.at("specular");
      function.shading.shininess = shading.at("shininess");
    }
    view.transferFunction = function;
  }
  for (const json& plane : scene.value("clip_planes", json::array())) {
    view.clipPlanes.push_back({vectorOf(plane.at("point_mm")), vectorOf(plane.at("normal"))});
  }
  if (scene.contains("window")) {
    view.window = core::Window{scene["window"].at(0), scene["window"].at(1)};
  }
  if (scene.contains("focus_mm")) {
    view.focusMm = vectorOf(scene["focus_mm"]);
  }
  if (scene.contains("background")) {
    view.background = vectorOf(scene["background"]);
  }
  view.stepMm = scene.value("step_mm", 0.0);
  view.jitter = scene.value("jitter", true);
  view.lesionOpacity = scene.value("lesion_opacity", 1.0);
  core::validate(view, "scene");
  return view;
}

double cpuSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         1e-6 * double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

double wallSeconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

json run(const json& scene) {
  const core::Volume volume = volumeOf(scene);
  gpu::DeviceOptions deviceOptions;
  deviceOptions.choice = scene.value("device", "");
  if (scene.value("validate", false)) {
    deviceOptions.onValidationMessage = [](std::string_view message) { std::cerr << message << "\n"; };
  }
  gpu::Device device(deviceOptions);
  renderer::Renderer painter(device);
  const double loadStart = wallSeconds();
  painter.setVolume(volume, scene.value("modality", "CT"));
  const double loadMs = (wallSeconds() - loadStart) * 1e3;

  std::vector<core::Mask> masks;
  for (const json& lesion : scene.value("lesions", json::array())) {
    core::BrushStroke stroke;
    stroke.radiusMm = lesion.at("radius_mm");
    stroke.pointsMm = {vectorOf(lesion.at("center_mm"))};
    masks.push_back(painter.painter().paint(stroke, std::uint32_t(masks.size() + 1)));
  }
  std::vector<renderer::Lesion> lesions;
  for (const core::Mask& mask : masks) {
    lesions.push_back({std::uint32_t(lesions.size() + 1), core::lesionColor(lesions.size()), &mask});
  }
  painter.lesions().assign(lesions);

  const core::View view = viewOf(scene);
  const glm::ivec2 size(scene.at("picture").at("size").at(0).get<int>(), scene["picture"]["size"].at(1).get<int>());
  const bool likeVtk = scene.value("like_vtk", false);
  renderer::RenderOptions options;
  options.skip = scene.value("skip", true);
  options.gradientVolume = scene.value("gradient_volume", true);
  options.run = scene.value("run", options.run);
  options.voxelCentersOnly = likeVtk;
  options.firstStep = scene.value("first_step", likeVtk ? 1.0 : 0.0);

  const renderer::Picture picture = painter.render(view, size, options);  // also warms up
  options.readBack = false;  // other programs' pictures stay where they are drawn, too
  std::vector<double> cpu;
  std::vector<double> wall;
  const bool paced = scene.value("paced", false);
  for (int i = 0; i < scene.value("repeat", 1); ++i) {
    if (std::string line; paced && !std::getline(std::cin, line)) {
      break;
    }
    const double cpuStart = cpuSeconds();
    const double wallStart = wallSeconds();
    device.wait(painter.draw(view, size, options));
    wall.push_back((wallSeconds() - wallStart) * 1e3);
    cpu.push_back((cpuSeconds() - cpuStart) * 1e3);
    if (paced) {
      std::cout << json{{"cpu_ms", cpu.back()}}.dump() << std::endl;
    }
  }
  if (scene["picture"].contains("out")) {
    renderer::writePng(scene["picture"]["out"].get<std::string>(), picture);
  }
  renderer::RenderStats stats;
  options.readBack = true;
  options.count = true;
  painter.render(view, size, options, &stats);
  return {{"device", device.info().name},
          {"load_ms", loadMs},
          {"wall_ms", core::median(wall)},
          {"cpu_ms", core::median(cpu)},
          {"samples_per_ray", double(stats.samples) / double(std::max<std::uint64_t>(1, stats.rays))},
          {"leaps_per_ray", double(stats.leaps) / double(std::max<std::uint64_t>(1, stats.rays))}};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: render_probe SCENE.json\n";
    return 2;
  }
  try {
    std::ifstream in(argv[1]);
    std::cout << run(json::parse(in)).dump() << "\n";
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 1;
  }
}
