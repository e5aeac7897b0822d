// The history of a project as one HTML page that stands by itself: no script, nothing fetched, fit to be printed and
// kept beside a release.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/hash.h"

namespace commands {

struct HistoryLine {
  std::string time;  // 2026-03-01T12:34:56.789Z
  std::string id;
  std::string person;
  std::string what;
  std::string where;  // case and track; may be empty
  bool undone = false;
};

// Replaces a file of that name. log: the hash of the whole log, also where lines are only some of it. Throws
// core::Error where it cannot be written.
void writeHistoryPage(const std::filesystem::path& file, const std::string& title, const core::Hash& log,
                      const std::vector<HistoryLine>& lines);

}  // namespace commands
