// What makes a distance transform one axis after another, in time linear in its samples. Source: Felzenszwalb and
// Huttenlocher, Distance Transforms of Sampled Functions, Theory of Computing 8 (2012). Values; any thread.
#pragma once

#include <cstddef>
#include <limits>
#include <vector>

namespace core {

// The lower envelope of parabolas along a line, one rooted at each sample: a sample's height, mm^2, and from there the
// squared distance along the line.
class LowerEnvelope {
 public:
  explicit LowerEnvelope(double spacingMm) : spacingMm_(spacingMm) {}

  void clear() { parabolas_.clear(); }
  bool isEmpty() const { return parabolas_.empty(); }

  // Samples come in rising order of `at`, each of finite height.
  void add(int at, double heightMm2) {
    double from = -std::numeric_limits<double>::infinity();
    while (!parabolas_.empty()) {
      const Parabola& last = parabolas_.back();
      const double apart = at - last.at;
      const double meet = last.at + apart / 2 + (heightMm2 - last.heightMm2) / (2 * apart * spacingMm_ * spacingMm_);
      if (meet > last.from) {
        from = meet;
        break;
      }
      parabolas_.pop_back();
    }
    parabolas_.push_back({at, heightMm2, from});
    lowest_ = 0;
  }

  // The lowest height, mm^2. Not for an empty envelope. Quick where each call asks for a place near the last one's.
  double heightMm2(int at) {
    while (lowest_ + 1 < parabolas_.size() && parabolas_[lowest_ + 1].from < at) {
      ++lowest_;
    }
    while (parabolas_[lowest_].from > at) {
      --lowest_;
    }
    const double mm = double(at - parabolas_[lowest_].at) * spacingMm_;
    return parabolas_[lowest_].heightMm2 + mm * mm;
  }

 private:
  struct Parabola {
    int at;
    double heightMm2;
    double from;  // where it becomes the lowest
  };

  double spacingMm_;
  std::vector<Parabola> parabolas_;
  std::size_t lowest_ = 0;  // where the last place was
};

}  // namespace core
