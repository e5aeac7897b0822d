#include "analysis/overlap.h"

#include <cstdlib>

namespace analysis {
namespace {

std::int64_t common(const core::Brick& a, const core::Brick& b) {
  core::Brick both = a;
  both &= b;
  return both.count();
}

}  // namespace

std::optional<double> Overlap::dice() const {
  return a + b == 0 ? std::nullopt : std::optional(2.0 * double(both) / double(a + b));
}

std::optional<double> Overlap::iou() const {
  return either() == 0 ? std::nullopt : std::optional(double(both) / double(either()));
}

std::optional<double> Overlap::volumeSimilarity() const {
  return a + b == 0 ? std::nullopt : std::optional(1.0 - double(std::abs(a - b)) / double(a + b));
}

std::optional<double> Overlap::excess() const {
  return b == 0 ? std::nullopt : std::optional(double(a - b) / double(b));
}

Overlap& Overlap::operator+=(const Overlap& other) {
  a += other.a;
  b += other.b;
  both += other.both;
  return *this;
}

Overlap overlapOf(const core::Mask& a, const core::Mask& b) {
  Overlap overlap;
  auto ofB = b.bricks().begin();
  for (const auto& [key, brick] : a.bricks()) {
    for (; ofB != b.bricks().end() && ofB->first < key; ++ofB) {
      overlap.b += ofB->second.count();
    }
    overlap.a += brick.count();
    if (ofB != b.bricks().end() && ofB->first == key) {
      overlap.b += ofB->second.count();
      overlap.both += common(brick, ofB->second);
      ++ofB;
    }
  }
  for (; ofB != b.bricks().end(); ++ofB) {
    overlap.b += ofB->second.count();
  }
  return overlap;
}

}  // namespace analysis
