#include "imaging/dicom_inflate.h"

#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <fstream>
#include <utility>
#include <vector>

#include "core/error.h"

namespace imaging {
namespace {

constexpr std::size_t kMaxInflated = std::size_t{1} << 28;
constexpr std::size_t kChunk = 32 * 1024;
constexpr const char* kDeflated = "1.2.840.10008.1.2.1.99";
constexpr const char* kPlain = "1.2.840.10008.1.2.1";

// The part of the file up to the data set, with the plain transfer syntax in place of the deflated one.
std::string plainStart(ByteSource& source, const MetaInformation& meta) {
  const std::uint8_t* bytes = source.at(0, meta.datasetOffset);
  core::check(bytes != nullptr, "the meta information lies in its file");
  std::string start(reinterpret_cast<const char*>(bytes), meta.datasetOffset);
  std::string uid(kPlain);
  uid.resize(meta.syntaxLength, '\0');
  return start.replace(meta.syntaxOffset, uid.size(), uid);
}

// Everything from `offset` is one raw deflate stream.
void inflateInto(std::ofstream& out, ByteSource& source, std::uint64_t offset, const std::string& subject) {
  z_stream stream{};
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) {
    throw core::Error(subject, "there is no memory left to inflate it");
  }
  std::vector<char> inflated(8 * kChunk);
  std::size_t total = 0;
  int status = Z_OK;
  while (status == Z_OK && offset < source.size() && total <= kMaxInflated) {
    const std::size_t count = std::min<std::uint64_t>(kChunk, source.size() - offset);
    const std::uint8_t* bytes = source.at(offset, count);
    if (bytes == nullptr) {
      break;
    }
    offset += count;
    stream.next_in = const_cast<Bytef*>(bytes);
    stream.avail_in = uInt(count);
    do {
      stream.next_out = reinterpret_cast<Bytef*>(inflated.data());
      stream.avail_out = uInt(inflated.size());
      status = inflate(&stream, Z_NO_FLUSH);
      const std::size_t made = inflated.size() - stream.avail_out;
      out.write(inflated.data(), std::streamsize(made));
      total += made;
    } while (status == Z_OK && stream.avail_out == 0 && total <= kMaxInflated);
  }
  inflateEnd(&stream);
  if (total > kMaxInflated) {
    throw core::Error(subject, "it inflates to more than 256 MiB", "Export the image without deflate compression");
  }
}

}  // namespace

MemoryFile::MemoryFile() : descriptor_(memfd_create("inflated", MFD_CLOEXEC)) {
  if (descriptor_ < 0) {
    throw core::Error("", "the system has no memory left for an inflated file", "Close other programs and try again");
  }
}

MemoryFile::~MemoryFile() {
  if (descriptor_ >= 0) {
    close(descriptor_);
  }
}

MemoryFile::MemoryFile(MemoryFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

MemoryFile& MemoryFile::operator=(MemoryFile&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

std::filesystem::path MemoryFile::path() const {
  return "/proc/self/fd/" + std::to_string(descriptor_);
}

std::optional<MemoryFile> inflatedCopy(ByteSource& source, const MetaInformation& meta, const std::string& subject) {
  if (meta.transferSyntax != kDeflated || meta.datasetOffset > source.size()) {
    return {};
  }
  MemoryFile file;
  std::ofstream out(file.path(), std::ios::binary);
  const std::string start = plainStart(source, meta);
  out.write(start.data(), std::streamsize(start.size()));
  inflateInto(out, source, meta.datasetOffset, subject);
  out.close();
  if (!out) {
    throw core::Error(subject, "there is no memory left to inflate it", "Close other programs and try again");
  }
  return file;
}

}  // namespace imaging
