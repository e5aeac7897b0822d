// How fast the project file is, measured beside the disk that it lies on. Behind `sagitta bench store`.
#pragma once

#include <cstdint>
#include <filesystem>

#include "core/progress.h"

namespace store {

struct StoreBench {
  // Milliseconds.
  double syncP50 = 0;  // one write and fdatasync of 64 KiB on the same disk
  double syncP95 = 0;
  double commitP50 = 0;  // one stroke, durable
  double commitP95 = 0;
  double openAndList = 0;  // from a closed file to all lesions
  double loadCase = 0;     // the masks of `caseLesions` lesions
  double verify = 0;
  double refold = 0;  // all caches, from the log
  double import = 0;  // a union with 500 edits of another site
  std::int64_t edits = 0;
  std::int64_t lesions = 0;
  std::int64_t caseLesions = 0;
  std::int64_t caseBricks = 0;
  std::int64_t fileBytes = 0;
};

struct StoreBenchSize {
  int lesions = 1'000;
  int edits = 100'000;  // strokes, over all lesions
  int commits = 400;    // of them timed one by one
};

// Makes a project in `folder` (which exists; its disk is the one measured), measures, and removes it. Throws
// core::Error.
StoreBench runStoreBench(const std::filesystem::path& folder, const core::ProgressSink& progress = {},
                         const StoreBenchSize& size = {});

}  // namespace store
