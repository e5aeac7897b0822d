#include "release/track_export.h"

#include <algorithm>
#include <cmath>

#include "core/palette.h"
#include "core/text.h"
#include "core/wall_clock.h"

namespace release {
namespace {

std::array<std::uint8_t, 3> bytesOf(glm::vec3 color) {
  const auto byte = [](float value) { return std::uint8_t(std::lround(std::clamp(value, 0.0f, 1.0f) * 255)); };
  return {byte(color.r), byte(color.g), byte(color.b)};
}

}  // namespace

std::map<TrackKey, Authorship> authorship(const store::ProjectFile& project) {
  std::map<TrackKey, Authorship> all;
  for (const store::LogEntry& entry : project.log()) {
    Authorship& one = all[{entry.header.caseId, entry.header.track}];
    one.people.insert(entry.header.person);
    one.latestMs = std::max(one.latestMs, entry.header.wallClockMs);
  }
  return all;
}

LesionsToExport::LesionsToExport(const store::ProjectFile& project, std::span<const store::LesionRow> rows) {
  masks_.reserve(rows.size());
  for (const store::LesionRow& row : rows) {
    masks_.push_back(project.mask(row.lesion.id));
    lesions_.push_back({.id = row.lesion.id,
                        .name = row.lesion.name,
                        .className = row.lesion.className,
                        .colour = bytesOf(core::lesionColor(lesions_.size(), row.lesion.color)),
                        .semiautomatic = row.lesion.provenance == core::Provenance::Candidate,
                        .mask = &masks_.back()});
  }
}

exchange::TrackToExport trackToExport(const core::Case& image, core::SourceAttributes source, const std::string& track,
                                      const LesionsToExport& lesions, const Authorship& authors) {
  const std::string utc = core::utcText(authors.latestMs);  // 2026-03-01T12:34:56.789Z
  return {.image = image,
          .source = std::move(source),
          .track = track,
          .lesions = lesions.all(),
          .reader = core::joined(authors.people),
          .date = utc.substr(0, 4) + utc.substr(5, 2) + utc.substr(8, 2),
          .time = utc.substr(11, 2) + utc.substr(14, 2) + utc.substr(17, 2)};
}

}  // namespace release
