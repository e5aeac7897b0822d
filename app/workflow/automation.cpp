#include "workflow/automation.h"

#include <array>
#include <map>

#include "workflow/calibration.h"

namespace workflow {
namespace {

const std::string& proposedClassOf(const LesionFacts& facts) {
  return facts.proposedClass.empty() ? facts.lesion.className : facts.proposedClass;
}

}  // namespace

std::vector<ClassWatch> watchesOf(const Record& record, const CorrectionOf& correctionOf,
                                  const analysis::CusumSettings& settings) {
  struct Watched {
    explicit Watched(const analysis::CusumSettings& of) : cusum(of) {}
    ClassWatch watch;
    analysis::BernoulliCusum cusum;
  };
  struct Candidate {
    const LesionFacts* facts;
    Watched* watched;
  };
  std::map<std::array<std::string, 3>, Watched> classes;  // by model, version and class
  std::map<core::LesionId, Candidate> candidates;         // not decided on yet
  for (const LesionFacts& each : record.lesions) {
    const core::Lesion& lesion = each.lesion;
    if (lesion.provenance == core::Provenance::Candidate &&
        !isCalibrationTrack(record, lesion.caseId, lesion.track)) {  // copies, shown to see what readers do
      const std::string& className = proposedClassOf(each);
      Watched& watched = classes.try_emplace({lesion.model, lesion.modelVersion, className}, settings).first->second;
      watched.watch.model = lesion.model;
      watched.watch.modelVersion = lesion.modelVersion;
      watched.watch.className = className;
      ++watched.watch.candidates;
      candidates.emplace(lesion.id, Candidate{&each, &watched});
    }
  }
  for (const core::Edit& edit : record.edits) {
    if (const auto* released = std::get_if<core::AutomationReleased>(&edit.body)) {
      for (auto& [key, watched] : classes) {
        if (watched.watch.className == released->className && watched.cusum.state() == analysis::CusumState::Paused) {
          watched.cusum.release();
        }
      }
    }
    const auto* decided = std::get_if<core::Decided>(&edit.body);
    const auto candidate = decided == nullptr ? candidates.end() : candidates.find(decided->lesion);
    if (candidate == candidates.end() ||
        (decided->verdict != core::Verdict::Accept && decided->verdict != core::Verdict::Reject)) {
      continue;
    }
    const auto [facts, watched] = candidate->second;
    ClassWatch& watch = watched->watch;
    bool good = false;
    if (decided->verdict == core::Verdict::Reject) {
      ++watch.rejected;
    } else if (facts->lesion.className != watch.className) {
      ++watch.classChanged;
    } else {
      const analysis::CorrectionSize size = correctionOf(decided->lesion);
      watch.untouched += size == analysis::CorrectionSize::Untouched;
      watch.small += size == analysis::CorrectionSize::Small;
      watch.large += size == analysis::CorrectionSize::Large;
      watch.rejected += size == analysis::CorrectionSize::Rejected;
      good = size == analysis::CorrectionSize::Untouched || size == analysis::CorrectionSize::Small;
    }
    watched->cusum.add(good);
    candidates.erase(candidate);
  }
  for (const LesionFacts& each : record.lesions) {
    if (const auto found = candidates.find(each.lesion.id); found != candidates.end()) {
      found->second.watched->watch.waiting.push_back(each.lesion.id);
    }
  }
  std::vector<ClassWatch> watches;
  for (auto& [key, watched] : classes) {
    watched.watch.sum = watched.cusum.sum();
    watched.watch.state = watched.cusum.state();
    watches.push_back(std::move(watched.watch));
  }
  return watches;
}

}  // namespace workflow
