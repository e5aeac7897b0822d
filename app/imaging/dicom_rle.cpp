#include "imaging/dicom_rle.h"

#include <algorithm>

#include "core/error.h"
#include "imaging/dicom_bytes.h"
#include "imaging/dicom_seg_frames.h"

namespace imaging {
namespace {

constexpr std::size_t kHeader = 64;  // the number of segments, then the offsets of up to 15

}  // namespace

std::vector<std::uint8_t> decodeRle(std::span<const std::uint8_t> frame, std::size_t pixels, std::size_t bytesPerSample,
                                    const std::string& subject) {
  const auto refuse = [&](const char* cause) {
    throw core::Error(subject, std::string("its RLE data ") + cause,
                      "Export the image again, if possible uncompressed");
  };
  if (frame.size() < kHeader || word32(frame.data(), false) != bytesPerSample) {
    refuse("does not fit its bits per pixel");
  }
  std::vector<std::uint8_t> samples(pixels * bytesPerSample);
  for (std::size_t segment = 0; segment < bytesPerSample; ++segment) {
    const auto offset = [&](std::size_t index) -> std::size_t { return word32(frame.data() + 4 + 4 * index, false); };
    const std::size_t begin = offset(segment);
    const std::size_t end = segment + 1 < bytesPerSample ? offset(segment + 1) : frame.size();
    if (begin < kHeader || begin > end || end > frame.size()) {
      refuse("has a damaged header");
    }
    const std::vector<std::uint8_t> bytes = unpackRunLengths(frame.subspan(begin, end - begin), pixels);
    if (bytes.size() < pixels) {
      refuse("ends early");
    }
    const std::size_t place = bytesPerSample - 1 - segment;  // the most significant bytes come first
    for (std::size_t i = 0; i < pixels; ++i) {
      samples[i * bytesPerSample + place] = bytes[i];
    }
  }
  return samples;
}

}  // namespace imaging
