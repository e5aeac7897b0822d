// sagitta log FILE [--person P] [--case C] [--lesion L] [--since T] [--until T] [--html PAGE.html] [--json]
#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "commands/commands.h"
#include "commands/describe.h"
#include "commands/history_page.h"
#include "commands/lookup.h"
#include "core/error.h"
#include "core/wall_clock.h"
#include "release/json.h"
#include "store/project_file.h"

namespace commands {
namespace {

struct LogOptions {
  std::string file;
  std::string person;
  std::string caseName;
  std::string lesion;
  std::string since;
  std::string until;
  std::string html;
  bool json = false;
};

// A moment is compared as it is printed: 2026-03-01, 2026-03-01T12, ... are prefixes of 2026-03-01T12:34:56.789Z.
Check moment() {
  return {"TIME", [](const std::string& text) -> std::optional<std::string> {
            static const std::string shape = "dddd-dd-ddTdd:dd:dd.dddZ";
            bool fits = text.size() >= 4 && text.size() <= shape.size();
            for (std::size_t i = 0; fits && i < text.size(); ++i) {
              fits = shape[i] == 'd' ? text[i] >= '0' && text[i] <= '9' : text[i] == shape[i];
            }
            return fits ? std::nullopt
                        : std::optional("\"" + text + "\" is no time such as 2026-03-01 or 2026-03-01T12:30 (UTC)");
          }};
}

// What the filters let through.
class Filter {
 public:
  Filter(const store::ProjectFile& project, const LogOptions& options) : options_(options) {
    if (!options.caseName.empty()) {
      case_ = findCase(project, options.caseName).id;
    }
    if (options.lesion.empty()) {
      return;
    }
    for (const store::LesionRow& row : project.lesionsEver()) {
      const std::string id = row.lesion.id.hex();
      if (row.lesion.name == options.lesion || (options.lesion.size() >= 8 && id.starts_with(options.lesion))) {
        lesions_.insert(row.lesion.id);
      }
    }
    if (lesions_.empty()) {
      throw core::Error(options.file, "It has, and had, no lesion \"" + options.lesion + "\"",
                        "`sagitta info` lists those that it has");
    }
  }

  bool lets(const store::LogEntry& entry) const {
    const std::string time = core::utcText(entry.header.wallClockMs);
    const auto names = [&](const std::vector<core::LesionId>& all) {
      return std::any_of(all.begin(), all.end(), [&](const core::LesionId& id) { return lesions_.contains(id); });
    };
    return (options_.person.empty() || entry.header.person == options_.person) &&
           (!case_ || entry.header.caseId == *case_) &&
           (lesions_.empty() || names(entry.lesions) || names(entry.removed)) &&
           (options_.since.empty() || time >= options_.since) &&
           (options_.until.empty() || time.substr(0, options_.until.size()) <= options_.until);
  }

 private:
  const LogOptions& options_;
  std::optional<core::CaseId> case_;
  std::set<core::LesionId> lesions_;
};

// What edits are called by, for people.
class Names {
 public:
  explicit Names(const store::ProjectFile& project) {
    for (const core::Case& each : project.cases()) {
      cases_.emplace(each.id, each.name);
    }
    for (const store::LesionRow& row : project.lesionsEver()) {
      lesions_.emplace(row.lesion.id, row.lesion.name);
    }
    std::map<core::CaseId, std::string> called;
    for (const core::Edit& edit : project.standing(core::EditKind::CaseAdded, core::EditKind::CaseAdded)) {
      called.emplace(edit.header.caseId, std::get<core::CaseAdded>(edit.body).added.name);
    }
    for (const core::Edit& edit : project.standing(core::EditKind::CaseRenamed, core::EditKind::CaseRenamed)) {
      std::string& name = called[edit.header.caseId];
      const std::string before = std::exchange(name, std::get<core::CaseRenamed>(edit.body).name);
      renamings_.emplace(edit.id, Renaming{before, name});
    }
  }

  // Of an edit that renames a case: what it was called before and after. Null of all others.
  struct Renaming {
    std::string before;
    std::string after;
  };
  const Renaming* renaming(const core::EditId& edit) const {
    const auto found = renamings_.find(edit);
    return found == renamings_.end() ? nullptr : &found->second;
  }

  std::string of(const core::CaseId& id) const {
    const auto found = cases_.find(id);
    return found == cases_.end() ? "" : found->second;
  }
  std::string ofLesion(const core::LesionId& id) const {
    const auto found = lesions_.find(id);
    return found == lesions_.end() ? id.hex().substr(0, 8) : found->second;
  }

 private:
  std::map<core::CaseId, std::string> cases_;
  std::map<core::LesionId, std::string> lesions_;
  std::map<core::EditId, Renaming> renamings_;
};

HistoryLine lineOf(const store::ProjectFile& project, const Names& names, const store::LogEntry& entry) {
  HistoryLine line{.time = core::utcText(entry.header.wallClockMs),
                   .id = entry.id.hex().substr(0, 8),
                   .person = entry.header.person.empty() ? "-" : entry.header.person,
                   .what = std::string(core::name(entry.header.kind)),
                   .where = {},
                   .undone = entry.undone};
  if (entry.target) {
    line.what += " " + entry.target->hex().substr(0, 8);
  }
  for (const core::LesionId& lesion : entry.lesions) {
    line.what += "  " + names.ofLesion(lesion);
  }
  for (const core::LesionId& lesion : entry.removed) {
    line.what += "  -" + names.ofLesion(lesion);
  }
  if (entry.header.kind == core::EditKind::LesionChanged && !entry.lesions.empty()) {
    line.what += ": " + commands::lineOf(std::get<core::LesionChanged>(project.body(entry.id)));
  }
  if (const Names::Renaming* renaming = names.renaming(entry.id)) {
    line.what += ": \"" + renaming->before + "\" to \"" + renaming->after + "\"";
  }
  if (entry.header.kind == core::EditKind::PolicySet) {
    const core::EditBody body = project.body(entry.id);
    const auto& policy = std::get<core::PolicySet>(body);
    line.what +=
        ": " + std::string(core::name(policy.rule)) + (policy.reason.empty() ? "" : ", because " + policy.reason);
  }
  if (!entry.header.caseId.isZero()) {
    line.where = names.of(entry.header.caseId) + (entry.header.track.empty() ? "" : ", " + entry.header.track);
  }
  return line;
}

void showLog(const LogOptions& options) {
  const store::ProjectFile project(options.file, store::Access::Read, store::Installation::standard());
  const Names names(project);
  const Filter filter(project, options);
  Json edits = Json::array();
  std::vector<HistoryLine> lines;
  for (const store::LogEntry& entry : project.log()) {
    if (!filter.lets(entry)) {
      continue;
    }
    if (options.json) {
      edits.push_back(release::editJson(entry, names.of(entry.header.caseId)));
      if (entry.header.kind == core::EditKind::LesionChanged && !entry.lesions.empty()) {
        edits.back()["changed"] = describe(std::get<core::LesionChanged>(project.body(entry.id)));
      }
      if (const Names::Renaming* renaming = names.renaming(entry.id)) {
        edits.back()["renamed"] = {{"from", renaming->before}, {"to", renaming->after}};
      }
      if (entry.header.kind == core::EditKind::PolicySet) {
        const core::EditBody body = project.body(entry.id);
        const auto& policy = std::get<core::PolicySet>(body);
        edits.back()["policy"] = {{"rule", core::name(policy.rule)}, {"reason", policy.reason}};
      }
    } else {
      lines.push_back(lineOf(project, names, entry));
    }
  }
  if (options.json) {
    printJson({{"edits", edits}});
  } else if (!options.html.empty()) {
    writeHistoryPage(options.html, project.title(), project.logHash(), lines);
  } else {
    for (const HistoryLine& line : lines) {
      std::printf("%s  %s  %s  %s%s%s\n", line.time.c_str(), line.id.c_str(), line.person.c_str(), line.what.c_str(),
                  line.where.empty() ? "" : ("  (" + line.where + ")").c_str(), line.undone ? "  [undone]" : "");
    }
  }
}

}  // namespace

void addLog(Command program) {
  auto options = std::make_shared<LogOptions>();
  Command command = program.command("log", "Tell what was done in a project, by whom and when");
  command.option("FILE", options->file, "The project").required();
  command.option("--person", options->person, "Only what this person did").check(readableName());
  command.option("--case", options->caseName, "Only what concerns this case, by name or id");
  command.option("--lesion", options->lesion, "Only what concerns this lesion, by name or id");
  command.option("--since", options->since, "Only from this time on, by the clock of who did it (UTC)").check(moment());
  command.option("--until", options->until, "Only up to and including this time (UTC)").check(moment());
  Option page = command.option("--html", options->html, "Write a page for a browser instead");
  command.flag("--json", options->json, "As JSON").excludes(page);
  command.runs([options] { showLog(*options); });
}

}  // namespace commands
