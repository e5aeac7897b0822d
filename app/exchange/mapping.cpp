#include "exchange/mapping.h"

#include <cmath>
#include <glm/geometric.hpp>
#include <sstream>

#include "core/error.h"

namespace exchange {

namespace {

constexpr double kTolerance = 0.01;  // of a voxel of the target
constexpr int kMaxDivision = 16;     // planes of the labels between two of the target

std::string describe(const core::Grid& grid) {
  const glm::ivec3 size = grid.size();
  const glm::dvec3 spacing = grid.spacingMm(), first = grid.worldOf({0, 0, 0}), last = grid.worldOf(size - 1);
  std::ostringstream text;
  text << size.x << "x" << size.y << "x" << size.z << " voxels of " << spacing.x << "x" << spacing.y << "x" << spacing.z
       << " mm from (" << first.x << ", " << first.y << ", " << first.z << ") to (" << last.x << ", " << last.y << ", "
       << last.z << ") mm LPS";
  return text.str();
}

[[noreturn]] void refuse(const std::string& subject, const std::string& cause, const core::Grid& labels,
                         const core::Grid& target) {
  throw core::Error(subject, cause + ": the labels have " + describe(labels) + ", the image " + describe(target),
                    "Resample the labels to the image's grid first");
}

// How a label axis runs through the target: along which axis, in which direction, how many label voxels to one of the
// target.
struct AxisMap {
  int axis = -1;
  int sign = 1;
  int division = 1;
};

class Mapper {
 public:
  Mapper(const core::Grid& target, const core::Grid& labels, const std::string& subject)
      : target_(target),
        labels_(labels),
        subject_(subject),
        voxels_(target.voxelFromWorld() * labels.worldFromVoxel()) {
    bool taken[3] = {false, false, false};
    for (int a = 0; a < 3; ++a) {
      if (labels.size()[a] > 1) {
        axes_[a] = axisOf(a);
        if (taken[axes_[a].axis]) {
          refuse(subject_, "the axes of the labels are turned against the image's", labels_, target_);
        }
        taken[axes_[a].axis] = true;
      }
    }
  }

  core::Mask map(const core::Mask& mask) const {
    core::Mask out;
    const auto bounds = mask.bounds();
    if (!bounds) {
      return out;
    }
    const glm::ivec3 anchor = bounds->min;
    const glm::dvec3 exact = targetOf(anchor);
    const glm::ivec3 start(glm::round(exact));
    if (glm::length(exact - glm::dvec3(start)) > kTolerance) {
      refuse(subject_, "voxel centres of the labels lie between those of the image", labels_, target_);
    }
    requireExact(*bounds, anchor, start);
    mask.forEachRun([&](glm::ivec3 first, int length) {
      const glm::ivec3 at = stepped(start, first - anchor);
      const AxisMap& i = axes_[0];
      if (i.axis == 0 && i.division == 1) {
        mapRun(i.sign > 0 ? at : at - glm::ivec3(length - 1, 0, 0), length, out);
      } else {
        for (int n = 0; n < length; ++n) {
          mapRun(stepped(start, first + glm::ivec3(n, 0, 0) - anchor), 1, out);
        }
      }
    });
    return out;
  }

 private:
  glm::dvec3 targetOf(glm::dvec3 voxel) const { return glm::dvec3(voxels_ * glm::dvec4(voxel, 1)); }

  AxisMap axisOf(int a) const {
    const glm::dvec3 step(voxels_[a]);
    AxisMap map{0, 1, 1};
    for (int b = 1; b < 3; ++b) {
      if (std::abs(step[b]) > std::abs(step[map.axis])) {
        map.axis = b;
      }
    }
    map.sign = step[map.axis] > 0 ? 1 : -1;
    const double division = std::round(1 / std::abs(step[map.axis]));
    if (!(division >= 1 && division <= kMaxDivision)) {
      refuse(subject_, "voxels of the labels are larger or far smaller than the image's", labels_, target_);
    }
    map.division = int(division);
    return map;
  }

  // Whether the whole steps hold for every voxel of the box: where they do at its corners, they do within.
  void requireExact(const core::VoxelBox& box, glm::ivec3 anchor, glm::ivec3 start) const {
    for (int n = 0; n < 8; ++n) {
      const glm::ivec3 corner(n & 1 ? box.max.x : box.min.x, n & 2 ? box.max.y : box.min.y,
                              n & 4 ? box.max.z : box.min.z);
      glm::dvec3 whole(start);
      for (int a = 0; a < 3; ++a) {
        if (axes_[a].axis >= 0) {
          whole[axes_[a].axis] += axes_[a].sign * double(corner[a] - anchor[a]) / axes_[a].division;
        }
      }
      if (glm::length(targetOf(corner) - whole) > kTolerance) {
        refuse(subject_, "voxel centres of the labels lie between those of the image", labels_, target_);
      }
    }
  }

  glm::ivec3 stepped(glm::ivec3 start, glm::ivec3 moved) const {
    for (int a = 0; a < 3; ++a) {
      const AxisMap& map = axes_[a];
      if (map.axis < 0) {
        continue;
      }
      if (moved[a] % map.division != 0) {
        refuse(subject_, "marked planes of the labels lie between those of the image", labels_, target_);
      }
      start[map.axis] += map.sign * (moved[a] / map.division);
    }
    return start;
  }

  void mapRun(glm::ivec3 first, int length, core::Mask& out) const {
    if (!target_.contains(first) || !target_.contains(first + glm::ivec3(length - 1, 0, 0))) {
      refuse(subject_, "marked voxels lie outside the image", labels_, target_);
    }
    out.setRun(first, length);
  }

  const core::Grid& target_;
  const core::Grid& labels_;
  const std::string& subject_;
  const glm::dmat4 voxels_;  // targetVoxelFromLabelVoxel
  AxisMap axes_[3];          // axis -1: one voxel long
};

}  // namespace

std::vector<imaging::LabelSegment> mapOnto(const core::Grid& target, const imaging::LabelFile& labels,
                                           const std::string& subject) {
  const Mapper mapper(target, labels.grid, subject);
  std::vector<imaging::LabelSegment> mapped;
  mapped.reserve(labels.segments.size());
  for (const imaging::LabelSegment& segment : labels.segments) {
    imaging::LabelSegment copy = segment;
    copy.mask = mapper.map(segment.mask);
    mapped.push_back(std::move(copy));
  }
  return mapped;
}

}  // namespace exchange
