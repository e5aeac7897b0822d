// DICOM segmentations of any transfer syntax.
#include <cstddef>
#include <cstdint>

#include "core/error.h"
#include "fuzz_file.h"
#include "imaging/dicom_seg.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const fuzz::File file("lesions.dcm");
  file.write(data, size);
  try {
    const imaging::LabelFile labels = imaging::readSegmentation(file.path());
    for (const imaging::LabelSegment& segment : labels.segments) {
      core::check(core::isInside(segment.mask, labels.grid), "segments lie inside their grid");
    }
  } catch (const core::Error&) {
  }
  return 0;
}
