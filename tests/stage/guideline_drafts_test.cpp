// A guideline's draft on disk, that two windows write.
#include "stage/guideline_drafts.h"

#include <gtest/gtest.h>
#include <unistd.h>

namespace stage {
namespace {

namespace fs = std::filesystem;

class ADraft : public testing::Test {
 protected:
  const fs::path home_ = fs::temp_directory_path() / ("sagitta-drafts-" + std::to_string(::getpid()));
  GuidelineDrafts one_{home_, core::EditId(), "Lea"}, other_{home_, core::EditId(), "Lea"};

  ADraft() { fs::remove_all(home_); }
  ~ADraft() override { fs::remove_all(home_); }
  static core::GuidelineDraft titled(const char* title) {
    core::GuidelineDraft draft;
    draft.title = title;
    return draft;
  }
};

TEST_F(ADraft, KnowsWhenAnotherWindowHasWrittenIt) {
  EXPECT_FALSE(one_.isOthers()) << "there is none";
  one_.save(titled("Kidney"));
  EXPECT_FALSE(one_.isOthers());
  EXPECT_TRUE(other_.isOthers()) << "it came after that looked";
  EXPECT_EQ(other_.load()->title, "Kidney");
  EXPECT_FALSE(other_.isOthers());
  other_.save(titled("Kidneys"));
  EXPECT_TRUE(one_.isOthers());
  one_.save(titled("Liver"));
  EXPECT_FALSE(one_.isOthers()) << "it was said that this one is meant";
  EXPECT_TRUE(other_.isOthers());
  one_.discard();
  EXPECT_FALSE(one_.isOthers());
  EXPECT_TRUE(other_.isOthers());
  EXPECT_FALSE(other_.load());
  EXPECT_FALSE(other_.isOthers());
}

}  // namespace
}  // namespace stage
