#include "imaging/dicom_seg_frames.h"

#include <dcmtk/config/osconfig.h>
// DCMTK asks for its configuration first.
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmdata/dctk.h>

#include <algorithm>
#include <filesystem>

#include "core/error.h"

namespace imaging {

namespace {

[[noreturn]] void refuseFrames(const std::string& subject, const std::string& cause) {
  throw core::Error(subject, cause, "Get the file again from its source, or export it again");
}

std::size_t pixelsPerFrame(const FrameFormat& format) {
  return std::size_t(format.rows) * std::size_t(format.columns);
}

std::size_t bytesPerFrame(const FrameFormat& format) {
  return format.bitsAllocated == 1 ? (pixelsPerFrame(format) + 7) / 8 : pixelsPerFrame(format);
}

// Frames follow each other bit by bit: one may begin within a byte (PS3.5 8.2, Annex D).
void forEachNativeFrame(DcmElement& element, const FrameFormat& format, const std::string& subject,
                        const std::function<void(int, const FramePixels&)>& visit) {
  // Of 16-bit words DCMTK makes the little-endian byte order in which bit 0 is the first pixel.
  Uint8* data = nullptr;
  if (element.getUint8Array(data).bad() || data == nullptr) {
    refuseFrames(subject, "its pixel data can't be read");
  }
  const std::size_t bits = pixelsPerFrame(format) * (format.bitsAllocated == 1 ? 1 : 8);
  const std::size_t needed = (bits * std::size_t(format.frames) + 7) / 8;
  if (element.getLength() < needed) {
    refuseFrames(subject, "its pixel data are " + std::to_string(element.getLength()) + " bytes, but " +
                              std::to_string(format.frames) + " frames need " + std::to_string(needed));
  }
  const std::span<const std::uint8_t> all(data, needed);
  for (int frame = 0; frame < format.frames; ++frame) {
    const std::size_t first = bits * std::size_t(frame);
    if (format.bitsAllocated == 1) {
      visit(frame, {all.subspan(first >> 3, (bits + (first & 7) + 7) / 8), first & 7, true});
    } else {
      visit(frame, {all.subspan(first >> 3, bits >> 3), 0, false});
    }
  }
}

std::uint32_t littleEndian32(std::span<const std::uint8_t> bytes) {
  return std::uint32_t(bytes[0]) | std::uint32_t(bytes[1]) << 8 | std::uint32_t(bytes[2]) << 16 |
         std::uint32_t(bytes[3]) << 24;
}

// One frame's fragment: a header of 16 words (the number of segments, where each begins), then the coded segments.
// Bits are coded as the bytes that they are packed in; some writers code a byte per pixel, and are understood too.
FramePixels decodeFrame(std::span<const std::uint8_t> fragment, const FrameFormat& format, const std::string& subject,
                        int frame, std::vector<std::uint8_t>& buffer) {
  constexpr std::size_t kHeaderBytes = 64;
  const std::string where = "the RLE code of frame " + std::to_string(frame + 1);
  if (fragment.size() < kHeaderBytes) {
    refuseFrames(subject, where + " is too short");
  }
  const std::uint32_t segments = littleEndian32(fragment);
  const std::uint32_t begin = littleEndian32(fragment.subspan(4));
  if (segments != 1 || begin < kHeaderBytes || begin > fragment.size()) {
    refuseFrames(subject, where + " has a damaged header");
  }
  const std::size_t packed = bytesPerFrame(format);
  buffer = unpackRunLengths(fragment.subspan(begin), pixelsPerFrame(format));
  if (buffer.size() < packed) {
    refuseFrames(subject, where + " ends early");
  }
  // A padding byte may follow packed bits, so a byte per pixel is told apart only from frames of more than one byte.
  const bool bytes = format.bitsAllocated != 1 || (packed > 2 && buffer.size() >= pixelsPerFrame(format));
  return {buffer, 0, !bytes};
}

void forEachRleFrame(DcmElement& element, const FrameFormat& format, const std::string& subject,
                     const std::function<void(int, const FramePixels&)>& visit) {
  auto& pixelData = dynamic_cast<DcmPixelData&>(element);
  DcmPixelSequence* sequence = nullptr;
  if (pixelData.getEncapsulatedRepresentation(EXS_RLELossless, nullptr, sequence).bad() || sequence == nullptr) {
    refuseFrames(subject, "its RLE pixel data can't be read");
  }
  // The first item is the offset table; RLE has one fragment per frame (PS3.5 A.4.2).
  if (sequence->card() != std::size_t(format.frames) + 1) {
    refuseFrames(subject, "it has " + std::to_string(sequence->card() == 0 ? 0 : sequence->card() - 1) +
                              " RLE fragments for " + std::to_string(format.frames) + " frames");
  }
  std::vector<std::uint8_t> buffer;
  auto* item = dynamic_cast<DcmPixelItem*>(sequence->nextInContainer(nullptr));
  for (int frame = 0; frame < format.frames; ++frame) {
    item = item == nullptr ? nullptr : dynamic_cast<DcmPixelItem*>(sequence->nextInContainer(item));
    Uint8* data = nullptr;
    if (item == nullptr || item->getUint8Array(data).bad() || data == nullptr) {
      refuseFrames(subject, "frame " + std::to_string(frame + 1) + " can't be read");
    }
    visit(frame, decodeFrame({data, item->getLength()}, format, subject, frame, buffer));
  }
}

}  // namespace

std::vector<std::uint8_t> unpackRunLengths(std::span<const std::uint8_t> coded, std::size_t maxBytes) {
  std::vector<std::uint8_t> out;
  std::size_t at = 0;
  while (at < coded.size() && out.size() < maxBytes) {
    const auto control = static_cast<std::int8_t>(coded[at++]);
    const std::size_t room = maxBytes - out.size();
    if (control >= 0) {  // control + 1 bytes as they are
      const std::size_t length = std::min({std::size_t(control) + 1, coded.size() - at, room});
      out.insert(out.end(), coded.begin() + std::ptrdiff_t(at), coded.begin() + std::ptrdiff_t(at + length));
      at += length;
    } else if (control != -128 && at < coded.size()) {  // the next byte, 1 - control times
      out.insert(out.end(), std::min(std::size_t(1 - control), room), coded[at++]);
    }
  }
  return out;
}

void forEachFrame(DcmDataset& dataset, const FrameFormat& format, const std::string& subject,
                  const std::function<void(int, const FramePixels&)>& visit) {
  DcmElement* element = nullptr;
  if (dataset.findAndGetElement(DCM_PixelData, element).bad() || element == nullptr) {
    refuseFrames(subject, "it has no pixel data");
  }
  const DcmXfer transfer(dataset.getOriginalXfer());
  if (!transfer.isEncapsulated()) {
    forEachNativeFrame(*element, format, subject, visit);
  } else if (transfer.getXfer() == EXS_RLELossless) {
    forEachRleFrame(*element, format, subject, visit);
  } else {
    throw core::Error(
        subject, std::string("its pixels are compressed as ") + transfer.getXferName() + ", which no SEG of bits uses",
        "Decompress it first, for instance with gdcmconv --raw");
  }
}

void forEachRun(const FramePixels& pixels, int row, int columns, std::uint8_t threshold,
                const std::function<void(int, int)>& visit) {
  const std::size_t rowStart = std::size_t(row) * std::size_t(columns);
  const auto isSet = [&](int x) {
    const std::size_t pixel = rowStart + std::size_t(x);
    return pixels.packed ? pixels.bit(pixel) : pixels.bytes[pixel] >= threshold;
  };
  int x = 0;
  while (x < columns) {
    if (pixels.packed) {  // most of a frame is empty: skip whole bytes
      const std::size_t at = pixels.firstBit + rowStart + std::size_t(x);
      if ((at & 7) == 0 && pixels.bytes[at >> 3] == 0) {
        x += 8;
        continue;
      }
    }
    if (!isSet(x)) {
      ++x;
      continue;
    }
    const int first = x;
    while (x < columns && isSet(x)) {
      ++x;
    }
    visit(first, x - first);
  }
}

}  // namespace imaging
