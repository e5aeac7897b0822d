#include "imaging/import.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstring>
#include <set>
#include <system_error>
#include <utility>

#include "core/error.h"
#include "imaging/nifti.h"
#include "imaging/nifti_stream.h"

namespace imaging {
namespace {

namespace fs = std::filesystem;

constexpr int kMaxFolderDepth = 32;

// One file to look at, and whether the user named it or a folder that holds it.
struct Candidate {
  fs::path file;
  bool named = false;
};

enum class Format { Unknown, Nifti, Nrrd, MetaImage, Dicom };

// ".nii.gz" and the like count as one extension.
fs::path withoutGz(fs::path file) {
  return file.extension() == ".gz" ? file.replace_extension() : file;
}

bool looksLikeMetaImage(std::string_view start) {
  // The first field of a MetaImage header is any of these; the standard leaves the order open.
  for (const std::string_view key : {"ObjectType", "NDims", "Comment", "ObjectSubType"}) {
    if (start.starts_with(key)) {
      return start.substr(key.size(), 4).find('=') != std::string_view::npos &&
             start.find("NDims") != std::string_view::npos;
    }
  }
  return false;
}

bool looksLikeDicom(std::string_view start) {
  if (start.size() >= 132 && start.substr(128, 4) == "DICM") {
    return true;
  }
  // A data set without the preamble begins with an element of group 2 or 8, in either byte order.
  const auto byte = [&](std::size_t at) { return at < start.size() ? int(static_cast<unsigned char>(start[at])) : -1; };
  const bool little = (byte(0) == 2 || byte(0) == 8) && byte(1) == 0 && byte(3) == 0;
  const bool big = byte(0) == 0 && (byte(1) == 2 || byte(1) == 8) && byte(2) == 0;
  return start.size() >= 16 && (little || big);
}

Format formatOf(const fs::path& file) {
  std::array<std::byte, 1024> bytes;
  GzipInput input(file);
  std::size_t got = 0;
  try {
    got = input.read(bytes);
  } catch (const core::Error&) {
    return Format::Unknown;  // begins like gzip and is none
  }
  const std::span<const std::byte> start(bytes.data(), got);
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), got);
  if (isNifti(start)) {
    return Format::Nifti;
  }
  if (input.isCompressed()) {
    return Format::Unknown;
  }
  if (text.starts_with("NRRD000")) {
    return Format::Nrrd;
  }
  if (looksLikeMetaImage(text)) {
    return Format::MetaImage;
  }
  return looksLikeDicom(text) ? Format::Dicom : Format::Unknown;
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

void readNiftiImages(const fs::path& file, const ImageSink& sink, const core::ProgressSink& progress) {
  readNifti(file, [&](NiftiTimePoint point) {
    ImportedImage image = described(file, "NIfTI", point.count > 1 ? " t" + std::to_string(point.index + 1) : "");
    image.volume = toVolume(file, point.image, progress);
    image.notes = std::move(point.image.notes);
    if (point.count > 1) {
      image.notes.push_back("Time point " + std::to_string(point.index + 1) + " of " + std::to_string(point.count));
    }
    sink(std::move(image));
  });
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

std::string joined(const std::vector<std::string>& sentences) {
  std::string text;
  for (const std::string& sentence : sentences) {
    text += (text.empty() ? "" : "; ") + sentence;
  }
  return text;
}

}  // namespace

std::vector<std::string> readImages(std::span<const fs::path> sources, const ImageSink& sink,
                                    const core::ProgressSink& progress) {
  const std::vector<Candidate> candidates = listFiles(sources);
  std::vector<std::string> notes;
  std::vector<std::string> foreign;
  std::size_t images = 0;
  const ImageSink counting = [&](ImportedImage image) {
    ++images;
    sink(std::move(image));
  };
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const auto& [file, named] = candidates[i];
    core::report(progress, "Reading " + file.filename().string(), std::int64_t(i), std::int64_t(candidates.size()));
    try {
      const bool paired = belongsToAHeader(file);
      switch (paired ? Format::Nifti : formatOf(file)) {
        case Format::Nifti:
          if (!paired || named) {
            readNiftiImages(file, counting, progress);
          }
          break;
        default:
          if (named) {
            throw core::Error(file.string(), "it is no image of a kind that can be read",
                              "Give DICOM, NIfTI, NRRD or MetaImage files");
          }
          foreign.push_back(file.filename().string());
      }
    } catch (const core::Error& error) {
      if (named) {
        throw;
      }
      notes.emplace_back(error.what());
    }
  }
  if (!foreign.empty()) {
    constexpr std::size_t kListed = 5;
    std::string note = std::to_string(foreign.size()) + (foreign.size() == 1 ? " file is" : " files are") +
                       " no images and were left out: ";
    for (std::size_t i = 0; i < std::min(kListed, foreign.size()); ++i) {
      note += (i ? ", " : "") + foreign[i];
    }
    notes.push_back(note + (foreign.size() > kListed ? ", ..." : ""));
  }
  if (images == 0) {
    std::vector<std::string> names;
    for (const fs::path& source : sources) {
      names.push_back(source.string());
    }
    throw core::Error(joined(names),
                      "no image was found that can be read" + (notes.empty() ? "" : ": " + joined(notes)),
                      "Give DICOM, NIfTI, NRRD or MetaImage files, or a folder of them");
  }
  return notes;
}

}  // namespace imaging
