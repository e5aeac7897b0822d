// A device under the validation layers, shared by all tests of the process (opening one is slow); every message of the
// layers fails the test that caused it. Without any Vulkan device the tests skip and say so.
#pragma once

#include <gtest/gtest.h>

#include <glm/gtc/quaternion.hpp>
#include <memory>
#include <random>
#include <vector>

#include "core/brush.h"
#include "core/error.h"
#include "renderer/renderer.h"

namespace renderer_test {

class GpuTest : public testing::Test {
 protected:
  void SetUp() override {
    if (shared() == nullptr) {
      GTEST_SKIP() << "no Vulkan device: install mesa-vulkan-drivers and vulkan-validationlayers";
    }
    messages().clear();
  }
  void TearDown() override {
    if (shared() != nullptr) {
      shared()->waitIdle();
    }
    for (const std::string& message : messages()) {
      ADD_FAILURE() << "validation: " << message;
    }
  }

  gpu::Device& device() { return *shared(); }

 private:
  static std::vector<std::string>& messages() {
    static std::vector<std::string> said;
    return said;
  }
  static gpu::Device* shared() {
    static const std::unique_ptr<gpu::Device> opened = [] {
      gpu::DeviceOptions options;
      options.onValidationMessage = [](std::string_view message) { messages().emplace_back(message); };
      return gpu::devices().empty() ? nullptr : std::make_unique<gpu::Device>(options);
    }();
    return opened.get();
  }
};

// Voxels of `spacing` mm at `originMm`, turned about an arbitrary axis, optionally left-handed.
inline core::Grid turnedGrid(glm::ivec3 size, glm::dvec3 spacing, glm::dvec3 originMm, glm::dvec3 axis, double angle,
                             bool leftHanded) {
  const glm::dmat3 turn = glm::mat3_cast(glm::angleAxis(angle, glm::normalize(axis)));
  glm::dmat4 world(1);
  for (int a = 0; a < 3; ++a) {
    world[a] = glm::dvec4(turn[a] * spacing[a] * (leftHanded && a == 2 ? -1.0 : 1.0), 0);
  }
  world[3] = glm::dvec4(originMm, 1);
  return core::Grid(size, world);
}

inline core::Grid plainGrid(glm::ivec3 size, glm::dvec3 spacing = glm::dvec3(1), glm::dvec3 originMm = glm::dvec3(0)) {
  return turnedGrid(size, spacing, originMm, {0, 0, 1}, 0, false);
}

// A volume of int16 whose voxel values come from value(voxel).
template <typename F>
core::Volume volumeOf(const core::Grid& grid, const F& value) {
  core::Volume volume{grid, {}, std::vector<std::int16_t>(grid.voxelCount())};
  auto& voxels = std::get<std::vector<std::int16_t>>(volume.voxels);
  for (int z = 0; z < grid.size().z; ++z) {
    for (int y = 0; y < grid.size().y; ++y) {
      for (int x = 0; x < grid.size().x; ++x) {
        voxels[grid.indexOf({x, y, z})] = std::int16_t(value(glm::ivec3(x, y, z)));
      }
    }
  }
  return volume;
}

inline core::Mask ball(const core::Grid& grid, glm::dvec3 centerMm, double radiusMm) {
  core::BrushStroke stroke;
  stroke.radiusMm = radiusMm;
  stroke.pointsMm = {centerMm};
  return core::footprint(stroke, core::Volume{grid, {}, std::vector<std::int16_t>(grid.voxelCount())}, nullptr);
}

}  // namespace renderer_test
