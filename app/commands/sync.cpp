// sagitta sync FILE URL [--watch] [--keep|--forget] [--json]
#include <signal.h>

#include <filesystem>
#include <memory>

#include "commands/commands.h"
#include "commands/terminal.h"
#include "core/error.h"
#include "imaging/volume_codec.h"
#include "store/hub_client.h"
#include "store/project_file.h"
#include "store/sync.h"

namespace commands {
namespace {

struct SyncOptions {
  std::string file;
  std::string url;
  bool watch = false;
  bool keep = false;
  bool forget = false;
  bool json = false;
};

core::Bytes decode(const store::Blob& blob) {
  return imaging::decodeChunk(blob.data, blob.rawBytes);
}

// "3 edits", "1 edit"
std::string counted(std::int64_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

std::string textOf(const store::DoubledEdit& fork) {
  std::string people;
  for (const std::string& person : fork.people) {
    people += (people.empty() ? "" : " and ") + (person.empty() ? "somebody unnamed" : person);
  }
  return "A copied file was painted on twice: several edits by " + people + " are number " +
         std::to_string(fork.sequence) + " of site " + fork.site.hex().substr(0, 8) + ". All are kept.";
}

void tell(const std::string& file, const std::string& hub, const store::SyncReport& report, bool json) {
  for (const store::DoubledEdit& fork : report.forks) {
    printNote(textOf(fork));
  }
  for (const std::string& problem : report.problems) {
    printNote(problem);
  }
  if (json) {
    Json forks = Json::array();
    for (const store::DoubledEdit& fork : report.forks) {
      forks.push_back({{"site", fork.site.hex()}, {"sequence", fork.sequence}, {"people", fork.people}});
    }
    printJson(
        {{"hub", hub},
         {"received",
          {{"edits", report.pulled}, {"images", report.blobsPulled}, {"image_bytes", report.blobBytesPulled}}},
         {"sent", {{"edits", report.pushed}, {"images", report.blobsPushed}, {"image_bytes", report.blobBytesPushed}}},
         {"forks", forks},
         {"problems", report.problems}});
    return;
  }
  const auto line = [](std::int64_t edits, std::int64_t pieces) {
    return counted(edits, "edit") + (pieces > 0 ? " and " + counted(pieces, "piece") + " of images" : "");
  };
  std::printf("%s is in step with %s: received %s, sent %s.\n", file.c_str(), hub.c_str(),
              line(report.pulled, report.blobsPulled).c_str(), line(report.pushed, report.blobsPushed).c_str());
}

std::string textOf(const store::HubStatus& status) {
  switch (status.state) {
    case store::HubState::Connecting:
      return "Connecting";
    case store::HubState::Syncing:
      return status.progress.what.empty() ? "Comparing" : status.progress.what;
    case store::HubState::InSync:
      return "In sync";
    case store::HubState::Offline:
      return "Offline, " + counted(status.waiting, "edit") + " waiting. " + status.words;
    case store::HubState::Refused:
      return status.words;
  }
  return {};
}

// Until a signal ends it, or the hub refuses for good. Everything is in the file at any time, so ending is always safe.
store::SyncReport watch(store::ProjectFile project, const store::HubAddress& address) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // before the client's thread starts, which inherits it
  const store::HubClient client(std::move(project), address, decode);
  const timespec pause{0, 50'000'000};
  for (std::string last;;) {
    const store::HubStatus status = client.status();
    if (std::string text = textOf(status); text != last) {
      std::fprintf(stderr, "%s\n", text.c_str());
      last = std::move(text);
    }
    if (status.state == store::HubState::Refused) {
      throw core::Error(address.shown(), "Syncing has ended", "Mend what is said above, and begin again");
    }
    if (sigtimedwait(&signals, nullptr, &pause) > 0) {
      return client.status().report;
    }
  }
}

// For windows and headsets of this installation.
void noteHub(const store::ProjectFile& project, const std::string& url) {
  for (const core::EditId& root : project.roots()) {
    project.installation().noteHub(root, url);
  }
}

void sync(const SyncOptions& options) {
  const store::HubAddress address(options.url);
  for (const std::string& warning : address.warnings()) {
    printNote(warning);
  }
  const store::Installation installation = store::Installation::standard();
  const store::Alarm never;
  std::unique_ptr<store::HubConnection> hub;
  const bool fresh = !std::filesystem::exists(std::filesystem::symlink_status(options.file));
  if (fresh || !options.watch) {
    hub = std::make_unique<store::HubConnection>(address, never);
  }
  if (fresh) {  // made only once there is something to fill it with
    store::expectHubHoldsProject(*hub);
    store::ProjectFile::createEmpty(options.file, installation);
  }
  store::ProjectFile project(options.file, store::Access::Write, installation);
  if (options.forget) {
    noteHub(project, "");
  }
  if (options.watch) {
    hub.reset();
    tell(options.file, address.shown(), watch(std::move(project), address), options.json);
    return;
  }
  TerminalProgress progress;
  const store::SyncReport report = store::syncOnce(project, *hub, decode, progress.sink());
  if (options.keep) {
    noteHub(project, options.url);
  }
  tell(options.file, address.shown(), report, options.json);
}

}  // namespace

void addSync(Command program) {
  auto options = std::make_shared<SyncOptions>();
  Command command = program.command("sync", "Exchange edits and images with a hub; makes the file if it is new");
  command.option("FILE", options->file, "The project").required();
  command.option("URL", options->url, "The hub: the address that its keeper gave you").required();
  Option watch = command.flag("--watch", options->watch, "Go on until interrupted, also while the hub comes and goes");
  Option keep =
      command.flag("--keep", options->keep,
                   "Note the address on this installation: windows and headsets then stay in step by themselves");
  keep.excludes(watch);
  command.flag("--forget", options->forget, "Forget that address").excludes(keep);
  command.flag("--json", options->json, "As JSON, at the end");
  command.runs([options] { sync(*options); });
}

}  // namespace commands
