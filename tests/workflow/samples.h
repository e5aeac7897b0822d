// A record made by hand: who drew what, who decided what, when.
#pragma once

#include <string>
#include <vector>

#include "workflow/record.h"

namespace workflow {

inline core::Hash hashOf(const std::string& text) {
  return core::Sha256().update(text).finish();
}

class Story {
 public:
  static constexpr std::int64_t kHourMs = 3'600'000;
  Record record;

  Story() { record.nowMs = 1'000 * kHourMs; }

  core::CaseId addCase(const std::string& name) {
    record.cases.push_back({.id = hashOf(name), .name = name, .grid = core::Grid({64, 64, 64}, glm::dmat4(1))});
    return record.cases.back().id;
  }

  // volumeMl: neither tiny nor huge unless told.
  LesionFacts& addLesion(const std::string& name, const core::CaseId& caseId, const std::string& author = "Ada",
                         const std::string& className = "tumour", double volumeMl = 5) {
    LesionFacts facts{.version = hashOf(name + " 1"), .voxels = 5000, .volumeMl = volumeMl};
    facts.lesion = {.id = hashOf(name),
                    .name = name,
                    .className = className,
                    .caseId = caseId,
                    .track = "shared",
                    .author = author};
    record.lesions.push_back(facts);
    return record.lesions.back();
  }

  LesionFacts& facts(const std::string& name) {
    for (LesionFacts& each : record.lesions) {
      if (each.lesion.name == name) {
        return each;
      }
    }
    throw std::out_of_range(name);
  }

  core::EditId add(core::EditBody body, const std::string& person = "Lea", std::int64_t hoursAgo = 0,
                   const core::CaseId& caseId = {}, const std::string& track = "", const std::string& role = "") {
    core::Edit edit{.body = std::move(body)};
    edit.header.kind = core::kindOf(edit.body);
    edit.header.sequence = record.edits.size() + 1;
    edit.header.time.packed = record.edits.size() + 1;
    edit.header.wallClockMs = record.nowMs - hoursAgo * kHourMs;
    edit.header.person = person;
    edit.header.role = role;
    edit.header.caseId = caseId;
    edit.header.track = track;
    edit.header.guideline = record.guidelines.empty() ? core::Hash{} : record.guidelines.back().hash;
    edit.header.bodyHash = core::sha256(core::encodeBody(edit.body));
    edit.id = core::editId(edit.header);
    record.edits.push_back(edit);
    return edit.id;
  }

  core::EditId decide(const std::string& lesion, const std::string& person, core::Verdict verdict,
                      std::int64_t hoursAgo = 0, const std::string& role = "") {
    return add(core::Decided{.lesion = hashOf(lesion), .version = facts(lesion).version, .verdict = verdict}, person,
               hoursAgo, facts(lesion).lesion.caseId, "shared", role);
  }

  void publish(const core::Guideline& guideline, std::int64_t hoursAgo = 0) {
    record.guidelines.push_back({hashOf("guideline " + std::to_string(record.guidelines.size())), guideline, "Lea",
                                 record.nowMs - hoursAgo * kHourMs});
  }
};

}  // namespace workflow
