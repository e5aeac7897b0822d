// Text as JSON, within bounds: what every reader of our own JSON files starts from. Any thread.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace exchange {

// Throws core::Error that names `subject`, with line and column where the text is no JSON, and where it is nested so
// deeply that walking it would exhaust the stack; no file of ours is.
nlohmann::json parseJson(std::string_view text, const std::string& subject);

}  // namespace exchange
