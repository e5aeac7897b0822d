#include "session/committer.h"

#include <algorithm>
#include <utility>

namespace session {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kFirstPause{500};
constexpr std::chrono::milliseconds kLongestPause{4'000};
constexpr std::chrono::milliseconds kLook{1'000};  // between looks whether the file is still in its place

}  // namespace

Committer::Committer(store::ProjectFile project)
    : project_(std::move(project)),
      installation_(project_->installation()),
      path_(project_->path()),
      thread_([this] { work(); }) {}

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
  changed_.wait(lock, [this] { return !busy_; });  // a try that is under way began before
  const std::uint64_t before = failures_;
  nextTry_ = {};
  changed_.notify_all();
  changed_.wait(lock, [&] { return (jobs_.empty() && !busy_) || failures_ != before; });
  if (failures_ != before) {
    std::rethrow_exception(lastFailure_);
  }
}

bool Committer::isIdle() {
  return waiting() == 0;
}

std::size_t Committer::waiting() {
  const std::lock_guard lock(mutex_);
  return jobs_.size();
}

std::exception_ptr Committer::failure() {
  const std::lock_guard lock(mutex_);
  return failure_;
}

std::filesystem::path Committer::path() {
  const std::lock_guard lock(mutex_);
  return path_;
}

void Committer::retry() {
  {
    const std::lock_guard lock(mutex_);
    nextTry_ = {};
  }
  changed_.notify_all();
}

void Committer::goOnIn(std::vector<std::filesystem::path> names) {
  {
    const std::lock_guard lock(mutex_);
    copies_ = std::move(names);
    nextTry_ = {};
  }
  changed_.notify_all();
}

void Committer::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    const auto isDue = [this] {
      return closing_ || !copies_.empty() || ((!jobs_.empty() || failure_) && Clock::now() >= nextTry_);
    };
    while (!isDue()) {
      const auto wake = jobs_.empty() && !failure_ ? Clock::now() + kLook : std::min(nextTry_, Clock::now() + kLook);
      if (changed_.wait_until(lock, wake) == std::cv_status::timeout && jobs_.empty() && !failure_) {
        break;  // to look after the file
      }
    }
    if (closing_ && jobs_.empty() && copies_.empty()) {
      return;
    }
    attempt(lock);
    if (closing_ && failure_) {
      return;
    }
  }
}

// One look after the file, and one job if there is any.
void Committer::attempt(std::unique_lock<std::mutex>& lock) {
  const std::vector<std::filesystem::path> copies = std::exchange(copies_, {});
  const Job* job = jobs_.empty() ? nullptr : &jobs_.front();  // stays where it is: others only add behind it
  busy_ = true;
  lock.unlock();
  std::exception_ptr failure;
  try {
    if (!copies.empty()) {
      copyAndOpen(copies);
    }
    follow();
    if (job != nullptr) {
      (*job)(*project_);
    }
  } catch (...) {
    failure = std::current_exception();
  }
  lock.lock();
  busy_ = false;
  failure_ = failure;
  if (failure) {
    lastFailure_ = failure;
    ++failures_;
  } else if (job != nullptr) {
    jobs_.pop_front();
  }
  pause_ = failure_ ? std::clamp(2 * pause_, kFirstPause, kLongestPause) : std::chrono::milliseconds(0);
  nextTry_ = Clock::now() + pause_;
  if (project_) {
    path_ = project_->path();
  }
  changed_.notify_all();
}

// Goes on where the file was moved to. Throws core::Error where it was deleted, or can't be opened there.
void Committer::follow() {
  if (project_ && project_->isInPlace()) {
    return;
  }
  if (project_) {
    const std::optional<std::filesystem::path> now = project_->whereNow();
    if (!now) {
      throw core::Error(project_->path().string(), "The project was deleted while it was open",
                        "All that was in it is still at hand: keep it under another name");
    }
    project_->settle();
    // SQLite must not have one file open under two names.
    project_.reset();
    const std::lock_guard lock(mutex_);
    path_ = *now;
  }
  std::filesystem::path where;
  {
    const std::lock_guard lock(mutex_);
    where = path_;
  }
  project_.emplace(where, store::Access::Write, installation_);
}

void Committer::copyAndOpen(const std::vector<std::filesystem::path>& names) {
  if (!project_) {
    throw core::Error(names.front().string(), "The project is nowhere to be copied from", "Put its file back");
  }
  std::exception_ptr failure;
  for (const std::filesystem::path& name : names) {
    try {
      project_->snapshot(name);
      project_.emplace(name, store::Access::Write, installation_);
      return;
    } catch (const core::Error&) {
      failure = std::current_exception();
    }
  }
  std::rethrow_exception(failure);
}

}  // namespace session
