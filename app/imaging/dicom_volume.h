// From a stack of slices to an image: decodes all slices in parallel, settles how values are stored, and puts them on
// an orthogonal grid. Called by the reading of series.
#pragma once

#include <span>
#include <string>

#include "core/progress.h"
#include "imaging/dicom_header.h"
#include "imaging/dicom_stack.h"
#include "imaging/import.h"

namespace imaging {

// frames: those that stack.slices indexes; headers: those that DicomFrame::file indexes. Throws core::Error where a
// slice can't be decoded or the volume is too large.
ImportedImage decodeStack(const SliceStack& stack, std::span<const DicomFrame* const> frames,
                          std::span<const DicomHeader> headers, const std::string& what,
                          const core::ProgressSink& progress);

// Whether two frames decode to the same values; false also where one can't be decoded.
bool samePixels(const DicomFrame& a, const DicomFrame& b, std::span<const DicomHeader> headers);

}  // namespace imaging
