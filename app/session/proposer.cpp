#include "session/proposer.h"

#include <new>
#include <utility>

#include "core/error.h"

namespace session {
namespace {

struct GivenUp {};

}  // namespace

Proposer::Proposer() : thread_([this] { work(); }) {}

Proposer::~Proposer() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
    question_.reset();
    ++number_;
  }
  changed_.notify_all();
  thread_.join();
}

void Proposer::ask(const Operation& operation, OperationInput input) {
  {
    const std::lock_guard lock(mutex_);
    question_ = Question{&operation, std::move(input)};
    answer_.reset();
    progress_ = {};
    ++number_;
  }
  changed_.notify_all();
}

void Proposer::cancel() {
  const std::lock_guard lock(mutex_);
  question_.reset();
  answer_.reset();
  ++number_;
}

bool Proposer::isWorking() const {
  const std::lock_guard lock(mutex_);
  return question_.has_value() || busy_;
}

core::Progress Proposer::progress() const {
  const std::lock_guard lock(mutex_);
  return progress_;
}

std::optional<Proposer::Answer> Proposer::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(answer_, std::nullopt);
}

Proposer::Answer Proposer::answer(const Question& question, std::uint64_t number) {
  try {
    return {.proposal = propose(*question.operation, question.input,
                                [&](const core::Progress& progress) {
                                  if (number_ != number) {
                                    throw GivenUp{};
                                  }
                                  const std::lock_guard lock(mutex_);
                                  progress_ = progress;
                                }),
            .failure = {}};
  } catch (const core::Error& error) {
    return {.proposal = {}, .failure = error.what()};
  } catch (const std::bad_alloc&) {
    return {.proposal = {}, .failure = "There is not enough memory for this. Choose a smaller part of the image."};
  }
}

void Proposer::work() {
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
    std::optional<Answer> found;
    try {
      found = answer(question, number);
    } catch (const GivenUp&) {
    }
    lock.lock();
    busy_ = false;
    if (number_ == number) {
      answer_ = std::move(found);
    }
  }
}

}  // namespace session
