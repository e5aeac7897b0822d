#include "renderer/reference_march.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <glm/common.hpp>
#include <glm/geometric.hpp>
#include <glm/trigonometric.hpp>

#include "core/error.h"
#include "core/parallel.h"
#include "renderer/transfer_table.h"

namespace renderer {
namespace {

constexpr int kSkipBlock = 1 << gpu_types::kBlockShift;

class Blocks {
 public:
  Blocks(const core::Volume& volume, const core::TransferFunction& function)
      : size_((volume.grid.size() + (kSkipBlock - 1)) / kSkipBlock),
        shows_(std::size_t(size_.x) * std::size_t(size_.y) * std::size_t(size_.z)) {
    core::parallelFor(shows_.size(), [&](std::size_t index) {
      const glm::ivec3 block(int(index) % size_.x, int(index) / size_.x % size_.y, int(index) / (size_.x * size_.y));
      const glm::ivec3 first = block * kSkipBlock;
      const glm::ivec3 last = glm::min(first + kSkipBlock, volume.grid.size() - 1);
      double low = INFINITY;
      double high = -INFINITY;
      for (int z = first.z; z <= last.z; ++z) {
        for (int y = first.y; y <= last.y; ++y) {
          for (int x = first.x; x <= last.x; ++x) {
            const double value = volume.value(volume.grid.indexOf({x, y, z}));
            low = std::min(low, value);
            high = std::max(high, value);
          }
        }
      }
      // Opacity is linear between points: if it is above 0 anywhere in a range, it is at an end or at a point.
      bool shows = at(function, low).opacity > 0 || at(function, high).opacity > 0;
      for (const core::TransferPoint& point : function.points) {
        shows = shows || (point.opacity > 0 && point.value > low && point.value < high);
      }
      shows_[index] = shows ? 1 : 0;
    });
  }
  bool shows(glm::dvec3 voxel) const {
    const glm::ivec3 block = glm::clamp(glm::ivec3(glm::max(voxel, 0.0)) / kSkipBlock, glm::ivec3(0), size_ - 1);
    return shows_[(std::size_t(block.z) * std::size_t(size_.y) + std::size_t(block.y)) * std::size_t(size_.x) +
                  std::size_t(block.x)] != 0;
  }

 private:
  glm::ivec3 size_;
  std::vector<std::uint8_t> shows_;
};

double interpolated(const core::Volume& volume, glm::dvec3 voxel) {
  const glm::dvec3 floor = glm::floor(voxel);
  const glm::dvec3 part = voxel - floor;
  double sum = 0;
  for (int corner = 0; corner < 8; ++corner) {
    const glm::ivec3 offset(corner & 1, corner >> 1 & 1, corner >> 2);
    const glm::ivec3 at = glm::clamp(glm::ivec3(floor) + offset, glm::ivec3(0), volume.grid.size() - 1);
    const double weight =
        (offset.x ? part.x : 1 - part.x) * (offset.y ? part.y : 1 - part.y) * (offset.z ? part.z : 1 - part.z);
    sum += weight * volume.value(volume.grid.indexOf(at));
  }
  return sum;
}

}  // namespace

ReferencePicture referenceMarch(const core::Volume& volume, const core::View& view, glm::ivec2 size) {
  core::check(view.camera && view.transferFunction, "the view has a camera and a transfer function");
  const core::Grid& grid = volume.grid;
  const core::Camera& camera = *view.camera;
  const core::TransferFunction& function = *view.transferFunction;
  const glm::dvec3 spacing = grid.spacingMm();
  const double stepMm = view.stepMm > 0 ? view.stepMm : 0.5 * std::min({spacing.x, spacing.y, spacing.z});
  const double aspect = double(size.x) / size.y;
  const glm::dvec3 forward = glm::normalize(camera.targetMm - camera.positionMm);
  const glm::dvec3 right = glm::normalize(glm::cross(forward, camera.up));
  const glm::dvec3 up = glm::cross(right, forward);
  const bool perspective = camera.projection == core::Projection::Perspective;
  const double half = perspective ? std::tan(glm::radians(camera.fieldOfViewDeg) / 2) : camera.heightMm / 2;
  const Blocks blocks(volume, function);

  ReferencePicture picture{size, std::vector<glm::dvec3>(std::size_t(size.x) * std::size_t(size.y)), 0};
  std::atomic<std::uint64_t> samples = 0;
  core::parallelFor(std::size_t(size.y), [&](std::size_t y) {
    std::uint64_t taken = 0;
    for (int x = 0; x < size.x; ++x) {
      const double u = ((x + 0.5) / size.x * 2 - 1) * half * aspect;
      const double v = (1 - (double(y) + 0.5) / size.y * 2) * half;
      const glm::dvec3 eye = perspective ? camera.positionMm : camera.positionMm + right * u + up * v;
      const glm::dvec3 direction = perspective ? glm::normalize(forward + right * u + up * v) : forward;
      const glm::dvec3 from = grid.voxelOf(eye);
      const glm::dvec3 perMm = grid.voxelOf(eye + direction) - from;
      double enter = 0;
      double leave = INFINITY;
      for (int a = 0; a < 3; ++a) {
        if (perMm[a] == 0) {
          leave = from[a] < -0.5 || from[a] > grid.size()[a] - 0.5 ? -1 : leave;
          continue;
        }
        const double t0 = (-0.5 - from[a]) / perMm[a];
        const double t1 = (grid.size()[a] - 0.5 - from[a]) / perMm[a];
        enter = std::max(enter, std::min(t0, t1));
        leave = std::min(leave, std::max(t0, t1));
      }
      glm::dvec3 light(0);
      double through = 1;
      for (std::int64_t i = 0; enter + double(i) * stepMm < leave && through > 1.0 / 255; ++i) {
        const glm::dvec3 voxel = from + perMm * (enter + double(i) * stepMm);
        if (!blocks.shows(voxel)) {
          continue;
        }
        ++taken;
        const core::TransferPoint point = at(function, interpolated(volume, voxel));
        const double opacity = 1 - std::pow(1 - double(point.opacity), stepMm);
        light += through * opacity * glm::dvec3(point.color);
        through *= 1 - opacity;
      }
      picture.color[y * std::size_t(size.x) + std::size_t(x)] = light + through * glm::dvec3(view.background);
    }
    samples += taken;
  });
  picture.samples = samples;
  return picture;
}

}  // namespace renderer
