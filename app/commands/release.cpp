// sagitta release FILE check | create --name N --reader R [--retain-uids] [--no-pictures] | verify [NAME] |
//                      diff [FROM TO] | export [NAME] --out DIR [--reader R] | list
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "commands/commands.h"
#include "commands/signing.h"
#include "commands/terminal.h"
#include "commands/workflow_record.h"
#include "core/error.h"
#include "core/wall_clock.h"
#include "release/handing_out.h"
#include "release/making.h"

namespace commands {
namespace {

namespace fs = std::filesystem;

struct ReleaseOptions {
  std::string file;
  std::string name;
  std::string reader;
  std::string role;
  std::string from;
  std::string to;
  std::string out;
  std::uint64_t atMs = 0;
  bool retainUids = false;
  bool noPictures = false;
  bool json = false;
};

Json asJson(const std::vector<workflow::Obstacle>& obstacles) {
  Json list = Json::array();
  for (const workflow::Obstacle& each : obstacles) {
    list.push_back({{"rule", each.rule}, {"subject", each.subject}, {"what", each.what}});
  }
  return list;
}

// Says what is in the way and ends with an error where anything is.
void expectClear(const ReleaseOptions& options, const std::vector<workflow::Obstacle>& obstacles) {
  if (obstacles.empty()) {
    return;
  }
  if (options.json) {
    printJson({{"ready", false}, {"obstacles", asJson(obstacles)}});
  } else {
    for (const workflow::Obstacle& each : obstacles) {
      std::fprintf(stderr, "%s: %s\n", each.subject.c_str(), each.what.c_str());
    }
  }
  throw core::Error(options.file,
                    std::to_string(obstacles.size()) + (obstacles.size() == 1 ? " thing stands" : " things stand") +
                        " in the way of a release",
                    "See what waits by: sagitta review " + options.file + " --waiting");
}

void check(const ReleaseOptions& options) {
  const store::ProjectFile project(options.file, store::Access::Read, store::Installation::standard());
  const workflow::Record record = recordOf(project, options.atMs);
  expectClear(options, release::obstaclesOf(project, record, workflow::reviewQueue(record)));
  if (options.json) {
    printJson({{"ready", true}, {"obstacles", Json::array()}});
  } else {
    std::printf("Nothing stands in the way of a release.\n");
  }
}

void create(const ReleaseOptions& options) {
  store::ProjectFile project(options.file, store::Access::Write, store::Installation::standard());
  TerminalProgress progress;
  release::Prepared prepared = release::prepare(
      project, {.name = options.name, .retainsUids = options.retainUids, .pictures = !options.noPictures},
      options.atMs == 0 ? core::nowMs() : std::int64_t(options.atMs), progress.sink());
  expectClear(options, prepared.obstacles);
  core::EditDraft draft = release::keep(project, prepared, options.reader, options.role);
  const core::ReleaseMade made = std::get<core::ReleaseMade>(draft.body);
  signInOwnName(project, release::meaningOf(made), draft);
  const core::EditId edit = project.append(draft);
  if (options.json) {
    printJson({{"ready", true},
               {"name", options.name},
               {"edit", edit.hex()},
               {"manifest", made.manifest.hex()},
               {"lesions", prepared.manifest.lesions.size()},
               {"files", prepared.manifest.files.size()}});
  } else {
    std::printf("Release \"%s\": %zu lesions, %zu files, manifest %s\n", options.name.c_str(),
                prepared.manifest.lesions.size(), prepared.manifest.files.size(), made.manifest.hex().c_str());
  }
}

void exportRelease(const ReleaseOptions& options) {
  const store::ProjectFile project(options.file, store::Access::Read, store::Installation::standard());
  const std::vector<release::StoredRelease> releases = release::releasesOf(project);
  const release::StoredRelease& release = release::findRelease(releases, options.name, options.file);
  release::consultationOf(project, release, options.reader).writeDown();
  TerminalProgress progress;
  release::handOut(project, release, options.out, progress.sink());
  if (options.json) {
    Json files = Json::array();
    for (const workflow::ManifestFile& file : release.manifest.files) {
      files.push_back({{"path", (fs::path(options.out) / file.path).string()}, {"sha256", file.sha256.hex()}});
    }
    printJson({{"name", release.made.name}, {"manifest", release.made.manifest.hex()}, {"files", files}});
  } else {
    std::printf("Release \"%s\": %zu files in %s\n", release.made.name.c_str(), release.manifest.files.size() + 2,
                options.out.c_str());
  }
}

void verify(const ReleaseOptions& options) {
  const store::ProjectFile project(options.file, store::Access::Read, store::Installation::standard());
  const std::vector<release::StoredRelease> releases = release::releasesOf(project);
  const release::StoredRelease& release = release::findRelease(releases, options.name, options.file);
  const std::vector<std::string> problems = release::problemsOf(project, release);
  if (options.json) {
    printJson({{"ok", problems.empty()},
               {"name", release.made.name},
               {"manifest", release.made.manifest.hex()},
               {"problems", problems}});
  }
  for (const std::string& each : problems) {
    printNote(each);
  }
  if (!problems.empty()) {
    throw core::Error(options.file, "release \"" + release.made.name + "\" cannot be trusted as it is",
                      "Restore the project from a copy");
  }
  if (!options.json) {
    std::printf("Release \"%s\" is whole: its edits fold to its masks, and every file comes out as it was.\n",
                release.made.name.c_str());
  }
}

void diff(const ReleaseOptions& options) {
  const store::ProjectFile project(options.file, store::Access::Read, store::Installation::standard());
  const std::vector<release::StoredRelease> releases = release::releasesOf(project);
  const release::StoredRelease& to = release::findRelease(releases, options.to, options.file);
  const std::string before = options.from.empty() ? to.manifest.previous : options.from;
  if (before.empty()) {
    throw core::Error(options.file, "there is no release before \"" + to.made.name + "\"",
                      "Make a second one, then see what it changed");
  }
  const release::StoredRelease& from = release::findRelease(releases, before, options.file);
  const release::Difference difference = release::differenceOf(project, from, to);
  std::vector<std::string> lines;
  const auto say = [&](const auto& all) {
    std::ranges::transform(all, std::back_inserter(lines), [](const auto& each) { return release::lineOf(each); });
  };
  say(difference.renamed);
  say(difference.changes);
  if (options.json) {
    Json changes = Json::array();
    for (const release::Change& each : difference.changes) {
      changes.push_back({{"kind", !each.mlBefore  ? "added"
                                  : !each.mlAfter ? "removed"
                                                  : "changed"},
                         {"id", each.lesion.hex()},
                         {"name", each.name},
                         {"class", each.className},
                         {"volume_ml_before", each.mlBefore ? Json(*each.mlBefore) : Json()},
                         {"volume_ml_after", each.mlAfter ? Json(*each.mlAfter) : Json()}});
    }
    Json renamed = Json::array();
    for (const release::RenamedCase& each : difference.renamed) {
      renamed.push_back({{"id", each.id.hex()}, {"name_before", each.before}, {"name", each.after}});
    }
    printJson(
        {{"from", from.made.name}, {"to", to.made.name}, {"renamed", renamed}, {"changes", changes}, {"lines", lines}});
    return;
  }
  for (const std::string& line : lines) {
    std::printf("%s\n", line.c_str());
  }
}

void list(const ReleaseOptions& options) {
  const store::ProjectFile project(options.file, store::Access::Read, store::Installation::standard());
  Json all = Json::array();
  for (const release::StoredRelease& each : release::releasesOf(project)) {
    all.push_back({{"name", each.made.name},
                   {"made", each.manifest.made},
                   {"by", each.person},
                   {"lesions", each.manifest.lesions.size()},
                   {"manifest", each.made.manifest.hex()}});
    if (!options.json) {
      std::printf("%-12s %s  %zu lesions, by %s\n", each.made.name.c_str(), each.manifest.made.c_str(),
                  each.manifest.lesions.size(), each.person.c_str());
    }
  }
  if (options.json) {
    printJson({{"releases", all}});
  }
}

}  // namespace

void addRelease(Command program) {
  auto options = std::make_shared<ReleaseOptions>();
  Command command = program.command("release", "Freeze what is agreed on, so that it can be reproduced byte for byte");
  command.option("FILE", options->file, "The project").required();
  const auto common = [&](Command& each) {
    addMomentOption(each, options->atMs);
    each.flag("--json", options->json, "As JSON");
  };

  Command checking = command.command("check", "What stands in the way of a release");
  common(checking);
  checking.runs([options] { check(*options); });

  Command creating = command.command("create", "Make a release, unless something stands in the way");
  creating.option("--name", options->name, "What to call it: 1, 2026-03, ...").required().check(readableName());
  creating.option("--reader", options->reader, "Who makes it").required().check(readableName());
  creating.option("--role", options->role, "As what").check(readableName());
  creating.flag("--retain-uids", options->retainUids, "Keep the images' DICOM UIDs (default: mapped by a keyed hash)");
  creating.flag("--no-pictures", options->noPictures, "Leave out the pictures of lesions, which need Vulkan");
  common(creating);
  creating.runs([options] { create(*options); });

  Command verifying = command.command("verify", "Whether a release is what its edits make of it, to the byte");
  verifying.option("NAME", options->name, "Which (default: the latest)");
  common(verifying);
  verifying.runs([options] { verify(*options); });

  Command comparing = command.command("diff", "What changed between two releases");
  comparing.option("FROM", options->from, "The earlier one (default: the one before)");
  comparing.option("TO", options->to, "The later one (default: the latest)");
  common(comparing);
  comparing.runs([options] { diff(*options); });

  Command exporting = command.command("export", "Write a release into a folder; the same bytes everywhere");
  exporting.option("NAME", options->name, "Which (default: the latest)");
  exporting.option("--out", options->out, "The folder, empty or not there yet").required();
  exporting.option("--reader", options->reader, "Who writes it out: asked for where it holds a case of the test set")
      .check(readableName());
  common(exporting);
  exporting.runs([options] { exportRelease(*options); });

  Command listing = command.command("list", "The releases that there are");
  common(listing);
  listing.runs([options] { list(*options); });
}

}  // namespace commands
