#include "renderer/picture_file.h"

#include <png.h>

#include <cstdio>

#include "core/error.h"

namespace renderer {
namespace {

png_image headOf(const Picture& picture) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = std::uint32_t(picture.size.x);
  image.height = std::uint32_t(picture.size.y);
  image.format = PNG_FORMAT_RGBA;
  return image;
}

}  // namespace

std::vector<std::byte> encodePng(const Picture& picture) {
  png_image image = headOf(picture);
  std::vector<std::byte> bytes(PNG_IMAGE_PNG_SIZE_MAX(image));
  png_alloc_size_t size = bytes.size();
  if (png_image_write_to_memory(&image, bytes.data(), &size, 0, picture.rgba.data(), 0, nullptr) == 0) {
    throw core::Error("picture", std::string("it could not be packed: ") + image.message, "Close other programs");
  }
  bytes.resize(size);
  return bytes;
}

void writePng(const std::filesystem::path& file, const Picture& picture) {
  const std::filesystem::path part = file.string() + ".part";
  png_image image = headOf(picture);
  std::error_code failed;
  if (png_image_write_to_file(&image, part.c_str(), 0, picture.rgba.data(), 0, nullptr) == 0) {
    std::filesystem::remove(part, failed);
    throw core::Error(file.string(), std::string("the picture could not be written: ") + image.message,
                      "Choose a folder that exists, can be written and has space");
  }
  std::filesystem::rename(part, file, failed);
  if (failed) {
    std::filesystem::remove(part, failed);
    throw core::Error(file.string(), "the picture could not be put in its place", "Choose another name");
  }
}

}  // namespace renderer
