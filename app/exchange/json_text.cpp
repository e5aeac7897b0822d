#include "exchange/json_text.h"

#include "core/error.h"

namespace exchange {
namespace {

constexpr int kMaxDepth = 64;

}  // namespace

nlohmann::json parseJson(std::string_view text, const std::string& subject) {
  int depth = 0;
  const auto limit = [&](int, nlohmann::json::parse_event_t event, nlohmann::json&) {
    using Event = nlohmann::json::parse_event_t;
    if (event == Event::object_start || event == Event::array_start) {
      if (++depth > kMaxDepth) {
        throw core::Error(subject, "it is nested too deeply", "Check how it was written");
      }
    } else if (event == Event::object_end || event == Event::array_end) {
      --depth;
    }
    return true;
  };
  try {
    return nlohmann::json::parse(text, limit);
  } catch (const nlohmann::json::exception& error) {
    const std::string said = error.what();  // "[json.exception.parse_error.101] parse error at line 1, ..."
    const std::size_t id = said.find("] ");
    throw core::Error(subject, "it is not valid JSON: " + said.substr(id == std::string::npos ? 0 : id + 2),
                      "Correct it and try again");
  }
}

}  // namespace exchange
