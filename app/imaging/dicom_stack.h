// From loose frames of one series to regular stacks of slices. Pure geometry and bookkeeping, no files: positions
// decide, never instance numbers or thickness. What can't be made a regular stack is split, or refused with the reason;
// nothing is put on a grid where it does not lie. Any thread.
#pragma once

#include <functional>
#include <glm/mat4x4.hpp>
#include <glm/vec2.hpp>
#include <span>
#include <string>
#include <vector>

#include "imaging/dicom_header.h"

namespace imaging {

struct StackFrame {
  const DicomFrame* frame = nullptr;
  glm::ivec2 size{0};  // columns, rows
  std::string frameOfReferenceUid;
};

// Slices at even steps along one direction, which is the slices' normal unless the stack is sheared (gantry tilt).
struct SliceStack {
  std::vector<std::size_t> slices;  // indices of the frames given, by increasing position along the normal
  glm::dmat4 worldFromVoxel{1};     // LPS mm; exact also where it is sheared
  std::string label;                // what tells it from the other stacks ("echo time 4.6 ms"); empty where it is alone
  std::vector<std::string> notes;   // one sentence each, to be kept with the volume
};

struct StackPlan {
  std::vector<SliceStack> stacks;  // in a stable order
  std::vector<std::string> notes;  // what was split, left out or refused, and why; without the series' name
};

// Whether two frames (indices) hold the same pixels; asked only where nothing else tells images at one position apart.
using SamePixels = std::function<bool(std::size_t, std::size_t)>;

StackPlan planStacks(std::span<const StackFrame> frames, const SamePixels& samePixels);

}  // namespace imaging
