// Views, as `sagitta render --view` reads them.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "core/view.h"
#include "exchange/json_text.h"
#include "exchange/view_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<std::string> lesions{"L1", "L2"};
  core::View view;
  try {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    view = exchange::parseView(exchange::parseJson(text, "view"), "view", lesions);
  } catch (const core::Error&) {
    return 0;
  }
  core::validate(view, "what was read is a view that can be drawn");
  for (const std::uint32_t lesion : view.hiddenLesions) {
    core::check(lesion >= 1 && lesion <= lesions.size(), "what a view hides is there");
  }
  return 0;
}
