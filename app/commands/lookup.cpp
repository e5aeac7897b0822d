#include "commands/lookup.h"

#include <algorithm>
#include <cstdlib>

#include "core/error.h"

namespace commands {
namespace {

std::string quotedList(const std::vector<core::Case>& cases) {
  std::string text;
  for (const core::Case& each : cases) {
    text += (text.empty() ? "\"" : ", \"") + each.name + "\"";
  }
  return text;
}

}  // namespace

core::Case findCase(const store::ProjectFile& project, const std::string& nameOrId) {
  const std::vector<core::Case> cases = project.cases();
  if (const core::Case* named = core::caseNamed(cases, nameOrId)) {
    return *named;
  }
  if (nameOrId.size() >= kShortestIdPrefix) {
    for (const core::Case& each : cases) {
      if (each.id.hex().starts_with(nameOrId)) {
        return each;
      }
    }
  }
  throw core::Error(
      project.path().string(), "it has no case \"" + nameOrId + "\"",
      cases.empty() ? "Import an image first: sagitta import FILE SOURCE" : "Its cases: " + quotedList(cases));
}

core::CaseId caseToOpen(const store::ProjectFile& project, const std::string& nameOrId) {
  if (!nameOrId.empty()) {
    return findCase(project, nameOrId).id;
  }
  const std::vector<core::Case> cases = project.cases();
  if (cases.empty()) {
    const std::string file = project.path().string();
    throw core::Error(file, "it has no case to look at", "Import an image first: sagitta import " + file + " IMAGE");
  }
  return cases.front().id;
}

std::string userName() {
  const char* user = std::getenv("USER");
  return user != nullptr && *user != 0 ? user : "reader";
}

const store::LesionRow* findLesion(const std::vector<store::LesionRow>& rows, const core::CaseId& caseId,
                                   const std::string& track, const std::string& name) {
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const store::LesionRow& row) {
    return row.lesion.caseId == caseId && row.lesion.track == track && row.lesion.name == name;
  });
  return found == rows.end() ? nullptr : &*found;
}

std::vector<store::LesionRow> lesionsOf(const store::ProjectFile& project, const core::CaseId& caseId,
                                        const std::optional<std::string>& track) {
  std::vector<store::LesionRow> rows = project.lesions();
  std::erase_if(rows, [&](const store::LesionRow& row) {
    return row.lesion.caseId != caseId || (track && row.lesion.track != *track);
  });
  return rows;
}

}  // namespace commands
