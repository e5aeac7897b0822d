// What no real file at hand has: series written here, with known pixels and positions.
#include "imaging/dicom_series.h"

#include <dcmtk/dcmdata/dcrleerg.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <glm/geometric.hpp>
#include <stdexcept>

#include "imaging/dicom_synthetic.h"
#include "imaging/test_data.h"

namespace imaging {
namespace {

namespace fs = std::filesystem;
using synthetic::Slice;

class DicomSeriesTest : public testing::Test {
 protected:
  const fs::path& folder() const { return folder_.path(); }

  void read(const std::vector<fs::path>& files) {
    images_.clear();
    notes_.clear();
    for (const std::string& note :
         readDicom(files, [&](ImportedImage image) { images_.push_back(std::move(image)); })) {
      notes_ += note + "\n";
    }
  }
  void read(const std::vector<Slice>& slices) { read(synthetic::writeAll(folder(), slices)); }

  std::vector<double> values(std::size_t image = 0) const {
    std::vector<double> result;
    const core::Volume& volume = images_.at(image).volume;
    for (std::size_t i = 0; i < volume.grid.voxelCount(); ++i) {
      result.push_back(volume.value(i));
    }
    return result;
  }
  // The value of the first voxel of each slice.
  std::vector<double> sliceValues(std::size_t image = 0) const {
    std::vector<double> result;
    const core::Volume& volume = images_.at(image).volume;
    for (int k = 0; k < volume.grid.size().z; ++k) {
      result.push_back(volume.value(volume.grid.indexOf({0, 0, k})));
    }
    return result;
  }
  std::string imageNotes(std::size_t image = 0) const {
    std::string all;
    for (const std::string& note : images_.at(image).notes) {
      all += note + "\n";
    }
    return all;
  }
  bool told(const std::string& words) const { return notes_.find(words) != std::string::npos; }

  testing_data::TemporaryFolder folder_;
  std::vector<ImportedImage> images_;
  std::string notes_;
};

std::vector<Slice> pair() {
  return synthetic::stack(2, 5);
}

std::vector<double> repeated(const std::vector<double>& values, int times) {
  std::vector<double> result;
  for (int i = 0; i < times; ++i) {
    result.insert(result.end(), values.begin(), values.end());
  }
  return result;
}

// ---- Pixels

TEST_F(DicomSeriesTest, UnusedBitsAreDroppedAndSignsExtended) {
  std::vector<Slice> slices = pair();
  for (Slice& slice : slices) {
    slice.rows = 1;
    slice.columns = 4;
    slice.bitsStored = 12;
    slice.highBit = 11;
    slice.cells = {0xf7ff, 0x0800, 0x5fff, 0xa000};  // 2047, -2048, -1, 0 under garbage
  }
  read(slices);
  ASSERT_EQ(images_.size(), 1u) << notes_;
  EXPECT_EQ(values(), repeated({2047, -2048, -1, 0}, 2));
}

TEST_F(DicomSeriesTest, StoredBitsMayLieHigh) {
  std::vector<Slice> slices = pair();
  for (Slice& slice : slices) {
    slice.rows = 1;
    slice.columns = 3;
    slice.bitsStored = 12;
    slice.highBit = 15;
    slice.isSigned = false;
    slice.cells = {0x123f, 0xfff0, 0x0007};
  }
  read(slices);
  ASSERT_EQ(images_.size(), 1u) << notes_;
  EXPECT_EQ(values(), repeated({0x123, 0xfff, 0}, 2));
  for (Slice& slice : slices) {
    slice.isSigned = true;
  }
  read(slices);
  EXPECT_EQ(values(), repeated({0x123, -1, 0}, 2));
}

TEST_F(DicomSeriesTest, EightBitsAreRead) {
  std::vector<Slice> slices = pair();
  for (Slice& slice : slices) {
    slice.rows = 2;
    slice.columns = 2;
    slice.bitsAllocated = slice.bitsStored = 8;
    slice.highBit = 7;
    slice.isSigned = false;
    slice.cells = {0xff01, 0x8002};  // two pixels each
  }
  read(slices);
  ASSERT_EQ(images_.size(), 1u) << notes_;
  EXPECT_EQ(values(), repeated({1, 255, 2, 128}, 2));
}

TEST_F(DicomSeriesTest, InvertedImagesKeepTheirValues) {
  std::vector<Slice> slices = pair();
  for (Slice& slice : slices) {
    slice.photometric = "MONOCHROME1";
    slice.intercept = "-1000";
  }
  read(slices);
  ASSERT_EQ(images_.size(), 1u) << notes_;
  EXPECT_EQ(sliceValues(), (std::vector<double>{-1000, -999}));
  EXPECT_NE(imageNotes().find("MONOCHROME1"), std::string::npos);
}

TEST_F(DicomSeriesTest, OneRescaleIsKeptAsIs) {
  std::vector<Slice> slices = pair();
  for (Slice& slice : slices) {
    slice.slope = "0.1";
    slice.intercept = "+1.5E1";
  }
  read(slices);
  ASSERT_EQ(images_.size(), 1u) << notes_;
  EXPECT_EQ(images_[0].volume.type(), core::VoxelType::Int16);
  EXPECT_EQ(images_[0].volume.rescale, (core::Rescale{0.1, 15}));
}

TEST_F(DicomSeriesTest, RescalesPerSliceAreAppliedExactlyWhereTheyAreWhole) {
  std::vector<Slice> slices = synthetic::stack(3, 5);
  slices[0].slope = "2";
  slices[1].slope = "3";
  slices[2].intercept = "-30000";
  read(slices);
  ASSERT_EQ(images_.size(), 1u) << notes_;
  EXPECT_EQ(images_[0].volume.type(), core::VoxelType::Int16);
  EXPECT_EQ(images_[0].volume.rescale, core::Rescale{});
  EXPECT_EQ(sliceValues(), (std::vector<double>{0, 3, -29998}));
  EXPECT_NE(imageNotes().find("exact"), std::string::npos);

  slices[2].slope = "20000";  // 2 * 20000 - 30000 fits, 2 * 20000 does not
  slices[2].intercept = "0";
  read(slices);
  EXPECT_EQ(images_[0].volume.type(), core::VoxelType::UInt16);
  EXPECT_EQ(sliceValues(), (std::vector<double>{0, 3, 40000}));

  slices[1].slope = "0.5";
  read(slices);
  EXPECT_EQ(images_[0].volume.type(), core::VoxelType::Float32);
  EXPECT_EQ(sliceValues(), (std::vector<double>{0, 0.5, 40000}));
  EXPECT_NE(imageNotes().find("floating point"), std::string::npos);
}

TEST_F(DicomSeriesTest, PaddingStaysData) {
  std::vector<Slice> slices = pair();
  for (Slice& slice : slices) {
    slice.cells[0] = Uint16(-2000);
    slice.change = [](DcmDataset& dataset) {
      dataset.putAndInsertSint16(DcmTag(DCM_PixelPaddingValue, EVR_SS), -2000);
    };
  }
  read(slices);
  EXPECT_EQ(sliceValues(), (std::vector<double>{-2000, -2000}));
}

TEST_F(DicomSeriesTest, SignedAndUnsignedSlicesMayMix) {
  std::vector<Slice> slices = pair();
  slices[0].cells[0] = 0xffff;
  slices[1].isSigned = false;
  slices[1].cells[0] = 0xffff;
  read(slices);
  ASSERT_EQ(images_.size(), 1u) << notes_;
  EXPECT_EQ(sliceValues(), (std::vector<double>{-1, 65535}));
}

TEST_F(DicomSeriesTest, TransferSyntaxesAreTold) {
  DcmRLEEncoderRegistration::registerCodecs();
  for (const E_TransferSyntax syntax :
       {EXS_LittleEndianImplicit, EXS_BigEndianExplicit, EXS_DeflatedLittleEndianExplicit, EXS_RLELossless}) {
    SCOPED_TRACE(DcmXfer(syntax).getXferName());
    std::vector<Slice> slices = pair();
    for (Slice& slice : slices) {
      slice.syntax = syntax;
      slice.cells[0] = Uint16(-300);
    }
    read(slices);
    ASSERT_EQ(images_.size(), 1u) << notes_;
    EXPECT_EQ(sliceValues(), (std::vector<double>{-300, -300}));
    EXPECT_EQ(values()[1], 0);
  }
}

TEST_F(DicomSeriesTest, ColourIsLeftOutWithTheReason) {
  std::vector<Slice> slices = pair();
  slices[0].photometric = slices[1].photometric = "PALETTE COLOR";
  read(slices);
  EXPECT_TRUE(images_.empty());
  EXPECT_TRUE(told("colour image")) << notes_;
}

// ---- Places

TEST_F(DicomSeriesTest, PositionsDecideNotNumbersNorThickness) {
  std::vector<Slice> slices = synthetic::stack(5, 2.5);
  for (std::size_t k = 0; k < slices.size(); ++k) {
    slices[k].change = [k](DcmDataset& dataset) {
      dataset.putAndInsertString(DCM_InstanceNumber, std::to_string((k * 3) % 5).c_str());
    };
  }
  std::ranges::rotate(slices, slices.begin() + 2);
  read(slices);
  ASSERT_EQ(images_.size(), 1u) << notes_;
  EXPECT_EQ(sliceValues(), (std::vector<double>{0, 1, 2, 3, 4}));
  const core::Grid& grid = images_[0].volume.grid;
  EXPECT_EQ(grid.spacingMm(), glm::dvec3(3, 2, 2.5));  // columns are 3 apart, rows 2
  EXPECT_EQ(grid.worldOf({0, 0, 0}), glm::dvec3(10, 20, 0));
  EXPECT_EQ(grid.worldOf({1, 1, 4}), glm::dvec3(13, 22, 10));
  EXPECT_EQ(images_[0].name, "phantom");
}

TEST_F(DicomSeriesTest, OneMissingSliceSplitsTheSeries) {
  std::vector<Slice> slices = synthetic::stack(9, 2);
  slices.erase(slices.begin() + 4);
  read(slices);
  ASSERT_EQ(images_.size(), 2u) << notes_;
  EXPECT_EQ(sliceValues(0), (std::vector<double>{0, 1, 2, 3}));
  EXPECT_EQ(sliceValues(1), (std::vector<double>{5, 6, 7, 8}));
  EXPECT_EQ(images_[1].volume.grid.worldOf({0, 0, 0}), glm::dvec3(10, 20, 10));
  EXPECT_NE(images_[0].name, images_[1].name);
  EXPECT_TRUE(told("2 (3 times), 4, 2 (3 times) mm")) << notes_;
}

TEST_F(DicomSeriesTest, UnevenSlicesAreRefused) {
  std::vector<Slice> slices = synthetic::stack(6, 2);
  for (std::size_t k = 0; k < slices.size(); ++k) {
    slices[k].position.z = double(k * k);
  }
  read(slices);
  EXPECT_TRUE(images_.empty());
  EXPECT_TRUE(told("refused: its slices do not lie at even steps")) << notes_;
}

TEST_F(DicomSeriesTest, OneSliceOutOfLineIsNeverPutInLine) {
  std::vector<Slice> slices = synthetic::stack(7, 2);
  slices[3].position.x += 1;  // along the row, so that projections on the normal look even
  read(slices);
  EXPECT_TRUE(images_.empty());
  EXPECT_TRUE(told("2 (6 times) mm, shifts sideways up to 1 mm")) << notes_;
}

TEST_F(DicomSeriesTest, RoundedPositionsStillMakeOneVolume) {
  std::vector<Slice> slices = synthetic::stack(20, 0.625);
  for (Slice& slice : slices) {
    slice.position.z = std::round(slice.position.z * 10) / 10;
  }
  read(slices);
  ASSERT_EQ(images_.size(), 1u) << notes_;
  EXPECT_EQ(images_[0].volume.grid.size().z, 20);
  EXPECT_NE(imageNotes().find("from even steps"), std::string::npos) << imageNotes();
}

// A ramp that is linear in the patient survives the resampling of a tilted stack.
TEST_F(DicomSeriesTest, TiltIsResampledFromTruePositions) {
  const glm::dvec3 slope(3, 7, 11);
  std::vector<Slice> slices = synthetic::stack(8, 4);
  for (Slice& slice : slices) {
    slice.rows = 24;
    slice.columns = 16;
    slice.position.y += 0.25 * slice.position.z;
    slice.cells.clear();
    for (int j = 0; j < slice.rows; ++j) {
      for (int i = 0; i < slice.columns; ++i) {
        slice.cells.push_back(Uint16(100 + glm::dot(slope, slice.position + glm::dvec3(3 * i, 2 * j, 0))));
      }
    }
  }
  read(slices);
  ASSERT_EQ(images_.size(), 1u) << notes_;
  const core::Volume& volume = images_[0].volume;
  EXPECT_EQ(volume.grid.spacingMm(), glm::dvec3(3, 2, 4));
  EXPECT_NE(imageNotes().find("14.04 degrees"), std::string::npos) << imageNotes();
  std::size_t inside = 0;
  for (int k = 0; k < volume.grid.size().z; ++k) {
    for (int j = 0; j < volume.grid.size().y; ++j) {
      const glm::dvec3 world = volume.grid.worldOf({5, j, k});
      const double row = (world.y - 20 - 0.25 * world.z) / 2;  // of the stack at this height
      if (row >= 0 && row <= 23 && world.z <= 28) {
        EXPECT_NEAR(volume.value(volume.grid.indexOf({5, j, k})), 100 + glm::dot(slope, world), 1.01);
        ++inside;
      }
    }
  }
  EXPECT_GT(inside, 150u);
}

TEST_F(DicomSeriesTest, SingleSliceNeedsAKnownThickness) {
  std::vector<Slice> slices = synthetic::stack(1, 1);
  slices[0].thickness = "4";
  read(slices);
  ASSERT_EQ(images_.size(), 1u) << notes_;
  EXPECT_EQ(images_[0].volume.grid.spacingMm().z, 4);
  EXPECT_NE(imageNotes().find("single slice"), std::string::npos);
  slices[0].thickness = "0";
  read(slices);
  EXPECT_TRUE(images_.empty());
  EXPECT_TRUE(told("neither spacing nor thickness")) << notes_;
}

TEST_F(DicomSeriesTest, PlanesThatAreNoPlanesAreRefused) {
  std::vector<Slice> slices = synthetic::stack(3, 1);
  for (const char* orientation :
       {"1\\0\\0\\1\\0\\0", "0\\0\\0\\0\\1\\0", "1\\0\\0\\0.1\\0.995\\0", "1\\0\\0", "a\\0\\0\\0\\1\\0"}) {
    for (Slice& slice : slices) {
      slice.orientation = orientation;
    }
    read(slices);
    EXPECT_TRUE(images_.empty()) << orientation;
    EXPECT_TRUE(told("can't be placed in the patient")) << notes_;
  }
  for (const char* spacing : {"0\\1", "-1\\1", "", "1"}) {
    slices = synthetic::stack(3, 1);
    for (Slice& slice : slices) {
      slice.pixelSpacing = spacing;
    }
    read(slices);
    EXPECT_TRUE(images_.empty()) << spacing;
  }
}

TEST_F(DicomSeriesTest, SizesAreReadApart) {
  std::vector<Slice> slices = synthetic::stack(6, 1);
  for (std::size_t k = 3; k < 6; ++k) {
    slices[k].rows = 8;
    slices[k].cells.assign(48, Uint16(k));
  }
  read(slices);
  ASSERT_EQ(images_.size(), 2u) << notes_;
  EXPECT_EQ(images_[0].volume.grid.size(), glm::ivec3(6, 4, 3));
  EXPECT_EQ(images_[1].volume.grid.size(), glm::ivec3(6, 8, 3));
}

TEST_F(DicomSeriesTest, SeriesAreToldApart) {
  std::vector<Slice> slices = synthetic::stack(4, 1);
  slices[1].seriesUid = slices[3].seriesUid = "1.2.3.5";
  read(slices);
  ASSERT_EQ(images_.size(), 2u) << notes_;
  EXPECT_EQ(sliceValues(0), (std::vector<double>{0, 2}));
  EXPECT_EQ(sliceValues(1), (std::vector<double>{1, 3}));
}

// ---- Several images at one position

std::vector<Slice> twice(const std::function<void(DcmDataset&, int pass, int k)>& change) {
  std::vector<Slice> slices;
  for (int pass = 0; pass < 2; ++pass) {
    for (Slice slice : synthetic::stack(3, 2)) {
      const int k = int(slice.cells[0]);
      slice.cells.assign(slice.cells.size(), Uint16(10 * (pass + 1) + k));
      slice.change = [=](DcmDataset& dataset) { change(dataset, pass, k); };
      slices.push_back(slice);
    }
  }
  return slices;
}

TEST_F(DicomSeriesTest, EchoesMakeOneVolumeEach) {
  read(twice([](DcmDataset& dataset, int pass, int) {
    dataset.putAndInsertString(DCM_EchoTime, pass == 0 ? "12.5" : "4.6");  // by value, not by order
  }));
  ASSERT_EQ(images_.size(), 2u) << notes_;
  EXPECT_EQ(sliceValues(0), (std::vector<double>{20, 21, 22}));
  EXPECT_EQ(sliceValues(1), (std::vector<double>{10, 11, 12}));
  EXPECT_EQ(images_[0].name, "phantom (echo time 4.6 ms)");
  EXPECT_TRUE(told("2 separate sets")) << notes_;
}

TEST_F(DicomSeriesTest, TimesOfAcquisitionOrderTheVolumes) {
  read(twice([](DcmDataset& dataset, int pass, int k) {
    const std::string time = "10" + std::to_string(20 + 10 * pass + k) + "00.5";  // another one for each slice
    dataset.putAndInsertString(DCM_AcquisitionTime, time.c_str());
  }));
  ASSERT_EQ(images_.size(), 2u) << notes_;
  EXPECT_EQ(sliceValues(0), (std::vector<double>{10, 11, 12}));
  EXPECT_EQ(sliceValues(1), (std::vector<double>{20, 21, 22}));
  EXPECT_EQ(images_[1].name, "phantom (time point 2)");
}

TEST_F(DicomSeriesTest, SplitsMayNest) {
  std::vector<Slice> slices;
  for (int weighting = 0; weighting < 2; ++weighting) {
    for (Slice slice : twice([=](DcmDataset&dataset, int pass, int) {
           dataset.putAndInsertString(DCM_TemporalPositionIdentifier, std::to_string(pass + 1).c_str());
           dataset.putAndInsertFloat64(DCM_DiffusionBValue, weighting * 800);
         })) {
      slice.cells.assign(slice.cells.size(), Uint16(slice.cells[0] + 100 * weighting));
      slices.push_back(slice);
    }
  }
  read(slices);
  ASSERT_EQ(images_.size(), 4u) << notes_;
  EXPECT_EQ(sliceValues(0), (std::vector<double>{10, 11, 12}));
  EXPECT_EQ(sliceValues(1), (std::vector<double>{110, 111, 112}));
  EXPECT_EQ(images_[1].name, "phantom (time point 1, b-value 800)");
}

TEST_F(DicomSeriesTest, ImagesThatNothingTellsApartAreRefused) {
  read(twice([](DcmDataset&, int, int) {}));
  EXPECT_TRUE(images_.empty());
  EXPECT_TRUE(told("nothing in the files tells them apart")) << notes_;
}

TEST_F(DicomSeriesTest, ExactCopiesAreDropped) {
  std::vector<Slice> slices = synthetic::stack(3, 2);
  slices.push_back(slices[1]);  // another instance with the same pixels
  read(slices);
  ASSERT_EQ(images_.size(), 1u) << notes_;
  EXPECT_EQ(sliceValues(), (std::vector<double>{0, 1, 2}));
  EXPECT_TRUE(told("1 image is an exact copy")) << notes_;
  slices[1].instanceUid = slices[3].instanceUid = "1.2.9";  // the same instance
  read(slices);
  ASSERT_EQ(images_.size(), 1u) << notes_;
  EXPECT_TRUE(told("1 file repeats an image")) << notes_;
}

TEST_F(DicomSeriesTest, LocalizersInTheSeriesAreLeftOut) {
  std::vector<Slice> slices = synthetic::stack(4, 2);
  slices[3].change = [](DcmDataset& dataset) {
    dataset.putAndInsertString(DCM_ImageType, "ORIGINAL\\PRIMARY\\LOCALIZER");
  };
  slices[3].position.z = 100;
  read(slices);
  ASSERT_EQ(images_.size(), 1u) << notes_;
  EXPECT_EQ(images_[0].volume.grid.size().z, 3);
  EXPECT_TRUE(told("1 file is left out: a localizer")) << notes_;
}

// ---- Identity

TEST_F(DicomSeriesTest, TheNameNeverNamesThePatient) {
  std::vector<Slice> slices = pair();
  for (Slice& slice : slices) {
    slice.change = [](DcmDataset& dataset) {
      dataset.putAndInsertString(DCM_PatientName, "Doe^Jane");
      dataset.putAndInsertString(DCM_PatientID, "X4711");
      dataset.putAndInsertString(DCM_SeriesDescription, "Abdomen DOE");
    };
  }
  read(slices);
  ASSERT_EQ(images_.size(), 1u) << notes_;
  EXPECT_EQ(images_[0].name, "CT series 7");
  for (const auto& [keyword, value] : images_[0].source.attributes) {
    EXPECT_EQ(value.find("Doe"), std::string::npos) << keyword;
    EXPECT_EQ(value.find("4711"), std::string::npos) << keyword;
  }
}

TEST_F(DicomSeriesTest, DescriptionsAreUtf8AndPrintable) {
  std::vector<Slice> slices = pair();
  for (Slice& slice : slices) {
    slice.change = [](DcmDataset& dataset) {
      dataset.putAndInsertString(DCM_SpecificCharacterSet, "ISO_IR 100");
      dataset.putAndInsertString(DCM_SeriesDescription,
                                 " Sch\xe4"
                                 "del / 2 mm ");
    };
  }
  read(slices);
  EXPECT_EQ(images_.at(0).name,
            "Sch\xc3\xa4"
            "del 2 mm");
}

// ---- Bad input

TEST_F(DicomSeriesTest, CutFilesAreRefused) {
  const std::vector<fs::path> files = synthetic::writeAll(folder(), pair());
  const auto whole = fs::file_size(files[0]);
  for (auto size = whole - 2; size > 0; size = size * 9 / 10) {
    fs::resize_file(files[0], size);
    read(files);
    EXPECT_FALSE(notes_.empty()) << size;
    for (const ImportedImage& image : images_) {
      EXPECT_EQ(image.volume.grid.size().z, 1) << size;  // the other file alone
    }
  }
}

TEST_F(DicomSeriesTest, HugeClaimsAreRefused) {
  struct Claim {
    const char* words;
    std::function<void(DcmDataset&)> change;
  };
  for (const Claim& claim : {
           Claim{"is not between 1 and", [](DcmDataset& d) { d.putAndInsertUint16(DCM_Rows, 65535); }},
           Claim{"cut short", [](DcmDataset& d) { d.putAndInsertUint16(DCM_Rows, 8192); }},
           Claim{"is not between 1 and", [](DcmDataset& d) { d.putAndInsertUint16(DCM_Columns, 0); }},
           Claim{"2147483647 frames", [](DcmDataset& d) { d.putAndInsertString(DCM_NumberOfFrames, "2147483647"); }},
           Claim{"contradict one another", [](DcmDataset& d) { d.putAndInsertUint16(DCM_BitsStored, 17); }},
           Claim{"contradict one another", [](DcmDataset& d) { d.putAndInsertUint16(DCM_HighBit, 3); }},
           Claim{"12 bits allocated", [](DcmDataset& d) { d.putAndInsertUint16(DCM_BitsAllocated, 12); }},
           Claim{"Slope is zero", [](DcmDataset& d) { d.putAndInsertString(DCM_RescaleSlope, "0"); }},
           Claim{"", [](DcmDataset& d) { d.putAndInsertString(DCM_ImagePositionPatient, "1e308\\-1e308\\1e308"); }},
       }) {
    std::vector<Slice> slices = pair();
    slices[0].change = slices[1].change = claim.change;
    read(slices);
    EXPECT_TRUE(images_.empty()) << claim.words;
    EXPECT_FALSE(notes_.empty());
    EXPECT_TRUE(told(claim.words)) << claim.words << " in: " << notes_;
  }
}

std::string element(Uint16 group, Uint16 number, const char* representation, const std::string& value) {
  std::string bytes;
  for (const Uint16 word : {group, number}) {
    bytes += {char(word & 0xff), char(word >> 8)};
  }
  return bytes + representation + char(value.size() & 0xff) + char(value.size() >> 8) + value;
}

std::string fileStart(const std::string& syntax) {
  return std::string(128, '\0') + "DICM" +
         element(2, 0x10, "UI", syntax + (syntax.size() % 2 ? std::string(1, '\0') : ""));
}

fs::path written(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

// DCMTK's parser recurses once per level; this many would end the process.
TEST_F(DicomSeriesTest, DeepNestingIsRefused) {
  std::string nest;
  const std::string level("\x08\x00\x40\x11SQ\x00\x00\xff\xff\xff\xff\xfe\xff\x00\xe0\xff\xff\xff\xff", 20);
  for (int depth = 0; depth < 300000; ++depth) {
    nest += level;
  }
  read({written(folder() / "deep.dcm", fileStart("1.2.840.10008.1.2.1") + nest)});
  EXPECT_TRUE(told("nested too deep")) << notes_;

  std::string inside;
  for (int depth = 0; depth < 3000; ++depth) {  // of defined length, implicit
    const auto prefixed = [](const std::string& tag, const std::string& content) {
      std::string length;
      for (int shift = 0; shift < 32; shift += 8) {
        length += char(content.size() >> shift & 0xff);
      }
      return tag + length + content;
    };
    inside = prefixed(std::string("\x08\x00\x40\x11", 4), prefixed(std::string("\xfe\xff\x00\xe0", 4), inside));
  }
  read({written(folder() / "deep.dcm", fileStart("1.2.840.10008.1.2") + inside)});
  EXPECT_TRUE(told("nested too deep")) << notes_;
}

TEST_F(DicomSeriesTest, DeflateBombIsRefused) {
  const std::string zeros(std::size_t{1} << 20, '\0');
  z_stream stream{};
  ASSERT_EQ(deflateInit2(&stream, 1, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string packed;
  std::string out(1 << 16, '\0');
  for (int mebibyte = 0; mebibyte < 260; ++mebibyte) {
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(zeros.data()));
    stream.avail_in = uInt(zeros.size());
    do {
      stream.next_out = reinterpret_cast<Bytef*>(out.data());
      stream.avail_out = uInt(out.size());
      deflate(&stream, mebibyte == 259 ? Z_FINISH : Z_NO_FLUSH);
      packed.append(out, 0, out.size() - stream.avail_out);
    } while (stream.avail_out == 0);
  }
  deflateEnd(&stream);
  read({written(folder() / "bomb.dcm", fileStart("1.2.840.10008.1.2.1.99") + packed)});
  EXPECT_TRUE(told("inflates to more than")) << notes_;
}

// DCMTK itself would inflate without a bound, and take memory for whatever length a value in there claims: it must
// never come to that, not even where only DCMTK finds the transfer syntax, behind damage.
TEST_F(DicomSeriesTest, DeflatedValuesBehindADamagedHeaderAreNotBelieved) {
  const std::string claim =
      element(8, 0x60, "CS", "CT") + std::string("\xe0\x7f\x10\x00OW\x00\x00\x00\x00\x00\x60", 12);
  const char size = char(claim.size());
  const std::string stored = std::string{'\1', size, '\0', char(~size), '\xff'} + claim;  // a block as it is, the last
  for (const int group : {2, 0x200}) {
    const std::string elements = element(group, 1, "SH", "ok") + element(2, 0x10, "UI", "1.2.840.10008.1.2.1.99");
    const std::string length = element(2, 0, "UL", std::string{char(elements.size()), '\0', '\0', '\0'});
    read({written(folder() / "deflated.dcm", std::string(128, '\0') + "DICM" + length + elements + stored)});
    EXPECT_TRUE(told("longer than the whole file")) << notes_;
  }
  read({written(folder() / "elsewhere.dcm", fileStart("1.2.840.10008.1.2.4.95") + stored)});
  EXPECT_TRUE(told("compressed as a whole")) << notes_;
}

// DCMTK's own decoder reads outside the frame here.
TEST_F(DicomSeriesTest, DamagedRleSegmentsAreRefused) {
  DcmRLEEncoderRegistration::registerCodecs();
  std::vector<Slice> slices = synthetic::stack(1, 1);
  slices[0].syntax = EXS_RLELossless;
  const fs::path path = synthetic::writeAll(folder(), slices).front();
  std::ifstream stream(path, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(stream)), {});
  const std::size_t header = bytes.find(std::string("\x02\x00\x00\x00\x40\x00\x00\x00", 8));
  ASSERT_NE(header, std::string::npos);
  for (const std::size_t offset : {header + 4, header + 8}) {
    std::string damaged = bytes;
    damaged[offset + 3] = '\x40';
    read({written(folder() / "damaged.dcm", damaged)});
    EXPECT_TRUE(images_.empty());
    EXPECT_TRUE(told("RLE data has a damaged header")) << notes_;
  }
}

TEST_F(DicomSeriesTest, NoDicomIsToldFromDicom) {
  EXPECT_FALSE(
      isDicom(written(folder() / "text", "Not an image, but long enough to be looked at. " + std::string(200, 'x'))));
  EXPECT_FALSE(isDicom(written(folder() / "empty", "")));
  EXPECT_FALSE(isDicom(folder()));
  EXPECT_FALSE(isDicom(folder() / "absent"));
  const fs::path path = synthetic::write(folder(), "a.dcm", pair()[0]);
  EXPECT_TRUE(isDicom(path));
  std::ifstream stream(path, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(stream)), {});
  const fs::path bare = written(folder() / "bare", bytes.substr(132));  // a writer that left the preamble out
  EXPECT_TRUE(isDicom(bare));
  read({bare});
  EXPECT_EQ(images_.size(), 1u) << notes_;
}

TEST_F(DicomSeriesTest, WhoListensMayCancel) {
  const std::vector<fs::path> files = synthetic::writeAll(folder(), pair());
  const auto cancel = [](const core::Progress& progress) {
    if (progress.what.starts_with("Decoding")) {
      throw std::runtime_error("cancelled");
    }
  };
  EXPECT_THROW(readDicom(
                   files, [](ImportedImage) {}, cancel),
               std::runtime_error);
}

}  // namespace
}  // namespace imaging
