#include "shape/distance.h"

#include <algorithm>
#include <limits>
#include <span>

namespace shape {
namespace {

constexpr double kNone = std::numeric_limits<double>::infinity();

// The lower envelope of parabolas, one rooted at each sample of a line.
class Envelope {
 public:
  explicit Envelope(double spacingMm) : weight_(spacingMm * spacingMm) {}

  void clear() { parabolas_.clear(); }

  // Samples come in rising order of `at`.
  void add(int at, double height) {
    if (height == kNone) {
      return;
    }
    double from = -kNone;
    while (!parabolas_.empty()) {
      const Parabola& last = parabolas_.back();
      from =
          ((height + weight_ * at * at) - (last.height + weight_ * last.at * last.at)) / (2 * weight_ * (at - last.at));
      if (from > last.from) {
        break;
      }
      parabolas_.pop_back();
      from = -kNone;
    }
    parabolas_.push_back({at, height, from});
  }

  // Calls take(at, lowest height there) for first .. last.
  template <typename Take>
  void sample(int first, int last, Take take) const {
    std::size_t lowest = 0;
    for (int at = first; at <= last; ++at) {
      if (parabolas_.empty()) {
        take(at, kNone);
        continue;
      }
      while (lowest + 1 < parabolas_.size() && parabolas_[lowest + 1].from < at) {
        ++lowest;
      }
      const double steps = at - parabolas_[lowest].at;
      take(at, parabolas_[lowest].height + weight_ * steps * steps);
    }
  }

 private:
  struct Parabola {
    int at;
    double height;
    double from;  // where it becomes the lowest
  };

  double weight_;
  std::vector<Parabola> parabolas_;
};

// The squared distance along a row from the nearest 1, for the columns first .. first + out.size() - 1.
void alongRow(const std::uint8_t* row, int length, int first, double spacingMm, std::span<double> out) {
  const int count = int(out.size());
  const auto squared = [&](int steps) { return spacingMm * spacingMm * double(steps) * double(steps); };
  int nearest = -1;
  for (int x = 0; x < first + count; ++x) {
    nearest = row[x] != 0 ? x : nearest;
    if (x >= first) {
      out[std::size_t(x - first)] = nearest < 0 ? kNone : squared(x - nearest);
    }
  }
  nearest = -1;
  for (int x = length - 1; x >= first; --x) {
    nearest = row[x] != 0 ? x : nearest;
    if (x < first + count && nearest >= 0) {
      double& here = out[std::size_t(x - first)];
      here = std::min(here, squared(nearest - x));
    }
  }
}

}  // namespace

std::vector<double> squaredDistances(const Window& source, const core::VoxelBox& within, glm::dvec3 spacingMm) {
  const glm::ivec3 from = source.size();
  const glm::ivec3 to = within.max - within.min + 1;
  const glm::ivec3 offset = within.min - source.box.min;
  const std::size_t slice = std::size_t(to.x) * std::size_t(to.y);

  // Along i and j, slice by slice, for all of the source's depth; then along k.
  std::vector<double> inPlane(slice * std::size_t(from.z), kNone);
  std::vector<double> rows(std::size_t(to.x) * std::size_t(from.y));
  Envelope alongJ(spacingMm.y);
  for (int z = 0; z < from.z; ++z) {
    const auto start = source.voxels.begin() + std::ptrdiff_t(z) * from.x * from.y;
    const bool empty =
        std::find(start, start + std::ptrdiff_t(from.x) * from.y, 1) == start + std::ptrdiff_t(from.x) * from.y;
    for (int y = 0; y < from.y && !empty; ++y) {
      const std::uint8_t* row =
          source.voxels.data() + (std::size_t(z) * std::size_t(from.y) + std::size_t(y)) * std::size_t(from.x);
      alongRow(row, from.x, offset.x, spacingMm.x,
               std::span(rows).subspan(std::size_t(y) * std::size_t(to.x), std::size_t(to.x)));
    }
    if (empty) {
      continue;
    }
    for (int x = 0; x < to.x; ++x) {
      alongJ.clear();
      for (int y = 0; y < from.y; ++y) {
        alongJ.add(y, rows[std::size_t(y) * std::size_t(to.x) + std::size_t(x)]);
      }
      alongJ.sample(offset.y, offset.y + to.y - 1, [&](int y, double height) {
        inPlane[std::size_t(z) * slice + std::size_t(y - offset.y) * std::size_t(to.x) + std::size_t(x)] = height;
      });
    }
  }
  std::vector<double> result(slice * std::size_t(to.z));
  Envelope alongK(spacingMm.z);
  for (std::size_t column = 0; column < slice; ++column) {
    alongK.clear();
    for (int z = 0; z < from.z; ++z) {
      alongK.add(z, inPlane[std::size_t(z) * slice + column]);
    }
    alongK.sample(offset.z, offset.z + to.z - 1,
                  [&](int z, double height) { result[std::size_t(z - offset.z) * slice + column] = height; });
  }
  return result;
}

}  // namespace shape
