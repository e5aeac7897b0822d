#include "imaging/dicom_pixels.h"

#include <dcmtk/dcmdata/dccodec.h>
#include <dcmtk/dcmdata/dcfcache.h>
#include <dcmtk/dcmdata/dcpixel.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <type_traits>

#include "core/error.h"
#include "core/grid.h"
#include "imaging/dicom_jpeg2000.h"
#include "imaging/dicom_rle.h"

namespace imaging {
namespace {

constexpr auto kExportAgain = "Export the image again, if possible uncompressed";

// Lays a frame's stored bits (PS3.5 8.1.1) at the bottom of an integer: from high bit down, bits stored many.
template <typename T, typename Cell>
void unpack(const Cell* cells, std::span<T> values, int shift, int bitsStored, bool isSigned) {
  using Unsigned = std::make_unsigned_t<Cell>;
  constexpr int kCellBits = std::numeric_limits<Unsigned>::digits;
  if (isSigned) {
    using Signed = std::make_signed_t<Cell>;
    const int up = kCellBits - bitsStored - shift;
    const int down = kCellBits - bitsStored;
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] = T(Signed(Signed(Unsigned(Unsigned(cells[i]) << up)) >> down));
    }
  } else {
    const auto mask = Unsigned(std::numeric_limits<Unsigned>::max() >> (kCellBits - bitsStored));
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] = T((Unsigned(cells[i]) >> shift) & mask);
    }
  }
}

int wholeNumber(DcmItem& dataset, const DcmTagKey& tag, int fallback) {
  const std::optional<double> value = number(dataset, tag);
  if (!value) {
    return fallback;
  }
  const bool isWhole = *value >= 0 && *value <= std::numeric_limits<int>::max() && *value == double(int(*value));
  return isWhole ? int(*value) : -1;
}

DcmPixelSequence* sequenceOf(DcmPixelData& pixels) {
  E_TransferSyntax syntax = EXS_Unknown;
  const DcmRepresentationParameter* parameter = nullptr;
  pixels.getOriginalRepresentationKey(syntax, parameter);
  DcmPixelSequence* sequence = nullptr;
  if (!DcmXfer(syntax).isEncapsulated() || pixels.getEncapsulatedRepresentation(syntax, parameter, sequence).bad()) {
    return nullptr;
  }
  return sequence;
}

std::vector<std::uint8_t> fragmentBytes(DcmPixelSequence& sequence, unsigned long index, const std::string& subject) {
  DcmPixelItem* item = nullptr;
  Uint8* bytes = nullptr;
  if (sequence.getItem(item, index).bad() || item == nullptr) {
    throw core::Error(subject, "a fragment of its pixel data is missing", kExportAgain);
  }
  const Uint32 length = item->getLength();
  if (length == 0) {
    return {};
  }
  if (item->getUint8Array(bytes).bad() || bytes == nullptr) {
    throw core::Error(subject, "its compressed pixel data is cut short", kExportAgain);
  }
  std::vector<std::uint8_t> copy(bytes, bytes + length);
  item->compact();  // back to disk
  return copy;
}

// A decoder allocates what a fragment says that it holds, so this must not be more than there is.
void refuseFragmentsBeyond(DcmPixelSequence& sequence, const std::filesystem::path& path) {
  const std::uintmax_t fileSize = std::filesystem::file_size(path);
  DcmObject* item = nullptr;
  std::uintmax_t total = 0;
  while ((item = sequence.nextInContainer(item)) != nullptr) {
    total += item->getLengthField();
  }
  if (total > fileSize) {
    throw core::Error(path.string(), "its compressed pixel data is cut short", kExportAgain);
  }
}

// Which fragments (items 1.. of the sequence) hold a frame: [first, last).
struct FragmentRange {
  unsigned long first = 0;
  unsigned long last = 0;
};

FragmentRange fragmentsOf(DcmPixelSequence& sequence, int frame, int frames, const std::string& subject) {
  const unsigned long count = sequence.card();  // with the offset table
  if (frames == 1) {
    return {1, count};
  }
  if (count == (unsigned long)(frames) + 1) {
    return {(unsigned long)(frame) + 1, (unsigned long)(frame) + 2};
  }
  std::vector<unsigned long> starts;
  const std::vector<std::uint8_t> table = fragmentBytes(sequence, 0, subject);
  std::uint64_t offset = 0;
  for (unsigned long index = 1; index < count; ++index) {
    DcmPixelItem* item = nullptr;
    if (sequence.getItem(item, index).bad() || item == nullptr) {
      break;
    }
    bool startsFrame = false;
    if (table.size() == std::size_t(frames) * 4) {
      const std::uint8_t* entry = table.data() + std::min(starts.size(), std::size_t(frames) - 1) * 4;
      const std::uint32_t wanted =
          entry[0] | std::uint32_t(entry[1]) << 8 | std::uint32_t(entry[2]) << 16 | std::uint32_t(entry[3]) << 24;
      startsFrame = starts.size() < std::size_t(frames) && wanted == offset;
    } else {
      std::uint8_t head[2] = {};
      DcmFileCache cache;
      startsFrame = item->getLength() >= 2 && item->getPartialValue(head, 0, 2, &cache).good() && head[0] == 0xff &&
                    (head[1] == 0x4f || head[1] == 0xd8);  // JPEG 2000's and JPEG's start
    }
    if (startsFrame) {
      starts.push_back(index);
    }
    offset += 8 + std::uint64_t(item->getLength());
  }
  if (starts.size() != std::size_t(frames)) {
    throw core::Error(subject, "its compressed pixel data does not say where each frame begins", kExportAgain);
  }
  return {starts[std::size_t(frame)], frame + 1 < frames ? starts[std::size_t(frame) + 1] : count};
}

}  // namespace

PixelFormat pixelFormat(DcmItem& dataset, const std::string& subject) {
  const auto refuse = [&](const std::string& cause) {
    throw core::Error(subject, cause, "Export the image as CT or MR with 8 to 32 bits per pixel");
  };
  const std::string photometric = text(dataset, DCM_PhotometricInterpretation);
  if (wholeNumber(dataset, DCM_SamplesPerPixel, 1) != 1 ||
      (!photometric.empty() && photometric != "MONOCHROME1" && photometric != "MONOCHROME2")) {
    refuse("it is a colour image (" + (photometric.empty() ? "several samples per pixel" : photometric) + ")");
  }
  PixelFormat format;
  format.rows = wholeNumber(dataset, DCM_Rows, 0);
  format.columns = wholeNumber(dataset, DCM_Columns, 0);
  format.frames = std::max(wholeNumber(dataset, DCM_NumberOfFrames, 1), 1);
  format.bitsAllocated = wholeNumber(dataset, DCM_BitsAllocated, 16);
  format.bitsStored = wholeNumber(dataset, DCM_BitsStored, format.bitsAllocated);
  format.highBit = wholeNumber(dataset, DCM_HighBit, format.bitsStored - 1);
  format.isSigned = wholeNumber(dataset, DCM_PixelRepresentation, 0) == 1;
  format.isInverted = photometric == "MONOCHROME1";
  const int largest = core::Grid::kMaxSize;
  if (format.rows < 1 || format.columns < 1 || format.rows > largest || format.columns > largest) {
    refuse("its size of " + std::to_string(format.columns) + " x " + std::to_string(format.rows) +
           " pixels is not between 1 and " + std::to_string(largest));
  }
  if (format.bitsAllocated != 8 && format.bitsAllocated != 16 && format.bitsAllocated != 32) {
    refuse("it has " + std::to_string(format.bitsAllocated) + " bits allocated per pixel, which is not supported");
  }
  if (format.bitsStored < 1 || format.highBit < format.bitsStored - 1 || format.highBit >= format.bitsAllocated) {
    refuse("its bits allocated, bits stored and high bit (" + std::to_string(format.bitsAllocated) + ", " +
           std::to_string(format.bitsStored) + ", " + std::to_string(format.highBit) + ") contradict one another");
  }
  return format;
}

std::vector<std::uint8_t> encapsulatedFrame(DicomFile& file, int frame, int frames) {
  const std::string subject = file.path().string();
  DcmElement* element = nullptr;
  file.dataset().findAndGetElement(DCM_PixelData, element);
  auto* pixels = dynamic_cast<DcmPixelData*>(element);
  DcmPixelSequence* sequence = pixels == nullptr ? nullptr : sequenceOf(*pixels);
  if (sequence == nullptr) {
    throw core::Error(subject, "it holds no compressed pixel data", kExportAgain);
  }
  const FragmentRange range = fragmentsOf(*sequence, frame, frames, subject);
  std::vector<std::uint8_t> bytes;
  for (unsigned long index = range.first; index < range.last; ++index) {
    const std::vector<std::uint8_t> fragment = fragmentBytes(*sequence, index, subject);
    bytes.insert(bytes.end(), fragment.begin(), fragment.end());
  }
  return bytes;
}

PixelReader::PixelReader(const std::filesystem::path& path, const PixelFormat& format)
    : file_(path, DicomFile::Extent::Pixels), format_(format) {
  const std::string subject = path.string();
  DcmElement* element = nullptr;
  file_.dataset().findAndGetElement(DCM_PixelData, element);
  pixels_ = dynamic_cast<DcmPixelData*>(element);
  if (pixels_ == nullptr) {
    throw core::Error(subject, "it has no pixel data", "Export the image again");
  }
  E_TransferSyntax syntax = EXS_Unknown;
  const DcmRepresentationParameter* parameter = nullptr;
  pixels_->getOriginalRepresentationKey(syntax, parameter);
  isJpeg2000_ = syntax == EXS_JPEG2000LosslessOnly || syntax == EXS_JPEG2000;
  isRle_ = syntax == EXS_RLELossless;
  if (DcmPixelSequence* sequence = sequenceOf(*pixels_)) {
    refuseFragmentsBeyond(*sequence, path);
    if (sequence->card() < (unsigned long)(format.frames) + 1) {
      throw core::Error(
          subject,
          "its pixel data holds fewer than the " + std::to_string(format.frames) + " frames that its header promises",
          kExportAgain);
    }
    if (!isJpeg2000_ && !isRle_ && !DcmCodecList::canChangeCoding(syntax, EXS_LittleEndianExplicit)) {
      throw core::Error(subject,
                        std::string("its compression (") + DcmXfer(syntax).getXferName() + ") is not supported",
                        "Export the image uncompressed");
    }
    return;
  }
  const std::uint64_t needed =
      std::uint64_t(format.pixelsPerFrame()) * std::uint64_t(format.bitsAllocated / 8) * std::uint64_t(format.frames);
  if (pixels_->getLength() < needed) {
    throw core::Error(subject,
                      "its pixel data is cut short: " + std::to_string(pixels_->getLength()) + " of " +
                          std::to_string(needed) + " bytes",
                      "Export or copy the file again");
  }
}

void PixelReader::loadSamples(int frame) {
  core::check(frame >= 0 && frame < format_.frames, "a frame lies in its file");
  const std::string subject = path().string();
  if (isJpeg2000_) {
    const std::vector<std::uint8_t> stream = encapsulatedFrame(file_, frame, format_.frames);
    integers_ = decodeJpeg2000(stream, format_.columns, format_.rows, subject);
    return;
  }
  const auto bytesPerSample = std::size_t(format_.bitsAllocated / 8);
  if (isRle_) {
    const std::vector<std::uint8_t> stream = encapsulatedFrame(file_, frame, format_.frames);
    bytes_ = decodeRle(stream, format_.pixelsPerFrame(), bytesPerSample, subject);
    return;
  }
  const std::size_t size = format_.pixelsPerFrame() * bytesPerSample;
  bytes_.assign(size + size % 2, 0);
  Uint32 firstFragment = 0;
  OFString colours;
  const OFCondition status = pixels_->getUncompressedFrame(&file_.dataset(), Uint32(frame), firstFragment,
                                                           bytes_.data(), Uint32(bytes_.size()), colours, nullptr);
  if (status.bad()) {
    throw core::Error(subject, std::string("its pixel data is damaged or cut short: ") + status.text(), kExportAgain);
  }
}

template <typename T>
void PixelReader::decode(int frame, std::span<T> values) {
  core::check(values.size() == format_.pixelsPerFrame(), "a frame's buffer has the frame's size");
  loadSamples(frame);
  const int shift = format_.highBit + 1 - format_.bitsStored;
  if (isJpeg2000_) {
    // The codestream holds the stored bits alone. Whether it calls them signed is often wrong; the header decides.
    unpack<T>(integers_.data(), values, 0, format_.bitsStored, format_.isSigned);
  } else if (format_.bitsAllocated == 8) {
    unpack<T>(bytes_.data(), values, shift, format_.bitsStored, format_.isSigned);
  } else if (format_.bitsAllocated == 16) {
    unpack<T>(reinterpret_cast<const std::uint16_t*>(bytes_.data()), values, shift, format_.bitsStored,
              format_.isSigned);
  } else {
    unpack<T>(reinterpret_cast<const std::uint32_t*>(bytes_.data()), values, shift, format_.bitsStored,
              format_.isSigned);
  }
}

template void PixelReader::decode<std::int16_t>(int, std::span<std::int16_t>);
template void PixelReader::decode<std::uint16_t>(int, std::span<std::uint16_t>);
template void PixelReader::decode<float>(int, std::span<float>);

}  // namespace imaging
