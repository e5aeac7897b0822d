#include "workflow/consensus_track.h"

#include <map>

namespace workflow {
namespace {

constexpr std::string_view kPrefix = "consensus ";

}  // namespace

std::string consensusSource(const nlohmann::json& record) {
  return std::string(kPrefix) + record.dump();
}

std::optional<nlohmann::json> consensusRecord(const std::string& source) {
  if (!source.starts_with(kPrefix)) {
    return std::nullopt;
  }
  nlohmann::json record = nlohmann::json::parse(source.substr(kPrefix.size()), nullptr, false);
  return record.is_object() ? std::optional(std::move(record)) : std::nullopt;
}

std::vector<ConsensusTrack> consensusTracks(const store::ProjectFile& project, std::span<const store::LogEntry> log,
                                            const core::CaseId& caseId) {
  std::map<std::string, std::optional<ConsensusTrack>> tracks;  // nothing: begun by someone else, so not ours
  for (const store::LogEntry& entry : log) {
    const bool describes = entry.header.kind == core::EditKind::LesionChanged;
    if (entry.header.caseId != caseId || entry.undone ||
        (entry.header.kind != core::EditKind::MaskChanged && !describes)) {
      continue;
    }
    if (describes && !tracks.contains(entry.header.track)) {
      continue;
    }
    const auto [found, isFirst] = tracks.try_emplace(entry.header.track);
    if (!isFirst && !found->second) {
      continue;
    }
    const std::vector<store::ForeignEdit> edit = project.editsOf({&entry.id, 1});
    if (edit.empty() || !edit.front().body) {
      continue;  // withheld: a reader's blind track, which is no consensus
    }
    const core::EditBody body = core::decodeBody(entry.header.kind, *edit.front().body);
    if (const auto* described = std::get_if<core::LesionChanged>(&body)) {
      found->second->touched = true;
      if (described->className) {
        found->second->classed.insert(described->lesion);
      }
    } else if (std::optional<nlohmann::json> record = consensusRecord(std::get<core::MaskChanged>(body).source)) {
      found->second =
          ConsensusTrack{.track = entry.header.track, .record = std::move(*record), .made = entry.header, .spoken = {}};
    } else if (found->second) {
      found->second->touched = true;
      for (const core::MaskChange& change : std::get<core::MaskChanged>(body).changes) {
        found->second->spoken |= change.set;
        found->second->spoken |= change.cleared;
      }
    }
  }
  std::vector<ConsensusTrack> made;
  for (auto& [name, track] : tracks) {
    if (track) {
      made.push_back(std::move(*track));
    }
  }
  return made;
}

}  // namespace workflow
