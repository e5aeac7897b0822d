// sagitta review FILE [--case C] [--waiting] [--json]
#include <cstdio>
#include <memory>
#include <set>

#include "commands/commands.h"
#include "commands/describe.h"
#include "commands/lookup.h"
#include "commands/terminal.h"
#include "commands/workflow_record.h"
#include "core/wall_clock.h"
#include "workflow/assignment.h"
#include "workflow/automation.h"
#include "workflow/origin.h"

namespace commands {
namespace {

struct ReviewOptions {
  std::string file;
  std::string caseName;
  std::uint64_t atMs = 0;
  bool waiting = false;
  bool json = false;
};

Json asJson(const workflow::Opinion& opinion) {
  return {{"edit", opinion.edit.hex()},
          {"reader", opinion.person},
          {"role", opinion.role},
          {"verdict", core::name(opinion.verdict)},
          {"comment", opinion.comment},
          {"time", core::utcText(opinion.wallClockMs)},
          {"seconds", double(opinion.lookedMs) / 1000},
          {"version", opinion.version.hex()},
          {"guideline", opinion.guideline.isZero() ? Json() : Json(opinion.guideline.hex())},
          {"counts", opinion.counts()},
          {"voxels_changed", opinion.voxelsChanged},
          {"rule_changed", opinion.ruleChanged},
          {"own", opinion.own}};
}

Json asJson(const workflow::Escalation& escalation) {
  return {{"since", core::utcText(escalation.sinceMs)},
          {"warn", core::utcText(escalation.warnMs)},
          {"due", core::utcText(escalation.dueMs)},
          {"resolver", escalation.resolver},
          {"handed_on", escalation.handedOn},
          {"warns", escalation.warns},
          {"overdue", escalation.overdue}};
}

Json asJson(const workflow::QueueItem& item, const workflow::Record& record) {
  const workflow::LesionFacts& facts = record.lesions[item.lesion];
  Json opinions = Json::array();
  for (const workflow::Opinion& each : item.opinions) {
    opinions.push_back(asJson(each));
  }
  return {{"id", facts.lesion.id.hex()},
          {"name", facts.lesion.name},
          {"case", record.findCase(facts.lesion.caseId)->name},
          {"track", facts.lesion.track},
          {"class", facts.lesion.className},
          {"author", facts.lesion.author},
          {"model", facts.lesion.model},
          {"changed_by", facts.changedBy},
          {"version", facts.version.hex()},
          {"volume_ml", facts.volumeMl},
          {"state", workflow::name(item.state)},
          {"waiting", workflow::isWaiting(item.state)},
          {"waits_for", item.waitsFor},
          {"origin", workflow::originLine(record, facts)},
          {"risk", item.risk},
          {"critical", item.requirement.critical},
          {"disputed", facts.disputed},
          {"reviewers", item.requirement.reviewers},
          {"chance", item.requirement.chance},
          {"why", item.requirement.reason},
          {"escalation", item.escalation ? asJson(*item.escalation) : Json()},
          {"opinions", opinions}};
}

Json asJson(const core::PolicySet& policy) {
  return {{"rule", core::name(policy.rule)}, {"critical", policy.criticalClasses},
          {"part", policy.sampledPart},      {"seed", policy.seed},
          {"resolvers", policy.resolvers},   {"limit_hours", policy.limitHours}};
}

void review(const ReviewOptions& options) {
  const store::ProjectFile project(options.file, store::Access::Read, store::Installation::standard());
  const workflow::Record record = recordOf(project, options.atMs);
  const std::optional<core::Case> only =
      options.caseName.empty() ? std::nullopt : std::optional(findCase(project, options.caseName));
  std::vector<workflow::QueueItem> queue = workflow::reviewQueue(record);
  std::erase_if(queue, [&](const workflow::QueueItem& item) {
    return (only && record.lesions[item.lesion].lesion.caseId != only->id) ||
           (options.waiting && !workflow::isWaiting(item.state));
  });
  if (options.json) {
    Json items = Json::array(), lacking = Json::array();
    std::set<std::string> paused;
    std::map<std::string, int> counts;
    for (const workflow::QueueItem& item : queue) {
      items.push_back(asJson(item, record));
      ++counts[std::string(workflow::name(item.state))];
    }
    for (const core::Case& each : record.cases) {
      for (const std::string& what : workflow::lackingReadings(record, each.id)) {
        lacking.push_back({{"case", each.name}, {"what", what}});
      }
    }
    for (const workflow::ClassWatch& watch : workflow::watchesOf(record, workflow::correctionsOf(project))) {
      if (watch.state == analysis::CusumState::Paused) {
        paused.insert(watch.className);
      }
    }
    printJson({{"policy", asJson(record.policy())},
               {"counts", counts},
               {"findings", items},
               {"lacking", lacking},
               {"paused", paused},
               {"reminders", workflow::reminders(record)}});
    return;
  }
  for (const workflow::QueueItem& item : queue) {
    const workflow::LesionFacts& facts = record.lesions[item.lesion];
    std::printf("%-14s %-24s %-12s %8.2f ml  %s (%s)%s%s\n", std::string(workflow::name(item.state)).c_str(),
                facts.lesion.name.c_str(), facts.lesion.className.c_str(), facts.volumeMl,
                record.findCase(facts.lesion.caseId)->name.c_str(), facts.lesion.track.c_str(),
                item.waitsFor.empty() ? "" : "  waits for ", item.waitsFor.c_str());
  }
  for (const core::Case& each : record.cases) {
    for (const std::string& what : workflow::lackingReadings(record, each.id)) {
      printNote(each.name + ": " + what);
    }
  }
  for (const std::string& each : workflow::reminders(record)) {
    printNote(each);
  }
}

}  // namespace

void addReview(Command program) {
  auto options = std::make_shared<ReviewOptions>();
  Command command = program.command("review", "What is to be decided next, the riskiest first");
  command.option("FILE", options->file, "The project").required();
  command.option("--case", options->caseName, "Only of this case, by name or id");
  command.flag("--waiting", options->waiting, "Only what somebody has to look at");
  addMomentOption(command, options->atMs);
  command.flag("--json", options->json, "With all opinions, as JSON");
  command.runs([options] { review(*options); });
}

}  // namespace commands
