// A watch over a stream of accepted and rejected candidates that warns when the share of accepted ones falls. Values;
// one thread at a time. (Pausing when a Wilson limit falls below a threshold cries wolf in 99 of 100 streams of 500;
// see the tests.)
#pragma once

#include <cstdint>

namespace analysis {

struct CusumSettings {
  double acceptedGood = 0.90;  // the share that is expected
  double acceptedBad = 0.80;   // the share that has to be noticed
  double warnAt = 3.5;
  double pauseAt = 5.0;  // on average after 5,211 candidates at 0.90, 97 at 0.80, 39 at 0.70
};

enum class CusumState : std::uint8_t { Calm, Warning, Paused };

// The Bernoulli CUSUM (Reynolds and Stoumbos, Journal of Quality Technology 31 (1999)): the log of how much more likely
// each outcome is at the bad share than at the good one, summed up and never below 0.
class BernoulliCusum {
 public:
  explicit BernoulliCusum(const CusumSettings& settings = {});

  // One more outcome. Once paused it stays so, whatever follows, until release().
  CusumState add(bool accepted);
  void release();  // a person has looked into it: the sum begins anew

  CusumState state() const;
  double sum() const { return sum_; }
  double acceptedStep() const { return acceptedStep_; }  // below 0
  double rejectedStep() const { return rejectedStep_; }  // above 0

 private:
  CusumSettings settings_;
  double acceptedStep_;
  double rejectedStep_;
  double sum_ = 0;
  bool paused_ = false;
};

}  // namespace analysis
