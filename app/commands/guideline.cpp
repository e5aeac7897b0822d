// sagitta guideline FILE add G.json --reader R | check G.json | show | diff [A B] | page OUT.html
#include <cstdio>
#include <memory>

#include "commands/commands.h"
#include "commands/describe.h"
#include "commands/terminal.h"
#include "commands/workflow_record.h"
#include "core/error.h"
#include "core/wall_clock.h"
#include "exchange/files.h"
#include "exchange/guideline_draft.h"
#include "exchange/guideline_file.h"
#include "release/guideline_page.h"
#include "workflow/guideline_change.h"
#include "workflow/guideline_checks.h"

namespace commands {
namespace {

struct GuidelineOptions {
  std::string file;
  std::string document;
  std::string reader;
  std::string version;
  std::string from;
  std::string to;
  std::string out;
  bool json = false;
};

constexpr std::size_t kShortVersion = 8;

Json asJson(const workflow::GuidelineVersion& version) {
  Json classes = Json::array();
  for (const core::GuidelineClass& each : version.guideline.classes) {
    classes.push_back({{"name", each.name},
                       {"definition", each.definition},
                       {"includes", each.includes},
                       {"excludes", each.excludes},
                       {"granularity", exchange::name(each.granularity)},
                       {"smallest_mm3", each.smallestMm3},
                       {"tolerance_mm", each.toleranceMm ? Json(*each.toleranceMm) : Json()},
                       {"may_overlap", each.mayOverlap},
                       {"critical", each.critical}});
  }
  return {{"version", version.hash.hex()},
          {"title", version.guideline.title},
          {"objective", version.guideline.objective},
          {"intent", version.guideline.intent},
          {"published_by", version.person},
          {"published", core::utcText(version.wallClockMs)},
          {"classes", classes},
          {"reading_acceptance", version.guideline.readingAcceptance},
          {"acceptance", version.guideline.acceptance}};
}

// By the first digits of its hash, or by its number (1: the first).
const workflow::GuidelineVersion& findVersion(const workflow::Record& record, const std::string& version,
                                              const std::string& file) {
  if (record.guidelines.empty()) {
    throw core::Error(file, "it has no guideline yet", "Add one: sagitta guideline " + file + " add G.json --reader R");
  }
  if (version.empty()) {
    return record.guidelines.back();
  }
  for (std::size_t i = 0; i < record.guidelines.size(); ++i) {
    if (std::to_string(i + 1) == version ||
        (version.size() >= kShortVersion && record.guidelines[i].hash.hex().starts_with(version))) {
      return record.guidelines[i];
    }
  }
  throw core::Error(file, "it has no version " + version + " of its guideline",
                    "Give a number from 1 to " + std::to_string(record.guidelines.size()) + ", or 8 digits of a hash");
}

Json asJson(const workflow::GuidelineDifference& difference) {
  return {{"changes", difference.lines}, {"classes", difference.classes}, {"all_classes", difference.allClasses}};
}

void print(const workflow::GuidelineDifference& difference) {
  for (const std::string& line : difference.lines) {
    std::printf("%s\n", line.c_str());
  }
  if (difference.lines.empty()) {
    std::printf("Nothing that the program reads is different.\n");
  }
}

Json asJson(const workflow::Record& record, const std::vector<std::size_t>& lesions) {
  Json all = Json::array();
  for (const std::size_t i : lesions) {
    const core::Lesion& lesion = record.lesions[i].lesion;
    all.push_back({{"id", lesion.id.hex()}, {"name", lesion.name}, {"class", lesion.className}});
  }
  return all;
}

// All that are to be looked at again, whichever version it was that touched them.
std::vector<std::size_t> staleLesions(const workflow::Record& record) {
  std::vector<std::size_t> lesions;
  for (const workflow::QueueItem& item : workflow::reviewQueue(record)) {
    if (item.state == workflow::LesionState::Stale) {
      lesions.push_back(item.lesion);
    }
  }
  return lesions;
}

std::vector<workflow::GuidelineFault> faultsOf(const std::string& document, const workflow::Record& record) {
  return workflow::faultsOf(exchange::draftOf(document), record);
}

// What the window says before a version is published.
void check(const GuidelineOptions& options) {
  const core::GuidelinePublished published =
      exchange::parseGuideline(exchange::readText(options.document), options.document);
  const store::ProjectFile project(options.file, store::Access::Read, store::Installation::standard());
  const workflow::Record record = recordOf(project);
  const core::Hash version = core::Sha256().update(published.document).finish();
  const workflow::GuidelineEffect effect =
      workflow::effectOf(record, {.hash = version, .guideline = exchange::readGuideline(published.document)});
  const std::vector<workflow::GuidelineFault> faults = faultsOf(published.document, record);
  if (options.json) {
    Json document = asJson(effect.difference);
    document["version"] = version.hex();
    document["in_force"] = project.guideline() == version;
    document["touched"] = asJson(record, effect.touched);
    document["look_again"] = asJson(record, effect.again);
    document["faults"] = Json::array();
    for (const workflow::GuidelineFault& each : faults) {
      document["faults"].push_back({{"what", each.what}, {"remedy", each.remedy}});
    }
    printJson(document);
    return;
  }
  print(effect.difference);
  std::printf("%zu lesions are of classes that it touches. %zu decided ones would be looked at again.\n",
              effect.touched.size(), effect.again.size());
  for (const workflow::GuidelineFault& each : faults) {
    printNote(each.what + ". " + each.remedy);
  }
}

void add(const GuidelineOptions& options) {
  const core::GuidelinePublished published =
      exchange::parseGuideline(exchange::readText(options.document), options.document);
  store::ProjectFile project(options.file, store::Access::Write, store::Installation::standard());
  const core::Hash version = core::Sha256().update(published.document).finish();
  const bool isNew = project.guideline() != version;
  if (isNew) {
    project.append({.person = options.reader, .body = published});
  }
  const workflow::Record record = recordOf(project);
  const core::Guideline before =
      record.guidelines.size() < 2 ? core::Guideline{} : record.guidelines[record.guidelines.size() - 2].guideline;
  const workflow::GuidelineDifference difference =
      isNew ? workflow::differenceOf(before, record.guidelines.back().guideline) : workflow::GuidelineDifference{};
  const std::vector<std::size_t> again = staleLesions(record);
  if (options.json) {
    Json document = asJson(difference);
    document["version"] = version.hex();
    document["added"] = isNew;
    document["look_again"] = asJson(record, again);
    printJson(document);
    return;
  }
  if (!isNew) {
    printNote("this version is in force already");
    return;
  }
  print(difference);
  std::printf("Version %zu is in force. %zu decided lesions are to be looked at again.\n", record.guidelines.size(),
              again.size());
}

void show(const GuidelineOptions& options) {
  const store::ProjectFile project(options.file, store::Access::Read, store::Installation::standard());
  const workflow::Record record = recordOf(project);
  const workflow::GuidelineVersion& version = findVersion(record, options.version, options.file);
  if (options.json) {
    Json document = asJson(version);
    document["versions"] = Json::array();
    for (const workflow::GuidelineVersion& each : record.guidelines) {
      document["versions"].push_back({{"version", each.hash.hex()},
                                      {"published_by", each.person},
                                      {"published", core::utcText(each.wallClockMs)}});
    }
    document["reminders"] = workflow::reminders(record);
    printJson(document);
    return;
  }
  const core::Guideline& guideline = version.guideline;
  std::printf("%s\n%s\n", guideline.title.c_str(), guideline.objective.c_str());
  for (const core::GuidelineClass& each : guideline.classes) {
    std::printf("  %s: %s\n", each.name.c_str(), each.definition.c_str());
  }
  for (const core::EdgeCase& each : guideline.edgeCases) {
    std::printf("  %s: %s\n", each.title.c_str(), each.decision.c_str());
  }
  for (const std::string& each : workflow::reminders(record)) {
    printNote(each);
  }
}

void diff(const GuidelineOptions& options) {
  const store::ProjectFile project(options.file, store::Access::Read, store::Installation::standard());
  const workflow::Record record = recordOf(project);
  const std::size_t count = record.guidelines.size();
  const std::string from = !options.from.empty() ? options.from : std::to_string(count < 2 ? count : count - 1);
  const auto place = [&](const std::string& version) {
    return std::size_t(&findVersion(record, version, options.file) - record.guidelines.data());
  };
  const workflow::GuidelineDifference difference = workflow::differenceOf(record, place(from), place(options.to));
  const std::vector<std::size_t> touched = workflow::touchedBy(record, difference);
  if (options.json) {
    Json document = asJson(difference);
    document["touched"] = asJson(record, touched);
    printJson(document);
    return;
  }
  print(difference);
  std::printf("%zu lesions are of classes that it touches%s\n", touched.size(), touched.empty() ? "." : ":");
  for (const std::size_t i : touched) {
    const core::Lesion& lesion = record.lesions[i].lesion;
    std::printf("  %s (%s) of %s, %s\n", lesion.name.c_str(), lesion.className.c_str(),
                record.findCase(lesion.caseId)->name.c_str(), lesion.track.c_str());
  }
}

void page(const GuidelineOptions& options) {
  const store::ProjectFile project(options.file, store::Access::Read, store::Installation::standard());
  const workflow::Record record = recordOf(project);
  const workflow::GuidelineVersion& version = findVersion(record, options.version, options.file);
  exchange::writeText(options.out, release::guidelinePage(version, release::pngPictures(project)));
  printNote("wrote " + options.out);
}

}  // namespace

void addGuideline(Command program) {
  auto options = std::make_shared<GuidelineOptions>();
  Command command = program.command("guideline", "What is to be marked, and how: its versions and what they change");
  command.option("FILE", options->file, "The project").required();

  Command adding = command.command("add", "Put a new version in force, and tell which decisions it touches");
  adding.option("GUIDELINE", options->document, "The guideline, JSON").required();
  adding.option("--reader", options->reader, "Who publishes it").required().check(readableName());
  adding.flag("--json", options->json, "Print what it changes, as JSON");
  adding.runs([options] { add(*options); });

  Command checking =
      command.command("check", "Tell what a version would change, which lesions it touches, and what is amiss in it");
  checking.option("GUIDELINE", options->document, "The guideline, JSON").required();
  checking.flag("--json", options->json, "As JSON");
  checking.runs([options] { check(*options); });

  Command showing = command.command("show", "Show a version, and list all");
  showing.option("--version", options->version, "By number (1: the first) or hash (default: the one in force)");
  showing.flag("--json", options->json, "As JSON");
  showing.runs([options] { show(*options); });

  Command comparing = command.command("diff", "What is different between two versions");
  comparing.option("FROM", options->from, "By number or hash (default: the one before the one in force)");
  comparing.option("TO", options->to, "Likewise (default: the one in force)");
  comparing.flag("--json", options->json, "As JSON");
  comparing.runs([options] { diff(*options); });

  Command printing = command.command("page", "Write a version as a page to print");
  printing.option("OUT", options->out, "The HTML file to write").required();
  printing.option("--version", options->version, "By number or hash (default: the one in force)");
  printing.runs([options] { page(*options); });
}

}  // namespace commands
