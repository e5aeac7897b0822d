// sagitta automation FILE show | release --class C --reason TEXT --reader R
#include <algorithm>
#include <cstdio>
#include <memory>

#include "commands/commands.h"
#include "commands/terminal.h"
#include "commands/workflow_record.h"
#include "core/error.h"
#include "workflow/automation.h"
#include "workflow/import_record.h"

namespace commands {
namespace {

struct AutomationOptions {
  std::string file;
  std::string className;
  std::string reason;
  std::string reader;
  bool json = false;
};

std::string_view stateName(analysis::CusumState state) {
  switch (state) {
    case analysis::CusumState::Calm:
      return "calm";
    case analysis::CusumState::Warning:
      return "warning";
    case analysis::CusumState::Paused:
      return "paused";
  }
  core::invariantBroken("every state has a name", std::source_location::current());
}

// Which values of which file became candidates of which class.
Json importsOf(const store::ProjectFile& project) {
  Json list = Json::array();
  const std::vector<core::Case> cases = project.cases();
  for (const workflow::CandidateImport& each : workflow::candidateImports(project)) {
    const auto of =
        std::find_if(cases.begin(), cases.end(), [&](const core::Case& one) { return one.id == each.caseId; });
    list.push_back({{"file", each.record.file},
                    {"case", of == cases.end() ? "" : of->name},
                    {"track", each.track},
                    {"reader", each.person},
                    {"model", each.model},
                    {"model_version", each.modelVersion},
                    {"values", each.record.values},
                    {"left_out", each.record.leftOut}});
  }
  return list;
}

void show(const store::ProjectFile& project, const AutomationOptions& options) {
  Json list = Json::array();
  std::string model;
  for (const workflow::ClassWatch& watch : workflow::countedWatches(project, recordOf(project))) {
    const auto interval = watch.interval();
    const double part = watch.decided() == 0 ? 0 : double(watch.accepted()) / double(watch.decided());
    if (!options.json) {
      const std::string words = workflow::modelWords(watch.model, watch.modelVersion);
      if (words != model) {
        std::printf("%s\n", words.c_str());
        model = words;
      }
      std::printf("  %-16s %-8s %lld of %lld decided candidates were good (%.0f %%), %lld wait",
                  watch.className.c_str(), std::string(stateName(watch.state)).c_str(),
                  static_cast<long long>(watch.accepted()), static_cast<long long>(watch.decided()), part * 100,
                  static_cast<long long>(watch.candidates - watch.decided()));
      if (watch.classChanged > 0) {
        std::printf("; class changed: %lld", static_cast<long long>(watch.classChanged));
      }
      if (watch.missed > 0) {
        std::printf("; missed: %lld", static_cast<long long>(watch.missed));
      }
      std::printf("\n");
    }
    list.push_back({{"model", watch.model},
                    {"model_version", watch.modelVersion},
                    {"class", watch.className},
                    {"state", stateName(watch.state)},
                    {"candidates", watch.candidates},
                    {"decided", watch.decided()},
                    {"accepted", watch.accepted()},
                    {"accepted_interval_95", interval ? Json{interval->low, interval->high} : Json()},
                    {"untouched", watch.untouched},
                    {"small_correction", watch.small},
                    {"large_correction", watch.large},
                    {"class_changed", watch.classChanged},
                    {"rejected", watch.rejected},
                    {"missed", watch.missed},
                    {"cusum", watch.sum}});
  }
  if (options.json) {
    printJson({{"classes", list}, {"imports", importsOf(project)}});
  } else if (list.empty()) {
    printNote("there are no candidates; bring them in by `import-labels --as candidate`");
  }
}

void release(const AutomationOptions& options) {
  store::ProjectFile project(options.file, store::Access::Write, store::Installation::standard());
  for (const workflow::ClassWatch& watch : workflow::watchesOf(recordOf(project), workflow::correctionsOf(project))) {
    if (watch.className == options.className && watch.state == analysis::CusumState::Paused) {
      project.append({.person = options.reader, .body = core::AutomationReleased{options.className, options.reason}});
      show(project, options);
      return;
    }
  }
  throw core::Error(options.file, "class \"" + options.className + "\" is not paused",
                    "See which are by: sagitta automation " + options.file + " show");
}

}  // namespace

void addAutomation(Command program) {
  auto options = std::make_shared<AutomationOptions>();
  Command command = program.command("automation", "Whether a model's candidates are still good enough");
  command.option("FILE", options->file, "The project").required();
  Command showing = command.command("show", "How the candidates of each model, version and class fared");
  showing.flag("--json", options->json, "As JSON");
  showing.runs([options] {
    show(store::ProjectFile(options->file, store::Access::Read, store::Installation::standard()), *options);
  });
  Command releasing = command.command("release", "Let a paused class go on, once somebody has looked into it");
  releasing.option("--class", options->className, "The class").required().check(readableName());
  releasing.option("--reason", options->reason, "What was found, and done about it").required();
  releasing.option("--reader", options->reader, "Who has looked into it").required().check(readableName());
  releasing.flag("--json", options->json, "As JSON");
  releasing.runs([options] { release(*options); });
}

}  // namespace commands
