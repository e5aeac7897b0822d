// Any bytes as a DICOM file: read as a series or refused in words, never a crash, hang or allocation without bound.
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "core/error.h"
#include "imaging/dicom_series.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const int descriptor = memfd_create("input", 0);
  if (descriptor < 0 || ftruncate(descriptor, 0) != 0 || pwrite(descriptor, data, size, 0) != ssize_t(size)) {
    std::abort();
  }
  const std::vector<std::filesystem::path> files{"/proc/self/fd/" + std::to_string(descriptor)};
  imaging::isDicom(files.front());
  std::size_t images = 0;
  const std::vector<std::string> notes = imaging::readDicom(files, [&](imaging::ImportedImage image) {
    core::check(
        image.volume.bytes().size() == image.volume.grid.voxelCount() * core::bytesPerVoxel(image.volume.type()),
        "an image has as many voxels as its grid");
    ++images;
  });
  core::check(images > 0 || !notes.empty(), "what yields no image is told why");
  return 0;
}
