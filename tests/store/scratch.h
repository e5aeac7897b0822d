// What the tests of the project file share: a folder that goes away, small strokes, random drafts.
#pragma once

#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "store/project_file.h"

namespace store {

// A folder of its own under the system's temporary folder, removed with everything in it.
class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  Installation home(const std::string& name = "home") const { return Installation(path_ / name); }

 private:
  std::filesystem::path path_;
};

core::Hash hashOf(const std::string& text);
core::Mask voxels(glm::ivec3 first, int length);
core::Mask randomMask(std::mt19937& engine, int runs);

core::EditDraft lesionDraft(const std::string& name, const std::string& person = "Ada", bool ownStep = false);
core::EditDraft strokeDraft(const core::LesionId& lesion, core::Mask set, core::Mask cleared = {},
                            const std::string& person = "Ada");
core::EditDraft draftOf(core::EditBody body, const std::string& person = "Ada");

// Everything in the log, with bodies.
std::vector<core::Edit> editsOf(const ProjectFile& project);
std::vector<ForeignEdit> foreignOf(const ProjectFile& project);

// What the caches hold, as a fold would give it.
core::State cachedState(const ProjectFile& project);

// A blob decoder for blobs that are stored as they are.
core::Bytes plain(const Blob& blob);
VerifyReport verified(const ProjectFile& project);

// How much of something random is tried: `usual`, or what tools/soak asks for by this variable; and the seed of the
// first, which it says by VARIABLE_FIRST: each further one takes the next.
std::size_t soakOr(const std::string& variable, std::size_t usual);
unsigned firstSeed(const std::string& variable);

core::Bytes readFile(const std::filesystem::path& path);
void writeFile(const std::filesystem::path& path, std::span<const std::byte> bytes);

}  // namespace store
