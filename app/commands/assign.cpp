// sagitta assign FILE plan --readers A,B [--cases C,D] [--per-case N] [--repeat PART] [--due DAY] [--blind] --reader R
//                     set --case C --track T --to NAME [--due DAY] [--blind] --reader R | submit --case C --track T
//                     --reader R sequester --case C [--not] --reader R | list | propose
#include <cstdio>
#include <memory>

#include "commands/commands.h"
#include "commands/describe.h"
#include "commands/lookup.h"
#include "commands/terminal.h"
#include "commands/workflow_record.h"
#include "core/error.h"
#include "core/text.h"
#include "core/wall_clock.h"
#include "workflow/assignment.h"
#include "workflow/informative_cases.h"

namespace commands {
namespace {

struct AssignOptions {
  std::string file;
  std::string caseName;
  std::vector<std::string> cases;
  std::vector<std::string> readers;
  std::string track;
  std::string to;
  std::string reader;
  std::string due;
  std::string seed = "1";
  int perCase = 1;
  double repeat = 0;
  std::uint64_t atMs = 0;
  std::vector<std::string> confirmed;
  bool blind = false;
  bool notSequestered = false;
  bool json = false;
};

void printReadings(const store::ProjectFile& project, const AssignOptions& options) {
  const workflow::Record record = recordOf(project, options.atMs);
  const std::vector<workflow::Reading> readings = workflow::readingsOf(record);
  if (!options.json) {
    for (const workflow::Reading& each : readings) {
      std::printf("%-20s %-20s %-20s %s\n", record.findCase(each.caseId)->name.c_str(), each.track.c_str(),
                  each.assigned.reader.c_str(),
                  each.submittedMs ? "handed in"
                  : each.overdue   ? "overdue"
                                   : "open");
    }
    return;
  }
  Json list = Json::array();
  for (const workflow::Reading& each : readings) {
    list.push_back({{"case", record.findCase(each.caseId)->name},
                    {"track", each.track},
                    {"reader", each.assigned.reader},
                    {"due", each.assigned.dueMs == 0 ? Json() : Json(core::utcText(each.assigned.dueMs))},
                    {"blind", each.assigned.blind},
                    {"repeats", each.assigned.repeats},
                    {"submitted", each.submittedMs ? Json(core::utcText(*each.submittedMs)) : Json()},
                    {"overdue", each.overdue}});
  }
  Json sequestered = Json::array(), consulted = Json::array();
  for (const core::Case& each : record.cases) {
    if (record.isSequestered(each.id)) {
      sequestered.push_back(each.name);
    }
  }
  record.each<core::CaseConsulted>([&](const core::Edit& edit, const core::CaseConsulted& body) {
    const core::Case* in = record.findCase(edit.header.caseId);
    consulted.push_back({{"case", in == nullptr ? "" : in->name},
                         {"reader", edit.header.person},
                         {"time", core::utcText(edit.header.wallClockMs)},
                         {"purpose", body.purpose}});
  });
  printJson({{"readings", list}, {"sequestered", sequestered}, {"consulted", consulted}});
}

void propose(const AssignOptions& options) {
  const store::ProjectFile project(options.file, store::Access::Read, store::Installation::standard());
  const workflow::Record record = recordOf(project, options.atMs);
  const std::vector<workflow::InformativeCase> cases =
      workflow::informativeCases(record, workflow::reviewQueue(record));
  Json list = Json::array();
  for (const workflow::InformativeCase& each : cases) {
    const std::string& name = record.findCase(each.caseId)->name;
    if (options.json) {
      list.push_back({{"case", name}, {"score", each.score}, {"why", each.why}});
    } else {
      std::printf("%5.2f  %-20s %s\n", each.score, name.c_str(), core::joined(each.why, "; ").c_str());
    }
  }
  if (options.json) {
    printJson({{"cases", list}});
  } else if (cases.empty()) {
    std::printf("Nothing speaks for reading one case rather than another.\n");
  }
}

std::int64_t dueOf(const AssignOptions& options) {
  return options.due.empty() ? 0 : *core::endOfDayMs(options.due);
}

void plan(const AssignOptions& options) {
  if (std::size_t(options.perCase) > options.readers.size()) {
    throw core::Error(options.file, "a case is to be read by more people than there are",
                      "Name more with --readers, or ask for fewer with --per-case");
  }
  store::ProjectFile project(options.file, store::Access::Write, store::Installation::standard());
  expectKnown(project, options.readers);
  std::vector<core::CaseId> cases;
  for (const std::string& each : options.cases) {
    cases.push_back(findCase(project, each).id);
  }
  if (options.cases.empty()) {
    for (const core::Case& each : project.cases()) {
      cases.push_back(each.id);
    }
  }
  std::vector<core::EditDraft> drafts;
  for (workflow::PlannedReading& each : workflow::planReadings(
           recordOf(project, options.atMs), cases, options.readers,
           {.readersPerCase = options.perCase, .repeatedPart = options.repeat, .seed = options.seed})) {
    drafts.push_back({.person = options.reader,
                      .caseId = each.caseId,
                      .track = each.track,
                      .body = core::Assigned{.reader = std::move(each.reader),
                                             .dueMs = dueOf(options),
                                             .blind = options.blind,
                                             .repeats = std::move(each.repeats)}});
  }
  if (!drafts.empty()) {
    project.append(drafts);
  }
  printReadings(project, options);
}

void append(const AssignOptions& options, core::EditBody body, const std::string& track) {
  store::ProjectFile project(options.file, store::Access::Write, store::Installation::standard());
  if (const auto* assigned = std::get_if<core::Assigned>(&body); assigned != nullptr && !assigned->reader.empty()) {
    expectKnown(project, {assigned->reader});
  }
  project.append({.person = options.reader,
                  .caseId = findCase(project, options.caseName).id,
                  .track = track,
                  .body = std::move(body)});
  printReadings(project, options);
}

void addCommon(Command& command, const std::shared_ptr<AssignOptions>& options, bool writes) {
  if (writes) {
    command.option("--reader", options->reader, "Who does it").required().check(readableName());
  }
  addMomentOption(command, options->atMs);
  command.flag("--json", options->json, "Print all readings, as JSON");
}

}  // namespace

void addAssign(Command program) {
  auto options = std::make_shared<AssignOptions>();
  Command command = program.command("assign", "Who reads which case: plan it, hand readings in, see what is open");
  command.option("FILE", options->file, "The project").required();

  Command planning = command.command("plan", "Share cases out fairly");
  planning.option("--readers", options->readers, "Among whom, A,B,...")
      .required()
      .separatedBy(',')
      .check(readableName());
  planning.option("--cases", options->cases, "Which, C,D,... (default: all)").separatedBy(',');
  planning.option("--per-case", options->perCase, "How many read each").check(within(1, 64)).showDefault();
  planning.option("--repeat", options->repeat, "The part that a reader reads twice").check(within(0.0, 1.0));
  planning.option("--due", options->due, "Until when, 2026-12-31").check(calendarDay());
  planning.option("--seed", options->seed, "What the draw hangs on").showDefault();
  planning.flag("--blind", options->blind, "Readers do not see each other's work");
  addCommon(planning, options, true);
  planning.runs([options] { plan(*options); });

  Command setting = command.command("set", "Give one reading to somebody, or take it back");
  setting.option("--case", options->caseName, "The case").required();
  setting.option("--track", options->track, "The track that it goes into").required().check(readableName());
  setting.option("--to", options->to, "Who reads (none: nobody any more)").check(readableName());
  setting.option("--due", options->due, "Until when, 2026-12-31").check(calendarDay());
  setting.flag("--blind", options->blind, "Without seeing others' work");
  addCommon(setting, options, true);
  setting.runs([options] {
    append(*options, core::Assigned{.reader = options->to, .dueMs = dueOf(*options), .blind = options->blind},
           options->track);
  });

  Command submitting = command.command("submit", "Hand a reading in, also one that marks nothing");
  submitting.option("--case", options->caseName, "The case").required();
  submitting.option("--track", options->track, "The track").required().check(readableName());
  submitting.option("--confirm", options->confirmed, "An acceptance criterion that holds; may be given several times");
  addCommon(submitting, options, true);
  submitting.runs([options] { append(*options, core::ReadingSubmitted{options->confirmed}, options->track); });

  Command apart = command.command("sequester", "Keep a case apart as a test case");
  apart.option("--case", options->caseName, "The case").required();
  apart.flag("--not", options->notSequestered, "Back among the others");
  addCommon(apart, options, true);
  apart.runs([options] { append(*options, core::CaseSequestered{!options->notSequestered}, ""); });

  Command proposing = command.command("propose", "The cases that another reading would teach most about, and why");
  addCommon(proposing, options, false);
  proposing.runs([options] { propose(*options); });

  Command listing = command.command("list", "All readings and where they stand");
  addCommon(listing, options, false);
  listing.runs([options] {
    printReadings(store::ProjectFile(options->file, store::Access::Read, store::Installation::standard()), *options);
  });
}

}  // namespace commands
