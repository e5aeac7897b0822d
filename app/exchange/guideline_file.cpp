#include "exchange/guideline_file.h"

#include "core/error.h"
#include "exchange/json_text.h"

namespace exchange {

core::GuidelinePublished parseGuideline(std::string_view text, const std::string& subject) {
  const nlohmann::json document = parseJson(text, subject);
  if (!document.is_object()) {
    throw core::Error(subject, "a guideline is a JSON object", "See the README for its fields");
  }
  return {document.dump()};
}

}  // namespace exchange
