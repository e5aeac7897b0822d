// RLE frames (PS3.5 Annex G), because DCMTK's decoder reads beyond a segment whose offset is damaged. Any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace imaging {

// One monochrome frame of `pixels` samples, bytesPerSample each, little endian. Throws core::Error naming `subject`
// where a segment is missing, lies outside the frame, or ends early.
std::vector<std::uint8_t> decodeRle(std::span<const std::uint8_t> frame, std::size_t pixels, std::size_t bytesPerSample,
                                    const std::string& subject);

}  // namespace imaging
