// How fast a hub brings strokes and images from one file to others, measured on this machine. Behind `sagitta bench
// sync`.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "core/progress.h"
#include "store/hub_address.h"

namespace store {

struct SyncBench {
  // From the moment when a stroke is durable in one file until it is in each of the others, over all of them;
  // milliseconds.
  struct Latency {
    int clients = 0;
    double p50 = 0;
    double p95 = 0;
  };
  std::vector<Latency> latencies;
  double commitP50 = 0;  // the same stroke made durable in the file where it was drawn
  double commitP95 = 0;
  double pushEditsPerSecond = 0;      // into an empty hub
  double pullEditsPerSecond = 0;      // into an empty file
  double pushMegabytesPerSecond = 0;  // of images
  double pullMegabytesPerSecond = 0;
  std::int64_t edits = 0;
  std::int64_t imageBytes = 0;
};

struct SyncBenchSize {
  std::vector<int> clients = {2, 20};
  int strokes = 200;   // timed one by one, for each number of clients
  int edits = 10'000;  // in bulk
  int images = 32;     // chunks of 2 MiB that no compression makes smaller
};

// address: a keeper's, of a database without a hub; one is made there and taken away again. folder: exists; holds one
// file for each client. Throws core::Error.
SyncBench runSyncBench(const HubAddress& address, const std::filesystem::path& folder,
                       const core::ProgressSink& progress = {}, const SyncBenchSize& size = {});

}  // namespace store
