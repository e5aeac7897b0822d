// What is written, as nibabel sees it.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "core/hash.h"
#include "imaging/image_write.h"
#include "imaging/labelmap.h"
#include "imaging/test_data.h"

namespace imaging {
namespace {

// What tests/imaging/read_back.py prints of a file; null where nibabel is missing.
nlohmann::json asNibabelReads(const std::filesystem::path& file) {
  const std::string command = "'" SAGITTA_SOURCE_DIR "/tests/imaging/read_back.py' '" + file.string() + "' 2>/dev/null";
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), ::pclose);
  std::string text;
  std::array<char, 4096> buffer;
  while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), pipe.get())) {
    text.append(buffer.data(), got);
  }
  const nlohmann::json all = nlohmann::json::parse(text, nullptr, false);
  return all.is_object() ? all[file.string()] : nlohmann::json();
}

std::string sha256Of(const std::vector<double>& values) {
  return core::sha256(std::as_bytes(std::span(values))).hex();
}

// Double-oblique; `handed` -1 makes it left-handed.
core::Grid obliqueGrid(double handed) {
  const glm::dvec3 i = glm::normalize(glm::dvec3(1, 0.2, -0.1));
  const glm::dvec3 j = glm::normalize(glm::cross(glm::dvec3(0.1, 0.3, 1), i));
  const glm::dvec3 k = glm::cross(i, j) * handed;
  return {glm::ivec3(7, 5, 3), glm::dmat4(glm::dvec4(i * 0.7, 0), glm::dvec4(j * 1.3, 0), glm::dvec4(k * 2.9, 0),
                                          glm::dvec4(-235.2, 17.25, -1000.125, 1))};
}

void expectSamePlace(const nlohmann::json& affineRas, const core::Grid& grid) {
  for (int row = 0; row < 3; ++row) {
    for (int column = 0; column < 4; ++column) {
      const double lps = grid.worldFromVoxel()[column][row];
      EXPECT_NEAR(affineRas[std::size_t(row)][std::size_t(column)].get<double>(), row < 2 ? -lps : lps, 1e-4);
    }
  }
}

class AsNibabelReads : public testing::TestWithParam<double> {
 protected:
  void SetUp() override {
    writeImage({core::Grid(), {}, std::vector<std::int16_t>(1)}, file_);
    if (asNibabelReads(file_).is_null()) {
      GTEST_SKIP() << "/usr/bin/python3 has no nibabel (Debian package python3-nibabel)";
    }
  }
  testing_data::TemporaryFolder folder_;
  std::filesystem::path file_ = folder_.path() / "a.nii.gz";
};

TEST_P(AsNibabelReads, ImagesHaveTheirValuesAndPlaces) {
  const core::Grid grid = obliqueGrid(GetParam());
  std::vector<std::int16_t> stored(grid.voxelCount());
  for (std::size_t i = 0; i < stored.size(); ++i) {
    stored[i] = std::int16_t(i * 300);
  }
  const std::vector<std::pair<core::Rescale, std::string>> cases{
      {{1, -1024}, "int16"}, {{3, 0}, "int32"}, {{0.125, 0}, "float32"}, {{0.1, 0.3}, "float64"}};
  for (const auto& [rescale, type] : cases) {
    const core::Volume volume{grid, rescale, stored};
    writeImage(volume, file_);
    std::vector<double> values;
    for (std::size_t i = 0; i < stored.size(); ++i) {
      values.push_back(volume.value(i));
    }
    const nlohmann::json seen = asNibabelReads(file_);
    EXPECT_EQ(seen["type"], type);
    EXPECT_EQ(seen["shape"], (nlohmann::json{7, 5, 3}));
    EXPECT_EQ(seen["sha256"], sha256Of(values));
    EXPECT_EQ(seen["codes"], (nlohmann::json{1, 1}));
    expectSamePlace(seen["affine_RAS"], grid);
    expectSamePlace(seen["qform_RAS"], grid);
  }
}

TEST_P(AsNibabelReads, LabelsHaveTheirValuesAndPlaces) {
  LabelFile labels;
  labels.grid = obliqueGrid(GetParam());
  std::vector<double> values(labels.grid.voxelCount());
  for (const int value : {3, 40000}) {
    LabelSegment segment;
    segment.value = value;
    for (int i = 0; i < 5; ++i) {
      const glm::ivec3 voxel(i, value % 5, i % 3);
      segment.mask.set(voxel);
      values[labels.grid.indexOf(voxel)] = value;
    }
    labels.segments.push_back(std::move(segment));
  }
  writeLabelmap(labels, file_);
  const nlohmann::json seen = asNibabelReads(file_);
  EXPECT_EQ(seen["type"], "uint16");
  EXPECT_EQ(seen["sha256"], sha256Of(values));
  expectSamePlace(seen["affine_RAS"], labels.grid);
}

INSTANTIATE_TEST_SUITE_P(Handedness, AsNibabelReads, testing::Values(1.0, -1.0));

}  // namespace
}  // namespace imaging
