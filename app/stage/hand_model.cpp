#include "stage/hand_model.h"

#include <cmath>
#include <glm/geometric.hpp>
#include <glm/gtc/constants.hpp>
#include <map>
#include <string>

#include "core/error.h"
#include "exchange/glb.h"

namespace stage {
namespace {

using interaction::Side;

constexpr double kLargestM = 0.5;  // from the grip to a model's farthest point

// The plain controller is put together of rounded boxes (superellipsoids: Barr 1981); drawn by depth, they may stand in
// one another.
struct Part {
  glm::dvec3 middleMm;  // of the right hand's; the left one is its mirror image
  glm::dvec3 halfMm;
  double roundness;  // 1: an ellipsoid; toward 0: a box
  int around;        // triangles are made by so many meridians
  glm::vec3 color;
  bool isTool = false;
};
constexpr glm::vec3 kHandleColor = glm::vec3(0x56, 0x5F, 0x69) / 255.f;
constexpr glm::vec3 kHeadColor = glm::vec3(0x6B, 0x75, 0x80) / 255.f;
constexpr glm::vec3 kDarkColor = glm::vec3(0x2B, 0x31, 0x38) / 255.f;
constexpr glm::vec3 kLightColor = glm::vec3(0xE8, 0xEC, 0xEF) / 255.f;
constexpr std::array kParts = {
    Part{{0, -2, 30}, {15, 17, 52}, 0.8, 20, kHandleColor},       // handle
    Part{{0, 8, -34}, {23, 13, 27}, 0.8, 20, kHeadColor},         // head, which thumb and forefinger reach
    Part{{0, -9, -46}, {8, 14, 11}, 0.7, 14, kLightColor, true},  // trigger
    Part{{-9, 20, -42}, {8, 3, 8}, 0.9, 16, kDarkColor},          // stick, and its cap
    Part{{-9, 25, -42}, {5, 2.5, 5}, 0.9, 14, kLightColor},
    Part{{9, 20, -34}, {4.5, 3, 4.5}, 0.9, 12, kLightColor},  // buttons
    Part{{10, 20, -46}, {4.5, 3, 4.5}, 0.9, 12, kLightColor},
    Part{{-16, -8, 18}, {4, 8, 15}, 0.7, 12, kDarkColor},  // grip
};

double bent(double value, double power) {
  return std::copysign(std::pow(std::abs(value), power), value);
}

void add(HandModel& model, const Part& part, double mirror) {
  const int rows = part.around / 2;
  const auto at = [&](int column, int row) {
    const double longitude = glm::two_pi<double>() * column / part.around;
    const double latitude = glm::pi<double>() * (double(row) / rows - 0.5);
    const auto on = [&](double power) {
      return glm::dvec3(bent(std::cos(latitude), power) * bent(std::cos(longitude), power),
                        bent(std::cos(latitude), power) * bent(std::sin(longitude), power),
                        bent(std::sin(latitude), power));
    };
    // The normal is that of the dual: the powers' complements, by the inverse lengths.
    const glm::dvec3 place = part.middleMm + on(part.roundness) * part.halfMm;
    const glm::dvec3 normal = glm::normalize(on(2 - part.roundness) / part.halfMm);
    const glm::dvec3 side(mirror, 1, 1);
    return HandModel::Vertex{glm::vec3(place * side / 1000.0), glm::vec3(normal * side), part.color, part.isTool};
  };
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < part.around; ++column) {
      const HandModel::Vertex low = at(column, row), lowNext = at(column + 1, row);
      const HandModel::Vertex high = at(column, row + 1), highNext = at(column + 1, row + 1);
      if (row > 0) {  // at the poles one of the two has no area
        model.vertices.insert(model.vertices.end(), {low, lowNext, highNext});
      }
      if (row + 1 < rows) {
        model.vertices.insert(model.vertices.end(), {low, highNext, high});
      }
    }
  }
}

// Where faces meet at less than an angle they are parts of one rounded surface; else there is an edge. Each face counts
// as large as it is.
void smooth(HandModel& model) {
  constexpr float kEdgeCosine = 0.64f;  // 50 degrees
  constexpr float kSameM = 1e-5f;       // corners nearer than this are one
  std::map<std::array<std::int32_t, 3>, std::vector<std::size_t>> meeting;
  const auto placeOf = [](glm::vec3 at) {
    const glm::vec3 step = glm::round(at / kSameM);
    return std::array<std::int32_t, 3>{std::int32_t(step.x), std::int32_t(step.y), std::int32_t(step.z)};
  };
  std::vector<glm::vec3> across;  // of each face, as long as twice its area
  for (std::size_t i = 0; i < model.vertices.size(); ++i) {
    if (i % 3 == 0) {
      const auto at = [&](std::size_t corner) { return model.vertices[i + corner].atM; };
      across.push_back(glm::cross(at(1) - at(0), at(2) - at(0)));
    }
    meeting[placeOf(model.vertices[i].atM)].push_back(i / 3);
  }
  std::vector<glm::vec3> smoothed;
  for (const HandModel::Vertex& vertex : model.vertices) {
    glm::vec3 sum(0);
    for (const std::size_t face : meeting[placeOf(vertex.atM)]) {
      const float size = glm::length(across[face]);
      sum += size > 0 && glm::dot(across[face], vertex.normal) > kEdgeCosine * size ? across[face] : glm::vec3(0);
    }
    smoothed.push_back(glm::length(sum) > 0 ? glm::normalize(sum) : vertex.normal);
  }
  for (std::size_t i = 0; i < smoothed.size(); ++i) {
    model.vertices[i].normal = smoothed[i];
  }
}

HandModel readModel(const std::filesystem::path& file) {
  HandModel model;
  for (const exchange::NamedSurface& each : exchange::readGlb(file).surfaces) {
    const glm::vec3 color =
        each.colour ? glm::vec3((*each.colour)[0], (*each.colour)[1], (*each.colour)[2]) / 255.f : kHeadColor;
    if (model.vertices.size() / 3 + each.surface.triangles.size() > kMostHandTriangles) {
      throw core::Error(file.string(), "it has more than " + std::to_string(kMostHandTriangles) + " triangles",
                        "Simplify it: it is drawn for both eyes in every frame");
    }
    for (const glm::uvec3& triangle : each.surface.triangles) {
      std::array<glm::vec3, 3> corners;
      for (int i = 0; i < 3; ++i) {
        // From the patient's axes, in which surfaces are read (exchange/glb.h), back to glTF's.
        const glm::dvec3 mm = each.surface.originMm + glm::dvec3(each.surface.verticesMm[triangle[i]]);
        corners[std::size_t(i)] = glm::vec3(glm::dvec3(mm.x, mm.z, -mm.y) / 1000.0);
        if (!(glm::length(corners[std::size_t(i)]) <= kLargestM)) {
          throw core::Error(file.string(), "it reaches more than half a metre from the hand",
                            "Export it in metres, with its origin where the hand holds it");
        }
      }
      const glm::vec3 across = glm::cross(corners[1] - corners[0], corners[2] - corners[0]);
      const float size = glm::length(across);
      for (const glm::vec3& corner : corners) {
        model.vertices.push_back({corner, size > 0 ? across / size : glm::vec3(0, 1, 0), color});
      }
    }
  }
  smooth(model);
  if (model.vertices.empty()) {
    throw core::Error(file.string(), "it has no triangles", "Give another model, or none for the plain one");
  }
  return model;
}

}  // namespace

HandModel plainController(Side side) {
  HandModel model;
  for (const Part& part : kParts) {
    add(model, part, side == Side::Left ? -1 : 1);
  }
  return model;
}

HandModels plainControllers() {
  return {plainController(Side::Left), plainController(Side::Right)};
}

HandModels readHandModels(const std::filesystem::path& folder) {
  HandModels models;
  bool found = false;
  for (const Side side : {Side::Left, Side::Right}) {
    const std::filesystem::path file = folder / (side == Side::Left ? "left.glb" : "right.glb");
    std::error_code unreadable;
    const bool isThere = std::filesystem::exists(file, unreadable);
    models[std::size_t(side)] = isThere ? readModel(file) : plainController(side);
    found = found || isThere;
  }
  if (!found) {
    throw core::Error(folder.string(), "it has neither left.glb nor right.glb",
                      "Name the folder that holds the models of your controllers");
  }
  return models;
}

}  // namespace stage
