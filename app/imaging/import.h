// Reading CT and MR images: the one door. Tells formats apart by content, hands each to its reader, and yields one
// image per volume. Called by `import` on a worker thread; decodes with several threads of its own.
#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/progress.h"
#include "core/study.h"
#include "core/volume.h"

namespace imaging {

// One volume, ready to become a case.
struct ImportedImage {
  std::string name;      // suggested, without patient identity: series description or file stem
  std::string modality;  // "CT", "MR", or what the file says; "OT" where it says nothing and values don't show it
  std::string format;    // "DICOM", "NIfTI", "NRRD", "MetaImage"
  core::Volume volume;
  core::SourceAttributes source;
  std::vector<std::string> notes;  // what was done to it: resampled, split, rounded; one sentence each
};

using ImageSink = std::function<void(ImportedImage)>;

// Reads every image in the sources (files, or folders of files, searched recursively) and hands each to `sink` as soon
// as it is decoded, in a stable order, so that one volume at a time is in memory. Returns notes on what was left out,
// split or refused, and why; each names the series or file. Throws core::Error only where a source does not exist, a
// source that the user named as a single file can't be used (the reason), or nothing usable was found in any source
// (all reasons, joined).
std::vector<std::string> readImages(std::span<const std::filesystem::path> sources, const ImageSink& sink,
                                    const core::ProgressSink& progress = {});

}  // namespace imaging
