// sagitta release FILE check | create --name N --reader R [--retain-uids] [--no-pictures] | verify [NAME] |
//                      diff [FROM TO] | export [NAME] --out DIR | list
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "commands/commands.h"
#include "commands/files.h"
#include "commands/release_build.h"
#include "commands/release_check.h"
#include "commands/release_store.h"
#include "commands/scratch_folder.h"
#include "commands/signing.h"
#include "commands/terminal.h"
#include "commands/workflow_record.h"
#include "core/error.h"
#include "imaging/volume_codec.h"

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

// What is known before any file is written: the log is whole, and the workflow is done.
std::vector<workflow::Obstacle> obstaclesIn(const store::ProjectFile& project, const workflow::Record& record,
                                            const std::vector<workflow::QueueItem>& queue) {
  std::vector<workflow::Obstacle> obstacles =
      workflow::obstaclesOf(record, queue, workflow::watchesOf(record, correctionsOf(project)),
                            [&](const core::LesionId& lesion) { return project.mask(lesion); });
  const auto decode = [](const store::Blob& blob) { return imaging::decodeChunk(blob.data, blob.rawBytes); };
  for (const std::string& problem : project.verify(decode).problems) {
    obstacles.push_back({"chain", "project", problem});
  }
  return obstacles;
}

void check(const ReleaseOptions& options) {
  const store::ProjectFile project(options.file, store::Access::Read, store::Installation::standard());
  const workflow::Record record = recordOf(project, options.atMs);
  expectClear(options, obstaclesIn(project, record, workflow::reviewQueue(record)));
  if (options.json) {
    printJson({{"ready", true}, {"obstacles", Json::array()}});
  } else {
    std::printf("Nothing stands in the way of a release.\n");
  }
}

std::optional<EarlierRelease> latestRelease(const store::ProjectFile& project) {
  std::vector<StoredRelease> releases = releasesOf(project);
  if (releases.empty()) {
    return std::nullopt;
  }
  return EarlierRelease{std::move(releases.back().manifest), stateAt(project, releases.back().made.cut).state};
}

void create(const ReleaseOptions& options) {
  store::ProjectFile project(options.file, store::Access::Write, store::Installation::standard());
  // Everything is read from a copy of one moment, so that nobody has to stop painting, and it is all of one cut.
  const ScratchFolder scratch("sagitta-release");
  project.snapshot(scratch.path() / "cut.sagitta");
  const store::ProjectFile cut(scratch.path() / "cut.sagitta", store::Access::Read, store::Installation::standard());
  const std::vector<StoredRelease> releases = releasesOf(cut);
  if (std::any_of(releases.begin(), releases.end(),
                  [&](const StoredRelease& each) { return each.made.name == options.name; })) {
    throw core::Error(options.file, "it has a release \"" + options.name + "\" already", "Choose another name");
  }
  const workflow::Record record = recordOf(cut, options.atMs);
  const std::vector<workflow::QueueItem> queue = workflow::reviewQueue(record);
  expectClear(options, obstaclesIn(cut, record, queue));

  TerminalProgress progress;
  const std::optional<EarlierRelease> previous = latestRelease(cut);
  const fs::path folder = scratch.path() / "files";
  BuiltRelease built = buildRelease(
      cut, record, queue, {.name = options.name, .retainsUids = options.retainUids, .pictures = !options.noPictures},
      previous ? &*previous : nullptr, folder, progress.sink());
  expectClear(options, built.obstacles);

  for (workflow::ManifestFile& file : built.manifest.files) {
    if (!file.image) {
      file.blobs = freeze(project, readWhole(folder / file.path));
    }
  }
  std::string text = workflow::encodeManifest(built.manifest);
  text += text.size() % 2 == 0 ? "" : "\n";
  if (text.size() > imaging::kMaxChunkBytes) {
    throw core::Error(options.file, "the release has more files than one manifest can list",
                      "Leave out the pictures, or divide the project");
  }
  const imaging::EncodedChunk chunk = imaging::encodeBytes(std::as_bytes(std::span(text)));
  project.putBlob(chunk.hash, {chunk.rawBytes, chunk.data});
  core::EditDraft draft{.person = options.reader,
                        .role = options.role,
                        .body = core::ReleaseMade{.name = options.name,
                                                  .manifest = chunk.hash,
                                                  .cut = cut.heads(),
                                                  .previous = releases.empty() ? core::EditId{} : releases.back().edit},
                        .heads = cut.heads()};
  signInOwnName(project, "I release " + options.name + ", manifest " + chunk.hash.hex().substr(0, 12), draft);
  const core::EditId edit = project.append(draft);
  if (options.json) {
    printJson({{"ready", true},
               {"name", options.name},
               {"edit", edit.hex()},
               {"manifest", chunk.hash.hex()},
               {"lesions", built.manifest.lesions.size()},
               {"files", built.manifest.files.size()}});
  } else {
    std::printf("Release \"%s\": %zu lesions, %zu files, manifest %s\n", options.name.c_str(),
                built.manifest.lesions.size(), built.manifest.files.size(), chunk.hash.hex().c_str());
  }
}

// Writes the files of a release and holds each against its hash.
void writeFiles(const store::ProjectFile& project, const StoredRelease& release, const fs::path& out) {
  const std::vector<core::Case> cases = project.cases();
  std::map<core::CaseId, fs::path> images;  // made once, however often they are in it
  const ScratchFolder scratch("sagitta-images");
  std::string sums;
  for (const workflow::ManifestFile& file : release.manifest.files) {
    const fs::path path = out / file.path;
    fs::create_directories(path.parent_path());
    if (file.image) {
      fs::path& image = images[*file.image];
      const auto found =
          std::find_if(cases.begin(), cases.end(), [&](const core::Case& each) { return each.id == *file.image; });
      if (found == cases.end()) {
        throw core::Error(project.path().string(), "it lacks an image of the release", "Merge a copy that has it");
      }
      image = image.empty() ? writeReleaseImage(project, *found, scratch.path()) : image;
      fs::copy_file(image, path);
    } else {
      writeText(path, thaw(project, file.blobs, file.bytes));
    }
    if (fs::file_size(path) != file.bytes || fileHash(path) != file.sha256) {
      throw core::Error(path.string(), "it does not come out as it was released",
                        "Run `sagitta verify`; restore the project from a copy");
    }
    sums += file.sha256.hex() + "  " + file.path + "\n";
  }
  writeText(out / "manifest.json", release.manifestText);
  writeText(out / "SHA256SUMS", sums + fileHash(out / "manifest.json").hex() + "  manifest.json\n");
}

void exportRelease(const ReleaseOptions& options) {
  const store::ProjectFile project(options.file, store::Access::Read, store::Installation::standard());
  const std::vector<StoredRelease> releases = releasesOf(project);
  const StoredRelease& release = findRelease(releases, options.name, options.file);
  std::error_code ignored;
  if (fs::exists(options.out, ignored) && !fs::is_empty(options.out, ignored)) {
    throw core::Error(options.out, "there is something there already", "Choose a folder that is empty or not there");
  }
  fs::create_directories(options.out, ignored);
  writeFiles(project, release, options.out);
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

std::vector<std::string> problemsOf(const store::ProjectFile& project, const StoredRelease& release) {
  std::vector<std::string> problems;
  try {
    const CutState cut = stateAt(project, release.made.cut);
    if (cut.log != release.manifest.log) {
      problems.push_back("the edits that it was made of are not those of its manifest");
    }
    if (cut.state.guideline != release.manifest.guideline) {
      problems.push_back("the guideline in force was another one");
    }
    for (const workflow::ManifestLesion& lesion : release.manifest.lesions) {
      const auto found = std::find_if(cut.state.lesions.begin(), cut.state.lesions.end(),
                                      [&](const core::Lesion& each) { return each.id == lesion.id; });
      core::BrickHashes bricks;
      if (found != cut.state.lesions.end()) {
        for (const auto& [key, brick] : cut.state.masks.at(lesion.id).bricks()) {
          bricks.emplace(key, core::brickHash(brick));
        }
      }
      if (found == cut.state.lesions.end() || core::lesionVersion(*found, bricks) != lesion.version) {
        problems.push_back("\"" + lesion.name + "\" is not what the edits make of it");
      }
    }
    const ScratchFolder scratch("sagitta-verify");
    writeFiles(project, release, scratch.path() / "files");
  } catch (const core::Error& error) {
    problems.push_back(error.what());
  }
  return problems;
}

void verify(const ReleaseOptions& options) {
  const store::ProjectFile project(options.file, store::Access::Read, store::Installation::standard());
  const std::vector<StoredRelease> releases = releasesOf(project);
  const StoredRelease& release = findRelease(releases, options.name, options.file);
  const std::vector<std::string> problems = problemsOf(project, release);
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
  const std::vector<StoredRelease> releases = releasesOf(project);
  const StoredRelease& to = findRelease(releases, options.to, options.file);
  const std::string before = options.from.empty() ? to.manifest.previous : options.from;
  if (before.empty()) {
    throw core::Error(options.file, "there is no release before \"" + to.made.name + "\"",
                      "Make a second one, then see what it changed");
  }
  const StoredRelease& from = findRelease(releases, before, options.file);
  const EarlierRelease earlier{from.manifest, stateAt(project, from.made.cut).state};
  const std::vector<std::string> lines = changeLines(earlier, to.manifest, stateAt(project, to.made.cut).state);
  if (options.json) {
    Json changes = Json::array();
    for (const workflow::LesionChange& each : workflow::changesBetween(from.manifest, to.manifest)) {
      const workflow::ManifestLesion& lesion = each.after == nullptr ? *each.before : *each.after;
      changes.push_back({{"kind", each.before == nullptr  ? "added"
                                  : each.after == nullptr ? "removed"
                                                          : "changed"},
                         {"id", lesion.id.hex()},
                         {"name", lesion.name},
                         {"class", lesion.className},
                         {"volume_ml_before", each.before == nullptr ? Json() : Json(each.before->volumeMl)},
                         {"volume_ml_after", each.after == nullptr ? Json() : Json(each.after->volumeMl)}});
    }
    printJson({{"from", from.made.name}, {"to", to.made.name}, {"changes", changes}, {"lines", lines}});
    return;
  }
  for (const std::string& line : lines) {
    std::printf("%s\n", line.c_str());
  }
}

void list(const ReleaseOptions& options) {
  const store::ProjectFile project(options.file, store::Access::Read, store::Installation::standard());
  Json all = Json::array();
  for (const StoredRelease& each : releasesOf(project)) {
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
  common(exporting);
  exporting.runs([options] { exportRelease(*options); });

  Command listing = command.command("list", "The releases that there are");
  common(listing);
  listing.runs([options] { list(*options); });
}

}  // namespace commands
