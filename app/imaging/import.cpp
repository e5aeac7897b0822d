#include "imaging/import.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <system_error>
#include <utility>

#include "core/error.h"
#include "imaging/dicom_series.h"
#include "imaging/file_format.h"
#include "imaging/gzip_stream.h"
#include "imaging/itk_image.h"
#include "imaging/nifti.h"

namespace imaging {
namespace {

namespace fs = std::filesystem;

constexpr int kMaxFolderDepth = 32;

// One file to look at, and whether the user named it or a folder that holds it.
struct Candidate {
  fs::path file;
  bool named = false;
};

// ".nii.gz" and the like count as one extension.
fs::path withoutGz(fs::path file) {
  return file.extension() == ".gz" ? file.replace_extension() : file;
}

std::vector<Candidate> listFiles(std::span<const fs::path> sources) {
  std::vector<Candidate> candidates;
  std::set<fs::path> seen;
  const auto add = [&](const fs::path& file, bool named) {
    std::error_code error;
    const fs::path canonical = fs::canonical(file, error);
    if (!error && seen.insert(canonical).second) {
      candidates.push_back({file, named});
    }
  };
  for (const fs::path& source : sources) {
    std::error_code error;
    const fs::file_status status = fs::status(source, error);
    if (fs::is_directory(status)) {
      std::vector<fs::path> found;
      fs::recursive_directory_iterator entry(source, fs::directory_options::skip_permission_denied, error);
      for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
        if (entry.depth() >= kMaxFolderDepth) {
          entry.disable_recursion_pending();
        }
        std::error_code ignored;
        if (entry->is_regular_file(ignored)) {
          found.push_back(entry->path());
        }
      }
      if (error) {
        throw core::Error(source.string(), "the folder can't be read (" + error.message() + ")",
                          "Check that you may read it");
      }
      std::sort(found.begin(), found.end());
      for (const fs::path& file : found) {
        add(file, false);
      }
    } else if (fs::is_regular_file(status)) {
      add(source, true);
    } else {
      throw core::Error(source.string(),
                        fs::exists(status) ? "it is neither a file nor a folder" : "there is no such file or folder",
                        "Check the path");
    }
  }
  return candidates;
}

ImportedImage described(const fs::path& file, std::string format, std::string suffix) {
  ImportedImage image;
  image.name = withoutGz(file).stem().string() + suffix;
  image.modality = "OT";
  image.format = std::move(format);
  return image;
}

// These formats do not name a modality, but presets and windows go by it. Hounsfield units are known by air: nothing
// else has values of about -1000 beside those of tissue.
void tellModality(ImportedImage& image) {
  const core::IntensityRange values = core::intensityRange(image.volume);
  if (values.min >= -4096 && values.min <= -900 && values.max >= 100 && values.max <= 40'000) {
    image.modality = "CT";
    image.notes.push_back(
        "The file does not say what made it; its values look like Hounsfield units, so it is taken for CT");
  }
}

void readNiftiImages(const fs::path& file, const ImageSink& sink, const core::ProgressSink& progress) {
  readNifti(file, [&](NiftiTimePoint point) {
    ImportedImage image = described(file, "NIfTI", point.count > 1 ? " t" + std::to_string(point.index + 1) : "");
    image.volume = toVolume(file, point.image, progress);
    image.notes = std::move(point.image.notes);
    if (point.count > 1) {
      image.notes.push_back("Time point " + std::to_string(point.index + 1) + " of " + std::to_string(point.count));
    }
    tellModality(image);
    sink(std::move(image));
  });
}

void readItk(const fs::path& file, ItkFormat format, const ImageSink& sink, const core::ProgressSink& progress) {
  ScalarImage scalars = readItkImage(file, format);
  ImportedImage image = described(file, format == ItkFormat::Nrrd ? "NRRD" : "MetaImage", "");
  image.volume = toVolume(file, scalars, progress);
  image.notes = std::move(scalars.notes);
  tellModality(image);
  sink(std::move(image));
}

// Files that hold the voxels of a header which stands beside them and is read by its own name.
bool belongsToAHeader(const fs::path& file) {
  const fs::path plain = withoutGz(file);
  if (plain.extension() != ".img") {
    return false;
  }
  std::error_code ignored;
  fs::path header = plain;
  header.replace_extension(".hdr");
  return fs::exists(header, ignored) || fs::exists(header += ".gz", ignored);
}

// Several sentences as one clause of another.
std::string joined(const std::vector<std::string>& sentences) {
  std::string text;
  for (const std::string& sentence : sentences) {
    const std::size_t end = sentence.ends_with('.') ? sentence.size() - 1 : sentence.size();
    text += (text.empty() ? "" : "; ") + sentence.substr(0, end);
  }
  return text;
}

std::string noteOn(const std::vector<fs::path>& foreign) {
  constexpr std::size_t kListed = 5;
  std::string note = std::to_string(foreign.size()) + (foreign.size() == 1 ? " file is" : " files are") +
                     " no images and were left out: ";
  for (std::size_t i = 0; i < std::min(kListed, foreign.size()); ++i) {
    note += (i ? ", " : "") + foreign[i].filename().string();
  }
  return note + (foreign.size() > kListed ? ", ..." : "");
}

// Reads one import: what it has found so far, and what is left for the end.
class Reading {
 public:
  Reading(const ImageSink& sink, const core::ProgressSink& progress) : sink_(sink), progress_(progress) {}

  void read(const Candidate& candidate) {
    try {
      readOne(candidate);
    } catch (const core::Error& error) {
      if (candidate.named) {
        throw;
      }
      notes_.emplace_back(error.what());
    }
  }

  // A DICOM series may lie in several folders and among files of other kinds, so it is put together from all of them.
  void readDicomSeries() {
    if (dicom_.empty()) {
      return;
    }
    const std::size_t before = images_;
    std::vector<std::string> told = readDicom(dicom_, counting(), progress_);
    if (images_ == before && !namedDicom_.empty()) {
      throw core::Error(namedDicom_.string(), told.empty() ? "it holds no CT or MR image" : joined(told),
                        "Give all files of a CT or MR series, or their folder");
    }
    std::move(told.begin(), told.end(), std::back_inserter(notes_));
  }

  std::vector<std::string> finish(std::span<const fs::path> sources) {
    std::erase_if(foreign_, [this](const fs::path& file) { return claimed_.contains(file.lexically_normal()); });
    if (!foreign_.empty()) {
      notes_.push_back(noteOn(foreign_));
    }
    if (images_ == 0) {
      std::vector<std::string> names;
      for (const fs::path& source : sources) {
        names.push_back(source.string());
      }
      throw core::Error(joined(names),
                        "no image was found that can be read" + (notes_.empty() ? "" : ": " + joined(notes_)),
                        "Give DICOM, NIfTI, NRRD or MetaImage files, or a folder of them");
    }
    return std::move(notes_);
  }

 private:
  ImageSink counting() {
    return [this](ImportedImage image) {
      ++images_;
      sink_(std::move(image));
    };
  }

  void readOne(const Candidate& candidate) {
    const fs::path& file = candidate.file;
    if (belongsToAHeader(file)) {
      if (candidate.named) {
        readNiftiImages(file, counting(), progress_);
      }
      return;
    }
    switch (formatOf(file)) {
      case FileFormat::Nifti:
        return readNiftiImages(file, counting(), progress_);
      case FileFormat::Nrrd:
        claimed_.insert(readTextHeader(file, ItkFormat::Nrrd).dataFile.lexically_normal());
        return readItk(file, ItkFormat::Nrrd, counting(), progress_);
      case FileFormat::MetaImage:
        claimed_.insert(readTextHeader(file, ItkFormat::MetaImage).dataFile.lexically_normal());
        return readItk(file, ItkFormat::MetaImage, counting(), progress_);
      case FileFormat::Dicom:
        dicom_.push_back(file);
        if (candidate.named && namedDicom_.empty()) {
          namedDicom_ = file;
        }
        return;
      case FileFormat::Unknown:
        break;
    }
    if (candidate.named) {
      throw core::Error(file.string(), "it is no image of a kind that can be read",
                        "Give DICOM, NIfTI, NRRD or MetaImage files");
    }
    foreign_.push_back(file);
  }

  const ImageSink& sink_;
  const core::ProgressSink& progress_;
  std::vector<std::string> notes_;
  std::vector<fs::path> foreign_;  // files of folders that are none of ours
  std::set<fs::path> claimed_;     // files that hold the voxels of a header
  std::vector<fs::path> dicom_;
  fs::path namedDicom_;
  std::size_t images_ = 0;
};

}  // namespace

std::vector<std::string> readImages(std::span<const fs::path> sources, const ImageSink& sink,
                                    const core::ProgressSink& progress) {
  const std::vector<Candidate> candidates = listFiles(sources);
  Reading reading(sink, progress);
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    core::report(progress, "Reading " + candidates[i].file.filename().string(), std::int64_t(i),
                 std::int64_t(candidates.size()));
    reading.read(candidates[i]);
  }
  reading.readDicomSeries();
  return reading.finish(sources);
}

}  // namespace imaging
