// sagitta policy FILE [--rule single|dual|sampled|consensus --reader R] [--critical A,B] [--part P] [--seed S]
//                [--resolvers A,B] [--limit-hours H] [--reason WHY] [--json]
#include <algorithm>
#include <cstdio>
#include <memory>

#include "commands/commands.h"
#include "commands/terminal.h"
#include "commands/workflow_record.h"
#include "core/error.h"
#include "core/text.h"
#include "core/wall_clock.h"
#include "workflow/policy.h"

namespace commands {
namespace {

struct PolicyOptions {
  std::string file;
  std::string reader;
  std::string rule;
  std::vector<std::string> critical;
  double part = -1;
  std::string seed;
  std::vector<std::string> resolvers;
  std::uint64_t limitHours = 0;
  std::string reason;
  bool json = false;

  bool sets() const {
    return !rule.empty() || !critical.empty() || part >= 0 || !seed.empty() || !resolvers.empty() || limitHours > 0;
  }
};

// What is not named stays as it is.
core::PolicySet changed(core::PolicySet policy, const PolicyOptions& options) {
  policy.rule = options.rule.empty() ? policy.rule : *core::reviewRuleNamed(options.rule);
  policy.sampledPart = options.part >= 0 ? options.part : policy.sampledPart;
  policy.seed = options.seed.empty() ? policy.seed : options.seed;
  policy.resolvers = options.resolvers.empty() ? policy.resolvers : options.resolvers;
  policy.limitHours = options.limitHours == 0 ? policy.limitHours : options.limitHours;
  policy.reason = options.reason;
  if (!options.critical.empty()) {
    policy.criticalClasses = options.critical;
    std::sort(policy.criticalClasses.begin(), policy.criticalClasses.end());
    policy.criticalClasses.erase(std::unique(policy.criticalClasses.begin(), policy.criticalClasses.end()),
                                 policy.criticalClasses.end());
  }
  return policy;
}

Json asJson(const std::vector<workflow::PolicyChange>& changes) {
  Json list = Json::array();
  for (const workflow::PolicyChange& each : changes) {
    list.push_back({{"time", core::utcText(each.wallClockMs)},
                    {"reader", each.person},
                    {"rule", core::name(each.policy.rule)},
                    {"asks_less", each.less},
                    {"reason", each.policy.reason}});
  }
  return list;
}

void policy(const PolicyOptions& options) {
  if (options.sets() && options.reader.empty()) {
    throw core::Error(options.file, "it was not said who sets the policy", "Add --reader NAME");
  }
  store::ProjectFile project(options.file, options.sets() ? store::Access::Write : store::Access::Read,
                             store::Installation::standard());
  std::vector<workflow::PolicyChange> changes = workflow::policyChanges(recordOf(project));
  core::PolicySet now = changes.empty() ? core::PolicySet() : changes.back().policy;
  if (options.sets()) {
    const core::PolicySet next = changed(now, options);
    const std::vector<std::string> less = changes.empty() ? std::vector<std::string>() : core::asksForLess(now, next);
    if (!less.empty() && next.reason.empty()) {
      throw core::Error(options.file, "this policy asks for less than the one in force: " + core::joined(less, "; "),
                        "Say why with --reason");
    }
    expectKnown(project, options.resolvers);
    now = next;
    project.append({.person = options.reader, .body = now});
    changes = workflow::policyChanges(recordOf(project));
  }
  if (options.json) {
    printJson({{"rule", core::name(now.rule)},
               {"critical", now.criticalClasses},
               {"part", now.sampledPart},
               {"seed", now.seed},
               {"resolvers", now.resolvers},
               {"limit_hours", now.limitHours},
               {"reason", now.reason},
               {"changes", asJson(changes)}});
    return;
  }
  std::printf("rule %s, limit %llu hours, %zu critical classes, %zu resolvers\n",
              std::string(core::name(now.rule)).c_str(), static_cast<unsigned long long>(now.limitHours),
              now.criticalClasses.size(), now.resolvers.size());
  for (const workflow::PolicyChange& each : changes) {
    std::printf("%s  %s set %s%s%s%s%s\n", core::utcText(each.wallClockMs).substr(0, 10).c_str(), each.person.c_str(),
                std::string(core::name(each.policy.rule)).c_str(),
                each.less.empty() ? "" : "; less: ", core::joined(each.less, "; ").c_str(),
                each.policy.reason.empty() ? "" : "; why: ", each.policy.reason.c_str());
  }
}

}  // namespace

void addPolicy(Command program) {
  auto options = std::make_shared<PolicyOptions>();
  Command command = program.command("policy", "Show or set how the project reviews");
  command.option("FILE", options->file, "The project").required();
  command
      .option("--rule", options->rule,
              "single: a second person decides on everything; dual: two readings, an adjudicator where they differ; "
              "sampled: a part drawn by risk; consensus: two reviewers for critical classes")
      .check(oneOf({"single", "dual", "sampled", "consensus"}));
  command.option("--critical", options->critical, "Classes that ask for more review, A,B,...").separatedBy(',');
  command.option("--part", options->part, "Of `sampled`: the part that is drawn").check(within(0.0, 1.0));
  command.option("--seed", options->seed, "Of `sampled`: what the draw hangs on");
  command.option("--resolvers", options->resolvers, "Who decides what was escalated, one after the other, A,B,...")
      .separatedBy(',')
      .check(readableName());
  command.option("--limit-hours", options->limitHours, "How long each of them has");
  command.option("--reason", options->reason,
                 "Why it is changed; it has to be said where it asks for less than before");
  command.option("--reader", options->reader, "Who sets it").check(readableName());
  command.flag("--json", options->json, "As JSON");
  command.runs([options] { policy(*options); });
}

}  // namespace commands
