// Wakes whoever draws when other threads have news. Rung by any thread; answered by nobody, or by one at a time.
#pragma once

#include <functional>
#include <mutex>
#include <utility>

namespace stage {

class Bell {
 public:
  // Nothing: nobody answers any more, also no ring that is under way once this returns.
  void answer(std::function<void()> answer) {
    const std::lock_guard lock(mutex_);
    answer_ = std::move(answer);
  }
  void ring() {
    const std::lock_guard lock(mutex_);
    if (answer_) {
      answer_();
    }
  }

 private:
  std::mutex mutex_;
  std::function<void()> answer_;
};

}  // namespace stage
