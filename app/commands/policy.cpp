// sagitta policy FILE [--rule single|dual|sampled|consensus --reader R] [--critical A,B] [--part P] [--seed S]
//                [--resolvers A,B] [--limit-hours H] [--json]
#include <algorithm>
#include <cstdio>
#include <memory>

#include "commands/commands.h"
#include "commands/terminal.h"
#include "commands/workflow_record.h"
#include "core/error.h"

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
  if (!options.critical.empty()) {
    policy.criticalClasses = options.critical;
    std::sort(policy.criticalClasses.begin(), policy.criticalClasses.end());
    policy.criticalClasses.erase(std::unique(policy.criticalClasses.begin(), policy.criticalClasses.end()),
                                 policy.criticalClasses.end());
  }
  return policy;
}

void policy(const PolicyOptions& options) {
  if (options.sets() && options.reader.empty()) {
    throw core::Error(options.file, "it was not said who sets the policy", "Add --reader NAME");
  }
  store::ProjectFile project(options.file, options.sets() ? store::Access::Write : store::Access::Read,
                             store::Installation::standard());
  core::PolicySet now = recordOf(project).policy();
  if (options.sets()) {
    now = changed(now, options);
    project.append({.person = options.reader, .body = now});
  }
  if (options.json) {
    printJson({{"rule", core::name(now.rule)},
               {"critical", now.criticalClasses},
               {"part", now.sampledPart},
               {"seed", now.seed},
               {"resolvers", now.resolvers},
               {"limit_hours", now.limitHours}});
    return;
  }
  std::printf("rule %s, limit %llu hours, %zu critical classes, %zu resolvers\n",
              std::string(core::name(now.rule)).c_str(), static_cast<unsigned long long>(now.limitHours),
              now.criticalClasses.size(), now.resolvers.size());
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
  command.option("--reader", options->reader, "Who sets it").check(readableName());
  command.flag("--json", options->json, "As JSON");
  command.runs([options] { policy(*options); });
}

}  // namespace commands
