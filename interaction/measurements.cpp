#include "interaction/measurements.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <glm/geometric.hpp>
#include <glm/trigonometric.hpp>
#include <utility>

#include "core/error.h"

namespace interaction {
namespace {

std::string named(const Measurement& measured) {
  return (measured.pointsMm.size() == 2 ? "distance of " : "angle of ") + measured.text();
}

}  // namespace

double Measurement::mm() const {
  core::check(pointsMm.size() == 2, "a distance is between two points");
  return glm::distance(pointsMm[0], pointsMm[1]);
}

double Measurement::deg() const {
  core::check(pointsMm.size() == 3, "an angle has three points");
  const glm::dvec3 a = pointsMm[0] - pointsMm[1];
  const glm::dvec3 b = pointsMm[2] - pointsMm[1];
  // atan2 keeps its precision near 0 and 180 degrees, where acos does not.
  return glm::degrees(std::atan2(glm::length(glm::cross(a, b)), glm::dot(a, b)));
}

std::string Measurement::text() const {
  std::array<char, 32> text{};
  if (pointsMm.size() == 2) {
    std::snprintf(text.data(), text.size(), "%.1f mm", mm());
  } else {
    std::snprintf(text.data(), text.size(), "%.0f\u00B0", deg());
  }
  return text.data();
}

bool isSeenOn(const Measurement& measured, core::Layout layout, const std::optional<core::SlicePlane>& plane,
              const core::Grid& grid) {
  if (measured.seenIn != layout) {
    return false;
  }
  if (!plane) {
    return true;
  }
  const glm::dvec3 normal = core::normalOf(*plane);
  const glm::dvec3 spacing = grid.spacingMm();
  return std::all_of(measured.pointsMm.begin(), measured.pointsMm.end(), [&](const glm::dvec3& point) {
    return std::abs(glm::dot(point - plane->centerMm, normal)) <= std::max({spacing.x, spacing.y, spacing.z});
  });
}

void Measurements::did(std::vector<Measurement> before, std::string what, std::int64_t edits) {
  done_.push_back({std::move(before), std::move(what), edits});
  undone_.clear();
}

void Measurements::add(Measurement measured, std::int64_t edits) {
  std::vector<Measurement> before = all_;
  std::string what = named(measured);
  all_.push_back(std::move(measured));
  chosen_ = all_.size() - 1;
  did(std::move(before), std::move(what), edits);
}

void Measurements::remove(std::size_t measurement, std::int64_t edits) {
  if (measurement >= all_.size()) {
    return;
  }
  letGo();
  std::vector<Measurement> before = all_;
  std::string what = "removal of the " + named(all_[measurement]);
  all_.erase(all_.begin() + std::ptrdiff_t(measurement));
  chosen_.reset();
  did(std::move(before), std::move(what), edits);
}

void Measurements::clear(std::int64_t edits) {
  letGo();
  chosen_.reset();
  if (!all_.empty()) {
    did(std::exchange(all_, {}), "removal of all measurements", edits);
  }
}

void Measurements::hold(std::size_t measurement, std::size_t point) {
  core::check(measurement < all_.size() && point < all_[measurement].pointsMm.size(), "a point of a measurement");
  held_ = {measurement, point, all_};
  chosen_ = measurement;
}

void Measurements::moveTo(glm::dvec3 pointMm) {
  if (held_) {
    all_[held_->measurement].pointsMm[held_->point] = pointMm;
  }
}

void Measurements::release(std::int64_t edits) {
  if (held_ && held_->before != all_) {
    const std::string was = named(held_->before[held_->measurement]);
    did(std::move(held_->before), "correction of the " + was, edits);
  }
  held_.reset();
}

void Measurements::letGo() {
  if (held_) {
    all_ = std::move(held_->before);
    held_.reset();
  }
}

void Measurements::exchange(Step& step) {
  letGo();
  chosen_.reset();
  std::swap(all_, step.other);
}

std::optional<std::string> Measurements::undo(std::int64_t edits) {
  if (done_.empty() || done_.back().edits < edits) {
    return std::nullopt;
  }
  Step step = std::move(done_.back());
  done_.pop_back();
  exchange(step);
  step.edits = edits;  // fewer may stand by now: where several were taken back at once
  undone_.push_back(step);
  return step.what;
}

std::optional<std::string> Measurements::redo(std::int64_t edits) {
  if (undone_.empty() || undone_.back().edits != edits) {
    return std::nullopt;
  }
  Step step = std::move(undone_.back());
  undone_.pop_back();
  exchange(step);
  done_.push_back(step);
  return step.what;
}

}  // namespace interaction
