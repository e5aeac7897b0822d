// What an operation would do, found in the background; how far that is, and the way to give it up. Made, asked and
// destroyed on one thread.
#pragma once

#include <mutex>
#include <optional>
#include <string>

#include "core/latest.h"
#include "session/operations.h"

namespace session {

class Proposer {
 public:
  struct Answer {
    Proposal proposal;
    std::string failure;  // why there is none, in words; empty where there is one
  };

  Proposer();

  // operation: of operations(). Gives up an earlier question. Never blocks.
  void ask(const Operation& operation, OperationInput input);
  void cancel() { latest_.cancel(); }  // neither question nor answer is left

  // Never block. The answer to the latest question is handed out once.
  bool isWorking() const { return latest_.isWorking(); }
  core::Progress progress() const;  // of what is under way
  std::optional<Answer> take() { return latest_.take(); }

 private:
  struct Question {
    const Operation* operation;
    OperationInput input;
  };
  using Latest = core::Latest<Question, Answer>;

  std::optional<Answer> answer(const Question& question, const Latest::StillAsked& stillAsked);

  mutable std::mutex mutex_;
  core::Progress progress_;
  Latest latest_;  // last: its thread uses what stands above
};

}  // namespace session
