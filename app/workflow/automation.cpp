#include "workflow/automation.h"

#include "workflow/calibration.h"

namespace workflow {

std::vector<ClassWatch> watchesOf(const Record& record, const CorrectionOf& correctionOf,
                                  const analysis::CusumSettings& settings) {
  struct Watched {
    explicit Watched(const analysis::CusumSettings& of) : cusum(of) {}
    ClassWatch watch;
    analysis::BernoulliCusum cusum;
  };
  std::map<std::string, Watched> classes;
  std::map<core::LesionId, const LesionFacts*> candidates;  // not decided on yet
  for (const LesionFacts& each : record.lesions) {
    if (each.lesion.provenance == core::Provenance::Candidate &&
        !isCalibrationTrack(record, each.lesion.caseId, each.lesion.track)) {  // copies, shown to see what readers do
      candidates.emplace(each.lesion.id, &each);
      const auto found = classes.try_emplace(each.lesion.className, settings).first;
      found->second.watch.className = each.lesion.className;
      ++found->second.watch.candidates;
    }
  }
  for (const core::Edit& edit : record.edits) {
    if (const auto* released = std::get_if<core::AutomationReleased>(&edit.body)) {
      const auto found = classes.find(released->className);
      if (found != classes.end()) {
        found->second.cusum.release();
      }
    }
    const auto* decided = std::get_if<core::Decided>(&edit.body);
    const auto candidate = decided == nullptr ? candidates.end() : candidates.find(decided->lesion);
    if (candidate == candidates.end() ||
        (decided->verdict != core::Verdict::Accept && decided->verdict != core::Verdict::Reject)) {
      continue;
    }
    Watched& watched = classes.at(candidate->second->lesion.className);
    const analysis::CorrectionSize size =
        decided->verdict == core::Verdict::Reject ? analysis::CorrectionSize::Rejected : correctionOf(decided->lesion);
    watched.watch.untouched += size == analysis::CorrectionSize::Untouched;
    watched.watch.small += size == analysis::CorrectionSize::Small;
    watched.watch.large += size == analysis::CorrectionSize::Large;
    watched.watch.rejected += size == analysis::CorrectionSize::Rejected;
    watched.cusum.add(size == analysis::CorrectionSize::Untouched || size == analysis::CorrectionSize::Small);
    candidates.erase(candidate);
  }
  std::vector<ClassWatch> watches;
  for (auto& [className, watched] : classes) {
    watched.watch.sum = watched.cusum.sum();
    watched.watch.state = watched.cusum.state();
    watches.push_back(std::move(watched.watch));
  }
  return watches;
}

}  // namespace workflow
