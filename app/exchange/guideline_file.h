// A guideline as a file (sagitta guideline FILE add G.json): a JSON object. Any thread. Every field may be left out;
// fields that are not listed here are kept, and mean nothing to the program.
//
//   {"title": "Renal lesions", "objective": "...", "intent": "treatment planning aid",
//    "granularity": "instance|semantic-region|box", "granularity_reason": "...",
//    "classes": [{"name": "tumour", "definition": "...", "includes": ["necrosis"], "excludes": ["cysts"],
//                 "granularity": "instance", "smallest_mm3": 30, "tolerance_mm": 1, "may_overlap": false,
//                 "critical": true}],
//    "edge_cases": [{"title": "...", "decision": "...", "classes": ["tumour"], "case": "C1", "track": "shared",
//                    "lesion": "L1", "view": {...}, "picture": "64 digits"}],
//    "reading_acceptance": ["every slice was looked at", ...],  ticked when a reading is handed in
//    "acceptance": ["no vessel is taken along", ...],           of each finding: also when one is accepted
//    "changes": [{"what": "cysts have no wall", "classes": ["cyst"]}]}
#pragma once

#include <string>
#include <string_view>

#include "core/guideline.h"

namespace exchange {

std::string_view name(core::Granularity granularity);  // "instance", "semantic-region", "box"

// The edit that publishes it. Its document is canonical, so that a guideline that is laid out otherwise, or whose
// fields stand in another order, is the same version. Throws core::Error that names `subject` where it is no JSON
// object or a field is not what it should be.
core::GuidelinePublished parseGuideline(std::string_view text, const std::string& subject);

// What a published document says. Older programs published documents that they did not read: of one that cannot be
// read, the title says so and the rest is empty.
core::Guideline readGuideline(const std::string& document);

// A published document with one more edge case (`document` empty: the first version), whose only change against the one
// before is that edge case: so only decisions about its classes are asked to be looked at again. Fields that mean
// nothing to the program stay. Throws core::Error, subject "guideline", where the document cannot be read or the new
// one is none.
core::GuidelinePublished withEdgeCase(const std::string& document, const core::EdgeCase& edgeCase);

}  // namespace exchange
