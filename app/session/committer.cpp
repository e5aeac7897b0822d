#include "session/committer.h"

#include <algorithm>
#include <utility>

#include "session/copy_names.h"
#include "store/disk_full.h"
#include "store/right_refused.h"

namespace session {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kFirstPause{500};
constexpr std::chrono::milliseconds kLongestPause{4'000};
constexpr std::chrono::milliseconds kLook{1'000};  // between looks whether the file is still in its place
constexpr std::chrono::milliseconds kWatch{
    10};  // between looks for what others have committed: a few microseconds each

}  // namespace

Committer::Committer(store::ProjectFile project, Job watch)
    : watch_(std::move(watch)),
      project_(std::move(project)),
      installation_(project_->installation()),
      path_(project_->path()),
      failure_(project_->isWritable() ? nullptr : std::make_exception_ptr(store::DiskFull(path_.string()))),
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
  enqueue(Task{std::move(job), true});
}

void Committer::enqueueReading(Job job) {
  enqueue(Task{std::move(job), false});
}

void Committer::enqueue(Task task) {
  {
    const std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
  }
  changed_.notify_all();
}

void Committer::flush() {
  enqueueReading([](store::ProjectFile&) {});
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !busy_; });  // a try that is under way began before
  const std::uint64_t before = failures_;
  nextTry_ = {};
  changed_.notify_all();
  changed_.wait(lock, [&] { return (tasks_.empty() && !busy_) || failures_ != before; });
  if (failures_ != before) {
    std::rethrow_exception(lastFailure_);
  }
}

bool Committer::isIdle() {
  const std::lock_guard lock(mutex_);
  return tasks_.empty();
}

std::size_t Committer::waiting() {
  const std::lock_guard lock(mutex_);
  return std::size_t(std::count_if(tasks_.begin(), tasks_.end(), [](const Task& task) { return task.writes; }));
}

std::exception_ptr Committer::failure() {
  const std::lock_guard lock(mutex_);
  return failure_;
}

std::filesystem::path Committer::path() {
  const std::lock_guard lock(mutex_);
  return path_;
}

bool Committer::isCopy() {
  const std::lock_guard lock(mutex_);
  return copied_;
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
      return closing_ || !copies_.empty() || ((!tasks_.empty() || failure_) && Clock::now() >= nextTry_);
    };
    auto look = Clock::now() + kLook;
    while (!isDue()) {
      const bool quiet = tasks_.empty() && !failure_;
      const auto wake =
          quiet ? std::min(look, Clock::now() + (watch_ ? kWatch : kLook)) : std::min(nextTry_, Clock::now() + kLook);
      const bool timedOut = changed_.wait_until(lock, wake) == std::cv_status::timeout;
      if (timedOut && refusedAt_ && project_ && project_->changeCounter() != *refusedAt_) {
        nextTry_ = {};
      } else if (timedOut && tasks_.empty() && !failure_) {
        if (Clock::now() >= look) {
          break;  // to look after the file
        }
        busy_ = true;
        lock.unlock();
        this->look();
        lock.lock();
        busy_ = false;
        changed_.notify_all();
      }
    }
    if (closing_ && tasks_.empty() && copies_.empty()) {
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
  const Task* task = tasks_.empty() ? nullptr : &tasks_.front();  // stays where it is: others only add behind it
  busy_ = true;
  lock.unlock();
  std::exception_ptr failure;
  std::optional<std::uint64_t> refusedAt;
  try {
    if (!copies.empty()) {
      copyAndOpen(copies);
    }
    follow();
    if (task == nullptr || task->writes) {
      makeWritable();
    }
    if (task != nullptr) {
      const std::uint64_t before = project_->changeCounter();
      try {
        task->job(*project_);
      } catch (const store::RightRefused&) {
        refusedAt = before;
        throw;
      }
    }
  } catch (...) {
    failure = std::current_exception();
  }
  lock.lock();
  busy_ = false;
  if (failure) {
    failure_ = lastFailure_ = failure;
    ++failures_;
  } else {
    if (task != nullptr) {
      tasks_.pop_front();
    }
    if (project_->isWritable()) {
      failure_ = nullptr;
    }
  }
  pause_ = failure_ ? std::clamp(2 * pause_, kFirstPause, kLongestPause) : std::chrono::milliseconds(0);
  refusedAt_ = refusedAt;
  nextTry_ = refusedAt_ ? Clock::time_point::max() : Clock::now() + pause_;
  if (project_) {
    path_ = project_->path();
  }
  changed_.notify_all();
}

void Committer::look() {
  if (!watch_ || !project_) {
    return;
  }
  try {
    watch_(*project_);
  } catch (const core::Error&) {
    // The file cannot be read just now.
  }
}

// Goes on where the file was moved to, or in a copy where it was deleted. Throws core::Error where neither can be.
void Committer::follow() {
  if (project_ && project_->isInPlace()) {
    return;
  }
  if (project_) {
    const std::optional<std::filesystem::path> now = project_->whereNow();
    if (!now) {
      rescue();
      return;
    }
    if (project_->isWritable()) {
      project_->settle();
    }
    // SQLite must not have one file open under two names.
    project_.reset();
    const std::lock_guard lock(mutex_);
    path_ = *now;
    copied_ = false;
  }
  std::filesystem::path where;
  {
    const std::lock_guard lock(mutex_);
    where = path_;
  }
  project_.emplace(store::openForWork(where, installation_));
}

// The name is gone, but as long as this process has the file open, all that was committed is at hand.
void Committer::rescue() {
  const std::filesystem::path gone = project_->path();
  try {
    copyAndOpen(copyNames(gone, installation_.home()));
  } catch (const core::Error& error) {
    throw core::Error(gone.string(),
                      "The project was deleted while it was open, and no copy could be made (" + error.cause() + ")",
                      "All that was in it is still at hand: make room for a copy");
  }
}

void Committer::makeWritable() {
  if (project_->isWritable()) {
    return;
  }
  const std::filesystem::path where = project_->path();
  project_.reset();  // SQLite must not have one file open in two ways
  project_.emplace(store::openForWork(where, installation_));
  if (!project_->isWritable()) {
    throw store::DiskFull(where.string());
  }
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
      const std::lock_guard lock(mutex_);
      copied_ = true;
      return;
    } catch (const core::Error&) {
      failure = std::current_exception();
    }
  }
  std::rethrow_exception(failure);
}

}  // namespace session
