// Work on all processors. Used by decoders, codecs and filters; each call starts and joins its own threads, so nothing
// runs in the background.
#pragma once

#include <cstddef>
#include <functional>

namespace core {

// Calls work(0) .. work(count - 1), each once, in no order, on this thread and as many others as there are processors.
// `progress`, if any, is told on this thread how many are done; it may throw to cancel. The first exception stops the
// rest (what is under way ends first) and is thrown on.
void parallelFor(std::size_t count, const std::function<void(std::size_t)>& work,
                 const std::function<void(std::size_t)>& progress = {});

}  // namespace core
