// Reading DICOM CT and MR series: from files in any order to volumes whose every voxel lies where the files say. Called
// by imaging/import.h on a worker thread; decodes with threads of its own.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "imaging/import.h"

namespace imaging {

// Whether a file is DICOM by content: "DICM" after the preamble, or, where a writer left both out, a plausible first
// element. False for what cannot be read.
bool isDicom(const std::filesystem::path& path);

// Reads the headers of all files, tells series apart, and hands each volume that they make to `sink`, on the calling
// thread, one at a time, by study, series number and UID. A series that is no regular volume is split, resampled (a
// gantry tilt) or refused. Returns notes: what was left out, split or refused, and why; each names the series or file.
// Values are as stored plus one rescale; where slices have rescales of their own, they are applied, exactly as integers
// where all values are, else in 32-bit float. i runs along image columns, j along rows, k along row x column.
// Throws only what the sinks throw.
std::vector<std::string> readDicom(std::span<const std::filesystem::path> files, const ImageSink& sink,
                                   const core::ProgressSink& progress = {});

}  // namespace imaging
