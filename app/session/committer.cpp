#include "session/committer.h"

#include <utility>

namespace session {

Committer::Committer(store::ProjectFile project) : project_(std::move(project)), thread_([this] { work(); }) {}

Committer::~Committer() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Committer::enqueue(Job job) {
  {
    const std::lock_guard lock(mutex_);
    jobs_.push_back(std::move(job));
  }
  changed_.notify_all();
}

void Committer::flush() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return jobs_.empty() && !busy_; });
  if (failure_) {
    std::rethrow_exception(failure_);
  }
}

bool Committer::isIdle() {
  const std::lock_guard lock(mutex_);
  return jobs_.empty() && !busy_;
}

std::exception_ptr Committer::failure() {
  const std::lock_guard lock(mutex_);
  return failure_;
}

void Committer::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return closing_ || !jobs_.empty(); });
    if (jobs_.empty()) {
      return;
    }
    const Job job = std::move(jobs_.front());
    jobs_.pop_front();
    if (failure_) {
      changed_.notify_all();
      continue;
    }
    busy_ = true;
    lock.unlock();
    std::exception_ptr failure;
    try {
      job(project_);
    } catch (...) {
      failure = std::current_exception();
    }
    lock.lock();
    busy_ = false;
    if (failure) {
      failure_ = failure;
    }
    changed_.notify_all();
  }
}

}  // namespace session
