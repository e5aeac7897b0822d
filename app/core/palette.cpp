#include "core/palette.h"

#include <array>
#include <cmath>

namespace core {
namespace {

constexpr glm::vec3 srgb(unsigned hex) {
  return {float(hex >> 16 & 255) / 255.f, float(hex >> 8 & 255) / 255.f, float(hex & 255) / 255.f};
}

// Okabe and Ito, "Color Universal Design", without black.
constexpr std::array<glm::vec3, 7> kFirst = {srgb(0xE69F00), srgb(0x56B4E9), srgb(0x009E73), srgb(0xF0E442),
                                             srgb(0x0072B2), srgb(0xD55E00), srgb(0xCC79A7)};

float channel(float hue, float saturation, float value, float shift) {
  const float k = std::fmod(shift + hue * 6.f, 6.f);
  return value - value * saturation * std::fmax(0.f, std::fmin(std::fmin(k, 4.f - k), 1.f));
}

}  // namespace

glm::vec3 lesionColor(std::size_t index) {
  if (index < kFirst.size()) {
    return kFirst[index];
  }
  const std::size_t later = index - kFirst.size();
  const float hue = float(std::fmod(0.11 + double(later) * 0.6180339887498949, 1.0));
  const float saturation = std::array{0.85f, 0.55f, 0.70f}[later % 3];
  const float value = std::array{0.95f, 0.75f}[later / 3 % 2];
  return {channel(hue, saturation, value, 5), channel(hue, saturation, value, 3), channel(hue, saturation, value, 1)};
}

glm::vec3 lesionColor(std::size_t index, const std::optional<Color>& chosen) {
  return chosen ? glm::vec3((*chosen)[0], (*chosen)[1], (*chosen)[2]) / 255.f : lesionColor(index);
}

}  // namespace core
