// sagitta decide FILE --lesion L --reader R accept|reject|changes|escalate [--comment T] [--case C] [--track T]
//                [--role ROLE] [--seconds S] [--json], sagitta decide FILE --reader R --undo
// sagitta comment FILE --lesion L --reader R TEXT [--voxel I,J,K] [--view V.json]
#include <cmath>
#include <cstdio>
#include <memory>

#include "commands/commands.h"
#include "commands/signing.h"
#include "commands/terminal.h"
#include "commands/workflow_record.h"
#include "core/error.h"
#include "exchange/files.h"
#include "exchange/view_file.h"
#include "workflow/taking_back.h"

namespace commands {
namespace {

struct DecideOptions {
  std::string file;
  std::string lesion;
  std::string caseName;
  std::string track;
  std::string reader;
  std::string role;
  std::string verdict;
  std::string comment;
  double seconds = 0;
  std::uint64_t atMs = 0;
  bool undo = false;
  bool json = false;
};

struct CommentOptions {
  std::string file;
  std::string lesion;
  std::string caseName;
  std::string track;
  std::string reader;
  std::string text;
  std::vector<std::uint64_t> voxel;
  std::string view;
  bool json = false;
};

constexpr double kLongestSeconds = 24 * 3600;

void takeBack(store::ProjectFile& project, const DecideOptions& options) {
  const std::vector<core::EditDraft> drafts = workflow::takingBack(project, options.reader);
  if (drafts.empty()) {
    throw core::Error(options.file, "\"" + options.reader + "\" has decided nothing that can be taken back",
                      "Everyone takes back only their own");
  }
  project.append(drafts);
  if (options.json) {
    printJson({{"undone", std::get<core::Undone>(drafts.front().body).target.hex()}});
  }
}

void decide(const DecideOptions& options) {
  store::ProjectFile project(options.file, store::Access::Write, store::Installation::standard());
  if (options.undo) {
    takeBack(project, options);
    return;
  }
  if (options.lesion.empty() || options.verdict.empty()) {
    throw core::Error(options.file, "it was not said what is decided about which lesion",
                      "Write: decide FILE --lesion L --reader R accept");
  }
  const store::LesionRow row = findLesion(project, options.lesion, options.caseName, options.track);
  core::EditDraft draft{.person = options.reader,
                        .role = options.role,
                        .caseId = row.lesion.caseId,
                        .track = row.lesion.track,
                        .body = core::Decided{.lesion = row.lesion.id,
                                              .version = row.version,
                                              .verdict = *core::verdictNamed(options.verdict),
                                              .comment = options.comment,
                                              .lookedMs = std::uint64_t(std::llround(options.seconds * 1000))}};
  const std::string of = "version " + row.version.hex().substr(0, 12) + " of " + row.lesion.name;
  signInOwnName(project, "I decide: " + options.verdict + ", on " + of, draft);
  const core::EditId edit = project.append(draft);
  const workflow::Record record = recordOf(project, options.atMs);
  for (const workflow::QueueItem& item : workflow::reviewQueue(record)) {
    if (record.lesions[item.lesion].lesion.id == row.lesion.id) {
      const bool own = workflow::isOwnWork(record, record.lesions[item.lesion], options.reader);
      if (own) {
        const bool drawn = record.lesions[item.lesion].changedBy.empty();
        printNote("\"" + options.reader + "\" " + (drawn ? "drew" : "corrected") + " \"" + row.lesion.name +
                  "\": this is kept, but does not count; somebody else has to decide on it");
      }
      if (options.json) {
        printJson({{"edit", edit.hex()},
                   {"counts", !own},
                   {"lesion", row.lesion.id.hex()},
                   {"version", row.version.hex()},
                   {"state", workflow::name(item.state)},
                   {"waits_for", item.waitsFor}});
      } else {
        std::printf("\"%s\" is %s%s%s\n", row.lesion.name.c_str(), std::string(workflow::name(item.state)).c_str(),
                    item.waitsFor.empty() ? "" : "; it waits for ", item.waitsFor.c_str());
      }
      return;
    }
  }
  if (options.json) {
    printJson({{"edit", edit.hex()},
               {"counts", false},
               {"lesion", row.lesion.id.hex()},
               {"version", row.version.hex()},
               {"state", "not required"},
               {"waits_for", ""}});
  }
}

void comment(const CommentOptions& options) {
  store::ProjectFile project(options.file, store::Access::Write, store::Installation::standard());
  const store::LesionRow row = findLesion(project, options.lesion, options.caseName, options.track);
  core::Commented body{.lesion = row.lesion.id, .text = options.text};
  if (!options.voxel.empty()) {
    const glm::ivec3 size = [&] {
      for (const core::Case& each : project.cases()) {
        if (each.id == row.lesion.caseId) {
          return each.grid.size();
        }
      }
      return glm::ivec3(0);
    }();
    for (int axis = 0; axis < 3; ++axis) {
      if (options.voxel.size() != 3 || options.voxel[std::size_t(axis)] >= std::uint64_t(size[axis])) {
        throw core::Error(
            options.file, "the voxel lies outside of the image",
            "Its size is " + std::to_string(size.x) + " x " + std::to_string(size.y) + " x " + std::to_string(size.z));
      }
    }
    body.voxel = glm::ivec3(options.voxel[0], options.voxel[1], options.voxel[2]);
  }
  if (!options.view.empty()) {
    const nlohmann::json view = exchange::readJson(options.view);
    exchange::parseView(view, options.view, {});
    body.view = view.dump();
  }
  const core::EditId edit = project.append(
      {.person = options.reader, .caseId = row.lesion.caseId, .track = row.lesion.track, .body = std::move(body)});
  if (options.json) {
    printJson({{"edit", edit.hex()}, {"lesion", row.lesion.id.hex()}});
  }
}

void addLesionOptions(Command& command, std::string& lesion, std::string& caseName, std::string& track) {
  command.option("--lesion", lesion, "The lesion, by id or name");
  command.option("--case", caseName, "Its case, where others have a lesion of that name");
  command.option("--track", track, "Its track, likewise");
}

}  // namespace

void addDecide(Command program) {
  auto options = std::make_shared<DecideOptions>();
  Command command = program.command("decide", "Accept a lesion, reject it, ask for changes, or hand it on");
  command.option("FILE", options->file, "The project").required();
  command.option("VERDICT", options->verdict, "accept, reject, changes or escalate")
      .check(oneOf({"accept", "reject", "changes", "escalate"}));
  addLesionOptions(command, options->lesion, options->caseName, options->track);
  command.option("--reader", options->reader, "Who decides").required().check(readableName());
  command.option("--role", options->role, "As what: reviewer, specialist, adjudicator").check(readableName());
  command.option("--comment", options->comment, "Why");
  command.option("--seconds", options->seconds, "How long it was looked at").check(within(0.0, kLongestSeconds));
  command.flag("--undo", options->undo, "Take back the latest decision of this reader; once more, the one before it");
  addMomentOption(command, options->atMs);
  command.flag("--json", options->json, "Print what the lesion waits for now, as JSON");
  command.runs([options] { decide(*options); });
}

void addComment(Command program) {
  auto options = std::make_shared<CommentOptions>();
  Command command = program.command("comment", "Say something about a lesion, pinned to a voxel and a view");
  command.option("FILE", options->file, "The project").required();
  command.option("TEXT", options->text, "What to say").required();
  addLesionOptions(command, options->lesion, options->caseName, options->track);
  command.option("--reader", options->reader, "Who says it").required().check(readableName());
  command.option("--voxel", options->voxel, "I,J,K: where").separatedBy(',');
  command.option("--view", options->view, "From where, as `render --view` reads it");
  command.flag("--json", options->json, "Print the edit, as JSON");
  command.runs([options] { comment(*options); });
}

}  // namespace commands
