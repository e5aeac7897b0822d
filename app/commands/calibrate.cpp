// sagitta calibrate FILE open --name N --cases A,B --readers A,B [--reference T] [--candidates T [--seed-errors PART]]
//                             [--boxes] [--due DAY] --reader R
//                        reveal --name N --reader R | show [--name N]
#include <algorithm>
#include <cstdio>
#include <memory>

#include "commands/commands.h"
#include "commands/describe.h"
#include "commands/lookup.h"
#include "commands/seeded_track.h"
#include "commands/terminal.h"
#include "commands/workflow_record.h"
#include "core/error.h"
#include "core/wall_clock.h"
#include "release/comparison_json.h"
#include "workflow/twice_read.h"

namespace commands {
namespace {

struct Options {
  std::string file;
  std::string name;
  std::vector<std::string> cases;
  std::vector<std::string> readers;
  std::string reference;
  std::string candidates;
  double seedErrors = 0;
  bool boxes = false;
  std::string due;
  std::string reader;
  bool json = false;
};

const workflow::Session* findSession(const std::vector<workflow::Session>& sessions, const std::string& name) {
  const auto found = std::find_if(sessions.begin(), sessions.end(),
                                  [&](const workflow::Session& each) { return each.opened.name == name; });
  return found == sessions.end() ? nullptr : &*found;
}

void open(const Options& options) {
  if (options.seedErrors > 0 && options.candidates.empty()) {
    throw core::Error("--seed-errors", "there are no candidates to make wrong", "Name their track with --candidates");
  }
  store::ProjectFile project(options.file, store::Access::Write, store::Installation::standard());
  expectKnown(project, options.readers);
  core::CalibrationOpened opened{.name = options.name,
                                 .cases = {},
                                 .readers = options.readers,
                                 .reference = options.reference,
                                 .candidates = options.candidates,
                                 .boxes = options.boxes};
  for (const std::string& each : options.cases) {
    opened.cases.push_back(findCase(project, each).id);
  }
  const std::int64_t dueMs = options.due.empty() ? 0 : *core::endOfDayMs(options.due);
  std::vector<core::EditDraft> drafts;
  if (options.seedErrors > 0) {
    drafts = seededTrack(project, opened, options.seedErrors, options.reader);
  }
  const std::vector<core::EditDraft> opening =
      workflow::openingOf(recordOf(project), std::move(opened), options.reader, dueMs);
  opened = std::get<core::CalibrationOpened>(opening.front().body);
  drafts.insert(drafts.end(), opening.begin(), opening.end());
  project.append(drafts);
  Json tracks = Json::array();
  for (const std::string& reader : opened.readers) {
    tracks.push_back({{"reader", reader}, {"track", workflow::calibrationTrack(options.name, reader)}});
    if (opened.isReadTwice()) {
      tracks.push_back({{"reader", reader}, {"track", workflow::secondTrack(opened, reader)}});
    }
  }
  if (options.json) {
    printJson({{"session", options.name}, {"tracks", tracks}});
    return;
  }
  for (const Json& each : tracks) {
    std::printf("%s reads in track \"%s\"\n", each["reader"].get<std::string>().c_str(),
                each["track"].get<std::string>().c_str());
  }
}

void reveal(const Options& options) {
  store::ProjectFile project(options.file, store::Access::Write, store::Installation::standard());
  const auto sessions = workflow::sessionsOf(recordOf(project));
  const workflow::Session* session = findSession(sessions, options.name);
  if (session == nullptr) {
    throw core::Error(options.file, "it has no calibration session \"" + options.name + "\"",
                      "See its sessions by: sagitta calibrate " + options.file + " show");
  }
  if (!session->isRevealed()) {
    project.append({.person = options.reader, .body = core::CalibrationRevealed{session->id}});
  }
}

Json asJson(const std::vector<workflow::ReaderProgress>& handedIn) {
  Json list = Json::array();
  for (const workflow::ReaderProgress& each : handedIn) {
    list.push_back({{"reader", each.reader}, {"cases", each.handedIn}});
  }
  return list;
}

// Which reader marked which finding of which case.
Json detectionsOf(const workflow::SessionResult& result, const workflow::SessionReadings& read) {
  Json list = Json::array();
  for (std::size_t at = 0; at < result.cases.size(); ++at) {
    for (const analysis::FindingComparison& each : result.cases[at].findings) {
      Json marked = Json::array();
      for (const auto& lesion : each.finding.lesionOf) {
        marked.push_back(lesion.has_value());
      }
      list.push_back({{"case", read.cases[at].name}, {"class", each.className}, {"marked", marked}});
    }
  }
  return list;
}

Json asJson(const workflow::Part& part) {
  const auto interval = part.interval();
  return {
      {"count", part.count}, {"of", part.of}, {"interval_95", interval ? Json{interval->low, interval->high} : Json()}};
}

Json asJson(const workflow::AutomationBias& bias) {
  return {
      {"reader", bias.reader.empty() ? Json() : Json(bias.reader)},
      {"false_candidates_kept", asJson(bias.keptFalse)},
      {"commission", asJson(bias.commission)},
      {"left_out_with_candidates", asJson(bias.leftOut)},
      {"omission", asJson(bias.omission)},
      {"helped", asJson(bias.helped)},
      {"towards_wrong_border", asJson(bias.towardsWrongBorder)},
      {"pull_dice", bias.meanPull ? Json(*bias.meanPull) : Json()},
      {"pull_dice_interval_95", bias.pullInterval ? Json{bias.pullInterval->low, bias.pullInterval->high} : Json()}};
}

Json asJson(const workflow::GranularityResult& result) {
  const auto orNull = [](const std::optional<double>& value) { return value ? Json(*value) : Json(); };
  return {{"lesions", result.lesions},
          {"median_seconds_per_case", orNull(result.medianSecondsPerCase)},
          {"seconds_per_lesion", orNull(result.secondsPerLesion)},
          {"alpha_of_lesions", release::estimateJson(result.alphaOfLesions)},
          {"mean_dice", orNull(result.meanDice)},
          {"mean_dice_interval_95",
           result.diceInterval ? Json{result.diceInterval->low, result.diceInterval->high} : Json()}};
}

// What reading cases twice showed: automation bias, or both granularities.
Json asJson(const workflow::TwiceRead& read, const core::CalibrationOpened& opened) {
  Json twice{{"not_both_ways", read.unfinished}};
  if (opened.boxes) {
    const workflow::GranularityPilot pilot = workflow::granularityPilotOf(read.granularity);
    twice["granularity"] = {{"cases", pilot.cases},
                            {"masks", asJson(pilot.masks)},
                            {"masks_as_boxes", asJson(pilot.asBoxes)},
                            {"boxes", asJson(pilot.boxes)}};
    return twice;
  }
  Json readers = Json::array();
  for (std::size_t i = 0; i < read.readers.size(); ++i) {
    readers.push_back(asJson(workflow::automationBiasOf(read.readers[i], read.aided[i])));
  }
  twice["automation_bias"] = {{"candidates", opened.candidates},
                              {"seeded_from", opened.seededFrom},
                              {"all", asJson(workflow::automationBiasOfAll(read.aided))},
                              {"readers", readers}};
  return twice;
}

Json casesOf(const workflow::ReaderResult& reader, const workflow::SessionReadings& read) {
  Json list = Json::array();
  for (std::size_t i = 0; i < reader.cases.size(); ++i) {
    const workflow::CaseOfReader& each = reader.cases[i];
    list.push_back({{"case", read.cases[i].name},
                    {"mean_dice", each.dice ? Json(*each.dice) : Json()},
                    {"missed", each.missed},
                    {"added", each.added}});
  }
  return list;
}

Json asJson(const workflow::Session& session, const workflow::SessionResult& result,
            const workflow::SessionReadings& read) {
  Json readers = Json::array();
  for (const workflow::ReaderResult& each : result.readers) {
    readers.push_back(
        {{"reader", each.reader},
         {"lesions", each.lesions},
         {"missed", each.missed},
         {"added", each.added},
         {"mean_dice", each.meanDice ? Json(*each.meanDice) : Json()},
         {"mean_dice_interval_95", each.diceInterval ? Json{each.diceInterval->low, each.diceInterval->high} : Json()},
         {"mean_signed_distance_mm", each.meanSignedMm ? Json(*each.meanSignedMm) : Json()},
         {"typical_error", release::name(each.typicalError)},
         {"cases", casesOf(each, read)}});
  }
  return {{"session", session.opened.name},
          {"opened", core::utcText(session.openedMs)},
          {"revealed", core::utcText(session.reveal->wallClockMs)},
          {"tracks", read.session.tracks()},
          {"withheld", read.withheld},
          {"unread", read.unread},
          {"unfinished", read.unfinished},
          {"changed_since", read.changedSince},
          {"alpha_of_lesions", release::estimateJson(result.alphaOfLesions)},
          {"alpha_of_voxels", release::estimateJson(result.alphaOfVoxels)},
          {"readers", readers},
          {"detections", detectionsOf(result, read)}};
}

void show(const Options& options) {
  const store::ProjectFile project(options.file, store::Access::Read, store::Installation::standard());
  Json list = Json::array();
  std::vector<workflow::SessionAgreement> trend;
  const workflow::Record record = recordOf(project);
  for (const workflow::Session& session : workflow::sessionsOf(record)) {
    if (!session.isRevealed()) {
      // What is read blind is compared by nobody before it is revealed.
      const std::vector<workflow::ReaderProgress> handedIn = workflow::progressOf(record, session);
      list.push_back({{"session", session.opened.name},
                      {"opened", core::utcText(session.openedMs)},
                      {"revealed", nullptr},
                      {"tracks", session.tracks()},
                      {"cases", session.opened.cases.size()},
                      {"readings", session.readings()},
                      {"handed_in", asJson(handedIn)}});
      if (!options.json) {
        std::printf("%s: being read\n", session.opened.name.c_str());
        for (const workflow::ReaderProgress& each : handedIn) {
          std::printf("  %-20s handed in %d of %zu\n", each.reader.c_str(), each.handedIn, session.readings());
        }
      }
      continue;
    }
    TerminalProgress progress;
    workflow::SessionReadings read;
    try {
      read = workflow::loadReadings(project, session, progress.sink());
    } catch (const core::Error& error) {  // the others can be shown all the same
      trend.push_back({.session = session.opened.name, .alpha = {}, .compared = false});
      list.push_back({{"session", session.opened.name},
                      {"opened", core::utcText(session.openedMs)},
                      {"revealed", core::utcText(session.reveal->wallClockMs)},
                      {"tracks", session.tracks()},
                      {"fault", error.what()}});
      std::fprintf(stderr, "%s\n", error.what());
      continue;
    }
    const workflow::SessionResult result = workflow::resultOf(read.session.compared(), read.readings, progress.sink());
    trend.push_back({.session = session.opened.name, .alpha = result.alphaOfVoxels});
    list.push_back(asJson(session, result, read));
    std::vector<std::string> twiceWords;
    if (session.opened.isReadTwice()) {
      const workflow::TwiceRead twice = workflow::loadTwiceRead(project, session, progress.sink());
      list.back().update(asJson(twice, session.opened));
      twiceWords = workflow::inWords(twice);
    }
    if (!options.json) {
      std::printf("%s: alpha of voxels %.3f\n", session.opened.name.c_str(),
                  result.alphaOfVoxels ? result.alphaOfVoxels->value : 0);
      for (const workflow::ReaderResult& each : result.readers) {
        std::printf("  %-20s missed %lld, added %lld, Dice %.3f, surface %+.1f mm\n", each.reader.c_str(),
                    static_cast<long long>(each.missed), static_cast<long long>(each.added), each.meanDice.value_or(0),
                    each.meanSignedMm.value_or(0));
      }
      for (const std::string& each : workflow::remarksOn(read)) {
        std::printf("  %s\n", each.c_str());
      }
      for (const std::string& each : twiceWords) {
        std::printf("  %s\n", each.c_str());
      }
    }
  }
  const workflow::Gate gate = workflow::gateOf(trend);
  if (options.json) {
    printJson({{"sessions", list}, {"gate", {{"open", gate.open}, {"why", gate.reason}}}});
  } else {
    std::printf("Production: %s (%s)\n", gate.open ? "go" : "not yet", gate.reason.c_str());
  }
}

}  // namespace

void addCalibrate(Command program) {
  auto options = std::make_shared<Options>();
  Command command =
      program.command("calibrate", "Read difficult cases blind, see where readers disagree, and how that goes on");
  command.option("FILE", options->file, "The project").required();

  Command opening = command.command("open", "Begin a session: everybody reads its cases in a track of their own");
  opening.option("--name", options->name, "What to call it").required().check(readableName());
  opening.option("--cases", options->cases, "Its cases, A,B,...").required().separatedBy(',');
  opening.option("--readers", options->readers, "Who reads, A,B,...").required().separatedBy(',').check(readableName());
  opening.option("--reference", options->reference, "The track of an expert or a panel to hold them against")
      .check(readableName());
  opening
      .option("--candidates", options->candidates,
              "Each case is read again with the candidates of this track, which are withheld until then")
      .check(readableName());
  opening.option("--seed-errors", options->seedErrors, "The part of the candidates that is made wrong on purpose")
      .check(within(0.0, 1.0));
  opening.flag("--boxes", options->boxes, "Each case is read twice, by masks and by boxes, to compare the two");
  opening.option("--due", options->due, "Until when, 2026-12-31").check(calendarDay());
  opening.option("--reader", options->reader, "Who opens it").required().check(readableName());
  opening.flag("--json", options->json, "Print the tracks, as JSON");
  opening.runs([options] { open(*options); });

  Command revealing = command.command("reveal", "Let everybody see everything of a session");
  revealing.option("--name", options->name, "Which").required();
  revealing.option("--reader", options->reader, "Who reveals it").required().check(readableName());
  revealing.runs([options] { reveal(*options); });

  Command showing = command.command("show", "Agreement of every revealed session, the trend, and whether to go on");
  showing.flag("--json", options->json, "With readers and findings, as JSON");
  showing.runs([options] { show(*options); });
}

}  // namespace commands
