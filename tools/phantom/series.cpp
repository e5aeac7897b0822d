#include "phantom/series.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <glm/geometric.hpp>
#include <glm/trigonometric.hpp>

#include "core/error.h"
#include "core/hash.h"
#include "core/parallel.h"

namespace phantom {
namespace {

using glm::dvec3;

constexpr const char* kDate = "20260105";
constexpr const char* kStudyTime = "093000";
constexpr double kBlurMm = 1.2;
constexpr double kNoiseHu = 14;      // of a slice of 2 mm; less in thicker ones
constexpr double kSampleStepMm = 2;  // along the normal, within a slice

dvec3 normalOf(const Series& series) {
  return glm::cross(series.rowDirection, series.columnDirection);
}

// A number in [-1, 1) with the bell of four uniform ones, from a position alone: the same on every machine and thread.
double noiseAt(std::uint64_t key) {
  key += 0x9e3779b97f4a7c15;  // splitmix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014)
  key = (key ^ key >> 30) * 0xbf58476d1ce4e5b9;
  key = (key ^ key >> 27) * 0x94d049bb133111eb;
  key ^= key >> 31;
  double sum = 0;
  for (int i = 0; i < 4; ++i) {
    sum += double(key >> 16 * i & 0xffff);
  }
  return sum / (2 * 65536.0) - 1;
}

// Noise as reconstruction leaves it: neighbours in the plane are alike. Standard deviation 1.
std::vector<double> noise(const Series& series, std::uint64_t seed, int slice) {
  const auto columns = std::size_t(series.columns);
  const auto rows = std::size_t(series.rows);
  std::vector<double> raw(columns * rows);
  const std::uint64_t base = (seed * 0x100000001b3 + std::uint64_t(slice)) << 32;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    raw[i] = noiseAt(base + i);
  }
  // A binomial kernel (1 2 1)/4 each way; it keeps 3/8 of the variance per direction, and each raw value has variance
  // 4 * (1/12) / 4 = 1/12.
  const double scale = 1 / (std::sqrt(1.0 / 12) * 3 / 8);
  std::vector<double> smooth(raw.size());
  for (std::size_t row = 0; row < rows; ++row) {
    const std::size_t above = row > 0 ? row - 1 : row;
    const std::size_t below = std::min(row + 1, rows - 1);
    for (std::size_t column = 0; column < columns; ++column) {
      const std::size_t left = column > 0 ? column - 1 : column;
      const std::size_t right = std::min(column + 1, columns - 1);
      const auto across = [&](std::size_t r) {
        return raw[r * columns + left] + 2 * raw[r * columns + column] + raw[r * columns + right];
      };
      smooth[row * columns + column] = scale * (across(above) + 2 * across(row) + across(below)) / 16;
    }
  }
  return smooth;
}

// Hounsfield units of one slice, averaged over its thickness.
std::vector<double> sliceOf(const Scene& scene, const Series& series, int slice) {
  const glm::dmat4 world = series.worldFromVoxel();
  const auto at = [&world](double i, double j, double k) { return dvec3(world * glm::dvec4(i, j, k, 1)); };
  const dvec3 normal = normalOf(series);
  const int samples = std::max(1, int(std::lround(series.thicknessMm / kSampleStepMm)));

  std::vector<double> values;
  values.reserve(std::size_t(series.columns) * std::size_t(series.rows));
  for (int row = 0; row < series.rows; ++row) {
    const dvec3 first = at(0, row, slice);
    const dvec3 last = at(series.columns - 1, row, slice);
    const dvec3 depth = glm::abs(normal) * (series.thicknessMm / 2);
    const std::vector<Body> bodies = scene.bodiesWithin(glm::min(first, last) - depth, glm::max(first, last) + depth);
    for (int column = 0; column < series.columns; ++column) {
      double sum = 0;
      for (int sample = 0; sample < samples; ++sample) {
        const double offset = series.thicknessMm * ((sample + 0.5) / samples - 0.5);
        sum += hounsfieldAt(bodies, at(column, row, slice) + offset * normal, kBlurMm);
      }
      values.push_back(sum / samples);
    }
  }
  return values;
}

// The scout view: attenuation summed from front to back.
std::vector<double> projection(const Scene& scene, const Series& series) {
  const glm::dmat4 world = series.worldFromVoxel();
  std::vector<double> values;
  for (int row = 0; row < series.rows; ++row) {
    const dvec3 start(world * glm::dvec4(0, row, 0, 1));
    const std::vector<Body> bodies = scene.bodiesWithin({-300, -130, start.z - 1}, {300, 130, start.z + 1});
    for (int column = 0; column < series.columns; ++column) {
      const dvec3 point(world * glm::dvec4(column, row, 0, 1));
      double sum = 0;
      for (int y = -120; y <= 112; y += 4) {
        sum += 4 * (hounsfieldAt(bodies, {point.x, y, point.z}, 4) + 1000);
      }
      values.push_back(sum / 200 - 1000);
    }
  }
  return values;
}

// A page with two grey bars, as a dose report stands in for: an image, but not of the patient.
std::vector<Uint8> reportPage(const Series& series) {
  std::vector<Uint8> page(std::size_t(series.columns) * std::size_t(series.rows), 20);
  for (int row = 0; row < series.rows; ++row) {
    for (int column = 0; column < series.columns; ++column) {
      if (row / 8 % 4 == 1 && column > 16 && column < series.columns - 16 - row / 8 * 3) {
        page[std::size_t(row) * std::size_t(series.columns) + std::size_t(column)] = 200;
      }
    }
  }
  return page;
}

std::string decimal(double value) {  // DS: at most 16 characters
  std::array<char, 32> text{};
  for (int digits = 10; digits > 0; --digits) {
    if (std::snprintf(text.data(), text.size(), "%.*g", digits, value) <= 16) {
      break;
    }
  }
  return text.data();
}

std::string decimals(std::initializer_list<double> values) {
  std::string text;
  for (const double value : values) {
    text += (text.empty() ? "" : "\\") + decimal(value == 0 ? 0 : value);  // never "-0"
  }
  return text;
}

class Dataset {
 public:
  void put(const DcmTagKey& tag, const std::string& value) {
    core::check(file_.getDataset()->putAndInsertString(tag, value.c_str()).good(), "a value of a known attribute");
  }
  void put(const DcmTagKey& tag, int value) {
    core::check(file_.getDataset()->putAndInsertUint16(tag, Uint16(value)).good(), "a number of a known attribute");
  }
  void putPixels(const std::vector<Uint16>& pixels) {
    core::check(file_.getDataset()->putAndInsertUint16Array(DCM_PixelData, pixels.data(), pixels.size()).good(),
                "pixels");
  }
  void putPixels(const std::vector<Uint8>& pixels) {
    core::check(file_.getDataset()->putAndInsertUint8Array(DCM_PixelData, pixels.data(), pixels.size()).good(),
                "pixels");
  }
  void save(const std::filesystem::path& path) {
    const OFCondition result = file_.saveFile(path.c_str(), EXS_LittleEndianExplicit);
    if (result.bad()) {
      throw core::Error(path.string(), std::string("can't be written: ") + result.text(),
                        "Choose a folder that can be written and has room");
    }
  }

 private:
  DcmFileFormat file_;
};

void putCommon(Dataset& data, const Series& series, int seriesNumber, std::uint64_t seed, int slice) {
  const bool report = series.kind == SeriesKind::Report;
  data.put(DCM_SpecificCharacterSet, "ISO_IR 100");
  data.put(DCM_SOPClassUID, report ? UID_SecondaryCaptureImageStorage : UID_CTImageStorage);
  data.put(DCM_SOPInstanceUID, uid(seed, series.name + " image " + std::to_string(slice)));
  data.put(DCM_StudyDate, kDate);
  data.put(DCM_StudyTime, kStudyTime);
  data.put(DCM_SeriesDate, kDate);
  data.put(DCM_SeriesTime, kStudyTime);
  data.put(DCM_ContentDate, kDate);
  data.put(DCM_ContentTime, kStudyTime);
  data.put(DCM_AccessionNumber, "");
  data.put(DCM_Modality, report ? "OT" : "CT");
  data.put(DCM_Manufacturer, "Sagitta");
  data.put(DCM_ManufacturerModelName, "Phantom");
  data.put(DCM_ReferringPhysicianName, "");
  data.put(DCM_StudyDescription, "CT thorax and upper abdomen, phantom");
  data.put(DCM_SeriesDescription, series.description);
  data.put(DCM_BodyPartExamined, "CHEST");
  data.put(DCM_PatientName, "Phantom^Thorax");
  data.put(DCM_PatientID, "PHANTOM" + std::to_string(seed));
  data.put(DCM_PatientBirthDate, "");
  data.put(DCM_PatientSex, "O");
  data.put(DCM_StudyInstanceUID, uid(seed, "study"));
  data.put(DCM_SeriesInstanceUID, seriesUid(seed, series));
  data.put(DCM_StudyID, "1");
  data.put(DCM_SeriesNumber, std::to_string(seriesNumber));
  data.put(DCM_InstanceNumber, std::to_string(slice + 1));
  data.put(DCM_SamplesPerPixel, 1);
  data.put(DCM_PhotometricInterpretation, "MONOCHROME2");
  data.put(DCM_Rows, series.rows);
  data.put(DCM_Columns, series.columns);
}

void putReport(Dataset& data, const Series& series) {
  data.put(DCM_ConversionType, "WSD");
  data.put(DCM_BitsAllocated, 8);
  data.put(DCM_BitsStored, 8);
  data.put(DCM_HighBit, 7);
  data.put(DCM_PixelRepresentation, 0);
  data.put(DCM_BurnedInAnnotation, "NO");
  data.put(DCM_PatientOrientation, "");
  data.putPixels(reportPage(series));
}

void putCt(Dataset& data, const Series& series, std::uint64_t seed, int slice, const std::vector<double>& hounsfield) {
  const dvec3 position(series.worldFromVoxel() * glm::dvec4(0, 0, slice, 1));
  const dvec3 row = series.rowDirection;
  const dvec3 column = series.columnDirection;
  const bool axial = series.kind == SeriesKind::Volume && std::abs(normalOf(series).z) > 0.9;
  data.put(DCM_ImageType, series.kind == SeriesKind::Localizer ? "ORIGINAL\\PRIMARY\\LOCALIZER"
                          : axial                              ? "ORIGINAL\\PRIMARY\\AXIAL"
                                                               : "DERIVED\\SECONDARY\\REFORMATTED");
  data.put(DCM_ContrastBolusAgent, "None: drawn");
  data.put(DCM_SliceThickness, decimal(series.thicknessMm));
  data.put(DCM_KVP, "120");
  if (series.gantryTiltDegrees != 0) {
    data.put(DCM_GantryDetectorTilt, decimal(series.gantryTiltDegrees));
  }
  data.put(DCM_PatientPosition, "HFS");
  data.put(DCM_AcquisitionNumber, "1");
  data.put(DCM_ImagePositionPatient, decimals({position.x, position.y, position.z}));
  data.put(DCM_ImageOrientationPatient, decimals({row.x, row.y, row.z, column.x, column.y, column.z}));
  data.put(DCM_FrameOfReferenceUID, frameOfReferenceUid(seed));
  data.put(DCM_PositionReferenceIndicator, "");
  data.put(DCM_PixelSpacing, decimals({series.pixelMm.y, series.pixelMm.x}));  // between rows, between columns
  data.put(DCM_BitsAllocated, 16);
  data.put(DCM_BitsStored, series.signedPixels ? 16 : 12);
  data.put(DCM_HighBit, series.signedPixels ? 15 : 11);
  data.put(DCM_PixelRepresentation, series.signedPixels ? 1 : 0);
  data.put(DCM_WindowCenter, "40");
  data.put(DCM_WindowWidth, "400");
  const int intercept = series.signedPixels ? 0 : -1024;
  data.put(DCM_RescaleIntercept, std::to_string(intercept));
  data.put(DCM_RescaleSlope, "1");
  if (series.kind != SeriesKind::Localizer) {  // whose values are no longer attenuation
    data.put(DCM_RescaleType, "HU");
  }
  std::vector<Uint16> pixels(hounsfield.size());
  std::ranges::transform(hounsfield, pixels.begin(), [intercept](double value) {
    return Uint16(std::lround(std::clamp(value, -1024.0, 3071.0)) - intercept);
  });
  data.putPixels(pixels);
}

}  // namespace

glm::dmat4 Series::worldFromVoxel() const {
  const dvec3 i = rowDirection * pixelMm.x;
  const dvec3 j = columnDirection * pixelMm.y;
  const dvec3 middle = i * ((columns - 1) / 2.0) + j * ((rows - 1) / 2.0) + stepMm * ((slices - 1) / 2.0);
  return {glm::dvec4(i, 0), glm::dvec4(j, 0), glm::dvec4(stepMm, 0), glm::dvec4(centreMm - middle, 1)};
}

std::vector<Series> allSeries() {
  const dvec3 centre(0, 6, 20);
  // Turned by 20 degrees about x, then 15 about z.
  const double tip = glm::radians(20.0);
  const double turn = glm::radians(15.0);
  const dvec3 obliqueRow(std::cos(turn), std::sin(turn), 0);
  const dvec3 obliqueColumn(-std::sin(turn) * std::cos(tip), std::cos(turn) * std::cos(tip), std::sin(tip));
  const double tilt = glm::radians(-12.0);
  const SeriesKind volume = SeriesKind::Volume;
  return {
      {.kind = SeriesKind::Localizer,
       .name = "localizer",
       .description = "Scout",
       .columns = 192,
       .rows = 160,
       .slices = 1,
       .pixelMm = {2, 2},
       .columnDirection = {0, 0, -1},
       .stepMm = {0, 1, 0},
       .centreMm = centre,
       .thicknessMm = 232},
      {.kind = volume,
       .name = "axial",
       .description = "Axial 2.0",
       .columns = 256,
       .rows = 256,
       .slices = 120,
       .pixelMm = {1.4, 1.4},
       .stepMm = {0, 0, -2},
       .centreMm = centre,
       .thicknessMm = 2},
      {.kind = volume,
       .name = "sagittal",
       .description = "Sagittal 3.0",
       .columns = 176,
       .rows = 160,
       .slices = 112,
       .pixelMm = {1.5, 1.5},
       .rowDirection = {0, 1, 0},
       .columnDirection = {0, 0, -1},
       .stepMm = {3, 0, 0},
       .centreMm = centre,
       .thicknessMm = 3},
      {.kind = volume,
       .name = "oblique",
       .description = "Oblique 4.0",
       .columns = 192,
       .rows = 160,
       .slices = 56,
       .pixelMm = {1.8, 1.6},
       .rowDirection = obliqueRow,
       .columnDirection = obliqueColumn,
       .stepMm = 4.0 * glm::cross(obliqueRow, obliqueColumn),
       .centreMm = centre,
       .thicknessMm = 4,
       .signedPixels = true},
      // Thicker than they are far apart: only positions tell the spacing.
      {.kind = volume,
       .name = "thick",
       .description = "Axial 10.0 every 7.5",
       .columns = 192,
       .rows = 192,
       .slices = 32,
       .pixelMm = {1.9, 1.9},
       .stepMm = {0, 0, 7.5},
       .centreMm = centre,
       .thicknessMm = 10},
      {.kind = volume,
       .name = "tilted",
       .description = "Axial 5.0 gantry tilted",
       .columns = 192,
       .rows = 192,
       .slices = 44,
       .pixelMm = {1.9, 1.9},
       .columnDirection = {0, std::cos(tilt), std::sin(tilt)},
       .stepMm = {0, 0, 5},
       .centreMm = centre,
       .thicknessMm = 5,
       .gantryTiltDegrees = -12},
      {.kind = SeriesKind::Report,
       .name = "report",
       .description = "Dose report",
       .columns = 256,
       .rows = 192,
       .slices = 1},
  };
}

std::string uid(std::uint64_t seed, std::string_view of) {
  const core::Hash hash = core::Sha256().update("Sagitta phantom " + std::to_string(seed) + ": ").update(of).finish();
  std::array<std::uint8_t, 16> uuid{};
  std::copy_n(hash.bytes.begin(), uuid.size(), uuid.begin());
  uuid[6] = std::uint8_t((uuid[6] & 0x0f) | 0x80);  // RFC 9562: version 8, variant 1
  uuid[8] = std::uint8_t((uuid[8] & 0x3f) | 0x80);
  std::string digits;
  while (std::ranges::any_of(uuid, [](std::uint8_t byte) { return byte != 0; })) {  // long division by ten
    int remainder = 0;
    for (std::uint8_t& byte : uuid) {
      const int value = remainder * 256 + byte;
      byte = std::uint8_t(value / 10);
      remainder = value % 10;
    }
    digits += char('0' + remainder);
  }
  std::ranges::reverse(digits);
  return "2.25." + digits;
}

std::string frameOfReferenceUid(std::uint64_t seed) {
  return uid(seed, "frame of reference");
}

std::string seriesUid(std::uint64_t seed, const Series& series) {
  return uid(seed, series.name + " series");
}

void writeSeries(const Scene& scene, const Series& series, int seriesNumber, std::uint64_t seed,
                 const std::filesystem::path& folder) {
  core::parallelFor(std::size_t(series.slices), [&](std::size_t index) {
    const int slice = int(index);
    Dataset data;
    putCommon(data, series, seriesNumber, seed, slice);
    switch (series.kind) {
      case SeriesKind::Report:
        putReport(data, series);
        break;
      case SeriesKind::Localizer:
        putCt(data, series, seed, slice, projection(scene, series));
        break;
      case SeriesKind::Volume: {
        std::vector<double> values = sliceOf(scene, series, slice);
        const std::vector<double> grain = noise(series, seed + std::uint64_t(seriesNumber), slice);
        const double sigma = kNoiseHu * std::sqrt(2 / series.thicknessMm);
        std::ranges::transform(values, grain, values.begin(),
                               [sigma](double value, double n) { return value + sigma * n; });
        putCt(data, series, seed, slice, values);
        break;
      }
    }
    const std::string name = uid(seed, series.name + " file " + std::to_string(slice));
    data.save(folder / ("IM" + name.substr(5, 12)));
  });
}

}  // namespace phantom
