// Answers found in the background: only that to the latest question counts.
#include "core/latest.h"

#include <gmock/gmock.h>

#include <latch>

namespace {

using testing::Optional;

// Waits until the answer is there, or it is known that there will be none.
template <typename Question, typename Answer>
std::optional<Answer> answerOf(core::Latest<Question, Answer>& latest) {
  while (latest.isWorking()) {
    std::this_thread::yield();
  }
  return latest.take();
}

// Answers with the number asked, except that a negative one is at work until nobody waits for it any more.
class Patient {
 public:
  std::optional<int> operator()(int question, const std::function<bool()>& stillAsked) const {
    if (question < 0) {
      begun->count_down();
      while (stillAsked()) {
        std::this_thread::yield();
      }
      return question;  // too late: it must not be handed out
    }
    return question;
  }
  std::shared_ptr<std::latch> begun = std::make_shared<std::latch>(1);
};

TEST(Latest, AnswersOnce) {
  core::Latest<int, int> latest{Patient{}};
  EXPECT_FALSE(latest.isWorking());
  EXPECT_EQ(latest.take(), std::nullopt);
  latest.ask(7);
  EXPECT_THAT(answerOf(latest), Optional(7));
  EXPECT_EQ(latest.take(), std::nullopt) << "it was handed out";
}

TEST(Latest, GivesUpAnEarlierQuestion) {
  const Patient work;
  core::Latest<int, int> latest{work};
  latest.ask(-1);
  work.begun->wait();
  latest.ask(2);
  EXPECT_THAT(answerOf(latest), Optional(2));
}

TEST(Latest, AnswersNothingThatWasCancelled) {
  const Patient work;
  core::Latest<int, int> latest{work};
  latest.ask(-1);
  work.begun->wait();
  latest.cancel();
  EXPECT_EQ(answerOf(latest), std::nullopt);
  latest.ask(3);
  EXPECT_THAT(answerOf(latest), Optional(3)) << "and goes on afterwards";
}

TEST(Latest, AnAnswerThatNobodyTookGoesWithTheNextQuestion) {
  const Patient work;
  core::Latest<int, int> latest{work};
  latest.ask(1);
  while (latest.isWorking()) {
    std::this_thread::yield();
  }
  latest.ask(-1);
  work.begun->wait();
  EXPECT_EQ(latest.take(), std::nullopt);
}

TEST(Latest, EndsInTheMiddleOfItsWork) {
  const Patient work;
  {
    core::Latest<int, int> latest{work};
    latest.ask(-1);
    work.begun->wait();
  }
  SUCCEED() << "its thread saw that nobody waits";
}

}  // namespace
