#include "imaging/import.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "core/error.h"
#include "imaging/test_data.h"

namespace imaging {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> namesIn(std::vector<fs::path> sources, std::vector<std::string>* notes = nullptr) {
  std::vector<std::string> names;
  std::vector<std::string> told = readImages(sources, [&](ImportedImage image) { names.push_back(image.name); });
  if (notes) {
    *notes = told;
  }
  return names;
}

TEST(Import, FindsImagesInFoldersInAStableOrderAndNamesWhatItLeftOut) {
  REQUIRE_TEST_DATA("nifti-misc");
  std::vector<std::string> notes;
  const std::vector<std::string> names = namesIn({testing_data::root() / "nifti-misc"}, &notes);
  const std::vector<std::string> expected{
      "nibabel_anatomical",   "nibabel_example_nifti2 t1", "nibabel_example_nifti2 t2", "nibabel_standard",
      "sub-spleen2_ct",       "sub-spleen2_ct_seg-manual", "totalseg_example_ct_sm",    "totalseg_example_mr_sm",
      "totalseg_example_seg", "totalseg_example_seg_mr"};
  EXPECT_EQ(names, expected);
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_NE(notes[0].find("PROVENANCE.md"), std::string::npos);
}

TEST(Import, DicomSeriesAreReadAmongFilesOfOtherKinds) {
  REQUIRE_TEST_DATA("ct-j2k-totalseg");
  std::vector<ImportedImage> images;
  const std::vector<fs::path> sources{testing_data::root() / "ct-j2k-totalseg"};
  readImages(sources, [&](ImportedImage image) { images.push_back(std::move(image)); });
  ASSERT_EQ(images.size(), 2u);
  EXPECT_EQ(images[0].format, "NIfTI");
  EXPECT_EQ(images[1].format, "DICOM");
  EXPECT_EQ(images[1].modality, "CT");
  // The label map was drawn on the series, so both are the same space, whatever the order of their axes.
  EXPECT_EQ(images[0].volume.grid.voxelCount(), images[1].volume.grid.voxelCount());
  // A segmentation is no image, and one that is named has to be usable.
  EXPECT_THROW(namesIn({testing_data::root() / "seg-dcmqi/liver.dcm"}), core::Error);
}

TEST(Import, HounsfieldUnitsMakeACtOfAFileThatDoesNotSay) {
  REQUIRE_TEST_DATA("nifti-misc");
  std::map<std::string, std::string> modality;
  const std::vector<fs::path> sources{testing_data::root() / "nifti-misc/totalseg_example_ct_sm.nii.gz",
                                      testing_data::root() / "nifti-misc/totalseg_example_mr_sm.nii.gz"};
  readImages(sources, [&](ImportedImage image) { modality[image.name] = image.modality; });
  EXPECT_EQ(modality["totalseg_example_ct_sm"], "CT");
  EXPECT_EQ(modality["totalseg_example_mr_sm"], "OT");
}

TEST(Import, AFileGivenTwiceIsReadOnce) {
  REQUIRE_TEST_DATA("nifti-misc");
  const fs::path file = testing_data::root() / "nifti-misc/nibabel_standard.nii.gz";
  EXPECT_EQ(namesIn({file, file.parent_path() / "." / file.filename()}).size(), 1u);
}

TEST(Import, SaysWhatIsWrongWithASource) {
  testing_data::TemporaryFolder folder;
  EXPECT_THROW(namesIn({folder.path() / "absent"}), core::Error);
  EXPECT_THROW(namesIn({folder.path()}), core::Error);
  const fs::path text = folder.path() / "notes.txt";
  std::ofstream(text) << "Not an image.";
  try {
    namesIn({text});
    FAIL() << "a text file was read as an image";
  } catch (const core::Error& error) {
    EXPECT_EQ(error.subject(), text.string());
    EXPECT_FALSE(error.remedy().empty());
  }
  EXPECT_THROW(namesIn({folder.path()}), core::Error);
}

}  // namespace
}  // namespace imaging
