#include "imaging/gzip_stream.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <system_error>
#include <utility>

#include "core/error.h"

namespace imaging {
namespace {

gzFile handleOf(void* handle) {
  return static_cast<gzFile>(handle);
}

}  // namespace

void GzipInput::Close::operator()(void* handle) const {
  gzclose(handleOf(handle));
}

GzipInput::GzipInput(std::filesystem::path file) : file_(std::move(file)) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file_, error)) {
    throw core::Error(file_.string(), "there is no such file", "Check the path");
  }
  fileBytes_ = std::filesystem::file_size(file_, error);
  handle_.reset(gzopen(file_.c_str(), "rb"));
  if (error || !handle_) {
    throw core::Error(file_.string(), "it can't be opened for reading", "Check that you may read it");
  }
  gzbuffer(handleOf(handle_.get()), 256 << 10);
  compressed_ = gzdirect(handleOf(handle_.get())) == 0;
}

std::size_t GzipInput::read(std::span<std::byte> into) {
  constexpr std::size_t kMost = std::size_t{1} << 30;  // gzread counts in int
  std::size_t done = 0;
  while (done < into.size()) {
    const int got = gzread(handleOf(handle_.get()), into.data() + done, unsigned(std::min(into.size() - done, kMost)));
    int code = Z_OK;
    gzerror(handleOf(handle_.get()), &code);
    // A compressed stream that breaks off is reported as such; the caller sees the bytes missing.
    if (got < 0 && code != Z_BUF_ERROR) {
      throw core::Error(file_.string(), "its compressed data is damaged", "Get the file again from where it came");
    }
    if (got <= 0) {
      break;
    }
    done += std::size_t(got);
  }
  position_ += done;
  return done;
}

void GzipInput::skip(std::uint64_t count) {
  requireRoomFor(count);
  std::array<std::byte, 64 << 10> scratch;
  while (count > 0) {
    const std::size_t step = std::size_t(std::min<std::uint64_t>(count, scratch.size()));
    const std::size_t got = read(std::span(scratch).first(step));
    if (got != step) {
      endedEarly(count - got);
    }
    count -= step;
  }
}

bool GzipInput::isAtEnd() {
  std::byte one;
  return read({&one, 1}) == 0;
}

void GzipInput::requireRoomFor(std::uint64_t bytes) const {
  const std::uint64_t most = compressed_ ? fileBytes_ * kMaxDeflateRatio : fileBytes_;
  const std::uint64_t left = most > position_ ? most - position_ : 0;
  if (bytes > left) {
    endedEarly(bytes - left);
  }
}

void GzipInput::endedEarly(std::uint64_t missing) const {
  throw core::Error(
      file_.string(),
      "it is cut short: at least " + std::to_string(missing) + " bytes that its header speaks of are missing",
      "Get the file again from where it came");
}

struct GzipOutput::Stream {
  std::ofstream file;
  bool compressed = false;
  z_stream deflater{};
  std::vector<std::byte> packed;

  ~Stream() {
    if (compressed) {
      deflateEnd(&deflater);
    }
  }
};

GzipOutput::GzipOutput(std::filesystem::path file)
    : file_(std::move(file)), partial_(file_.string() + ".part"), stream_(std::make_unique<Stream>()) {
  stream_->file.open(partial_, std::ios::binary | std::ios::trunc);
  if (!stream_->file) {
    throw core::Error(file_.string(), "it can't be written",
                      "Check that its folder exists and that you may write to it");
  }
}

GzipOutput::~GzipOutput() {
  if (stream_) {
    stream_->file.close();
    std::error_code ignored;
    std::filesystem::remove(partial_, ignored);
  }
}

void GzipOutput::compress(int level) {
  // 16 more than the window's bits asks for gzip's header, in which zlib leaves time and name out, so that bytes
  // repeat.
  const int code = deflateInit2(&stream_->deflater, level, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY);
  core::check(code == Z_OK, "zlib takes the parameters it documents");
  stream_->compressed = true;
  stream_->packed.resize(256 << 10);
}

void GzipOutput::write(std::span<const std::byte> bytes) {
  if (stream_->compressed) {
    deflateAll(bytes, false);
  } else {
    writePlain(bytes);
  }
}

void GzipOutput::finish() {
  if (stream_->compressed) {
    deflateAll({}, true);
  }
  stream_->file.close();
  if (!stream_->file) {
    fail();
  }
  std::error_code error;
  std::filesystem::rename(partial_, file_, error);
  if (error) {
    fail();
  }
  stream_.reset();
}

void GzipOutput::deflateAll(std::span<const std::byte> bytes, bool last) {
  constexpr std::size_t kMost = std::size_t{1} << 30;  // zlib counts in unsigned int
  z_stream& deflater = stream_->deflater;
  do {
    const std::span<const std::byte> part = bytes.first(std::min(bytes.size(), kMost));
    bytes = bytes.subspan(part.size());
    deflater.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(part.data()));  // zlib only reads it
    deflater.avail_in = uInt(part.size());
    do {
      deflater.next_out = reinterpret_cast<Bytef*>(stream_->packed.data());
      deflater.avail_out = uInt(stream_->packed.size());
      deflate(&deflater, last && bytes.empty() ? Z_FINISH : Z_NO_FLUSH);
      writePlain(std::span(stream_->packed).first(stream_->packed.size() - deflater.avail_out));
    } while (deflater.avail_out == 0);
  } while (!bytes.empty());
}

void GzipOutput::writePlain(std::span<const std::byte> bytes) {
  stream_->file.write(reinterpret_cast<const char*>(bytes.data()), std::streamsize(bytes.size()));
  if (!stream_->file) {
    fail();
  }
}

void GzipOutput::fail() const {
  throw core::Error(file_.string(), "writing it failed", "Check that the disk has room");
}

}  // namespace imaging
