// Real DICOM files held against what others measured in them.
#include <gtest/gtest.h>

#include <cmath>
#include <glm/geometric.hpp>
#include <numeric>

#include "core/error.h"
#include "core/hash.h"
#include "imaging/dicom_header.h"
#include "imaging/dicom_series.h"
#include "imaging/test_data.h"

namespace imaging {
namespace {

namespace fs = std::filesystem;

struct Reading {
  std::vector<ImportedImage> images;
  std::vector<std::string> notes;

  std::string allNotes() const {
    std::string all;
    for (const std::string& note : notes) {
      all += note + "\n";
    }
    return all;
  }
};

Reading reading(const std::vector<fs::path>& files) {
  Reading result;
  result.notes = readDicom(files, [&](ImportedImage image) { result.images.push_back(std::move(image)); });
  return result;
}

std::vector<fs::path> dicomIn(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (isDicom(entry.path())) {
      files.push_back(entry.path());
    }
  }
  return files;
}

Reading readSet(const std::string& folder) {
  return reading(dicomIn(testing_data::root() / folder));
}

std::vector<ImportedImage> niftiIn(const fs::path& file) {
  std::vector<ImportedImage> images;
  const std::vector<fs::path> sources{file};
  readImages(sources, [&](ImportedImage image) { images.push_back(std::move(image)); });
  return images;
}

std::vector<double> frameValues(PixelReader& reader, const PixelFormat& format, int frame) {
  std::vector<float> values(format.pixelsPerFrame());
  reader.decode<float>(frame, values);
  return {values.begin(), values.end()};
}

// All frames of a file as little-endian samples, as the truths hash them.
struct Pixels {
  std::vector<std::int32_t> values;
  std::string sha256;
};

template <typename T>
Pixels pixelsAs(PixelReader& reader, const PixelFormat& format) {
  std::vector<T> values(format.pixelsPerFrame() * std::size_t(format.frames));
  for (int frame = 0; frame < format.frames; ++frame) {
    reader.decode<T>(frame,
                     std::span(values).subspan(std::size_t(frame) * format.pixelsPerFrame(), format.pixelsPerFrame()));
  }
  return {{values.begin(), values.end()}, core::sha256(std::as_bytes(std::span(values))).hex()};
}

Pixels pixelsOf(const fs::path& path) {
  DicomFile file(path, DicomFile::Extent::Header);
  const PixelFormat format = pixelFormat(file.dataset(), path.string());
  PixelReader reader(path, format);
  return format.isSigned ? pixelsAs<std::int16_t>(reader, format) : pixelsAs<std::uint16_t>(reader, format);
}

class DicomTruth : public testing::TestWithParam<const char*> {};

// The sets' authors hashed what pydicom, gdcm and DCMTK's tools decode.
TEST_P(DicomTruth, PixelsAreThoseThatOtherDecodersFound) {
  REQUIRE_TEST_DATA(GetParam());
  const fs::path folder = testing_data::root() / GetParam();
  std::size_t compared = 0;
  for (const nlohmann::json& series : testing_data::json(folder / "TRUTH.json")) {
    for (const nlohmann::json& file : series["files"]) {
      // Lossy decoders may differ by rounding; RT structures, segmentations and damaged files have no such pixels.
      const std::string syntax = file.value("transfer_syntax", "");
      const bool isLossy = syntax.ends_with(".4.91") || syntax.ends_with(".4.51") || syntax.ends_with(".4.81");
      if (isLossy || !file.contains("sha256_le") || !file["sha256_le"].is_string() || series["bits"][0] == 1) {
        continue;
      }
      SCOPED_TRACE(file["file"]);
      const Pixels pixels = pixelsOf(folder / std::string(file["file"]));
      EXPECT_EQ(pixels.sha256, file["sha256_le"]);
      const auto [low, high] = std::ranges::minmax_element(pixels.values);
      EXPECT_EQ(*low, file["min"]);
      EXPECT_EQ(*high, file["max"]);
      EXPECT_EQ(std::accumulate(pixels.values.begin(), pixels.values.end(), std::int64_t{0}), file["sum"]);
      ++compared;
    }
  }
  EXPECT_GT(compared, 0u);
}

// Size, spacing, order and corners of each series that is one regular volume.
TEST_P(DicomTruth, GeometryIsThatOfThePositions) {
  REQUIRE_TEST_DATA(GetParam());
  const fs::path folder = testing_data::root() / GetParam();
  for (const nlohmann::json& series : testing_data::json(folder / "TRUTH.json")) {
    const nlohmann::json geometry = series.value("geometry", nlohmann::json::object());
    if (!geometry.contains("uniform") || geometry["uniform"] != true || geometry["step_vs_normal_angle_deg"] > 0.05 ||
        !series.contains("files_in_position_order") || series["modality"] == "SEG") {
      continue;
    }
    SCOPED_TRACE(series["dir"]);
    std::vector<fs::path> files;
    std::vector<std::string> uids;
    for (const nlohmann::json& file : series["files_in_position_order"]) {
      files.push_back(folder / std::string(file));
      uids.push_back(readHeader(files.back()).sopInstanceUid);
    }
    std::ranges::reverse(files);  // the order in which they are given does not matter
    const Reading result = reading(files);
    ASSERT_EQ(result.images.size(), 1u) << result.allNotes();
    const ImportedImage& image = result.images.front();
    const core::Grid& grid = image.volume.grid;
    EXPECT_EQ(grid.size(), glm::ivec3(series["columns"], series["rows"], int(files.size())));
    EXPECT_NEAR(grid.spacingMm().x, double(series["pixel_spacing_row_col"][1]), 1e-9);
    EXPECT_NEAR(grid.spacingMm().y, double(series["pixel_spacing_row_col"][0]), 1e-9);
    EXPECT_NEAR(grid.spacingMm().z, double(geometry["gap_along_normal_min"]), 1e-4);
    const auto corner = [&](const char* key) {
      return glm::dvec3(geometry[key][0], geometry[key][1], geometry[key][2]);
    };
    EXPECT_LT(glm::distance(grid.worldOf({0, 0, 0}), corner("first_ipp_LPS")), 1e-4);
    EXPECT_LT(glm::distance(grid.worldOf({0, 0, double(files.size()) - 1}), corner("last_ipp_LPS")), 1e-4);
    EXPECT_EQ(image.source.sopInstanceUids, uids);
    EXPECT_EQ(image.source.seriesUid, series["series_uid"]);
    EXPECT_EQ(image.modality, series["modality"]);
    const core::IntensityRange range = core::intensityRange(image.volume);
    EXPECT_NEAR(range.min, double(series["rescaled_min_max"][0]), 1e-9);
    EXPECT_NEAR(range.max, double(series["rescaled_min_max"][1]), 1e-9);
  }
}

INSTANTIATE_TEST_SUITE_P(Sets, DicomTruth,
                         testing::Values("codec-ctimage", "codec-wg04", "ct-j2k-totalseg", "ct-mr-bad-geometry",
                                         "ct-oblique-rtutils", "ct-philips-tilt-mixed", "enhanced-mr-philips",
                                         "enhanced-mr-small", "mr-oblique-dicom2nifti", "mr-sagittal-j2k",
                                         "pydicom-small", "rtstruct-dicompyler", "seg-dcmqi"),
                         [](const auto& set) {
                           std::string name = set.param;
                           std::erase(name, '-');
                           return name;
                         });

// Lossy files show the same picture as the uncompressed one; CT1_J2KI as far from it as gdcm decodes it, too.
TEST(DicomCodecs, LossyStaysNearTheOriginal) {
  REQUIRE_TEST_DATA("codec-wg04");
  const fs::path folder = testing_data::root() / "codec-wg04";
  struct Case {
    const char* lossy;
    const char* original;
    int largest;
    double mean;
  };
  for (const Case& c :
       {Case{"CT1_JLSN", "CT1_UNC", 4, 4}, Case{"MR4_JLSN", "MR4_UNC", 4, 4}, Case{"CT1_J2KI", "CT1_UNC", 352, 26},
        Case{"MR4_J2KI", "MR4_UNC", 50, 5}, Case{"MR4_JPLY", "MR4_UNC", 50, 5}}) {
    SCOPED_TRACE(c.lossy);
    const std::vector<std::int32_t> lossy = pixelsOf(folder / c.lossy).values;
    const std::vector<std::int32_t> original = pixelsOf(folder / c.original).values;
    ASSERT_EQ(lossy.size(), original.size());
    std::int64_t sum = 0;
    int largest = 0;
    for (std::size_t i = 0; i < lossy.size(); ++i) {
      const int difference = std::abs(lossy[i] - original[i]);
      sum += difference;
      largest = std::max(largest, difference);
    }
    EXPECT_LE(largest, c.largest);
    EXPECT_LE(double(sum) / double(lossy.size()), c.mean);
    EXPECT_GT(sum, 0);
  }
}

// Calls compare(our value, its value) for every voxel of a reference, which must lie on one of ours exactly.
template <typename Compare>
void expectSameWorld(const core::Volume& ours, const core::Volume& reference, Compare compare) {
  ASSERT_EQ(ours.grid.voxelCount(), reference.grid.voxelCount());
  const glm::ivec3 size = reference.grid.size();
  double farthest = 0;
  std::size_t index = 0;
  std::size_t different = 0;
  for (int k = 0; k < size.z; ++k) {
    for (int j = 0; j < size.y; ++j) {
      for (int i = 0; i < size.x; ++i, ++index) {
        const glm::dvec3 voxel = ours.grid.voxelOf(reference.grid.worldOf({i, j, k}));
        const glm::ivec3 nearest(glm::round(voxel));
        farthest = std::max(farthest, glm::distance(voxel, glm::dvec3(nearest)));
        ASSERT_TRUE(ours.grid.contains(nearest));
        different += compare(ours.value(ours.grid.indexOf(nearest)), reference.value(index)) ? 0 : 1;
      }
    }
  }
  EXPECT_LT(farthest, 2e-3);  // in voxels: NIfTI keeps positions in 32 bits
  EXPECT_EQ(different, 0u);
}

struct Pair {
  const char* series;
  const char* reference;
};

class DicomAgainstNifti : public testing::TestWithParam<Pair> {};

TEST_P(DicomAgainstNifti, EachVoxelLiesWhereTheReferenceHasIt) {
  REQUIRE_TEST_DATA(GetParam().series);
  const Reading result = readSet(GetParam().series);
  ASSERT_EQ(result.images.size(), 1u) << result.allNotes();
  const std::vector<ImportedImage> reference = niftiIn(testing_data::root() / GetParam().reference);
  ASSERT_EQ(reference.size(), 1u);
  expectSameWorld(result.images.front().volume, reference.front().volume, [](double a, double b) { return a == b; });
}

INSTANTIATE_TEST_SUITE_P(
    Series, DicomAgainstNifti,
    testing::Values(Pair{"mr-oblique-dicom2nifti/generic_anatomical_001",
                         "mr-oblique-dicom2nifti/ref/generic_anatomical_001_ground_truth.nii.gz"},
                    Pair{"mr-oblique-dicom2nifti/generic_compressed_j2k_001",
                         "mr-oblique-dicom2nifti/ref/generic_compressed_j2k_001_ground_truth.nii.gz"},
                    Pair{"mr-oblique-dicom2nifti/generic_compressed_rle_001",
                         "mr-oblique-dicom2nifti/ref/generic_compressed_rle_001_ground_truth.nii.gz"},
                    Pair{"mr-oblique-dicom2nifti/hitachi_anatomical_001",
                         "mr-oblique-dicom2nifti/ref/hitachi_anatomical_001_ground_truth.nii.gz"},
                    Pair{"mr-oblique-dicom2nifti/siemens_anatomical_001",
                         "mr-oblique-dicom2nifti/ref/siemens_anatomical_001_ground_truth.nii.gz"},
                    Pair{"ct-mr-bad-geometry/slicecount_001",
                         "ct-mr-bad-geometry/ref/slicecount_001_ground_truth.nii.gz"}),
    [](const auto& pair) {
      std::string name = pair.param.series;
      std::erase_if(name, [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); });
      return name;
    });

TEST(DicomSeries, LabelsMadeOnACtLieOnItsGrid) {
  REQUIRE_TEST_DATA("ct-j2k-totalseg");
  const Reading result = readSet("ct-j2k-totalseg/example_ct_dicom");
  ASSERT_EQ(result.images.size(), 1u) << result.allNotes();
  const auto labels = niftiIn(testing_data::root() / "ct-j2k-totalseg/example_seg_dicom.nii.gz");
  ASSERT_EQ(labels.size(), 1u);
  expectSameWorld(result.images.front().volume, labels.front().volume, [](double, double) { return true; });
}

// One file, two kinds of image with a rescale each: two volumes, never one with one slope.
TEST(DicomSeries, EnhancedFileWithTwoKindsMakesTwoVolumes) {
  REQUIRE_TEST_DATA("enhanced-mr-philips");
  const Reading result = readSet("enhanced-mr-philips/In");
  ASSERT_EQ(result.images.size(), 2u) << result.allNotes();
  const ImportedImage& magnitude = result.images[0];
  const ImportedImage& fieldMap = result.images[1];
  EXPECT_NE(magnitude.name, fieldMap.name);
  EXPECT_NEAR(magnitude.volume.rescale.slope, 1.27985347985347, 1e-12);
  EXPECT_NEAR(fieldMap.volume.rescale.slope, 0.24420024420024, 1e-12);
  EXPECT_EQ(fieldMap.volume.rescale.intercept, -500);
  const fs::path references = testing_data::root() / "enhanced-mr-philips/Ref";
  const auto map = niftiIn(references / "Philips_WIP_B0_NS_801_e2_fieldmaphz.nii");
  const auto precise = niftiIn(references / "Philips_WIP_B0_NS_801_e1.nii");
  ASSERT_EQ(map.size(), 1u);
  ASSERT_EQ(precise.size(), 1u);
  // The reference rounded the slope: 0.006 at the largest value, a fortieth of one stored step.
  expectSameWorld(fieldMap.volume, map[0].volume, [](double a, double b) { return std::abs(a - b) < 0.01; });
  // The reference's magnitude is in the vendor's own unit: proportional to the displayed value.
  const double factor = core::intensityRange(precise[0].volume).max / core::intensityRange(magnitude.volume).max;
  expectSameWorld(magnitude.volume, precise[0].volume,
                  [&](double a, double b) { return std::abs(a * factor - b) <= 1e-5 * std::abs(b); });
  ASSERT_EQ(magnitude.source.frameNumbers.size(), 32u);
  ASSERT_EQ(magnitude.source.sopInstanceUids.size(), 32u);
  EXPECT_NE(magnitude.source.frameNumbers, fieldMap.source.frameNumbers);
}

TEST(DicomSeries, EnhancedFileWithoutGeometryIsRefused) {
  REQUIRE_TEST_DATA("enhanced-mr-small");
  const Reading result = readSet("enhanced-mr-small");
  EXPECT_TRUE(result.images.empty());
  ASSERT_EQ(result.notes.size(), 3u);
  EXPECT_NE(result.notes[0].find("position and spacing of its frames are unknown"), std::string::npos);
}

TEST(DicomSeries, TiltedCtAmongOtherImagesMakesOneVolume) {
  REQUIRE_TEST_DATA("ct-philips-tilt-mixed");
  const Reading result = readSet("ct-philips-tilt-mixed");
  ASSERT_EQ(result.images.size(), 1u);
  const ImportedImage& image = result.images.front();
  EXPECT_EQ(image.volume.grid.size().z, 5);
  EXPECT_NEAR(image.volume.grid.spacingMm().z, 2.37081, 1e-4);  // along the normal, not the table's 2.5
  ASSERT_EQ(image.notes.size(), 1u);
  EXPECT_NE(image.notes[0].find("18.50 degrees"), std::string::npos) << image.notes[0];
  EXPECT_NE(result.allNotes().find("1 file is left out: a localizer"), std::string::npos) << result.allNotes();
  EXPECT_NE(result.allNotes().find("2 files are left out: a secondary capture"), std::string::npos);
  EXPECT_TRUE(image.source.sopInstanceUids.empty());  // its slices are no longer the files' slices

  // Resampled from the true positions: where a voxel of the grid coincides with one of the files, so do the values.
  std::size_t compared = 0;
  for (const fs::path& path : dicomIn(testing_data::root() / "ct-philips-tilt-mixed")) {
    const DicomHeader header = readHeader(path);
    if (!header.leftOut.empty()) {
      continue;
    }
    PixelReader reader(path, header.format);
    const std::vector<double> values = frameValues(reader, header.format, 0);
    const FramePlane& plane = *header.frames[0].plane;
    for (int row = 0; row < header.format.rows; ++row) {
      const glm::dvec3 world = plane.position + plane.column * (row * plane.spacing.y) + plane.row * plane.spacing.x;
      const glm::dvec3 voxel = image.volume.grid.voxelOf(world);
      const glm::ivec3 nearest(glm::round(voxel));
      if (glm::distance(voxel, glm::dvec3(nearest)) < 1e-3 && image.volume.grid.contains(nearest)) {
        const double expected = values[std::size_t(row) * std::size_t(header.format.columns) + 1] - 1024;
        EXPECT_NEAR(image.volume.value(image.volume.grid.indexOf(nearest)), expected, 2);
        ++compared;
      }
    }
  }
  EXPECT_GE(compared, 512u);
}

TEST(DicomSeries, UntaggedTiltIsFoundFromThePositions) {
  REQUIRE_TEST_DATA("ct-mr-bad-geometry");
  const Reading result = readSet("ct-mr-bad-geometry/gantrytilting_001");
  ASSERT_EQ(result.images.size(), 1u) << result.allNotes();
  EXPECT_NEAR(result.images[0].volume.grid.spacingMm().z, 4.85148, 1e-4);
  ASSERT_EQ(result.images[0].notes.size(), 1u);
  EXPECT_NE(result.images[0].notes[0].find("14.00 degrees"), std::string::npos) << result.images[0].notes[0];
}

TEST(DicomSeries, MissingSliceIsNoRegularVolume) {
  REQUIRE_TEST_DATA("ct-mr-bad-geometry");
  const Reading result = readSet("ct-mr-bad-geometry/sliceincrement_001");
  ASSERT_EQ(result.images.size(), 1u) << result.allNotes();
  EXPECT_EQ(result.images[0].volume.grid.size().z, 3);
  EXPECT_NEAR(result.images[0].volume.grid.spacingMm().z, 5, 1e-4);
  EXPECT_NE(result.allNotes().find("5 (2 times), 10 mm"), std::string::npos) << result.allNotes();
  EXPECT_NE(result.allNotes().find("38.1075"), std::string::npos) << result.allNotes();
}

TEST(DicomSeries, TwoOrientationsMakeTwoVolumes) {
  REQUIRE_TEST_DATA("ct-mr-bad-geometry");
  const Reading result = readSet("ct-mr-bad-geometry/sliceorientation_001");
  ASSERT_EQ(result.images.size(), 2u) << result.allNotes();
  EXPECT_EQ(result.images[0].volume.grid.size().z, 2);
  EXPECT_EQ(result.images[1].volume.grid.size().z, 2);
  EXPECT_NE(result.images[0].name, result.images[1].name);
  EXPECT_NE(result.allNotes().find("2 different orientations"), std::string::npos) << result.allNotes();
}

TEST(DicomSeries, CutPixelDataIsRefused) {
  REQUIRE_TEST_DATA("pydicom-small");
  const Reading result = reading({testing_data::root() / "pydicom-small/MR_truncated.dcm"});
  EXPECT_TRUE(result.images.empty());
  ASSERT_EQ(result.notes.size(), 1u);
  EXPECT_NE(result.notes[0].find("MR_truncated.dcm"), std::string::npos) << result.notes[0];
}

TEST(DicomSeries, StructureSetIsLeftOutAndSingleSliceRead) {
  REQUIRE_TEST_DATA("rtstruct-dicompyler");
  const Reading result = readSet("rtstruct-dicompyler");
  ASSERT_EQ(result.images.size(), 1u);
  EXPECT_NEAR(result.images[0].volume.grid.spacingMm().z, 3, 1e-9);
  EXPECT_NE(result.allNotes().find("an RT structure set"), std::string::npos) << result.allNotes();
  EXPECT_NE(result.images[0].notes.at(0).find("single slice"), std::string::npos);
}

TEST(DicomSeries, RepeatedFilesMakeOneVolume) {
  REQUIRE_TEST_DATA("codec-ctimage");
  const Reading result = readSet("codec-ctimage");
  ASSERT_EQ(result.images.size(), 1u);
  EXPECT_NE(result.allNotes().find("3 files repeat"), std::string::npos) << result.allNotes();
}

TEST(DicomSeries, AttributesForExportsAreKeptButNoIdentity) {
  REQUIRE_TEST_DATA("enhanced-mr-philips");
  const Reading result = readSet("enhanced-mr-philips/In");
  const auto& attributes = result.images.at(0).source.attributes;
  EXPECT_EQ(attributes.at("StudyDate"), "20180526");
  EXPECT_EQ(attributes.at("PatientSex"), "O");
  for (const char* identity : {"PatientName", "PatientID", "PatientBirthDate"}) {
    EXPECT_FALSE(attributes.contains(identity));
  }
}

}  // namespace
}  // namespace imaging
