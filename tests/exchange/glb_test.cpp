#include "exchange/glb.h"

#include <gtest/gtest.h>

#include <fstream>
#include <glm/geometric.hpp>
#include <random>

#include "core/error.h"
#include "imaging/test_data.h"
#include "shape/measures.h"

namespace exchange {
namespace {

namespace fs = std::filesystem;

core::Grid grid() {
  glm::dmat4 world(1);
  world[0] = {0, 0.5, 0, 0};  // i to the back, j to the right: oblique enough to see a swap
  world[1] = {-0.7, 0, 0, 0};
  world[2] = {0, 0, 2, 0};
  world[3] = {10, -250, 1500, 1};
  return {{30, 20, 10}, world};
}

SurfaceFile content() {
  core::Mask mask;
  mask.setRun({3, 4, 5}, 6);
  mask.set({29, 19, 9});
  SurfaceFile file{"CASE-1", "1.2.3", {}};
  file.surfaces.push_back({"0a", "Läsion 1", "metastasis", 0.0049, {{255, 128, 0}}, shape::surfaceOf(mask, grid())});
  file.surfaces.push_back({"0b", "empty", "", 0, {{1, 2, 3}}, {}});
  return file;
}

std::string bytesOf(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

nlohmann::json descriptionOf(const std::string& glb) {
  std::uint32_t length = 0;
  std::memcpy(&length, glb.data() + 12, sizeof length);
  return nlohmann::json::parse(glb.substr(20, length));
}

TEST(Glb, ComesBackWithNamesColoursAndPlaces) {
  testing_data::TemporaryFolder folder;
  const fs::path path = folder.path() / "lesions.glb";
  const SurfaceFile written = content();
  writeGlb(path, written);
  EXPECT_TRUE(isGlb(path));
  const SurfaceFile read = readGlb(path);
  EXPECT_EQ(read.caseName, written.caseName);
  EXPECT_EQ(read.frameOfReferenceUid, written.frameOfReferenceUid);
  ASSERT_EQ(read.surfaces.size(), 2u);
  for (std::size_t n = 0; n < 2; ++n) {
    EXPECT_EQ(read.surfaces[n].id, written.surfaces[n].id);
    EXPECT_EQ(read.surfaces[n].name, written.surfaces[n].name);
    EXPECT_EQ(read.surfaces[n].className, written.surfaces[n].className);
    EXPECT_EQ(read.surfaces[n].volumeMl, written.surfaces[n].volumeMl);
  }
  EXPECT_EQ(read.surfaces[0].colour, written.surfaces[0].colour);
  const shape::Surface& a = written.surfaces[0].surface;
  const shape::Surface& b = read.surfaces[0].surface;
  EXPECT_EQ(a.triangles, b.triangles);
  ASSERT_EQ(a.verticesMm.size(), b.verticesMm.size());
  for (std::size_t n = 0; n < a.verticesMm.size(); ++n) {
    EXPECT_LT(glm::length(a.originMm + glm::dvec3(a.verticesMm[n]) - b.originMm - glm::dvec3(b.verticesMm[n])), 1e-4);
  }
  EXPECT_NEAR(shape::enclosedVolumeMl(b), shape::enclosedVolumeMl(a), 1e-9);
  const std::string first = bytesOf(path);
  writeGlb(path, written);
  EXPECT_EQ(bytesOf(path), first);
}

// By the specification alone: little-endian words, JSON, a matrix by columns.
TEST(Glb, StandsUprightInMetres) {
  testing_data::TemporaryFolder folder;
  const fs::path path = folder.path() / "lesions.glb";
  writeGlb(path, content());
  const std::string bytes = bytesOf(path);
  std::uint32_t words[3];
  std::memcpy(words, bytes.data(), sizeof words);
  EXPECT_EQ(words[0], 0x46546c67u);
  EXPECT_EQ(words[1], 2u);
  EXPECT_EQ(words[2], bytes.size());
  const nlohmann::json json = descriptionOf(bytes);
  EXPECT_FALSE(json.contains("extensionsRequired"));
  const nlohmann::json& root = json["nodes"][json["scenes"][0]["nodes"][0].get<int>()];
  const std::vector<double> matrix = root["matrix"];
  const nlohmann::json& lesion = json["nodes"][root["children"][0].get<int>()];
  EXPECT_EQ(lesion["name"], "Läsion 1");
  EXPECT_EQ(lesion["extras"]["class"], "metastasis");
  EXPECT_EQ(lesion["extras"]["id"], "0a");
  EXPECT_FALSE(json["nodes"][root["children"][1].get<int>()].contains("mesh"));
  // The lesion begins at voxel (3,4,5): LPS (10 - 4 * 0.7, -250 + 3 * 0.5, 1510) mm.
  const std::vector<double> t = lesion["translation"];
  const auto along = [&](std::size_t row) {
    return matrix[row] * t[0] + matrix[4 + row] * t[1] + matrix[8 + row] * t[2] + matrix[12 + row];
  };
  EXPECT_NEAR(along(0), 0.0072, 1e-12);  // to the patient's left
  EXPECT_NEAR(along(1), 1.51, 1e-12);    // up: to the head
  EXPECT_NEAR(along(2), 0.2485, 1e-12);  // to the front
  const nlohmann::json& primitive = json["meshes"][0]["primitives"][0];
  const nlohmann::json& positions = json["accessors"][primitive["attributes"]["POSITION"].get<int>()];
  EXPECT_EQ(positions["min"].size(), 3u);
  EXPECT_EQ(positions["max"].size(), 3u);
}

TEST(Glb, ReadsWhatOthersMade) {
  REQUIRE_TEST_DATA("glb-anatomy-hubmap");
  const fs::path set = testing_data::root() / "glb-anatomy-hubmap";
  for (const nlohmann::json& truth : testing_data::json(set / "TRUTH_glb.json")) {
    const SurfaceFile read = readGlb(set / std::string(truth["file"]));
    std::size_t triangles = 0;
    glm::dvec3 low(1e9), high(-1e9);
    for (const NamedSurface& surface : read.surfaces) {
      triangles += surface.surface.triangles.size();
      EXPECT_FALSE(surface.name.empty());
      for (const glm::vec3& vertex : surface.surface.verticesMm) {
        const glm::dvec3 at = surface.surface.originMm + glm::dvec3(vertex);
        low = glm::min(low, at);
        high = glm::max(high, at);
      }
    }
    EXPECT_EQ(read.surfaces.size(), truth["meshes"]);
    EXPECT_EQ(triangles, truth["triangles"]);
    const std::vector<std::vector<double>> box =
        truth["local_bbox"];  // metres, Y up; these nodes don't move their meshes
    EXPECT_NEAR(low.x, 1e3 * box[0][0], 1e-3);
    EXPECT_NEAR(low.z, 1e3 * box[0][1], 1e-3);
    EXPECT_NEAR(high.y, -1e3 * box[0][2], 1e-3);
    EXPECT_NEAR(high.x, 1e3 * box[1][0], 1e-3);
    EXPECT_NEAR(high.z, 1e3 * box[1][1], 1e-3);
    EXPECT_NEAR(low.y, -1e3 * box[1][2], 1e-3);
  }
}

TEST(Glb, HurtFilesAreReadOrRefused) {
  testing_data::TemporaryFolder folder;
  const fs::path path = folder.path() / "lesions.glb", hurt = folder.path() / "hurt.glb";
  writeGlb(path, content());
  const std::string whole = bytesOf(path);
  std::mt19937 random(8);
  for (int n = 0; n < 2000; ++n) {
    std::string bytes = whole;
    if (n % 4 == 0) {
      bytes.resize(random() % whole.size());
    } else if (n % 4 == 1) {
      bytes[random() % bytes.size()] ^= char(1 << random() % 8);
    } else {  // a digit of the description
      std::size_t at = random() % 1500;
      while (at < bytes.size() && !std::isdigit(static_cast<unsigned char>(bytes[at]))) {
        ++at;
      }
      if (at < bytes.size()) {
        bytes[at] = char('0' + random() % 10);
      }
    }
    std::ofstream(hurt, std::ios::binary) << bytes;
    try {
      readGlb(hurt);
    } catch (const core::Error& error) {
      EXPECT_EQ(error.subject(), hurt.string());
    }
  }
  std::string deep = whole.substr(0, 20) + std::string(100000, '[');
  const std::uint32_t length = 100000;
  std::memcpy(deep.data() + 12, &length, sizeof length);
  std::ofstream(hurt, std::ios::binary) << deep;
  EXPECT_THROW(readGlb(hurt), core::Error);
  EXPECT_THROW(readGlb(folder.path() / "absent.glb"), core::Error);
  EXPECT_FALSE(isGlb(folder.path() / "absent.glb"));
}

}  // namespace
}  // namespace exchange
