#include "stage/lesion_names.h"
#include "stage/in_words.h"

#include <algorithm>
#include <cctype>
#include <cmath>

namespace stage {
namespace {

constexpr double kAside = 0.08;  // of the image's width: nearer to its middle a side would be a guess
constexpr double kThird = 1.0 / 6;

}  // namespace

std::string placeInWords(const core::Grid& grid, glm::dvec3 pointMm) {
  // World axes are the patient's: left, back, head. The box of a turned grid is that of its corners.
  glm::dvec3 low(1e300), high(-1e300);
  for (int i = 0; i < 8; ++i) {
    const glm::dvec3 corner = grid.worldOf(glm::dvec3(i & 1, i >> 1 & 1, i >> 2 & 1) * glm::dvec3(grid.size()) - 0.5);
    low = glm::min(low, corner);
    high = glm::max(high, corner);
  }
  const glm::dvec3 part = (pointMm - low) / (high - low) - 0.5;
  const std::string height = part.z > kThird ? "upper" : part.z < -kThird ? "lower" : "";
  const std::string side = part.x > kAside ? "left" : part.x < -kAside ? "right" : "";
  if (height.empty() && side.empty()) {
    return "middle";
  }
  return height + (height.empty() || side.empty() ? "" : " ") + side;
}

std::vector<std::string> namesFor(const ui::Model& model, std::size_t lesion, const core::Grid& grid,
                                  std::optional<glm::dvec3> middleMm, std::size_t most) {
  std::vector<std::string> taken;
  for (std::size_t i = 0; i < model.lesions.size(); ++i) {
    if (i != lesion && !model.lesions[i].gone) {
      taken.push_back(model.lesions[i].name);
    }
  }
  std::vector<std::string> names;
  const auto isFree = [&](const std::string& name) {
    return std::find(taken.begin(), taken.end(), name) == taken.end() && name != model.lesions[lesion].name &&
           std::find(names.begin(), names.end(), name) == names.end();
  };
  const auto numbered = [&](const std::string& begin, bool bareToo) {
    if (bareToo && isFree(begin)) {
      names.push_back(begin);
      return;
    }
    for (int number = bareToo ? 2 : 1;; ++number) {
      if (const std::string name = begin + " " + std::to_string(number); isFree(name)) {
        names.push_back(name);
        return;
      }
    }
  };
  // Its own class first, by number and by place, then the others in the guideline's order.
  std::vector<std::string> classes{model.lesions[lesion].className};
  for (const ui::ClassItem& item : model.classes) {
    if (item.name != classes.front()) {
      classes.push_back(item.name);
    }
  }
  for (const std::string& each : classes) {
    if (names.size() < most && !each.empty()) {
      numbered(capital(each), false);
    }
    if (names.size() < most && middleMm && !each.empty()) {
      numbered(capital(each) + " " + placeInWords(grid, *middleMm), true);
    }
  }
  return names;
}

}  // namespace stage
