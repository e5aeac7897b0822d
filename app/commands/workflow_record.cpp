#include "commands/workflow_record.h"

#include <algorithm>

#include "commands/lookup.h"
#include "core/error.h"
#include "core/wall_clock.h"
#include "exchange/guideline_file.h"
#include "workflow/known_people.h"
#include "workflow/project_record.h"

namespace commands {
workflow::Record recordOf(const store::ProjectFile& project, std::uint64_t atMs) {
  return workflow::recordOf(project, exchange::readGuideline, atMs == 0 ? core::nowMs() : std::int64_t(atMs));
}

Option addMomentOption(Command& command, std::uint64_t& atMs) {
  return command.option("--at", atMs, "The moment that time limits are held against, ms since 1970").hidden();
}

void expectKnown(const store::ProjectFile& project, const std::vector<std::string>& people) {
  const core::People enrolled = project.enrolled();
  if (enrolled.isOpen()) {
    return;
  }
  if (const auto unknown = core::unknownAmong(people, workflow::knownPeople({}, enrolled))) {
    throw core::Error(project.path().string(), "\"" + unknown->name + "\" is not enrolled in it",
                      (unknown->nearest ? "Is \"" + *unknown->nearest + "\" meant? " : std::string()) +
                          "`sagitta person FILE list` tells who is enrolled");
  }
}

store::LesionRow findLesion(const store::ProjectFile& project, const std::string& nameOrId, const std::string& caseName,
                            const std::string& track) {
  const std::vector<store::LesionRow> rows = project.lesions();
  const std::optional<core::Case> in = caseName.empty() ? std::nullopt : std::optional(findCase(project, caseName));
  std::vector<const store::LesionRow*> found;
  for (const store::LesionRow& row : rows) {
    if ((in && row.lesion.caseId != in->id) || (!track.empty() && row.lesion.track != track)) {
      continue;
    }
    if (row.lesion.name == nameOrId ||
        (nameOrId.size() >= kShortestIdPrefix && row.lesion.id.hex().starts_with(nameOrId))) {
      found.push_back(&row);
    }
  }
  if (found.empty()) {
    throw core::Error(project.path().string(), "it has no lesion \"" + nameOrId + "\" there",
                      "See its lesions by: sagitta info " + project.path().string());
  }
  if (found.size() > 1) {
    throw core::Error(project.path().string(), "it has several lesions \"" + nameOrId + "\"",
                      "Say which with --case and --track, or give its id");
  }
  return *found.front();
}

Check calendarDay() {
  return {"YYYY-MM-DD", [](const std::string& text) -> std::optional<std::string> {
            if (core::endOfDayMs(text)) {
              return std::nullopt;
            }
            return text + " is no day: write 2026-12-31";
          }};
}

}  // namespace commands
