// What tells several images at one position apart: echo, b-value, time point, ... Used by the planning of stacks; pure.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "imaging/dicom_header.h"

namespace imaging {

// One part of a split: its frames, and words for what they have in common ("echo time 4.6 ms").
struct MarkedPart {
  std::string label;
  std::vector<std::size_t> frames;
};

// Splits frames that lie at `positions` (indices of frames, one list per position, several in at least one of them) by
// the first attribute whose values tell them apart as whole sets of images; by order of acquisition where each position
// was imaged equally often. Empty where nothing tells them apart. The parts may need splitting again.
std::vector<MarkedPart> splitByMarks(const std::vector<std::vector<std::size_t>>& positions,
                                     const std::function<const DicomFrame&(std::size_t)>& frameOf);

// The same by one attribute (a keyword), without asking how the values lie; empty where all have the same value.
std::vector<MarkedPart> splitByMark(const std::vector<std::size_t>& frames, const std::string& keyword,
                                    const std::function<const DicomFrame&(std::size_t)>& frameOf);

}  // namespace imaging
