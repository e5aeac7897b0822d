// What an operation would do, found in the background: the latest question counts, an older one is given up. Made,
// asked and destroyed on one thread; the work is done on a thread of its own.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "session/operations.h"

namespace session {

class Proposer {
 public:
  struct Answer {
    Proposal proposal;
    std::string failure;  // why there is none, in words; empty where there is one
  };

  Proposer();
  ~Proposer();  // gives up what is under way
  Proposer(const Proposer&) = delete;
  Proposer& operator=(const Proposer&) = delete;

  // operation: of operations(). Gives up an earlier question. Never blocks.
  void ask(const Operation& operation, OperationInput input);
  void cancel();  // neither question nor answer is left

  // Never block. The answer to the latest question is handed out once.
  bool isWorking() const;
  core::Progress progress() const;  // of what is under way
  std::optional<Answer> take();

 private:
  struct Question {
    const Operation* operation;
    OperationInput input;
  };

  void work();
  Answer answer(const Question& question, std::uint64_t number);

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<Question> question_;
  std::optional<Answer> answer_;
  core::Progress progress_;
  std::atomic<std::uint64_t> number_{0};  // of the latest question; a cancelled one counts too
  bool busy_ = false;
  bool closing_ = false;
  std::thread thread_;
};

}  // namespace session
