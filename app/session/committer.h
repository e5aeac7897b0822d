// The one thread that writes a project file while it is open, so that neither a frame nor a stroke ever waits for the
// disk. Jobs run in the order given. Made and destroyed on the session's thread.
#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

#include "store/project_file.h"

namespace session {

class Committer {
 public:
  using Job = std::function<void(store::ProjectFile&)>;

  explicit Committer(store::ProjectFile project);
  ~Committer();  // finishes what is queued
  Committer(const Committer&) = delete;
  Committer& operator=(const Committer&) = delete;

  // Never blocks. Once a job has thrown, later ones are not run (they may build on it).
  void enqueue(Job job);

  // Waits until all that was queued has run; throws what the first failed job threw.
  void flush();

  // Never blocks: whether nothing is queued or running, and what the first failed job threw.
  bool isIdle();
  std::exception_ptr failure();

 private:
  void work();

  store::ProjectFile project_;  // the thread's alone
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> jobs_;
  bool busy_ = false;
  bool closing_ = false;
  std::exception_ptr failure_;
  std::thread thread_;
};

}  // namespace session
