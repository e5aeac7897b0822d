#include "imaging/file_format.h"

#include <array>
#include <span>
#include <string_view>

#include "core/error.h"
#include "imaging/dicom_series.h"
#include "imaging/gzip_stream.h"
#include "imaging/nifti.h"

namespace imaging {
namespace {

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

}  // namespace

FileFormat formatOf(const std::filesystem::path& file) {
  std::array<std::byte, 1024> bytes;
  GzipInput input(file);
  std::size_t got = 0;
  try {
    got = input.read(bytes);
  } catch (const core::Error&) {
    return FileFormat::Unknown;  // begins like gzip and is none
  }
  const std::span<const std::byte> start(bytes.data(), got);
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), got);
  if (isNifti(start)) {
    return FileFormat::Nifti;
  }
  if (input.isCompressed()) {
    return FileFormat::Unknown;
  }
  if (text.starts_with("NRRD000")) {
    return FileFormat::Nrrd;
  }
  if (looksLikeMetaImage(text)) {
    return FileFormat::MetaImage;
  }
  return isDicom(file) ? FileFormat::Dicom : FileFormat::Unknown;
}

}  // namespace imaging
