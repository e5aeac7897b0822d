#include "commands/seeded_track.h"

#include <algorithm>

#include "core/error.h"
#include "exchange/seeded_errors.h"

namespace commands {

std::vector<core::EditDraft> seededTrack(const store::ProjectFile& project, core::CalibrationOpened& opened,
                                         double part, const std::string& person) {
  opened.seededFrom = opened.candidates;
  opened.candidates = opened.name + " - candidates";
  std::vector<core::EditDraft> drafts;
  const std::vector<store::LesionRow> rows = project.lesions();
  for (const core::Case& each : project.cases()) {
    if (std::find(opened.cases.begin(), opened.cases.end(), each.id) == opened.cases.end()) {
      continue;
    }
    std::vector<core::Lesion> lesions;
    std::vector<core::Mask> masks;
    std::vector<std::string> keys;
    core::Mask taken;  // by what is true, as far as that is said
    for (const store::LesionRow& row : rows) {
      if (row.lesion.caseId == each.id && row.lesion.track == opened.seededFrom) {
        lesions.push_back(row.lesion);
        masks.push_back(project.mask(row.lesion.id));
        keys.push_back(row.lesion.id.hex());
      } else if (row.lesion.caseId == each.id && row.lesion.track == opened.reference) {
        taken |= project.mask(row.lesion.id);
      }
    }
    core::MaskChanged marks{.source = "candidates of " + opened.seededFrom + " with known errors"};
    const auto draft = [&](core::EditBody body) {
      return core::EditDraft{.person = person, .caseId = each.id, .track = opened.candidates, .body = std::move(body)};
    };
    for (exchange::SeededCandidate& shown :
         exchange::seedErrors(masks, keys, taken, each.grid, {.part = part, .seed = opened.name})) {
      const core::Lesion& from = lesions[shown.from];
      // Numbered anew: a name would tell a false one, or that one was left out.
      const std::string number = std::to_string(marks.changes.size() + 1);
      marks.changes.push_back({store::pendingLesion(drafts.size()), std::move(shown.mask), {}});
      drafts.push_back(draft(core::LesionCreated{.name = "C" + number,
                                                 .className = from.className,
                                                 .granularity = from.granularity,
                                                 .provenance = core::Provenance::Candidate,
                                                 .model = from.model,
                                                 .modelVersion = from.modelVersion}));
    }
    if (!marks.changes.empty()) {
      drafts.push_back(draft(std::move(marks)));
    }
  }
  if (drafts.empty()) {
    throw core::Error("track " + opened.seededFrom, "it holds no candidates in the cases of the session",
                      "Bring them in by import-labels --as candidate, or name another track");
  }
  return drafts;
}

}  // namespace commands
