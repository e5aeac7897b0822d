// GLB surfaces, and what lies inside them.
#include <array>
#include <cstddef>
#include <cstdint>

#include "core/error.h"
#include "exchange/glb.h"
#include "fuzz_file.h"
#include "shape/surface.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const fuzz::File file("lesions.glb");
  file.write(data, size);
  const core::Grid grid({16, 16, 16}, glm::dmat4(1));
  try {
    for (const exchange::NamedSurface& surface : exchange::readGlb(file.path()).surfaces) {
      core::check(core::isInside(shape::voxelsInside(std::array{surface.surface}, grid), grid),
                  "voxels lie inside their grid");
    }
  } catch (const core::Error&) {
  }
  return 0;
}
