// The one thread that writes a project file while it is open, so that neither a frame nor a stroke ever waits for the
// disk. Jobs run in the order given. Nothing that was handed over is dropped: a job that fails, because the disk is
// full or another program keeps the file locked, stays at the head and is tried again until it goes through. A file
// that was moved is followed; from one that was deleted a copy is made, and work goes on there. Made and destroyed on
// the session's thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "core/error.h"
#include "store/project_file.h"

namespace session {

class Committer {
 public:
  // Where it throws, it has left the file as it was, and may run again.
  using Job = std::function<void(store::ProjectFile&)>;

  // project: as store::openForWork() gives it; one that can only be read is opened again as soon as there is room.
  // watch: looks for what other processes have committed; called between jobs, every 10 ms while the file is in its
  // place. What it throws is of no matter: it looks again.
  explicit Committer(store::ProjectFile project, Job watch = {});
  ~Committer();  // finishes what is queued, as far as one more try brings it
  Committer(const Committer&) = delete;
  Committer& operator=(const Committer&) = delete;

  // Never block. enqueueReading: a job that writes nothing, and so needs no room on the disk.
  void enqueue(Job job);
  void enqueueReading(Job job);

  // Waits until all that was queued has run, and the file has been looked after once more. Throws what a try threw that
  // began after this call; what has not gone through stays queued.
  void flush();

  // Never blocks: whether nothing is queued or running; how many jobs wait that write; what the last try threw, until
  // one goes through; where the file is; and whether that is a copy, in which work went on when the file before it was
  // left.
  bool isIdle();
  std::size_t waiting();
  std::exception_ptr failure();
  std::filesystem::path path();
  bool isCopy();

  // Tries again now, instead of in a while. Never blocks.
  void retry();
  // Makes a complete copy of the project, as it is on disk, under the first of these names where that can be done, and
  // goes on in it with all that waits. Never blocks; should it fail, failure() tells, and the old file is tried again.
  void goOnIn(std::vector<std::filesystem::path> names);

 private:
  struct Task {
    Job job;
    bool writes = true;
  };

  void enqueue(Task task);
  void work();
  void attempt(std::unique_lock<std::mutex>& lock);
  void follow();
  void rescue();
  void makeWritable();
  void copyAndOpen(const std::vector<std::filesystem::path>& names);
  void look();

  // The committing thread's alone.
  Job watch_;
  std::optional<store::ProjectFile> project_;  // nothing only while it could not be opened where it is now
  store::Installation installation_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Task> tasks_;
  std::filesystem::path path_;
  std::vector<std::filesystem::path> copies_;  // asked for
  std::chrono::steady_clock::time_point nextTry_;
  std::chrono::milliseconds pause_{0};  // before the next try
  // Of the file, as of a try that failed for want of a right: only what others commit helps, and is waited for.
  std::optional<std::uint64_t> refusedAt_;
  std::exception_ptr failure_;
  std::exception_ptr lastFailure_;
  std::uint64_t failures_ = 0;
  bool copied_ = false;
  bool busy_ = false;
  bool closing_ = false;
  std::thread thread_;
};

}  // namespace session
