// sagitta person FILE enroll|list|grant|revoke|endorse
#include <array>
#include <memory>
#include <set>

#include "commands/commands.h"
#include "commands/passphrase.h"
#include "commands/signing.h"
#include "commands/terminal.h"
#include "core/error.h"
#include "core/rights.h"
#include "identity/introduction.h"
#include "store/project_file.h"

namespace commands {
namespace {

struct PersonOptions {
  std::string file;
  std::string person;
  std::string as;
  std::string role;
  std::string reason;
  std::string device;
  bool withdraw = false;
  bool json = false;
};

store::ProjectFile openToWrite(const PersonOptions& options) {
  return {options.file, store::Access::Write, store::Installation::standard()};
}

// The enrolment that a lead's word is about: the latest of that person, also one that is revoked already.
core::Enrolment enrolmentOf(const store::ProjectFile& project, const std::string& person) {
  std::optional<core::Enrolment> found;
  std::string names;
  for (const core::Enrolment& each : project.enrolled().enrolments()) {
    if (each.person == person && (!found || !each.revoked)) {
      found = each;
    }
    names += (names.empty() ? "" : ", ") + each.person;
  }
  if (!found) {
    throw core::Error(project.path().string(), "\"" + person + "\" is not enrolled",
                      names.empty() ? "Nobody is: `sagitta person FILE enroll`" : "Enrolled are: " + names);
  }
  return *found;
}

std::string deviceNameIn(const PersonOptions& options) {
  return options.device.empty() ? identity::computerName() : options.device;
}

core::PublicKey deviceKeyOf(const store::ProjectFile& project) {
  return project.installation().deviceKey().publicKey();
}

void enroll(const PersonOptions& options) {
  store::ProjectFile project = openToWrite(options);
  const identity::KeyRing ring(project.installation().home());
  const bool first = project.enrolled().isOpen();
  const std::string passphrase = askNewPassphrase(options.person);
  const core::PublicKey key = ring.make(options.person, passphrase);
  try {
    const identity::SigningSession session(ring.unlock(key, passphrase));
    const identity::Signatory who{session, options.person};
    project.append(std::array{identity::enrolment(who),
                              identity::endorsement(who, deviceKeyOf(project), deviceNameIn(options), true)});
  } catch (...) {
    ring.forget(key);
    throw;
  }
  if (options.json) {
    printJson({{"person", options.person}, {"key", key.hex()}, {"lead", first}});
    return;
  }
  std::printf("%s is enrolled with key %s, locked by the passphrase on this installation.\n", options.person.c_str(),
              key.hex().substr(0, 16).c_str());
  std::printf("%s\n", first ? "As the first person here, they are lead: they enrol others and give them roles."
                            : "A lead now compares the key with them and gives a role: sagitta person FILE grant");
}

void list(const PersonOptions& options) {
  const store::ProjectFile project(options.file, store::Access::Read, store::Installation::standard());
  const core::People people = project.enrolled();
  const identity::KeyRing ring(project.installation().home());
  const auto device = project.installation().devicePublicKey();
  Json all = Json::array();
  for (const core::Enrolment& each : people.enrolments()) {
    Json roles = Json::array();
    for (const core::Role role : each.roles) {
      roles.push_back(name(role));
    }
    all.push_back({{"person", each.person},
                   {"key", each.key.hex()},
                   {"roles", roles},
                   {"revoked", each.revoked},
                   {"key_here", ring.has(each.key)},
                   {"device_endorsed", device && people.isEndorsedNow(*device, each.person)}});
  }
  if (options.json) {
    printJson({{"people", all}});
    return;
  }
  if (all.empty()) {
    std::printf("Nobody is enrolled: everyone who has the file may do everything, under any name.\n");
  }
  for (const Json& each : all) {
    std::string roles;
    for (const Json& role : each["roles"]) {
      roles += (roles.empty() ? "" : ", ") + role.get<std::string>();
    }
    std::printf("%s  %s  %s%s%s%s\n", each["key"].get<std::string>().substr(0, 16).c_str(),
                each["person"].get<std::string>().c_str(), roles.empty() ? "no role yet" : roles.c_str(),
                each["revoked"].get<bool>() ? "  [key revoked]" : "",
                each["key_here"].get<bool>() ? "  [key here]" : "",
                each["device_endorsed"].get<bool>() ? "  [works on this device]" : "");
  }
}

void change(const PersonOptions& options, const core::Enrolment& of, bool granted, store::ProjectFile& project) {
  const core::Role role = *core::roleNamed(options.role);
  const core::EditDraft draft = identity::roleChange({unlock(project, options.as), options.as}, of, role, granted);
  const core::EditId made = project.append(draft);
  if (options.json) {
    printJson({{"person", of.person}, {"role", options.role}, {"granted", granted}, {"edit", made.hex()}});
  } else {
    std::printf("%s %s %s.\n", of.person.c_str(), granted ? "is now" : "is no longer", options.role.c_str());
  }
}

void grant(const PersonOptions& options) {
  store::ProjectFile project = openToWrite(options);
  project.expectRight(options.as, core::Right::Manage);
  change(options, enrolmentOf(project, options.person), true, project);
}

void revoke(const PersonOptions& options) {
  store::ProjectFile project = openToWrite(options);
  const core::Enrolment of = enrolmentOf(project, options.person);
  const bool own = options.as == options.person && options.role.empty();
  if (!own) {
    project.expectRight(options.as, core::Right::Manage);
  }
  if (!options.role.empty()) {
    change(options, of, false, project);
    return;
  }
  const core::EditDraft draft = identity::revocation({unlock(project, options.as), options.as}, of, options.reason);
  const core::EditId made = project.append(draft);
  if (options.json) {
    printJson({{"person", of.person}, {"key", of.key.hex()}, {"edit", made.hex()}});
  } else {
    std::printf("The key %s of %s is revoked. What was made before stays theirs.\n", of.key.hex().substr(0, 16).c_str(),
                of.person.c_str());
  }
}

void endorse(const PersonOptions& options) {
  store::ProjectFile project = openToWrite(options);
  const std::string device = deviceNameIn(options);
  const core::EditDraft draft = identity::endorsement({unlock(project, options.person), options.person},
                                                      deviceKeyOf(project), device, !options.withdraw);
  const core::EditId made = project.append(draft);
  if (options.json) {
    printJson({{"person", options.person}, {"device", device}, {"endorsed", !options.withdraw}, {"edit", made.hex()}});
  } else {
    std::printf("%s %s in the name of %s.\n", device.c_str(), options.withdraw ? "works no longer" : "now works",
                options.person.c_str());
  }
}

}  // namespace

void addPerson(Command program) {
  auto options = std::make_shared<PersonOptions>();
  Command command = program.command("person", "Say who works on a project, with which roles and keys");
  command.option("FILE", options->file, "The project").required();
  const auto add = [&](const char* name, const char* about, void (*work)(const PersonOptions&)) {
    Command sub = command.command(name, about);
    sub.runs([options, work] { work(*options); });
    sub.flag("--json", options->json, "As JSON");
    return sub;
  };
  const auto addPersonTo = [&](Command sub, const char* about) {
    sub.option("--person", options->person, about).required().check(readableName());
  };
  const auto addAs = [&](Command sub) {
    sub.option("--as", options->as, "Who says so; their passphrase is asked for").required().check(readableName());
  };
  const auto addRole = [&](Command sub, const char* about) {
    std::vector<std::string> roles;
    for (int role = 1; role <= int(core::kLastRole); ++role) {
      roles.emplace_back(name(core::Role(role)));
    }
    return sub.option("--role", options->role, about).check(oneOf(roles));
  };
  const auto addDevice = [&](Command sub) {
    sub.option("--device", options->device, "What to call this installation; its computer's name otherwise")
        .check(readableName());
  };
  Command sub = add("enroll", "Make a key for a person on this installation, and say so in the project", enroll);
  addPersonTo(sub, "The name");
  addDevice(sub);
  add("list", "Tell who is enrolled", list);
  sub = add("grant", "Give a role", grant);
  addPersonTo(sub, "To whom");
  addRole(sub, "Which").required();
  addAs(sub);
  sub = add("revoke", "Take a role away, or declare a key lost", revoke);
  addPersonTo(sub, "From whom");
  addRole(sub, "Which role; without it, the key");
  sub.option("--reason", options->reason, "Why, for those who read the log");
  addAs(sub);
  sub = add("endorse", "Let this installation work in a person's name; once on each device", endorse);
  addPersonTo(sub, "Who; their passphrase is asked for");
  addDevice(sub);
  sub.flag("--withdraw", options->withdraw, "No longer");
}

}  // namespace commands
