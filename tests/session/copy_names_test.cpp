#include "session/copy_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace session {
namespace {

namespace fs = std::filesystem;

TEST(CopyNames, AreFreeAndBesideTheProjectFirst) {
  const fs::path folder = fs::temp_directory_path() / ("sagitta-copy-names-" + std::to_string(::getpid()));
  fs::create_directories(folder);
  const fs::path project = folder / "liver.v2.sagitta";
  EXPECT_EQ(copyNames(project, {}).front(), folder / "liver.v2 (copy).sagitta");
  std::ofstream(folder / "liver.v2 (copy).sagitta") << "taken";
  EXPECT_EQ(copyNames(project, {}).front(), folder / "liver.v2 (copy 2).sagitta");
  EXPECT_THAT(copyNames(project, folder / "home"), testing::Contains(folder / "home" / "liver.v2 (copy).sagitta"));
  fs::remove_all(folder);
}

}  // namespace
}  // namespace session
