#include "workflow/origin.h"

#include "core/text.h"
#include "workflow/assignment.h"

namespace workflow {
namespace {

std::string consensusWords(const Record& record, const core::CaseId& caseId, const MadeOf& made) {
  const std::vector<Reading> readings = readingsOf(record);
  std::vector<std::string> readers;
  for (const std::string& track : made.tracks) {
    std::string reader = track;  // which is mostly named after them
    for (const Reading& each : readings) {
      if (each.caseId == caseId && each.track == track) {
        reader = each.assigned.reader;
      }
    }
    readers.push_back(reader);
  }
  return listed(readers) + (made.method.empty() ? "" : " (" + made.method + ")");
}

}  // namespace

std::string listed(const std::vector<std::string>& names) {
  std::string words;
  for (std::size_t i = 0; i < names.size(); ++i) {
    words += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
  }
  return words;
}

std::vector<std::pair<std::string, std::string>> originOf(const Record& record, const LesionFacts& facts) {
  const core::Lesion& lesion = facts.lesion;
  if (const auto made = record.madeOf.find({lesion.caseId, lesion.track}); made != record.madeOf.end()) {
    return {{"Consensus of", consensusWords(record, lesion.caseId, made->second)}};
  }
  if (lesion.provenance != core::Provenance::Candidate) {
    return {{"Drawn by", facts.drawnBy.empty() ? lesion.author : listed(facts.drawnBy)}};
  }
  std::vector<std::pair<std::string, std::string>> origin{
      {"Proposed by", modelWords(lesion.model, lesion.modelVersion)}};
  if (!facts.drawnBy.empty()) {
    origin.emplace_back("Corrected by", listed(facts.drawnBy));
  }
  if (!facts.proposedClass.empty() && facts.proposedClass != lesion.className) {
    origin.emplace_back("Proposed as", facts.proposedClass);
  } else if (facts.drawnBy.empty() && !facts.changedBy.empty()) {
    origin.emplace_back("Changed by", facts.changedBy);
  }
  return origin;
}

std::string originLine(const Record& record, const LesionFacts& facts) {
  const auto origin = originOf(record, facts);
  std::string line = origin[0].first == "Consensus of" ? "consensus of " + origin[0].second : origin[0].second;
  for (std::size_t i = 1; i < origin.size(); ++i) {
    line += ", " + core::lowered(origin[i].first) + " " + origin[i].second;
  }
  return line;
}

}  // namespace workflow
