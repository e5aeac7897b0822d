// sagitta info FILE [--json]
#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include "commands/commands.h"
#include "commands/describe.h"
#include "commands/workflow_record.h"
#include "store/project_file.h"
#include "workflow/queue.h"

namespace commands {
namespace {

struct InfoOptions {
  std::string file;
  bool json = false;
};

bool isContested(const store::LesionRow& row) {
  return row.contested > 0 || row.disputed;
}

// What became of the review of each lesion; of none before anything was decided.
std::map<core::LesionId, std::string> reviewStates(const store::ProjectFile& project) {
  std::map<core::LesionId, std::string> states;
  if (project.standing(core::EditKind::Decided, core::EditKind::Decided).empty()) {
    return states;
  }
  const workflow::Record record = recordOf(project);
  for (const workflow::QueueItem& item : workflow::reviewQueue(record)) {
    states.emplace(record.lesions[item.lesion].lesion.id, workflow::name(item.state));
  }
  return states;
}

void showInfo(const InfoOptions& options) {
  const store::ProjectFile project(options.file, store::Access::Read, store::Installation::standard());
  const std::vector<core::Case> cases = project.cases();
  const std::vector<store::LesionRow> lesions = project.lesions();
  const std::vector<std::string> people = project.people();
  std::map<core::CaseId, const core::Case*> caseOf;
  for (const core::Case& each : cases) {
    caseOf.emplace(each.id, &each);
  }
  std::set<std::string> tracks;
  for (const store::LesionRow& row : lesions) {
    tracks.insert(row.lesion.track);
  }
  if (!options.json) {
    std::printf("%s: %zu cases, %zu lesions, %zu people, %lld edits\n", project.title().c_str(), cases.size(),
                lesions.size(), people.size(), static_cast<long long>(project.editCount()));
    for (const core::Case& each : cases) {
      std::printf("  %s\n", lineOf(each).c_str());
      for (const store::LesionRow& row : lesions) {
        if (row.lesion.caseId == each.id) {
          std::printf("    %s\n", lineOf(row, each).c_str());
        }
      }
    }
    for (const store::Fork& fork : project.forks()) {
      printNote(inWords(fork));
    }
    return;
  }
  Json document{{"title", project.title()}, {"cases", Json::array()}, {"lesions", Json::array()}};
  for (const core::Case& each : cases) {
    document["cases"].push_back(describe(each, project.sourceOf(each.id)));
  }
  const std::map<core::LesionId, std::string> states = reviewStates(project);
  for (const store::LesionRow& row : lesions) {
    const auto in = caseOf.find(row.lesion.caseId);
    if (in != caseOf.end()) {
      document["lesions"].push_back(describe(row, *in->second));
      if (const auto state = states.find(row.lesion.id); state != states.end()) {
        document["lesions"].back()["state"] = state->second;
      }
    }
  }
  document["people"] = people;
  document["tracks"] = tracks;
  const core::Hash guideline = project.guideline();
  document["guideline"] = guideline.isZero() ? Json(nullptr) : Json{{"version", guideline.hex()}};
  document["counts"] = {{"cases", cases.size()},
                        {"lesions", document["lesions"].size()},
                        {"people", people.size()},
                        {"edits", project.editCount()},
                        {"contested", std::count_if(lesions.begin(), lesions.end(), isContested)}};
  document["forks"] = Json::array();
  for (const store::Fork& fork : project.forks()) {
    document["forks"].push_back(
        {{"site", fork.site.hex()}, {"sequence", fork.sequence}, {"edits", fork.edits}, {"what", inWords(fork)}});
  }
  printJson(document);
}

}  // namespace

void addInfo(Command program) {
  auto options = std::make_shared<InfoOptions>();
  Command command = program.command("info", "Tell what is in a project");
  command.option("FILE", options->file, "The project").required();
  command.flag("--json", options->json, "As JSON");
  command.runs([options] { showInfo(*options); });
}

}  // namespace commands
