#include "session/proposer.h"

#include <new>
#include <utility>

#include "core/error.h"

namespace session {
namespace {

struct GivenUp {};

}  // namespace

Proposer::Proposer()
    : latest_([this](const Question& question, const Latest::StillAsked& stillAsked) {
        return answer(question, stillAsked);
      }) {}

void Proposer::ask(const Operation& operation, OperationInput input) {
  latest_.ask({&operation, std::move(input)});
  const std::lock_guard lock(mutex_);
  progress_ = {};
}

core::Progress Proposer::progress() const {
  const std::lock_guard lock(mutex_);
  return progress_;
}

std::optional<Proposer::Answer> Proposer::answer(const Question& question, const Latest::StillAsked& stillAsked) {
  try {
    return Answer{.proposal = propose(*question.operation, question.input,
                                      [&](const core::Progress& progress) {
                                        if (!stillAsked()) {
                                          throw GivenUp{};
                                        }
                                        const std::lock_guard lock(mutex_);
                                        progress_ = progress;
                                      }),
                  .failure = {}};
  } catch (const GivenUp&) {
    return std::nullopt;
  } catch (const core::Error& error) {
    return Answer{.proposal = {}, .failure = error.what()};
  } catch (const std::bad_alloc&) {
    return Answer{.proposal = {},
                  .failure = "There is not enough memory for this. Choose a smaller part of the image."};
  }
}

}  // namespace session
