// Recordings of input: what is read is written and read again to the same.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/error.h"
#include "interaction/recording.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const interaction::Recording recording =
        interaction::decodeRecording({reinterpret_cast<const char*>(data), size}, "recording");
    const std::string text = interaction::encodeRecording(recording);
    core::check(interaction::decodeRecording(text, "recording") == recording, "a recording comes back as it was");
  } catch (const core::Error&) {
  }
  return 0;
}
