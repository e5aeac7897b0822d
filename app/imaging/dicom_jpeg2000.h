// JPEG 2000 codestreams, bare or in a JP2 box, by OpenJPEG (DCMTK has no decoder). Any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace imaging {

// Decodes one monochrome image of columns x rows into integers, row by row; values as the codestream has them (signed
// or not). Throws core::Error naming `subject` where the stream is damaged, incomplete, or of another size.
std::vector<std::int32_t> decodeJpeg2000(std::span<const std::uint8_t> stream, int columns, int rows,
                                         const std::string& subject);

}  // namespace imaging
