// Documents that the program writes for others. Any thread.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "store/project_file.h"

namespace release {

// Keeps the keys in the order written, so that documents read well.
using Json = nlohmann::ordered_json;

Json editJson(const store::LogEntry& entry, const std::string& caseName);  // as `log --json` and a release list it

}  // namespace release
