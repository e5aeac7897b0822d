#include "renderer/presets.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

#include "core/error.h"
#include "core/histogram.h"

namespace renderer {
namespace {

struct Point {
  double value;  // HU; for MR, 0 is the darkest and 1 the brightest tissue
  unsigned color;
  float opacity;  // of 1 mm
};

struct Preset {
  PresetInfo info;
  std::array<Point, 8> points;  // fewer: the rest is zero and left out
  std::size_t count;
  core::Shading shading;
};

// The light stands a little to the upper left of the eye, so that relief reads; shine is kept low: tissue isn't metal.
constexpr core::Shading kBoneLight{true, 0.16f, 0.92f, 0.16f, 24, {-0.25f, 0.40f, 0.0f}};
constexpr core::Shading kSoftLight{true, 0.22f, 0.82f, 0.10f, 12, {-0.25f, 0.40f, 0.0f}};

// A modality's first is what a case opens with.
constexpr std::array<Preset, 7> kPresets{{
    {{"bone", "CT", "Bone and skin"},
     {{{-300, 0x3A1A14, 0.0f},
       {-120, 0x4A2219, 0.012f},
       {120, 0x6E3527, 0.03f},
       {200, 0xA4624A, 0.16f},
       {300, 0xD9C2A5, 0.75f},
       {600, 0xF0E4D0, 0.97f},
       {1500, 0xFFFAF0, 1.0f}}},
     7,
     kBoneLight},
    {{"vessels", "CT", "Vessels with contrast"},
     {{{100, 0x5A1512, 0.0f},
       {160, 0x9C2A20, 0.06f},
       {220, 0xC8402E, 0.35f},
       {320, 0xE8A37C, 0.60f},
       {600, 0xF4E6D2, 0.90f},
       {1500, 0xFFFFFF, 1.0f}}},
     6,
     kSoftLight},
    {{"lung", "CT", "Lung"},
     {{{-980, 0x101C2C, 0.0f},
       {-900, 0x2C4A66, 0.004f},
       {-700, 0x6C8FA8, 0.02f},
       {-450, 0xC98F7A, 0.12f},
       {-150, 0xE0B8A0, 0.35f},
       {200, 0xF2DDCB, 0.60f}}},
     6,
     kSoftLight},
    {{"soft", "CT", "Soft tissue"},
     {{{-180, 0x5A3A28, 0.0f},
       {-80, 0xC79A64, 0.015f},
       {0, 0xB05A48, 0.03f},
       {60, 0xC86A55, 0.10f},
       {160, 0xD88A6C, 0.18f},
       {300, 0xEAD5BC, 0.60f},
       {1200, 0xFFFAF0, 0.95f}}},
     7,
     kSoftLight},
    {{"skin", "CT", "Skin"},
     {{{-600, 0xC08A70, 0.0f}, {-350, 0xD9A68A, 0.25f}, {-150, 0xE3B79C, 0.80f}, {200, 0xEFD9C4, 0.95f}}},
     4,
     kSoftLight},
    {{"mr", "MR", "MR"},
     {{{0.10, 0x141A22, 0.0f},
       {0.22, 0x3C4A58, 0.02f},
       {0.45, 0x8E8A86, 0.10f},
       {0.75, 0xD8C7B4, 0.30f},
       {1.00, 0xFFF6EA, 0.60f}}},
     5,
     kSoftLight},
    {{"mr-surface", "MR", "MR surface"},
     {{{0.12, 0x6B4A3C, 0.0f}, {0.20, 0xC99D84, 0.35f}, {0.40, 0xE3C4AC, 0.90f}, {1.00, 0xFFF2E2, 1.0f}}},
     4,
     kSoftLight},
}};

constexpr std::array<PresetInfo, kPresets.size()> infos() {
  std::array<PresetInfo, kPresets.size()> result{};
  for (std::size_t i = 0; i < kPresets.size(); ++i) {
    result[i] = kPresets[i].info;
  }
  return result;
}
constexpr std::array<PresetInfo, kPresets.size()> kInfos = infos();

glm::vec3 srgb(unsigned hex) {
  return glm::vec3(hex >> 16 & 255, hex >> 8 & 255, hex & 255) / 255.f;
}

bool isCt(std::string_view modality) {
  return modality == "CT";
}

}  // namespace

std::span<const PresetInfo> presets() {
  return kInfos;
}

core::IntensityRange tissueRange(const core::Volume& volume) {
  const core::IntensityRange all = core::intensityRange(volume);
  if (!(all.max > all.min)) {
    return {all.min, all.min + 1};
  }
  constexpr std::size_t kBins = 2048;
  const std::vector<std::size_t> histogram = core::histogram(volume, all, kBins);
  // The lowest bin is air, or what was cut away.
  const std::size_t inside = std::accumulate(histogram.begin() + 1, histogram.end(), std::size_t{0});
  const double scale = double(kBins) / (all.max - all.min);
  const auto below = [&](double share) {
    std::size_t seen = 0;
    for (std::size_t bin = 1; bin < kBins; ++bin) {
      seen += histogram[bin];
      if (double(seen) >= share * double(inside)) {
        return all.min + double(bin) / scale;
      }
    }
    return all.max;
  };
  const core::IntensityRange tissue{below(0.01), below(0.995)};
  return tissue.max > tissue.min ? tissue : all;
}

core::TransferFunction presetFunction(std::string_view preset, std::string_view modality, core::IntensityRange tissue) {
  const auto found = std::find_if(kPresets.begin(), kPresets.end(), [&](const Preset& candidate) {
    return preset.empty() ? candidate.info.modality == (isCt(modality) ? "CT" : "MR") : candidate.info.name == preset;
  });
  if (found == kPresets.end()) {
    std::string names;
    for (const PresetInfo& info : kInfos) {
      names += (names.empty() ? "" : ", ") + std::string(info.name);
    }
    throw core::Error("preset " + std::string(preset), "there is none of that name", "Choose one of " + names);
  }
  core::TransferFunction function;
  function.shading = found->shading;
  for (std::size_t i = 0; i < found->count; ++i) {
    const Point& point = found->points[i];
    const double value =
        isCt(found->info.modality) ? point.value : tissue.min + point.value * (tissue.max - tissue.min);
    function.points.push_back({value, srgb(point.color), point.opacity});
  }
  return function;
}

core::Window defaultWindow(core::ViewMode mode, std::string_view modality, core::IntensityRange tissue) {
  if (isCt(modality)) {
    return mode == core::ViewMode::Maximum   ? core::Window{600, 2000}
           : mode == core::ViewMode::Average ? core::Window{-350, 1300}
                                             : core::Window{40, 400};
  }
  return {(tissue.min + tissue.max) / 2, tissue.max - tissue.min};
}

}  // namespace renderer
