#include "core/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace core {

void parallelFor(std::size_t count, const std::function<void(std::size_t)>& work,
                 const std::function<void(std::size_t)>& progress) {
  std::atomic<std::size_t> next{0};
  std::atomic<std::size_t> done{0};
  std::mutex mutex;
  std::exception_ptr failure;
  const auto run = [&](bool tells) {
    try {
      for (std::size_t index = next++; index < count; index = next++) {
        work(index);
        const std::size_t sofar = ++done;
        if (tells && progress) {
          progress(sofar);
        }
      }
    } catch (...) {
      const std::lock_guard lock(mutex);
      if (!failure) {
        failure = std::current_exception();
      }
      next = count;
    }
  };
  {
    const std::size_t helpers = std::min<std::size_t>(count, std::max(1u, std::thread::hardware_concurrency()));
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < helpers; ++i) {
      threads.emplace_back(run, false);
    }
    run(true);
  }
  if (failure) {
    std::rethrow_exception(failure);
  }
  if (progress && count > 0) {
    progress(count);
  }
}

}  // namespace core
