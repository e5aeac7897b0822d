// sagitta hub init URL | invite URL NAME | dismiss URL NAME | hide|show FILE URL --case C --track T [--member M...]
#include <memory>

#include "commands/commands.h"
#include "commands/lookup.h"
#include "commands/terminal.h"
#include "core/error.h"
#include "store/hub.h"
#include "store/project_file.h"

namespace commands {
namespace {

struct HubOptions {
  std::string url;
  std::string name;
  std::string file;
  std::string caseName;
  std::string track;
  std::vector<std::string> members;
  bool json = false;
};

// The keeper's connection, for as long as a command runs.
class Keeper {
 public:
  explicit Keeper(const std::string& url) : address_(url) {
    for (const std::string& warning : address_.warnings()) {
      printNote(warning);
    }
    hub_ = std::make_unique<store::HubConnection>(address_, never_);
  }
  store::HubConnection& hub() { return *hub_; }
  const store::HubAddress& address() const { return address_; }

 private:
  store::HubAddress address_;
  store::Alarm never_;
  std::unique_ptr<store::HubConnection> hub_;
};

void init(const HubOptions& options) {
  Keeper keeper(options.url);
  const bool made = store::initHub(keeper.hub());
  const std::string& shown = keeper.address().shown();
  if (options.json) {
    printJson({{"hub", shown}, {"made", made}});
  } else if (made) {
    std::printf("Made a hub at %s. Next: sagitta hub invite URL NAME, for each person.\n", shown.c_str());
  } else {
    std::printf("There is a hub at %s already; nothing was changed.\n", shown.c_str());
  }
}

void invite(const HubOptions& options) {
  Keeper keeper(options.url);
  const std::string password = store::inviteToHub(keeper.hub(), options.name);
  if (password.empty()) {
    if (options.json) {
      printJson({{"member", options.name}, {"address", nullptr}});
    } else {
      std::printf("%s may sync from now on, with the password that the server knows already.\n", options.name.c_str());
    }
    return;
  }
  const std::string address = keeper.address().textFor(options.name, password);
  if (options.json) {
    printJson({{"member", options.name}, {"address", address}});
  } else {
    std::printf("%s syncs with this address, which is kept nowhere: hand it over in private.\n%s\n",
                options.name.c_str(), address.c_str());
  }
}

void dismiss(const HubOptions& options) {
  Keeper keeper(options.url);
  store::dismissFromHub(keeper.hub(), options.name);
  std::printf("%s may no longer sync. What they have sent stays.\n", options.name.c_str());
}

void hide(const HubOptions& options) {
  const store::ProjectFile project(options.file, store::Access::Read, store::Installation::standard());
  const core::Case theCase = findCase(project, options.caseName);
  Keeper keeper(options.url);
  store::hideTrack(keeper.hub(), theCase.id, options.track, options.members);
  std::printf("Track \"%s\" of %s is handed to no one but those named, until `sagitta hub show`.\n",
              options.track.c_str(), theCase.name.c_str());
}

void show(const HubOptions& options) {
  const store::ProjectFile project(options.file, store::Access::Read, store::Installation::standard());
  const core::Case theCase = findCase(project, options.caseName);
  Keeper keeper(options.url);
  store::showTrack(keeper.hub(), theCase.id, options.track);
  std::printf("Track \"%s\" of %s is handed to every member again.\n", options.track.c_str(), theCase.name.c_str());
}

}  // namespace

void addHub(Command program) {
  auto options = std::make_shared<HubOptions>();
  Command command = program.command("hub", "Keep the place where several machines meet: a PostgreSQL database");
  const auto add = [&](const char* name, const char* about, void (*work)(const HubOptions&)) {
    Command sub = command.command(name, about);
    sub.runs([options, work] { work(*options); });
    return sub;
  };
  const auto addUrl = [&](Command sub) {
    sub.option("URL", options->url, "The database: postgresql://NAME@HOST/DATABASE").required();
  };
  const auto addMember = [&](Command sub) {
    sub.option("NAME", options->name, "The person, as a role of the server").required().check(readableName());
  };
  const auto addTrack = [&](Command sub) {
    sub.option("FILE", options->file, "The project").required();
    addUrl(sub);
    sub.option("--case", options->caseName, "The case, by name or id").required();
    sub.option("--track", options->track, "The track").required().check(readableName());
  };

  Command sub = add("init", "Make a database into a hub, once", init);
  addUrl(sub);
  sub.flag("--json", options->json, "As JSON");
  sub = add("invite", "Let a person sync, and print their address", invite);
  addUrl(sub);
  addMember(sub);
  sub.flag("--json", options->json, "As JSON");
  sub = add("dismiss", "Let a person sync no longer", dismiss);
  addUrl(sub);
  addMember(sub);
  sub = add("hide", "Hand the contents of a track to its readers only", hide);
  addTrack(sub);
  sub.option("--member", options->members, "Who may see it; once for each");
  sub = add("show", "Hand the contents of a track to everyone again", show);
  addTrack(sub);
}

}  // namespace commands
