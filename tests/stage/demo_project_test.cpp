// The project that the start screen offers, made from a small image of the test's own.
#include "stage/demo_project.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <fstream>

#include "core/error.h"
#include "store/project_file.h"

namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

class DemoProjectTest : public testing::Test {
 protected:
  DemoProjectTest() {
    fs::create_directories(folder_);
    std::ofstream(image_, std::ios::binary) << "NRRD0004\ntype: uint8\ndimension: 3\nsizes: 4 4 4\nencoding: raw\n"
                                               "space: left-posterior-superior\n"
                                               "space directions: (1,0,0) (0,1,0) (0,0,1)\nspace origin: (0,0,0)\n\n"
                                            << std::string(64, 'x');
  }
  ~DemoProjectTest() override { fs::remove_all(folder_); }

  std::vector<std::string> made() const {
    std::vector<std::string> names;
    if (fs::exists(folder_ / "home" / "demo")) {
      for (const fs::directory_entry& each : fs::directory_iterator(folder_ / "home" / "demo")) {
        names.push_back(each.path().filename().string());
      }
    }
    return names;
  }

  const fs::path folder_ = fs::temp_directory_path() / ("sagitta-demo-" + std::to_string(::getpid()));
  const fs::path image_ = folder_ / "image.nrrd";
  const store::Installation here_{folder_ / "home"};
};

TEST_F(DemoProjectTest, IsMadeOnceAndHoldsTheImage) {
  const fs::path project = stage::demoProject(here_, image_, "A");
  {
    store::ProjectFile file(project, store::Access::Write, here_);
    ASSERT_EQ(file.cases().size(), 1u);
    EXPECT_EQ(file.cases()[0].name, "Brain");
    EXPECT_EQ(file.cases()[0].modality, "MR");
    EXPECT_EQ(file.cases()[0].grid.size(), glm::ivec3(4));
    file.append({.person = "A",
                 .caseId = file.cases()[0].id,
                 .track = "shared",
                 .body = core::LesionCreated{.name = "Mine", .ownStep = true}});
  }
  EXPECT_EQ(stage::demoProject(here_, image_, "B"), project);
  EXPECT_EQ(store::ProjectFile(project, store::Access::Read, here_).lesions().size(), 1u) << "work in it stays";
}

TEST_F(DemoProjectTest, LeavesNothingBehindWhereItIsGivenUpOrFails) {
  struct GivenUp {};
  EXPECT_THROW(stage::demoProject(here_, image_, "A", [](const core::Progress&) { throw GivenUp{}; }), GivenUp);
  EXPECT_THAT(made(), ElementsAre());
  std::ofstream(image_) << "no image at all";
  EXPECT_THROW(stage::demoProject(here_, image_, "A"), core::Error);
  EXPECT_THAT(made(), ElementsAre());
}

TEST_F(DemoProjectTest, NothingLiesBesideIt) {
  stage::demoProject(here_, image_, "A");
  EXPECT_THAT(made(), ElementsAre("Demo.sagitta"));
}

}  // namespace
