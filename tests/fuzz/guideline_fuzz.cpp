// Guidelines: what is published is canonical, and so is the same version when it is read again.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/error.h"
#include "exchange/guideline_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  core::GuidelinePublished published;
  try {
    published = exchange::parseGuideline({reinterpret_cast<const char*>(data), size}, "guideline");
  } catch (const core::Error&) {
    return 0;
  }
  core::check(exchange::parseGuideline(published.document, "guideline") == published,
              "a published guideline is the same version when it is read again");
  return 0;
}
