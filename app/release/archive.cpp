#include "release/archive.h"

#include <algorithm>

#include "core/error.h"
#include "imaging/volume_codec.h"

namespace release {
namespace {

constexpr std::size_t kChunkBytes = std::size_t{2} << 20;

std::string quoted(const std::vector<StoredRelease>& releases) {
  std::string text;
  for (const StoredRelease& each : releases) {
    text += (text.empty() ? "\"" : ", \"") + each.made.name + "\"";
  }
  return text;
}

}  // namespace

std::vector<core::Hash> freeze(store::ProjectFile& project, const std::string& bytes) {
  std::vector<core::Hash> names;
  std::vector<std::pair<core::Hash, store::Blob>> blobs;
  for (std::size_t at = 0; at < bytes.size(); at += kChunkBytes) {
    std::string part = bytes.substr(at, kChunkBytes);
    part.resize(part.size() + part.size() % 2);  // chunks are even; the manifest says how long the file is
    imaging::EncodedChunk chunk = imaging::encodeBytes(std::as_bytes(std::span(part)));
    names.push_back(chunk.hash);
    blobs.emplace_back(chunk.hash, store::Blob{chunk.rawBytes, std::move(chunk.data)});
  }
  project.putBlobs(blobs);
  return names;
}

std::string thaw(const store::ProjectFile& project, const std::vector<core::Hash>& blobs, std::uint64_t bytes) {
  std::string text;
  for (const core::Hash& name : blobs) {
    const store::Blob blob = project.blob(name);
    const std::vector<std::byte> raw = imaging::decodeChunk(blob.data, blob.rawBytes);
    if (core::sha256(raw) != name) {
      throw core::Error(project.path().string(), "a part of a release in it is damaged", "Restore it from a copy");
    }
    text.append(reinterpret_cast<const char*>(raw.data()), raw.size());
  }
  if (text.size() < bytes || text.size() > bytes + 1) {
    throw core::Error(project.path().string(), "a part of a release in it has another length than it should",
                      "Restore it from a copy");
  }
  text.resize(bytes);
  return text;
}

std::vector<StoredRelease> releasesOf(const store::ProjectFile& project) {
  std::vector<StoredRelease> releases;
  for (const core::Edit& edit : project.standing(core::EditKind::ReleaseMade, core::EditKind::ReleaseMade)) {
    StoredRelease release{
        .edit = edit.id, .made = std::get<core::ReleaseMade>(edit.body), .person = edit.header.person};
    // The manifest is a blob by itself: its name is the release's, and a space pads it where it is odd.
    const store::Blob blob = project.blob(release.made.manifest);
    const std::vector<std::byte> raw = imaging::decodeChunk(blob.data, blob.rawBytes);
    if (core::sha256(raw) != release.made.manifest) {
      throw core::Error(project.path().string(), "the manifest of release \"" + release.made.name + "\" is damaged",
                        "Restore it from a copy");
    }
    release.manifestText.assign(reinterpret_cast<const char*>(raw.data()), raw.size());
    release.manifest = workflow::decodeManifest(release.manifestText, "release \"" + release.made.name + "\"");
    releases.push_back(std::move(release));
  }
  return releases;
}

const StoredRelease& findRelease(const std::vector<StoredRelease>& releases, const std::string& name,
                                 const std::string& file) {
  const auto found = std::find_if(releases.rbegin(), releases.rend(),
                                  [&](const StoredRelease& each) { return name.empty() || each.made.name == name; });
  if (found == releases.rend()) {
    throw core::Error(file, name.empty() ? "it has no release yet" : "it has no release \"" + name + "\"",
                      releases.empty() ? "Make one: sagitta release " + file + " create --name 1 --reader R"
                                       : "Its releases: " + quoted(releases));
  }
  return *found;
}

CutState stateAt(const store::ProjectFile& project, const std::vector<core::Head>& cut) {
  std::vector<std::pair<core::EditId, core::EditHeader>> log;
  for (store::LogEntry& entry : project.log()) {
    log.emplace_back(entry.id, std::move(entry.header));
  }
  const std::vector<core::EditId> within = workflow::editsWithin(cut, log);
  std::vector<core::Edit> edits;
  for (const store::ForeignEdit& edit : project.editsOf(within)) {
    if (edit.body) {
      edits.push_back({core::editId(edit.header), edit.header, core::decodeBody(edit.header.kind, *edit.body)});
    }
  }
  return {core::logHash(within), core::fold(std::move(edits))};
}

}  // namespace release
