// What a release consists of: a document that names every file by its hash, and every lesion by the exact version that
// was released. The document's own hash is the release's. Values; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/edit.h"

namespace workflow {

struct ManifestFile {
  std::string path;  // within the release, with "/" between folders
  std::uint64_t bytes = 0;
  core::Hash sha256;
  std::vector<core::Hash> blobs;      // its bytes in order, the last padded to an even number of them; empty where
  std::optional<core::CaseId> image;  // it is made anew from the voxels of a case

  bool operator==(const ManifestFile&) const = default;
};

struct ManifestCase {
  core::CaseId id;
  std::string name;
  std::string modality;
  bool sequestered = false;

  bool operator==(const ManifestCase&) const = default;
};

struct ManifestLesion {
  core::LesionId id;
  std::string name;
  std::string className;
  core::CaseId caseId;
  std::string track;
  core::Hash version;
  std::int64_t voxels = 0;
  double volumeMl = 0;
  std::string provenance;  // "drawn", "candidate"
  bool critical = false;
  std::vector<std::string> acceptedBy;  // sorted; empty where the policy asked nobody

  bool operator==(const ManifestLesion&) const = default;
};

struct Manifest {
  std::string name;
  std::string project;
  std::string made;      // UTC, of the release's creation
  std::string program;   // version
  core::Hash log;        // of the edits in its cut (core::logHash)
  core::Hash guideline;  // in force; zero: none
  std::string previous;  // the name of the release before it; empty: none
  bool retainsUids = false;
  std::vector<ManifestCase> cases;
  std::vector<ManifestLesion> lesions;  // the standard; rejected ones are not in it
  std::vector<ManifestFile> files;      // by path

  bool operator==(const Manifest&) const = default;
};

std::string encodeManifest(const Manifest& manifest);  // canonical JSON, a line feed at its end
// Throws core::Error that names `subject` where it is none.
Manifest decodeManifest(const std::string& text, const std::string& subject);

// What became of the standard from one release to another, by lesion.
struct LesionChange {
  enum class Kind { Added, Removed, Changed };
  Kind kind = Kind::Changed;
  const ManifestLesion* before = nullptr;  // null: added
  const ManifestLesion* after = nullptr;   // null: removed
};
// By case and name; borrows from both. A lesion whose name alone changed is the same.
std::vector<LesionChange> changesBetween(const Manifest& before, const Manifest& after);

// ---- The cut ----

// The edits that a cut holds: of every site the last one named and those before it in its chain. Throws core::Error
// where one of them is not here.
std::vector<core::EditId> editsWithin(std::span<const core::Head> cut,
                                      std::span<const std::pair<core::EditId, core::EditHeader>> log);

}  // namespace workflow
