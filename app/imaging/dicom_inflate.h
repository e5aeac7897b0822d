// Deflated DICOM files, inflated before they are parsed: DCMTK would allocate whatever length an element within the
// stream claims, and can't leave pixel data on disk there. Any thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "imaging/dicom_bytes.h"

namespace imaging {

// A file that lives in memory, reached by a path as long as this object lives.
class MemoryFile {
 public:
  MemoryFile();  // empty; throws core::Error where the system has no memory for it
  ~MemoryFile();
  MemoryFile(MemoryFile&& other) noexcept;
  MemoryFile& operator=(MemoryFile&& other) noexcept;

  std::filesystem::path path() const;

 private:
  int descriptor_ = -1;
};

// The same file in plain explicit little endian; nothing where it is not deflated (PS3.5 A.5). Throws core::Error
// naming `subject` where it inflates to more than 256 MiB, which is beyond any slice. A damaged stream yields what
// could be inflated.
std::optional<MemoryFile> inflatedCopy(ByteSource& source, const MetaInformation& meta, const std::string& subject);

}  // namespace imaging
