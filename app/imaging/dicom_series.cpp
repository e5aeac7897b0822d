#include "imaging/dicom_series.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <tuple>

#include "core/error.h"
#include "core/parallel.h"
#include "imaging/dicom_stack.h"
#include "imaging/dicom_volume.h"

namespace imaging {
namespace {

constexpr std::size_t kMaxUnreadableNotes = 20;

// What makes files one series: the Series Instance UID alone, since some writers give each file a study of its own.
// Without one, the files of one folder.
std::string seriesOf(const DicomHeader& header) {
  return header.seriesUid.empty() ? header.path.parent_path().string() : header.seriesUid;
}

// The order in which series are handed out.
struct SeriesOrder {
  std::string studyUid;
  long number = 0;
  std::string series;

  auto operator<=>(const SeriesOrder&) const = default;
};

SeriesOrder orderOf(const std::string& series, const std::vector<DicomHeader>& headers) {
  const DicomHeader& first = headers.front();
  SeriesOrder order{first.studyUid, 0, series};
  std::from_chars(first.seriesNumber.data(), first.seriesNumber.data() + first.seriesNumber.size(), order.number);
  return order;
}

std::string nameOf(const DicomHeader& header) {
  if (!header.description.empty()) {
    return header.description;
  }
  return (header.modality.empty() ? "DICOM" : header.modality) + " series" +
         (header.seriesNumber.empty() ? "" : " " + header.seriesNumber);
}

std::string subjectOf(const DicomHeader& header) {
  return "Series " + (header.seriesNumber.empty() ? "without a number" : header.seriesNumber) +
         (header.description.empty() ? "" : " \"" + header.description + "\"");
}

// Passes progress on, and remembers that the listener threw: cancelling is no fault of the series at hand.
class Listener {
 public:
  explicit Listener(const core::ProgressSink& sink) : sink_(sink) {}

  core::ProgressSink sink() {
    return [this](const core::Progress& progress) {
      try {
        core::report(sink_, progress.what, progress.done, progress.total);
      } catch (...) {
        hasCancelled_ = true;
        throw;
      }
    };
  }
  bool hasCancelled() const { return hasCancelled_; }

 private:
  const core::ProgressSink& sink_;
  bool hasCancelled_ = false;
};

class SeriesReader {
 public:
  SeriesReader(std::vector<DicomHeader> headers, const ImageSink& sink, Listener& listener,
               std::vector<std::string>& notes)
      : headers_(std::move(headers)), sink_(sink), listener_(listener), notes_(notes) {}

  void run() {
    noteLeftOut();
    dropCopies();
    if (headers_.empty()) {
      return;
    }
    std::vector<const DicomFrame*> frames;
    std::vector<StackFrame> stackFrames;
    for (std::size_t file = 0; file < headers_.size(); ++file) {
      DicomHeader& header = headers_[file];
      for (DicomFrame& frame : header.frames) {
        frame.file = file;
        if (header.isMultiFrame) {
          frame.marks["SOPInstanceUID"] = header.sopInstanceUid;
        }
        frames.push_back(&frame);
        stackFrames.push_back({&frame, {header.format.columns, header.format.rows}, header.frameOfReferenceUid});
      }
    }
    const StackPlan plan = planStacks(
        stackFrames, [&](std::size_t a, std::size_t b) { return samePixels(*frames[a], *frames[b], headers_); });
    for (const std::string& note : plan.notes) {
      this->note(note);
    }
    for (const SliceStack& stack : plan.stacks) {
      readStack(stack, frames);
    }
  }

 private:
  void note(const std::string& text) { notes_.push_back(subject_ + ": " + text + "."); }

  void noteLeftOut() {
    std::map<std::string, std::size_t> reasons;
    for (const DicomHeader& header : headers_) {
      subject_ = subjectOf(header);
      if (!header.leftOut.empty()) {
        ++reasons[header.leftOut];
      }
    }
    for (const auto& [reason, count] : reasons) {
      note((count == 1 ? "1 file is" : std::to_string(count) + " files are") + " left out: " + reason);
    }
    std::erase_if(headers_, [](const DicomHeader& header) { return !header.leftOut.empty(); });
  }

  // The same instance twice, as when an export was repeated into one folder. What was not compressed with loss is kept.
  void dropCopies() {
    std::ranges::stable_sort(headers_, {}, [](const DicomHeader& h) { return std::tie(h.isLossy, h.path); });
    std::map<std::string, std::size_t> seen;
    std::size_t copies = 0;
    std::erase_if(headers_, [&](const DicomHeader& header) {
      const bool isCopy = !header.sopInstanceUid.empty() && ++seen[header.sopInstanceUid] > 1;
      copies += isCopy ? 1 : 0;
      return isCopy;
    });
    if (copies > 0) {
      note((copies == 1 ? "1 file repeats an" : std::to_string(copies) + " files repeat an") +
           " image that another file holds (same SOP Instance UID) and " + (copies == 1 ? "is" : "are") + " left out");
    }
  }

  void readStack(const SliceStack& stack, const std::vector<const DicomFrame*>& frames) {
    std::optional<ImportedImage> image;
    const DicomHeader& header = headers_[frames[stack.slices.front()]->file];
    const std::string suffix = stack.label.empty() ? "" : " (" + stack.label + ")";
    try {
      image = decodeStack(stack, frames, headers_, "Decoding " + nameOf(header) + suffix, listener_.sink());
    } catch (const core::Error& error) {
      if (listener_.hasCancelled()) {
        throw;
      }
      note("refused" + suffix + ": " + std::string(error.what(), std::string_view(error.what()).size() - 1));
      return;
    }
    image->name = nameOf(header) + suffix;
    sink_(std::move(*image));
  }

  std::vector<DicomHeader> headers_;
  const ImageSink& sink_;
  Listener& listener_;
  std::vector<std::string>& notes_;
  std::string subject_;
};

struct HeaderOrError {
  std::optional<DicomHeader> header;
  std::string error;
};

HeaderOrError tryHeader(const std::filesystem::path& path) {
  try {
    return {readHeader(path), {}};
  } catch (const core::Error& error) {
    return {{}, error.what()};
  } catch (const std::bad_alloc&) {
    return {{}, path.string() + ": its header asks for more memory than there is. Export the file again."};
  }
}

}  // namespace

std::vector<std::string> readDicom(std::span<const std::filesystem::path> files, const ImageSink& sink,
                                   const core::ProgressSink& progress) {
  prepareDicom();
  std::vector<HeaderOrError> results(files.size());
  core::parallelFor(
      files.size(), [&](std::size_t index) { results[index] = tryHeader(files[index]); },
      [&](std::size_t done) {
        core::report(progress, "Reading headers", std::int64_t(done), std::int64_t(files.size()));
      });

  std::vector<std::string> notes;
  std::size_t unreadable = 0;
  std::map<std::string, std::vector<DicomHeader>> series;
  for (HeaderOrError& result : results) {
    if (result.header) {
      series[seriesOf(*result.header)].push_back(std::move(*result.header));
    } else if (++unreadable <= kMaxUnreadableNotes) {
      notes.push_back(std::move(result.error));
    }
  }
  if (unreadable > kMaxUnreadableNotes) {
    notes.push_back("So are " + std::to_string(unreadable - kMaxUnreadableNotes) + " more files.");
  }
  results.clear();
  std::map<SeriesOrder, std::vector<DicomHeader>> ordered;
  for (auto& [uid, headers] : series) {
    std::ranges::stable_sort(headers, {}, &DicomHeader::path);
    const SeriesOrder order = orderOf(uid, headers);
    ordered.emplace(order, std::move(headers));
  }
  Listener listener(progress);
  for (auto& [order, headers] : ordered) {
    SeriesReader(std::move(headers), sink, listener, notes).run();
  }
  return notes;
}

}  // namespace imaging
