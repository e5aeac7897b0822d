// sagitta snapshot FILE OUT [--for PERSON]
#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include "commands/commands.h"
#include "commands/lookup.h"
#include "commands/terminal.h"
#include "store/project_file.h"

namespace commands {
namespace {

struct SnapshotOptions {
  std::string file;
  std::string out;
  std::string person;
};

// The tracks that a person reads blind: all that are neither shared nor hold work of theirs. Who settles contradictions
// or teaches sees every track.
std::vector<store::ProjectFile::TrackOf> blindFor(const store::ProjectFile& project, const std::string& person) {
  const core::People people = project.enrolled();
  for (const core::Enrolment& each : people.enrolments()) {
    if (each.person == person && !each.revoked && each.gives(core::Right::Settle)) {
      return {};
    }
  }
  std::map<store::ProjectFile::TrackOf, bool> tracks;  // whether the person worked there
  for (const store::LogEntry& entry : project.log()) {
    if (!entry.header.track.empty() && entry.header.track != kSharedTrack) {
      tracks[{entry.header.caseId, entry.header.track}] |= entry.header.person == person;
    }
  }
  std::vector<store::ProjectFile::TrackOf> blind;
  for (const auto& [track, own] : tracks) {
    if (!own) {
      blind.push_back(track);
    }
  }
  return blind;
}

void takeSnapshot(const SnapshotOptions& options) {
  const store::ProjectFile project(options.file, store::Access::Read, store::Installation::standard());
  if (options.person.empty()) {
    project.snapshot(options.out);
    return;
  }
  const std::vector<store::ProjectFile::TrackOf> blind = blindFor(project, options.person);
  project.snapshot(options.out, blind);
  std::set<std::string> names;
  for (const auto& [caseId, track] : blind) {
    names.insert(track);
  }
  for (const std::string& name : names) {
    printNote("The contents of track \"" + name + "\" are not in the copy");
  }
}

}  // namespace

void addSnapshot(Command program) {
  auto options = std::make_shared<SnapshotOptions>();
  Command command =
      program.command("snapshot", "Write a whole copy to carry elsewhere, also while the project is worked on");
  command.option("FILE", options->file, "The project").required();
  command.option("OUT", options->out, "The copy; there must be no such file yet").required();
  command
      .option("--for", options->person,
              "Whom it is for: without the contents of tracks that others read and this person does not")
      .check(readableName());
  command.runs([options] { takeSnapshot(*options); });
}

}  // namespace commands
