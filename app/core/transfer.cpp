#include "core/transfer.h"

#include <algorithm>
#include <cmath>
#include <glm/common.hpp>
#include <limits>

#include "core/error.h"

namespace core {

TransferPoint at(const TransferFunction& function, double value) {
  const auto& points = function.points;
  const auto above = std::find_if(points.begin(), points.end(), [&](const auto& p) { return p.value > value; });
  if (above == points.begin() || above == points.end()) {
    TransferPoint end = above == points.begin() ? points.front() : points.back();
    end.value = value;
    return end;
  }
  const TransferPoint& low = *(above - 1);
  const float t = float((value - low.value) / (above->value - low.value));
  return {value, glm::mix(low.color, above->color, t), glm::mix(low.opacity, above->opacity, t)};
}

std::optional<IntensityRange> seenRange(const TransferFunction& function) {
  const auto& points = function.points;
  const auto isSeen = [](const TransferPoint& point) { return point.opacity > 0; };
  const auto first = std::find_if(points.begin(), points.end(), isSeen);
  if (first == points.end()) {
    return std::nullopt;
  }
  const auto last = std::find_if(points.rbegin(), points.rend(), isSeen);
  // Opacity rises from the point before the first seen one, and falls until the one after the last; it goes on as it is
  // beyond the ends.
  constexpr double kAny = std::numeric_limits<double>::max();
  return IntensityRange{first == points.begin() ? -kAny : (first - 1)->value,
                        last == points.rbegin() ? kAny : (last - 1)->value};
}

std::size_t insertPoint(TransferFunction& function, double value) {
  auto& points = function.points;
  const auto place = std::find_if(points.begin(), points.end(), [&](const auto& p) { return p.value >= value; });
  const std::size_t index = std::size_t(place - points.begin());
  if (place == points.end() || place->value != value) {
    points.insert(place, at(function, value));
  }
  return index;
}

void movePoint(TransferFunction& function, std::size_t point, double value, float opacity, double leastGap) {
  auto& points = function.points;
  check(point < points.size(), "the function has the point");
  TransferPoint& moved = points[point];
  const double low = point > 0 ? points[point - 1].value + leastGap : value;
  const double high = point + 1 < points.size() ? points[point + 1].value - leastGap : value;
  if (low <= high) {  // else neighbours are nearer than that already: it stays between them
    moved.value = std::clamp(value, low, high);
  }
  moved.opacity = std::clamp(opacity, 0.f, 1.f);
}

bool removePoint(TransferFunction& function, std::size_t point) {
  if (function.points.size() <= 2 || point >= function.points.size()) {
    return false;
  }
  function.points.erase(function.points.begin() + std::ptrdiff_t(point));
  return true;
}

Tone toneOf(glm::vec3 color) {
  const double most = std::max({color.r, color.g, color.b});
  const double least = std::min({color.r, color.g, color.b});
  const double chroma = most - least;
  Tone tone{0, 0, (most + least) / 2};
  if (chroma > 1e-6) {
    const double sixth = most == double(color.r)   ? std::fmod(double(color.g - color.b) / chroma + 6, 6.0)
                         : most == double(color.g) ? double(color.b - color.r) / chroma + 2
                                                   : double(color.r - color.g) / chroma + 4;
    tone.hue = sixth / 6;
    tone.saturation = std::clamp(chroma / std::max(1 - std::abs(2 * tone.lightness - 1), 1e-6), 0.0, 1.0);
  }
  return tone;
}

glm::vec3 colorOf(const Tone& tone) {
  const double chroma = (1 - std::abs(2 * tone.lightness - 1)) * tone.saturation;
  const auto channel = [&](double shift) {  // 1 within a sixth of its hue, 0 opposite to it
    const double sixth = std::fmod(tone.hue * 6 + shift, 6.0);
    const double share = std::clamp(std::abs(sixth - 3) - 1, 0.0, 1.0);
    return float(tone.lightness + chroma * (share - 0.5));
  };
  return glm::clamp(glm::vec3(channel(0), channel(4), channel(2)), 0.f, 1.f);
}

}  // namespace core
