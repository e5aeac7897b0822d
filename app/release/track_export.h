// One reading of one case on its way out, as `export` and `release` hand it to exchange.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "exchange/export.h"
#include "store/project_file.h"

namespace release {

using TrackKey = std::pair<core::CaseId, std::string>;

// Who worked on a track, and when last: dates in exports come from edits, so that bytes repeat.
struct Authorship {
  std::set<std::string> people;
  std::int64_t latestMs = 0;
};
std::map<TrackKey, Authorship> authorship(const store::ProjectFile& project);

// The lesions of a track with their masks, which must outlive what they are handed to.
class LesionsToExport {
 public:
  LesionsToExport(const store::ProjectFile& project, std::span<const store::LesionRow> rows);
  LesionsToExport(LesionsToExport&&) = default;
  LesionsToExport(const LesionsToExport&) = delete;  // what is handed out points into this one's masks
  const std::vector<exchange::LesionToExport>& all() const { return lesions_; }

 private:
  std::vector<core::Mask> masks_;
  std::vector<exchange::LesionToExport> lesions_;
};

exchange::TrackToExport trackToExport(const core::Case& image, core::SourceAttributes source, const std::string& track,
                                      const LesionsToExport& lesions, const Authorship& authors);

}  // namespace release
