// Drafts of guidelines as a folder keeps them, whoever wrote them there: what is read is kept as it is, and what it
// would be published as is canonical.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/error.h"
#include "exchange/guideline_draft.h"
#include "exchange/guideline_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  core::GuidelineDraft draft;
  try {
    draft = exchange::decodeDraft({reinterpret_cast<const char*>(data), size}, "draft");
  } catch (const core::Error&) {
    return 0;
  }
  const std::string kept = exchange::encodeDraft(draft);
  core::check(exchange::encodeDraft(exchange::decodeDraft(kept, "draft")) == kept, "a draft is kept as it was read");
  try {
    const core::GuidelinePublished published = exchange::publishable(draft);
    core::check(exchange::parseGuideline(published.document, "guideline") == published,
                "what a draft is published as is the same version when it is read again");
  } catch (const core::Error&) {  // something is typed that cannot be published
  }
  return 0;
}
