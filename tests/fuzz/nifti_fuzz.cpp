// NIfTI files, plain or gzipped.
#include <cstddef>
#include <cstdint>

#include "core/error.h"
#include "fuzz_file.h"
#include "imaging/nifti.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const fuzz::File file("image.nii");
  file.write(data, size);
  try {
    imaging::readNifti(file.path(), [](imaging::NiftiTimePoint point) {
      const core::Volume volume = imaging::toVolume(file.path(), point.image);
      core::check(volume.bytes().size() == volume.grid.voxelCount() * core::bytesPerVoxel(volume.type()),
                  "a volume has as many voxels as its grid");
    });
  } catch (const core::Error&) {
  }
  return 0;
}
