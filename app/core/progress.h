// How long work tells how far it is, and is told to stop. Called on the worker's thread; must return quickly.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace core {

struct Progress {
  std::string what;  // "Reading 312 files"
  std::int64_t done = 0;
  std::int64_t total = 0;  // 0: unknown
};

// May throw to cancel. An empty function is allowed: nobody listens.
using ProgressSink = std::function<void(const Progress&)>;

inline void report(const ProgressSink& sink, std::string what, std::int64_t done, std::int64_t total) {
  if (sink) {
    sink({std::move(what), done, total});
  }
}

}  // namespace core
