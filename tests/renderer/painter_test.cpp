// The compute brush against core::footprint, which is its specification: voxel for voxel, but for those whose centre is
// within 1e-3 mm of the brush's surface.
#include "renderer/painter.h"

#include <algorithm>
#include <cmath>

#include "fixture.h"

namespace renderer_test {
namespace {

double distanceToPath(const core::BrushStroke& stroke, glm::dvec3 point) {
  double best = INFINITY;
  for (std::size_t i = 0; i < stroke.pointsMm.size(); ++i) {
    best =
        std::min(best, core::squaredDistanceToSegment(point, stroke.pointsMm[i > 0 ? i - 1 : 0], stroke.pointsMm[i]));
  }
  return std::sqrt(best);
}

// Of a disc the surface is its rim and its two faces.
bool isNearSurface(const core::BrushStroke& stroke, const core::Grid& grid, glm::dvec3 center) {
  bool face = false;
  if (stroke.discNormal) {
    const core::Disc disc = core::discOf(stroke, grid);
    const double height = glm::dot(center - stroke.pointsMm[0], disc.normal);
    face = std::abs(std::abs(height) - disc.halfThicknessMm) <= 1e-3;
    center -= height * disc.normal;
  }
  return face || std::abs(distanceToPath(stroke, center) - stroke.radiusMm) <= 1e-3;
}

// How many voxels differ beyond the tolerance; how many don't but are near the surface is not held against anyone.
std::int64_t disagreements(const core::Mask& a, const core::Mask& b, const core::BrushStroke& stroke,
                           const core::Grid& grid) {
  std::int64_t count = 0;
  for (const auto& [one, other] : {std::pair(&a, &b), std::pair(&b, &a)}) {
    core::Mask only = *one;
    only -= *other;
    only.forEachRun([&](glm::ivec3 first, int length) {
      for (int x = 0; x < length; ++x) {
        const glm::dvec3 center = grid.worldOf(glm::dvec3(first + glm::ivec3(x, 0, 0)));
        count += isNearSurface(stroke, grid, center) ? 0 : 1;
      }
    });
  }
  return count;
}

class Chance {
 public:
  explicit Chance(unsigned seed) : engine_(seed) {}
  double real(double low, double high) { return std::uniform_real_distribution<>(low, high)(engine_); }
  int whole(int low, int high) { return std::uniform_int_distribution<>(low, high)(engine_); }
  bool coin() { return whole(0, 1) == 1; }
  glm::dvec3 point(double low, double high) { return {real(low, high), real(low, high), real(low, high)}; }

 private:
  std::mt19937 engine_;
};

core::Volume randomVolume(Chance& chance, core::VoxelType type) {
  const core::Grid grid = turnedGrid({chance.whole(3, 90), chance.whole(3, 70), chance.whole(1, 60)},
                                     {chance.real(0.3, 3), chance.real(0.3, 3), chance.real(0.4, 6)},
                                     chance.point(-2000, 2000), chance.point(-1, 1), chance.real(0, 6), chance.coin());
  core::Volume volume{
      grid, {chance.coin() ? 1.7 : -0.3, chance.real(-1000, 10)}, core::makeVoxels(type, grid.voxelCount())};
  std::visit(
      [&](auto& voxels) {
        using T = typename std::decay_t<decltype(voxels)>::value_type;
        for (T& voxel : voxels) {
          if constexpr (std::is_floating_point_v<T>) {
            voxel = chance.whole(0, 40) == 0 ? NAN : T(chance.real(-3, 3));
          } else {
            voxel = T(chance.whole(std::numeric_limits<T>::min(), std::numeric_limits<T>::max()));
          }
        }
      },
      volume.voxels);
  return volume;
}

core::BrushStroke randomStroke(Chance& chance, const core::Volume& volume) {
  const core::Grid& grid = volume.grid;
  core::BrushStroke stroke;
  stroke.mode = chance.coin() ? core::BrushMode::Add : core::BrushMode::Erase;
  stroke.radiusMm = std::exp(chance.real(std::log(0.1), std::log(60)));
  for (int i = chance.whole(1, 6); i > 0; --i) {  // also well outside
    stroke.pointsMm.push_back(grid.worldOf(glm::dvec3(grid.size()) * chance.point(-0.4, 1.4)));
  }
  if (chance.coin()) {
    const double a = volume.value(std::size_t(chance.whole(0, int(grid.voxelCount()) - 1)));
    const double b = volume.value(std::size_t(chance.whole(0, int(grid.voxelCount()) - 1)));
    if (std::isfinite(a) && std::isfinite(b)) {
      stroke.range = core::IntensityRange{std::min(a, b), std::max(a, b)};
    }
  }
  stroke.protectOthers = chance.coin();
  if (chance.whole(0, 2) == 0) {
    stroke.discNormal = chance.point(-1, 1);
    const glm::dvec3 normal = glm::normalize(*stroke.discNormal);
    for (glm::dvec3& point : stroke.pointsMm) {
      point -= normal * glm::dot(point - stroke.pointsMm[0], normal);
    }
  }
  return stroke;
}

class PainterTest : public GpuTest, public testing::WithParamInterface<core::VoxelType> {};

TEST_P(PainterTest, EqualsTheBrushOfCoreOnRandomGrids) {
  std::int64_t painted = 0;
  for (unsigned seed = 0; seed < 12; ++seed) {
    Chance chance(seed * 3 + unsigned(GetParam()));
    const core::Volume volume = randomVolume(chance, GetParam());
    renderer::Renderer renderer(device());
    renderer.setVolume(volume, "CT");
    std::vector<core::Mask> masks(4);
    for (int i = 0; i < 8; ++i) {
      const core::BrushStroke stroke = randomStroke(chance, volume);
      const std::uint32_t lesion = std::uint32_t(chance.whole(1, int(masks.size())));
      core::Mask others;
      for (std::size_t other = 0; other < masks.size(); ++other) {
        if (other + 1 != lesion) {
          others |= masks[other];
        }
      }
      const core::Mask expected = core::footprint(stroke, volume, stroke.protectOthers ? &others : nullptr);
      const core::Mask got = renderer.painter().paint(stroke, lesion);
      ASSERT_EQ(disagreements(got, expected, stroke, volume.grid), 0)
          << "seed " << seed << " stroke " << i << " radius " << stroke.radiusMm << ": " << got.count() << " of "
          << expected.count();
      painted += got.count();
      core::Mask& mask = masks[lesion - 1];
      if (stroke.mode == core::BrushMode::Add) {
        mask |= got;
      } else {
        mask -= got;
      }
      renderer.lesions().update({lesion, {1, 0, 0}, &mask});
    }
  }
  EXPECT_GT(painted, 10'000) << "the test must paint something";
}

INSTANTIATE_TEST_SUITE_P(Voxels, PainterTest,
                         testing::Values(core::VoxelType::Int16, core::VoxelType::UInt16, core::VoxelType::Float32),
                         [](const auto& each) { return std::string(core::name(each.param)); });

class PainterDeviceTest : public GpuTest {};

TEST_F(PainterDeviceTest, PointsGivenPieceByPieceMakeTheSameStroke) {
  const core::Volume volume = volumeOf(plainGrid({64, 64, 64}), [](glm::ivec3) { return 0; });
  renderer::Renderer renderer(device());
  renderer.setVolume(volume, "CT");
  core::BrushStroke stroke;
  stroke.radiusMm = 4.3;
  for (int i = 0; i < 40; ++i) {
    stroke.pointsMm.push_back({i * 1.7 - 5, 30 + 20 * std::sin(i * 0.3), 30 + 20 * std::cos(i * 0.2)});
  }
  const core::Mask whole = renderer.painter().paint(stroke, 1);
  core::BrushStroke settings = stroke;
  settings.pointsMm.clear();
  renderer.painter().begin(settings, 1);
  for (const glm::dvec3& point : stroke.pointsMm) {
    renderer.painter().extend({&point, 1});
    device().run([&](gpu::Commands& commands) { renderer.painter().record(commands); });
  }
  renderer::StrokeBits bits = renderer.painter().finish();
  EXPECT_EQ(bits.take(), whole);
  EXPECT_EQ(whole, core::footprint(stroke, volume, nullptr));
}

TEST_F(PainterDeviceTest, ACancelledStrokeLeavesNothing) {
  const core::Volume volume = volumeOf(plainGrid({40, 40, 40}), [](glm::ivec3) { return 0; });
  renderer::Renderer renderer(device());
  renderer.setVolume(volume, "CT");
  core::BrushStroke first;
  first.radiusMm = 30;
  first.pointsMm = {{10, 10, 10}};
  renderer.painter().begin(first, 1);
  device().run([&](gpu::Commands& commands) { renderer.painter().record(commands); });
  renderer.painter().cancel();
  core::BrushStroke second;
  second.radiusMm = 3;
  second.pointsMm = {{30, 30, 30}};
  EXPECT_EQ(renderer.painter().paint(second, 1), core::footprint(second, volume, nullptr));
}

TEST_F(PainterDeviceTest, TheLargestBrushFillsALargeVolume) {
  const core::Volume volume = volumeOf(plainGrid({300, 300, 200}), [](glm::ivec3 v) { return v.x; });
  renderer::Renderer renderer(device());
  renderer.setVolume(volume, "CT");
  core::BrushStroke stroke;
  stroke.radiusMm = core::BrushStroke::kMaxRadiusMm;
  stroke.pointsMm = {{-4e5, 150, 100}, {4e5, 150, 100}};  // far longer than float32 could place
  EXPECT_EQ(renderer.painter().paint(stroke, 65535).count(), std::int64_t(volume.grid.voxelCount()));
}

TEST_F(PainterDeviceTest, LockedLesionsAreSparedWhateverElseIs) {
  const core::Volume volume = volumeOf(plainGrid({60, 60, 60}), [](glm::ivec3) { return 0; });
  renderer::Renderer renderer(device());
  renderer.setVolume(volume, "CT");
  const core::Mask locked = core::footprint({.radiusMm = 6, .pointsMm = {{20, 30, 30}}}, volume, nullptr);
  const core::Mask open = core::footprint({.radiusMm = 6, .pointsMm = {{40, 30, 30}}}, volume, nullptr);
  renderer.lesions().update({1, {1, 0, 0}, &locked});
  renderer.lesions().update({2, {0, 1, 0}, &open});
  renderer.lesions().lock({1, 77});
  const core::BrushStroke stroke{.radiusMm = 5, .pointsMm = {{10, 30, 30}, {50, 30, 30}}};
  EXPECT_EQ(renderer.painter().paint(stroke, 3), core::footprint(stroke, volume, &locked));
  EXPECT_EQ(renderer.painter().paint(stroke, 1), core::footprint(stroke, volume, nullptr))
      << "on itself it is no other";
  renderer.lesions().lock({});
  EXPECT_EQ(renderer.painter().paint(stroke, 3), core::footprint(stroke, volume, nullptr));
}

TEST_F(PainterDeviceTest, AStrokeBesideTheVolumeIsEmpty) {
  const core::Volume volume = volumeOf(plainGrid({8, 8, 8}), [](glm::ivec3) { return 0; });
  renderer::Renderer renderer(device());
  renderer.setVolume(volume, "CT");
  core::BrushStroke stroke;
  stroke.pointsMm = {{100, 100, 100}};
  EXPECT_TRUE(renderer.painter().paint(stroke, 1).isEmpty());
}

}  // namespace
}  // namespace renderer_test
