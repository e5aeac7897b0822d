// Proposals in the background: the latest question is the one that is answered.
#include "session/proposer.h"

#include <gtest/gtest.h>

#include <thread>

#include "shape/box.h"

namespace session {
namespace {

const core::Grid kGrid{{200, 200, 200}, glm::dmat4(1)};

OperationInput input(glm::ivec3 from, glm::ivec3 to, Values values) {
  OperationInput input{.grid = kGrid, .values = std::move(values)};
  input.target = Subject{.index = 0, .lesion = {}, .mask = shape::boxBetween(from, to, kGrid)};
  return input;
}

std::optional<Proposer::Answer> await(Proposer& proposer) {
  while (proposer.isWorking()) {
    std::this_thread::yield();
  }
  return proposer.take();
}

TEST(Proposer, AnswersOnceWithWhatTheOperationProposes) {
  Proposer proposer;
  const OperationInput asked = input({50, 50, 50}, {60, 60, 60}, {{"margin", 3.0}});
  proposer.ask(*findOperation("grow"), asked);
  const auto answer = await(proposer);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->failure, "");
  const Proposal expected = propose(*findOperation("grow"), asked);
  ASSERT_EQ(answer->proposal.changes.size(), 1u);
  EXPECT_EQ(answer->proposal.changes[0].set, expected.changes[0].set);
  EXPECT_EQ(answer->proposal.what, expected.what);
  EXPECT_FALSE(proposer.take());
}

TEST(Proposer, SaysWhyThereIsNone) {
  Proposer proposer;
  proposer.ask(*findOperation("grow"), input({1, 1, 1}, {2, 2, 2}, {{"margin", 1e9}}));
  const auto answer = await(proposer);
  ASSERT_TRUE(answer);
  EXPECT_NE(answer->failure.find("Margin"), std::string::npos) << answer->failure;
}

TEST(Proposer, GivesUpWhatIsNoLongerAsked) {
  Proposer proposer;
  // A large one, asked twenty times over; only the last question, a small one, is answered.
  for (int i = 0; i < 20; ++i) {
    proposer.ask(*findOperation("grow"), input({10, 10, 10}, {190, 190, 190}, {{"margin", 9.0}}));
  }
  proposer.ask(*findOperation("shrink"), input({50, 50, 50}, {60, 60, 60}, {{"margin", 2.0}}));
  const auto answer = await(proposer);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->proposal.what, "Shrink margin, 2 mm");
}

TEST(Proposer, ACancelledQuestionHasNoAnswer) {
  Proposer proposer;
  proposer.ask(*findOperation("grow"), input({10, 10, 10}, {190, 190, 190}, {{"margin", 9.0}}));
  proposer.cancel();
  EXPECT_FALSE(await(proposer));
}

}  // namespace
}  // namespace session
