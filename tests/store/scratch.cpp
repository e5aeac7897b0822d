#include "store/scratch.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "core/error.h"

namespace store {

ScratchFolder::ScratchFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "sagitta-store-XXXXXX").string();
  core::check(::mkdtemp(pattern.data()) != nullptr, "a temporary folder can be made");
  path_ = pattern;
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

core::Hash hashOf(const std::string& text) {
  return core::Sha256().update(text).finish();
}

core::Mask voxels(glm::ivec3 first, int length) {
  core::Mask mask;
  mask.setRun(first, length);
  return mask;
}

core::Mask randomMask(std::mt19937& engine, int runs) {
  std::uniform_int_distribution<int> where(0, 80), length(1, 60);
  core::Mask mask;
  for (int i = 0; i < runs; ++i) {
    const glm::ivec3 first(where(engine), where(engine), where(engine));
    mask.setRun(first, length(engine));
  }
  return mask;
}

core::EditDraft draftOf(core::EditBody body, const std::string& person) {
  return {.person = person, .role = "reader", .track = "shared", .body = std::move(body)};
}

core::EditDraft lesionDraft(const std::string& name, const std::string& person, bool ownStep) {
  return draftOf(core::LesionCreated{.name = name, .className = "cyst", .ownStep = ownStep}, person);
}

core::EditDraft strokeDraft(const core::LesionId& lesion, core::Mask set, core::Mask cleared,
                            const std::string& person) {
  core::MaskChanged body;
  body.changes.push_back({lesion, std::move(set), std::move(cleared)});
  return draftOf(std::move(body), person);
}

std::vector<core::Edit> editsOf(const ProjectFile& project) {
  std::vector<core::Edit> edits;
  for (const LogEntry& entry : project.log()) {
    edits.push_back({entry.id, entry.header, project.body(entry.id)});
  }
  return edits;
}

std::vector<ForeignEdit> foreignOf(const ProjectFile& project) {
  std::vector<ForeignEdit> edits;
  for (const LogEntry& entry : project.log()) {
    edits.push_back({entry.header, core::encodeBody(project.body(entry.id))});
  }
  return edits;
}

core::State cachedState(const ProjectFile& project) {
  core::State state;
  state.title = project.title();
  state.guideline = project.guideline();
  state.cases = project.cases();
  for (const LesionRow& row : project.lesions()) {
    state.lesions.push_back(row.lesion);
    state.masks.emplace(row.lesion.id, project.mask(row.lesion.id));
    if (core::Mask contested = project.contested(row.lesion.id); !contested.isEmpty()) {
      EXPECT_EQ(row.contested, contested.count());
      state.contested.emplace(row.lesion.id, std::move(contested));
    }
    if (row.disputed) {
      state.disputed.insert(row.lesion.id);
    }
  }
  return state;
}

core::Bytes plain(const Blob& blob) {
  return blob.data;
}

VerifyReport verified(const ProjectFile& project) {
  return project.verify(plain);
}

std::size_t soakOr(const std::string& variable, std::size_t usual) {
  const char* asked = std::getenv(variable.c_str());
  return asked == nullptr ? usual : std::strtoull(asked, nullptr, 10);
}

unsigned firstSeed(const std::string& variable) {
  return unsigned(soakOr(variable + "_FIRST", 1));
}

core::Bytes readFile(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  const std::string text(std::istreambuf_iterator<char>(stream), {});
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

void writeFile(const std::filesystem::path& path, std::span<const std::byte> bytes) {
  std::ofstream stream(path, std::ios::binary | std::ios::trunc);
  stream.write(reinterpret_cast<const char*>(bytes.data()), std::streamsize(bytes.size()));
  core::check(bool(stream.flush()), "a scratch file can be written");
}

}  // namespace store
