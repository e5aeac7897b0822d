// Stroke scripts.
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "exchange/stroke_script.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const nlohmann::json document = nlohmann::json::parse(data, data + size, nullptr, false);
  try {
    for (const exchange::ScriptedStroke& scripted : exchange::parseStrokeScript(document, "script")) {
      core::check(!scripted.lesion.empty() && !scripted.stroke.pointsMm.empty(), "a script's strokes are whole");
    }
  } catch (const core::Error&) {
  }
  return 0;
}
