// Stroke scripts.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/error.h"
#include "exchange/json_text.h"
#include "exchange/stroke_script.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    for (const exchange::ScriptedStroke& scripted :
         exchange::parseStrokeScript(exchange::parseJson(text, "script"), "script")) {
      core::check(!scripted.lesion.empty() && !scripted.stroke.pointsMm.empty(), "a script's strokes are whole");
    }
  } catch (const core::Error&) {
  }
  return 0;
}
