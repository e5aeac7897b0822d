#include "imaging/nifti.h"

#include <gtest/gtest.h>
#include <nifti1.h>

#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>
#include <map>

#include "core/error.h"
#include "imaging/import.h"
#include "imaging/test_data.h"

namespace imaging {
namespace {

namespace fs = std::filesystem;

std::vector<ImportedImage> imagesOf(const fs::path& file) {
  std::vector<ImportedImage> images;
  const std::vector<fs::path> sources{file};
  readImages(sources, [&](ImportedImage image) { images.push_back(std::move(image)); });
  return images;
}

// What the sets' authors measured with nibabel.
struct Truth {
  std::string set;
  nlohmann::json entry;
};

std::vector<Truth> truths() {
  std::vector<Truth> all;
  for (const char* set : {"ct-j2k-totalseg", "ct-mr-bad-geometry", "enhanced-mr-philips", "instances-panoptica",
                          "kits23-3reader", "lesion-shape-pyradiomics", "mr-oblique-dicom2nifti", "nifti-misc"}) {
    const fs::path file = testing_data::root() / set / "TRUTH_nifti.json";
    if (fs::exists(file)) {
      for (nlohmann::json& entry : testing_data::json(file)) {
        all.push_back({set, std::move(entry)});
      }
    }
  }
  return all;
}

void expectAsTold(const Truth& truth) {
  const nlohmann::json& entry = truth.entry;
  const std::vector<ImportedImage> images = imagesOf(testing_data::root() / truth.set / std::string(entry["file"]));
  const std::vector<int> shape = entry["shape"];
  ASSERT_EQ(images.size(), shape.size() > 3 ? std::size_t(shape[3]) : 1u);
  double min = std::numeric_limits<double>::infinity(), max = -min, sum = 0;
  std::size_t count = 0, nonZero = 0, nonFinite = 0;
  std::map<std::string, std::size_t> labels;
  for (const ImportedImage& image : images) {
    const core::Volume& volume = image.volume;
    EXPECT_EQ(volume.grid.size(), glm::ivec3(shape[0], shape[1], shape[2]));
    for (int row = 0; row < 3; ++row) {
      for (int column = 0; column < 4; ++column) {
        const double ras = entry["affine_RAS"][std::size_t(row)][std::size_t(column)];
        EXPECT_NEAR(volume.grid.worldFromVoxel()[column][row], row < 2 ? -ras : ras, 1e-6);
      }
    }
    const core::IntensityRange range = core::intensityRange(volume);
    min = std::min(min, range.min);
    max = std::max(max, range.max);
    for (std::size_t i = 0; i < volume.grid.voxelCount(); ++i) {
      const double value = volume.value(i);
      ++count;
      nonFinite += !std::isfinite(value);
      nonZero += std::isfinite(value) && value != 0;
      sum += std::isfinite(value) ? value : 0;
      if (entry.contains("label_voxels") && value != 0) {
        ++labels[std::to_string(int(value))];
      }
    }
  }
  const double scale = std::max(std::abs(double(entry["max"])), std::abs(double(entry["min"])));
  EXPECT_NEAR(min, entry["min"], 1e-9 * scale);
  EXPECT_NEAR(max, entry["max"], 1e-9 * scale);
  EXPECT_NEAR(sum / double(count - nonFinite), entry["mean"], 1e-7 * scale);  // summed in float32 there
  EXPECT_EQ(nonZero, std::size_t(entry["nonzero"]));
  EXPECT_EQ(nonFinite, std::size_t(entry["n_nonfinite"]));
  if (entry.contains("label_voxels")) {
    EXPECT_EQ(labels, (entry["label_voxels"].get<std::map<std::string, std::size_t>>()));
  }
}

TEST(Nifti, EveryTruthHolds) {
  const std::vector<Truth> all = truths();
  if (all.empty()) {
    GTEST_SKIP() << "no TRUTH_nifti.json in " << testing_data::root() << " (set SAGITTA_TEST_DATA)";
  }
  for (const Truth& truth : all) {
    SCOPED_TRACE(truth.set + "/" + std::string(truth.entry["file"]));
    expectAsTold(truth);
  }
}

// A NIfTI-1 file in memory, to be bent by each test.
struct File {
  nifti_1_header header{};
  std::vector<char> data;

  template <typename T>
  static File of(int datatype, const std::vector<T>& values, std::array<short, 3> size) {
    File file;
    file.header.sizeof_hdr = 348;
    std::memcpy(file.header.magic, "n+1", 4);
    file.header.dim[0] = 3;
    std::copy(size.begin(), size.end(), file.header.dim + 1);
    std::fill(file.header.dim + 4, file.header.dim + 8, short(1));
    std::fill(file.header.pixdim, file.header.pixdim + 8, 1.0f);
    file.header.datatype = short(datatype);
    file.header.bitpix = short(8 * sizeof(T));
    file.header.vox_offset = 352;
    file.header.xyzt_units = NIFTI_UNITS_MM;
    file.header.sform_code = 1;
    file.header.srow_x[0] = file.header.srow_y[1] = file.header.srow_z[2] = 1;
    file.data.resize(values.size() * sizeof(T));
    std::memcpy(file.data.data(), values.data(), file.data.size());
    return file;
  }

  void write(const fs::path& path) const {
    std::ofstream stream(path, std::ios::binary);
    stream.write(reinterpret_cast<const char*>(&header), sizeof header);
    stream.write("\0\0\0\0", 4);
    stream.write(data.data(), std::streamsize(data.size()));
  }
};

class NiftiFile : public testing::Test {
 protected:
  ImportedImage read(const File& file) {
    file.write(path_);
    std::vector<ImportedImage> images = imagesOf(path_);
    EXPECT_EQ(images.size(), 1u);
    return std::move(images.at(0));
  }
  std::string refusal(const File& file) {
    file.write(path_);
    try {
      imagesOf(path_);
    } catch (const core::Error& error) {
      EXPECT_EQ(error.subject(), path_.string());
      EXPECT_FALSE(error.remedy().empty());
      return error.cause();
    }
    ADD_FAILURE() << "the file was not refused";
    return {};
  }

  testing_data::TemporaryFolder folder_;
  fs::path path_ = folder_.path() / "image.nii";
};

File eight() {
  return File::of<std::int16_t>(DT_INT16, {-3, 1, 2, 3, 4, 5, 6, 70}, {2, 2, 2});
}

TEST_F(NiftiFile, WithoutFormsIsPlacedAsNibabelDoesAndSaysSo) {
  File file = eight();
  file.header.sform_code = 0;
  file.header.pixdim[1] = 2;
  file.header.pixdim[3] = 5;
  const ImportedImage image = read(file);
  // nibabel: diag(-2, 1, 5), origin (1, -0.5, -2.5), RAS.
  EXPECT_EQ(image.volume.grid.worldOf({0, 0, 0}), glm::dvec3(-1, 0.5, -2.5));
  EXPECT_EQ(image.volume.grid.worldOf({1, 1, 1}), glm::dvec3(1, -0.5, 2.5));
  ASSERT_EQ(image.notes.size(), 1u);
  EXPECT_NE(image.notes[0].find("orientation"), std::string::npos);
}

TEST_F(NiftiFile, PrefersTheSformThenTheQform) {
  File file = eight();
  file.header.srow_x[3] = 10;
  file.header.qform_code = 1;
  file.header.qoffset_x = 20;
  EXPECT_EQ(read(file).volume.grid.worldOf({0, 0, 0}).x, -10);
  file.header.sform_code = 0;
  EXPECT_EQ(read(file).volume.grid.worldOf({0, 0, 0}).x, -20);
  file.header.sform_code = 1;
  file.header.srow_y[1] = 0;
  const ImportedImage image = read(file);
  EXPECT_EQ(image.volume.grid.worldOf({0, 0, 0}).x, -20);
  EXPECT_EQ(image.notes.size(), 1u);
}

TEST_F(NiftiFile, ConvertsLengthsToMillimetres) {
  File file = eight();
  file.header.xyzt_units = NIFTI_UNITS_MICRON;
  file.header.srow_x[0] = 500;
  file.header.srow_y[1] = file.header.srow_z[2] = 250;
  EXPECT_NEAR(read(file).volume.grid.spacingMm().x, 0.5, 1e-12);
  file.header.xyzt_units = NIFTI_UNITS_METER;
  file.header.srow_x[0] = file.header.srow_y[1] = file.header.srow_z[2] = 0.002f;
  EXPECT_NEAR(read(file).volume.grid.spacingMm().z, 2, 1e-6);
}

TEST_F(NiftiFile, KeepsIntegersOf16BitsExactlyAndSaysWhatItRounds) {
  using Int32 = std::int32_t;
  EXPECT_EQ(read(File::of<Int32>(DT_INT32, {-32768, 32767}, {2, 1, 1})).volume.type(), core::VoxelType::Int16);
  EXPECT_EQ(read(File::of<Int32>(DT_INT32, {0, 65535}, {2, 1, 1})).volume.type(), core::VoxelType::UInt16);
  EXPECT_EQ(read(File::of<std::uint64_t>(DT_UINT64, {0, 7}, {2, 1, 1})).volume.type(), core::VoxelType::Int16);
  const ImportedImage exact = read(File::of<Int32>(DT_INT32, {-1, 65536}, {2, 1, 1}));
  EXPECT_EQ(exact.volume.type(), core::VoxelType::Float32);
  EXPECT_EQ(exact.volume.value(1), 65536);
  EXPECT_NE(exact.notes.at(0).find("exactly"), std::string::npos);
  // 2^24 + 1 is the first integer that float32 misses, by 1.
  File rounded = File::of<std::int64_t>(DT_INT64, {0, (1 << 24) + 1}, {2, 1, 1});
  rounded.header.scl_slope = 2;
  EXPECT_NE(read(rounded).notes.at(0).find("at most 2"), std::string::npos);
  const ImportedImage whole = read(File::of<double>(DT_FLOAT64, {0, 1, 1, -2}, {4, 1, 1}));
  EXPECT_EQ(whole.volume.type(), core::VoxelType::Int16);
  EXPECT_EQ(read(File::of<double>(DT_FLOAT64, {0.5, 1}, {2, 1, 1})).volume.value(0), 0.5);
}

TEST_F(NiftiFile, KeepsNaNFromTheRangeOfValues) {
  const float nan = std::numeric_limits<float>::quiet_NaN(), infinite = std::numeric_limits<float>::infinity();
  File file = File::of<float>(DT_FLOAT32, {nan, -1.5f, 4, infinite}, {2, 2, 1});
  file.header.scl_slope = -2;
  file.header.scl_inter = 1;
  const ImportedImage image = read(file);
  EXPECT_EQ(core::intensityRange(image.volume), (core::IntensityRange{-7, 4}));
  EXPECT_NE(image.notes.at(0).find("2 voxels"), std::string::npos);
  EXPECT_NE(refusal(File::of<float>(DT_FLOAT32, {nan, nan}, {2, 1, 1})).find("finite"), std::string::npos);
}

TEST_F(NiftiFile, ASlopeOfZeroMeansNone) {
  File file = eight();
  file.header.scl_slope = 0;
  file.header.scl_inter = 100;
  EXPECT_EQ(read(file).volume.value(0), -3);
}

TEST_F(NiftiFile, ResamplesShearedAxesAndSaysSo) {
  std::vector<std::int16_t> ramp;
  for (int k = 0; k < 6; ++k) {
    for (int j = 0; j < 8; ++j) {
      for (int i = 0; i < 5; ++i) {
        ramp.push_back(std::int16_t(100 * k + 10 * i));
      }
    }
  }
  File file = File::of(DT_INT16, ramp, {5, 8, 6});
  file.header.srow_y[2] = 0.5f;  // each slice half a voxel further
  const ImportedImage image = read(file);
  EXPECT_EQ(image.volume.grid.size(), glm::ivec3(5, 11, 6));
  EXPECT_NE(image.notes.at(0).find("sheared"), std::string::npos);
  // The values depend on k and i alone, so wherever the source is, they come through unchanged.
  const core::Grid& grid = image.volume.grid;
  const glm::dvec3 inside = grid.voxelOf({-2, -6.0, 3});  // LPS
  EXPECT_EQ(image.volume.value(grid.indexOf(glm::ivec3(glm::dvec3(inside.x + 0.5, inside.y + 0.5, inside.z + 0.5)))),
            320);
}

TEST_F(NiftiFile, RefusesWhatIsNoScalarVolume) {
  File file = eight();
  file.header.datatype = DT_COMPLEX64;
  EXPECT_NE(refusal(file).find("complex"), std::string::npos);
  file.header.datatype = DT_RGB24;
  EXPECT_NE(refusal(file).find("RGB"), std::string::npos);
  file = eight();
  file.header.dim[0] = 5;
  file.header.dim[5] = 3;
  EXPECT_NE(refusal(file).find("several values"), std::string::npos);
  file = eight();
  file.header.datatype = 1;
  EXPECT_NE(refusal(file).find("data type 1"), std::string::npos);
  file = eight();
  file.header.dim[0] = 2559;  // niftilib would index by it
  EXPECT_NE(refusal(file).find("2559 dimensions"), std::string::npos);
  file = eight();
  file.header.dim[2] = -2;
  EXPECT_FALSE(refusal(file).empty());
  file = eight();
  std::memset(file.header.magic, 0, 4);
  EXPECT_FALSE(refusal(file).empty());
}

TEST_F(NiftiFile, RefusesDataThatIsCutShortWithoutMakingRoomForIt) {
  File file = eight();
  file.data.pop_back();
  EXPECT_NE(refusal(file).find("cut short"), std::string::npos);
  file.header.dim[1] = file.header.dim[2] = 8192;
  file.header.dim[3] = 64;  // 8 GiB
  EXPECT_NE(refusal(file).find("cut short"), std::string::npos);
  file.header.dim[3] = 8192;
  EXPECT_NE(refusal(file).find("2^32"), std::string::npos);
  file.header.dim[3] = 9000;
  EXPECT_FALSE(refusal(file).empty());
  file = eight();
  file.header.vox_offset = 1e20f;
  EXPECT_FALSE(refusal(file).empty());
}

TEST_F(NiftiFile, ReadsAPairByEitherName) {
  File file = eight();
  std::memcpy(file.header.magic, "ni1", 4);
  file.header.vox_offset = 0;
  std::ofstream(folder_.path() / "pair.hdr", std::ios::binary)
      .write(reinterpret_cast<const char*>(&file.header), sizeof file.header);
  std::ofstream(folder_.path() / "pair.img", std::ios::binary)
      .write(file.data.data(), std::streamsize(file.data.size()));
  for (const fs::path& name : {folder_.path() / "pair.hdr", folder_.path() / "pair.img", folder_.path()}) {
    const std::vector<ImportedImage> images = imagesOf(name);
    ASSERT_EQ(images.size(), 1u);
    EXPECT_EQ(images[0].volume.value(7), 70);
  }
}

}  // namespace
}  // namespace imaging
