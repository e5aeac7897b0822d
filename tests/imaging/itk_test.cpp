#include "imaging/itk_image.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <fstream>
#include <map>
#include <numeric>

#include "core/error.h"
#include "imaging/import.h"
#include "imaging/test_data.h"

namespace imaging {
namespace {

namespace fs = std::filesystem;

std::vector<ImportedImage> imagesIn(const fs::path& file) {
  std::vector<ImportedImage> images;
  const std::vector<fs::path> sources{file};
  readImages(sources, [&](ImportedImage image) { images.push_back(std::move(image)); });
  return images;
}

TEST(Nrrd, TheSegmentationsOfDcmqiHaveTheirVoxels) {
  REQUIRE_TEST_DATA("seg-dcmqi");
  int checked = 0;
  for (const nlohmann::json& entry : testing_data::json(testing_data::root() / "seg-dcmqi/TRUTH_seg.json")) {
    const std::string name = entry["file"];
    if (!name.ends_with(".nrrd")) {
      continue;
    }
    SCOPED_TRACE(name);
    const ImportedImage image = imagesIn(testing_data::root() / "seg-dcmqi" / name).at(0);
    EXPECT_EQ(image.format, "NRRD");
    EXPECT_TRUE(image.notes.empty());
    std::map<std::string, int> labels;
    for (std::size_t i = 0; i < image.volume.grid.voxelCount(); ++i) {
      if (image.volume.value(i) != 0) {
        ++labels[std::to_string(int(image.volume.value(i)))];
      }
    }
    EXPECT_EQ(labels, (entry["labels"].get<std::map<std::string, int>>()));
    glm::dvec3 origin;
    ASSERT_EQ(std::sscanf(std::string(entry["origin"]).c_str(), "(%lf,%lf,%lf)", &origin.x, &origin.y, &origin.z), 3);
    EXPECT_EQ(image.volume.grid.worldOf({0, 0, 0}), origin);
    EXPECT_EQ(image.volume.grid.spacingMm(), glm::dvec3(0.810547, 0.810547, 1));
    ++checked;
  }
  EXPECT_GT(checked, 5);
}

TEST(Nrrd, TheLesionsOfPyradiomicsEqualTheirNiftiVoxelForVoxel) {
  REQUIRE_TEST_DATA("lesion-shape-pyradiomics");
  for (const char* name : {"brain2_label", "breast1_label", "lung1_label"}) {
    SCOPED_TRACE(name);
    const fs::path stem = testing_data::root() / "lesion-shape-pyradiomics" / name;
    const ImportedImage nrrd = imagesIn(fs::path(stem) += ".nrrd").at(0);
    const ImportedImage nifti = imagesIn(fs::path(stem) += ".nii.gz").at(0);
    EXPECT_TRUE(core::sameSpace(nrrd.volume.grid, nifti.volume.grid, 1e-4));
    EXPECT_EQ(nrrd.volume.voxels, nifti.volume.voxels);
  }
}

class TextHeaderFile : public testing::Test {
 protected:
  fs::path write(const std::string& name, const std::string& text) {
    std::ofstream(folder_.path() / name, std::ios::binary) << text;
    return folder_.path() / name;
  }
  // 2 x 3 x 4 voxels 0, 1, ..., 23 of int16, little-endian.
  static std::string voxels() {
    std::vector<std::int16_t> values(24);
    std::iota(values.begin(), values.end(), std::int16_t(0));
    return {reinterpret_cast<const char*>(values.data()), values.size() * 2};
  }
  std::string refusal(const fs::path& file) {
    try {
      imagesIn(file);
    } catch (const core::Error& error) {
      EXPECT_EQ(error.subject(), file.string());
      EXPECT_FALSE(error.remedy().empty());
      return error.cause();
    }
    ADD_FAILURE() << "the file was not refused";
    return {};
  }

  testing_data::TemporaryFolder folder_;
  const std::string nrrd_ = "NRRD0004\ntype: int16\ndimension: 3\nsizes: 2 3 4\nencoding: raw\nendian: little\n";
  const std::string meta_ =
      "ObjectType = Image\nNDims = 3\nDimSize = 2 3 4\nElementType = MET_SHORT\nBinaryData = True\n"
      "BinaryDataByteOrderMSB = False\n";
};

void expectCounted(const ImportedImage& image, glm::dvec3 spacing) {
  ASSERT_EQ(image.volume.grid.size(), glm::ivec3(2, 3, 4));
  EXPECT_EQ(image.volume.grid.spacingMm(), spacing);
  for (std::size_t i = 0; i < 24; ++i) {
    EXPECT_EQ(image.volume.value(i), double(i));
  }
}

TEST_F(TextHeaderFile, ARawFileBesideASmallHeaderIsRead) {
  write("matrix.dat", voxels());
  const ImportedImage image =
      imagesIn(write("cranium.nhdr", nrrd_ + "spacings: 0.957 0.957 1.5\ndata file: matrix.dat\n")).at(0);
  expectCounted(image, {0.957, 0.957, 1.5});
  ASSERT_EQ(image.notes.size(), 1u);
  EXPECT_NE(image.notes[0].find("left and right"), std::string::npos);
  expectCounted(imagesIn(folder_.path()).at(0), {0.957, 0.957, 1.5});
  // The same with directions.
  const ImportedImage oriented =
      imagesIn(write("oriented.nhdr", nrrd_ + "space: right-anterior-superior\nspace directions: (2,0,0) (0,0,3) "
                                              "(0,4,0)\nspace origin: (10,20,30)\ndata file: matrix.dat\n"))
          .at(0);
  expectCounted(oriented, {2, 3, 4});
  EXPECT_TRUE(oriented.notes.empty());
  EXPECT_EQ(oriented.volume.grid.worldOf({0, 0, 0}), glm::dvec3(-10, -20, 30));
  EXPECT_EQ(oriented.volume.grid.worldOf({1, 1, 1}), glm::dvec3(-12, -24, 33));
}

TEST_F(TextHeaderFile, AMetaImageIsReadWithItsHeaderOrBesideIt) {
  const std::string placed =
      meta_ + "ElementSpacing = 2 3 4\nOffset = 10 20 30\nTransformMatrix = 1 0 0 0 0 1 0 -1 0\n";
  write("voxels.raw", voxels());
  for (const fs::path& file : {write("image.mhd", placed + "ElementDataFile = voxels.raw\n"),
                               write("image.mha", placed + "ElementDataFile = LOCAL\n" + voxels())}) {
    const ImportedImage image = imagesIn(file).at(0);
    EXPECT_EQ(image.format, "MetaImage");
    expectCounted(image, {2, 3, 4});
    EXPECT_EQ(image.volume.grid.worldOf({0, 0, 0}), glm::dvec3(10, 20, 30));
    EXPECT_EQ(image.volume.grid.worldOf({1, 1, 1}), glm::dvec3(12, 16, 33));
  }
}

TEST_F(TextHeaderFile, DataOutsideTheFolderIsRefused) {
  write("voxels.raw", voxels());
  fs::create_directory(folder_.path() / "inner");
  for (const std::string& name : {std::string("../voxels.raw"), (folder_.path() / "voxels.raw").string()}) {
    EXPECT_NE(refusal(write("inner/image.nhdr", nrrd_ + "data file: " + name + "\n")).find("outside"),
              std::string::npos);
    EXPECT_NE(refusal(write("inner/image.mhd", meta_ + "ElementDataFile = " + name + "\n")).find("outside"),
              std::string::npos);
  }
  EXPECT_NE(refusal(write("list.nhdr", nrrd_ + "data file: LIST\nvoxels.raw\n")).find("several files"),
            std::string::npos);
  EXPECT_NE(refusal(write("gone.nhdr", nrrd_ + "data file: gone.raw\n")).find("missing"), std::string::npos);
}

TEST_F(TextHeaderFile, WhatIsCutShortOrTooLargeIsRefusedWithoutMakingRoomForIt) {
  std::string cut = voxels();
  cut.pop_back();
  EXPECT_NE(refusal(write("cut.nrrd", nrrd_ + "\n" + cut)).find("cut short"), std::string::npos);
  EXPECT_NE(refusal(write("cut.mha", meta_ + "ElementDataFile = LOCAL\n" + cut)).find("cut short"), std::string::npos);
  std::string large = nrrd_;
  large.replace(large.find("2 3 4"), 5, "8192 8192 60");
  EXPECT_NE(refusal(write("large.nrrd", large + "\n" + voxels())).find("cut short"), std::string::npos);
  large = nrrd_;
  large.replace(large.find("2 3 4"), 5, "8192 8192 8000");
  EXPECT_NE(refusal(write("larger.nrrd", large + "\n" + voxels())).find("2^32"), std::string::npos);
  EXPECT_FALSE(refusal(write("truncated.mha", meta_)).empty());
}

TEST_F(TextHeaderFile, WhatTwoReadersCouldReadInTwoWaysIsRefused) {
  const std::string data = "ElementDataFile = LOCAL\n" + voxels();
  EXPECT_NE(refusal(write("bytes.mha", meta_ + std::string("Comment = a\0b\n", 14) + data)).find("not text"),
            std::string::npos);
  EXPECT_NE(refusal(write("bytes.nrrd", nrrd_ + "content: \x01\n\n" + voxels())).find("not text"), std::string::npos);
  EXPECT_NE(refusal(write("loose.mha", meta_ + "CompressedData\n= True\n" + data)).find("Key = Value"),
            std::string::npos);
  EXPECT_NE(refusal(write("twice.mha", meta_ + "DimSize = 9 9 9\n" + data)).find("twice"), std::string::npos);
  EXPECT_NE(refusal(write("twice.nrrd", nrrd_ + "sizes: 9 9 9\n\n" + voxels())).find("twice"), std::string::npos);
  for (const std::string size : {"99999999999", "-1", "many"}) {
    EXPECT_NE(refusal(write("packed.mha", meta_ + "CompressedData = True\nCompressedDataSize = " + size + "\n" + data))
                  .find("packed voxels"),
              std::string::npos)
        << size;
  }
}

TEST_F(TextHeaderFile, OtherThanThreeAxesOrOneValueIsRefused) {
  std::string two = nrrd_, four = nrrd_;
  two.replace(two.find("dimension: 3\nsizes: 2 3 4"), 25, "dimension: 2\nsizes: 2 12");
  four.replace(four.find("dimension: 3\nsizes: 2 3 4"), 25, "dimension: 4\nsizes: 2 3 2 2");
  EXPECT_NE(refusal(write("two.nrrd", two + "\n" + voxels())).find("axes"), std::string::npos);
  EXPECT_NE(refusal(write("four.nrrd", four + "\n" + voxels())).find("axes"), std::string::npos);
  EXPECT_NE(
      refusal(write("vector.nrrd", nrrd_ + "kinds: vector domain domain\n\n" + voxels())).find("values per voxel"),
      std::string::npos);
  EXPECT_NE(refusal(write("colour.mha",
                          "ObjectType = Image\nNDims = 3\nDimSize = 2 3 2\nElementType = MET_SHORT\n"
                          "ElementNumberOfChannels = 2\nElementDataFile = LOCAL\n" +
                              voxels()))
                .find("values per voxel"),
            std::string::npos);
}

}  // namespace
}  // namespace imaging
