// Small DICOM series written by the tests themselves, for what no real file at hand has.
#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <filesystem>
#include <functional>
#include <glm/vec3.hpp>
#include <string>
#include <vector>

namespace synthetic {

// One classic CT slice; every field may be changed before it is written.
struct Slice {
  int rows = 4;
  int columns = 6;
  int bitsAllocated = 16;
  int bitsStored = 16;
  int highBit = 15;
  bool isSigned = true;
  std::string photometric = "MONOCHROME2";
  glm::dvec3 position{0};
  std::string orientation = "1\\0\\0\\0\\1\\0";
  std::string pixelSpacing = "2\\3";  // between rows, between columns
  std::string thickness = "99";       // wrong on purpose: only positions count
  std::string slope = "1";
  std::string intercept = "0";
  std::string seriesUid = "1.2.3.4";
  std::string instanceUid;                  // made up where empty
  std::vector<Uint16> cells;                // as they stand in the file; filled with 0, 1, 2, ... where empty
  std::function<void(DcmDataset&)> change;  // last, before the pixels
  E_TransferSyntax syntax = EXS_LittleEndianExplicit;
};

inline std::string decimal(double value) {
  char buffer[32];
  std::snprintf(buffer, sizeof(buffer), "%.10g", value);
  return buffer;
}

// Writes to folder/name and returns the path.
inline std::filesystem::path write(const std::filesystem::path& folder, const std::string& name, const Slice& slice) {
  static int made = 0;
  DcmFileFormat format;
  DcmDataset& dataset = *format.getDataset();
  const auto put = [&](const DcmTagKey& tag, const std::string& value) {
    dataset.putAndInsertString(tag, value.c_str());
  };
  const std::string uid = slice.instanceUid.empty() ? "1.2.3.4.5." + std::to_string(++made) : slice.instanceUid;
  put(DCM_SOPClassUID, UID_CTImageStorage);
  put(DCM_SOPInstanceUID, uid);
  put(DCM_StudyInstanceUID, "1.2.3");
  put(DCM_SeriesInstanceUID, slice.seriesUid);
  put(DCM_FrameOfReferenceUID, "1.2.3.9");
  put(DCM_Modality, "CT");
  put(DCM_SeriesNumber, "7");
  put(DCM_SeriesDescription, "phantom");
  put(DCM_ImagePositionPatient,
      decimal(slice.position.x) + "\\" + decimal(slice.position.y) + "\\" + decimal(slice.position.z));
  put(DCM_ImageOrientationPatient, slice.orientation);
  put(DCM_PixelSpacing, slice.pixelSpacing);
  put(DCM_SliceThickness, slice.thickness);
  put(DCM_RescaleSlope, slice.slope);
  put(DCM_RescaleIntercept, slice.intercept);
  put(DCM_PhotometricInterpretation, slice.photometric);
  const auto putWord = [&](const DcmTagKey& tag, int value) { dataset.putAndInsertUint16(tag, Uint16(value)); };
  putWord(DCM_SamplesPerPixel, 1);
  putWord(DCM_Rows, slice.rows);
  putWord(DCM_Columns, slice.columns);
  putWord(DCM_BitsAllocated, slice.bitsAllocated);
  putWord(DCM_BitsStored, slice.bitsStored);
  putWord(DCM_HighBit, slice.highBit);
  putWord(DCM_PixelRepresentation, slice.isSigned ? 1 : 0);
  std::vector<Uint16> cells = slice.cells;
  for (int i = 0; slice.cells.empty() && i < slice.rows * slice.columns; ++i) {
    cells.push_back(Uint16(i));
  }
  if (slice.change) {
    slice.change(dataset);
  }
  dataset.putAndInsertUint16Array(DCM_PixelData, cells.data(), (unsigned long)(cells.size()));
  const std::filesystem::path path = folder / name;
  dataset.chooseRepresentation(slice.syntax, nullptr);
  const OFCondition status = format.saveFile(path.c_str(), slice.syntax);
  if (status.bad()) {
    throw std::runtime_error(path.string() + ": " + status.text());
  }
  return path;
}

// Slices at z = 0, stepMm, 2 stepMm, ..., each filled with its own number.
inline std::vector<Slice> stack(int count, double stepMm) {
  std::vector<Slice> slices;
  for (int k = 0; k < count; ++k) {
    Slice slice;
    slice.position = {10, 20, k * stepMm};
    slice.cells.assign(std::size_t(slice.rows * slice.columns), Uint16(k));
    slices.push_back(slice);
  }
  return slices;
}

inline std::vector<std::filesystem::path> writeAll(const std::filesystem::path& folder,
                                                   const std::vector<Slice>& slices) {
  std::vector<std::filesystem::path> paths;
  for (std::size_t i = 0; i < slices.size(); ++i) {
    paths.push_back(write(folder, std::to_string(i) + ".dcm", slices[i]));
  }
  return paths;
}

}  // namespace synthetic
