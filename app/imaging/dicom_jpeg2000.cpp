#include "imaging/dicom_jpeg2000.h"

#include <openjpeg.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "core/error.h"

namespace imaging {
namespace {

struct Cursor {
  std::span<const std::uint8_t> bytes;
  std::size_t at = 0;
};

OPJ_SIZE_T readBytes(void* target, OPJ_SIZE_T wanted, void* user) {
  auto& cursor = *static_cast<Cursor*>(user);
  const std::size_t count = std::min<std::size_t>(wanted, cursor.bytes.size() - cursor.at);
  if (count == 0) {
    return OPJ_SIZE_T(-1);
  }
  std::memcpy(target, cursor.bytes.data() + cursor.at, count);
  cursor.at += count;
  return count;
}

OPJ_OFF_T skipBytes(OPJ_OFF_T wanted, void* user) {
  auto& cursor = *static_cast<Cursor*>(user);
  if (wanted < 0) {
    return -1;
  }
  const std::size_t count = std::min<std::size_t>(std::size_t(wanted), cursor.bytes.size() - cursor.at);
  cursor.at += count;
  return OPJ_OFF_T(count);
}

OPJ_BOOL seekTo(OPJ_OFF_T position, void* user) {
  auto& cursor = *static_cast<Cursor*>(user);
  if (position < 0 || std::size_t(position) > cursor.bytes.size()) {
    return OPJ_FALSE;
  }
  cursor.at = std::size_t(position);
  return OPJ_TRUE;
}

// OpenJPEG's codec and stream are one C type (void*), so one deleter each.
template <auto release>
struct Release {
  template <typename T>
  void operator()(T* handle) const {
    release(handle);
  }
};
using Stream = std::unique_ptr<opj_stream_t, Release<opj_stream_destroy>>;
using Codec = std::unique_ptr<opj_codec_t, Release<opj_destroy_codec>>;
using Image = std::unique_ptr<opj_image_t, Release<opj_image_destroy>>;

}  // namespace

std::vector<std::int32_t> decodeJpeg2000(std::span<const std::uint8_t> bytes, int columns, int rows,
                                         const std::string& subject) {
  const auto refuse = [&](const std::string& cause) {
    throw core::Error(subject, "its JPEG 2000 data " + cause, "Export the image again, if possible uncompressed");
  };
  static constexpr std::uint8_t kJp2Box[] = {0, 0, 0, 12, 'j', 'P', ' ', ' '};
  const bool isBoxed = bytes.size() > sizeof(kJp2Box) && std::equal(kJp2Box, std::end(kJp2Box), bytes.begin());

  Cursor cursor{bytes};
  const Stream stream(opj_stream_default_create(OPJ_TRUE));
  opj_stream_set_user_data(stream.get(), &cursor, nullptr);
  opj_stream_set_user_data_length(stream.get(), bytes.size());
  opj_stream_set_read_function(stream.get(), readBytes);
  opj_stream_set_skip_function(stream.get(), skipBytes);
  opj_stream_set_seek_function(stream.get(), seekTo);

  const Codec codec(opj_create_decompress(isBoxed ? OPJ_CODEC_JP2 : OPJ_CODEC_J2K));
  opj_dparameters_t parameters;
  opj_set_default_decoder_parameters(&parameters);
  if (!opj_setup_decoder(codec.get(), &parameters)) {
    refuse("can't be decoded");
  }
  opj_decoder_set_strict_mode(codec.get(), OPJ_TRUE);  // an incomplete stream is an error, not a blurred image

  opj_image_t* header = nullptr;
  const bool hasHeader = opj_read_header(stream.get(), codec.get(), &header);
  const Image image(header);
  if (!hasHeader) {
    refuse("is damaged");
  }
  // Before decoding, which allocates what the stream asks for.
  const bool fits = image->numcomps == 1 && image->comps[0].dx == 1 && image->comps[0].dy == 1 &&
                    image->x1 - image->x0 == OPJ_UINT32(columns) && image->y1 - image->y0 == OPJ_UINT32(rows);
  if (!fits) {
    refuse("is of another size or kind than the image");
  }
  if (!opj_decode(codec.get(), stream.get(), image.get()) || image->comps[0].data == nullptr) {
    refuse("is damaged or incomplete");
  }
  core::check(image->comps[0].w == OPJ_UINT32(columns) && image->comps[0].h == OPJ_UINT32(rows),
              "a JPEG 2000 image has the size that its header says");
  const OPJ_INT32* first = image->comps[0].data;
  return {first, first + std::size_t(columns) * std::size_t(rows)};
}

}  // namespace imaging
