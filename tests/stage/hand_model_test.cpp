// Models of controllers: the plain one is closed and of a hand's size, files come with their axes as they are.
#include "stage/hand_model.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <glm/geometric.hpp>

#include "core/error.h"
#include "exchange/glb.h"

namespace {

using interaction::Side;
using stage::HandModel;

// What a closed mesh holds, each triangle seen counter-clockwise from outside.
double volumeMl(const HandModel& model) {
  double cubicMetres = 0;
  for (std::size_t i = 0; i < model.vertices.size(); i += 3) {
    const glm::dvec3 a(model.vertices[i].atM), b(model.vertices[i + 1].atM), c(model.vertices[i + 2].atM);
    cubicMetres += glm::dot(a, glm::cross(b, c)) / 6;
  }
  return cubicMetres * 1e6;
}

TEST(HandModelTest, ThePlainControllersMirrorEachOtherAndAreOfAHandsSize) {
  const HandModel right = stage::plainController(Side::Right), left = stage::plainController(Side::Left);
  ASSERT_EQ(right.vertices.size(), left.vertices.size());
  EXPECT_LT(right.vertices.size() / 3, stage::kMostHandTriangles / 4);
  double farthest = 0;
  for (std::size_t i = 0; i < right.vertices.size(); ++i) {
    const HandModel::Vertex& r = right.vertices[i];
    const HandModel::Vertex& l = left.vertices[i];
    EXPECT_EQ(r.atM * glm::vec3(-1, 1, 1), l.atM);
    EXPECT_NEAR(glm::length(r.normal), 1, 1e-4);
    farthest = std::max(farthest, double(glm::length(r.atM)));
  }
  EXPECT_GT(farthest, 0.05);
  EXPECT_LT(farthest, 0.15);
  EXPECT_NEAR(std::abs(volumeMl(right)), 110, 60);
}

TEST(HandModelTest, NormalsPointOutOfThePlainController) {
  // Of a part that is all convex the normal is on the side of its own triangle that faces away from the part's middle.
  const HandModel model = stage::plainController(Side::Right);
  int outward = 0, all = 0;
  const glm::vec3 handle(0, -0.002f, 0.030f);
  for (const HandModel::Vertex& vertex : model.vertices) {
    if (vertex.atM.z > 0.04f) {  // the handle alone
      ++all;
      outward += glm::dot(vertex.normal, vertex.atM - handle) > 0;
    }
  }
  EXPECT_GT(all, 100);
  EXPECT_EQ(outward, all);
}

class HandModelFileTest : public testing::Test {
 protected:
  HandModelFileTest() { std::filesystem::create_directories(folder_); }
  ~HandModelFileTest() override { std::filesystem::remove_all(folder_); }

  // One triangle with a corner at a place in glTF's axes (metres).
  void write(const char* name, glm::vec3 tipM, std::size_t copies = 1) {
    exchange::NamedSurface surface{.name = "body", .colour = std::array<std::uint8_t, 3>{10, 20, 30}};
    const glm::vec3 tipMm(tipM.x * 1000, -tipM.z * 1000, tipM.y * 1000);  // X = left, Y = head, Z = front
    for (std::size_t i = 0; i < copies; ++i) {
      const auto n = std::uint32_t(surface.surface.verticesMm.size());
      for (const glm::vec3 at : {tipMm, glm::vec3(1, float(i), 0), glm::vec3(0, 1, 1)}) {
        surface.surface.verticesMm.push_back(at);
        surface.surface.normals.emplace_back(0, 0, 1);
      }
      surface.surface.triangles.emplace_back(n, n + 1, n + 2);
    }
    exchange::writeGlb(folder_ / name, {.caseName = "", .frameOfReferenceUid = "", .surfaces = {surface}});
  }
  std::string complaint() const {
    try {
      stage::readHandModels(folder_);
    } catch (const core::Error& error) {
      return error.what();
    }
    return {};
  }

  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("hand models " + std::to_string(::getpid()));
};

TEST_F(HandModelFileTest, AModelIsWhereItsFileSaysAndTheOtherHandHasThePlainOne) {
  write("left.glb", {0.01f, 0.02f, -0.09f});
  const stage::HandModels models = stage::readHandModels(folder_);
  const HandModel& left = models[std::size_t(Side::Left)];
  ASSERT_EQ(left.vertices.size(), 3u);
  EXPECT_NEAR(glm::distance(left.vertices[0].atM, {0.01f, 0.02f, -0.09f}), 0, 1e-6);
  EXPECT_NEAR(left.vertices[0].color.b * 255, 30, 1.5);
  EXPECT_EQ(models[std::size_t(Side::Right)].vertices.size(), stage::plainController(Side::Right).vertices.size());
}

// A ring of flat faces around an axis, as files hold a round handle; its end is an edge.
TEST_F(HandModelFileTest, WhatIsRoundIsSmoothAndEdgesStay) {
  constexpr int kSides = 16;
  exchange::NamedSurface ring{.name = "ring"};
  const auto add = [&](const std::array<glm::vec3, 3>& corners) {
    const auto n = std::uint32_t(ring.surface.verticesMm.size());
    for (const glm::vec3 at : corners) {
      ring.surface.verticesMm.push_back(at);
      ring.surface.normals.emplace_back(0, 0, 1);
    }
    ring.surface.triangles.emplace_back(n, n + 1, n + 2);
  };
  for (int i = 0; i < kSides; ++i) {
    const auto at = [&](int side, double height) {
      const double angle = 2 * std::acos(-1.0) * side / kSides;
      return glm::vec3(glm::dvec3(20 * std::cos(angle), 20 * std::sin(angle), height));
    };
    add({at(i, 0), at(i + 1, 0), at(i + 1, 30)});
    add({at(i, 0), at(i + 1, 30), at(i, 30)});
    add({at(i, 30), at(i + 1, 30), glm::vec3(0, 0, 30)});
  }
  exchange::writeGlb(folder_ / "left.glb", {.caseName = "", .frameOfReferenceUid = "", .surfaces = {ring}});
  const HandModel left = stage::readHandModels(folder_)[std::size_t(Side::Left)];
  ASSERT_EQ(left.vertices.size(), std::size_t(9 * kSides));
  for (std::size_t i = 0; i < left.vertices.size(); ++i) {
    const HandModel::Vertex& vertex = left.vertices[i];  // glTF: y is up
    const bool lid = i / 3 % 3 == 2;
    const glm::vec3 outward = lid ? glm::vec3(0, 1, 0) : glm::normalize(vertex.atM * glm::vec3(1, 0, 1));
    EXPECT_GT(glm::dot(vertex.normal, outward), 0.99f) << i;
  }
}

TEST_F(HandModelFileTest, WhatIsNoControllerIsRefusedInWords) {
  EXPECT_NE(complaint().find("neither left.glb nor right.glb"), std::string::npos);
  write("right.glb", {0.9f, 0, 0});
  EXPECT_NE(complaint().find("half a metre"), std::string::npos);
  write("right.glb", {0.1f, 0, 0}, stage::kMostHandTriangles + 1);
  EXPECT_NE(complaint().find("more than 20000 triangles"), std::string::npos);
}

}  // namespace
