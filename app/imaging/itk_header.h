// The text headers of NRRD and MetaImage, read far enough to know, before ITK is asked to decode a file, that it keeps
// to its folder and holds what it promises; and for the fields that ITK does not hand on. Any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace imaging {

enum class ItkFormat { Nrrd, MetaImage };

struct TextHeader {
  ItkFormat format = ItkFormat::Nrrd;
  std::map<std::string, std::string> fields;    // by name in lower case ("space directions", "dimsize")
  std::map<std::string, std::string> keyValue;  // NRRD's "key:=value" pairs, as written
  std::filesystem::path dataFile;               // the file itself, or the one beside it with the voxels
  std::uint64_t dataStart = 0;                  // where the voxels begin, when they are in the file itself

  // A field's value, empty where it is absent.
  const std::string& field(const std::string& name) const;
};

// Throws core::Error (subject: the file) where the header is not complete, is longer than 1 MiB, or names data outside
// the header's own folder or in several files.
TextHeader readTextHeader(const std::filesystem::path& file, ItkFormat format);

// Throws core::Error where the file can't hold this many bytes of decoded voxels.
void requireData(const std::filesystem::path& file, const TextHeader& header, std::uint64_t decodedBytes);

}  // namespace imaging
