#include "imaging/dicom_seg.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <glm/gtc/matrix_transform.hpp>
#include <random>
#include <sstream>

#include "core/error.h"
#include "imaging/dicom_seg_frames.h"
#include "imaging/labelmap.h"
#include "imaging/test_data.h"

namespace imaging {
namespace {

namespace fs = std::filesystem;

// The standard output of a command, and its exit status.
struct Output {
  std::string text;
  int status = -1;
};

Output run(const std::string& command) {
  Output output;
  FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  std::array<char, 4096> buffer{};
  std::size_t count = 0;
  while (pipe != nullptr && (count = fread(buffer.data(), 1, buffer.size(), pipe)) > 0) {
    output.text.append(buffer.data(), count);
  }
  output.status = pipe == nullptr ? -1 : pclose(pipe);
  return output;
}

std::string quoted(const fs::path& path) {
  return "'" + path.string() + "'";
}

#define REQUIRE_PYDICOM()                                                    \
  do {                                                                       \
    if (run("/usr/bin/python3 -c 'import pydicom'").status != 0) {           \
      GTEST_SKIP() << "pydicom is missing: apt-get install python3-pydicom"; \
    }                                                                        \
  } while (false)

std::string script(const char* name) {
  return "/usr/bin/python3 " + quoted(fs::path(SAGITTA_SOURCE_DIR) / "tests/imaging" / name) + " ";
}

std::string bytesOf(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Three overlapping random blobs, a single voxel and an empty lesion.
class SegmentationTest : public testing::Test {
 protected:
  static core::Grid oblique(glm::ivec3 size, glm::dvec3 spacing, bool leftHanded) {
    glm::dmat4 world = glm::translate(glm::dmat4(1), {-112.37, 43.21, -801.113});
    world = glm::rotate(world, 0.4, glm::normalize(glm::dvec3(1, 2, 3)));
    if (leftHanded) {
      world = glm::scale(world, {1, 1, -1});
    }
    return {size, glm::scale(world, spacing)};
  }

  void fill(const core::Grid& grid, unsigned seed) {
    document_.grid = grid;
    document_.caseId.bytes[0] = std::uint8_t(seed);
    document_.patientName = "CASE-7";
    document_.creator = "Zoë Müller";
    document_.seriesDescription = "Lesions, shared";
    document_.date = "20260314";
    document_.time = "092653";
    std::mt19937 random(seed);
    const glm::ivec3 size = grid.size();
    masks_.assign(5, {});
    for (int m = 0; m < 3; ++m) {
      for (int n = 0; n < 40; ++n) {
        masks_[std::size_t(m)].set(
            {int(random() % unsigned(size.x)), int(random() % unsigned(size.y)), int(random() % unsigned(size.z))});
      }
    }
    masks_[0].setRun({0, 1, 1}, size.x);
    masks_[1].setRun({0, 1, 1}, size.x);  // overlaps the first
    masks_[3].set(size - 1);
    for (std::size_t m = 0; m < masks_.size(); ++m) {
      SegmentToWrite segment;
      segment.id.bytes[0] = std::uint8_t(m + 1);
      segment.name = m == 0 ? "Läsion Nr. 1" : "L" + std::to_string(m);
      segment.className = m == 1 ? "" : "metastasis";
      segment.colour = {std::uint8_t(40 * m), std::uint8_t(255 - 40 * m), 128};
      segment.semiautomatic = m == 2;
      segment.mask = &masks_[m];
      document_.segments.push_back(segment);
    }
  }

  void write() { writeSegmentation(path_, document_); }

  // The mask in `grid` of voxels that another grid places at the same points.
  static core::Mask moved(const core::Mask& mask, const core::Grid& from, const core::Grid& to) {
    core::Mask out;
    mask.forEachRun([&](glm::ivec3 first, int length) {
      for (int i = 0; i < length; ++i) {
        const glm::dvec3 voxel = to.voxelOf(from.worldOf(glm::dvec3(first) + glm::dvec3(i, 0, 0)));
        EXPECT_LT(glm::length(voxel - glm::round(voxel)), 0.01);
        out.set(glm::ivec3(glm::round(voxel)));
      }
    });
    return out;
  }

  void expectSegmentsOf(const LabelFile& read) const {
    ASSERT_EQ(read.segments.size(), masks_.size());
    for (std::size_t m = 0; m < masks_.size(); ++m) {
      const LabelSegment& segment = read.segments[m];
      EXPECT_EQ(segment.value, int(m) + 1);
      EXPECT_EQ(segment.name, document_.segments[m].name);
      EXPECT_EQ(segment.className, document_.segments[m].className);
      EXPECT_EQ(segment.type, document_.segments[m].type);
      EXPECT_EQ(segment.trackingUid, derivedUid("sagitta lesion", document_.segments[m].id));
      EXPECT_EQ(segment.colour, document_.segments[m].colour);
      EXPECT_TRUE(moved(segment.mask, read.grid, document_.grid) == masks_[m]) << segment.name;
    }
  }

  testing_data::TemporaryFolder folder_;
  fs::path path_ = folder_.path() / "lesions.dcm";
  std::vector<core::Mask> masks_;
  SegmentationDocument document_;
};

class SegmentationGeometry : public SegmentationTest, public testing::WithParamInterface<bool> {};

TEST_P(SegmentationGeometry, ComesBackToTheBit) {
  // 7 x 5 pixels: frames begin and end within bytes. Planes are missing between the painted ones.
  fill(oblique({7, 5, 11}, {0.7, 1.3, 2.5}, GetParam()), 1);
  write();
  const LabelFile read = readSegmentation(path_);
  EXPECT_EQ(read.format, "DICOM SEG");
  EXPECT_EQ(read.frameOfReferenceUid, frameOfReferenceUidOf(document_.caseId));
  expectSegmentsOf(read);
}

TEST_P(SegmentationGeometry, AnIndependentReaderFindsEveryVoxelAtItsPlaceInThePatient) {
  REQUIRE_PYDICOM();
  fill(oblique({7, 5, 11}, {0.7, 1.3, 2.5}, GetParam()), 2);
  document_.source.studyUid = "1.2.3.4";
  document_.source.seriesUid = "1.2.3.5";
  document_.source.frameOfReferenceUid = "1.2.3.6";
  document_.source.sopClassUid = "1.2.840.10008.5.1.4.1.1.2.1";
  document_.source.sopInstanceUids.assign(11, "1.2.3.7");  // one multi-frame source
  for (int k = 0; k < 11; ++k) {
    document_.source.frameNumbers.push_back(11 - k);
  }
  write();
  const Output output = run(script("seg_voxels.py") + quoted(path_));
  ASSERT_EQ(output.status, 0) << output.text;
  std::istringstream lines(output.text);
  std::string first;
  std::getline(lines, first);
  const nlohmann::json about = nlohmann::json::parse(first);

  std::vector<core::Mask> found(masks_.size());
  int number = 0;
  glm::dvec3 world(0);
  while (lines >> number >> world.x >> world.y >> world.z) {
    const glm::dvec3 voxel = document_.grid.voxelOf(world);
    ASSERT_LT(glm::length(voxel - glm::round(voxel)), 1e-6);
    found.at(std::size_t(number) - 1).set(glm::ivec3(glm::round(voxel)));
  }
  EXPECT_TRUE(found == masks_);

  EXPECT_EQ(about["patient"], nlohmann::json({"CASE-7", "CASE-7"}));
  EXPECT_EQ(about["creator"], "Zoë Müller");
  EXPECT_EQ(about["frame_of_reference"], "1.2.3.6");
  EXPECT_EQ(about["study"], "1.2.3.4");
  EXPECT_EQ(about["segments"][0]["label"], "Läsion Nr. 1");
  EXPECT_EQ(about["segments"][0]["tracking_id"], "Läsion Nr. 1");
  EXPECT_EQ(about["segments"][0]["category"], "49755003");
  EXPECT_EQ(about["segments"][0]["algorithm"], "MANUAL");
  EXPECT_EQ(about["segments"][2]["algorithm"], "SEMIAUTOMATIC");
  EXPECT_EQ(about["referenced"], nlohmann::json::array({{"1.2.3.5", {"1.2.3.7"}}}));
  ASSERT_EQ(about["sources"].size(), about["positions"].size());
  for (std::size_t f = 0; f < about["positions"].size(); ++f) {
    const auto& p = about["positions"][f];
    const int k = int(std::lround(document_.grid.voxelOf({p[0], p[1], p[2]}).z));
    EXPECT_EQ(about["sources"][f], nlohmann::json::array({{"1.2.3.7", 11 - k}}));
  }
}

INSTANTIATE_TEST_SUITE_P(Handedness, SegmentationGeometry, testing::Bool());

TEST_F(SegmentationTest, TheStandardsCheckerFindsNoError) {
  if (run("which dciodvfy").status != 0) {
    GTEST_SKIP() << "dciodvfy is missing: apt-get install dicom3tools";
  }
  fill(oblique({7, 5, 11}, {0.7, 1.3, 2.5}, false), 3);
  write();
  EXPECT_THAT(run("dciodvfy " + quoted(path_)).text, Not(testing::HasSubstr("Error")));
  document_.source.sopClassUid = "1.2.840.10008.5.1.4.1.1.4";
  document_.source.seriesUid = "1.2.3.5";
  for (int k = 0; k < 11; ++k) {
    document_.source.sopInstanceUids.push_back("1.2.3.7." + std::to_string(k + 1));
  }
  document_.source.attributes = {{"StudyDate", "20250101"}, {"PatientSex", "F"}, {"PatientAge", "044Y"}};
  write();
  EXPECT_THAT(run("dciodvfy " + quoted(path_)).text, Not(testing::HasSubstr("Error")));
  for (SegmentToWrite& segment : document_.segments) {
    segment.mask = &masks_[4];  // all are empty
  }
  write();
  EXPECT_THAT(run("dciodvfy " + quoted(path_)).text, Not(testing::HasSubstr("Error")));
  EXPECT_THAT(readSegmentation(path_).segments, testing::SizeIs(5));
}

TEST_F(SegmentationTest, EqualDocumentsGiveEqualBytesAndOthersOtherUids) {
  fill(oblique({33, 9, 4}, {1, 1, 1}, false), 4);
  write();
  const std::string first = bytesOf(path_);
  path_ = folder_.path() / "again.dcm";
  write();
  EXPECT_EQ(bytesOf(path_), first);
  masks_[0].clear({0, 1, 1});
  write();
  EXPECT_EQ(bytesOf(path_).size(), first.size());
  EXPECT_NE(bytesOf(path_).substr(0, 400), first.substr(0, 400)) << "the SOP Instance UID stands there";
}

TEST_F(SegmentationTest, NamesLongerThanALabelComeBackWhole) {
  fill(oblique({7, 5, 11}, {1, 1, 1}, false), 5);
  document_.segments[0].name = std::string(70, 'x') + "ß";
  document_.segments[1].name = "ö" + std::string(70, 'y');
  write();
  const LabelFile read = readSegmentation(path_);
  EXPECT_EQ(read.segments[0].name, document_.segments[0].name);
  EXPECT_EQ(read.segments[1].name, document_.segments[1].name);
}

TEST_F(SegmentationTest, MoreThanAFileHoldsIsRefusedAndLeavesNothing) {
  core::Mask column;
  for (int k = 0; k < 8192; ++k) {
    column.set({0, 0, k});
  }
  document_.grid = core::Grid({1, 1, 8192}, glm::dmat4(1));
  document_.date = "20260314";
  document_.time = "092653";
  for (int n = 0; n < 9; ++n) {
    SegmentToWrite segment;
    segment.name = "L" + std::to_string(n);
    segment.mask = &column;
    document_.segments.push_back(segment);
  }
  EXPECT_THROW(write(), core::Error);
  document_.segments.resize(1);
  document_.segments.resize(65536, document_.segments.front());
  EXPECT_THROW(write(), core::Error);
  document_.segments.clear();
  EXPECT_THROW(write(), core::Error);
  EXPECT_TRUE(fs::is_empty(folder_.path()));
}

class SegmentationVariant : public SegmentationTest, public testing::WithParamInterface<const char*> {
 protected:
  fs::path variant() const { return folder_.path() / "variant.dcm"; }

  void make() {
    fill(oblique({7, 5, 11}, {0.7, 1.3, 2.5}, false), 6);
    write();
    const Output output = run(script("seg_variants.py") + quoted(path_) + " " + quoted(variant()) + " " + GetParam());
    ASSERT_EQ(output.status, 0) << output.text;
  }
};

std::string nameOfVariant(const testing::TestParamInfo<const char*>& parameter) {
  std::string name = parameter.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

using ReadableVariant = SegmentationVariant;

TEST_P(ReadableVariant, GivesTheSameVoxels) {
  REQUIRE_PYDICOM();
  make();
  EXPECT_TRUE(isSegmentation(variant()));
  expectSegmentsOf(readSegmentation(variant()));
}

INSTANTIATE_TEST_SUITE_P(Of, ReadableVariant,
                         testing::Values("big-endian-words", "big-endian-bytes", "implicit", "deflated", "rle",
                                         "rle-byte-per-pixel", "fractional", "shuffled", "orientation-per-frame",
                                         "no-slice-spacing"),
                         nameOfVariant);

using RefusedVariant = SegmentationVariant;

TEST_P(RefusedVariant, IsRefusedWithFileCauseAndRemedy) {
  REQUIRE_PYDICOM();
  make();
  try {
    readSegmentation(variant());
    FAIL() << "it was read";
  } catch (const core::Error& error) {
    EXPECT_EQ(error.subject(), variant().string());
    EXPECT_FALSE(error.cause().empty());
    EXPECT_FALSE(error.remedy().empty());
  }
}

INSTANTIATE_TEST_SUITE_P(Of, RefusedVariant,
                         testing::Values("two-orientations", "tilted", "no-position", "short", "unknown-segment",
                                         "too-few-descriptions", "huge-frames", "no-segments", "labelmap", "jpeg-ls",
                                         "rle-damaged", "ct"),
                         nameOfVariant);

using OneFrame = SegmentationVariant;

TEST_P(OneFrame, TakesItsSpacingFromThePixelMeasures) {
  REQUIRE_PYDICOM();
  make();
  const LabelFile read = readSegmentation(variant());
  EXPECT_EQ(read.grid.size(), glm::ivec3(7, 5, 1));
  EXPECT_DOUBLE_EQ(read.grid.spacingMm().z, 2.5);
  EXPECT_FALSE(read.segments[0].mask.isEmpty());
}

INSTANTIATE_TEST_SUITE_P(Of, OneFrame, testing::Values("one-frame"));

TEST_F(SegmentationTest, TruncatedAndFlippedFilesAreReadOrRefused) {
  fill(oblique({7, 5, 11}, {0.7, 1.3, 2.5}, false), 7);
  write();
  const std::string whole = bytesOf(path_);
  const fs::path hurt = folder_.path() / "hurt.dcm";
  std::mt19937 random(8);
  for (int n = 0; n < 400; ++n) {
    std::string bytes = whole;
    if (n % 2 == 0) {
      bytes.resize(random() % whole.size());
    } else {
      for (int flips = 0; flips < 4; ++flips) {
        bytes[random() % bytes.size()] ^= char(1 << random() % 8);
      }
    }
    std::ofstream(hurt, std::ios::binary) << bytes;
    try {
      readSegmentation(hurt);
    } catch (const core::Error& error) {
      EXPECT_EQ(error.subject(), hurt.string());
    }
  }
}

TEST(Segmentation, TellsItsFilesFromOthers) {
  testing_data::TemporaryFolder folder;
  EXPECT_FALSE(isSegmentation(folder.path() / "absent"));
  EXPECT_FALSE(isSegmentation(folder.path()));
  std::ofstream(folder.path() / "text") << std::string(1000, 'x');
  EXPECT_FALSE(isSegmentation(folder.path() / "text"));
  EXPECT_THROW(readSegmentation(folder.path() / "absent"), core::Error);
  EXPECT_THROW(readSegmentation(folder.path() / "text"), core::Error);
}

// The reference set of dcmqi: what its authors counted, with another reader.
TEST(Segmentation, HoldsWhatTheReferenceSetsAuthorsCounted) {
  REQUIRE_TEST_DATA("seg-dcmqi");
  const fs::path set = testing_data::root() / "seg-dcmqi";
  int files = 0;
  for (const nlohmann::json& truth : testing_data::json(set / "TRUTH_seg.json")) {
    const fs::path file = set / std::string(truth["file"]);
    if (file.extension() != ".dcm") {
      continue;
    }
    ++files;
    const LabelFile read = readSegmentation(file);
    EXPECT_EQ(read.grid.size().x, truth["columns"]);
    EXPECT_EQ(read.grid.size().y, truth["rows"]);
    EXPECT_NEAR(read.grid.spacingMm().y, truth["spacing_row_col_slice"][0], 1e-9);
    EXPECT_NEAR(read.grid.spacingMm().x, truth["spacing_row_col_slice"][1], 1e-9);
    EXPECT_NEAR(read.grid.spacingMm().z, truth["spacing_row_col_slice"][2], 1e-6);
    ASSERT_EQ(read.segments.size(), truth["segments"].size());
    for (std::size_t s = 0; s < read.segments.size(); ++s) {
      const LabelSegment& segment = read.segments[s];
      const nlohmann::json& expected = truth["segments"][s];
      EXPECT_EQ(segment.value, expected["number"]);
      EXPECT_EQ(segment.name, expected["label"]);
      EXPECT_EQ(segment.category.meaning, expected["category"]);
      EXPECT_EQ(segment.type, (Code{expected["type"][0], expected["type"][1], expected["type"][2]}));
      EXPECT_EQ(segment.mask.count(), expected["voxels"]);
    }
    const nlohmann::json overlaps = truth.value("overlaps_same_plane", nlohmann::json::object());
    for (const auto& [pair, voxels] : overlaps.items()) {
      core::Mask common = read.segments[std::size_t(pair[0] - '1')].mask;
      common &= read.segments[std::size_t(pair[2] - '1')].mask;
      EXPECT_EQ(common.count(), voxels) << pair;
    }
  }
  EXPECT_EQ(files, 2);
}

TEST(Segmentation, HoldsTheSameVoxelsAsTheLabelMapsItWasMadeFrom) {
  REQUIRE_TEST_DATA("seg-dcmqi");
  const fs::path set = testing_data::root() / "seg-dcmqi";
  const std::pair<const char*, std::vector<const char*>> kMadeFrom[] = {
      {"liver.dcm", {"liver_seg.nrrd"}},
      {"partial_overlaps.dcm", {"partial_overlaps-1.nrrd", "partial_overlaps-2.nrrd", "partial_overlaps-3.nrrd"}}};
  for (const auto& [name, maps] : kMadeFrom) {
    const LabelFile read = readSegmentation(set / name);
    std::size_t compared = 0;
    for (const char* map : maps) {
      const LabelFile truth = readLabelmap(set / map);
      for (const LabelSegment& segment : truth.segments) {
        // The NRRD may have its axes in another order than the SEG.
        const core::Mask& found = read.segments.at(std::size_t(segment.value) - 1).mask;
        std::int64_t common = 0;
        segment.mask.forEachRun([&](glm::ivec3 first, int length) {
          for (int n = 0; n < length; ++n) {
            const glm::dvec3 voxel = read.grid.voxelOf(truth.grid.worldOf(first + glm::ivec3(n, 0, 0)));
            common += read.grid.contains(glm::ivec3(glm::round(voxel))) && found.test(glm::ivec3(glm::round(voxel)));
          }
        });
        EXPECT_EQ(common, segment.mask.count()) << map << " " << segment.value;
        EXPECT_EQ(found.count(), segment.mask.count()) << map << " " << segment.value;
        ++compared;
      }
    }
    EXPECT_EQ(compared, read.segments.size());
  }
}

TEST(RunLengths, AreUndoneWithinBounds) {
  const auto unpack = [](std::vector<std::uint8_t> coded, std::size_t maximum) {
    return unpackRunLengths(coded, maximum);
  };
  using Bytes = std::vector<std::uint8_t>;
  EXPECT_EQ(unpack({2, 7, 8, 9}, 10), (Bytes{7, 8, 9}));  // literal
  EXPECT_EQ(unpack({0xfe, 5}, 10), (Bytes{5, 5, 5}));     // 257 - 254 times
  EXPECT_EQ(unpack({0x80, 0xff, 5}, 10), (Bytes{5, 5}));  // 128 means nothing
  EXPECT_EQ(unpack({0x81, 5}, 10), Bytes(10, 5));         // cut at the bound
  EXPECT_EQ(unpack({5, 1, 2}, 10), (Bytes{1, 2}));        // ends early
  EXPECT_EQ(unpack({0xfe}, 10), Bytes{});
}

}  // namespace
}  // namespace imaging
