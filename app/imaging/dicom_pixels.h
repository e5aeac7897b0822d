// Frames of DICOM images: from any transfer syntax to integers as the modality stored them. One PixelReader per thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "imaging/dicom_file.h"

namespace imaging {

// The Image Pixel module (DICOM PS3.3 C.7.6.3) of a monochrome integer image.
struct PixelFormat {
  int rows = 0;
  int columns = 0;
  int frames = 1;
  int bitsAllocated = 16;  // 8, 16 or 32
  int bitsStored = 16;
  int highBit = 15;
  bool isSigned = false;
  bool isInverted = false;  // MONOCHROME1: the smallest value is to be shown brightest; values mean the same

  std::size_t pixelsPerFrame() const { return std::size_t(rows) * std::size_t(columns); }
  bool operator==(const PixelFormat&) const = default;
};

// Throws core::Error naming `subject` where the image is not monochrome integers or its numbers contradict one another.
PixelFormat pixelFormat(DcmItem& dataset, const std::string& subject);

// The bytes of one frame of encapsulated pixel data, its fragments joined. frame: from 0. Throws core::Error where the
// frame's fragments can't be told.
std::vector<std::uint8_t> encapsulatedFrame(DicomFile& file, int frame, int frames);

// Decodes the frames of one file.
class PixelReader {
 public:
  // Throws core::Error where the pixel data is absent, too short for the frames it promises, or in a transfer syntax
  // that is not supported.
  PixelReader(const std::filesystem::path& path, const PixelFormat& format);

  const std::filesystem::path& path() const { return file_.path(); }

  // Stored values of one frame (from 0), row by row, into format.pixelsPerFrame() of T: int16_t, uint16_t or float.
  // Unused bits are dropped and signs extended. Throws core::Error where the frame can't be decoded whole.
  template <typename T>
  void decode(int frame, std::span<T> values);

 private:
  void loadSamples(int frame);

  DicomFile file_;
  PixelFormat format_;
  DcmPixelData* pixels_ = nullptr;  // owned by file_
  bool isJpeg2000_ = false;
  bool isRle_ = false;
  std::vector<std::uint8_t> bytes_;     // of the frame at hand, as allocated
  std::vector<std::int32_t> integers_;  // of the frame at hand, from JPEG 2000
};

}  // namespace imaging
