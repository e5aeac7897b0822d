#include "stage/file_chooser.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <fstream>

namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using ui::ChooserModel;

class FileChooserTest : public testing::Test {
 protected:
  FileChooserTest() {
    for (const char* folder : {"Documents/Sagitta", "Downloads/Study", ".hidden"}) {
      fs::create_directories(home_ / folder);
    }
    for (const char* file : {"Documents/Sagitta/pilot.sagitta", "Documents/Sagitta/pilot.sagitta-lock",
                             "Downloads/Study/IM2", "Downloads/Study/IM1", "Downloads/Study/notes.txt"}) {
      std::ofstream(home_ / file) << "x";
    }
  }
  ~FileChooserTest() override { fs::remove_all(home_); }

  static std::vector<std::string> names(const stage::FileChooser& chooser) {
    std::vector<std::string> result;
    for (const ChooserModel::Item& item : chooser.model().items) {
      result.push_back(item.name + (item.folder ? "/" : ""));
    }
    return result;
  }

  const fs::path home_ = fs::canonical(fs::temp_directory_path()) / ("sagitta-chooser-" + std::to_string(::getpid()));
};

TEST_F(FileChooserTest, ProjectsAreSoughtWhereNewOnesLie) {
  stage::FileChooser chooser(ChooserModel::Purpose::OpenProject, home_);
  EXPECT_EQ(chooser.model().place, (home_ / "Documents/Sagitta").string());
  EXPECT_THAT(names(chooser), ElementsAre("pilot.sagitta"));
  const auto choice = chooser.answer(ui::ChooseItem{0, ""});
  ASSERT_TRUE(choice);
  EXPECT_EQ(choice->path, home_ / "Documents/Sagitta/pilot.sagitta");
}

TEST_F(FileChooserTest, AFolderOfImagesIsFoundAndTakenWhole) {
  stage::FileChooser chooser(ChooserModel::Purpose::ImagesForNewProject, home_);
  EXPECT_THAT(names(chooser), ElementsAre("Documents/", "Downloads/"));
  EXPECT_FALSE(chooser.answer(ui::ChooseItem{1, ""}));
  EXPECT_FALSE(chooser.answer(ui::ChooseItem{0, ""}));
  EXPECT_THAT(names(chooser), ElementsAre("IM1", "IM2"));
  EXPECT_EQ(chooser.model().files, 2u);
  EXPECT_EQ(chooser.model().projectName, "Study");
  const auto choice = chooser.answer(ui::ChooseThisFolder{"Liver"});
  ASSERT_TRUE(choice);
  EXPECT_EQ(choice->path, home_ / "Downloads/Study");
  EXPECT_EQ(choice->projectName, "Liver");
  chooser.answer(ui::EnterParent{});
  EXPECT_EQ(chooser.model().place, (home_ / "Downloads").string());
  chooser.answer(ui::EnterShortcut{0});
  EXPECT_EQ(chooser.model().place, home_.string());
}

TEST_F(FileChooserTest, ANewProjectMayLieElsewhere) {
  stage::FileChooser chooser(ChooserModel::Purpose::ImagesForNewProject, home_);
  EXPECT_EQ(chooser.model().projectFolder, (home_ / "Documents/Sagitta").string());
  chooser.answer(ui::ChooseItem{1, ""});
  chooser.answer(ui::ChangePlaceOfProject{});
  EXPECT_EQ(chooser.model().place, (home_ / "Documents/Sagitta").string());
  chooser.answer(ui::LeaveChooser{});
  EXPECT_EQ(chooser.model().place, (home_ / "Downloads").string()) << "back among the images";
  EXPECT_EQ(chooser.model().projectFolder, (home_ / "Documents/Sagitta").string());
  chooser.answer(ui::ChangePlaceOfProject{});
  chooser.answer(ui::EnterParent{});
  EXPECT_FALSE(chooser.answer(ui::ChooseThisFolder{"Liver"}));
  EXPECT_EQ(chooser.model().projectFolder, (home_ / "Documents").string());
  EXPECT_EQ(chooser.model().place, (home_ / "Downloads").string());
  EXPECT_EQ(chooser.model().folders, 1u);
  const auto choice = chooser.answer(ui::ChooseThisFolder{"Liver", "patient 1"});
  ASSERT_TRUE(choice);
  EXPECT_EQ(choice->caseName, "patient 1");
}

TEST_F(FileChooserTest, FoldersThatImagesCameFromAreATapAway) {
  const stage::FileChooser chooser(ChooserModel::Purpose::ImagesForThisProject, home_, "",
                                   {home_ / "Downloads/Study", home_ / "Downloads"});
  EXPECT_THAT(chooser.model().shortcuts, testing::IsSupersetOf({"Home", "Documents", "Downloads", "Study"}));
  EXPECT_EQ(std::count(chooser.model().shortcuts.begin(), chooser.model().shortcuts.end(), "Downloads"), 1);
  EXPECT_THAT(chooser.model().place, testing::EndsWith("Downloads/Study")) << "where one was last";
}

TEST_F(FileChooserTest, SeveralFoldersAreTakenAtOnceAndAPathIsTyped) {
  stage::FileChooser chooser(ChooserModel::Purpose::ImagesForThisProject, home_);
  chooser.answer(ui::EnterPath{"Downloads"});
  EXPECT_THAT(chooser.model().place, testing::EndsWith("Downloads"));
  chooser.answer(ui::EnterPath{home_.string()});
  const auto place = [&](const std::string& name) {
    const auto& items = chooser.model().items;
    return std::size_t(std::find_if(items.begin(), items.end(), [&](const auto& each) { return each.name == name; }) -
                       items.begin());
  };
  chooser.answer(ui::TickItem{place("Downloads")});
  chooser.answer(ui::TickItem{place("Documents")});
  chooser.answer(ui::TickItem{place("Documents")});
  const auto choice = chooser.answer(ui::ChooseThisFolder{});
  ASSERT_TRUE(choice);
  ASSERT_EQ(choice->imageSets().size(), 1u);
  EXPECT_THAT(choice->imageSets()[0].sources, testing::ElementsAre(home_ / "Downloads"));
  EXPECT_EQ(choice->imageSets()[0].name, "Downloads") << "as its folder, as where several are ticked";
  chooser.answer(ui::TickItem{place("Documents")});
  const auto both = chooser.answer(ui::ChooseThisFolder{});
  ASSERT_EQ(both->imageSets().size(), 2u);
  EXPECT_THAT(both->imageSets()[1].sources, testing::ElementsAre(home_ / "Downloads"));
  EXPECT_EQ(both->imageSets()[1].name, "Downloads") << "a case each";
}

TEST_F(FileChooserTest, TicksOutlastTheQuestionWhereTheProjectIsToLie) {
  stage::FileChooser chooser(ChooserModel::Purpose::ImagesForNewProject, home_);
  chooser.answer(ui::TickItem{1});
  chooser.answer(ui::ChangePlaceOfProject{});
  chooser.answer(ui::EnterPath{(home_ / "Downloads").string()});
  EXPECT_FALSE(chooser.answer(ui::ChooseThisFolder{}));
  EXPECT_EQ(chooser.model().projectFolder, (home_ / "Downloads").string());
  EXPECT_THAT(names(chooser), ElementsAre("Documents/", "Downloads/"));
  EXPECT_FALSE(chooser.model().items[0].ticked);
  EXPECT_TRUE(chooser.model().items[1].ticked);
}

TEST_F(FileChooserTest, TheTypedPathOfAFileTakesItOrLeadsToIt) {
  const std::string project = (home_ / "Documents/Sagitta/pilot.sagitta").string();
  stage::FileChooser projects(ChooserModel::Purpose::OpenProject, home_);
  const auto choice = projects.answer(ui::EnterPath{project});
  ASSERT_TRUE(choice);
  EXPECT_EQ(choice->path, project);
  stage::FileChooser images(ChooserModel::Purpose::ImagesForNewProject, home_);
  EXPECT_FALSE(images.answer(ui::EnterPath{(home_ / "Downloads/Study/IM1").string()}));
  EXPECT_THAT(images.model().place, testing::EndsWith("Downloads/Study"));
}

TEST_F(FileChooserTest, AFolderThatIsGoneIsToldInWords) {
  stage::FileChooser chooser(ChooserModel::Purpose::ImagesForNewProject, home_);
  fs::remove_all(home_ / "Downloads");
  chooser.answer(ui::ChooseItem{1, ""});
  EXPECT_THAT(chooser.model().failure, testing::HasSubstr("cannot be read"));
  EXPECT_TRUE(chooser.model().items.empty());
}

}  // namespace
