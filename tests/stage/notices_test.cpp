#include "stage/notices.h"

#include <gtest/gtest.h>

namespace stage {
namespace {

using ui::CommandId;
using ui::Note;

TEST(Notices, WhatIsNeededNoMoreIsWithdrawnAndWhatIsSoStays) {
  Notices notices;
  notices.say(Note::Kind::Caution, "Somebody looks at a contested lesion.", CommandId::NextContested, "Show");
  notices.say(Note::Kind::Caution, "Somebody enrolled.", CommandId::People, "People");
  notices.ofContest(2);
  ASSERT_EQ(notices.shown().size(), 3u);
  notices.withdraw(CommandId::NextContested);
  ASSERT_EQ(notices.shown().size(), 2u);
  EXPECT_EQ(notices.shown()[0].text, "Somebody enrolled.");
  EXPECT_TRUE(notices.shown()[1].text.starts_with("2 lesions are contested")) << "they still are";
  notices.ofContest(0);
  EXPECT_EQ(notices.shown().size(), 1u);
}

TEST(Notices, ThatOnlyInformIsSaidOnce) {
  Notices notices;
  EXPECT_EQ(notices.say(Note::Kind::Info, "Saved."), notices.say(Note::Kind::Info, "Saved."));
  EXPECT_EQ(notices.shown().size(), 1u);
}

}  // namespace
}  // namespace stage
