#include "workflow/record.h"

#include <algorithm>

namespace workflow {

const core::Case* Record::findCase(const core::CaseId& id) const {
  const auto found = std::find_if(cases.begin(), cases.end(), [&](const core::Case& each) { return each.id == id; });
  return found == cases.end() ? nullptr : &*found;
}

const GuidelineVersion* Record::find(const core::Hash& hash) const {
  const auto found = std::find_if(guidelines.begin(), guidelines.end(),
                                  [&](const GuidelineVersion& each) { return each.hash == hash; });
  return found == guidelines.end() ? nullptr : &*found;
}

core::PolicySet Record::policy() const {
  core::PolicySet latest;
  each<core::PolicySet>([&](const core::Edit&, const core::PolicySet& body) { latest = body; });
  return latest;
}

std::vector<LateChange> Record::lateIn(const core::CaseId& id) const {
  std::vector<LateChange> there;
  std::copy_if(late.begin(), late.end(), std::back_inserter(there),
               [&](const LateChange& each) { return each.caseId == id; });
  return there;
}

bool Record::isChangedSince(const TrackOf& reading) const {
  return std::any_of(late.begin(), late.end(), [&](const LateChange& each) {
    return TrackOf(each.caseId, each.track) == reading && !each.handedInAgain;
  });
}

bool Record::isSequestered(const core::CaseId& id) const {
  bool sequestered = false;
  each<core::CaseSequestered>([&](const core::Edit& edit, const core::CaseSequestered& body) {
    if (edit.header.caseId == id) {
      sequestered = body.sequestered;
    }
  });
  return sequestered;
}

std::string modelWords(const std::string& model, const std::string& version) {
  return model.empty() ? "A model" : version.empty() ? model : model + " " + version;
}

bool isOwnWork(const Record& record, const LesionFacts& facts, const std::string& person) {
  const bool candidate = facts.lesion.provenance == core::Provenance::Candidate;
  return person == (candidate ? facts.changedBy : facts.lesion.author) && !person.empty() &&
         !record.consensus.contains({facts.lesion.caseId, facts.lesion.track});
}

Record gather(const store::ProjectFile& project, const GuidelineReader& read, std::set<TrackOf> consensus,
              std::int64_t nowMs) {
  Record record{.edits = project.standing(core::EditKind::Decided, core::EditKind::ReleaseMade),
                .cases = project.cases(),
                .consensus = std::move(consensus),
                .nowMs = nowMs};
  for (const core::Edit& edit :
       project.standing(core::EditKind::GuidelinePublished, core::EditKind::GuidelinePublished)) {
    const std::string& document = std::get<core::GuidelinePublished>(edit.body).document;
    record.guidelines.push_back({core::Sha256().update(document).finish(), read(document), edit.header.person,
                                 edit.header.wallClockMs, document});
  }
  for (store::LesionRow& row : project.lesions()) {
    if (const core::Case* in = record.findCase(row.lesion.caseId)) {
      const bool contested = row.contested > 0 || row.disputed;
      std::string proposed;
      if (row.lesion.provenance == core::Provenance::Candidate) {
        const core::EditBody body = project.body(row.lesion.id);
        proposed = std::get<core::LesionCreated>(body).className;
      }
      record.lesions.push_back({.lesion = std::move(row.lesion),
                                .version = row.version,
                                .voxels = row.voxels,
                                .volumeMl = double(row.voxels) * in->grid.voxelVolumeMl(),
                                .contested = contested,
                                .proposedClass = std::move(proposed)});
    }
  }
  return record;
}

}  // namespace workflow
