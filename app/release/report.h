// The report of a release: one HTML file that needs nothing beside it, to be read and printed without the program.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "release/json.h"
#include "workflow/manifest.h"
#include "workflow/queue.h"

namespace release {

struct ReportContent {
  const workflow::Manifest& manifest;  // but for its files
  const workflow::Record& record;
  const std::vector<workflow::QueueItem>& queue;
  const Json& agreement;                                  // as agreement.json
  const std::vector<std::string>& changes;                // since the previous release
  const std::map<core::LesionId, std::string>& pictures;  // names within `folder`
  std::filesystem::path folder;
};

std::string releaseReport(const ReportContent& content);

}  // namespace release
