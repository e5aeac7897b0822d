// A guideline as a draft and back. What nobody changed comes out as it went in, also fields that mean nothing to the
// program, how numbers are written and what is left out: so a document that is only looked at stays the same version.
// Any thread.
#pragma once

#include <string>
#include <string_view>

#include "core/guideline_draft.h"

namespace exchange {

// Throws core::Error, subject "guideline", where the document cannot be read. Empty: an empty draft.
core::GuidelineDraft draftOf(const std::string& document);

// The document that it would be published as: the edit is parseGuideline() of it. Throws core::Error, subject
// "guideline", where something is typed that cannot be published: a number that is none, a class without a name or with
// that of another.
core::GuidelinePublished publishable(const core::GuidelineDraft& draft);

// Another version was published since the draft began: the draft as of that version, with all that was changed in it,
// and what was changed in the version wherever the draft left it alone. Throws as publishable() does.
core::GuidelineDraft carriedOver(const core::GuidelineDraft& draft, const std::string& document);

// As a file keeps it while somebody writes. decodeDraft() throws core::Error, subject `subject`, where it is none.
//
//   {"sagitta_guideline_draft": 1, "document": "...", "title": "...", ..., "classes": [{"was": 0, "name": "...",
//    "includes": "one a line", "smallest_mm3": "as typed", ...}], "edge_cases": [...], "changes": [...]}
std::string encodeDraft(const core::GuidelineDraft& draft);
core::GuidelineDraft decodeDraft(std::string_view text, const std::string& subject);

}  // namespace exchange
