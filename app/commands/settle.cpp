// sagitta settle FILE --case C [--track T] [--json]
// sagitta settle FILE in|out --case C --lesion L --reader R [--track T] [--json], or --as READER in the place of
// in|out,
//                or --class CLASS where readers are split on that
#include <algorithm>
#include <cstdio>
#include <memory>

#include "commands/commands.h"
#include "commands/lookup.h"
#include "commands/terminal.h"
#include "commands/workflow_record.h"
#include "core/error.h"
#include "core/text.h"
#include "store/project_file.h"
#include "workflow/tie_settling.h"

namespace commands {
namespace {

struct SettleOptions {
  std::string file;
  std::string answer;
  std::string as;
  std::string className;
  std::string caseName;
  std::string track;
  std::string lesion;
  std::string reader;
  bool json = false;
};

// The consensus that is meant: the one in the track named, else the only one that leaves something tied.
workflow::ConsensusState consensusMeant(const store::ProjectFile& project, const core::Case& theCase,
                                        const std::string& track) {
  const workflow::Record record = recordOf(project);
  const auto logs = workflow::logByCase(project);
  const auto log = logs.find(theCase.id);
  std::vector<workflow::ConsensusState> states;
  if (log != logs.end()) {
    states = workflow::consensusStates(project, log->second, theCase,
                                       workflow::tracksOf(record, workflow::withheldTracks(project), theCase.id));
  }
  std::erase_if(states, [&](const auto& each) { return !track.empty() && each.made.track != track; });
  if (states.size() > 1) {
    std::erase_if(states, [](const auto& each) { return each.ties.empty(); });
  }
  const std::string file = project.path().string();
  if (states.empty()) {
    throw core::Error(file,
                      "case \"" + theCase.name + "\" has no consensus" +
                          (track.empty() ? "" : " in \"" + track + "\"") + " that leaves anything tied",
                      "`sagitta consensus` makes one of its readings");
  }
  if (states.size() > 1) {
    std::vector<std::string> tracks;
    for (const auto& each : states) {
      tracks.push_back(each.made.track);
    }
    throw core::Error(file, "readers are tied in " + core::joined(tracks), "Say which is meant with --track");
  }
  if (!states.front().isCurrent()) {
    throw core::Error(file,
                      states.front().made.track + " is older than what " + core::joined(states.front().changed) +
                          (states.front().changed.size() == 1 ? " says" : " say") + " now",
                      "Make it again with `sagitta consensus`");
  }
  return std::move(states.front());
}

Json asJson(const workflow::TiedLesion& tied) {
  Json readings = Json::array();
  for (const auto& [track, marked] : tied.readings) {
    readings.push_back({{"track", track}, {"voxels", marked.count()}});
  }
  Json classes = Json::array();
  for (const auto& [name, tracks] : tied.classes) {
    classes.push_back({{"class", name}, {"tracks", tracks}});
  }
  return {
      {"lesion", tied.name},        {"class", tied.className}, {"id", tied.id.isZero() ? Json() : Json(tied.id.hex())},
      {"marked_by", tied.markedBy}, {"of", tied.readers},      {"voxels", tied.open.count()},
      {"readings", readings},       {"classes", classes}};
}

void list(const SettleOptions& options, const core::Case& theCase, const workflow::ConsensusState& state) {
  if (options.json) {
    Json ties = Json::array();
    for (const workflow::TiedLesion& each : state.ties) {
      ties.push_back(asJson(each));
    }
    printJson({{"case", theCase.name}, {"track", state.made.track}, {"ties", ties}});
    return;
  }
  for (const workflow::TiedLesion& each : state.ties) {
    for (const auto& [name, tracks] : each.classes) {
      std::printf("%-24s called \"%s\" by %s\n", each.name.c_str(), name.c_str(), core::joined(tracks).c_str());
    }
    if (each.open.isEmpty()) {
      continue;
    }
    std::string marked;
    for (const auto& [track, mask] : each.readings) {
      marked += (marked.empty() ? "" : ", ") + track + " " + std::to_string(mask.count());
    }
    std::printf("%-24s %-12s %8lld voxels tied%s; of these marked %s\n", each.name.c_str(), each.className.c_str(),
                static_cast<long long>(each.open.count()), each.id.isZero() ? ", not in the consensus" : "",
                marked.c_str());
  }
}

workflow::TieAnswer answerTo(const SettleOptions& options, const workflow::TiedLesion& tied) {
  if (options.as.empty()) {
    return workflow::answerOf(tied.open, options.answer == "in");
  }
  std::vector<std::string> readers;
  for (const auto& [track, marked] : tied.readings) {
    if (track == options.as) {
      return workflow::answerAs(tied.open, track, marked);
    }
    readers.push_back(track);
  }
  throw core::Error(options.file, "\"" + options.as + "\" is no reading that went into this consensus",
                    "It was made of " + core::joined(readers));
}

void settleClass(const SettleOptions& options, store::ProjectFile& project, const core::Case& theCase,
                 const workflow::ConsensusState& state, const workflow::TiedLesion& tied) {
  std::vector<std::string> classes;
  for (const auto& [name, tracks] : tied.classes) {
    classes.push_back(name);
  }
  if (std::find(classes.begin(), classes.end(), options.className) == classes.end()) {
    throw core::Error(options.file,
                      classes.empty() ? "readers agree on the class of \"" + tied.name + "\""
                                      : "nobody called \"" + tied.name + "\" \"" + options.className + "\"",
                      classes.empty() ? "Nothing is to be settled there" : "It is one of " + core::joined(classes));
  }
  const core::EditId made =
      project.append(workflow::classDraft(theCase.id, state.made.track, options.reader, tied.id, options.className));
  if (options.json) {
    printJson({{"case", theCase.name},
               {"track", state.made.track},
               {"lesion", tied.name},
               {"edits", Json::array({made.hex()})},
               {"class", options.className}});
    return;
  }
  std::printf("\"%s\" is called %s\n", tied.name.c_str(), options.className.c_str());
}

void settle(const SettleOptions& options) {
  const bool answers = !options.answer.empty() || !options.as.empty() || !options.className.empty();
  if (answers == options.lesion.empty() || answers == options.reader.empty()) {
    throw core::Error(options.file, "it was not said who settles which lesion how",
                      "Write: settle FILE in --case C --lesion L --reader R; or only the case, to see what is tied");
  }
  store::ProjectFile project(options.file, answers ? store::Access::Write : store::Access::Read,
                             store::Installation::standard());
  const core::Case theCase = findCase(project, options.caseName);
  const workflow::ConsensusState state = consensusMeant(project, theCase, options.track);
  if (!answers) {
    list(options, theCase, state);
    return;
  }
  const auto tied = std::find_if(state.ties.begin(), state.ties.end(),
                                 [&](const workflow::TiedLesion& each) { return each.name == options.lesion; });
  if (tied == state.ties.end()) {
    throw core::Error(options.file, "nothing of \"" + options.lesion + "\" is tied in " + state.made.track,
                      "See what is by: sagitta settle " + options.file + " --case " + theCase.name);
  }
  project.expectRight(options.reader, core::Right::Settle);
  if (!options.className.empty()) {
    settleClass(options, project, theCase, state, *tied);
    return;
  }
  if (tied->open.isEmpty()) {
    throw core::Error(options.file, "of \"" + options.lesion + "\" only the class is tied", "Say which with --class");
  }
  const workflow::TieAnswer answer = answerTo(options, *tied);
  const std::int64_t set = answer.set.count(), cleared = answer.cleared.count();
  const std::vector<core::EditId> made =
      project.append(workflow::settlingDrafts(project, theCase.id, state.made.track, options.reader, *tied, answer));
  if (options.json) {
    Json edits = Json::array();
    for (const core::EditId& each : made) {
      edits.push_back(each.hex());
    }
    printJson({{"case", theCase.name},
               {"track", state.made.track},
               {"lesion", tied->name},
               {"edits", edits},
               {"set", set},
               {"cleared", cleared},
               {"left", state.ties.size() - 1}});
    return;
  }
  std::printf("\"%s\": %lld tied voxels belong to it, %lld do not\n", tied->name.c_str(), static_cast<long long>(set),
              static_cast<long long>(cleared));
}

}  // namespace

void addSettle(Command program) {
  auto options = std::make_shared<SettleOptions>();
  Command command = program.command("settle", "Settle all that is tied of a lesion of a consensus; or list what is");
  command.option("FILE", options->file, "The project").required();
  Option answer = command.option("ANSWER", options->answer, "in: all of it belongs to the lesion; out: none of it");
  answer.check(oneOf({"in", "out"}));
  command.option("--as", options->as, "As this reading has it, by its track").check(readableName()).excludes(answer);
  command.option("--class", options->className, "Which class it is, where as many readers called it one as another")
      .check(readableName())
      .excludes(answer);
  command.option("--case", options->caseName, "The case, by name or id").required();
  command.option("--track", options->track, "The consensus, where several leave something tied").check(readableName());
  command.option("--lesion", options->lesion, "The lesion, by the name that the consensus gives it");
  command.option("--reader", options->reader, "Who settles it: an adjudicator or a lead where people are enrolled")
      .check(readableName());
  command.flag("--json", options->json, "Print what was settled, or what is tied, as JSON");
  command.runs([options] { settle(*options); });
}

}  // namespace commands
