#include "imaging/labelmap.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <random>

#include "core/error.h"
#include "imaging/image_write.h"
#include "imaging/import.h"
#include "imaging/test_data.h"

namespace imaging {
namespace {

namespace fs = std::filesystem;

// Double-oblique, left-handed, spacing 0.7 x 1.3 x 2.9 mm.
core::Grid obliqueGrid(glm::ivec3 size) {
  const glm::dvec3 i = glm::normalize(glm::dvec3(1, 0.2, -0.1));
  const glm::dvec3 j = glm::normalize(glm::cross(glm::dvec3(0.1, 0.3, 1), i));
  const glm::dvec3 k = -glm::cross(i, j);
  return {size, glm::dmat4(glm::dvec4(i * 0.7, 0), glm::dvec4(j * 1.3, 0), glm::dvec4(k * 2.9, 0),
                           glm::dvec4(-235.2, 17.25, -1000.125, 1))};
}

LabelFile labelsOf(const core::Grid& grid, const std::vector<int>& values, unsigned seed) {
  LabelFile labels;
  labels.grid = grid;
  std::mt19937 engine(seed);
  for (const int value : values) {
    labels.segments.push_back({value, "Lesion " + std::to_string(value), "", "", {}, {}});
  }
  for (int k = 0; k < grid.size().z; ++k) {
    for (int j = 0; j < grid.size().y; ++j) {
      for (int i = 0; i < grid.size().x; ++i) {
        const std::size_t which = engine() % (values.size() + 1);
        if (which < values.size()) {
          labels.segments[which].mask.set({i, j, k});
        }
      }
    }
  }
  return labels;
}

std::string fileBytes(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

class LabelmapFile : public testing::TestWithParam<const char*> {
 protected:
  testing_data::TemporaryFolder folder_;
  fs::path file_ = folder_.path() / GetParam();
};

TEST_P(LabelmapFile, GivesBackEveryMaskAndPlace) {
  for (const std::vector<int>& values : {std::vector<int>{1, 2, 7}, std::vector<int>{3, 255, 256, 65535}}) {
    const LabelFile labels = labelsOf(obliqueGrid({70, 41, 35}), values, 5);
    writeLabelmap(labels, file_);
    const LabelFile back = readLabelmap(file_);
    EXPECT_TRUE(core::sameSpace(back.grid, labels.grid));
    EXPECT_TRUE(back.notes.empty());
    ASSERT_EQ(back.segments.size(), values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
      EXPECT_EQ(back.segments[i].value, values[i]);
      EXPECT_EQ(back.segments[i].mask, labels.segments[i].mask);
    }
    const std::string bytes = fileBytes(file_);
    writeLabelmap(labels, file_);
    EXPECT_EQ(fileBytes(file_), bytes);
    EXPECT_EQ(std::distance(fs::directory_iterator(folder_.path()), {}), 1);
  }
}

TEST_P(LabelmapFile, AnEmptyMapIsOneToo) {
  LabelFile labels;
  labels.grid = obliqueGrid({5, 6, 7});
  writeLabelmap(labels, file_);
  const LabelFile back = readLabelmap(file_);
  EXPECT_TRUE(back.segments.empty());
  EXPECT_EQ(back.grid.size(), labels.grid.size());
}

INSTANTIATE_TEST_SUITE_P(Formats, LabelmapFile, testing::Values("a.nii", "a.nii.gz", "a.nrrd"));

TEST(Labelmap, NamesColoursAndClassesSurviveInNrrd) {
  testing_data::TemporaryFolder folder;
  LabelFile labels = labelsOf(obliqueGrid({9, 8, 7}), {1, 4}, 2);
  labels.segments[0].name = "Läsion: 1 := |x";
  labels.segments[0].className = "lesion";
  labels.segments[0].trackingUid = "1.2.3";
  labels.segments[0].colour = {{255, 128, 3}};
  labels.segments.push_back({9, "nothing drawn", "cyst", "", {}, {}});
  writeLabelmap(labels, folder.path() / "a.seg.nrrd");
  const LabelFile back = readLabelmap(folder.path() / "a.seg.nrrd");
  ASSERT_EQ(back.segments.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(back.segments[i].name, labels.segments[i].name);
    EXPECT_EQ(back.segments[i].className, labels.segments[i].className);
    EXPECT_EQ(back.segments[i].trackingUid, labels.segments[i].trackingUid);
    EXPECT_EQ(back.segments[i].colour, labels.segments[i].colour);
    EXPECT_EQ(back.segments[i].mask, labels.segments[i].mask);
  }
}

TEST(Labelmap, LayersOf3DSlicerMayOverlap) {
  testing_data::TemporaryFolder folder;
  const fs::path file = folder.path() / "layers.seg.nrrd";
  std::ofstream(file, std::ios::binary)
      << "NRRD0005\ntype: uint8\ndimension: 4\nspace: left-posterior-superior\nsizes: 2 3 1 1\n"
         "space directions: none (1,0,0) (0,1,0) (0,0,1)\nkinds: list domain domain domain\nencoding: raw\n"
         "space origin: (0,0,0)\nSegment0_ID:=A\nSegment0_Name:=first\nSegment0_LabelValue:=1\nSegment0_Layer:=0\n"
         "Segment1_ID:=B\nSegment1_Name:=second\nSegment1_LabelValue:=1\nSegment1_Layer:=1\n\n"
      << std::string("\1\1\0\1\1\0", 6);
  const LabelFile labels = readLabelmap(file);
  ASSERT_EQ(labels.segments.size(), 2u);
  EXPECT_EQ(labels.segments[0].name, "first");
  EXPECT_EQ(labels.segments[1].name, "second");
  EXPECT_NE(labels.segments[0].value, labels.segments[1].value);
  core::Mask first, second;
  first.set({0, 0, 0});
  first.set({2, 0, 0});
  second.set({0, 0, 0});
  second.set({1, 0, 0});
  EXPECT_EQ(labels.segments[0].mask, first);
  EXPECT_EQ(labels.segments[1].mask, second);
}

TEST(Labelmap, EveryLabelOfTheTruthsHasItsVoxels) {
  int checked = 0;
  for (const char* set :
       {"ct-j2k-totalseg", "instances-panoptica", "kits23-3reader", "lesion-shape-pyradiomics", "nifti-misc"}) {
    const fs::path truth = testing_data::root() / set / "TRUTH_nifti.json";
    if (!fs::exists(truth)) {
      continue;
    }
    for (const nlohmann::json& entry : testing_data::json(truth)) {
      if (!entry.contains("label_voxels")) {
        continue;
      }
      const std::string file = entry["file"];
      SCOPED_TRACE(file);
      std::map<std::string, std::int64_t> counted;
      for (const LabelSegment& segment : readLabelmap(testing_data::root() / set / file).segments) {
        counted[std::to_string(segment.value)] = segment.mask.count();
        EXPECT_EQ(segment.name, "label " + std::to_string(segment.value));
      }
      EXPECT_EQ(counted, (entry["label_voxels"].get<std::map<std::string, std::int64_t>>()));
      ++checked;
    }
  }
  if (checked == 0) {
    GTEST_SKIP() << "no TRUTH_nifti.json in " << testing_data::root() << " (set SAGITTA_TEST_DATA)";
  }
}

// Masks of 0 and 1 in float64, with i along the slices.
TEST(Labelmap, KitsReadersHaveTheirVoxels) {
  REQUIRE_TEST_DATA("kits23-3reader");
  const fs::path set = testing_data::root() / "kits23-3reader";
  for (const char* name : {"case_00021", "case_00041", "case_00257"}) {
    for (const nlohmann::json& instance :
         testing_data::json(set / ("TRUTH_" + std::string(name) + ".json"))["instances"]) {
      const std::vector<std::int64_t> voxels = instance["voxels_by_reader"];
      for (std::size_t reader = 0; reader < voxels.size(); ++reader) {
        const fs::path file =
            set / name / "instances" /
            (std::string(instance["kind"]) + "_instance-" + std::to_string(int(instance["instance"])) + "_annotation-" +
             std::to_string(reader + 1) + ".nii.gz");
        SCOPED_TRACE(file);
        const LabelFile labels = readLabelmap(file);
        ASSERT_EQ(labels.segments.size(), 1u);
        EXPECT_EQ(labels.segments[0].value, 1);
        EXPECT_EQ(labels.segments[0].mask.count(), voxels[reader]);
      }
    }
  }
}

TEST(Labelmap, AnImageIsNoLabelMap) {
  REQUIRE_TEST_DATA("nifti-misc");
  for (const char* name : {"sub-spleen2_ct.nii.gz", "totalseg_example_ct_sm.nii.gz", "nibabel_example_nifti2.nii.gz"}) {
    const fs::path file = testing_data::root() / "nifti-misc" / name;
    EXPECT_TRUE(isLabelmap(file));
    try {
      readLabelmap(file);
      ADD_FAILURE() << name << " was read as labels";
    } catch (const core::Error& error) {
      EXPECT_EQ(error.subject(), file.string());
    }
  }
}

class ImageFile : public LabelmapFile {};

// Each kind of volume comes back with the same values at the same places.
TEST_P(ImageFile, GivesBackEveryValue) {
  const core::Grid grid = obliqueGrid({4, 3, 2});
  const std::size_t count = grid.voxelCount();
  std::vector<core::Volume> volumes;
  std::vector<std::int16_t> shorts(count);
  std::vector<std::uint16_t> words(count);
  std::vector<float> floats(count);
  for (std::size_t i = 0; i < count; ++i) {
    shorts[i] = std::int16_t(int(i) * 1000 - 12000);
    words[i] = std::uint16_t(i * 2800);
    floats[i] = float(i) / 3 - 2;
  }
  volumes.push_back({grid, {1, -1024}, shorts});
  volumes.push_back({grid, {}, words});
  volumes.push_back({grid, {2, 0}, words});           // beyond 16 bits
  volumes.push_back({grid, {0.25, 0.5}, shorts});     // float32 holds it
  volumes.push_back({grid, {1.27985, -0.1}, words});  // only float64 does
  volumes.push_back({grid, {}, floats});
  for (const core::Volume& volume : volumes) {
    writeImage(volume, file_);
    const std::string bytes = fileBytes(file_);
    writeImage(volume, file_);
    EXPECT_EQ(fileBytes(file_), bytes);
    std::vector<ImportedImage> images;
    const std::vector<fs::path> sources{file_};
    readImages(sources, [&](ImportedImage image) { images.push_back(std::move(image)); });
    ASSERT_EQ(images.size(), 1u);
    EXPECT_TRUE(core::sameSpace(images[0].volume.grid, grid));
    const bool rounded = volume.rescale.slope == 1.27985;  // float64 in the file, float32 in a case
    for (std::size_t i = 0; i < count; ++i) {
      EXPECT_EQ(images[0].volume.value(i), rounded ? double(float(volume.value(i))) : volume.value(i));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Formats, ImageFile, testing::Values("a.nii", "a.nii.gz", "a.nrrd"));

TEST(ImageWriting, SaysWhatStoodInItsWay) {
  testing_data::TemporaryFolder folder;
  const core::Volume volume{core::Grid({1, 1, 1}, glm::dmat4(1)), {}, std::vector<std::int16_t>(1)};
  EXPECT_THROW(writeImage(volume, folder.path() / "absent/a.nii"), core::Error);
  EXPECT_THROW(writeImage(volume, folder.path() / "a.txt"), core::Error);
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

}  // namespace
}  // namespace imaging
