// Sidecars of exported label maps.
#include <cstddef>
#include <cstdint>

#include "core/error.h"
#include "exchange/sidecar.h"
#include "fuzz_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const fuzz::File file("labels.json");
  file.write(data, size);
  try {
    if (exchange::isSidecar(file.path())) {
      exchange::readSidecar(file.path());
    }
  } catch (const core::Error&) {
  }
  return 0;
}
