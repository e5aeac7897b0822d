// Answers found in the background, where only the latest question counts: while a slider moves or a list is leafed
// through, older ones are given up. Made, asked and destroyed on one thread; the work is done on a thread of its own.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace core {

template <typename Question, typename Answer>
class Latest {
 public:
  // Finds an answer, or nothing where it saw by stillAsked() that nobody waits for it. Must not throw.
  using StillAsked = std::function<bool()>;
  using Work = std::function<std::optional<Answer>(const Question& question, const StillAsked& stillAsked)>;

  explicit Latest(Work work) : work_(std::move(work)), thread_([this] { run(); }) {}
  ~Latest() {  // gives up what is under way
    {
      const std::lock_guard lock(mutex_);
      closing_ = true;
      question_.reset();
      ++number_;
    }
    changed_.notify_all();
    thread_.join();
  }
  Latest(const Latest&) = delete;
  Latest& operator=(const Latest&) = delete;

  // Gives up an earlier question. Never blocks.
  void ask(Question question) {
    {
      const std::lock_guard lock(mutex_);
      question_ = std::move(question);
      answer_.reset();
      ++number_;
    }
    changed_.notify_all();
  }
  void cancel() {  // neither question nor answer is left
    const std::lock_guard lock(mutex_);
    question_.reset();
    answer_.reset();
    ++number_;
  }

  // Never block. The answer to the latest question is handed out once.
  bool isWorking() const {
    const std::lock_guard lock(mutex_);
    return question_.has_value() || busy_;
  }
  std::optional<Answer> take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(answer_, std::nullopt);
  }

 private:
  void run() {
    std::unique_lock lock(mutex_);
    while (true) {
      changed_.wait(lock, [this] { return closing_ || question_; });
      if (closing_) {
        return;
      }
      const Question question = *std::exchange(question_, std::nullopt);
      const std::uint64_t number = number_;
      busy_ = true;
      lock.unlock();
      std::optional<Answer> found = work_(question, [&] { return number_ == number; });
      lock.lock();
      busy_ = false;
      if (number_ == number) {
        answer_ = std::move(found);
      }
    }
  }

  const Work work_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<Question> question_;
  std::optional<Answer> answer_;
  std::atomic<std::uint64_t> number_{0};  // of the latest question; a cancelled one counts too
  bool busy_ = false;
  bool closing_ = false;
  std::thread thread_;
};

}  // namespace core
