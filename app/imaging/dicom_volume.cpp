#include "imaging/dicom_volume.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <deque>
#include <glm/geometric.hpp>
#include <limits>
#include <memory>
#include <mutex>
#include <new>
#include <numbers>
#include <set>
#include <thread>

#include "core/error.h"
#include "core/parallel.h"
#include "core/resample.h"

namespace imaging {
namespace {

constexpr std::uint64_t kLargeBytes = std::uint64_t{1} << 28;
constexpr std::uint64_t kMaxExpansion = 2000;  // of compressed pixels; real series stay below 100
constexpr int kFloatDigits = std::numeric_limits<float>::digits;

// The narrowest type that holds every stored value of these formats.
core::VoxelType storedType(const std::vector<const PixelFormat*>& formats) {
  const bool fitsInt16 =
      std::ranges::all_of(formats, [](const PixelFormat* f) { return f->bitsStored <= (f->isSigned ? 16 : 15); });
  const bool fitsUint16 =
      std::ranges::all_of(formats, [](const PixelFormat* f) { return !f->isSigned && f->bitsStored <= 16; });
  return fitsUint16 ? core::VoxelType::UInt16 : fitsInt16 ? core::VoxelType::Int16 : core::VoxelType::Float32;
}

// A file of a few kilobytes that claims to hold gigabytes was made to exhaust memory.
void refuseBombs(const core::Grid& grid, core::VoxelType type, const std::set<std::size_t>& files,
                 std::span<const DicomHeader> headers) {
  const std::uint64_t bytes = std::uint64_t(grid.voxelCount()) * core::bytesPerVoxel(type);
  std::uint64_t compressed = 0;
  for (const std::size_t file : files) {
    std::error_code ignored;
    compressed += std::filesystem::file_size(headers[file].path, ignored);
  }
  if (bytes > kLargeBytes && bytes / kMaxExpansion > compressed) {
    throw core::Error(headers[*files.begin()].path.string(),
                      "its " + std::to_string(bytes >> 20) + " MiB of voxels are claimed to lie in " +
                          std::to_string(compressed) + " bytes of file",
                      "If the image is real, export it uncompressed");
  }
}

// Files that are open, so that the frames of a multi-frame file need not open it once each. Any thread.
class OpenFiles {
 public:
  // A reader of this file that no other thread holds.
  std::unique_ptr<PixelReader> take(const DicomHeader& header) {
    {
      const std::lock_guard lock(mutex_);
      const auto found = std::ranges::find(idle_, header.path, [](const auto& reader) { return reader->path(); });
      if (found != idle_.end()) {
        auto reader = std::move(*found);
        idle_.erase(found);
        return reader;
      }
    }
    return std::make_unique<PixelReader>(header.path, header.format);
  }

  void giveBack(std::unique_ptr<PixelReader> reader) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(reader));
    if (idle_.size() > std::max(1U, std::thread::hardware_concurrency())) {
      idle_.pop_front();
    }
  }

 private:
  std::mutex mutex_;
  std::deque<std::unique_ptr<PixelReader>> idle_;  // the one that waits longest first
};

template <typename T>
core::Volume::Voxels rescaled(const core::Volume& volume, const std::vector<core::Rescale>& rescales) {
  core::Volume::Voxels result = std::vector<T>(volume.grid.voxelCount());
  auto& values = std::get<std::vector<T>>(result);
  const std::size_t perSlice = values.size() / rescales.size();
  std::visit(
      [&](const auto& stored) {
        for (std::size_t i = 0; i < values.size(); ++i) {
          values[i] = T(rescales[i / perSlice].valueOf(double(stored[i])));
        }
      },
      volume.voxels);
  return result;
}

// Applies a rescale per slice. Integers stay integers where every value is one; nothing else is exact in 16 bits.
void applyRescales(core::Volume& volume, const std::vector<core::Rescale>& rescales, std::vector<std::string>& notes) {
  const bool areWhole = volume.type() != core::VoxelType::Float32 && std::ranges::all_of(rescales, [](const auto& r) {
                          return r.slope == std::round(r.slope) && r.intercept == std::round(r.intercept);
                        });
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  const std::size_t perSlice = volume.grid.voxelCount() / rescales.size();
  for (std::size_t slice = 0; areWhole && slice < rescales.size(); ++slice) {
    std::visit(
        [&](const auto& stored) {
          const auto begin = stored.begin() + std::ptrdiff_t(slice * perSlice);
          const auto [least, most] = std::minmax_element(begin, begin + std::ptrdiff_t(perSlice));
          for (const double value : {rescales[slice].valueOf(double(*least)), rescales[slice].valueOf(double(*most))}) {
            low = std::min(low, value);
            high = std::max(high, value);
          }
        },
        volume.voxels);
  }
  const bool fitsInt16 = areWhole && low >= -32768 && high <= 32767;
  const bool fitsUint16 = areWhole && low >= 0 && high <= 65535;
  volume.voxels = fitsInt16    ? rescaled<std::int16_t>(volume, rescales)
                  : fitsUint16 ? rescaled<std::uint16_t>(volume, rescales)
                               : rescaled<float>(volume, rescales);
  volume.rescale = {};
  notes.push_back(fitsInt16 || fitsUint16
                      ? "Its slices have rescales of their own, which were applied; the values are exact."
                      : "Its slices have rescales of their own, which were applied in 32-bit floating point.");
}

class Decoder {
 public:
  Decoder(const SliceStack& stack, std::span<const DicomFrame* const> frames, std::span<const DicomHeader> headers)
      : stack_(stack), headers_(headers) {
    for (const std::size_t slice : stack.slices) {
      frames_.push_back(frames[slice]);
      formats_.push_back(&headers[frames[slice]->file].format);
      files_.insert(frames[slice]->file);
    }
  }

  ImportedImage run(const std::string& what, const core::ProgressSink& progress) {
    image_.notes = stack_.notes;
    const glm::ivec3 size(formats_.front()->columns, formats_.front()->rows, int(frames_.size()));
    const bool isSheared = !core::hasOrthogonalAxes(stack_.worldFromVoxel);
    // A sheared stack is decoded on a stand-in grid of its size, then resampled from its true positions.
    image_.volume.grid = core::Grid(size, isSheared ? glm::dmat4(1) : stack_.worldFromVoxel);
    const core::VoxelType type = storedType(formats_);
    refuseBombs(image_.volume.grid, type, files_, headers_);
    image_.volume.voxels = core::makeVoxels(type, image_.volume.grid.voxelCount());
    decode(what, progress);
    settleValues();
    describe();
    if (isSheared) {
      straighten(size, progress);
    } else {
      describeSlices();
    }
    return std::move(image_);
  }

 private:
  const DicomHeader& headerOf(std::size_t slice) const { return headers_[frames_[slice]->file]; }

  void decode(const std::string& what, const core::ProgressSink& progress) {
    const std::size_t perSlice = formats_.front()->pixelsPerFrame();
    std::visit(
        [&](auto& voxels) {
          const std::span all(voxels);
          OpenFiles files;
          core::parallelFor(
              frames_.size(),
              [&](std::size_t slice) {
                auto reader = files.take(headerOf(slice));
                reader->decode(frames_[slice]->number, all.subspan(slice * perSlice, perSlice));
                if (headerOf(slice).isMultiFrame) {
                  files.giveBack(std::move(reader));
                }
              },
              [&](std::size_t done) {
                core::report(progress, what, std::int64_t(done), std::int64_t(frames_.size()));
              });
        },
        image_.volume.voxels);
  }

  void settleValues() {
    std::vector<core::Rescale> rescales;
    for (const DicomFrame* frame : frames_) {
      rescales.push_back(frame->rescale);
    }
    const bool isUniform = std::ranges::all_of(rescales, [&](const auto& r) { return r == rescales.front(); });
    if (isUniform) {
      image_.volume.rescale = rescales.front();
    } else {
      applyRescales(image_.volume, rescales, image_.notes);
    }
    const bool isWide =
        std::ranges::any_of(formats_, [](const PixelFormat* f) { return f->bitsStored > kFloatDigits; });
    if (isWide) {
      image_.notes.push_back("Its pixels have more than 24 bits; they were rounded to 32-bit floating point.");
    }
  }

  void describe() {
    const DicomHeader& header = headerOf(0);
    image_.format = "DICOM";
    image_.modality = header.modality.empty() ? "OT" : header.modality;
    image_.source.frameOfReferenceUid = header.frameOfReferenceUid;
    image_.source.studyUid = header.studyUid;
    image_.source.seriesUid = header.seriesUid;
    image_.source.sopClassUid = header.sopClassUid;
    image_.source.attributes = header.attributes;
    const auto anyFile = [&](auto holds) {
      return std::ranges::any_of(files_, [&](std::size_t file) { return holds(headers_[file]); });
    };
    if (anyFile([](const DicomHeader& h) { return h.format.isInverted; })) {
      image_.notes.push_back("It is MONOCHROME1, to be shown inverted; its values are kept as they are.");
    }
    if (anyFile([](const DicomHeader& h) { return h.isLossy; })) {
      image_.notes.push_back("It was compressed with loss before it was imported.");
    }
    if (image_.modality == "CT" && std::ranges::none_of(frames_, &DicomFrame::hasRescale)) {
      image_.notes.push_back("It has no rescale to Hounsfield units; its values are shown as stored.");
    }
  }

  void describeSlices() {
    for (std::size_t slice = 0; slice < frames_.size(); ++slice) {
      image_.source.sopInstanceUids.push_back(headerOf(slice).sopInstanceUid);
      if (headerOf(slice).isMultiFrame) {
        image_.source.frameNumbers.push_back(frames_[slice]->number + 1);
      }
    }
  }

  void straighten(glm::ivec3 size, const core::ProgressSink& progress) {
    const glm::dvec3 normal = frames_.front()->plane->normal();
    const glm::dvec3 step = glm::normalize(glm::dvec3(stack_.worldFromVoxel[2]));
    char degrees[16];
    std::snprintf(degrees, sizeof(degrees), "%.2f",
                  std::acos(std::min(1.0, glm::dot(normal, step))) * 180 / std::numbers::pi);
    const core::Grid target = core::orthogonalCover(size, stack_.worldFromVoxel);
    image_.volume = core::resample(image_.volume, stack_.worldFromVoxel, size, target,
                                   core::intensityRange(image_.volume).min, progress);
    image_.notes.push_back(std::string("Its slices are stacked at ") + degrees +
                           " degrees to their normal (gantry tilt); it was resampled to an orthogonal grid.");
  }

  const SliceStack& stack_;
  std::span<const DicomHeader> headers_;
  std::vector<const DicomFrame*> frames_;  // by slice
  std::vector<const PixelFormat*> formats_;
  std::set<std::size_t> files_;
  ImportedImage image_;
};

}  // namespace

ImportedImage decodeStack(const SliceStack& stack, std::span<const DicomFrame* const> frames,
                          std::span<const DicomHeader> headers, const std::string& what,
                          const core::ProgressSink& progress) {
  try {
    return Decoder(stack, frames, headers).run(what, progress);
  } catch (const std::bad_alloc&) {
    throw core::Error("", "this machine has not enough memory for " + std::to_string(stack.slices.size()) + " slices",
                      "Close other programs, or import fewer slices");
  }
}

bool samePixels(const DicomFrame& a, const DicomFrame& b, std::span<const DicomHeader> headers) {
  const auto values = [&](const DicomFrame& frame) {
    const DicomHeader& header = headers[frame.file];
    std::vector<float> pixels(header.format.pixelsPerFrame());
    PixelReader(header.path, header.format).decode<float>(frame.number, pixels);
    return pixels;
  };
  try {
    return a.rescale == b.rescale && values(a) == values(b);
  } catch (const core::Error&) {
    return false;
  }
}

}  // namespace imaging
