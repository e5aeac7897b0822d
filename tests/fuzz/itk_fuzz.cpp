// NRRD and MetaImage files, header and voxels in one, as images and as label maps.
#include <cstddef>
#include <cstdint>

#include "core/error.h"
#include "fuzz_file.h"
#include "imaging/file_format.h"
#include "imaging/itk_image.h"
#include "imaging/labelmap.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const fuzz::File nrrd("image.nrrd");
  static const fuzz::File meta("image.mha");
  nrrd.write(data, size);
  const imaging::FileFormat format = imaging::formatOf(nrrd.path());
  if (format != imaging::FileFormat::Nrrd && format != imaging::FileFormat::MetaImage) {
    return 0;
  }
  const bool isMeta = format == imaging::FileFormat::MetaImage;
  if (isMeta) {
    meta.write(data, size);
  }
  const std::filesystem::path& path = isMeta ? meta.path() : nrrd.path();
  try {
    imaging::ScalarImage image =
        imaging::readItkImage(path, isMeta ? imaging::ItkFormat::MetaImage : imaging::ItkFormat::Nrrd);
    const core::Volume volume = imaging::toVolume(path, image);
    core::check(volume.bytes().size() == volume.grid.voxelCount() * core::bytesPerVoxel(volume.type()),
                "a volume has as many voxels as its grid");
  } catch (const core::Error&) {
  }
  try {
    const imaging::LabelFile labels = imaging::readLabelmap(path);
    for (const imaging::LabelSegment& segment : labels.segments) {
      core::check(core::isInside(segment.mask, labels.grid), "a segment lies inside its grid");
    }
  } catch (const core::Error&) {
  }
  return 0;
}
