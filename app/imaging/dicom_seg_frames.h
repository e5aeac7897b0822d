// The pixels of a SEG, frame by frame, whatever the transfer syntax: bits packed across frames, bits in RLE, or bytes.
// Used by the SEG reader only.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

class DcmDataset;

namespace imaging {

struct FrameFormat {
  int rows = 0;
  int columns = 0;
  int frames = 0;
  int bitsAllocated = 1;  // 1 or 8
};

// One frame's pixels: bits, least significant first, from `firstBit` of `bytes` (bitsAllocated 1), or bytes.
struct FramePixels {
  std::span<const std::uint8_t> bytes;
  std::size_t firstBit = 0;
  bool packed = true;

  bool bit(std::size_t pixel) const { return bytes[(firstBit + pixel) >> 3] >> ((firstBit + pixel) & 7) & 1u; }
};

// Calls visit(frame, pixels) for every frame, in the file's order; pixels live for the call. Memory: the pixel data as
// stored and one frame. Throws core::Error, naming `subject`, where the pixel data are absent, too short, damaged or
// compressed in another way than RLE.
void forEachFrame(DcmDataset& dataset, const FrameFormat& format, const std::string& subject,
                  const std::function<void(int, const FramePixels&)>& visit);

// Calls visit(first pixel, length) for every run of pixels in one row of the frame that are set: bits of 1, or bytes of
// at least `threshold`.
void forEachRun(const FramePixels& pixels, int row, int columns, std::uint8_t threshold,
                const std::function<void(int, int)>& visit);

// Undoes the byte run-length code of PS3.5 G.3 (PackBits): at most maxBytes of output, further input ignored.
std::vector<std::uint8_t> unpackRunLengths(std::span<const std::uint8_t> coded, std::size_t maxBytes);

}  // namespace imaging
