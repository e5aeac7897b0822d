// Edits as another installation may hand them over: what is read is what would have been written, to the byte.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/edit.h"
#include "core/error.h"

// The first byte tells the kind of a body; 0: the rest is a header.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  const auto bytes = std::as_bytes(std::span(data, size)).subspan(1);
  core::Bytes again;
  try {
    again = data[0] == 0 ? core::encodeHeader(core::decodeHeader(bytes))
                         : core::encodeBody(core::decodeBody(core::EditKind(data[0]), bytes));
  } catch (const core::Error&) {
    return 0;
  }
  core::check(std::ranges::equal(again, bytes), "an edit has one encoding");
  return 0;
}
