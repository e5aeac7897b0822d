#include "release/json.h"

#include "core/wall_clock.h"

namespace release {

Json editJson(const store::LogEntry& entry, const std::string& caseName) {
  Json json{{"id", entry.id.hex()},
            {"site", entry.header.site.hex()},
            {"sequence", entry.header.sequence},
            {"time", core::utcText(entry.header.wallClockMs)},
            {"kind", core::name(entry.header.kind)},
            {"person", entry.header.person},
            {"case", caseName},
            {"track", entry.header.track},
            {"undone", entry.undone}};
  if (entry.target) {
    json["target"] = entry.target->hex();
  }
  json["lesions"] = Json::array();
  for (const core::LesionId& lesion : entry.lesions) {
    json["lesions"].push_back(lesion.hex());
  }
  if (!entry.removed.empty()) {
    json["removed"] = Json::array();
    for (const core::LesionId& lesion : entry.removed) {
      json["removed"].push_back(lesion.hex());
    }
  }
  return json;
}

}  // namespace release
