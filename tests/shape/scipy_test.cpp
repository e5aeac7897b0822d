// Operations on masks held against SciPy's, which nobody here wrote.
#include <gtest/gtest.h>

#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "samples.h"
#include "shape/holes.h"
#include "shape/interpolate.h"
#include "shape/islands.h"
#include "shape/morphology.h"
#include "shape/smooth.h"
#include "shape/window.h"

namespace shape {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

struct Ended {
  int status = -1;
  std::string output;
};

Ended run(const std::string& command) {
  FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
  Ended ended;
  std::array<char, 4096> chunk{};
  while (pipe != nullptr && std::fgets(chunk.data(), int(chunk.size()), pipe) != nullptr) {
    ended.output += chunk.data();
  }
  ended.status = pipe != nullptr ? ::pclose(pipe) : -1;
  return ended;
}

class SciPy : public testing::Test {
 protected:
  SciPy() : folder_(fs::temp_directory_path() / ("sagitta-scipy-" + std::to_string(::getpid()))) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~SciPy() override { fs::remove_all(folder_); }

  std::string written(const core::Mask& mask, const core::Grid& grid) {
    const std::string name = std::to_string(files_++) + ".raw";
    const Window window = windowOf(mask, boxOf(grid));
    std::ofstream(folder_ / name, std::ios::binary)
        .write(reinterpret_cast<const char*>(window.voxels.data()), std::streamsize(window.voxels.size()));
    return name;
  }

  fs::path folder_;
  int files_ = 0;
};

TEST_F(SciPy, AgreesOnMarginsSmoothingHolesSlicesAndIslands) {
  if (run("/usr/bin/python3 -c 'import scipy.ndimage'").status != 0) {
    GTEST_SKIP() << "SciPy is missing: apt-get install python3-scipy";
  }
  std::mt19937 engine(71);
  json cases = json::array();
  for (int round = 0; round < 24; ++round) {
    const core::Grid grid = randomGrid(engine);
    core::Mask mask = randomMask(engine, grid);
    if (round % 3 == 0) {  // dust, for islands and holes
      std::bernoulli_distribution set(0.1 + 0.02 * round);
      mask = maskWhere(grid, [&](glm::ivec3) { return set(engine); });
    } else if (round % 3 == 1) {  // slices with gaps
      mask = maskWhere(grid, [&](glm::ivec3 voxel) { return voxel[round % 2] % 5 == 0 && mask.test(voxel); });
    }
    const double mm = std::uniform_int_distribution<int>(5, 50)(engine) * 0.1;
    const double sigmaMm = std::uniform_real_distribution<double>(0.4, 3)(engine);
    json results = json::array();
    const auto add = [&](const char* operation, json parameters, const core::Mask& result) {
      results.push_back(
          {{"operation", operation}, {"parameters", std::move(parameters)}, {"file", written(result, grid)}});
    };
    add("grow", {{"mm", mm}}, grow(mask, grid, mm));
    add("shrink", {{"mm", mm}}, shrink(mask, grid, mm));
    add("smooth", {{"mm", sigmaMm}}, smooth(mask, grid, sigmaMm));
    add("holes", json::object(), withoutHoles(mask));
    add("islands", {{"least", 4}}, withoutSmallIslands(mask, 4));
    for (int axis = 0; axis < 3; ++axis) {
      add("holes-in-slices", {{"axis", axis}}, withoutHolesInSlices(mask, axis));
      add("between-slices", {{"axis", axis}}, fillBetweenSlices(mask, grid, axis));
    }
    const glm::ivec3 size = grid.size();
    const glm::dvec3 spacingMm = grid.spacingMm();
    cases.push_back({{"name", "round " + std::to_string(round)},
                     {"size", {size.x, size.y, size.z}},
                     {"spacing_mm", {spacingMm.x, spacingMm.y, spacingMm.z}},
                     {"mask", written(mask, grid)},
                     {"results", results}});
  }
  std::ofstream(folder_ / "cases.json") << cases.dump();
  const Ended ended =
      run("/usr/bin/python3 '" SAGITTA_SOURCE_DIR "/tests/shape/scipy_oracle.py' '" + folder_.string() + "'");
  EXPECT_EQ(ended.status, 0) << ended.output;
}

}  // namespace
}  // namespace shape
